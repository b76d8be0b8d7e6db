import { notation } from '../promtool-series.ts';
import {
  CHAMPION,
  CONFIDENCE_COUNT,
  CONFIDENCE_SUM,
  COUNTERS,
  ERRORS,
  histogram,
  mapped,
  POLICY,
  TIERS,
} from './healthy.ts';
import type { Scenario } from './scenario.ts';

const STEP_SECONDS = 30;
/** promtool counts its slices of five minutes at every evaluation, three to ten times too fast here. */
const BUDGET_POLICY = [...POLICY.QUARTER_LEFT, ...POLICY.NOTHING_LEFT];
const SHORT_TIERS = [...TIERS.AVAILABILITY.slice(0, 2), ...TIERS.LATENCY.slice(0, 2)];
const LADDER_TIERS = [...TIERS.AVAILABILITY.slice(2), ...TIERS.LATENCY.slice(2)];
/**
 * promtool evaluates the 5-minute rungs of the ladder at every evaluation, so that the slow tiers see each bad event ten times at
 * 30 s. At 100 s they see it 0.9 times, and the fast tiers see too little.
 */
const LADDER_STEP_SECONDS = 100;

/** Objectives when a single bad event is a large share of all. */
export const nightScenarios: readonly Scenario[] = [
  {
    title: 'three failures and three slow answers in a quiet night',
    series: quietNight(STEP_SECONDS, 3),
    fires: {},
    quiet: [...SHORT_TIERS, 'FraudDetectorAlertRate', 'FraudDetectorConfidence'],
    ignores: [...LADDER_TIERS, ...BUDGET_POLICY],
    until: '90m',
  },
  {
    title: 'eleven failures and eleven slow answers in a quiet night',
    series: quietNight(STEP_SECONDS, 11),
    fires: {
      FraudAvailabilityBudgetBurnFast: { at: '77m' },
      FraudAvailabilityBudgetBurnMedium: { at: '77m' },
      FraudLatencyBudgetBurnFast: { at: '77m' },
      FraudLatencyBudgetBurnMedium: { at: '76m' },
    },
    quiet: [],
    ignores: [...LADDER_TIERS, ...BUDGET_POLICY],
    until: '80m',
  },
  {
    title: 'three failures and three slow answers in a quiet night, as the ladder counts them',
    stepSeconds: LADDER_STEP_SECONDS,
    series: quietNight(LADDER_STEP_SECONDS, 3),
    fires: {},
    quiet: LADDER_TIERS,
    ignores: [...SHORT_TIERS, ...BUDGET_POLICY],
    until: '90m',
  },
  {
    title: 'thirteen failures and thirteen slow answers in a quiet night, as the ladder counts them',
    stepSeconds: LADDER_STEP_SECONDS,
    series: quietNight(LADDER_STEP_SECONDS, 13),
    fires: {
      FraudAvailabilityBudgetBurnSlow: { at: '85m' },
      FraudAvailabilityBudgetBurnTrickle: { at: '85m' },
      FraudLatencyBudgetBurnSlow: { at: '83m20s' },
      FraudLatencyBudgetBurnTrickle: { at: '83m20s' },
    },
    quiet: [],
    ignores: [...SHORT_TIERS, ...BUDGET_POLICY],
    until: '90m',
  },
];

/** A request every five minutes, some of which fail one after the other, and as many of which are slow. */
function quietNight(stepSeconds: number, bad: number): Record<string, string> {
  const slots = notation(stepSeconds).gauge;
  const night = (value: (slot: number) => number) =>
    slots(...Array.from({ length: 20 }, (_, slot) => [5, value(slot)] as const));
  const sum = night((slot) => slot);
  const badSoFar = (slot: number) => Math.min(Math.max(slot - 4, 0), bad);
  const idle = notation(stepSeconds).counter([100, 0]);
  return {
    ...mapped(COUNTERS, () => idle),
    [CHAMPION]: sum,
    [CONFIDENCE_COUNT]: sum,
    [CONFIDENCE_SUM]: night((slot) => 0.5 * slot),
    [ERRORS]: night(badSoFar),
    ...Object.fromEntries(
      Object.keys(histogram('a', 0, 0)).map((name) => [
        name,
        name.includes('le="0') ? night((slot) => slot - badSoFar(slot)) : sum,
      ]),
    ),
  };
}
