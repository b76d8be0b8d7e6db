import { SUBJECT_LABELS } from '../plan/labels.ts';
import type { Severity } from '../plan/objective.ts';
import type { Entry } from '../plan/route-entries.ts';

/**
 * Go templates of what people read. They stand in each receiver, not in a file of their own: a notification whose template
 * file was forgotten would fail at the moment it is needed. The words of users reach them at run time, as labels and
 * annotations, and are never read as templates.
 */
export interface Texts {
  /** One line. */
  readonly headline: string;
  readonly body: string;
}

/** A text as a Go template that prints it, whatever it contains. */
export function templateLiteral(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

const { Project: PROJECT, ...SUBJECTS } = SUBJECT_LABELS;

/** What the alerts of a group are about. Their project is the same in any case, and says the least. */
export const SUBJECT = `{{ or ${[...Object.values(SUBJECTS), 'team', PROJECT].map((label) => `.CommonLabels.${label}`).join(' ')} }}`;

/** The first alert's annotation where it is a web address, else nothing: some receivers refuse an event with a bad link. */
export function firstLink(annotation: string): string {
  return `{{ with (index .Alerts 0).Annotations.${annotation} }}{{ if match "^https?://" . }}{{ . }}{{ end }}{{ end }}`;
}

/** What follows the summary of an alert: a word for it, and the annotation that has it. */
const DETAILS = [
  ['Impact', 'impact'],
  ['Budget', 'budget'],
  ['First look', 'first_look'],
  ['Runbook', 'runbook_url'],
  ['Dashboard', 'dashboard_url'],
  ['Spec', 'spec_url'],
  ['Suppressed by', 'suppressed_by'],
] as const;

export const DIGEST_NOTICE = 'Only what still fires now.';

export function plainTexts(environment: string, entry: Pick<Entry, 'severity' | 'number' | 'timing'>): Texts {
  return { headline: headline(environment, entry), body: body(entry, plainValue, plainSummary) };
}

/** As Slack's mrkdwn: its three special characters are escaped in what comes from annotations. */
export function slackTexts(environment: string, entry: Pick<Entry, 'severity' | 'number' | 'timing'>): Texts {
  const define = `{{ define "modelwatch.escaped" }}{{ . | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}{{ end }}`;
  return {
    headline: headline(environment, entry),
    body: define + body(entry, slackValue, (value) => `*${slackValue(value)}*`),
  };
}

function headline(
  environment: string,
  { severity, number, timing }: Pick<Entry, 'severity' | 'number' | 'timing'>,
): string {
  const kind =
    timing === 'digest' ? `${severity} digest` : number === 1 ? severity : `${severity}, level ${number}`;
  return `[{{ if eq .Status "resolved" }}resolved{{ else }}${kind}{{ end }}] ${templateLiteral(environment)} ${SUBJECT}: {{ with .CommonAnnotations.summary }}{{ . }}{{ else }}{{ len .Alerts }} alerts{{ end }}`;
}

type Print = (value: string) => string;

function body({ timing }: Pick<Entry, 'timing'>, value: Print, summary: Print): string {
  const details = DETAILS.map(
    ([word, annotation]) => `{{ with .Annotations.${annotation} }}\n${word}: ${value('.')}{{ end }}`,
  );
  const notice = timing === 'digest' ? `${DIGEST_NOTICE}\n` : '';
  return `${notice}{{ range .Alerts }}{{ if eq .Status "resolved" }}Resolved: {{ end }}${summary('.Annotations.summary')}${details.join('')}\n\n{{ end }}`;
}

const plainValue: Print = (value) => `{{ ${value} }}`;
const plainSummary: Print = plainValue;
const slackValue: Print = (value) => `{{ template "modelwatch.escaped" ${value} }}`;

/** How PagerDuty names our severities. */
export const PAGERDUTY_SEVERITIES: Readonly<Record<Exclude<Severity, 'none'>, string>> = {
  page: 'critical',
  ticket: 'warning',
  info: 'info',
};
