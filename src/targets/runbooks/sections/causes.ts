import type { Alert } from '../../../plan/alert.ts';
import { code, type Inline, link, listed, md } from '../../../support/markdown.ts';
import { causesOf, type RunbookContext } from '../context.ts';
import { subjectWords } from '../words/subject.ts';

/** The link to an alert's page from another page. */
export function pageLink({ name }: Alert): Inline {
  return link(name, pageFile(name));
}

/** The file of an alert's page, in the target's folder. */
export function pageFile(alertName: string): string {
  return `${alertName}.md`;
}

/** What is upstream of an alert: where to look, and what keeps this alert silent. */
export function likelyCauses(context: RunbookContext, alert: Alert): readonly Inline[] {
  const silencing = new Set(causesOf(context.causes, alert).flatMap(({ alertNames }) => alertNames));
  return alert.upstream.map((item) => {
    const alerts = (context.alertsAbout.get(item) ?? []).filter(({ name }) => name !== alert.name);
    const subject = alerts[0]?.subject ?? context.causes.get(item)?.[0]?.subject;
    const name = subject === undefined ? code(item) : subjectWords(subject);
    const silent = alerts.filter((other) => silencing.has(other.name));
    const others = alerts.filter((other) => !silencing.has(other.name));
    if (alerts.length === 0) return md`${name}: no alert watches it.`;
    if (silent.length === 0) return md`${name}: ${links(others)}. This alert fires beside them.`;
    const silence = md`${name}: ${links(silent)}. This alert stays silent while ${silent.length === 1 ? md`it fires` : md`one of them fires`}.`;
    return others.length === 0 ? silence : md`${silence} See also ${links(others)}.`;
  });
}

/** What stays silent while this alert fires. */
export function explainedAlerts(context: RunbookContext, alert: Alert): Inline | undefined {
  const explained = (context.silencedBy.get(alert.name) ?? []).filter(({ name }) => name !== alert.name);
  if (explained.length === 0) return undefined;
  const about = subjectWords(alert.subject);
  return md`${links(explained)} ${explained.length === 1 ? md`stays` : md`stay`} silent while this alert fires: what is wrong there probably comes from ${about}.`;
}

/** More would hide what matters; the list of all alerts has the rest. */
const MOST_LINKS = 20;

function links(alerts: readonly Alert[]): Inline {
  const shown = alerts.slice(0, MOST_LINKS).map(pageLink);
  const more = alerts.length - shown.length;
  return listed(more === 0 ? shown : [...shown, md`${more} more`], 'and');
}
