import type { AlertClass } from '../alert.ts';
import type { Panel, Reading, ViewRow } from '../view.ts';
import { ofClasses, type Page } from './page.ts';
import { lines, table } from './panel.ts';
import { isProxy } from './rows-service.ts';
import { type Watched, watchedPanels } from './watched.ts';
import { titleCase } from './words.ts';

/** Verdicts of the drift job as words. */
const VERDICTS = { 0: 'no drift', 1: 'warn', 2: 'alert' };

/** Quality where the truth is known, and how much of it is. */
export function qualityRow(page: Page): ViewRow | undefined {
  const watched = ofClasses(page.watched, 'quality', 'fairness').filter((each) => !isProxy(each));
  const panels = [
    ...watchedPanels(watched),
    ...segmentPanels(page),
    ...maturedPanels(page),
    ...labelPanels(page),
  ];
  return panels.length === 0 ? undefined : { title: 'Quality on matured labels', panels };
}

/** A metric told apart by a segment. */
function segmentPanels(page: Page): Panel[] {
  return page.signals
    .filter(
      ({ metric, prometheus }) =>
        metric === 'modelwatch_quality' && prometheus.facetLabels.value !== undefined,
    )
    .map((signal) =>
      lines({
        id: `segments:${signal.id}`,
        title: segmentTitle(signal.id),
        description: 'The same metric for each value of the segment; small ones move more by chance.',
        unit: signal.unit,
        curves: [
          {
            label: '',
            reading: { read: 'gauge', of: { signal: signal.id }, by: ['value'], aggregate: 'max' },
          },
        ],
        origin: signal.origin,
      }),
    );
}

/** `model:fraud-detector/quality/precision@0.8/region` → `precision@0.8 by region`. */
function segmentTitle(id: string): string {
  const [, , metric = '', segment = ''] = id.split('/');
  return titleCase(`${metric} by ${segment}`);
}

/** Share of the predictions whose label has come, and how many decide of the metric. */
function maturedPanels(page: Page): Panel[] {
  const job = page.watched.filter(
    ({ class: of, origin }) => of === 'job' && origin.object.kind !== 'DriftPolicy',
  );
  const matured = job.filter(({ measure }) => measure.unit === 'ratio' || measure.unit === 'events');
  return watchedPanels(matured, { width: 8 });
}

function labelPanels(page: Page): Panel[] {
  return page.signals
    .filter(({ role, instrument }) => role === 'labelled' && instrument === 'counter')
    .map((signal) =>
      lines({
        id: 'labels:rate',
        title: 'Labels that come in',
        description: `Labelled predictions per second (${signal.metric}), by outcome.`,
        unit: 'events-per-second',
        curves: [{ label: '', reading: { read: 'rate', of: { signal: signal.id }, by: ['outcome'] } }],
        least: 0,
        origin: signal.origin,
      }),
    );
}

/** What the drift job found. */
export function driftRow(page: Page): ViewRow | undefined {
  const { subject, origin } = page.facts;
  if (!page.alerts.some(({ object }) => object.kind === 'DriftPolicy')) return undefined;
  const drift = (figure: Extract<Reading, { read: 'drift' }>['figure']): Reading => ({
    read: 'drift',
    figure,
    model: subject.name,
  });
  const watched = ofClasses(page.watched, 'drift').filter(({ measure }) => measure.unit === 'ratio');
  return {
    title: 'Drift',
    panels: [
      ...watchedPanels(watched, { width: 8 }),
      lines({
        id: 'drift:verdicts',
        title: 'Verdicts by feature',
        description:
          'What the drift job decided after minimum rows, correction and confirmation: 0 no drift, 1 warn, 2 alert.',
        unit: 'none',
        curves: [{ label: '', reading: drift('verdict'), words: VERDICTS }],
        thresholds: [
          { label: 'warn', value: 1, beyond: 'above', tone: 'warn' },
          { label: 'alert', value: 2, beyond: 'above', tone: 'bad' },
        ],
        least: 0,
        most: 2,
        width: watched.length > 0 ? 16 : 24,
        origin,
      }),
      table({
        id: 'drift:scores',
        title: 'Scores against thresholds',
        description:
          'The newest score of each test, and what it was judged by. Distances alert above their threshold, p-values below.',
        unit: 'none',
        curves: [
          { label: 'verdict', reading: drift('verdict'), words: VERDICTS },
          { label: 'score', reading: drift('score') },
          { label: 'threshold', reading: drift('threshold') },
        ],
        width: 24,
        origin,
      }),
      ...jobFigures(
        page.watched.filter(
          ({ class: of, origin: { object } }) => of === 'job' && object.kind === 'DriftPolicy',
        ),
      ),
    ],
  };
}

/** How the job that judges is itself: its last run, its rows. */
function jobFigures(watched: readonly Watched[]): Panel[] {
  return watchedPanels(watched, { width: 12, height: 6 });
}

/** Shown by panels of their own, or telling of the watching itself. */
const ELSEWHERE: ReadonlySet<AlertClass> = new Set([
  'data-quality',
  'drift',
  'job',
  'absence',
  'monitoring',
  'action',
]);

/** What the model is fed with. */
export function dataRow(page: Page): ViewRow | undefined {
  const { facts, watchedUpstream } = page;
  const own = ofClasses(page.watched, 'freshness', 'volume', 'schema', 'coverage');
  const upstream = watchedUpstream
    .filter(({ class: of }) => !ELSEWHERE.has(of))
    .map((each) => ({
      ...each,
      title: each.title.toLowerCase().includes(each.subject.name.replaceAll('-', ' '))
        ? each.title
        : `${each.subject.name}: ${each.title}`,
    }));
  const featureSets = [facts.subject, ...facts.upstream].flatMap(({ kind, name }) =>
    kind === 'FeatureSet' ? [name] : [],
  );
  const checked = featureSets.filter((name) =>
    page.index.signals.get(`feature-set:${name}`)?.some(({ id }) => id.endsWith('/checks')),
  );
  const panels = [
    ...watchedPanels([...own, ...upstream]),
    ...(checked.length === 0 ? [] : [checksPanel(page, checked)]),
  ];
  return panels.length === 0 ? undefined : { title: 'Data', panels };
}

function checksPanel({ facts }: Page, featureSets: readonly string[]): Panel {
  return lines({
    id: 'data:checks',
    title: 'Checks of features that fail',
    description:
      'Each curve at 1 is a check (type, range, nulls, values, cardinality, skew) of a feature that fails.',
    unit: 'none',
    curves: [{ label: '', reading: { read: 'drift', figure: 'failed-checks', featureSets } }],
    thresholds: [{ label: 'fails', value: 1, beyond: 'above', tone: 'bad' }],
    least: 0,
    most: 1,
    origin: facts.origin,
  });
}
