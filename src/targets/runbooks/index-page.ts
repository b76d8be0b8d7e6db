import type { Alert } from '../../plan/alert.ts';
import type { Severity } from '../../plan/objective.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { code, link, md, text } from '../../support/markdown.ts';
import type { RunbookContext } from './context.ts';
import { pageLink } from './sections/causes.ts';
import { toldFirst } from './sections/told.ts';
import { indexPage } from './template.ts';
import { subjectWords } from './words/subject.ts';

const SEVERITIES: readonly Severity[] = ['page', 'ticket', 'info', 'none'];

/** The list of all alerts: the most severe first, then by what they are about. */
export function renderIndex(context: RunbookContext): string {
  const { alerts, project, environment } = context.plan;
  return indexPage({
    project: code(project),
    environment: code(environment.name),
    count: alerts.length === 1 ? '1 alert' : `${alerts.length} alerts`,
    rows: alerts.toSorted(compareAlerts).map((alert) => ({
      alert: pageLink(alert),
      severity: text(alert.severity),
      about: subjectWords(alert.subject),
      told: toldFirst(context, alert),
      teamPage:
        alert.runbook.url === undefined ? md`` : link(alert.runbook.name ?? 'page', alert.runbook.url),
    })),
  });
}

function compareAlerts(a: Alert, b: Alert): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareStrings(a.subject.kind, b.subject.kind) ||
    compareStrings(a.subject.name, b.subject.name) ||
    compareStrings(a.name, b.name)
  );
}
