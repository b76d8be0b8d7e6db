import type { ServiceMetric } from '../../../plan/instrumentation.ts';
import type { Facet } from '../../../plan/signal.ts';
import { boundsFor } from '../bounds.ts';
import { EMPTY_CALL, hasTimeoutOfItsOwn, spanOf } from '../call.ts';
import type { Call, Emission, Module, RoleFunction, Value } from '../module.ts';
import { privateNames } from '../private-names.ts';
import { summaryOf } from '../summary.ts';
import { FACET_ARGUMENTS, helpOf, unitWords, wordsOf } from '../words.ts';
import type { ModuleData } from './data.ts';
import { argumentOf, docText, float, literal, snakeCase, tuple } from './names.ts';
import { IMPORTS, NAMED_COUNTER, RUNTIME, TRACING } from './runtime.ts';
import { moduleTemplate } from './template.ts';

/** What a value is, in a place of the code. */
type Scope = Readonly<Record<'version' | 'class' | 'reason', string>> & {
  readonly segment: (label: string) => string;
};

/** The Python module of a model. */
export function renderPython(module: Module): string {
  const { call, instrumentation, metrics, functions } = module;
  const write = writerOf(metrics);
  const named = metrics.some((metric) => isNamedCounter(metric));
  const data: ModuleData = {
    model: instrumentation.model,
    summary: summaryOf(module, 'python').map(docText),
    imports: IMPORTS,
    runtime: `${RUNTIME}${named ? NAMED_COUNTER : ''}${call ? TRACING : ''}`,
    families: metrics.map((metric) => write.family(metric)),
    ...callData(module, write),
    run: module.run !== undefined,
    runRows: module.run?.rows ? [{ code: write.set(module.run.rows, 'self._rows') }] : [],
    runEnd: [
      ...(module.run?.duration ? [{ code: write.set(module.run.duration, 'seconds') }] : []),
      ...(module.run?.lastSuccess ? [{ code: write.set(module.run.lastSuccess, 'time.time()') }] : []),
    ],
    functions: functions.map((each) => functionData(each, write)),
  };
  return moduleTemplate(data);
}

type Writer = ReturnType<typeof writerOf>;

function writerOf(metrics: readonly ServiceMetric[]) {
  const attributes = privateNames(metrics.map(({ name }) => name));
  const attribute = ({ name }: ServiceMetric) => attributes.get(name) ?? '';
  const child = (emission: Emission, scope: Scope, owner = 'metrics') =>
    `${owner}.${attribute(emission.metric)}.child(${keyOf(emission, scope)})`;
  return {
    child,
    family: (metric: ServiceMetric) => ({
      attribute: attribute(metric),
      // A named counter is a gauge that only grows.
      type: typeOf(metric).replace('_NamedCounter', 'Gauge'),
      code: familyCode(metric),
    }),
    count: (emission: Emission, scope: Scope, amount: string) => `${child(emission, scope)}.inc(${amount})`,
    observe: (emission: Emission, scope: Scope, value: string, exemplar = '') =>
      `${child(emission, scope)}.${emission.metric.instrument === 'counter' ? 'inc' : 'observe'}(${scaled(emission.metric, value)}${exemplar})`,
    set: (emission: Emission, value: string) =>
      `${child(emission, NOTHING)}.set(${scaled(emission.metric, value)})`,
  };
}

function keyOf({ values }: Emission, scope: Scope): string {
  return tuple(values.map((value) => valueText(value, scope)));
}

const NOTHING: Scope = { version: '""', class: '""', reason: '""', segment: () => 'OTHER' };

function valueText(value: Value, scope: Scope): string {
  if (value.from === 'text') return literal(value.text);
  if (value.from === 'segment') return scope.segment(value.label);
  switch (value.facet) {
    case 'version':
    case 'class':
    case 'reason':
      return scope[value.facet];
    case 'outcome':
    case 'kind':
    case 'policy':
    case 'metric':
    case 'value':
      return snakeCase(FACET_ARGUMENTS[value.facet]);
  }
}

/** A value of the plan's unit in that of the samples. */
function scaled({ scale }: ServiceMetric, value: string): string {
  return scale === 1 ? value : `${value} / ${float(scale)}`;
}

function isNamedCounter({ instrument, name }: ServiceMetric): boolean {
  return instrument === 'counter' && !name.endsWith('_total');
}

function typeOf(metric: ServiceMetric): string {
  if (isNamedCounter(metric)) return '_NamedCounter';
  return { counter: 'Counter', gauge: 'Gauge', histogram: 'Histogram' }[metric.instrument];
}

function familyCode(metric: ServiceMetric): string {
  const { name, labels, fixedLabels, instrument, unit } = metric;
  const fixed = Object.keys(fixedLabels).toSorted();
  const names = [...labels.map((label) => label.name), ...fixed];
  const options = {
    counter: isNamedCounter(metric) ? ', multiprocess_mode="sum"' : '',
    gauge: `, multiprocess_mode="${unit === 'unix-seconds' ? 'max' : 'mostrecent'}"`,
    histogram: `, buckets=${tuple(boundsFor(metric).map(float))}`,
  }[instrument];
  const values = labels.map(({ allowed, most }) =>
    allowed === undefined ? `_Values(most=${most})` : `_Values(${tuple(allowed.map(literal))})`,
  );
  return `_Family(
            lambda: _register(
                registry, ${typeOf(metric)}, ${literal(name)}, ${literal(helpOf(metric))}, ${tuple(names.map(literal))}${options}
            ),
            (${values
              .map((value) => `${value}, `)
              .join('')
              .trimEnd()}),
            ${tuple(fixed.map((label) => literal(fixedLabels[label] ?? '')))},${instrument === 'gauge' && names.length === 0 ? '\n            lazy=True,' : ''}
        )`;
}

function callData(module: Module, write: Writer) {
  const { call } = module;
  const segments = (call?.segments ?? []).map((label) => ({ name: argumentOf(label), label }));
  const resultParameters = [
    ...(call?.hasClass ? [{ name: 'prediction_class', type: 'str', empty: 'OTHER' }] : []),
    ...(call?.confidence ? [{ name: 'confidence', type: 'float | None', empty: 'None' }] : []),
    ...(call?.score ? [{ name: 'score', type: 'float | None', empty: 'None' }] : []),
    ...segments.map(({ name }) => ({ name, type: 'str | None', empty: 'None' })),
  ];
  const index = new Map(resultParameters.map(({ name }, position) => [name, position]));
  const ofCall: Scope = {
    version: 'self._version',
    class: '(OTHER if self._first is None else self._first[0])',
    reason: 'reason',
    segment: (label) => `self._${argumentOf(label)}`,
  };
  const ofResult: Scope = {
    ...ofCall,
    class: 'result[0]',
    segment: (label) => `result[${index.get(argumentOf(label)) ?? 0}]`,
  };
  const counts = (emissions: readonly Emission[], scope: Scope, amount: string) =>
    emissions.map((emission) => ({ code: write.count(emission, scope, amount) }));
  const durations = (emissions: readonly Emission[]) =>
    emissions.map((emission) => ({ code: write.observe(emission, ofCall, 'seconds', ', exemplar') }));
  const span = spanOf(module);
  const empty = call ?? EMPTY_CALL;
  return {
    call: call !== undefined,
    resultFields: resultParameters.map(({ name, type }) => ({ name, type: type.replace(' | None', '') })),
    resultParameters,
    resultTuple: tuple(
      resultParameters.map(({ name }) =>
        segments.some((segment) => segment.name === name)
          ? `self._${name} if ${name} is None else ${name}`
          : name,
      ),
    ),
    resultNames: tuple(
      resultParameters.map(({ name, empty: none }) =>
        segments.some((segment) => segment.name === name) ? `self._${name}` : none,
      ),
    ),
    version: empty.hasVersion,
    segments: segments.map(({ name }) => ({ name })),
    fallback: empty.hasFallback,
    hasTimeout: hasTimeoutOfItsOwn(empty),
    firstToken: empty.timeToFirstToken !== undefined || empty.timePerToken !== undefined,
    tokens: empty.tokens !== undefined || empty.timePerToken !== undefined,
    spanName: literal(span.name),
    attributes: `{${span.attributes.map(({ key, value }) => `${literal(key)}: ${value === 'version' ? 'self._version' : literal(value.text)}`).join(', ')}}`,
    error: [...durations(empty.durations.error), ...counts(empty.counts.error, ofCall, 'self._size')],
    timeout: [...durations(empty.durations.timeout), ...counts(empty.counts.timeout, ofCall, 'self._size')],
    fallbackDurations: durations(empty.durations.fallback),
    fallbackCounts: counts(empty.counts.fallback, ofResult, 'amount'),
    successDurations: durations(empty.durations.success),
    successCounts: counts(empty.counts.success, ofResult, 'amount'),
    resultLines: resultLines(empty, index, write, ofResult),
    answerLines: answerLines(empty, write, ofCall),
  };
}

function resultLines(call: Call, index: ReadonlyMap<string, number>, write: Writer, scope: Scope) {
  return (['confidence', 'score'] as const).flatMap((name) => {
    const emission = call[name];
    const value = `result[${index.get(name) ?? 0}]`;
    return emission === undefined
      ? []
      : [{ code: `if ${value} is not None:` }, { code: `    ${write.observe(emission, scope, value)}` }];
  });
}

/** What is known of an answer that comes token by token. */
function answerLines({ tokens, timeToFirstToken, timePerToken }: Call, write: Writer, scope: Scope) {
  const lines: string[] = [];
  if (timeToFirstToken !== undefined)
    lines.push(
      'if self._first_token is not None:',
      `    ${write.observe(timeToFirstToken, scope, timeToFirstToken.metric.scale === 1 ? 'self._first_token - self._start' : '(self._first_token - self._start)', ', exemplar')}`,
    );
  if (timePerToken !== undefined)
    lines.push(
      'if self._first_token is not None and self._output is not None and self._output > 1:',
      '    later = self._start + seconds - self._first_token',
      `    ${write.observe(timePerToken, scope, '(later / (self._output - 1))', ', exemplar')}`,
    );
  if (tokens !== undefined)
    lines.push(
      'for kind, amount in (("input", self._input), ("output", self._output)):',
      '    if amount is not None:',
      `        ${write.observe(tokens, scope, 'amount')}`,
    );
  return lines.map((code) => ({ code }));
}

function functionData({ role, emission, facets, segments }: RoleFunction, write: Writer) {
  const { metric } = emission;
  const names = segments.map(argumentOf);
  const scope: Scope = {
    version: 'version',
    class: 'prediction_class',
    reason: 'reason',
    segment: (label) => `_text(${argumentOf(label)})`,
  };
  const child = write.child(emission, scope, 'self');
  const keywords = [
    ...facets.map((facet: Facet) => `${snakeCase(FACET_ARGUMENTS[facet])}: str`),
    ...(metric.instrument === 'counter' ? ['amount: float = 1'] : []),
    ...names.map((name) => `${name}: str | None = None`),
  ];
  const isMoment = metric.unit === 'unix-seconds';
  const first =
    metric.instrument === 'counter' ? [] : [isMoment ? 'at: float | None = None' : 'value: float'];
  const parameters = ['self', ...first, ...(keywords.length > 0 ? ['*', ...keywords] : [])].join(', ');
  const value = isMoment ? '(time.time() if at is None else at)' : 'value';
  const [verb, code] = {
    counter: ['count', `${child}.inc(${scaled(metric, 'amount')})`],
    gauge: ['set', `${child}.set(${scaled(metric, value)})`],
    histogram: ['observe', `${child}.observe(${scaled(metric, value)})`],
  }[metric.instrument] as [string, string];
  const unit = isMoment ? `${unitWords(metric.unit)}; now by default` : unitWords(metric.unit);
  return {
    name: `${verb}_${snakeCase(role)}`,
    parameters,
    documentation: docText(
      `${wordsOf(role)}, for ${metric.name}${metric.instrument === 'counter' ? '' : `: ${unit}`}.`,
    ),
    code,
  };
}
