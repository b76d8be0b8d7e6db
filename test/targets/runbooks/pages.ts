import type { Alert } from '../../../src/plan/alert.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { runbooksTarget } from '../../../src/targets/runbooks/index.ts';

/** Text of every rendered page, by its path. */
export function pagesOf(plan: Plan): ReadonlyMap<string, string> {
  const { files } = runbooksTarget.lower(plan, {}, () => undefined);
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** @throws Error when there is no such page. */
export function pageOf(plan: Plan, alertName: string): string {
  const page = pagesOf(plan).get(`${alertName}.md`);
  if (page === undefined) throw new Error(`no page of ${alertName}`);
  return page;
}

/** The text under a heading of the second level. @throws Error when there is no such heading. */
export function sectionOf(page: string, heading: string): string {
  const parts = `\n${page}`.split(/\n## (.*)\n/);
  const index = parts.findIndex((part, at) => at % 2 === 1 && part === heading);
  if (index < 0) throw new Error(`no section "${heading}"`);
  return (parts[index + 1] ?? '').trim();
}

/** The plan with one alert changed. */
export function withAlert(plan: Plan, alertName: string, changes: Partial<Alert>): Plan {
  return {
    ...plan,
    alerts: plan.alerts.map((alert) => (alert.name === alertName ? { ...alert, ...changes } : alert)),
  };
}

/** Contents of the fenced blocks with this info string. */
export function fencesOf(page: string, info: string): readonly string[] {
  return [...page.matchAll(/^( *)(`{3,})(\w+)\n([\s\S]*?)\n\1\2$/gm)]
    .filter((match) => match[3] === info)
    .map(([, indent = '', , , content = '']) =>
      content
        .split('\n')
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
        .join('\n'),
    );
}
