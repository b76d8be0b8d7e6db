import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { CONSTRUCTS, type Construct } from '../plan/constructs.ts';
import type { Origin } from '../plan/origin.ts';

/** What a target does with a construct of the plan. */
export type Support = Does & {
  /** The option without which it does nothing of the kind: "alerting: true". */
  readonly option?: string;
};

type Does =
  | { readonly support: 'full' }
  /** Rendered otherwise than asked. `how` continues "…, so ": "the last three days must each be above it". */
  | { readonly support: 'approximated'; readonly how: string }
  /** Left out. `why` continues "…: ": "CloudWatch cannot read PromQL". */
  | { readonly support: 'none'; readonly why: string; readonly instead?: string }
  /** Not what this target is for; another one is. */
  | { readonly support: 'elsewhere' };

export type Capabilities = Readonly<Record<Construct, Support>>;

export const FULL: Support = { support: 'full' };
export const ELSEWHERE: Support = { support: 'elsewhere' };

/** What a target does only when an option of it asks. */
export function withOption(option: string, own: Partial<Capabilities>): Partial<Capabilities> {
  return Object.fromEntries(
    Object.entries(own).map(([construct, support]) => [construct, { ...support, option }]),
  );
}

/** What a note is about. */
export interface Asked {
  readonly construct: Construct;
  readonly origin: Origin;
  /** What asks for it: "FraudDetectorAnalystOverrides", "the policy ml-critical". */
  readonly what: string;
  /** What it comes to here, with numbers, when the table can only speak in general. */
  readonly detail?: string;
}

/**
 * The finding for a construct that a target cannot express, or only otherwise: `target/unsupported` or
 * `target/approximated`, made of the same table as the matrix. Undefined for what the target does in full or leaves to
 * others.
 */
export function capabilityNote(
  target: { readonly name: string; readonly capabilities: Capabilities },
  { construct, origin, what, detail }: Asked,
): Diagnostic | undefined {
  const support = target.capabilities[construct];
  if (support.support === 'full' || support.support === 'elsewhere') return undefined;
  const [span] = origin.spans;
  const common = {
    ...(span && { span }),
    object: origin.object,
    data: { target: target.name, construct },
  };
  const subject = `${target.name}: ${what} asks for ${CONSTRUCTS[construct]}`;
  if (support.support === 'approximated') {
    return {
      code: 'target/approximated',
      severity: 'info',
      message: `${subject}; rendered instead: ${detail ?? support.how}`,
      ...common,
    };
  }
  return {
    code: 'target/unsupported',
    severity: 'warning',
    message: `${subject}; left out: ${detail ?? support.why}`,
    ...(support.instead !== undefined && { hint: support.instead }),
    ...common,
  };
}

/** Without repetitions: two parts of an output may say the same of one thing. */
export function distinctNotes(notes: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}

/** Of a target that measures everything, whatever is selected. */
export const EVERY_MEASURE = {
  'measure/rate': FULL,
  'measure/increase': FULL,
  'measure/mean': FULL,
  'measure/quantile': FULL,
  'measure/gauge': FULL,
  'measure/age': FULL,
  'measure/ratio': FULL,
  'measure/ago': FULL,
  'measure/scaled': FULL,
  'measure/when': FULL,
  'measure/combine': FULL,
  'measure/amount-rate': FULL,
  'measure/proportion-z': FULL,
  'measure/segment-spread': FULL,
  'measure/last-due': FULL,
  'measure/raw': FULL,
  'selection/facet': FULL,
  'selection/other-facets': FULL,
} satisfies Partial<Capabilities>;

/** Of a target that shows everything that is measured and promised. */
export const EVERY_VIEW = {
  ...EVERY_MEASURE,
  'objective/events': FULL,
  'objective/latency': FULL,
  'objective/time-slices': FULL,
  'objective/second-bound': FULL,
  'objective/excluded-maintenance': FULL,
} satisfies Partial<Capabilities>;

/** A whole table of what a target does; what it does not name is for others. */
export function capabilitiesOf(own: Partial<Capabilities>): Capabilities {
  return Object.fromEntries(
    Object.keys(CONSTRUCTS).map((construct) => [construct, own[construct as Construct] ?? ELSEWHERE]),
  ) as Capabilities;
}
