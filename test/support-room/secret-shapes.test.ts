import { describe, expect, it } from 'vitest';
import { maskSecrets, namesSecret } from '../../src/support/secret-shapes.ts';

describe('maskSecrets', () => {
  it.each([
    ['https://hooks.slack.com/services/T0/B0/abc', 'https://hooks.slack.com/••••••••••••••••••'],
    ['token xoxb-1234567890-abcdef, and more', 'token ••••••••••••••••••••••, and more'],
    ['https://user:pass@host/x', 'https://•••••••••@host/x'],
    ['key: 0123456789abcdef0123456789abcdef', `key: ${'•'.repeat(32)}`],
    ['Bearer abcdefgh12345678', 'Bearer ••••••••••••••••'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '•'.repeat(40)],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
    // Places in the text stay where they are.
    expect(masked.length).toBe(text.length);
  });

  it.each([
    'https://prometheus.example.com/graph?g0.expr=up',
    'alerts@example.com',
    'sum by (model_version) (rate(model_predictions_total[5m]))',
    '/etc/alertmanager/pagerduty-ml',
    'env:SMTP_PASSWORD',
    'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'bearer of bad news',
  ])('leaves %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

describe('namesSecret', () => {
  it.each([
    'password',
    'authPassword',
    'apiKey',
    'api_key',
    'routingKey',
    'token',
    'accessToken',
    'credentials',
    'clientSecret',
  ])('%s', (key) => {
    expect(namesSecret(key)).toBe(true);
  });
  it.each(['owner', 'objective', 'key', 'url', 'author', 'authUsername', 'passing', 'slack'])(
    'not %s',
    (key) => {
      expect(namesSecret(key)).toBe(false);
    },
  );
});
