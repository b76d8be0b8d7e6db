import type { Measure } from '../../plan/condition.ts';
import type { Selection } from '../../plan/signal.ts';
import { type Draft, type DraftEmitter, emittersOf, worldOf } from './draft.ts';
import { valueAt } from './simulate/measure.ts';
import { simulationOf } from './simulate/simulation.ts';

/** Where the draft stands when a measure is set: the phase, and a moment at which all windows are within it. */
export interface Place {
  readonly phase: number;
  readonly atSeconds: number;
  /** The place that lies so many seconds before, if the world reaches that far. */
  readonly before: (seconds: number) => Place | undefined;
}

/** The value that a measure has in the draft as it is. */
export function currentValue(draft: Draft, measure: Measure, { atSeconds }: Place): number | undefined {
  return valueAt(simulationOf(draft.scope, worldOf(draft)), measure, atSeconds);
}

/**
 * Sets what emitters do in a phase so that the measure settles at a value (in the measure's unit). False where that cannot be: a share
 * above 1, a quantile between two bounds that are not there.
 */
export function aim(draft: Draft, measure: Measure, value: number, place: Place): boolean {
  switch (measure.node) {
    case 'rate':
      return setEvents(draft, emittersOf(draft, measure.of), value, place.phase);
    case 'increase':
      return setEvents(draft, emittersOf(draft, measure.of), value / measure.overSeconds, place.phase);
    case 'mean':
      return setMean(draft, measure.of, value, place.phase);
    case 'quantile':
      return setQuantile(draft, measure, value, place.phase);
    case 'gauge':
      return setGauge(draft, measure, value, place.phase);
    case 'age':
      return setAge(draft, measure, value, place.phase);
    case 'ratio':
      return setRatio(draft, measure, value, place);
    case 'ago': {
      const then = place.before(measure.bySeconds);
      return then !== undefined && aim(draft, measure.of, value, then);
    }
    case 'scaled':
      return measure.factor !== 0 && aim(draft, measure.of, value / measure.factor, place);
    case 'when':
      return aim(draft, measure.of, value, place);
    case 'combine': {
      const each = measure.by === 'sum' ? value / measure.of.length : value;
      return measure.of.map((part) => aim(draft, part, each, place)).every(Boolean);
    }
    case 'amount-rate':
      return setAmount(draft, measure, value, place);
    // `settleDifference` sets what both sides count.
    case 'proportion-z':
    case 'constant':
    case 'segment-spread':
    case 'last-due':
    case 'raw':
    case 'raw-volume':
      return false;
  }
}

/** Events per second in the plan's unit: a counter's raw samples are scaled, observations are not. */
function planEvents({ signal, levels }: DraftEmitter, phase: number): number {
  const level = levels[phase];
  if (level === undefined || level.kind === 'gauge' || level.kind === 'clock') return 0;
  return level.perSecond * (level.kind === 'counter' ? (signal?.prometheus.scale ?? 1) : 1);
}

function withEvents(emitter: DraftEmitter, phase: number, perSecond: number): void {
  const level = emitter.levels[phase];
  if (level?.kind === 'counter')
    emitter.levels[phase] = {
      kind: 'counter',
      perSecond: perSecond / (emitter.signal?.prometheus.scale ?? 1),
    };
  else if (level?.kind === 'histogram') emitter.levels[phase] = { ...level, perSecond };
}

/** Events per second of all together; what they are of each other stays. */
export function setEvents(
  _draft: Draft,
  emitters: readonly DraftEmitter[],
  perSecond: number,
  phase: number,
): boolean {
  if (emitters.length === 0 || perSecond < 0) return false;
  const total = emitters.reduce((sum, emitter) => sum + planEvents(emitter, phase), 0);
  for (const [index, emitter] of emitters.entries()) {
    const share = total > 0 ? planEvents(emitter, phase) / total : shareOf(index, emitters.length);
    withEvents(emitter, phase, perSecond * share);
  }
  return true;
}

/** Uneven shares that add up to 1. */
function shareOf(index: number, count: number): number {
  return (2 * (count - index)) / (count * (count + 1));
}

/**
 * Makes so many per second of `part` among `whole` happen. What is in both counts on both sides; the rest of the whole makes up for
 * it, so that the whole stays as it is asked for.
 */
export function setShare(
  draft: Draft,
  part: readonly Selection[],
  whole: readonly Selection[],
  share: number,
  perSecond: number,
  phase: number,
): boolean {
  const some = new Set(part.flatMap((selection) => emittersOf(draft, selection)));
  const all = new Set(whole.flatMap((selection) => emittersOf(draft, selection)));
  const others = [...all].filter((emitter) => !some.has(emitter));
  const inBoth = [...some].filter((emitter) => all.has(emitter));
  const overlap = inBoth.length === some.size ? 1 : inBoth.length === 0 ? 0 : undefined;
  if (overlap === undefined || some.size === 0) return false;
  const rest = perSecond * (1 - overlap * share);
  if (rest < 0 || (others.length === 0 && rest > 0)) return false;
  setEvents(draft, [...some], perSecond * share, phase);
  if (others.length > 0) setEvents(draft, others, rest, phase);
  return true;
}

function setMean(draft: Draft, of: Selection, value: number, phase: number): boolean {
  const emitters = emittersOf(draft, of);
  for (const emitter of emitters) {
    const level = emitter.levels[phase];
    if (level?.kind !== 'histogram') return false;
    emitter.levels[phase] = { ...level, mean: value / (emitter.signal?.prometheus.scale ?? 1) };
  }
  return emitters.length > 0;
}

function setAmount(
  draft: Draft,
  measure: Extract<Measure, { node: 'amount-rate' }>,
  value: number,
  place: Place,
): boolean {
  const emitters = emittersOf(draft, measure.of);
  const events = emitters.reduce((sum, emitter) => sum + planEvents(emitter, place.phase), 0);
  const isHistogram = emitters[0]?.histogram !== undefined;
  if (!isHistogram) return setEvents(draft, emitters, value, place.phase);
  return events > 0 && setMean(draft, measure.of, value / events, place.phase);
}

/** Puts the observations into two neighbouring buckets, so that the quantile, linear within a bucket, is the value. */
function setQuantile(
  draft: Draft,
  { of, quantile }: Extract<Measure, { node: 'quantile' }>,
  value: number,
  phase: number,
): boolean {
  const emitters = emittersOf(draft, of);
  for (const emitter of emitters) {
    const level = emitter.levels[phase];
    const bounds = emitter.histogram?.bounds ?? [];
    const raw = value / (emitter.signal?.prometheus.scale ?? 1);
    const index = bounds.findIndex((bound) => bound >= raw);
    const upper = bounds[index];
    if (level?.kind !== 'histogram' || upper === undefined) return false;
    const lower = bounds[index - 1] ?? 0;
    const inside = (raw - lower) / (upper - lower);
    const shares = level.shares.map(() => 0);
    if (inside >= quantile) {
      shares[index] = quantile / inside;
      shares[index + 1] = 1 - quantile / inside;
    } else {
      if (index === 0) return false;
      shares[index - 1] = (quantile - inside) / (1 - inside);
      shares[index] = 1 - (shares[index - 1] ?? 0);
    }
    emitter.levels[phase] = { ...level, shares };
  }
  return emitters.length > 0;
}

/** The first series decides; the others are where they would, if they were joined otherwise. */
function setGauge(
  draft: Draft,
  { of, aggregate }: Extract<Measure, { node: 'gauge' }>,
  value: number,
  phase: number,
): boolean {
  const emitters = emittersOf(draft, of);
  const away = value === 0 ? 1 : Math.abs(value) / 2;
  for (const [index, emitter] of emitters.entries()) {
    const isFirst = index === 0;
    let own = value;
    if (aggregate === 'max' && !isFirst) own = value - away;
    if (aggregate === 'min' && !isFirst) own = value + away;
    if (aggregate === 'sum') own = value * shareOf(index, emitters.length);
    if (aggregate === 'mean' && index < emitters.length - (emitters.length % 2))
      own = value + (index % 2 === 0 ? away : -away);
    emitter.levels[phase] = { kind: 'gauge', value: own / (emitter.signal?.prometheus.scale ?? 1) };
  }
  return emitters.length > 0;
}

function setAge(
  draft: Draft,
  { of, aggregate }: Extract<Measure, { node: 'age' }>,
  value: number,
  phase: number,
): boolean {
  const emitters = emittersOf(draft, of);
  const others = aggregate === 'oldest' ? value / 2 : value * 1.5;
  for (const [index, emitter] of emitters.entries()) {
    emitter.levels[phase] = {
      kind: 'clock',
      ageSeconds: index === 0 ? value : others,
      secondsPerRaw: emitter.signal?.prometheus.scale ?? 1,
    };
  }
  return emitters.length > 0;
}

function setRatio(
  draft: Draft,
  { numerator, denominator }: Extract<Measure, { node: 'ratio' }>,
  value: number,
  place: Place,
): boolean {
  if (isOfEvents(numerator) && isOfEvents(denominator) && numerator.node === denominator.node) {
    const events = emittersOf(draft, denominator.of).reduce(
      (sum, emitter) => sum + planEvents(emitter, place.phase),
      0,
    );
    const isShare = setShare(draft, [numerator.of], [denominator.of], value, events, place.phase);
    if (isShare || numerator.overSeconds === denominator.overSeconds) return isShare;
  }
  const below = currentValue(draft, denominator, place);
  return below !== undefined && below > 0 && aim(draft, numerator, value * below, place);
}

type OfEvents = Extract<Measure, { node: 'rate' | 'increase' }>;

function isOfEvents(measure: Measure): measure is OfEvents {
  return measure.node === 'rate' || measure.node === 'increase';
}
