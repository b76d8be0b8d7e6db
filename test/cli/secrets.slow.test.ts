import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { look, minimalWith, object } from '../support/bad-input.ts';
import { cli, folderWith, treeOf } from '../support/cli.ts';

// Made up, each in the form that its owner gives out.
const CANARIES = {
  slackUrl: 'https://hooks.slack.com/services/T0CANARY/B0CANARY/canaryCANARYcanary01',
  slackToken: 'xoxb-000000000000-canaryCANARYcanary02',
  routingKey: 'cafe0123cafe4567cafe89abcafe0003',
  password: 'canary-hunter-04',
  url: 'https://user:canary-hunter-05@hook.example.com/canary06',
  bearer: 'canaryCANARYcanary07canary',
  number: '90210061',
};
/** The part of each that must not be seen. */
const HIDDEN = [
  'T0CANARY',
  'canaryCANARYcanary01',
  'canaryCANARYcanary02',
  'cafe0123',
  'canary-hunter-04',
  'canary-hunter-05',
  'canary06',
  'canaryCANARYcanary07',
  '90210061',
];

/** Channels with one of them wrong, in the least project. */
const channels = (other: string) => ({
  'modelwatch.yaml': minimalWith('channels: {', `channels: { ${other},`),
});

describe('a secret in the place of a reference', () => {
  it.each<[string, Record<string, string>]>([
    ['slack.apiUrl', channels(`slack: { apiUrl: "${CANARIES.slackUrl}" }`)],
    ['slack.apiUrlFile', channels(`slack: { apiUrlFile: "${CANARIES.slackUrl}" }`)],
    ['slack.apiUrlFile, a token', channels(`slack: { apiUrlFile: ${CANARIES.slackToken} }`)],
    ['slack.url', channels(`slack: { url: "${CANARIES.slackUrl}" }`)],
    ['slack.token', channels(`slack: { token: ${CANARIES.slackToken} }`)],
    [
      'email.password',
      channels(`email: { smarthost: "mx:25", from: a@example.com, password: ${CANARIES.password} }`),
    ],
    [
      'email.authPassword',
      channels(`email: { smarthost: "mx:25", from: a@example.com, authPassword: ${CANARIES.password} }`),
    ],
    [
      'email.authPasswordFile, two words',
      channels(
        `email: { smarthost: "mx:25", from: a@example.com, authPasswordFile: "${CANARIES.password} x" }`,
      ),
    ],
    [
      'email.authPasswordFile, a number',
      channels(`email: { smarthost: "mx:25", from: a@example.com, authPasswordFile: ${CANARIES.number} }`),
    ],
    [
      'pagerduty routingKey',
      {
        'modelwatch.yaml': minimalWith(
          'routingKeyFile: /etc/alertmanager/pagerduty-ml',
          `routingKey: ${CANARIES.routingKey}`,
        ),
      },
    ],
    [
      'pagerduty routingKeyFile',
      { 'modelwatch.yaml': minimalWith('/etc/alertmanager/pagerduty-ml', CANARIES.routingKey) },
    ],
    [
      'pagerduty serviceKey',
      {
        'modelwatch.yaml': minimalWith(
          'routingKeyFile: /etc/alertmanager/pagerduty-ml',
          `serviceKey: ${CANARIES.routingKey}`,
        ),
      },
    ],
    ['webhooks url', channels(`webhooks: { x: { url: "${CANARIES.url}" } }`)],
    ['webhooks urlFile', channels(`webhooks: { x: { urlFile: "${CANARIES.url}" } }`)],
    [
      'channels of an Environment',
      {
        'prod.yaml': object(
          'Environment',
          'prod',
          `{ channels: { slack: { token: ${CANARIES.slackToken} } } }`,
        ),
      },
    ],
    [
      'DataSource url',
      { 'prom.yaml': object('DataSource', 'prom', `{ type: prometheus, url: "${CANARIES.url}" }`) },
    ],
    [
      'DataSource auth.secretRef',
      {
        'prom.yaml': object(
          'DataSource',
          'prom',
          `{ type: prometheus, auth: { secretRef: ${CANARIES.bearer} } }`,
        ),
      },
    ],
    [
      'DataSource auth.token',
      {
        'prom.yaml': object(
          'DataSource',
          'prom',
          `{ type: prometheus, auth: { token: ${CANARIES.bearer} } }`,
        ),
      },
    ],
    ['a runbook with a password', { 'run.yaml': object('Runbook', 'run', `{ url: "${CANARIES.url}" }`) }],
  ])('%s', (_name, files) => {
    const { diagnostics, exit, files: rendered, printed } = look(files);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(
      errors.map(({ code }) => code),
      printed,
    ).toEqual(['secret/plain-text']);
    expect([exit, rendered]).toEqual([2, 0]);
    for (const canary of HIDDEN) expect(printed).not.toContain(canary);
    expect(printed).toContain('••••••');
  });

  it.each<[string, string]>([
    ['a path with a folder', 'secrets/pd'],
    ['an absolute path', '/run/secrets/pagerduty_routing_key_of_ml'],
    ['a path with file:', 'file:secrets/pd'],
    ['a long name with its folder', './pagerduty-routing-key-of-ml'],
    ['a variable', 'env:PAGERDUTY_ROUTING_KEY_OF_ML'],
  ])('is not seen in %s', (_name, reference) => {
    expect(look({ 'modelwatch.yaml': minimalWith('/etc/alertmanager/pagerduty-ml', reference) }).exit).toBe(
      0,
    );
  });
});

describe('where nothing is known of a text but its look', () => {
  const files = {
    // Under keys that do not exist, in lines around other mistakes, and in values of the wrong sort.
    'modelwatch.yaml': minimalWith(
      'spec: { channels: {',
      `spec: { channels: { slack: { apiUrlFle: ${CANARIES.slackToken} }, email: { smarthost: "mx:25", from: a@example.com, pasword: ${CANARIES.password}, requireTls: "${CANARIES.slackUrl}" }, webhooks: { x: { adress: "${CANARIES.url}" } },`,
    ),
    'prom.yaml': object(
      'DataSource',
      'prom',
      `{ type: prometheus, url: "${CANARIES.url}", apiKey: ${CANARIES.bearer}, auth: { credentials: { nested: ${CANARIES.password} } } }`,
    ),
    // A line that YAML cannot read, with a secret in it and above it.
    'team.yaml': `# hook: ${CANARIES.slackUrl}\nspec: { a: ${CANARIES.slackUrl}, b: [ ${CANARIES.routingKey} }\n`,
    'label.yaml': object(
      'Model',
      'more',
      `{ owner: ml, select: { job: ${CANARIES.routingKey}, port: 80 }, task: "${CANARIES.slackToken}" }`,
    ),
  };
  const folder = folderWith(files);
  const before = treeOf(folder);

  it.each(['pretty', 'json', 'sarif', 'github'])('%s shows no secret', (format) => {
    const report = path.join(folder, `report.${format}`);
    const { code, stdout, stderr } = cli(['compile', '--format', format, '--output', `${format}=${report}`], {
      cwd: folder,
    });
    expect(code).toBe(2);
    // Something is told of every file.
    for (const name of Object.keys(files)) expect(stdout).toContain(name);
    for (const text of [stdout, stderr, readFileSync(report, 'utf8')]) {
      for (const canary of HIDDEN) expect(text).not.toContain(canary);
    }
    const { [`report.${format}`]: _report, ...after } = treeOf(folder);
    expect(after).toEqual(format === 'pretty' ? before : expect.objectContaining(before));
  });
});
