import { COVERAGE_CELLS, type CoverageCellId } from '../../spec/kinds/lint.ts';
import { CELL_TITLES } from './cell.ts';

/** By cell: what covers it, and when it does not apply. */
const CELLS: Readonly<Record<CoverageCellId, readonly [coveredBy: string, notApplicable?: string]>> = {
  accuracy: [
    'an SLO of type `quality`; else proxies, or monitors of the roles `judge` and `labelled`, which count half at tier 1',
  ],
  'prediction-distribution': [
    '`predictions` of a DriftPolicy; a proxy or monitor of `score`, or of the share of a class of `requests` or `guardrail`',
  ],
  confidence: ['a proxy or monitor of `confidence`', 'regression, ranking, generation'],
  'error-analysis': ['a segment with an alert of its own on quality (`typical`), or with `fairness`'],
  latency: [
    'an SLO of type `latency`, or a proxy or monitor of `latency`, `timeToFirstToken` or `timePerToken`; of a batch also the deadline or the longest duration of the pipeline that runs it, and an SLO of type `freshness`',
  ],
  throughput: [
    'an SLO of type `throughput`, or a monitor of the rate of `requests` or `tokens`, or of `rows`; of a batch also an SLO of type `coverage`',
  ],
  'error-rates': [
    'an SLO of type `availability`, or a monitor of `errors`; of a batch also the age of the last success of the pipeline that runs it',
  ],
  'resource-usage': [
    '`resources`, an SLO of type `saturation`, or a monitor of `cpu`, `memory`, `gpu`, `cache` or `queue`',
  ],
  'data-volume': [
    '`volume` of every pipeline upstream, near and far; the rows of a batch stand for the pipeline that runs it',
  ],
  schema: ['`schema` of every pipeline upstream, and features with types of every feature set'],
  freshness: [
    '`freshness` of every pipeline and feature set upstream; that of the pipeline stands for a set that it writes',
  ],
  'feature-distribution': [
    'every feature tested by a DriftPolicy of the model, or `monitor: none` with a reason',
    'every feature is declared away',
  ],
  engagement: [
    'a BusinessMetric under `business`, or an SLO of type `business`, in another unit than `money`',
    'there is one in `money`',
  ],
  revenue: ['the same with `unit: money`', 'there is one in another unit'],
  'user-feedback': ['a proxy or monitor of `feedback`', 'batch'],
  owner: ['always: nothing compiles without'],
  'human-route': [
    'each alert about the model reaches a person; trackers do for tickets',
    'the environment has no escalation policies',
  ],
  'absent-signal': ['an alert that a signal is gone'],
  runbook: ['each alert about the model has a Runbook'],
  'alert-test': ['an AlertTest of the environment in which an alert about the model fires'],
};

/** What the score of `lint.coverage` is made of, as Markdown. */
export function renderCoverageDocs(): string {
  const rows = COVERAGE_CELLS.map((id) => {
    const [coveredBy, notApplicable] = CELLS[id];
    return `| \`${id}\` | ${CELL_TITLES[id]} | ${coveredBy} | ${notApplicable ?? ''} |`;
  });
  return `## Coverage

\`\`\`yaml
kind: Project
spec:
  lint:
    coverage:
      min: 70%
      tiers: { "1": 95% }             # by the label tier of the model, in place of min
      notApplicable:
        - { cells: [user-feedback], models: "fraud-*", reason: "Nobody tells a bank that it was right." }
\`\`\`

How far a model is monitored: the cells that are covered, over those that apply. A model below the minimum is told by
\`coverage/below-minimum\`, with what is missing and what would cover it. Nothing is asked for without \`lint.coverage\`. What alerts
nobody covers nothing: an SLO without alerts, a comparison of versions, a part of \`all\`.

| Cell | | Covered by | Does not apply |
|---|---|---|---|
${rows.join('\n')}
`;
}
