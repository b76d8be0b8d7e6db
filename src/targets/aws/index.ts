import type { Plan } from '../../plan/plan.ts';
import { distinctNotes } from '../capability.ts';
import type { Target, TargetOutput } from '../target.ts';
import { alarmsOf } from './alarms.ts';
import { objectiveResources } from './application-signals.ts';
import { alarmNames, assemble, draftsOfParts } from './assemble.ts';
import { capabilities } from './capabilities.ts';
import { dashboards } from './dashboard.ts';
import type { Draft } from './draft.ts';
import { logResources } from './logs.ts';
import { muteRules } from './maintenance.ts';
import { scopeOf } from './math/scope.ts';
import { TARGET_NAME } from './notes.ts';
import { type AwsOptions, awsOptions } from './options.ts';
import { type Topics, topicsOf } from './topics.ts';
import { xrayResources } from './xray.ts';

/** CloudWatch alarms, dashboards, log filters, objectives and X-Ray groups, as CloudFormation templates. */
export const awsTarget: Target<AwsOptions> = {
  name: TARGET_NAME,
  description:
    'CloudFormation: CloudWatch alarms and dashboards, Logs, X-Ray, Application Signals, SNS topics',
  options: awsOptions,
  capabilities,
  onlyWhenAsked: true,
  lower,
};

function lower(plan: Plan, options: AwsOptions): TargetOutput {
  if (plan.signals.every(({ cloudwatch }) => cloudwatch === undefined)) return withoutSource(plan);
  const topics = topicsOf(plan);
  const alarms = alarmsOf(plan, scopeOf(plan), topics);
  const mutes = muteRules(plan, alarms.ofAlert);
  const given = alarmNames(alarms.drafts);
  const nameOf = new Map(
    plan.alerts.map(({ id, name }) => {
      const [wanted] = alarms.ofAlert(name);
      return [id, wanted === undefined ? undefined : (given.get(wanted)?.text ?? wanted)];
    }),
  );
  const others = [
    logResources(plan),
    xrayResources(plan),
    ...(options.dashboards ? [dashboards(plan, (id) => nameOf.get(id))] : []),
    ...(options.serviceLevelObjectives ? [objectiveResources(plan)] : []),
  ];
  const drafts: Draft[] = [
    ...usedTopics(plan, topics),
    ...alarms.drafts,
    ...mutes.drafts,
    ...others.flatMap(({ parts }) => draftsOfParts(parts)),
  ];
  const { files, notes } = assemble(plan, drafts, given, topics.parameters);
  return {
    files,
    notes: distinctNotes([
      ...topics.notes,
      ...alarms.notes,
      ...mutes.notes,
      ...others.flatMap((each) => each.notes),
      ...notes,
    ]),
  };
}

/** A topic that no alert publishes to would be one that people subscribe to in vain. */
function usedTopics(plan: Plan, { drafts, of }: Topics): readonly Draft[] {
  const used = new Set(plan.alerts.flatMap((alert) => of(alert).map(({ topicKey }) => topicKey)));
  return drafts.filter(({ key }) => used.has(key.split(' to ')[0] ?? key));
}

function withoutSource(plan: Plan): TargetOutput {
  return {
    files: [],
    notes: [
      {
        code: 'target/no-data-source',
        severity: 'warning',
        message: 'aws: nothing is rendered, since no data source says where CloudWatch keeps metrics',
        object: { kind: 'Project', name: plan.project },
        field: 'spec.targets.aws',
        hint: 'Add a DataSource with type: cloudwatch and a namespace.',
      },
    ],
  };
}
