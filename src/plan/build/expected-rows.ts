import { printNumber } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import type { AbsenceDemand } from './absence.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, subjectOf } from './context.ts';
import { ownershipOf } from './ownership.ts';
import { PROSE, valueMark } from './prose.ts';
import { modelSignal } from './signals.ts';
import { upstreamItems } from './upstream.ts';

const KEEP_SECONDS = 300;
const ABSENT_HOLD_SECONDS = 600;
const PATH = ['serving', 'expectedRows', 'tolerance'];

/**
 * The alerts of a batch model whose runs score too many rows, or too few; too few are left to an objective on coverage where
 * there is one.
 */
export function addExpectedRowsAlerts(context: BuildContext, model: Entity<'Model'>): AbsenceDemand[] {
  const { expectedRows } = model.spec.serving;
  if (expectedRows?.tolerance === undefined) return [];
  const signal = modelSignal(context, model, 'rows', {
    entity: model,
    path: PATH,
    instruments: ['gauge'],
  });
  if (signal === undefined) return [];
  const { typical, tolerance } = expectedRows;
  const rows: Measure = { node: 'gauge', of: { signal: signal.id }, aggregate: 'sum', unit: signal.unit };
  for (const [aspect, op, share] of [
    ['rows-high', '>', 1 + tolerance.ratio],
    ['rows-low', '<', 1 - tolerance.ratio],
  ] as const) {
    if (aspect === 'rows-low' && hasCoverage(context, model)) continue;
    const limit = Number((typical * share).toPrecision(12));
    addAlert(context, {
      object: model,
      subject: subjectOf(model),
      aspect,
      class: 'volume',
      severity: 'ticket',
      condition: {
        node: 'compare',
        left: rows,
        op,
        right: { node: 'constant', value: limit, unit: signal.unit },
      },
      holdSeconds: 2 * context.cadence.evaluationSeconds,
      keepFiringSeconds: KEEP_SECONDS,
      ownership: ownershipOf(context, model, model),
      upstream: upstreamItems(context.workspace, model),
      firstLook: [{ title: 'Rows of each run', signal: signal.id }],
      origin: originOf(model, PATH),
      prose: {
        summary: PROSE.rows({
          subject: model.title,
          value: valueMark(signal.unit),
          direction: op === '>' ? 'more' : 'fewer',
          limit: printNumber(limit),
          typical: printNumber(typical),
        }),
        impact:
          op === '>'
            ? `${model.title} may have scored something twice, or something it should not.`
            : `Something that ${model.title} should have scored has no result.`,
      },
    });
  }
  return [{ subject: model, signal, severity: 'ticket', holdSeconds: ABSENT_HOLD_SECONDS, vanishing: false }];
}

function hasCoverage({ workspace }: BuildContext, model: Entity<'Model'>): boolean {
  return workspace
    .list('SLO')
    .some(
      ({ spec }) =>
        spec.model === model.name && spec.sli.type === 'coverage' && spec.sli.of === 'expectedRows',
    );
}
