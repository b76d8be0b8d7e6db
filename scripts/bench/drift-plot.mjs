// The picture of `npm run bench:drift -- --scaling`: CPU and memory by rows and by columns, on axes of powers of ten. Its colours are read
// on light and on dark pages.
const [WIDTH, HEIGHT] = [360, 240];
const MARGIN = { left: 56, right: 16, top: 34, bottom: 40 };
const INK = '#808890';
const SERIES = [
  { key: 'run', label: 'both sides read', color: '#2f81f7' },
  { key: 'stored', label: 'stored baseline', color: '#d29922' },
];
const PANELS = [
  { by: 'rows', of: 'cpu', title: 'CPU seconds by rows (20 columns)' },
  { by: 'rows', of: 'peak', title: 'Peak MiB by rows (20 columns)' },
  { by: 'columns', of: 'cpu', title: 'CPU seconds by columns (300,000 rows)' },
  { by: 'columns', of: 'peak', title: 'Peak MiB by columns (300,000 rows)' },
];

/** An SVG of four panels. `points.rows` and `points.columns` hold `{ rows, columns, run, stored }` with `cpu` and `peak`. */
export function scalingPlot(points) {
  const panels = PANELS.map((panel, index) => {
    const [x, y] = [(index % 2) * WIDTH, Math.floor(index / 2) * HEIGHT];
    return `<g transform="translate(${x} ${y})">${panelOf(panel, points[panel.by])}</g>`;
  });
  const legend = SERIES.map(
    ({ label, color }, index) =>
      `<rect x="${MARGIN.left + index * 150}" y="${2 * HEIGHT + 4}" width="10" height="10" fill="${color}"/><text x="${MARGIN.left + 16 + index * 150}" y="${2 * HEIGHT + 13}">${label}</text>`,
  );
  const [width, height] = [2 * WIDTH, 2 * HEIGHT + 24];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11" fill="${INK}" role="img" aria-label="CPU and memory of a drift run by rows and columns">`,
    ...panels,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function panelOf({ by, of, title }, points) {
  const x = scale(
    points.map((each) => each[by]),
    [MARGIN.left, WIDTH - MARGIN.right],
  );
  const y = scale(
    SERIES.flatMap(({ key }) => points.map((each) => each[key][of])),
    [HEIGHT - MARGIN.bottom, MARGIN.top],
  );
  const lines = SERIES.map(({ key, color }) => {
    const at = points.map((each) => `${x.at(each[by])},${y.at(each[key][of])}`);
    const dots = at.map(
      (each) => `<circle cx="${each.split(',')[0]}" cy="${each.split(',')[1]}" r="3" fill="${color}"/>`,
    );
    return `<polyline points="${at.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join('')}`;
  });
  const vertical = x.ticks.map(
    (tick) =>
      `<text x="${x.at(tick)}" y="${HEIGHT - MARGIN.bottom + 16}" text-anchor="middle">${short(tick)}</text>`,
  );
  const horizontal = y.ticks.map(
    (tick) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y.at(tick)}" y2="${y.at(tick)}" stroke="${INK}" stroke-opacity="0.25"/><text x="${MARGIN.left - 6}" y="${y.at(tick) + 4}" text-anchor="end">${short(tick)}</text>`,
  );
  return `<text x="${MARGIN.left}" y="18" font-size="13">${title}</text>${horizontal.join('')}${vertical.join('')}${lines.join('')}`;
}

const STEPS = [1, 2, 5];

/** Powers of ten along `from` to `to`, from a round number below the least value to one above the largest. */
function scale(values, [from, to]) {
  const round = [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7].flatMap((power) => STEPS.map((step) => step * 10 ** power));
  const least = round.findLast((each) => each <= Math.min(...values)) ?? round[0];
  const most = round.find((each) => each >= Math.max(...values)) ?? round.at(-1);
  const at = (value) =>
    Number((from + ((to - from) * Math.log(value / least)) / Math.log(most / least)).toFixed(1));
  const inside = round.filter((each) => each >= least && each <= most);
  return {
    at,
    ticks: inside.length > 8 ? inside.filter((each) => Number.isInteger(Math.log10(each))) : inside,
  };
}

function short(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(2)));
}
