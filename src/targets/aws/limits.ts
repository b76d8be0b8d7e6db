import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../../plan/origin.ts';

/** One limit of AWS, as its documentation states it. `value unit what` reads as a phrase after "at most" or "at least". */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  readonly what: string;
  readonly bound: 'most' | 'least';
  /** The page that states it. */
  readonly source: string;
  /** Where AWS' own sources disagree: what the others say. The stricter value holds here. */
  readonly differs?: string;
}

const CLOUDWATCH = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference';
const CLOUDWATCH_QUOTAS =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html';
const ALARM = `${CLOUDWATCH}/API_PutMetricAlarm.html`;
const QUERY = `${CLOUDWATCH}/API_MetricDataQuery.html`;
const COMPOSITE = `${CLOUDWATCH}/API_PutCompositeAlarm.html`;
const METRIC = `${CLOUDWATCH}/API_Metric.html`;
const DIMENSION = `${CLOUDWATCH}/API_Dimension.html`;
const MUTE = `${CLOUDWATCH}/API_PutAlarmMuteRule.html`;
const MUTE_SCHEDULE = `${CLOUDWATCH}/API_Schedule.html`;
const LOGS = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference';
const METRIC_FILTER = `${LOGS}/API_PutMetricFilter.html`;
const TRANSFORMATION = `${LOGS}/API_MetricTransformation.html`;
const QUERY_DEFINITION = `${LOGS}/API_PutQueryDefinition.html`;
const XRAY_GROUP = 'https://docs.aws.amazon.com/xray/latest/api/API_CreateGroup.html';
const SAMPLING_RULE = 'https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html';
const XRAY_QUOTAS = 'https://docs.aws.amazon.com/general/latest/gr/xray.html';
const SIGNALS = 'https://docs.aws.amazon.com/applicationsignals/latest/APIReference';
const SLO = `${SIGNALS}/API_CreateServiceLevelObjective.html`;
const SLI_METRIC = `${SIGNALS}/API_ServiceLevelIndicatorMetricConfig.html`;
const SLO_QUERY = `${SIGNALS}/API_MetricDataQuery.html`;
const BURN_RATE = `${SIGNALS}/API_BurnRateConfiguration.html`;
const TOPIC = 'https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html';
const CLOUDFORMATION_QUOTAS =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';

function most(value: number, unit: string, what: string, source: string, differs?: string): Limit {
  return { value, unit, what, bound: 'most', source, ...(differs === undefined ? {} : { differs }) };
}

function least(value: number, unit: string, what: string, source: string): Limit {
  return { value, unit, what, bound: 'least', source };
}

/**
 * Every limit of AWS that the target obeys; the only place where such a number is written. Not here, since no page of AWS
 * states them: the size of a dashboard's body, the length of an X-Ray filter expression, the longest interval of an SLO, the
 * longest wait of an actions suppressor.
 */
export const LIMITS = {
  alarmPeriod: most(86_400, 'seconds', 'in the period of an alarm', CLOUDWATCH_QUOTAS),
  /** Longer periods are multiples of it; shorter ones are `HIGH_RESOLUTION_PERIODS`. */
  alarmPeriodStep: least(60, 'seconds', 'in the period of an alarm of standard resolution', ALARM),
  /** From this period on, `alarmWindowOfHours` holds. */
  hourlyPeriod: least(3600, 'seconds', 'in the period of an alarm that looks back more than a day', ALARM),
  alarmWindow: most(86_400, 'seconds', 'for period × evaluation periods of under an hour each', ALARM),
  alarmWindowOfHours: most(
    604_800,
    'seconds',
    'for period × evaluation periods of an hour or more each',
    ALARM,
  ),
  alarmMetrics: most(10, 'metrics', 'in one metric-math alarm', QUERY),
  alarmExpressions: most(10, 'expressions', 'in one metric-math alarm', QUERY),
  alarmQueries: most(20, 'metrics and expressions', 'in one metric-math alarm', QUERY),
  expressionLength: most(2048, 'characters', 'in a metric-math expression', QUERY),
  queryIdLength: most(255, 'characters', 'in the id of a metric or expression', QUERY),
  alarmName: most(255, 'characters', 'in the name of an alarm', ALARM),
  alarmDescription: most(1024, 'characters', 'in the description of an alarm', ALARM),
  alarmActions: most(5, 'actions', 'for each state of an alarm', ALARM),
  alarmRequestBytes: most(
    120_000,
    'bytes',
    'in the definition of an alarm',
    ALARM,
    '120 KB may mean 122880 bytes',
  ),

  compositeChildren: most(100, 'alarms', 'in the rule of a composite alarm', COMPOSITE),
  compositeRuleLength: most(10_240, 'characters', 'in the rule of a composite alarm', COMPOSITE),
  /** Elements are child alarms, TRUE or FALSE, and parentheses. */
  compositeRuleElements: most(500, 'elements', 'in the rule of a composite alarm', COMPOSITE),
  compositesOfAlarm: most(150, 'composite alarms', 'that one alarm is part of', COMPOSITE),
  suppressorLength: most(1600, 'characters', 'in the name or ARN of an actions suppressor', COMPOSITE),

  dashboardName: most(255, 'characters', 'in the name of a dashboard', `${CLOUDWATCH}/API_PutDashboard.html`),
  dashboardWidgets: most(500, 'widgets', 'on a dashboard', CLOUDWATCH_QUOTAS),
  widgetMetrics: most(500, 'metrics', 'in a widget of a dashboard', CLOUDWATCH_QUOTAS),
  dashboardMetrics: most(2500, 'metrics', 'on a dashboard', CLOUDWATCH_QUOTAS),

  metricDimensions: most(30, 'dimensions', 'of a metric', METRIC),
  metricName: most(255, 'characters', 'in the name of a metric', METRIC),
  namespace: most(255, 'characters', 'in the namespace of a metric', METRIC, 'AWS::Logs::MetricFilter: 256'),
  dimensionName: most(255, 'characters', 'in the name of a dimension', DIMENSION),
  dimensionValue: most(1024, 'characters', 'in the value of a dimension', DIMENSION),

  muteAlarms: most(100, 'alarms', 'in a mute rule', MUTE, 'AWS::CloudWatch::AlarmMuteRule: 500'),
  muteName: most(255, 'characters', 'in the name of a mute rule', MUTE),
  muteDescription: most(1024, 'characters', 'in the description of a mute rule', MUTE),
  muteDuration: most(1_296_000, 'seconds', 'in the duration of a mute rule', MUTE_SCHEDULE),
  muteShortest: least(60, 'seconds', 'in the duration of a mute rule', MUTE_SCHEDULE),
  muteExpression: most(256, 'characters', 'in the schedule of a mute rule', MUTE_SCHEDULE),
  muteTimezone: most(50, 'characters', 'in the time zone of a mute rule', MUTE_SCHEDULE),

  metricFiltersOfGroup: most(100, 'metric filters', 'on a log group', METRIC_FILTER),
  metricFilterName: most(512, 'characters', 'in the name of a metric filter', METRIC_FILTER),
  filterPattern: most(1024, 'characters', 'in the pattern of a metric filter', METRIC_FILTER),
  filterRegexes: most(2, 'regular expressions', 'in the pattern of a metric filter', METRIC_FILTER),
  filterRegexesOfGroup: most(5, 'regular expressions', 'in all filters of a log group', METRIC_FILTER),
  filterTransformations: most(1, 'metric transformation', 'in a metric filter', METRIC_FILTER),
  filterDimensions: most(3, 'dimensions', 'of a metric made by a metric filter', TRANSFORMATION),
  filterDimensionValues: most(
    1000,
    'name and value pairs',
    'of dimensions an hour from a metric filter',
    TRANSFORMATION,
  ),
  filterMetricValue: most(100, 'characters', 'in the value that a metric filter publishes', TRANSFORMATION),
  logGroupName: most(512, 'characters', 'in the name of a log group', METRIC_FILTER),
  queryDefinitionName: most(255, 'characters', 'in the name of a query definition', QUERY_DEFINITION),
  queryString: most(10_000, 'characters', 'in the text of a query definition', QUERY_DEFINITION),

  xrayGroupName: most(32, 'characters', 'in the name of an X-Ray group', XRAY_GROUP),
  xrayGroups: most(25, 'X-Ray groups', 'in an account and region', XRAY_QUOTAS),
  samplingRuleName: most(32, 'characters', 'in the name of a sampling rule', SAMPLING_RULE),
  samplingRules: most(25, 'sampling rules', 'in a region', XRAY_QUOTAS),
  samplingPriority: most(9999, '', 'as the priority of a sampling rule', SAMPLING_RULE),
  samplingPriorityFirst: least(1, '', 'as the priority of a sampling rule', SAMPLING_RULE),
  samplingServiceName: most(64, 'characters', 'in the service name of a sampling rule', SAMPLING_RULE),
  samplingHost: most(64, 'characters', 'in the host of a sampling rule', SAMPLING_RULE),
  samplingUrlPath: most(128, 'characters', 'in the URL path of a sampling rule', SAMPLING_RULE),
  samplingAttributes: most(5, 'attributes', 'of a sampling rule', SAMPLING_RULE),

  sloName: most(128, 'characters', 'in the name of a service level objective', SLO),
  sloNameShortest: least(2, 'characters', 'in the name of a service level objective', SLO),
  sloDescription: most(1024, 'characters', 'in the description of a service level objective', SLO),
  sloBurnRates: most(10, 'burn rates', 'of a service level objective', SLO),
  sloExclusions: most(10, 'exclusion windows', 'of a service level objective', SLO),
  sloLookBackMinutes: most(10_080, 'minutes', 'in the look-back window of a burn rate', BURN_RATE),
  sloLookBackShortest: least(1, 'minute', 'in the look-back window of a burn rate', BURN_RATE),
  sloPeriod: most(900, 'seconds', 'in the period of a period-based objective', SLI_METRIC),
  sloPeriodShortest: least(60, 'seconds', 'in the period of a period-based objective', SLI_METRIC),
  sloStatisticLength: most(20, 'characters', 'in the statistic of an objective', SLI_METRIC),
  sloMetrics: most(10, 'metrics', 'in the metric math of an objective', SLO_QUERY),
  sloExpressions: most(10, 'expressions', 'in the metric math of an objective', SLO_QUERY),

  topicName: most(256, 'characters', 'in the name of an SNS topic', TOPIC),

  templateResources: most(500, 'resources', 'in a template', CLOUDFORMATION_QUOTAS),
  templateParameters: most(200, 'parameters', 'in a template', CLOUDFORMATION_QUOTAS),
  templateOutputs: most(200, 'outputs', 'in a template', CLOUDFORMATION_QUOTAS),
  templateBytesInRequest: most(
    51_200,
    'bytes',
    'in a template given with the request',
    CLOUDFORMATION_QUOTAS,
  ),
  templateBytes: most(
    1_000_000,
    'bytes',
    'in a template',
    CLOUDFORMATION_QUOTAS,
    '1 MB may mean 1048576 bytes',
  ),
  templateDescription: most(1024, 'bytes', 'in the description of a template', CLOUDFORMATION_QUOTAS),
  logicalId: most(255, 'characters', 'in a logical id', CLOUDFORMATION_QUOTAS),
  parameterValue: most(4096, 'bytes', 'in the value of a parameter', CLOUDFORMATION_QUOTAS),
  stackName: most(128, 'characters', 'in the name of a stack', CLOUDFORMATION_QUOTAS),
} satisfies Readonly<Record<string, Limit>>;

export type LimitKey = keyof typeof LIMITS;

/** Periods under a minute; only for metrics stored with a resolution of one second. Source: {@link LIMITS} `alarmPeriodStep`. */
export const HIGH_RESOLUTION_PERIODS: readonly number[] = [10, 20, 30];

/** Whether CloudWatch takes a period, in seconds, for an alarm on metrics of standard resolution. */
export function isAlarmPeriod(seconds: number): boolean {
  const step = LIMITS.alarmPeriodStep.value;
  return seconds >= step && seconds <= LIMITS.alarmPeriod.value && seconds % step === 0;
}

/** The limit on period × evaluation periods that holds for a period in seconds. */
export function windowLimitOf(periodSeconds: number): 'alarmWindow' | 'alarmWindowOfHours' {
  return periodSeconds < LIMITS.hourlyPeriod.value ? 'alarmWindow' : 'alarmWindowOfHours';
}

/**
 * Tells at the spec's place that a limit is in the way. `asked` is what the spec asks for and `rendered` what stands in the
 * output instead, both as clauses: "the window of 30d needs 8640 periods", "the window is cut to 1d".
 */
export function limitNote(
  key: LimitKey,
  origin: Origin | undefined,
  asked: string,
  rendered: string,
): Diagnostic {
  const { value, source } = LIMITS[key];
  const span = origin?.spans[0];
  return {
    code: 'target/limit',
    severity: 'warning',
    message: `${asked}, but AWS ${limitPhrase(LIMITS[key])}: ${rendered}`,
    hint: `See ${source}`,
    data: { limit: key, value, source },
    ...(span === undefined ? {} : { span }),
    ...(origin === undefined ? {} : { object: origin.object }),
  };
}

/** What AWS does, as a phrase: "allows at most 10 metrics in one metric-math alarm". */
export function limitPhrase({ value, unit, what, bound }: Limit): string {
  const verb = bound === 'most' ? 'allows at most' : 'asks for at least';
  return [verb, value, unit, what].filter((word) => word !== '').join(' ');
}
