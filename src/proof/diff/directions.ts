import type { KindName } from '../../spec/names.ts';

/**
 * Which way a field is loosened:
 * - `higher-is-tighter`, `higher-is-looser`: amounts, compared as numbers with their units;
 * - `more-is-tighter`, `more-is-looser`: lists, compared as sets;
 * - `presence-is-tighter`, `presence-is-looser`: what matters is whether it is there; another value has no direction;
 * - a list of words, loosest first;
 * - `severity`: told by the alerts that get another one, which environments may rewrite;
 * - `routing`: changes who is told, or how they are reached;
 * - `neutral`: changes what is measured, in no direction that is known;
 * - `by-effect`: told by what it does to objects, alerts and recipients, never by itself;
 * - `cosmetic`: for people to read, or for the machinery; no alert changes.
 */
export type Direction =
  | 'higher-is-tighter'
  | 'higher-is-looser'
  | 'more-is-tighter'
  | 'more-is-looser'
  | 'presence-is-tighter'
  | 'presence-is-looser'
  | 'severity'
  | 'routing'
  | 'neutral'
  | 'by-effect'
  | 'cosmetic'
  | readonly string[];

export interface DirectionRule {
  /** `*` for all kinds. */
  readonly kind: KindName | '*';
  /**
   * Path below `spec`: `[]` stands for an entry of a list, `*` for any key, `**` at the end for all that is below (told as
   * one change), `**` at the start for anything above.
   */
  readonly path: string;
  readonly direction: Direction;
  /** What it means that an amount is there at all; tighter unless said otherwise (a limit that was not there before). */
  readonly presence?: 'looser' | 'neutral';
}

const UP = 'higher-is-tighter';
const DOWN = 'higher-is-looser';

type Row = readonly [path: string, direction: Direction, presence?: 'looser' | 'neutral'];

function rules(kind: KindName | '*', rows: readonly Row[]): DirectionRule[] {
  return rows.map(([path, direction, presence]) => ({
    kind,
    path,
    direction,
    ...(presence && { presence }),
  }));
}

const SCRAPE: readonly Row[] = [
  ['scrape.interval', DOWN, 'neutral'],
  ['scrape.targets[]', 'more-is-tighter'],
  ['scrape.**', 'neutral'],
];

/** Who answers: told by the alerts whose recipients change. */
const OWNERSHIP: readonly Row[] = [
  ['owner', 'by-effect'],
  ['escalation', 'by-effect'],
  ['runbook', 'cosmetic'],
];

const SUBJECT: readonly Row[] = [
  ['model', 'neutral'],
  ['pipeline', 'neutral'],
  ['featureSet', 'neutral'],
];

const CHANNELS: readonly Row[] = [
  ['channels.slack.*', 'routing'],
  ['channels.email.*', 'routing'],
  ['channels.pagerduty.*.*.*', 'routing'],
  ['channels.webhooks.*.*', 'routing'],
];

/** The table. The first rule that fits counts; a test demands one for every field of every kind. */
export const DIRECTIONS: readonly DirectionRule[] = [
  ...rules('SLO', [
    ...SUBJECT,
    ...OWNERSHIP,
    ['sli.type', 'neutral'],
    ['sli.bad[]', 'more-is-tighter'],
    ['sli.total', 'neutral'],
    ['sli.of', 'neutral'],
    ['sli.threshold', DOWN],
    ['sli.maxAge', DOWN],
    ['sli.max', DOWN],
    // The mean of several series is never above the worst.
    ['sli.aggregate', ['mean', 'max']],
    ['objective', UP],
    ['window', 'neutral'],
    ['budgeting', 'neutral'],
    ['slice', 'neutral'],
    // auto lowers a factor that the objective cannot reach; google-sre takes it as it is.
    ['alerting.burnPolicy', ['none', 'google-sre', 'auto']],
    ['alerting.burnPolicy.fast', DOWN],
    ['alerting.burnPolicy.medium', DOWN],
    ['alerting.burnPolicy.slow', DOWN],
    ['alerting.burnPolicy.trickle', DOWN],
    ['alerting.minBadEvents', DOWN],
    ['alerting.for', DOWN],
    ['alerting.keepFiringFor', 'neutral'],
    ['alerting.severity.fast', 'severity'],
    ['alerting.severity.slow', 'severity'],
    ['alerting.sustained.slices', DOWN],
    ['alerting.sustained.severity', 'severity'],
    ['alerting.remaining.lt', UP],
    ['alerting.remaining.severity', 'severity'],
    ['alerting.absent.for', DOWN],
    ['alerting.absent.severity', 'severity'],
    ['impact', 'cosmetic'],
  ]),
  ...rules('Monitor', [
    ...SUBJECT,
    ...OWNERSHIP,
    ['of', 'neutral'],
    ['statistic', 'neutral'],
    ['class', 'neutral'],
    ['version', 'neutral'],
    ['over', 'neutral'],
    ['query', 'neutral'],
    ['unit', 'neutral'],
    ['threshold.gt', DOWN],
    ['threshold.gte', DOWN],
    ['threshold.lt', UP],
    ['threshold.lte', UP],
    ['recover.gt', UP, 'neutral'],
    ['recover.gte', UP, 'neutral'],
    ['recover.lt', DOWN, 'neutral'],
    ['recover.lte', DOWN, 'neutral'],
    ['for', DOWN],
    ['keepFiringFor', 'neutral'],
    ['minSamples', DOWN, 'looser'],
    ['onNoData', ['ok', 'alert']],
    ['severity', 'severity'],
    ['inhibit', ['upstream', 'none']],
    ['impact', 'cosmetic'],
  ]),
  ...rules('Model', [
    ...OWNERSHIP,
    ...SCRAPE,
    ['task', 'cosmetic'],
    ['serving.mode', 'neutral'],
    ['serving.expectedTraffic.min', 'neutral'],
    ['serving.expectedTraffic.typical', 'neutral'],
    ['select.*', 'neutral'],
    ['metricConvention', 'neutral'],
    ['metrics.*.**', 'neutral'],
    ['cloudwatch.**', 'neutral'],
    ['predictionLog', 'neutral'],
    ['tracing.service', 'neutral'],
    ['tracing.sample', UP],
    ['versions.champion', 'neutral'],
    ['versions.challenger.version', 'neutral'],
    ['versions.challenger.traffic', 'neutral'],
    // What is upstream silences: told by the alerts that fall silent.
    ['dependsOn[].**', 'by-effect'],
    // Objects of their own once the specs are resolved.
    ['slos[].**', 'by-effect'],
    ['monitors[].**', 'by-effect'],
  ]),
  ...rules('Pipeline', [
    ...OWNERSHIP,
    ...SCRAPE,
    ['schedule.every', 'neutral'],
    ['produces[]', 'cosmetic'],
    ['freshness.metric', 'neutral'],
    ['freshness.warn', DOWN],
    ['freshness.page', DOWN],
    ['volume.metric', 'neutral'],
    ['volume.over', 'neutral'],
    ['volume.min', UP],
    ['volume.max', DOWN],
    ['volume.severity', 'severity'],
    ['schema.metric', 'neutral'],
    ['schema.over', 'neutral'],
    ['schema.max', DOWN],
    ['schema.severity', 'severity'],
    ['dependsOn[].**', 'by-effect'],
  ]),
  ...rules('FeatureSet', [
    ...OWNERSHIP,
    ['producedBy', 'by-effect'],
    ['freshness.max', DOWN],
    ['freshness.metric', 'neutral'],
    ['freshness.severity', 'severity'],
  ]),
  ...rules('MaintenanceWindow', [
    ['schedule.cron', 'neutral'],
    ['schedule.duration', DOWN],
    ['schedule.timezone', 'neutral'],
    ['schedule.from', 'neutral'],
    ['schedule.to', DOWN],
    ['match.model', 'presence-is-tighter'],
    ['match.pipeline', 'presence-is-tighter'],
    ['match.featureSet', 'presence-is-tighter'],
    ['match.team', 'presence-is-tighter'],
    ['match.alerts[]', 'more-is-looser'],
    ['excludeFromBudget', ['true', 'false']],
  ]),
  ...rules('EscalationPolicy', [
    ['severities[]', 'by-effect'],
    ['routes.**', 'by-effect'],
    ['grouping.**', 'by-effect'],
  ]),
  ...rules('Team', [
    ['timezone', 'by-effect'],
    ['businessHours.**', 'by-effect'],
    ['contacts.**', 'by-effect'],
    ['onCall[].name', 'by-effect'],
    ['onCall[].provider', 'by-effect'],
    ['onCall[].schedule', 'by-effect'],
    ['onCall[].webhook', 'by-effect'],
    ['onCall[].channel', 'by-effect'],
    ['onCall[].address', 'by-effect'],
    ['onCall[].rotation.**', 'routing'],
  ]),
  ...rules('Runbook', [['**', 'cosmetic']]),
  ...rules('DataSource', [
    ['auth.secretRef', 'cosmetic'],
    ['scrapeInterval', DOWN, 'neutral'],
    ['evaluationInterval', DOWN, 'neutral'],
    ['retention', UP, 'neutral'],
    ['type', 'neutral'],
    ['url', 'neutral'],
    ['url.*', 'neutral'],
    ['namespace', 'neutral'],
    ['names', 'neutral'],
    ['dimensions.*', 'neutral'],
    ['metrics.*.**', 'neutral'],
    ['metrics[]', 'more-is-tighter'],
    ['logGroup', 'neutral'],
    ['logGroup.*', 'neutral'],
    ['fields.*', 'neutral'],
  ]),
  ...rules('Environment', [
    ['labels.*', 'neutral'],
    ['labelsSelect', 'neutral'],
    ['overlays[].**', 'by-effect'],
    ['disable[].**', 'by-effect'],
    ['routing.rewriteSeverity.*', 'by-effect'],
    // Laid upon the project's.
    ['channels.**', 'by-effect'],
  ]),
  ...rules('Defaults', [['**', 'by-effect']]),
  ...rules('Project', [
    ...CHANNELS,
    ['include[]', 'by-effect'],
    ['exclude[]', 'by-effect'],
    ['environments[]', 'by-effect'],
    ['metricConvention', 'neutral'],
    ['calendarUntil', UP],
    ['owner', 'by-effect'],
    ['watchdog.webhook', 'by-effect'],
    ['secretsDir', 'routing'],
    ['links.*', 'cosmetic'],
    ['outDir', 'cosmetic'],
    ['targets.*.**', 'neutral'],
  ]),
];

/** What names of fields usually mean: for fields that the table does not have. */
export const SUFFIX_DIRECTIONS: readonly DirectionRule[] = rules('*', [
  ['**.severity', 'severity'],
  ['**.minSamples', DOWN, 'looser'],
  ['**.minEvents', DOWN, 'looser'],
  ['**.minBadEvents', DOWN, 'looser'],
  ['**.for', DOWN],
  ['**.gt', DOWN],
  ['**.gte', DOWN],
  ['**.lt', UP],
  ['**.lte', UP],
  ['**.min', UP],
  ['**.max', DOWN],
  ['**.maxAge', DOWN],
  ['**.threshold', DOWN],
  ['**.objective', UP],
  ['**.description', 'cosmetic'],
  ['**.impact', 'cosmetic'],
  ['**.runbook', 'cosmetic'],
  ['**.url', 'cosmetic'],
  ['**.owner', 'by-effect'],
  ['**.escalation', 'by-effect'],
]);
