import { beforeAll, describe, expect, it } from 'vitest';
import { prometheusTarget } from '../../src/targets/prometheus/index.ts';
import {
  backfill,
  backfillRules,
  onlyRecording,
  queryValue,
  type RuleFileData,
  readRules,
  type SeriesSamples,
  startHistory,
} from '../support/backfill.ts';
import { alertOf, counter, objectiveOf, planOf } from '../support/plan.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';

const DAY = 86_400;
const DAYS = 30;
/** Scraped and evaluated every minute: a quarter of the usual samples, for the sake of the test's time. */
const STEP = 60;
const START = Date.UTC(2024, 5, 1) / 1000;
const END = START + DAYS * DAY;
const MINUTES = (END - START) / 60;
/** How others calculate the ratio over the period. */
const AVERAGE_OF_RATIOS =
  'avg_over_time((modelwatch:sli_bad:rate5m{slo="served"} / modelwatch:sli_total:rate5m{slo="served"})[30d:5m])';

const requests = counter('model:fraud/requests', 'requests_total', { cadenceSeconds: STEP });
const errors = counter('model:fraud/errors', 'errors_total', { cadenceSeconds: STEP });
const plan = planOf({
  cadence: { scrapeSeconds: STEP, evaluationSeconds: STEP },
  signals: [requests, errors],
  objectives: [objectiveOf('served', { ratioWindowsSeconds: [300, 3600, DAY, 3 * DAY] })],
  alerts: [DAY, 3 * DAY].map((longSeconds) =>
    alertOf(
      `Burn${longSeconds}`,
      { kind: 'SLO', name: 'served' },
      {
        node: 'burn-rate',
        objective: 'served',
        factor: 3,
        shortSeconds: 3600,
        longSeconds,
        minBadEvents: 10,
      },
    ),
  ),
});

/** Requests per minute: 2/s by night, up to 400/s at noon. */
function requestsIn(minute: number): number {
  const hour = (minute / 60) % 24;
  const daylight = hour > 6 && hour < 22 ? Math.sin((Math.PI * (hour - 6)) / 16) : 0;
  return Math.round(60 * (2 + 398 * daylight));
}

/** Three incidents in quiet nights, one at noon: [first minute, minutes, share of requests that fail]. */
const INCIDENTS: readonly (readonly [number, number, number])[] = [
  [3 * 1440 + 120, 90, 0.6],
  [11 * 1440 + 180, 60, 1],
  [20 * 1440 + 60, 120, 0.5],
  [25 * 1440 + 13 * 60, 20, 0.25],
];

function errorsIn(minute: number): number {
  const incident = INCIDENTS.find(([from, length]) => minute >= from && minute < from + length);
  if (incident !== undefined) return Math.round(requestsIn(minute) * incident[2]);
  // Now and then one fails by day.
  return minute % 240 === 7 ? Math.round(requestsIn(minute) / 5000) : 0;
}

/** What two pods count; the second may be started anew every week. */
function countersOf(restarts: boolean): readonly SeriesSamples[] {
  return (['requests_total', 'errors_total'] as const).flatMap((name) =>
    ['a', 'b'].map((pod): SeriesSamples => {
      let value = 0;
      const samples: [number, number][] = [[START, 0]];
      for (let minute = 0; minute < MINUTES; minute += 1) {
        const all = name === 'requests_total' ? requestsIn(minute) : errorsIn(minute);
        const own = pod === 'a' ? Math.ceil(all / 2) : Math.floor(all / 2);
        value = restarts && pod === 'b' && minute % (7 * 1440) === 5000 ? own : value + own;
        samples.push([START + (minute + 1) * STEP, value]);
      }
      return { series: `${name}{job="fraud",pod="${pod}"}`, samples };
    }),
  );
}

function inTheLast(minutes: number, count: (minute: number) => number): number {
  let sum = 0;
  for (let minute = MINUTES - minutes; minute < MINUTES; minute += 1) sum += count(minute);
  return sum;
}

/** Failed requests in the last minutes, counted from the events. */
const failed = (minutes: number): number => inTheLast(minutes, errorsIn);
/** Their share of all requests. */
const truth = (minutes: number): number => failed(minutes) / inTheLast(minutes, requestsIn);

/** What each pass of backfilling records. */
const PASSES = [
  ['modelwatch:sli_total:rate5m'],
  ['modelwatch:sli_bad:rate5m'],
  ['modelwatch:sli_total:rate5m_sum5m', 'modelwatch:sli_bad:rate5m_sum5m'],
];

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(5)} %`;
}

describeWithPrograms(['promtool', 'prometheus'], 'the error budget of 30 days of day and night', () => {
  const services = useServices();
  const { files } = prometheusTarget.lower(plan, prometheusTarget.options.parse({}), () => undefined);
  const rules: RuleFileData = {
    groups: files
      .filter(({ path }) => path.startsWith('rules/'))
      .flatMap(({ text }) => readRules(text).groups),
  };

  describe.each([
    // The rest of the error is that of the windows' edges.
    { title: 'of pods that run on', restarts: false, tolerance: 0.001 },
    // `rate` never reaches below 0 when it fills up a window, so of an incident that makes a young counter jump it misses
    // about half a scrape: 30 seconds at a scrape a minute, of 20 minutes at noon, for one pod of two.
    { title: 'of pods of which one is started anew every week', restarts: true, tolerance: 0.02 },
  ])('$title', ({ restarts, tolerance }) => {
    let prometheus: Service;

    beforeAll(async () => {
      const data = services.folder();
      await backfill(data, countersOf(restarts));
      for (const names of PASSES) await backfillRules(data, onlyRecording(rules, names), START, END);
      prometheus = await startHistory(data);
      return () => prometheus.stop();
    });

    /** The value of a rendered recording rule at the end. */
    async function recorded(name: string): Promise<number> {
      const [rule] = onlyRecording(rules, [name]).groups.flatMap((group) => group.rules);
      return (await queryValue(prometheus, rule?.expr ?? '', END)) ?? Number.NaN;
    }

    it(`is recorded within ${tolerance * 100} % of the truth counted from the events`, async () => {
      const ratio = await recorded('modelwatch:slo_error_ratio:period');
      const average = await queryValue(prometheus, AVERAGE_OF_RATIOS, END);
      const off = Math.abs(ratio / truth(MINUTES) - 1);
      console.log(
        `error ratio of ${DAYS} days ${restarts ? 'with restarts' : 'without restarts'}: true ${percent(truth(MINUTES))}, recorded ${percent(ratio)} ` +
          `(off by ${off.toExponential(1)}), average of 5-minute ratios ${percent(average ?? Number.NaN)}`,
      );
      expect(off).toBeLessThan(tolerance);
      // What an average of ratios says of the same history, in which most bad minutes are quiet ones.
      expect((average ?? 0) / truth(MINUTES)).toBeGreaterThan(5);
    });

    it('is that of the whole period, all of which was observed', async () => {
      const observed = await recorded('modelwatch:slo_period_observed:ratio');
      expect(observed).toBeGreaterThan(0.999);
      expect(observed).toBeLessThanOrEqual(1);
    });

    it('is right over the last three days and the last day, too', async () => {
      for (const days of [1, 3]) {
        const ratio = await recorded(`modelwatch:sli_bad:ratio_rate${days}d`);
        expect(Math.abs(ratio / truth(days * 1440) - 1)).toBeLessThan(0.01);
        const events = await recorded(`modelwatch:sli_bad:increase${days}d`);
        expect(Math.abs(events / failed(days * 1440) - 1)).toBeLessThan(0.01);
      }
    });
  });
});
