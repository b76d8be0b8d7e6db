import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { scopeOf } from '../../promql/lower/scope.ts';
import type { Target, TargetOutput } from '../target.ts';
import { capabilities } from './capabilities.ts';
import { operatorFiles } from './operator.ts';
import { type PrometheusOptions, prometheusOptions } from './options.ts';
import { retentionWatch } from './retention.ts';
import { ruleFiles } from './rule-files.ts';
import { serverFiles } from './server.ts';

/** Recording rules, alerts and scrapes for Prometheus, as files or as custom resources of the Prometheus Operator. */
export const prometheusTarget: Target<PrometheusOptions> = {
  name: 'prometheus',
  description: 'recording rules, alerts and scrapes for Prometheus or the Prometheus Operator',
  capabilities,
  options: prometheusOptions,
  lower,
  notes,
};

function lower(plan: Plan, options: PrometheusOptions): TargetOutput {
  const retention = retentionWatch(plan);
  const rules = retention.over(ruleFiles(scopeOf(plan)));
  const files =
    options.flavor === 'prometheus-operator'
      ? operatorFiles(plan, options, rules)
      : serverFiles(plan, options, rules);
  return { files, notes: retention.notes() };
}

function notes(plan: Plan): readonly Diagnostic[] {
  const retention = retentionWatch(plan);
  // Each file's rules are looked at and let go of.
  Array.from(retention.over(ruleFiles(scopeOf(plan))), ({ name }) => name);
  return retention.notes();
}

export type { PrometheusOptions } from './options.ts';
