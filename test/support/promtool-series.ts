/** Series in promtool's notation for unit tests, one value every `stepSeconds`, put together from stretches of time. */

/** Minutes that a counter grows at so much per second, or is not there. `restart` sets it to 0. */
export type CounterPart = readonly [minutes: number, perSecond: number | 'missing'] | 'restart';
/** Minutes that a gauge has a value, or is not there. */
export type GaugePart = readonly [minutes: number, value: number | 'missing'];
/** Minutes that a clock is set at every step, is not set, or is not there. */
export type ClockPart = readonly [minutes: number, how: 'runs' | 'stands' | 'missing'];

export interface Notation {
  /** A counter from 0. */
  readonly counter: (...parts: readonly CounterPart[]) => string;
  readonly gauge: (...parts: readonly GaugePart[]) => string;
  /** A gauge with the Unix time of something that happens again and again. */
  readonly clock: (...parts: readonly ClockPart[]) => string;
}

/** `start` is the Unix time of the first value. */
export function notation(stepSeconds: number, start = 0): Notation {
  const steps = (minutes: number): number => Math.round((minutes * 60) / stepSeconds);
  return {
    counter: (...parts) => {
      const texts: string[] = [];
      let value = 0;
      for (const part of parts) {
        if (part === 'restart') {
          value = 0;
          continue;
        }
        const [minutes, perSecond] = part;
        if (perSecond === 'missing') texts.push(missing(steps(minutes)));
        else {
          const grown = rounded(perSecond * stepSeconds);
          texts.push(stretch(value, grown, steps(minutes)));
          value = rounded(value + grown * steps(minutes));
        }
      }
      return texts.join(' ');
    },
    gauge: (...parts) =>
      parts
        .map(([minutes, value]) =>
          value === 'missing' ? missing(steps(minutes)) : stretch(value, 0, steps(minutes)),
        )
        .join(' '),
    clock: (...parts) => {
      const texts: string[] = [];
      let now = start;
      let shown = start;
      for (const [minutes, how] of parts) {
        const count = steps(minutes);
        if (how === 'missing') texts.push(missing(count));
        else texts.push(how === 'runs' ? stretch(now, stepSeconds, count) : stretch(shown, 0, count));
        now += count * stepSeconds;
        if (how === 'runs') shown = now - stepSeconds;
      }
      return texts.join(' ');
    },
  };
}

/** `count` values, the first of which is `from`. */
function stretch(from: number, step: number, count: number): string {
  return `${from}+${step}x${count - 1}`;
}

/** What Prometheus sees of a series that its target no longer exposes. */
function missing(count: number): string {
  return count > 1 ? `stale _x${count - 1}` : 'stale';
}

/** Sums of decimal steps, without what binary fractions add to them. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
