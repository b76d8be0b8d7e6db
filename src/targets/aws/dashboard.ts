import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Subject } from '../../plan/objective.ts';
import type { Origin } from '../../plan/origin.ts';
import type { Plan } from '../../plan/plan.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { code, joined, link, md, text } from '../../support/markdown.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { graphsOf, isSame } from './dashboard-graphs.ts';
import { prefixOf } from './draft.ts';
import { LIMITS, limitNote } from './limits.ts';
import { logQueries } from './log-queries.ts';
import { allocate, NAME_RULES, renamedNote } from './names.ts';
import type { Part, Parts } from './part.ts';
import { type SeriesOf, seriesOf } from './series.ts';
import {
  alarmWidget,
  dashboardBody,
  graphWidget,
  logWidget,
  metricCount,
  placed,
  textWidget,
  type Widget,
} from './widgets.ts';

/** Alarms that one widget shows. */
const ALARMS_A_WIDGET = 100;

/**
 * A dashboard for each subject of which there is something to see: a graph, an alarm, a log. `alarmNameOf` tells the name in AWS of
 * the alarm for an alert, by the alert's id; undefined when it has none.
 */
export function dashboards(plan: Plan, alarmNameOf: (alertId: string) => string | undefined): Parts {
  const notes: Diagnostic[] = [];
  const of = seriesOf(plan);
  const subjects = subjectsOf(plan);
  const wantedName = ({ kind, name }: Subject) => `${prefixOf(plan)}-${kebabCase(kind)}-${name}`;
  const names = allocate(
    subjects.map(({ subject }) => wantedName(subject)),
    NAME_RULES.dashboard,
  );
  const parts = subjects.flatMap(({ subject, origin }): Part[] => {
    const wanted = wantedName(subject);
    const name = names.get(wanted);
    const all = widgetsOf(plan, subject, of, alarmNameOf);
    // Under its head there would be nothing: all that is asked of it is left to others.
    if (all.length === 1) return [];
    if (name?.renamed !== undefined) notes.push(renamedNote(name, wanted, origin, 'the dashboard'));
    const widgets = withinLimits(all, subject, origin, notes);
    const part: Part = {
      key: `${kebabCase(subject.kind)} ${subject.name} dashboard`,
      subject,
      origin,
      resource: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          DashboardName: name?.text ?? wanted,
          DashboardBody: dashboardBody(placed(widgets)),
        },
      },
    };
    return [part];
  });
  return { parts, notes };
}

/** Who has objectives or alerts, and where the first of them comes from. */
function subjectsOf(plan: Plan): { readonly subject: Subject; readonly origin: Origin }[] {
  const first = new Map<string, { readonly subject: Subject; readonly origin: Origin }>();
  for (const { subject, origin } of [...plan.objectives, ...plan.alerts]) {
    const key = `${kebabCase(subject.kind)} ${subject.name}`;
    if (subject.kind !== 'Project' && !first.has(key)) first.set(key, { subject, origin });
  }
  return [...first].toSorted(([a], [b]) => compareStrings(a, b)).map(([, value]) => value);
}

function widgetsOf(
  plan: Plan,
  subject: Subject,
  of: SeriesOf,
  alarmNameOf: (alertId: string) => string | undefined,
): Widget[] {
  const alerts = plan.alerts.filter((alert) => isSame(alert.subject, subject));
  const alarms = [...new Set(alerts.flatMap(({ id }) => alarmNameOf(id) ?? []))].toSorted(compareStrings);
  const alarmWidgets = Array.from({ length: Math.ceil(alarms.length / ALARMS_A_WIDGET) }, (_, index) =>
    alarmWidget('Alarms', alarms.slice(index * ALARMS_A_WIDGET, (index + 1) * ALARMS_A_WIDGET)),
  );
  const logs = plan.predictionLogs
    .filter((log) => isSame(log.subject, subject))
    .flatMap((log) =>
      logQueries(plan, log)
        .slice(0, 1)
        .map(({ title, text: query }) => logWidget(`Log: ${title}`, log.store.logGroup, query)),
    );
  return [
    headWidget(plan, subject),
    ...alarmWidgets,
    ...graphsOf(plan, subject, of).map(graphWidget),
    ...logs,
  ];
}

function headWidget(plan: Plan, subject: Subject): Widget {
  const alerts = plan.alerts.filter((alert) => isSame(alert.subject, subject));
  const teams = [...new Set(alerts.map(({ team }) => team))].toSorted(compareStrings);
  const runbooks = new Map(alerts.map(({ name, runbookUrl }) => [name, runbookUrl]));
  const links = sortedBy([...runbooks], ([name]) => name).map(([name, url]) => link(name, url));
  const paragraphs = [
    md`# ${text(subject.name)}`,
    md`${text(subject.kind)} in ${text(plan.environment.name)} of ${text(plan.project)}`,
    ...(teams.length === 0 ? [] : [md`Owner: ${joined(teams.map(code), ', ')}`]),
    ...(links.length === 0 ? [] : [md`Runbooks: ${joined(links, ' · ')}`]),
  ];
  // About six links fit into a line of the whole width.
  return textWidget(paragraphs.join('\n\n'), Math.min(4 + Math.ceil(links.length / 6), 10));
}

/** As many widgets as a dashboard takes, the first ones. */
function withinLimits(
  widgets: readonly Widget[],
  subject: Subject,
  origin: Origin,
  notes: Diagnostic[],
): Widget[] {
  const kept: Widget[] = [];
  let metrics = 0;
  const stop = (key: 'dashboardMetrics' | 'dashboardWidgets' | 'widgetMetrics', asked: number): void => {
    const what = `the dashboard of ${subject.name} would have ${asked}`;
    notes.push(limitNote(key, origin, what, `${widgets.length - kept.length} of its widgets are left out`));
  };
  const all = widgets.map(metricCount);
  for (const [index, widget] of widgets.entries()) {
    const count = all[index] ?? 0;
    if (kept.length === LIMITS.dashboardWidgets.value) {
      stop('dashboardWidgets', widgets.length);
      break;
    }
    if (metrics + count > LIMITS.dashboardMetrics.value) {
      stop(
        'dashboardMetrics',
        all.reduce((sum, each) => sum + each, 0),
      );
      break;
    }
    if (count > LIMITS.widgetMetrics.value) {
      notes.push(
        limitNote(
          'widgetMetrics',
          origin,
          `a graph of ${subject.name} would have ${count}`,
          'it is left out of the dashboard',
        ),
      );
      continue;
    }
    metrics += count;
    kept.push(widget);
  }
  return kept;
}
