import { notation } from '../promtool-series.ts';
import {
  CHALLENGER_FRAUD,
  CHAMPION_FRAUD,
  CONFIDENCE_COUNT,
  CONFIDENCE_SUM,
  COUNTERS,
  LOSSES,
  NO_HISTORY,
  TRAFFIC,
} from './healthy.ts';
import { CONFIDENCE_BASELINE } from './job-series.ts';
import type { Firing, Scenario } from './scenario.ts';

const { counter, gauge } = notation(30);
const LONG = 240;
const RARE_SECONDS = 1200;
const WEEK_MINUTES = 7 * 1440;
const HOURS_AFTER = 4;

/** A rate over an hour needs two samples of the past, which are there twenty minutes after the first week. */
const FIRST_WEEK: Readonly<Record<string, Firing>> = Object.fromEntries(
  NO_HISTORY.map((name) => [name, { at: '80m', ends: '7d20m' }]),
);

/** What is watched while labels mature, and what the business loses meanwhile. */
export const proxyScenarios: readonly Scenario[] = [
  {
    title: 'a first hour, without a week before it',
    series: {},
    fires: {},
    quiet: NO_HISTORY,
    until: '60m',
  },
  {
    // An hour holds two steps of twenty minutes: after the first both are between the weeks.
    title: 'half of the frauds of a week ago, and losses of 1.4 times',
    stepSeconds: RARE_SECONDS,
    series: afterAWeek(0.5, 1.4),
    fires: {
      ...FIRST_WEEK,
      FraudDetectorProxyAlertRate: { at: '7d1h', shown: '0.5025%' },
      FraudLossRateBreached: { at: '7d2h40m', shown: '0.07%' },
    },
    quiet: [],
    until: `${WEEK_MINUTES + HOURS_AFTER * 60}m`,
  },
  {
    title: 'frauds of 1.5 times of a week ago',
    stepSeconds: RARE_SECONDS,
    series: afterAWeek(1.5, 1),
    fires: { ...FIRST_WEEK, FraudDetectorProxyAlertRate: { at: '7d1h', shown: '1.493%' } },
    quiet: ['FraudLossRateBreached'],
    until: `${WEEK_MINUTES + HOURS_AFTER * 60}m`,
  },
  {
    title: 'a fifth fewer frauds than a week ago, and losses of 1.25 times',
    stepSeconds: RARE_SECONDS,
    series: afterAWeek(0.8, 1.25),
    fires: FIRST_WEEK,
    quiet: ['FraudDetectorProxyAlertRate', 'FraudLossRateBreached'],
    until: `${WEEK_MINUTES + HOURS_AFTER * 60}m`,
  },
  {
    title: 'a model that is surer than on what it learned from, by more than 10 %',
    series: sure(0.995),
    fires: { FraudDetectorProxyConfidenceMean: { at: '10m30s', shown: '99.5%' } },
    quiet: ['FraudDetectorConfidence'],
    until: '20m',
  },
  {
    title: 'a model that is less sure than on what it learned from, by less than 10 %',
    series: sure(0.82),
    fires: {},
    quiet: ['FraudDetectorProxyConfidenceMean'],
    until: '20m',
  },
  {
    title: 'a baseline of confidence that nobody writes, so that nothing is compared with it',
    series: { [CONFIDENCE_BASELINE]: gauge([LONG, 'missing']), ...sure(0.7) },
    fires: { FraudDetectorProxyConfidenceMeanBaselineAbsent: { at: '60m' } },
    quiet: ['FraudDetectorProxyConfidenceMean'],
    until: '70m',
  },
  {
    title: 'a baseline of confidence that is missing for most of an hour',
    series: { [CONFIDENCE_BASELINE]: gauge([10, 0.9], [58, 'missing'], [LONG, 0.9]) },
    fires: {},
    quiet: ['FraudDetectorProxyConfidenceMeanBaselineAbsent'],
    until: '80m',
  },
];

/** A week like any other, and after it so many frauds and losses of what there were. */
function afterAWeek(frauds: number, losses: number): Record<string, string> {
  const rare = notation(RARE_SECONDS).counter;
  const then = (name: string, share: number): [string, string] => {
    const perSecond = COUNTERS[name] ?? Number.NaN;
    return [name, rare([WEEK_MINUTES, perSecond], [HOURS_AFTER * 60 + 60, perSecond * share])];
  };
  return Object.fromEntries([
    then(CHAMPION_FRAUD, frauds),
    then(CHALLENGER_FRAUD, frauds),
    then(LOSSES, losses),
  ]);
}

/** Predictions that are so sure on average. */
function sure(mean: number): Record<string, string> {
  return {
    [CONFIDENCE_SUM]: counter([LONG, mean * TRAFFIC]),
    [CONFIDENCE_COUNT]: counter([LONG, TRAFFIC]),
  };
}
