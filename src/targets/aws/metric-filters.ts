import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { type CloudWatchMetric, FACETS, type Facet, type Selection, type Signal } from '../../plan/signal.ts';
import type { PredictionLog } from '../../plan/telemetry.ts';
import { groupBy } from '../../support/group-by.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { stableJson } from '../../support/stable-json.ts';
import { prefixOf } from './draft.ts';
import { allOf, equals, isMissing, isNumber, isText, selectorOf } from './filter-pattern.ts';
import { LIMITS, limitNote } from './limits.ts';
import { allocate, NAME_RULES, renamedNote } from './names.ts';
import { leftOutNote } from './notes.ts';
import type { Part, Parts } from './part.ts';
import { selectionsOf } from './selections.ts';
import { sortedDimensions } from './series.ts';

/** A filter before it has its name. */
interface Draft {
  readonly log: PredictionLog;
  /** Which metric it makes: `fraud-detector latency by version`. */
  readonly what: string;
  readonly metric: CloudWatchMetric;
  readonly facets: readonly Facet[];
  readonly pattern: string;
  readonly transformation: Readonly<Record<string, unknown>>;
}

/**
 * The filters that make CloudWatch metrics of the prediction logs: for each role one for the metric itself, and one for each
 * set of facets that it is told apart by, since CloudWatch adds nothing up over dimensions. A filter has no default value:
 * CloudWatch takes none beside dimensions.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
 */
export function metricFilters(plan: Plan): Parts {
  const notes: Diagnostic[] = [];
  const drafts = plan.predictionLogs.flatMap((log) =>
    log.roles.flatMap((role) => roleDrafts(plan, log, role, notes)),
  );
  const kept = [...groupBy(drafts, ({ log }) => log.store.logGroup)].flatMap(([group, drawn]) => {
    const members = distinct(drawn, notes);
    const most = LIMITS.metricFiltersOfGroup.value;
    const [over] = members.slice(most);
    if (over) {
      const asked = `${members.length} metrics are made of the log group ${group}`;
      notes.push(limitNote('metricFiltersOfGroup', over.log.origin, asked, `the first ${most} are rendered`));
    }
    return members.slice(0, most);
  });
  const wantedName = ({ what }: Draft) => `${prefixOf(plan)} ${what}`;
  const names = allocate(kept.map(wantedName), NAME_RULES.metricFilter);
  const parts = kept.map((draft): Part => {
    const name = names.get(wantedName(draft));
    if (name?.renamed !== undefined)
      notes.push(renamedNote(name, wantedName(draft), draft.log.origin, 'the metric filter'));
    return {
      key: `${draft.what} filter`,
      subject: draft.log.subject,
      origin: draft.log.origin,
      resource: {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          FilterName: name?.text ?? wantedName(draft),
          LogGroupName: draft.log.store.logGroup,
          FilterPattern: draft.pattern,
          MetricTransformations: [draft.transformation],
        },
      },
    };
  });
  return { parts, notes };
}

/** Two filters that publish one metric would count its lines twice. */
function distinct(drafts: readonly Draft[], notes: Diagnostic[]): Draft[] {
  const first = new Map<string, Draft>();
  for (const draft of drafts) {
    const { metric } = draft;
    const key = stableJson([metric.namespace, metric.name, metric.dimensions, draft.facets]);
    const other = first.get(key);
    if (other === undefined) first.set(key, draft);
    else if (
      stableJson([other.pattern, other.transformation]) !== stableJson([draft.pattern, draft.transformation])
    )
      notes.push(
        leftOutNote(
          'prediction-log',
          draft.log.origin,
          `the metric ${metric.name} as ${draft.what}`,
          `it is ${other.what} already`,
        ),
      );
  }
  return [...first.values()];
}

function roleDrafts(plan: Plan, log: PredictionLog, role: string, notes: Diagnostic[]): Draft[] {
  const id = `${kebabCase(log.subject.kind)}:${log.subject.name}/${role}`;
  const signal = plan.signals.find((each) => each.id === id);
  if (signal?.cloudwatch?.found !== true) return [];
  const { metric } = signal.cloudwatch;
  const leaveOut = (why: string, what = `the metric ${metric.name} of role ${role}`, hint?: string): void => {
    notes.push(leftOutNote('prediction-log', log.origin, what, why, hint));
  };
  const flaw = flawOf(metric);
  if (flaw !== undefined) {
    leaveOut(flaw);
    return [];
  }
  const counted = countedBy(plan, log, signal);
  if ('missing' in counted) {
    leaveOut('no field of the log carries it', undefined, `Name it under fields: { ${counted.missing}: … }.`);
    return [];
  }
  if (counted.field === undefined && signal.instrument !== 'counter') {
    leaveOut('it is no counter, so that its events are the samples that somebody publishes');
    return [];
  }
  if (counted.field !== undefined && metric.scale !== 1) {
    leaveOut(
      `a metric filter cannot multiply, and the metric is kept in ${metric.unit ?? `units of ${metric.scale}`}, the log's field in ${signal.unit}`,
    );
    return [];
  }
  const chosen = dimensionsOf(log, metric);
  if ('why' in chosen) {
    leaveOut(chosen.why, undefined, chosen.hint);
    return [];
  }
  const asked = selectionsOf(plan).filter((selection) => selection.signal === id);
  return facetSets(log, metric, asked).flatMap(({ facets, isAsked }): Draft[] => {
    const by = facets.length === 0 ? '' : ` by ${facets.join(' and ')}`;
    const what = `${log.subject.name} ${role}${by}`;
    const fields = facets.map((facet) => fieldOf(log, facet));
    if (fields.some((field) => field === undefined)) {
      leaveOut('no field of the log carries it', `the metric ${metric.name}${by} of role ${role}`);
      return [];
    }
    const carried = fields.filter((field) => field !== undefined);
    const dimensions = [
      ...chosen.dimensions,
      ...facets.flatMap((facet, index) => {
        const [name, field] = [metric.facetDimensions[facet], carried[index]];
        return name === undefined || field === undefined ? [] : [{ Key: name, Value: selectorOf(field) }];
      }),
    ];
    if (dimensions.length > LIMITS.filterDimensions.value) {
      const has = `${metric.name}${by} of ${log.subject.name} has ${dimensions.length}`;
      if (isAsked || facets.length === 0)
        notes.push(limitNote('filterDimensions', log.origin, has, 'the metric is left out'));
      return [];
    }
    const pattern = allOf([...chosen.terms, ...counted.terms, ...carried.map(isText)]);
    if (pattern.length > LIMITS.filterPattern.value) {
      const has = `the pattern for ${what} has ${pattern.length}`;
      notes.push(limitNote('filterPattern', log.origin, has, 'the metric is left out'));
      return [];
    }
    const transformation = {
      MetricNamespace: metric.namespace,
      MetricName: metric.name,
      MetricValue: counted.field === undefined ? '1' : selectorOf(counted.field),
      ...(metric.unit !== undefined && { Unit: metric.unit }),
      ...(dimensions.length > 0 && { Dimensions: dimensions }),
    };
    return [{ log, what, metric, facets, pattern, transformation }];
  });
}

type Counted =
  | { readonly terms: readonly string[]; readonly field?: string }
  | { readonly missing: keyof PredictionLog['fields'] };

/** Which lines count, and for how much. */
function countedBy(plan: Plan, log: PredictionLog, signal: Signal): Counted {
  const { fields } = log;
  switch (signal.role) {
    case 'requests':
      return {
        terms: fields.error === undefined || countsErrors(plan, signal) ? [] : [isMissing(fields.error)],
      };
    case 'errors':
      return fields.error === undefined ? { missing: 'error' } : { terms: [isText(fields.error)] };
    case 'latency':
      return fields.latency === undefined
        ? { missing: 'latency' }
        : { terms: [isNumber(fields.latency)], field: fields.latency };
    default:
      return fields.confidence === undefined
        ? { missing: 'confidence' }
        : { terms: [isNumber(fields.confidence)], field: fields.confidence };
  }
}

/** Whether an objective takes the requests as they are for the total, failed ones included. */
function countsErrors(plan: Plan, requests: Signal): boolean {
  return plan.objectives.some(({ indicator }) => {
    if (indicator.type !== 'events') return false;
    const counted = new Set(indicator.total.map(({ signal }) => signal));
    return counted.has(requests.id) && indicator.bad.some(({ signal }) => !counted.has(signal));
  });
}

interface ChosenLines {
  readonly terms: readonly string[];
  readonly dimensions: readonly { readonly Key: string; readonly Value: string }[];
}

/** The dimensions of a metric as fields of the log, and what the lines of the model have there. */
function dimensionsOf(
  { dimensionFields, subject }: PredictionLog,
  metric: CloudWatchMetric,
): ChosenLines | { readonly why: string; readonly hint?: string } {
  const terms: string[] = [];
  const dimensions: { Key: string; Value: string }[] = [];
  for (const [name, value] of sortedDimensions(metric.dimensions)) {
    const field = Object.hasOwn(dimensionFields, name) ? dimensionFields[name] : undefined;
    if (field === undefined) {
      return {
        why: `no field of the log carries its dimension ${name}`,
        hint: `Name it in the data source: dimensions: { ${name}: … }.`,
      };
    }
    const term = equals(field, value);
    if (term === undefined) {
      return { why: `no filter pattern can hold ${value}, the ${name} of ${subject.name}, as it is` };
    }
    terms.push(term);
    dimensions.push({ Key: name, Value: selectorOf(field) });
  }
  return { terms, dimensions };
}

interface FacetSet {
  readonly facets: readonly Facet[];
  /** Whether an objective or an alert reads it; else it is for people to look at. */
  readonly isAsked: boolean;
}

/** No facet, each that the log carries, and what else is asked for. */
function facetSets(
  log: PredictionLog,
  { facetDimensions }: CloudWatchMetric,
  asked: readonly Selection[],
): FacetSet[] {
  const known = FACETS.filter((facet) => facetDimensions[facet] !== undefined);
  const carried = known.filter((facet) => fieldOf(log, facet) !== undefined);
  const sets = new Map<string, FacetSet>([['', { facets: [], isAsked: true }]]);
  for (const facet of carried) sets.set(facet, { facets: [facet], isAsked: false });
  for (const { where = {} } of asked) {
    const facets = known.filter((facet) => where[facet] !== undefined);
    // Those without a dimension are missed by what asks for them.
    const isWhole = FACETS.every((facet) => where[facet] === undefined || facets.includes(facet));
    if (isWhole) sets.set(facets.join(), { facets, isAsked: true });
  }
  return [...sets.values()];
}

function fieldOf({ fields }: PredictionLog, facet: Facet): string | undefined {
  if (facet === 'version') return fields.version;
  return facet === 'class' ? fields.class : undefined;
}

/** Why a metric filter cannot publish a metric. */
function flawOf({ namespace, name }: CloudWatchMetric): string | undefined {
  if (namespace.startsWith('AWS/')) return `nobody but AWS publishes to the namespace ${namespace}`;
  if (!/^[0-9A-Za-z.\-_/#]+$/.test(namespace))
    return `a metric filter's namespace has only letters, digits and . - _ / #`;
  return /[:*$]/.test(name) ? `the name of a metric filter's metric has no : * $` : undefined;
}
