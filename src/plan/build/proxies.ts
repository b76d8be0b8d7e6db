import { didYouMean, suggest } from '../../support/suggest.ts';
import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { AbsenceDemand } from './absence.ts';
import { type AlertDraft, addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';
import { monitorState } from './monitor.ts';
import { silent } from './monitor-part.ts';
import { ownershipOf } from './ownership.ts';
import { valueMark } from './prose.ts';
import { MONITOR_PROSE } from './prose-monitors.ts';
import { outOfBounds } from './proxy-bounds.ts';
import { type ProxyAt, proxiesOf, proxyNamed } from './proxy-measure.ts';
import { type NamedCondition, sloState } from './state-conditions.ts';
import type { MonitorMeasure } from './statistic.ts';
import { upstreamItems } from './upstream.ts';

const ABSENT_HOLD_SECONDS = 600;
const NO_HISTORY_HOLD_SECONDS = 3600;

/** The alerts of a model's proxies: out of bounds, without history, without data. */
export function addProxyAlerts(context: BuildContext, model: Entity<'Model'>): AbsenceDemand[] {
  const seen = new Set<string>();
  return proxiesOf(model).flatMap((proxy) => {
    const { name } = proxy.spec;
    if (seen.has(name)) {
      reportAt(context, model, ['proxies', proxy.index, 'name'], {
        code: 'proxy/duplicate-name',
        severity: 'error',
        message: `there are two proxies named ${name}`,
        expected: 'another name: alerts are called by it',
      });
      return [];
    }
    seen.add(name);
    return addProxy(context, proxy);
  });
}

function addProxy(context: BuildContext, proxy: ProxyAt): AbsenceDemand[] {
  const { model, index, spec } = proxy;
  const found = outOfBounds(context, proxy);
  const isConfirmed = checkConfirmed(context, proxy);
  const confirmation = spec.confirmWith && confirmed(context, proxy);
  if (found === undefined || !isConfirmed || (spec.confirmWith && confirmation === undefined)) return [];
  const { measured, condition, bounds } = found;
  const path = ['proxies', index];
  const draft: Omit<AlertDraft, 'aspect' | 'class' | 'severity' | 'condition' | 'holdSeconds' | 'prose'> = {
    object: model,
    subject: subjectOf(model),
    keepFiringSeconds: spec.keepFiringFor.seconds,
    ownership: ownershipOf(context, model, model),
    upstream: upstreamItems(context.workspace, model),
    firstLook: [{ title: `Proxy ${spec.name}`, measure: measured.measure }],
    origin: originOf(model, [...path, 'expect'], path),
  };
  const also = confirmation === undefined ? '' : `, while ${confirmation.words}`;
  addAlert(context, {
    ...draft,
    aspect: `proxy-${spec.name}`,
    class: 'quality',
    severity: spec.severity,
    condition: confirmation ? { node: 'all', of: [condition, confirmation.condition] } : condition,
    holdSeconds: spec.for.seconds,
    prose: {
      summary: MONITOR_PROSE.proxy({
        subject: model.name,
        proxy: spec.name,
        what: measured.signal ? ` (${measured.words})` : '',
        value: valueMark(measured.measure.unit),
        bounds: bounds + also,
      }),
      impact: spec.impact ?? `Predictions of ${model.name} may be worse than before; labels will tell later.`,
    },
  });
  if (found.withoutHistory) {
    addAlert(context, {
      ...draft,
      aspect: `proxy-${spec.name}-no-history`,
      class: 'absence',
      severity: 'info',
      condition: found.withoutHistory,
      holdSeconds: NO_HISTORY_HOLD_SECONDS,
      keepFiringSeconds: 0,
      prose: {
        summary: MONITOR_PROSE.noHistory({
          title: model.title,
          what: `proxy ${spec.name}`,
          past: 'the same time last week',
          hold: printDuration(NO_HISTORY_HOLD_SECONDS),
        }),
        impact: `Until there is a week of history, nobody sees proxy ${spec.name} change.`,
      },
    });
  }
  return [
    ...(found.baseline ? [found.baseline] : []),
    ...(spec.onNoData === 'alert' ? missing(context, proxy, measured, draft) : []),
  ];
}

/** A proxy stands for what nobody has measured yet: alone it wakes nobody. */
function checkConfirmed(context: BuildContext, { model, index, spec }: ProxyAt): boolean {
  if (spec.severity !== 'page' || spec.confirmWith !== undefined) return true;
  reportAt(context, model, ['proxies', index, 'severity'], {
    code: 'proxy/page-alone',
    severity: 'error',
    message: `proxy ${spec.name} would page by itself`,
    expected: 'severity: ticket, or confirmWith: a second signal that must hold as well',
  });
  return false;
}

/** The second signal; undefined (and findings) when it is none. */
function confirmed(context: BuildContext, { model, index, spec }: ProxyAt): NamedCondition | undefined {
  const { confirmWith } = spec;
  const path = ['proxies', index, 'confirmWith'];
  if (confirmWith === undefined) return undefined;
  if ('monitor' in confirmWith) return monitorState(context, confirmWith.monitor);
  if ('slo' in confirmWith) return sloState(context, model, [...path, 'slo'], confirmWith.slo, 'burning');
  const name = confirmWith.proxy;
  const other = proxyNamed(model, name);
  if (other === undefined || name === spec.name) {
    const known = model.spec.proxies.map((each) => each.name).filter((each) => each !== spec.name);
    const suggestions = suggest(name, known);
    const hint = didYouMean(suggestions);
    reportAt(context, model, [...path, 'proxy'], {
      code: 'proxy/unknown',
      severity: 'error',
      message:
        name === spec.name ? 'a proxy cannot confirm itself' : `Model ${model.name} has no proxy "${name}"`,
      expected:
        known.length === 0 ? 'a monitor or an slo: there is no other proxy' : `one of ${known.join(', ')}`,
      ...(hint !== undefined && { hint, suggestions }),
    });
    return undefined;
  }
  const found = outOfBounds(silent(context), other);
  return found && { condition: found.condition, words: `proxy ${name} is out of bounds as well` };
}

function missing(
  context: BuildContext,
  { model, index, spec }: ProxyAt,
  measured: MonitorMeasure,
  draft: Omit<AlertDraft, 'aspect' | 'class' | 'severity' | 'condition' | 'holdSeconds' | 'prose'>,
): AbsenceDemand[] {
  const { severity } = spec;
  if (measured.signal && measured.needs?.where === undefined)
    return [
      {
        subject: model,
        signal: measured.signal,
        severity: severity === 'page' ? 'ticket' : severity,
        holdSeconds: ABSENT_HOLD_SECONDS,
        vanishing: false,
      },
    ];
  addAlert(context, {
    ...draft,
    aspect: `proxy-${spec.name}-no-data`,
    class: 'absence',
    severity: severity === 'page' ? 'ticket' : severity,
    condition: measured.needs
      ? { node: 'absent', of: measured.needs }
      : { node: 'no-value', of: measured.measure },
    holdSeconds: ABSENT_HOLD_SECONDS,
    keepFiringSeconds: 0,
    origin: originOf(model, ['proxies', index, 'onNoData'], ['proxies', index]),
    prose: {
      summary: MONITOR_PROSE.noValue({
        title: model.title,
        what: `proxy ${spec.name}`,
        hold: printDuration(ABSENT_HOLD_SECONDS),
      }),
      impact: `Nobody can tell how the predictions of ${model.name} are until labels arrive.`,
    },
  });
  return [];
}
