import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../../plan/origin.ts';
import type { Plan } from '../../plan/plan.ts';
import { reachSeconds } from '../../promql/ranges.ts';
import { printDuration } from '../../units/index.ts';
import type { Rule, RuleFile } from './rule.ts';

/** What Prometheus keeps unless it is told otherwise. */
const DEFAULT_RETENTION_SECONDS = 15 * 86_400;

/** Looks at rules that pass, for those that read samples which Prometheus does not keep any more. */
export interface RetentionWatch {
  /** The same files; each is looked at on its way. */
  readonly over: (files: Iterable<RuleFile>) => Iterable<RuleFile>;
  /** What was found so far: the rule that looks back the furthest, if its window is then shorter than it says. */
  readonly notes: () => readonly Diagnostic[];
}

/** A watch for a plan's rules. */
export function retentionWatch(plan: Plan): RetentionWatch {
  let longest: { readonly rule: Rule; readonly seconds: number } | undefined;
  const see = (rule: Rule): void => {
    const seconds = reachSeconds(rule.expr);
    if (longest === undefined || seconds > longest.seconds) longest = { rule, seconds };
  };
  return {
    *over(files) {
      for (const file of files) {
        for (const { rules } of file.groups) rules.forEach(see);
        yield file;
      }
    },
    notes() {
      const declared = plan.metricStore.retentionSeconds;
      const kept = declared ?? DEFAULT_RETENTION_SECONDS;
      if (longest === undefined || longest.seconds <= kept) return [];
      return [note(plan, longest.rule, longest.seconds, declared)];
    },
  };
}

/** Of a rule for all objectives the first one with the longest period: it asks for so long a window. */
function originOf({ origin, objectives }: Plan, rule: Rule): Origin {
  if (rule.origin !== origin) return rule.origin;
  const longest = Math.max(...objectives.map(({ periodSeconds }) => periodSeconds));
  return objectives.find(({ periodSeconds }) => periodSeconds === longest)?.origin ?? origin;
}

function note(plan: Plan, rule: Rule, seconds: number, declared: number | undefined): Diagnostic {
  const name = rule.type === 'recording' ? rule.record : rule.alert;
  const { object, spans } = originOf(plan, rule);
  const [span] = spans;
  const reads = `${name} reads the last ${printDuration(seconds)}`;
  return {
    code: 'target/retention-too-short',
    severity: declared === undefined ? 'info' : 'warning',
    message:
      declared === undefined
        ? `${reads}, and Prometheus keeps ${printDuration(DEFAULT_RETENTION_SECONDS)} unless it is told otherwise`
        : `${reads}, but the data source keeps only ${printDuration(declared)}`,
    hint:
      declared === undefined
        ? `Start Prometheus with --storage.tsdb.retention.time=${printDuration(seconds)} or more, and say so in the data source's retention.`
        : `Keep samples for ${printDuration(seconds)} or more, or shorten the window.`,
    object,
    ...(span === undefined ? {} : { span }),
    data: { rule: name, readsSeconds: seconds, keptSeconds: declared ?? DEFAULT_RETENTION_SECONDS },
  };
}
