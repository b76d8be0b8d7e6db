import { notation } from '../promtool-series.ts';
import {
  CHALLENGER,
  CHALLENGER_FRAUD,
  CHAMPION,
  CHAMPION_FRAUD,
  COUNTERS,
  ERRORS,
  GPU,
  histogram,
  mapped,
  POLICY,
  TIERS,
  TRAFFIC,
} from './healthy.ts';
import type { Firing, Scenario } from './scenario.ts';

const { counter, gauge } = notation(30);
const LONG = 240;

const { AVAILABILITY, LATENCY } = TIERS;
/** promtool evaluates the slices of five minutes at every evaluation; a budget of slices is counted in steps almost as long. */
const SLICE_STEP_SECONDS = 240;

/** Availability (99.9 %), latency (99 %) and GPU headroom (95 % of time slices). */
export const objectiveScenarios: readonly Scenario[] = [
  {
    title: 'a counter of errors that never was there, in a service that never failed',
    series: {},
    fires: {},
    quiet: [...AVAILABILITY, ...LATENCY, 'FraudDetectorErrorsAbsent'],
    until: '30m',
  },
  {
    title: 'failures of 2 %, twenty times what the budget affords',
    series: failing(0.02),
    fires: burning(AVAILABILITY, '2%'),
    quiet: [],
  },
  {
    title: 'failures of 1 %',
    series: failing(0.01),
    fires: burning(AVAILABILITY.slice(1), '1%'),
    quiet: AVAILABILITY.slice(0, 1),
  },
  {
    title: 'failures of 0.4 %',
    series: failing(0.004),
    fires: burning(AVAILABILITY.slice(2), '0.4%', '3m'),
    quiet: AVAILABILITY.slice(0, 2),
  },
  {
    title: 'failures of 0.2 %',
    series: failing(0.002),
    fires: burning(AVAILABILITY.slice(3), '0.2%', '3m30s'),
    quiet: AVAILABILITY.slice(0, 3),
  },
  {
    title: 'failures of 0.05 %, which the budget affords',
    series: failing(0.0005),
    fires: {},
    quiet: AVAILABILITY,
    until: '30m',
  },
  {
    title: 'a total outage, in which nothing is predicted and every request fails',
    series: {
      [CHAMPION]: counter([20, 376.2], [LONG, 0]),
      [CHAMPION_FRAUD]: counter([20, 3.8], [LONG, 0]),
      [CHALLENGER]: counter([20, 19.8], [LONG, 0]),
      [CHALLENGER_FRAUD]: counter([20, 0.2], [LONG, 0]),
      [ERRORS]: counter([20, 'missing'], [LONG, TRAFFIC]),
    },
    fires: {
      FraudAvailabilityBudgetBurnFast: { at: '23m30s', shown: '75.9%' },
      FraudAvailabilityBudgetBurnMedium: { at: '23m' },
      FraudAvailabilityBudgetBurnSlow: { at: '24m' },
      FraudAvailabilityBudgetBurnTrickle: { at: '23m' },
    },
    quiet: ['FraudDetectorRequestsAbsent'],
    // Twenty minutes are half of the budget of 28 days; promtool counts each slice ten times.
    ignores: [...POLICY.QUARTER_LEFT, ...POLICY.NOTHING_LEFT],
    until: '40m',
  },
  {
    title: 'an incident of ten minutes that is over',
    series: {
      [CHAMPION]: counter([20, 376.2], [10, 276.2], [LONG, 376.2]),
      [ERRORS]: counter([20, 'missing'], [10, 100], [LONG, 0]),
    },
    fires: {
      FraudAvailabilityBudgetBurnFast: { at: '25m30s', shown: '25%', ends: '39m30s' },
      FraudAvailabilityBudgetBurnMedium: { at: '24m' },
      FraudAvailabilityBudgetBurnSlow: { at: '25m' },
      FraudAvailabilityBudgetBurnTrickle: { at: '24m' },
    },
    quiet: [],
    until: '60m',
  },
  {
    title: 'counters that restart with every pod',
    series: {
      ...mapped(COUNTERS, (perSecond) => counter([20, perSecond], 'restart', [LONG, perSecond])),
      [ERRORS]: counter([20, 0.1], 'restart', [LONG, 0.1]),
    },
    fires: {},
    quiet: [...AVAILABILITY, ...LATENCY, 'FraudDetectorErrorsAbsent', 'FraudDetectorRequestsAbsent'],
    until: '40m',
  },
  {
    title: 'slow answers of 20 %, twenty times what the budget affords',
    series: slow(0.2),
    fires: burning(LATENCY, '20%'),
    quiet: [],
  },
  {
    title: 'slow answers of 10 %',
    series: slow(0.1),
    fires: burning(LATENCY.slice(1), '10%'),
    quiet: LATENCY.slice(0, 1),
  },
  {
    title: 'slow answers of 4 %',
    series: slow(0.04),
    fires: burning(LATENCY.slice(2), '4%'),
    quiet: LATENCY.slice(0, 2),
  },
  {
    title: 'slow answers of 2 %',
    series: slow(0.02),
    fires: burning(LATENCY.slice(3), '2%'),
    quiet: LATENCY.slice(0, 3),
  },
  {
    title: 'slow answers of 0.5 %, which the budget affords',
    series: slow(0.005),
    fires: {},
    quiet: LATENCY,
    until: '30m',
  },
  {
    title: 'a new pod without a bucket at 250 ms',
    series: renamed(histogram('c', 50, 0.9), (name) => name.replace('le="0.25"', 'le="0.2"'), 20),
    fires: { FraudLatencyBucketMissing: { at: '35m' } },
    quiet: LATENCY,
  },
  {
    title: 'a new pod that writes its bounds another way',
    series: renamed(histogram('c', 50, 0.001), (name) => name.replace('le="0.25"', 'le="2.5e-1"'), 20),
    fires: {},
    quiet: ['FraudLatencyBucketMissing'],
    until: '40m',
  },
  {
    title: 'a GPU at 95 %',
    series: { [GPU]: gauge([20, 60], [LONG, 95]) },
    fires: { FraudGpuSustained: { at: '36m30s' } },
    quiet: ['FraudGpuBudgetLow'],
  },
  {
    title: 'a GPU at 95 % for eight minutes, which is less than three slices',
    series: { [GPU]: gauge([20, 60], [8, 95], [LONG, 60]) },
    fires: {},
    quiet: ['FraudGpuSustained'],
    until: '50m',
  },
  {
    title: 'a GPU at 90 %, no more',
    series: { [GPU]: gauge([LONG, 90]) },
    fires: {},
    quiet: ['FraudGpuSustained', 'FraudGpuBudgetLow'],
    until: '40m',
  },
  {
    title: 'a GPU at 95 % for more than 302 slices of five minutes in a period of 28 days',
    stepSeconds: SLICE_STEP_SECONDS,
    series: { [GPU]: notation(SLICE_STEP_SECONDS).gauge([20, 60], [1440, 95]) },
    fires: {
      FraudGpuSustained: { at: '36m' },
      FraudGpuBudgetLow: { at: '1232m', shown: '24.6%' },
    },
    quiet: [],
  },
  {
    title: 'a GPU at 95 % for 301 slices',
    stepSeconds: SLICE_STEP_SECONDS,
    series: { [GPU]: notation(SLICE_STEP_SECONDS).gauge([20, 60], [1200, 95], [LONG, 60]) },
    fires: { FraudGpuSustained: { at: '36m' } },
    quiet: ['FraudGpuBudgetLow'],
    until: '1300m',
  },
];

/** From the first samples on, once ten bad events are seen: of a whole day or three, later. */
function burning(names: readonly string[], shown: string, slowAt = '2m30s'): Record<string, Firing> {
  return Object.fromEntries(
    names.map((name) => [name, { at: /Fast|Medium/.test(name) ? '2m30s' : slowAt, shown }]),
  );
}

function failing(share: number): Record<string, string> {
  return {
    [CHAMPION]: counter([LONG, 376.2 - share * TRAFFIC]),
    [ERRORS]: counter([LONG, share * TRAFFIC]),
  };
}

function slow(share: number): Record<string, string> {
  const both = { ...histogram('a', 200, share), ...histogram('b', 200, share) };
  return mapped(both, (perSecond) => counter([LONG, perSecond]));
}

/** Series of a pod that comes after some minutes. */
function renamed(
  series: Readonly<Record<string, number>>,
  rename: (name: string) => string,
  afterMinutes: number,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(series).map(([name, perSecond]) => [
      rename(name),
      counter([afterMinutes, 'missing'], [LONG, perSecond]),
    ]),
  );
}
