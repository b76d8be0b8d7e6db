import { Temporal } from 'temporal-polyfill';
import type { CompiledEnvironment } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Alert } from '../plan/alert.ts';
import { type ExplainInput, explain } from '../proof/routing/explain.ts';
import { apartData, explainedData } from '../proof/routing/explain-json.ts';
import { explanationTable } from '../proof/routing/explain-table.ts';
import { explainWeek, weekTables } from '../proof/routing/explain-week.ts';
import { MOMENT_EXPECTED, parseMoment } from '../proof/routing/moments.ts';
import { apartLines } from '../proof/routing/prove-findings.ts';
import { stableJson } from '../support/stable-json.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { knownZones, parseTimeZone, ZONE_EXPECTED } from '../units/zone.ts';
import type { FindingOptions } from './findings.ts';
import { hasErrors, openProject } from './project.ts';
import { chosenEnvironments, routingOf, zonesOf } from './route-input.ts';

export interface RouteExplainOptions extends FindingOptions {
  readonly env: readonly string[];
  /** The moment as typed; now without it. */
  readonly at?: string;
  /** Zone of all clocks instead of each team's. */
  readonly timezone?: string;
  /** Name or id of an alert, or name of the object that has it. */
  readonly alert?: string;
  readonly model?: string;
  /** The distinct hours of the week instead of one moment. */
  readonly all: boolean;
  /** The moment it is, in epoch milliseconds. */
  readonly clock: number;
}

/** `modelwatch route explain`: who hears of which alert at a moment, and why not. Writes nothing. */
export function routeExplain(project: string | undefined, options: RouteExplainOptions): number {
  const opened = openProject(project, options, { env: options.env, readOnly: true });
  if (typeof opened === 'number') return opened;
  if (hasErrors(opened.diagnostics)) return opened.report();
  const chosen = chosenEnvironments(opened, options.env);
  const { at, problems } = momentOf(options, chosen);
  if (problems.length > 0 || at === undefined) return opened.report(problems);
  const printed: { environment: string; text: string; data: unknown }[] = [];
  const unread: Diagnostic[] = [];
  for (const environment of chosen) {
    const routing = routingOf(opened, environment, undefined);
    if ('problems' in routing) {
      unread.push(...routing.problems);
      continue;
    }
    const zoneOf = options.timezone === undefined ? zonesOf(environment) : () => options.timezone ?? 'UTC';
    const input = {
      plan: environment.plan,
      config: routing.config,
      rules: routing.rules,
      zoneOf,
      instantOf: (team: string) => at(zoneOf(team)),
      isWanted: (alert: Alert) => isWanted(alert, environment, options),
    };
    printed.push({
      environment: environment.name,
      ...(options.all ? explainedWeek(input, environment) : explainedMoment(input)),
    });
  }
  if (printed.length === 0) return opened.report(unread);
  const text =
    options.format === 'json'
      ? stableJson({
          environments: printed.map(({ environment, data }) => ({ environment, ...(data as object) })),
        })
      : printed
          .map((each) => (printed.length > 1 ? `${each.environment}\n${each.text}` : each.text))
          .join('\n');
  process.stdout.write(text);
  for (const { message } of unread) process.stderr.write(`${message}\n`);
  return 0;
}

function explainedMoment(input: ExplainInput): { text: string; data: unknown } {
  const explanation = explain(input);
  const { alerts, apart } = explanation;
  return {
    text: `${explanationTable(explanation)}${apartLines(apart, input.plan)
      .map((line) => `${line}\n`)
      .join('')}`,
    data: { alerts: alerts.map(explainedData), apart: apart.map(apartData) },
  };
}

/** The week of the moment, from Monday on, by the clock of the first team that has alerts. */
function explainedWeek(input: ExplainInput, { plan }: CompiledEnvironment): { text: string; data: unknown } {
  const team = plan.alerts.find((alert) => input.isWanted(alert))?.team ?? '';
  const zone = input.zoneOf(team);
  const day = Temporal.Instant.fromEpochMilliseconds(input.instantOf(team))
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  const hours = explainWeek(input, monday.toZonedDateTime(zone).epochMilliseconds, zone);
  return {
    text: `Week of ${monday.toString()}\n\n${weekTables(hours, zone)}`,
    data: {
      week: monday.toString(),
      timezone: zone,
      hours: hours.map(({ ranges, stretches, alerts }) => ({
        ranges,
        stretches: stretches.map(({ from, to }) => ({
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
        })),
        alerts: alerts.map(explainedData),
      })),
    },
  };
}

function isWanted(
  { name, id, object, subject }: Alert,
  { workspace }: CompiledEnvironment,
  { alert, model }: RouteExplainOptions,
): boolean {
  if (alert !== undefined && ![name, id, object.name].includes(alert)) return false;
  return model === undefined || modelOf({ object, subject }, workspace) === model;
}

/** The model that an alert is about, or that its objective or monitor belongs to. */
function modelOf(
  { object, subject }: Pick<Alert, 'object' | 'subject'>,
  workspace: CompiledEnvironment['workspace'],
): string | undefined {
  if (subject.kind === 'Model') return subject.name;
  return object.kind === 'SLO' || object.kind === 'Monitor'
    ? workspace.get(object.kind, object.name)?.spec.model
    : undefined;
}

/** What was asked for, or what is wrong with it. */
function momentOf(
  options: RouteExplainOptions,
  chosen: readonly CompiledEnvironment[],
): { at?: (zone: string) => number; problems: Diagnostic[] } {
  const { alert, model, at, timezone, clock } = options;
  const plans = chosen.map(({ plan }) => plan);
  const problems: Diagnostic[] = [];
  const alerts = plans.flatMap((plan) => plan.alerts);
  const names = alerts.flatMap(({ name, id, object }) => [name, id, object.name]);
  if (alert !== undefined && !names.includes(alert))
    problems.push(
      unknown(
        'usage/unknown-alert',
        'alert',
        alert,
        alerts.map(({ name }) => name),
        names,
      ),
    );
  const models = new Set(
    chosen.flatMap(({ plan, workspace }) => plan.alerts.map((each) => modelOf(each, workspace) ?? '')),
  );
  models.delete('');
  if (model !== undefined && !models.has(model))
    problems.push(unknown('usage/unknown-model', 'model with alerts', model, [...models], [...models]));
  const zone = timezone === undefined ? undefined : parseTimeZone(timezone);
  if (zone !== undefined && !zone.ok) {
    const hint = zone.hint ?? didYouMean(suggest(timezone ?? '', knownZones()));
    problems.push({
      code: 'usage/unreadable-moment',
      severity: 'error',
      message: `there is no time zone "${timezone ?? ''}"`,
      expected: ZONE_EXPECTED,
      ...(hint !== undefined && { hint }),
    });
  }
  const moment = at === undefined ? { at: () => clock } : parseMoment(at, clock);
  if ('problem' in moment) {
    problems.push({
      code: 'usage/unreadable-moment',
      severity: 'error',
      message: moment.problem,
      expected: MOMENT_EXPECTED,
      ...(moment.hint !== undefined && { hint: moment.hint }),
    });
    return { problems };
  }
  return { at: moment.at, problems };
}

function unknown(
  code: string,
  what: string,
  asked: string,
  known: readonly string[],
  near: readonly string[],
): Diagnostic {
  const hint = didYouMean(suggest(asked, near));
  return {
    code,
    severity: 'error',
    message: `there is no ${what} "${asked}"`,
    ...(hint === undefined &&
      known.length > 0 && { expected: `one of ${[...new Set(known)].slice(0, 10).join(', ')}` }),
    ...(hint !== undefined && { hint }),
  };
}
