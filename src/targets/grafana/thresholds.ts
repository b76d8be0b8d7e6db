import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelThreshold } from '../../plan/view.ts';

const COLOURS: Readonly<Record<PanelThreshold['tone'], string>> = { warn: 'orange', bad: 'red' };
const GOOD = 'green';

/**
 * Steps from below: each begins at its value. Between what is bad below and what is bad above lies what is good; without thresholds
 * there is neither.
 */
export function thresholdsOf(thresholds: readonly PanelThreshold[]): dashboard.ThresholdsConfigBuilder {
  const below = thresholds.filter(({ beyond }) => beyond === 'below').toSorted((a, b) => a.value - b.value);
  const above = thresholds.filter(({ beyond }) => beyond === 'above').toSorted((a, b) => a.value - b.value);
  const [lowest] = below;
  const steps: dashboard.Threshold[] = [
    { value: null, color: lowest === undefined ? GOOD : COLOURS[lowest.tone] },
    // Above what is worst below comes what is less bad, and then what is good.
    ...below.map(({ value }, index) => {
      const next = below[index + 1];
      return { value, color: next === undefined ? GOOD : COLOURS[next.tone] };
    }),
    ...above.map(({ value, tone }) => ({ value, color: COLOURS[tone] })),
  ];
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps);
}
