import type { FirstLook } from '../../plan/alert.ts';
import type { Selection } from '../../plan/signal.ts';
import type { Expr } from '../ast.ts';
import { histogramQuantile, sum } from '../build.ts';
import { print } from '../print.ts';
import { onOneLine } from '../tokens.ts';
import { lowerMeasure } from './measure.ts';
import { burnRateName, objectiveSeries } from './names.ts';
import { objectiveOf, type Scope, signalOf } from './scope.ts';
import { change, isNativeHistogram, scaled, seriesOf } from './selection.ts';
import { burnRateWindow } from './windows.ts';

const WINDOW_SECONDS = 300;

/** The query of something to look at first, on one line: to be pasted, not read by a machine. */
export function firstLookQuery(scope: Scope, look: FirstLook): string | undefined {
  if (look.measure !== undefined) {
    return look.measure.node === 'raw'
      ? onOneLine(look.measure.text)
      : print(lowerMeasure(scope, look.measure));
  }
  if (look.objective !== undefined) {
    const objective = objectiveOf(scope, look.objective);
    return print(objectiveSeries(scope, objective, burnRateName(burnRateWindow(scope, objective))));
  }
  return look.signal === undefined ? undefined : print(signalQuery(scope, { signal: look.signal }));
}

/** A counter's rate, a gauge itself, a histogram's 99th percentile: each as one looks at it. */
function signalQuery(scope: Scope, of: Selection): Expr {
  const signal = signalOf(scope, of.signal);
  switch (signal.instrument) {
    case 'counter':
      return change(scope, of, 'rate', WINDOW_SECONDS);
    case 'gauge':
      return seriesOf(scope, of);
    case 'histogram': {
      const rates = isNativeHistogram(signal)
        ? sum(change(scope, of, 'rate', WINDOW_SECONDS))
        : sum(change(scope, of, 'rate', WINDOW_SECONDS, { suffix: '_bucket' }), { by: ['le'] });
      return scaled(histogramQuantile(0.99, rates), signal.prometheus.scale);
    }
  }
}
