import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../../plan/origin.ts';
import type { Module } from './module.ts';

/** What a module leaves to others, or does otherwise. */
export function notesOf(module: Module, languages: readonly string[]): Diagnostic[] {
  const { instrumentation, metrics } = module;
  const { model, elsewhere } = instrumentation;
  return [
    ...elsewhere.map(({ metric, by, origin: place }) =>
      note('info', 'instrumentation/emitted-elsewhere', place, {
        message: `instrumentation: ${metric} of ${model} is emitted by ${by}${metrics.length === 0 ? '; nothing is left for code of the model' : ', not by code of the model'}`,
        data: { metric, by },
      }),
    ),
    ...instrumentation.metrics
      .filter(({ isNative }) => isNative)
      .map(({ name, origin: place }) =>
        note('warning', 'target/unsupported', place, {
          message: `instrumentation: ${name} is mapped as a native histogram; left out: the client libraries emit only classic ones`,
          hint: 'Emit it yourself, or map it with `buckets` in place of `native: true`.',
          data: { target: 'instrumentation', metric: name },
        }),
      ),
    ...metrics
      .filter(
        ({ name, instrument }) =>
          languages.includes('python') && instrument === 'counter' && !name.endsWith('_total'),
      )
      .map(({ name, origin: place }) =>
        note('info', 'target/approximated', place, {
          message: `instrumentation: ${name} is a counter without "_total" at its end, to which prometheus_client would append it; rendered instead: the same series, exposed without a type`,
          hint: `Where you can choose, name it ${name}_total.`,
          data: { target: 'instrumentation', metric: name },
        }),
      ),
    ...metrics
      .filter(({ instrument, declaresBounds }) => instrument === 'histogram' && !declaresBounds)
      .map(({ name, roles, origin: place }) =>
        note('info', 'instrumentation/usual-buckets', place, {
          message: `instrumentation: nothing says the buckets of ${name}; it gets the usual ones for its unit, and those that objectives need`,
          hint: `Name them where it is mapped: metrics: { ${roles[0]?.role ?? ''}: { buckets: [ … ] } }.`,
          data: { metric: name },
        }),
      ),
  ];
}

function note(
  severity: Diagnostic['severity'],
  code: string,
  { object, spans }: Origin,
  rest: Pick<Diagnostic, 'message' | 'hint' | 'data'>,
): Diagnostic {
  const [span] = spans;
  return { code, severity, ...(span && { span }), object, ...rest };
}
