import type { ServiceMetric } from '../../../plan/instrumentation.ts';
import type { Facet } from '../../../plan/signal.ts';
import { boundsFor } from '../bounds.ts';
import { EMPTY_CALL, hasTimeoutOfItsOwn, spanOf } from '../call.ts';
import type { Call, Emission, Module, RoleFunction, Value } from '../module.ts';
import { privateNames } from '../private-names.ts';
import { summaryOf } from '../summary.ts';
import { FACET_ARGUMENTS, helpOf, unitWords, wordsOf } from '../words.ts';
import type { ModuleData } from './data.ts';
import { commentText, list, literal, propertiesOf } from './names.ts';
import { RUNTIME, TRACING } from './runtime.ts';
import { moduleTemplate } from './template.ts';

/** What a value is, in a place of the code. */
interface Scope {
  readonly of: (facet: Facet) => string;
  readonly segment: (label: string) => string;
}

/** The TypeScript module of a model. */
export function renderTypescript(module: Module): string {
  const { call, instrumentation, metrics, functions, run } = module;
  const write = writerOf(module);
  const data: ModuleData = {
    model: instrumentation.model,
    summary: summaryOf(module, 'typescript').map(commentText),
    runtime: `${importsOf(metrics)}${RUNTIME}${call ? TRACING : ''}`,
    families: metrics.map((metric) => write.family(metric)),
    ...callData(module, write),
    run: run !== undefined,
    runRows: run?.rows ? [{ code: write.set(run.rows, 'run.scored', NOTHING) }] : [],
    runEnd: [
      ...(run?.duration ? [{ code: write.set(run.duration, 'seconds', NOTHING) }] : []),
      ...(run?.lastSuccess ? [{ code: write.set(run.lastSuccess, 'unixSeconds()', NOTHING) }] : []),
    ],
    functions: functions.map((each) => functionData(each, write)),
  };
  return moduleTemplate(data);
}

const NOTHING: Scope = { of: () => "''", segment: () => 'OTHER' };

/** Only the classes that are used: strict compilers complain of others. */
function importsOf(metrics: readonly ServiceMetric[]): string {
  const used = [...new Set(metrics.map(classOf))].toSorted();
  return `import { ${used.join(', ')}, type OpenMetricsContentType, type Registry, register } from 'prom-client';\n`;
}

function classOf({ instrument }: ServiceMetric): string {
  return { counter: 'Counter', gauge: 'Gauge', histogram: 'Histogram' }[instrument];
}

type Writer = ReturnType<typeof writerOf>;

function writerOf({ metrics, call, functions }: Module) {
  const fields = privateNames(metrics.map(({ name }) => name));
  const properties = propertiesOf([
    ...new Set([...(call?.segments ?? []), ...functions.flatMap(({ segments }) => segments)]),
  ]);
  const field = ({ name }: ServiceMetric) => fields.get(name) ?? '';
  const timed = new Set(
    Object.values(call?.durations ?? {}).flatMap((all) => all.map(({ metric }) => metric)),
  );
  const owned = (emission: Emission, scope: Scope, owner: string) => ({
    metric: `${owner}.${field(emission.metric)}.metric`,
    labels: `${owner}.${field(emission.metric)}.labels(${emission.values.map((value) => valueText(value, scope)).join(', ')})`,
  });
  return {
    property: (label: string) => properties.get(label) ?? label,
    family: (metric: ServiceMetric) => ({
      field: field(metric),
      type: classOf(metric),
      code: familyCode(metric, hasExemplars(metric, timed, call)),
    }),
    count: (emission: Emission, scope: Scope, amount: string, owner = 'metrics') => {
      const { metric, labels } = owned(emission, scope, owner);
      return `${metric}.inc(${labels}, ${amount});`;
    },
    observe: (emission: Emission, scope: Scope, value: string, owner = 'metrics') => {
      const { metric, labels } = owned(emission, scope, owner);
      const raw = scaled(emission.metric, value);
      if (emission.metric.instrument === 'counter') return `${metric}.inc(${labels}, ${raw});`;
      return hasExemplars(emission.metric, timed, call)
        ? `observe(${metric}, ${labels}, ${raw}, exemplarLabels);`
        : `${metric}.observe(${labels}, ${raw});`;
    },
    set: (emission: Emission, value: string, scope: Scope, owner = 'metrics') => {
      const { metric, labels } = owned(emission, scope, owner);
      return `${metric}.set(${labels}, ${scaled(emission.metric, value)});`;
    },
  };
}

function hasExemplars(
  metric: ServiceMetric,
  timed: ReadonlySet<ServiceMetric>,
  call: Call | undefined,
): boolean {
  return (
    timed.has(metric) || call?.timeToFirstToken?.metric === metric || call?.timePerToken?.metric === metric
  );
}

function valueText(value: Value, scope: Scope): string {
  if (value.from === 'text') return literal(value.text);
  return value.from === 'segment' ? scope.segment(value.label) : scope.of(value.facet);
}

/** A value of the plan's unit in that of the samples. */
function scaled({ scale }: ServiceMetric, value: string): string {
  return scale === 1 ? value : `(${value}) / ${scale}`;
}

function familyCode(metric: ServiceMetric, exemplars: boolean): string {
  const { name, labels, fixedLabels, instrument, unit } = metric;
  const names = labels.map((label) => label.name);
  const all = [...names, ...Object.keys(fixedLabels).toSorted()];
  const bounds = instrument === 'histogram' ? boundsFor(metric).map(String) : [];
  const options = [
    `name: ${literal(name)}`,
    `help: ${literal(helpOf(metric))}`,
    `labelNames: ${list(all.map(literal))}`,
    ...(instrument === 'histogram' ? [`buckets: ${list(bounds)}`] : []),
    ...(exemplars ? ['enableExemplars: hasExemplars(registry)'] : []),
    ...(instrument === 'gauge' ? [`aggregator: '${unit === 'unix-seconds' ? 'max' : 'first'}'`] : []),
    'registers: [registry]',
  ];
  const shape = `JSON.stringify(['${instrument}', ${list(all.map(literal))}, ${list(bounds)}])`;
  const values = labels.map(
    ({ allowed, most }) => `new Values(${list((allowed ?? []).map(literal))}, ${most})`,
  );
  const fixed = Object.entries(fixedLabels).map(([label, value]) => `${label}: ${literal(value)}`);
  return `new Family(
      () =>
        registered(registry, ${literal(name)}, ${shape}, () => new ${classOf(metric)}({
          ${options.join(',\n          ')},
        })),
      ${list(names.map(literal))},
      ${list(values)},
      { ${fixed.join(', ')} },
      ${instrument === 'gauge' && all.length === 0},
    )`.replace('{  }', '{}');
}

function callData(module: Module, write: Writer) {
  const { call } = module;
  const shown = call ?? EMPTY_CALL;
  const segments = shown.segments.map(write.property);
  const ofCall: Scope = {
    of: (facet) =>
      facet === 'version'
        ? 'options.version'
        : facet === 'class'
          ? '(this.results[0]?.predictionClass ?? OTHER)'
          : FACET_ARGUMENTS[facet],
    segment: (label) => `options.${write.property(label)} ?? OTHER`,
  };
  const ofResult: Scope = {
    of: (facet) => (facet === 'class' ? 'result.predictionClass ?? OTHER' : ofCall.of(facet)),
    segment: (label) => `result.${write.property(label)} ?? options.${write.property(label)} ?? OTHER`,
  };
  const counts = (emissions: readonly Emission[], scope: Scope, amount: string) =>
    emissions.map((emission) => ({ code: write.count(emission, scope, amount) }));
  const durations = (emissions: readonly Emission[]) =>
    emissions.map((emission) => ({ code: write.observe(emission, ofCall, 'seconds') }));
  const span = spanOf(module);
  return {
    call: call !== undefined,
    resultFields: [
      ...(shown.hasClass ? [{ name: 'predictionClass', type: 'string' }] : []),
      ...(shown.confidence ? [{ name: 'confidence', type: 'number' }] : []),
      ...(shown.score ? [{ name: 'score', type: 'number' }] : []),
      ...segments.map((name) => ({ name, type: 'string' })),
    ],
    optionFields: [
      ...(shown.hasVersion ? [{ name: 'version', type: ': string' }] : []),
      ...segments.map((name) => ({ name, type: '?: string | undefined' })),
    ],
    fallback: shown.hasFallback,
    hasTimeout: hasTimeoutOfItsOwn(shown),
    firstToken: shown.timeToFirstToken !== undefined || shown.timePerToken !== undefined,
    tokens: shown.tokens !== undefined || shown.timePerToken !== undefined,
    spanName: literal(span.name),
    attributes: `{ ${span.attributes.map(({ key, value }) => `'${key}': ${value === 'version' ? 'this.options.version' : literal(value.text)}`).join(', ')} }`,
    error: [...durations(shown.durations.error), ...counts(shown.counts.error, ofCall, 'size')],
    timeout: [...durations(shown.durations.timeout), ...counts(shown.counts.timeout, ofCall, 'size')],
    fallbackDurations: durations(shown.durations.fallback),
    fallbackCounts: counts(shown.counts.fallback, ofResult, 'amount'),
    successDurations: durations(shown.durations.success),
    successCounts: counts(shown.counts.success, ofResult, 'amount'),
    resultLines: (['confidence', 'score'] as const).flatMap((name) => {
      const emission = shown[name];
      return emission === undefined
        ? []
        : [
            {
              code: `if (result.${name} !== undefined) ${write.observe(emission, ofResult, `result.${name}`)}`,
            },
          ];
    }),
    answerLines: answerLines(shown, write, ofCall),
  };
}

/** What is known of an answer that comes token by token. */
function answerLines({ tokens, timeToFirstToken, timePerToken }: Call, write: Writer, scope: Scope) {
  const lines: string[] = [];
  if (timeToFirstToken !== undefined)
    lines.push(
      'if (this.firstTokenAt !== undefined) {',
      `  ${write.observe(timeToFirstToken, scope, '(this.firstTokenAt - this.startedAt) / 1000')}`,
      '}',
    );
  if (timePerToken !== undefined)
    lines.push(
      'if (this.firstTokenAt !== undefined && this.output !== undefined && this.output > 1) {',
      '  const later = seconds - (this.firstTokenAt - this.startedAt) / 1000;',
      `  ${write.observe(timePerToken, scope, 'later / (this.output - 1)')}`,
      '}',
    );
  if (tokens !== undefined)
    lines.push(
      "for (const [kind, amount] of [['input', this.input], ['output', this.output]] as const) {",
      `  if (amount !== undefined) ${write.observe(tokens, scope, 'amount')}`,
      '}',
    );
  return lines.map((code) => ({ code }));
}

function functionData({ role, emission, facets, segments }: RoleFunction, write: Writer) {
  const { metric } = emission;
  const isCounter = metric.instrument === 'counter';
  const isMoment = metric.unit === 'unix-seconds';
  const scope: Scope = {
    of: (facet) => `labels.${FACET_ARGUMENTS[facet]}`,
    segment: (label) => `labels.${write.property(label)} ?? OTHER`,
  };
  const fields = [
    ...facets.map((facet) => `readonly ${FACET_ARGUMENTS[facet]}: string`),
    ...segments.map((label) => `readonly ${write.property(label)}?: string | undefined`),
    ...(isCounter ? ['readonly amount?: number | undefined'] : []),
  ];
  const labels =
    fields.length === 0 ? [] : [`labels: { ${fields.join('; ')} }${facets.length === 0 ? ' = {}' : ''}`];
  const first = isCounter ? [] : [isMoment ? 'at: number = unixSeconds()' : 'value: number'];
  const value = isMoment ? 'at' : 'value';
  const [verb, code] = {
    counter: ['count', write.observe(emission, scope, 'labels.amount ?? 1', 'this')],
    gauge: ['set', write.set(emission, value, scope, 'this')],
    histogram: ['observe', write.observe(emission, scope, value, 'this')],
  }[metric.instrument] as [string, string];
  const unit = isMoment ? `${unitWords(metric.unit)}; now by default` : unitWords(metric.unit);
  return {
    name: `${verb}${role.charAt(0).toUpperCase()}${role.slice(1)}`,
    parameters: [...first, ...labels].join(', '),
    documentation: commentText(`${wordsOf(role)}, for ${metric.name}${isCounter ? '' : `: ${unit}`}.`),
    code,
  };
}
