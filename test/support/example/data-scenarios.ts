import { notation } from '../promtool-series.ts';
import { FEATURES, INGESTED, RECORDS, VIOLATIONS } from './healthy.ts';
import type { Scenario } from './scenario.ts';

const { counter, clock } = notation(30);
const LONG = 240;
const DAY_MINUTES = 1440;

/** promtool evaluates the slices of five minutes at every evaluation; a budget of slices is counted in steps almost as long. */
const SLICE_STEP_SECONDS = 240;

/** Sunday, 11 January 2026, 01:40 in London: twenty minutes before the weekly maintenance. */
const BEFORE_MAINTENANCE = Date.UTC(2026, 0, 11, 1, 40) / 1000;

/** The pipeline and the features. */
export const dataScenarios: readonly Scenario[] = [
  {
    title: 'a pipeline that stops',
    series: { [INGESTED]: clock([20, 'runs'], [LONG, 'stands']) },
    fires: {
      TransactionsIngestFreshness: { at: '46m', shown: '26m 30s' },
      TransactionsIngestFreshnessWarn: { at: '31m', shown: '11m 30s' },
    },
    quiet: ['TransactionsIngestFreshnessAbsent'],
  },
  {
    title: 'a pipeline that is twenty minutes late',
    series: { [INGESTED]: clock([20, 'runs'], [20, 'stands'], [LONG, 'runs']) },
    fires: { TransactionsIngestFreshnessWarn: { at: '31m', shown: '11m 30s', ends: '45m' } },
    quiet: ['TransactionsIngestFreshness'],
    until: '60m',
  },
  {
    title: 'a pipeline that is nine minutes late',
    series: { [INGESTED]: clock([20, 'runs'], [9, 'stands'], [LONG, 'runs']) },
    fires: {},
    quiet: ['TransactionsIngestFreshnessWarn'],
    until: '50m',
  },
  {
    title: 'a pipeline of which nothing is known',
    series: {
      [INGESTED]: clock([20, 'runs'], [LONG, 'missing']),
      [RECORDS]: counter([20, 100], [LONG, 'missing']),
    },
    fires: {
      TransactionsIngestFreshnessAbsent: { at: '30m' },
      TransactionsIngestRecordsAbsent: { at: '30m' },
    },
    quiet: ['TransactionsIngestFreshness', 'TransactionsIngestVolumeLow'],
  },
  {
    title: 'two records in a thousand that break the schema',
    series: { [VIOLATIONS]: counter([LONG, 0.2]) },
    fires: { TransactionsIngestSchemaViolations: { at: '1m30s', shown: '0.2%' } },
    quiet: [],
  },
  {
    title: 'a record in two thousand that breaks the schema',
    series: { [VIOLATIONS]: counter([LONG, 0.05]) },
    fires: {},
    quiet: ['TransactionsIngestSchemaViolations'],
    until: '30m',
  },
  {
    title: 'half as many records as a week ago',
    stepSeconds: 1200,
    series: { [RECORDS]: records(0.5) },
    fires: { TransactionsIngestVolumeLow: { at: '7d3h', shown: '180000' } },
    quiet: [],
    until: '10440m',
  },
  {
    title: 'two thirds of the records of a week ago, by day and by night',
    stepSeconds: 1200,
    series: { [RECORDS]: records(0.67) },
    fires: {},
    quiet: ['TransactionsIngestVolumeLow'],
    until: '11000m',
  },
  {
    title: 'features that nobody writes any more',
    series: { [FEATURES]: clock([20, 'runs'], [LONG, 'stands']) },
    fires: { FraudFeatureFreshnessSustained: { at: '51m30s' } },
    quiet: ['TransactionFeaturesFreshnessAbsent'],
    ignores: ['FraudFeatureFreshnessBudgetLow'],
  },
  {
    title: 'features that are stale for less than three slices',
    series: { [FEATURES]: clock([20, 'runs'], [22, 'stands'], [LONG, 'runs']) },
    fires: {},
    quiet: ['FraudFeatureFreshnessSustained', 'FraudFeatureFreshnessBudgetLow'],
    until: '70m',
  },
  {
    title: 'features that are stale for more than thirty slices of five minutes in a period of 28 days',
    stepSeconds: SLICE_STEP_SECONDS,
    series: { [FEATURES]: notation(SLICE_STEP_SECONDS).clock([20, 'runs'], [LONG, 'stands']) },
    fires: {
      FraudFeatureFreshnessSustained: { at: '48m' },
      FraudFeatureFreshnessBudgetLow: { at: '156m', shown: '20.63%' },
    },
    quiet: [],
    until: '170m',
  },
  {
    title: 'features that are stale for thirty slices',
    stepSeconds: SLICE_STEP_SECONDS,
    series: {
      [FEATURES]: notation(SLICE_STEP_SECONDS).clock([20, 'runs'], [128, 'stands'], [LONG, 'runs']),
    },
    fires: { FraudFeatureFreshnessSustained: { at: '48m' } },
    quiet: ['FraudFeatureFreshnessBudgetLow'],
    until: '200m',
  },
  {
    title: 'features that vanish',
    series: { [FEATURES]: clock([20, 'runs'], [LONG, 'missing']) },
    fires: { TransactionFeaturesFreshnessAbsent: { at: '30m' } },
    quiet: ['FraudFeatureFreshnessSustained'],
  },
  {
    title: 'features that are stale while maintenance is on',
    startSeconds: BEFORE_MAINTENANCE,
    stepSeconds: 120,
    series: {
      [FEATURES]: notation(120, BEFORE_MAINTENANCE).clock([10, 'runs'], [185, 'stands'], [LONG, 'runs']),
    },
    fires: {},
    quiet: ['FraudFeatureFreshnessSustained', 'FraudFeatureFreshnessBudgetLow'],
    until: '220m',
  },
];

/** A week of days and nights, and after it so much of the same. */
function records(share: number): string {
  const halfDay = DAY_MINUTES / 2;
  const week = Array.from({ length: 14 }, (_, index) => [halfDay, index % 2 === 0 ? 100 : 10] as const);
  const [day = [halfDay, 0], night = [halfDay, 0]] = week;
  return notation(1200).counter(
    ...week,
    [120, 100],
    [day[0] - 120, day[1] * share],
    [night[0], night[1] * share],
  );
}
