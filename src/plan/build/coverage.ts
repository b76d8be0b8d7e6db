import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import type { Indicator } from '../objective.ts';
import type { Signal } from '../signal.ts';
import { type BuildContext, reportAt } from './context.ts';
import { modelSignal } from './signals.ts';

/** The gauge role with the rows of a model's last batch. */
const ROWS = 'rows';

/** A slice is bad while less than the wanted share of what is expected was scored. */
export function coverageIndicator(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
): { readonly indicator: Indicator; readonly signal: Signal } | undefined {
  const { sli } = slo.spec;
  if (sli.type !== 'coverage') return undefined;
  const role = sli.of === 'expectedRows' ? ROWS : sli.of;
  const path = ['sli', 'of'];
  const signal = modelSignal(context, model, role, { entity: slo, path, instruments: ['gauge'] });
  if (signal === undefined) return undefined;
  const measure = measureOf(context, slo, model, signal);
  return (
    measure && {
      signal,
      indicator: {
        type: 'time-in-bounds',
        measure,
        badWhen: '<',
        limit: sli.min.ratio,
        signals: [{ signal: signal.id }],
      },
    }
  );
}

function measureOf(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
  signal: Signal,
): Measure | undefined {
  const { sli } = slo.spec;
  if (sli.type !== 'coverage') return undefined;
  const of = { signal: signal.id };
  if (sli.of !== 'expectedRows') {
    if (signal.unit === 'ratio') return { node: 'gauge', of, aggregate: 'min', unit: 'ratio' };
    reportAt(context, slo, ['sli', 'of'], {
      code: 'metrics/unit-mismatch',
      severity: 'error',
      message: `role ${sli.of} is measured in ${signal.unit}, a coverage as a share`,
      expected: 'a gauge with unit ratio (0 to 1) or percent (0 to 100), or of: expectedRows',
      related: [{ message: `${signal.metric} is mapped here`, span: signal.origin.spans[0] ?? model.span }],
    });
    return undefined;
  }
  const expected = model.spec.serving.expectedRows?.typical;
  if (expected === undefined) {
    reportAt(context, slo, ['sli', 'of'], {
      code: 'slo/no-expected-rows',
      severity: 'error',
      message: `nothing says how many rows ${model.name} should score`,
      expected: `serving: { expectedRows: { typical: … } } on Model ${model.name}`,
      related: [{ message: 'the model', span: model.span }],
    });
    return undefined;
  }
  return {
    node: 'ratio',
    // Shards of a batch add up.
    numerator: { node: 'gauge', of, aggregate: 'sum', unit: signal.unit },
    denominator: { node: 'constant', value: expected, unit: signal.unit },
    unit: 'ratio',
  };
}
