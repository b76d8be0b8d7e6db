import type { Alert } from '../../../plan/alert.ts';
import { counted } from '../../../support/counted.ts';
import { groupBy } from '../../../support/group-by.ts';
import { documents, exampleObject, exampleTeam } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { listed } from '../../words.ts';

export const hidesPageOfOtherTeam: LintRule = {
  id: 'inhibition/hides-page-of-other-team',
  severity: 'info',
  title: 'one team’s failure silences pages of another team',
  why: 'While the alerts of something upstream fire, the pages of what depends on it are explained and stay silent. Here the two belong to different teams: the team downstream is not told that its objective is being missed, and relies on the other to act. If that is not agreed, remove the dependency, or set `inhibit: none` on the monitor.',
  bad: example('data'),
  good: example('ml'),
  check({ workspace, plan }, report) {
    const byName = new Map(plan.alerts.map((alert) => [alert.name, alert]));
    const pagesBelow = new Map<string, Alert[]>();
    for (const alert of plan.alerts) {
      if (alert.severity !== 'page') continue;
      for (const item of alert.upstream) pagesBelow.set(item, [...(pagesBelow.get(item) ?? []), alert]);
    }
    for (const { item, alertNames, targetSeverities } of plan.causes) {
      const sources = alertNames.flatMap((name) => byName.get(name) ?? []);
      const teams = new Set(sources.map(({ team }) => team));
      if (!targetSeverities.includes('page') || teams.size === 0) continue;
      const hidden = (pagesBelow.get(item) ?? []).filter(({ team }) => !teams.has(team));
      for (const alerts of groupBy(hidden, bySubject).values()) {
        const [first] = alerts;
        if (first === undefined || first.subject.kind === 'Project') continue;
        const subject = workspace.get(first.subject.kind, first.subject.name);
        const cause = sources[0]?.origin.spans[0];
        if (subject === undefined) continue;
        report({
          ...at(subject, [], cause && [{ message: 'what fails upstream', span: cause }]),
          message: `${counted(alerts.length, 'page')} of team ${first.team} about ${first.subject.name} ${alerts.length === 1 ? 'is' : 'are'} silent while ${item} of team ${listed([...teams])} fails`,
          hint: 'Agree who acts, or remove the dependency.',
          data: { item, causes: alertNames, hidden: alerts.map(({ name }) => name) },
        });
      }
    }
  },
};

function bySubject({ subject, team }: Alert): string {
  return `${subject.kind} ${subject.name} ${team}`;
}

function example(owner: string): string {
  const ingest = exampleObject('Pipeline', 'name: ingest', [
    `owner: ${owner}`,
    'runbook: fraud',
    'freshness: { metric: ingest_last_success_timestamp_seconds, page: 10m }',
  ]);
  const transactions = exampleObject('FeatureSet', 'name: transactions', [
    'owner: ml',
    'runbook: fraud',
    'producedBy: ingest',
    'freshness: { max: 30m, severity: page }',
  ]);
  return documents(exampleTeam('ml'), exampleTeam('data'), ingest, transactions);
}
