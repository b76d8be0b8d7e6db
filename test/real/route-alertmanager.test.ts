import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AlertmanagerConfig,
  readAlertmanagerConfig,
} from '../../src/proof/routing/alertmanager-config.ts';
import { type LabelSet, matchesAll } from '../../src/proof/routing/matchers.ts';
import { inhibitedBy, mutedBy, route } from '../../src/proof/routing/router.ts';
import { intervalTexts } from '../proof/routing/random-times.ts';
import { postAlerts } from '../support/alertmanager-api.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { startAlertmanager } from '../support/servers.ts';
import { until } from '../support/until.ts';

const SEED = 20_261_128;

// What amtool does not tell: times, and who silences whom. Alertmanager has only the clock of the machine, so that random
// intervals are all asked at one moment; test/proof/routing/times.slow.test.ts asks at others.
describeWithPrograms(['alertmanager'], 'our router and a running Alertmanager', () => {
  const services = useServices();

  it('agree on which of 300 random times mute a route now', async () => {
    const texts = fc.sample(
      fc.tuple(intervalTexts, fc.constantFrom('mute_time_intervals', 'active_time_intervals')),
      { seed: SEED, numRuns: 300 },
    );
    const config = JSON.stringify({
      route: {
        receiver: 'nobody',
        group_wait: '1s',
        routes: texts.map(([, how], index) => ({
          matchers: [`alertname="A${index}"`],
          [how]: [`t${index}`],
        })),
      },
      receivers: [{ name: 'nobody' }],
      time_intervals: texts.map(([interval], index) => ({ name: `t${index}`, time_intervals: [interval] })),
    });
    const service = await startAlertmanager(services, { config });
    await awayFromMinute();
    await postAlerts(
      service,
      texts.map((_, index) => ({ labels: { alertname: `A${index}` } })),
    );
    const read = configOf(config);
    const now = Date.now();
    const expected = texts.flatMap((_, index) => {
      const labels = { alertname: `A${index}` };
      const [match] = route(read, labels);
      const mute = match && mutedBy(read, match, now);
      return mute === undefined ? [] : [labels.alertname];
    });
    // Not a comparison in which nothing, or everything, is muted.
    expect(expected.length).toBeGreaterThan(60);
    expect(expected.length).toBeLessThan(240);
    // A group says that it is muted once it was looked at, in any order; one look takes them all.
    const muted = await until(
      async () => {
        const names = (await alertsOf(service))
          .filter(({ status }) => status.mutedBy.length > 0)
          .map(({ name }) => name);
        return names.length >= expected.length && names;
      },
      { what: 'as many muted alerts as expected' },
    );
    expect(muted.toSorted()).toEqual(expected.toSorted());
  });

  it('agree on what 200 random inhibition rules silence', async () => {
    const value = fc.constantFrom('a', 'b');
    // An empty label is none.
    const labels = fc.record({ x: value, y: value, z: value, w: fc.constantFrom('a', 'b', '') });
    const side = fc.array(
      fc
        .tuple(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('=', '!=', '=~'), value)
        .map(([name, operator, text]) => `${name}${operator}"${text}"`),
      { minLength: 1, maxLength: 2 },
    );
    const [worlds] = fc.sample(
      fc.tuple(
        fc.array(fc.tuple(side, side, fc.uniqueArray(fc.constantFrom('x', 'y', 'w'), { maxLength: 1 })), {
          minLength: 200,
          maxLength: 200,
        }),
        fc.array(fc.array(labels, { minLength: 2, maxLength: 4 }), { minLength: 200, maxLength: 200 }),
      ),
      { seed: SEED, numRuns: 1 },
    );
    const [rules, sets] = worlds ?? [[], []];
    // Each rule has alerts of its own, so that none meets those of another.
    const config = JSON.stringify({
      route: { receiver: 'nobody', group_wait: '1s' },
      receivers: [{ name: 'nobody' }],
      inhibit_rules: rules.map(([source, target, equal], index) => ({
        source_matchers: [...source, `rule="${index}"`],
        target_matchers: [...target, `rule="${index}"`],
        equal,
      })),
    });
    const firing = sets.flatMap((list, index) =>
      list.map((each, at): LabelSet => ({ ...each, rule: String(index), alertname: `A${index}x${at}` })),
    );
    const service = await startAlertmanager(services, { config });
    await postAlerts(
      service,
      firing.map((each) => ({ labels: each })),
    );
    const read = configOf(config);
    const expected = firing.filter((target) => inhibitedBy(read, target, firing).length > 0).map(nameOf);
    const unclear = new Set(firing.filter((target) => isUnclear(read, target, firing)).map(nameOf));
    const clear = (names: readonly string[]) => names.filter((name) => !unclear.has(name)).toSorted();
    const known = await until(
      async () => {
        const alerts = await alertsOf(service);
        return alerts.length === firing.length && alerts;
      },
      { what: 'all alerts being grouped' },
    );
    const silenced = known.filter(({ status }) => status.inhibitedBy.length > 0).map(({ name }) => name);
    expect(clear(silenced)).toEqual(clear(expected));
    expect(clear(expected).length).toBeGreaterThan(15);
    expect(firing.length - unclear.size - clear(expected).length).toBeGreaterThan(15);
  });
});

/**
 * Of sources with the same equal labels Alertmanager looks at one, and which is not said: it matters where the alert is a source
 * itself and some of them are targets, too.
 */
function isUnclear(
  { inhibitRules }: AlertmanagerConfig,
  target: LabelSet,
  firing: readonly LabelSet[],
): boolean {
  return inhibitRules.some((rule) => {
    if (!matchesAll(rule.sourceMatchers, target) || !matchesAll(rule.targetMatchers, target)) return false;
    const sources = firing.filter(
      (source) =>
        matchesAll(rule.sourceMatchers, source) &&
        rule.equal.every((name) => (source[name] ?? '') === (target[name] ?? '')),
    );
    const areTargets = sources.filter((source) => matchesAll(rule.targetMatchers, source)).length;
    return areTargets > 0 && areTargets < sources.length;
  });
}

function configOf(text: string): AlertmanagerConfig {
  const read = readAlertmanagerConfig({ path: 'alertmanager.yml', text });
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.config;
}

function nameOf(labels: LabelSet): string {
  return labels['alertname'] ?? '';
}

interface Listed {
  readonly labels: LabelSet;
  readonly status: { readonly inhibitedBy: readonly string[]; readonly mutedBy: readonly string[] };
}

async function alertsOf({ url }: Service): Promise<(Listed & { readonly name: string })[]> {
  const response = await fetch(`${url}/api/v2/alerts/groups`);
  const groups = (await response.json()) as readonly { readonly alerts: readonly Listed[] }[];
  return groups.flatMap(({ alerts }) => alerts).map((each) => ({ ...each, name: nameOf(each.labels) }));
}

/** Intervals change at whole minutes; the comparison must not straddle one. */
async function awayFromMinute(): Promise<void> {
  await until(() => new Date().getUTCSeconds() < 40, { what: 'the next minute', timeoutMs: 70_000 });
}
