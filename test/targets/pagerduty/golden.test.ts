import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../../src/compile.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { projectText } from './project.ts';
import { configurationOf, IN_CLOUDWATCH, lower, pagedPlan, serviceOf, textOf } from './rendered.ts';

const FILE = 'modelwatch.yaml';

function compiled(text = projectText('pagerduty: {}')): Compiled {
  return compile({ specs: [{ path: FILE, text }], readAuxiliary: () => undefined });
}

function prodPlan(text?: string): Plan {
  const found = compiled(text).environments.find(({ name }) => name === 'prod');
  if (found === undefined) throw new Error('the project has no environment prod');
  return found.plan;
}

/** The project's plan, with a signal in CloudWatch. */
function plan(text?: string): Plan {
  const found = prodPlan(text);
  return { ...found, signals: [...found.signals, IN_CLOUDWATCH] };
}

describe('a project', () => {
  it('is rendered as this file', async () => {
    await expect(textOf(lower(plan()))).toMatchFileSnapshot(
      path.resolve(import.meta.dirname, '../../fixtures/golden/pagerduty.tf.json'),
    );
  });

  it('is rendered to the same bytes whatever the order of its objects', () => {
    const reversed = projectText('pagerduty: {}').split('---\n').toReversed().join('\n---\n');
    expect(textOf(lower(plan(reversed)))).toBe(textOf(lower(plan())));
  });

  it('renders nothing, and says nothing, where nobody is paged', () => {
    const { files, diagnostics } = compiled();
    expect(files.map((file) => file.path)).toEqual(['prod/pagerduty/main.tf.json']);
    const dev = diagnostics.filter(({ env }) => env?.includes('dev'));
    expect(dev.filter(({ message }) => message.startsWith('pagerduty'))).toEqual([]);
  });

  it('has an integration for CloudWatch only where signals are there', () => {
    const configuration = configurationOf(lower(prodPlan()));
    expect(Object.keys(configuration.output)).toEqual([
      'risk_ml__primary_events_key',
      'risk_ml__secondary_events_key',
    ]);
    expect(configuration.data?.['pagerduty_vendor']).toBeUndefined();
    expect(Object.keys(configurationOf(lower(plan())).output)).toContain('PagerDutyEndpointRiskMlPrimary');
  });

  it('marks every part with its origin', () => {
    const output = lower(plan());
    const document: unknown = JSON.parse(textOf(output));
    const marks = output.files[0]?.marks ?? [];
    for (const { pointer } of marks) {
      const found = pointer.reduce<unknown>(
        (value, key) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[key],
        document,
      );
      expect(found, pointer.join('.')).toBeDefined();
    }
    const rule = marks.find(({ pointer }) =>
      pointer.join('.').endsWith('pagerduty_escalation_policy.risk_ml__primary.rule.1'),
    );
    const line = rule?.origin.spans[0]?.start.line ?? 0;
    expect(projectText('').split('\n')[line - 1]).toContain('after: 15m');
  });
});

describe('hostile texts', () => {
  const NAME = `\${file("/etc/passwd")} %{ for x in y } "quoted" \\ and\nbroken`;
  const service = serviceOf([], {
    levels: [
      { afterSeconds: 0, onCall: [{ by: 'name', name: NAME }], origin: serviceOf([]).origin },
      {
        afterSeconds: 60,
        onCall: [
          {
            by: 'rotation',
            name: `${NAME} 2`,
            users: [`\${x}@example.com`],
            turnSeconds: 3600,
            start: '2026-01-05T09:00:00',
            timezone: 'UTC',
          },
        ],
        origin: serviceOf([]).origin,
      },
    ],
  });

  it('are texts in Terraform, too', () => {
    const text = textOf(lower(pagedPlan(service)));
    const { data, resource } = configurationOf(lower(pagedPlan(service)));
    const escaped = `$\${file("/etc/passwd")} %%{ for x in y } "quoted" \\ and\nbroken`;
    expect(Object.values(data?.['pagerduty_schedule'] ?? {})).toEqual([{ name: escaped }]);
    expect(Object.values(data?.['pagerduty_user'] ?? {})).toEqual([{ email: `$\${x}@example.com` }]);
    expect(Object.values(resource['pagerduty_schedule'] ?? {})).toMatchObject([{ name: `${escaped} 2` }]);
    const templates = text.match(/(?<!\$)\$\{[^}]*\}/g) ?? [];
    for (const template of templates)
      expect(template).toMatch(/^\$\{(?:data\.)?pagerduty_[a-z_0-9]+\.[a-z_0-9]+\.[a-z_]+\}$/);
  });
});

describe('urgency', () => {
  const urgency = (afterSeconds: readonly number[], severities: readonly ('page' | 'ticket')[]) => {
    const routes = severities.map((severity) => ({ escalation: 'critical', severity }));
    const { resource } = configurationOf(lower(pagedPlan(serviceOf(afterSeconds, { routes }))));
    return resource['pagerduty_service']?.['risk__primary']?.['incident_urgency_rule'];
  };

  it('follows the severity where no level is lost by it', () => {
    expect(urgency([0, 600], ['page'])).toEqual({ type: 'constant', urgency: 'severity_based' });
    expect(urgency([0], ['page', 'ticket'])).toEqual({ type: 'constant', urgency: 'severity_based' });
  });

  it('is high for tickets that escalate: low urgency never does', () => {
    expect(urgency([0, 600], ['page', 'ticket'])).toEqual({ type: 'constant', urgency: 'high' });
  });
});

describe('hours of levels', () => {
  it('are said to be left out', () => {
    const text = projectText('pagerduty: {}').replace(
      '{ after: 15m, notify',
      '{ after: 15m, when: outside-business-hours, notify',
    );
    const hours = text.replace(
      'timezone: Europe/London\n  onCall',
      'timezone: Europe/London\n  businessHours: { days: [mon], from: "09:00", to: "17:00" }\n  onCall',
    );
    const { notes } = lower(prodPlan(hours));
    expect(notes.filter(({ code }) => code === 'target/unsupported')).toMatchObject([
      { message: expect.stringContaining('level 2 of ml-critical (page) asks for levels in or outside') },
    ]);
  });
});
