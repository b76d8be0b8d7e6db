import { notation } from '../promtool-series.ts';
import {
  CHALLENGER,
  CHALLENGER_CONFIDENCE_COUNT,
  CHALLENGER_CONFIDENCE_SUM,
  CHALLENGER_ERRORS,
  CHALLENGER_FRAUD,
  CHAMPION,
  CHAMPION_FRAUD,
  CONFIDENCE_COUNT,
  CONFIDENCE_SUM,
  ERRORS,
  histogram,
  mapped,
  TRAFFIC,
} from './healthy.ts';
import type { Scenario } from './scenario.ts';

const { counter } = notation(30);
const LONG = 240;

const LATENCY = 'FraudChallengerRegressionLatencyP99';
const FAILURES = 'FraudChallengerRegressionErrorRate';
const CONFIDENCE = 'FraudChallengerRegressionConfidenceMean';
const FRAUDS = 'FraudChallengerRegressionAlertRate';
const ROLLBACK = 'FraudChallengerRegressionAction1RollbackFraud';

/** How a version does. */
interface Version {
  /** Share of its requests that fail. */
  readonly failing: number;
  /** Share of its answers that are fraud. */
  readonly fraud: number;
  readonly confidence: number;
  /** Share of its answers within 100 ms; the others take up to 250 ms. */
  readonly fast: number;
}

/** Its p99 is in the bucket from 100 to 250 ms: 100 + 150 × (0.99 - fast) / (1 - fast) = 160 ms. */
const CHAMPIONS: Version = { failing: 0.0005, fraud: 0.01, confidence: 0.9, fast: 0.9833 };
const WORSE: Version = { failing: 0.005, fraud: 0.015, confidence: 0.78, fast: 0.9 };

/** The challenger that is tried beside the champion. Both need 5000 events in the window, the worse has to last for an hour. */
export const challengerScenarios: readonly Scenario[] = [
  {
    // At 20/s it has 5000 events after 250 s.
    title: 'a challenger that is slower, fails ten times as often, is less sure and finds more fraud',
    series: versions(20, WORSE, CHAMPIONS),
    fires: {
      [LATENCY]: { at: '64m30s', shown: '235ms' },
      [FAILURES]: { at: '64m30s', shown: '0.5%' },
      [CONFIDENCE]: { at: '64m30s', shown: '78%' },
      [FRAUDS]: { at: '64m30s', shown: '1.5%' },
      [ROLLBACK]: { at: '64m30s', shown: '0.5%' },
    },
    quiet: [],
    until: '66m',
  },
  {
    // Less than the 1.5 times at which it would be rolled back. z = 0.053 √t reaches 1.645 after 955 s.
    title: 'a challenger that fails 1.3 times as often, which is told as soon as it is more than chance',
    series: versions(40, { ...CHAMPIONS, failing: 0.001_17 }, { ...CHAMPIONS, failing: 0.0009 }),
    fires: { [FAILURES]: { at: '76m', shown: '0.117%' } },
    quiet: [LATENCY, CONFIDENCE, FRAUDS, ROLLBACK],
    until: '80m',
  },
  {
    // Its p99 is 172 ms, 8 % more.
    title: 'a challenger that is less than 10 % worse in everything',
    series: versions(20, { failing: 0.000_54, fraud: 0.0107, confidence: 0.83, fast: 0.9806 }, CHAMPIONS),
    fires: {},
    quiet: [LATENCY, FAILURES, CONFIDENCE, FRAUDS, ROLLBACK],
    until: '80m',
  },
  {
    // 4680 requests in an hour.
    title: 'a challenger that is much worse in too few requests to tell',
    series: versions(1.3, { failing: 0.1, fraud: 0.5, confidence: 0.5, fast: 0.1 }, CHAMPIONS),
    fires: {},
    quiet: [LATENCY, FAILURES, CONFIDENCE, FRAUDS, ROLLBACK],
    until: '130m',
  },
  {
    // 10,800 requests in an hour: a standard error of 0.1 % of the share of fraud, which is 0.15 % higher.
    title: 'a challenger that is 15 % worse, as chance may have it',
    series: versions(3, { ...CHAMPIONS, failing: 0.000_575, fraud: 0.0115 }, CHAMPIONS),
    fires: {},
    quiet: [FAILURES, FRAUDS, ROLLBACK],
    until: '130m',
  },
];

/** Both versions for four hours; of all requests so many per second go to the challenger. */
function versions(perSecond: number, challenger: Version, champion: Version): Record<string, string> {
  return mapped(
    {
      ...of(TRAFFIC - perSecond, champion, {
        requests: CHAMPION,
        frauds: CHAMPION_FRAUD,
        errors: ERRORS,
        sum: CONFIDENCE_SUM,
        count: CONFIDENCE_COUNT,
      }),
      ...histogram('a', (TRAFFIC - perSecond) / 2, 0, { fast: champion.fast }),
      ...histogram('b', (TRAFFIC - perSecond) / 2, 0, { fast: champion.fast }),
      ...of(perSecond, challenger, {
        requests: CHALLENGER,
        frauds: CHALLENGER_FRAUD,
        errors: CHALLENGER_ERRORS,
        sum: CHALLENGER_CONFIDENCE_SUM,
        count: CHALLENGER_CONFIDENCE_COUNT,
      }),
      ...histogram('c', perSecond, 0, { fast: challenger.fast, version: 'v1.3.0' }),
    },
    (rate) => counter([LONG, rate]),
  );
}

interface Names {
  readonly requests: string;
  readonly frauds: string;
  readonly errors: string;
  readonly sum: string;
  readonly count: string;
}

function of(
  perSecond: number,
  { failing, fraud, confidence }: Version,
  names: Names,
): Record<string, number> {
  const answered = perSecond * (1 - failing);
  return {
    [names.requests]: answered * (1 - fraud),
    [names.frauds]: answered * fraud,
    [names.errors]: perSecond * failing,
    [names.sum]: answered * confidence,
    [names.count]: answered,
  };
}
