import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Alert } from '../../../plan/alert.ts';
import type { Comparison } from '../../../plan/condition.ts';
import type { Construct } from '../../../plan/constructs.ts';
import type { Selection } from '../../../plan/signal.ts';
import { printDuration } from '../../../units/index.ts';
import { LIMITS, limitNote, windowLimitOf } from '../limits.ts';
import { unsupportedNote } from '../notes.ts';
import type { WatchedValue } from './query.ts';
import { lookupProblem, type MathScope } from './scope.ts';
import { timingOf } from './timing.ts';

/** One metric alarm. */
export interface AlarmTest {
  /** '' for the only one, else what tells it from the others. */
  readonly key: string;
  readonly value: WatchedValue;
  readonly op: Comparison;
  /** In the unit of the value. */
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  /** What a period without data counts as: chosen by the condition. */
  readonly missing: 'breaching' | 'notBreaching';
  /** "error ratio of fraud-latency over 1h", for the description. */
  readonly words: string;
}

/** How the tests make the alert. */
export type Rule =
  | { readonly test: string }
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule };

export interface LoweredCondition {
  readonly tests: readonly AlarmTest[];
  readonly rule: Rule;
}

/** What nearly every alert asks for: it is told once, not for each of them. */
export type Rounded = 'alert/hold' | 'alert/keep-firing';

/** What a part of a condition is lowered with. */
export interface Lowering {
  readonly scope: MathScope;
  readonly alert: Alert;
  readonly holdSeconds: number;
  /** What a later level adds; it is part of the hold. */
  readonly delaySeconds: number;
  readonly keepSeconds: number;
  /** Tells that a construct is left out or approximated. */
  readonly ask: (construct: Construct, detail?: string) => void;
  readonly round: (what: Rounded) => void;
  readonly report: (note: Diagnostic) => void;
}

/** True when everything is kept in CloudWatch; else it is told why not. */
export function canLookUp({ scope, ask, report }: Lowering, selections: readonly Selection[]): boolean {
  let isKnown = true;
  for (const selection of selections) {
    const problem = lookupProblem(scope, selection);
    if (problem === undefined) continue;
    isKnown = false;
    if ('note' in problem) report(problem.note);
    else ask(problem.facet === 'named' ? 'selection/facet' : 'selection/other-facets');
  }
  return isKnown;
}

/** Tells why a condition is left out of which the construct as such can be rendered: "compares 5m and 1h, and …". */
export function leaveOut({ alert, report }: Lowering, construct: Construct, why: string): undefined {
  report(unsupportedNote(construct, alert.origin, `${alert.name} ${why}; left out`));
  return undefined;
}

/** Periods for hold and keep; what they come to otherwise is told. */
export function timed(
  { alert, holdSeconds, keepSeconds, round, report }: Lowering,
  periodSeconds: number,
): Pick<AlarmTest, 'evaluationPeriods' | 'datapointsToAlarm'> {
  const timing = timingOf(periodSeconds, holdSeconds, keepSeconds);
  const { evaluationPeriods, datapointsToAlarm } = timing;
  if (timing.isCut) {
    const asked = `${alert.name} holds for ${printDuration(holdSeconds)} and stays for ${printDuration(keepSeconds)}`;
    const held = printDuration(datapointsToAlarm * periodSeconds);
    const kept = printDuration((evaluationPeriods - datapointsToAlarm) * periodSeconds);
    const key = windowLimitOf(periodSeconds);
    report(limitNote(key, alert.origin, asked, `it holds for ${held} and stays for ${kept}`));
  } else {
    if (timing.isHoldRounded) round('alert/hold');
    if (timing.isKeepRounded) round('alert/keep-firing');
  }
  return { evaluationPeriods, datapointsToAlarm };
}

/** Whether a time without samples is more than an alarm with such a period looks back, which is then told. */
export function tooLongToLookBack(
  { alert, report }: Lowering,
  periodSeconds: number,
  seconds: number,
): boolean {
  const key = windowLimitOf(periodSeconds);
  if (seconds <= LIMITS[key].value) return false;
  const asked = `${alert.name} looks back over ${printDuration(seconds)}`;
  report(limitNote(key, alert.origin, asked, 'the alarm is left out'));
  return true;
}
