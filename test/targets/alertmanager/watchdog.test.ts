import { describe, expect, it } from 'vitest';
import { alert, plan, webhook } from '../../support/route-plan.ts';
import { configurationOf, lower } from './rendered.ts';

describe("the dead man's switch", () => {
  it('is sent at once and often, before anything else is asked', () => {
    const configuration = configurationOf(
      lower(
        plan({
          alerts: [alert('Watchdog', { always: true, severity: 'none', escalation: null })],
          watchdog: webhook('dead-man'),
        }),
      ),
    );
    expect(configuration.route.routes?.[0]?.routes?.[0]).toEqual({
      receiver: 'modelwatch-watchdog',
      matchers: ['alertname="Watchdog"'],
      group_by: ['alertname'],
      group_wait: '0s',
      group_interval: '1m',
      repeat_interval: '5m',
    });
    expect(
      configuration.receivers.find(({ name }) => name === 'modelwatch-watchdog')?.webhook_configs,
    ).toEqual([{ url_file: '/secrets/dead-man', send_resolved: false }]);
  });

  it('is left to nobody when nobody was named', () => {
    const configuration = configurationOf(
      lower(plan({ alerts: [alert('Watchdog', { always: true, severity: 'none' })] })),
    );
    expect(configuration.route.routes?.[0]?.routes?.[0]).toEqual({
      receiver: 'modelwatch-nobody',
      matchers: ['alertname="Watchdog"'],
    });
  });
});
