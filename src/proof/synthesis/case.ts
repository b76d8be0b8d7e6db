import type { Alert } from '../../plan/alert.ts';
import type { Plan } from '../../plan/plan.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import type { AlertCase, CaseExpectation, CaseSeries } from '../testing/promtool-case.ts';
import { type Candidate, courseIn, type Request } from './candidate.ts';
import { type Draft, worldOf } from './draft.ts';
import { seriesOfEmitter } from './notation.ts';
import { alertStateNoise, recordedNoise } from './recorded-noise.ts';
import { sampleEmitters } from './world.ts';

/** How many moments of a world are looked at, the last one among them, beside those at which something changes. */
const LOOKS = 6;

/** The test case of a world: its series, and what the alert is to do there, at each of its levels. */
export function caseOf(
  { scope, profile, ...request }: Request,
  alert: Alert,
  { purpose, draft }: Candidate,
  id: string,
): AlertCase {
  const { firing } = courseIn({ ...request, scope }, draft);
  const isSure = sureMoments({ ...request, scope }, draft, firing);
  const step = profile.evaluationSeconds;
  const first = firing.indexOf(true);
  const levels = purpose === 'fires' && firing.at(-1) === true ? stagedDelays(scope.plan, alert) : [];
  const lengthened = withLonger(
    draft,
    first * step + Math.max(0, ...levels.map(([, delay]) => delay)) + step,
  );
  const at = (index: number, level: number, isFiring: boolean): CaseExpectation => ({
    atSeconds: index * step,
    alert: alert.name,
    labels: labelsOf(alert, level),
    state: isFiring ? 'firing' : 'not-firing',
  });
  const known = (index: number): readonly CaseExpectation[] =>
    index < 0 || index >= firing.length ? [] : [at(index, 1, firing[index] === true)];
  const expectations =
    purpose === 'quiet'
      ? quietLooks(firing).flatMap(known)
      : [
          ...changesOf(firing).flatMap((index) => [index - 2, index - 1, index, index + 1].flatMap(known)),
          ...evenly(firing.length).flatMap(known),
          ...levels.flatMap(([level, delay]) => {
            const raised = first + Math.ceil(delay / step);
            return [at(raised - 1, level, false), at(raised, level, true)];
          }),
        ];
  const readsState = levels.length > 0 || profile.isLatched;
  return {
    id,
    ...(draft.timing.startSeconds !== undefined && { startSeconds: draft.timing.startSeconds }),
    intervalSeconds: profile.intervalSeconds,
    evaluationSeconds: step,
    series: inOrder([
      ...sampleEmitters(worldOf(lengthened)).flatMap(seriesOfEmitter),
      ...recordedNoise(scope, alert.condition, lengthened.timing, purpose === 'quiet'),
      ...(readsState
        ? alertStateNoise(alert.name, alert.labels, lengthened.timing, purpose === 'quiet')
        : []),
    ]),
    expectations: distinct(expectations.filter(({ atSeconds }) => isSure[atSeconds / step] !== false)),
  };
}

/**
 * At which evaluations the outcome does not hang on the last digits of a share of budget: the sum of equal parts may be on either side
 * of a threshold that it meets exactly.
 */
function sureMoments(
  request: Pick<Request, 'scope' | 'alert'>,
  draft: Draft,
  firing: readonly boolean[],
): readonly boolean[] {
  const { condition } = request.alert;
  if (condition.node !== 'budget-remaining') return firing.map(() => true);
  const moved = [-1e-9, 1e-9].map((by) => {
    const other = { ...request.alert, condition: { ...condition, ratio: condition.ratio + by } };
    return courseIn({ ...request, alert: other }, draft).firing;
  });
  return firing.map((isFiring, index) => moved.every((each) => each[index] === isFiring));
}

function labelsOf({ labels }: Alert, level: number): Readonly<Record<string, string>> {
  const given = Object.entries({ ...labels, level: String(level) }).filter(([, value]) => value !== '');
  return Object.fromEntries(given.toSorted(([a], [b]) => compareStrings(a, b)));
}

/** Further levels that somebody must raise anew, and how long after the first one. */
function stagedDelays(
  plan: Plan,
  { team, escalation, severity }: Alert,
): readonly (readonly [number, number])[] {
  const route = plan.routes.find((each) => each.team === team && each.escalation === escalation);
  const levels = route?.severities.find((each) => each.severity === severity)?.levels ?? [];
  const staged = levels.filter(({ staged, number }) => staged && number > 1);
  return [...new Map(staged.map(({ number, afterSeconds }) => [number, afterSeconds] as const))];
}

/** The last phase goes on until a moment, at least. */
function withLonger(draft: Draft, untilSeconds: number): Draft {
  const { timing } = draft;
  const length = timing.phaseSeconds.reduce((sum, seconds) => sum + seconds, 0);
  const last = timing.phaseSeconds.at(-1) ?? 0;
  if (length >= untilSeconds) return draft;
  const more = Math.ceil((untilSeconds - length) / timing.evaluationSeconds) * timing.evaluationSeconds;
  return {
    ...draft,
    timing: { ...timing, phaseSeconds: [...timing.phaseSeconds.slice(0, -1), last + more] },
  };
}

/** Evaluations at which the alert begins or ends to fire. */
function changesOf(firing: readonly boolean[]): readonly number[] {
  return firing.flatMap((isFiring, index) => (isFiring === (firing[index - 1] ?? false) ? [] : [index]));
}

/** The last evaluation, and some before at which it is quiet. */
function quietLooks(firing: readonly boolean[]): readonly number[] {
  return evenly(firing.length).filter((index) => firing[index] === false);
}

/** Some indices of a list, the last one among them. */
function evenly(length: number): readonly number[] {
  const last = length - 1;
  return Array.from({ length: LOOKS }, (_, index) => last - Math.floor((index * last) / LOOKS));
}

function distinct(expectations: readonly CaseExpectation[]): readonly CaseExpectation[] {
  const byKey = new Map(expectations.map((each) => [`${each.atSeconds} ${each.labels['level']}`, each]));
  return [...byKey.values()].toSorted((a, b) => a.atSeconds - b.atSeconds);
}

function inOrder(series: readonly CaseSeries[]): readonly CaseSeries[] {
  return series.toSorted((a, b) => compareStrings(a.series, b.series));
}
