import type { PanelProps } from '@perses-dev/plugin-system';
import * as statChart from '@perses-dev/stat-chart-plugin';
import { type ReactElement, useMemo } from 'react';

type StatProps = Parameters<typeof statChart.StatChartPanel>[0];

/** The least width of one figure with its name, in pixels. */
const LEAST_WIDTH = 110;

/**
 * Perses puts all figures of a panel in one row that is scrolled, and a picture or a telephone shows the first few: here they
 * stand in as many rows as they need.
 */
export function StatRows(props: StatProps): ReactElement | null {
  const { queryResults, contentDimensions } = props;
  const rows = useMemo(
    () => rowsOf(queryResults, contentDimensions?.width ?? 0),
    [queryResults, contentDimensions?.width],
  );
  if (contentDimensions === undefined) return null;
  const dimensions = { ...contentDimensions, height: Math.floor(contentDimensions.height / rows.length) };
  return (
    <div className="figures">
      {rows.map((row, index) => (
        <statChart.StatChartPanel key={index} {...props} queryResults={row} contentDimensions={dimensions} />
      ))}
    </div>
  );
}

/** The figures in rows of about the same length; one row when a row would hold one figure, which Perses draws without its name. */
function rowsOf(results: StatProps['queryResults'], width: number): StatProps['queryResults'][] {
  const figures = results.flatMap((result) =>
    result.data.series.map((series) => ({ ...result, data: { ...result.data, series: [series] } })),
  );
  const perRow = Math.max(1, Math.floor(width / LEAST_WIDTH));
  const count = Math.ceil(figures.length / perRow);
  if (count < 2 || Math.floor(figures.length / count) < 2) return [results];
  return Array.from({ length: count }, (_, row) =>
    figures.slice(Math.round((row * figures.length) / count), Math.round(((row + 1) * figures.length) / count)),
  );
}

/** The plugin of figures with its rows. */
export const StatChart = { ...statChart.StatChart, PanelComponent: StatRows as (props: PanelProps<never>) => ReactElement | null };
