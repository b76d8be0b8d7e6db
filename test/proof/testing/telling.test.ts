import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { loadProject } from '../../../src/load.ts';
import { readAlertmanagerConfig } from '../../../src/proof/routing/alertmanager-config.ts';
import type { Labels, Moment } from '../../../src/proof/testing/promtool-result.ts';
import { tellingOf } from '../../../src/proof/testing/telling.ts';

const EXAMPLE = path.join(import.meta.dirname, '../../../examples/fraud-detector');
const { environments, files } = compile(loadProject(EXAMPLE).input);
const plan = environments.find(({ name }) => name === 'prod')?.plan;
const text = files.find((file) => file.path === 'prod/alertmanager/alertmanager.yml')?.text ?? '';
const read = readAlertmanagerConfig({ path: 'alertmanager.yml', text });
const fast = plan?.alerts.find(({ name }) => name === 'FraudLatencyBudgetBurnFast');
if (plan === undefined || fast === undefined || 'problems' in read)
  throw new Error('the example is another one');

const BURN: Labels = { ...fast.labels, alertname: fast.name, level: '1' };
const SUNDAY_NIGHT = Date.UTC(2026, 2, 8, 3) / 1000;
const telling = tellingOf(plan, read.config, SUNDAY_NIGHT);

/** A moment each minute; which of them the alert fires in. */
function minutes(count: number, fires: (minute: number) => boolean, labels: Labels = BURN): Moment[] {
  return Array.from({ length: count + 1 }, (_, minute) => ({
    atSeconds: minute * 60,
    firing: fires(minute) ? [labels] : [],
  }));
}

function peopleAt(moments: readonly Moment[], minute: number): readonly string[] {
  return telling(moments, minute * 60).flatMap(({ people }) => people);
}

const FIRST = ['pagerduty:risk-ml-primary', 'slack:#risk-ml-alerts'];
const SECOND = 'pagerduty:risk-ml-secondary';

describe('levels of a service that escalates by itself', () => {
  it('are told once the alert has fired for their time', () => {
    const moments = minutes(30, (minute) => minute >= 5);
    expect(peopleAt(moments, 4)).toEqual([]);
    expect(peopleAt(moments, 5)).toEqual(FIRST);
    expect(peopleAt(moments, 19)).toEqual(FIRST);
    expect(peopleAt(moments, 20)).toEqual([FIRST[0], SECOND, FIRST[1]]);
  });

  it('begin anew when the alert was over in between', () => {
    const moments = minutes(40, (minute) => minute !== 10);
    expect(peopleAt(moments, 24)).toEqual(FIRST);
    expect(peopleAt(moments, 26)).toContain(SECOND);
  });

  it('are of alerts that the service was told of: no ticket, and nothing that is silenced', () => {
    const ticket = minutes(30, () => true, { ...BURN, severity: 'ticket' });
    expect(peopleAt(ticket, 30)).toEqual([]);
    const later = minutes(30, () => true, { ...BURN, level: '3' });
    expect(peopleAt(later, 30)).toEqual(['email:ml-leads@example.com', 'webhook:incident-commander']);
  });
});
