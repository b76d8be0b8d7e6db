import type { Alert } from '../../plan/alert.ts';
import type { Condition, Measure } from '../../plan/condition.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Signal } from '../../plan/signal.ts';
import { conditionMeasures, measuresOf, nodesOfCondition, ownSelections } from '../../plan/walk.ts';
import { type Scope, scopeOf } from '../../promql/lower/scope.ts';
import type { AlertCase } from '../testing/promtool-case.ts';
import { type Candidate, proves, type Request } from './candidate.ts';
import { caseOf } from './case.ts';
import { burnCandidates } from './families/burn.ts';
import { maintenanceCandidates } from './families/maintenance.ts';
import { beyondCandidates, spreadCandidates, spreadIn } from './families/segments.ts';
import { selfCandidates } from './families/self.ts';
import { sliceCandidates } from './families/slices.ts';
import { steadyCandidates } from './families/steady.ts';
import { mapMeasures } from './map-measures.ts';
import { withForeignSeries } from './noise.ts';
import { objectivesOf, profileOf } from './profile.ts';
import { readQuery, readVolume } from './query.ts';

/** Tests of one alert, made of what the plan says of it. */
export interface GeneratedCases {
  /** Series on which it fires, after its hold and not before, with all its labels. */
  readonly fires?: AlertCase;
  /** Further ways in which it fires, or begins and ends. */
  readonly more: readonly AlertCase[];
  /** Series on which it must stay quiet, barely. */
  readonly quiet: readonly AlertCase[];
  /** Why there is no case that fires, or none that is quiet. */
  readonly reason?: string;
}

const LONGEST_EVALUATIONS = 5000;

/**
 * Makes up series under which an alert fires, and series under which it must not, from the plan alone: expectations come from a
 * simulation of what the plan means, not from the rules that are rendered of it. The same plan gives the same cases.
 */
export function generatedCases(plan: Plan, alert: Alert): GeneratedCases {
  const read = readable(scopeOf(plan), alert);
  if ('reason' in read) return { more: [], quiet: [], reason: read.reason };
  const { scope, condition } = read;
  const unprovable = whyNot(scope, condition);
  if (unprovable !== undefined) return { more: [], quiet: [], reason: unprovable };
  const { holdSeconds, keepFiringSeconds } = alert;
  const profile = profileOf(scope, { ...alert, condition });
  const length = (profile.agosSeconds[0] ?? 0) + profile.settleSeconds + holdSeconds;
  if (length / profile.evaluationSeconds > LONGEST_EVALUATIONS)
    return { more: [], quiet: [], reason: 'its windows are too long for a test that ends in time' };
  const request: Request = { scope, alert: { condition, holdSeconds, keepFiringSeconds }, profile };
  const candidates = [...candidatesOf(request), ...maintenanceCandidates(request, plan, alert.id)];
  const proving = candidates.filter((candidate) => proves(request, candidate));
  const loud = withForeignSeries(request, proving);
  const own: Alert = { ...alert, condition };
  const cases = (purpose: Candidate['purpose']): readonly AlertCase[] =>
    loud
      .filter((candidate) => candidate.purpose === purpose)
      .map((candidate, index) => caseOf(request, own, candidate, `${alert.id}#${purpose}-${index + 1}`));
  const [fires, ...more] = cases('fires');
  const quiet = cases('quiet');
  const reason = reasonFor(condition, fires, quiet);
  return { ...(fires !== undefined && { fires }), more, quiet, ...(reason !== undefined && { reason }) };
}

/** The families; a condition that is made of several nodes is tried with nothing changing. */
function candidatesOf(request: Request): readonly Candidate[] {
  const { condition } = request.alert;
  switch (condition.node) {
    case 'burn-rate':
      return request.scope.objectives.get(condition.objective)?.budgeting.type === 'events'
        ? burnCandidates(request, condition)
        : steadyCandidates(request);
    case 'sustained':
    case 'budget-remaining':
      return sliceCandidates(request, condition);
    case 'self':
      return selfCandidates(request, condition);
    case 'segment-beyond':
      return beyondCandidates(request, condition);
    case 'compare': {
      const found = spreadIn(condition);
      return found ? spreadCandidates(request, found.spread, found.limit) : steadyCandidates(request);
    }
    case 'absent':
    case 'no-value':
    case 'missing-bucket':
    case 'all':
    case 'any':
    case 'unless':
    case 'latched':
    case 'always':
      return steadyCandidates(request);
  }
}

function reasonFor(
  { node }: Condition,
  fires: AlertCase | undefined,
  quiet: readonly AlertCase[],
): string | undefined {
  if (node === 'always') return 'it always fires, so that nothing keeps it quiet';
  if (fires === undefined) return 'no series were found that make it fire';
  return quiet.length === 0 ? 'no series were found that barely leave it quiet' : undefined;
}

/** The condition with users' queries read as measures. */
function readable(
  scope: Scope,
  alert: Alert,
): { readonly scope: Scope; readonly condition: Condition } | { readonly reason: string } {
  const signals = new Map<string, Signal>(scope.signals);
  const problems: string[] = [];
  const condition = mapMeasures(alert.condition, (measure, worst): Measure => {
    // Each place has a selection of its own, so that one can be told from another of the same series.
    if (measure.node !== 'raw' && measure.node !== 'raw-volume') return withOwnSelections(measure);
    const read = (measure.node === 'raw' ? readQuery : readVolume)(
      measure.text,
      `query:${measure.text}`,
      worst,
    );
    if ('why' in read) {
      problems.push(read.why);
      return measure;
    }
    for (const signal of read.signals) signals.set(signal.id, signal);
    return read.measure;
  });
  const [reason] = problems;
  return reason === undefined ? { scope: { ...scope, signals }, condition } : { reason };
}

function withOwnSelections(measure: Measure): Measure {
  const [of] = ownSelections(measure);
  if (of === undefined || !('of' in measure)) return measure;
  return measure.node === 'segment-spread'
    ? { ...measure, of: { ...measure.of }, samples: { ...measure.samples } }
    : ({ ...measure, of: { ...of } } as Measure);
}

/** Nodes for which no series are made up, with why. */
function whyNot(scope: Scope, condition: Condition): string | undefined {
  const nodes = nodesOfCondition(condition);
  const measures = [
    ...conditionMeasures(condition),
    ...objectivesOf(scope, nodes).flatMap(({ indicator }) =>
      indicator.type === 'time-in-bounds' ? measuresOf(indicator.measure) : [],
    ),
  ];
  const isOnSegments =
    nodes.some(({ node }) => node === 'segment-beyond') ||
    measures.some(({ node }) => node === 'segment-spread');
  if (isOnSegments && condition.node !== 'segment-beyond' && spreadIn(condition) === undefined)
    return 'it asks for more than one thing of the values of a segment';
  if (measures.some(({ node }) => node === 'raw')) return 'its objective stands on a query';
  return undefined;
}
