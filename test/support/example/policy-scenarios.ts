import { notation } from '../promtool-series.ts';
import {
  CHALLENGER,
  CHALLENGER_FRAUD,
  CHAMPION,
  CHAMPION_FRAUD,
  COUNTERS,
  ERRORS,
  POLICY,
  TIERS,
  TRAFFIC,
} from './healthy.ts';
import type { Firing, Scenario } from './scenario.ts';

/** promtool counts the slices of five minutes at every evaluation: the budget is spent in steps almost as long. */
const SLICE_STEP_SECONDS = 240;
const { counter } = notation(SLICE_STEP_SECONDS);
const LONG_SLICES = 120;
/** Each slice in which so many fail takes 0.25 / (8064 × 0.1 %) of the budget of 28 days, which is 3.1 %. */
const FAILING = 0.25;

const [FAST = '', MEDIUM = '', SLOW = '', TRICKLE = ''] = TIERS.AVAILABILITY;
/** From the first slice on that holds a failure. */
const BURNING: Readonly<Record<string, Firing>> = {
  [FAST]: { at: '28m' },
  [MEDIUM]: { at: '28m' },
  [SLOW]: { at: '28m' },
  [TRICKLE]: { at: '28m' },
};

/** What the policy of an error budget does as the budget of availability goes: 75 % of it are 24.2 slices, all are 32.3. */
export const policyScenarios: readonly Scenario[] = [
  {
    title: 'failures of 25 % in 22 slices, which leave more than a quarter of the budget',
    stepSeconds: SLICE_STEP_SECONDS,
    series: failing(22),
    fires: BURNING,
    quiet: [...POLICY.QUARTER_LEFT, ...POLICY.NOTHING_LEFT],
    until: '200m',
  },
  {
    title: 'failures of 25 % in 28 slices, which leave less than a quarter of the budget',
    stepSeconds: SLICE_STEP_SECONDS,
    series: failing(28),
    fires: { ...BURNING, ...all(POLICY.QUARTER_LEFT, { at: '124m' }) },
    quiet: POLICY.NOTHING_LEFT,
    until: '200m',
  },
  {
    title: 'failures of 25 % that do not end, and leave nothing of the budget',
    stepSeconds: SLICE_STEP_SECONDS,
    series: failing(LONG_SLICES),
    fires: {
      ...BURNING,
      ...all(POLICY.QUARTER_LEFT, { at: '124m' }),
      ...all(POLICY.NOTHING_LEFT, { at: '156m' }),
    },
    quiet: [],
    until: '212m',
  },
];

/** A quarter of the requests of each version and class fails, after twenty minutes and for so many slices. */
function failing(slices: number): Record<string, string> {
  const minutes = (slices * SLICE_STEP_SECONDS) / 60;
  const answered = (name: string): [string, string] => {
    const perSecond = COUNTERS[name] ?? Number.NaN;
    return [name, counter([20, perSecond], [minutes, perSecond * (1 - FAILING)], [480, perSecond])];
  };
  return {
    ...Object.fromEntries([CHAMPION, CHAMPION_FRAUD, CHALLENGER, CHALLENGER_FRAUD].map(answered)),
    [ERRORS]: counter([20, 'missing'], [minutes, FAILING * TRAFFIC], [480, 0]),
  };
}

function all(names: readonly string[], firing: Firing): Record<string, Firing> {
  return Object.fromEntries(names.map((name) => [name, firing]));
}
