import type { Objective, Severity } from '../../../plan/objective.ts';
import type { Plan } from '../../../plan/plan.ts';
import { printDuration } from '../../../units/index.ts';
import { documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { figure, listed } from '../../words.ts';

const PRODUCTION = /^(?:prod|production|live)(?:-|$)/;
const REHEARSAL = /^(?:staging|stage|preprod|pre-prod|uat|qa|test|testing|dev|development)(?:-|$)/;

const RANK = { none: 0, info: 1, ticket: 2, page: 3 } as const;

export const prodLooserThanStaging: LintRule = {
  id: 'env/prod-looser-than-staging',
  severity: 'warning',
  title: 'production that promises less than an environment before it',
  why: 'An objective is lower, a limit wider, or an alert less severe in production than where changes are rehearsed. What passes there can then break in production unseen, and mostly it is an overlay that was written for the wrong environment, or a default that was tightened in one place only. Loosen the rehearsal in its overlays, and let the object itself say what production promises.',
  bad: example('prod'),
  good: example('staging'),
  check({ workspace, plan, environments }, report) {
    if (!PRODUCTION.test(workspace.environment)) return;
    for (const rehearsal of environments) {
      const other = rehearsal.workspace.environment;
      if (!REHEARSAL.test(other)) continue;
      const theirs = new Map(rehearsal.plan.objectives.map((objective) => [objective.id, objective]));
      const lowered = loweredSeverities(plan, rehearsal.plan);
      for (const objective of plan.objectives) {
        const twin = theirs.get(objective.id);
        const slo = workspace.get('SLO', objective.id);
        if (twin === undefined || slo === undefined) continue;
        const looser = [
          ...looserPromise(objective, twin, workspace.environment, other),
          ...(lowered.get(objective.id) ?? []).map(
            (pair) => `severity ${pair.ours} in ${workspace.environment} and ${pair.theirs} in ${other}`,
          ),
        ];
        if (looser.length === 0) continue;
        report({
          ...at(slo, ['objective']),
          message: `${slo.name} is looser in ${workspace.environment}: ${listed(looser)}`,
          hint: `Loosen it in the overlays of ${other} instead, if it is to be looser there.`,
          data: { environment: workspace.environment, than: other, looser },
        });
      }
    }
  },
};

/** What the first promises less of, in words. */
function looserPromise(ours: Objective, theirs: Objective, here: string, there: string): string[] {
  const words: string[] = [];
  if (ours.target < theirs.target) {
    words.push(
      `an objective of ${figure(ours.target * 100)}% in ${here} and ${figure(theirs.target * 100)}% in ${there}`,
    );
  }
  const [a, b] = [ours.indicator, theirs.indicator];
  if (a.type === 'histogram-threshold' && b.type === 'histogram-threshold') {
    if (a.thresholdSeconds > b.thresholdSeconds) {
      words.push(
        `a threshold of ${printDuration(a.thresholdSeconds)} in ${here} and ${printDuration(b.thresholdSeconds)} in ${there}`,
      );
    }
  }
  if (a.type === 'time-in-bounds' && b.type === 'time-in-bounds' && a.badWhen === b.badWhen) {
    const isWider = a.badWhen.startsWith('>') ? a.limit > b.limit : a.limit < b.limit;
    if (isWider) words.push(`a limit of ${figure(a.limit)} in ${here} and ${figure(b.limit)} in ${there}`);
  }
  return words;
}

interface SeverityPair {
  readonly ours: Severity;
  readonly theirs: Severity;
}

/** By SLO: pairs of severities of which ours is the lesser, each once. */
function loweredSeverities(ours: Plan, theirs: Plan): ReadonlyMap<string, readonly SeverityPair[]> {
  const severities = new Map(theirs.alerts.map((alert) => [alert.id, alert.severity]));
  const lowered = new Map<string, SeverityPair[]>();
  for (const { id, object, severity } of ours.alerts) {
    const other = severities.get(id);
    if (object.kind !== 'SLO' || other === undefined || RANK[severity] >= RANK[other]) continue;
    const pairs = lowered.get(object.name) ?? [];
    lowered.set(object.name, pairs);
    if (!pairs.some((pair) => pair.ours === severity && pair.theirs === other))
      pairs.push({ ours: severity, theirs: other });
  }
  return lowered;
}

function example(loosened: string): string {
  const environment = (name: string): string =>
    exampleObject('Environment', `name: ${name}`, [
      `labels: { env: ${name} }`,
      ...(name === loosened
        ? ['overlays: [{ match: { kind: SLO }, set: { objective: 99% } }]']
        : ['overlays: []']),
    ]);
  return documents(
    exampleObject('Project', 'name: example', [
      'owner: ml',
      'environments: [staging, prod]',
      'channels: { slack: { apiUrlFile: secrets/slack-url } }',
    ]),
    environment('staging'),
    environment('prod'),
    exampleModel(['slos: [{ name: availability, sli: { type: availability }, objective: 99.9% }]']),
  );
}
