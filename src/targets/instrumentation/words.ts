import type { ServiceMetric } from '../../plan/instrumentation.ts';
import type { Facet, Unit } from '../../plan/signal.ts';

const HELP: Readonly<Record<string, string>> = {
  latency: 'Time that a prediction took.',
  requests: 'Predictions made.',
  errors: 'Predictions that failed.',
  fallback: 'Predictions answered by the fallback.',
  timeout: 'Predictions that took too long and were given up.',
  confidence: 'Confidence in a prediction.',
  score: 'Predicted value.',
  labelled: 'Predictions whose truth became known.',
  rows: 'Rows that the last run scored.',
  duration: 'Time that the last run took.',
  freshness: 'When the last run succeeded.',
  feedback: 'Ratings by users.',
  tokens: 'Tokens of a request.',
  timeToFirstToken: 'Time until the first token of an answer.',
  timePerToken: 'Time for each further token of an answer.',
  guardrail: 'Requests that a guardrail blocked.',
};

const UNITS: Readonly<Record<Unit, string>> = {
  seconds: 'in seconds',
  ratio: 'from 0 to 1',
  events: 'a number',
  'events-per-second': 'per second',
  bytes: 'in bytes',
  'unix-seconds': 'as Unix time in seconds',
  money: 'an amount of money',
  none: 'a number',
};

/** What a metric says, for its HELP line. */
export function helpOf({ roles, instrument, name }: ServiceMetric): string {
  const texts = roles.flatMap(({ role }) => HELP[role] ?? []);
  const [text] = [
    roles.some(({ role }) => role === 'requests') && instrument === 'counter' && roles.length > 1
      ? 'Predictions, by how they ended.'
      : undefined,
    ...texts,
    `${wordsOf(roles[0]?.role ?? name)}.`,
  ].filter((each) => each !== undefined);
  return text ?? name;
}

/** What an argument for a metric is measured in. */
export function unitWords(unit: Unit): string {
  return UNITS[unit];
}

/** `timeToFirstToken` → "Time to first token". */
export function wordsOf(role: string): string {
  const words = role.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Names of arguments by what they carry; `class` and `value` are words of the languages. */
export const FACET_ARGUMENTS: Readonly<Record<Facet, string>> = {
  version: 'version',
  class: 'predictionClass',
  outcome: 'outcome',
  reason: 'reason',
  kind: 'kind',
  policy: 'policy',
  metric: 'metric',
  value: 'rating',
};
