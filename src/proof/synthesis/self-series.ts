import type { SelfCheck } from '../../plan/condition.ts';
import { carriageHoldsAt, carriageWorlds, isCarriage } from './carriage-series.ts';
import { increaseAt, instantAt } from './simulate/range.ts';
import type { Simulation } from './simulate/simulation.ts';
import type { Emitter, Level } from './world.ts';

/** Metrics that Prometheus keeps of itself, which the checks of the monitoring go by. */

export type { SelfCheck } from '../../plan/condition.ts';

const WINDOW_SECONDS = 300;
const FAILURES = 'prometheus_rule_evaluation_failures_total';
const MISSED = 'prometheus_rule_group_iterations_missed_total';
const ERRORS = 'prometheus_notifications_errors_total';
const DROPPED = 'prometheus_notifications_dropped_total';
const DISCOVERED = 'prometheus_notifications_alertmanagers_discovered';
const ALERTMANAGER = 'http://alertmanager:9093/api/v2/alerts';

interface SelfWorld {
  readonly emitters: readonly Emitter[];
}

/** Ways in which the check fails, each by one thing alone, and one world in which everything is well. */
export function selfWorlds(
  check: SelfCheck,
  environment: string,
): { readonly failing: readonly SelfWorld[]; readonly well: SelfWorld } {
  if (isCarriage(check)) return carriageWorlds(check);
  const ours = `/etc/prometheus/rules/model.yaml;modelwatch-${environment}/slo/any`;
  const others = [
    '/etc/prometheus/rules/node.yaml;node',
    `/etc/prometheus/rules/model.yaml;modelwatch-${environment}-other/slo/any`,
  ];
  if (check === 'notification-failing') {
    const world = (errors: number, dropped: number, discovered: number): SelfWorld => ({
      emitters: [
        emitter(ERRORS, { alertmanager: ALERTMANAGER }, counts(errors)),
        emitter(DROPPED, {}, counts(dropped)),
        emitter(DISCOVERED, {}, { kind: 'gauge', value: discovered }),
      ],
    });
    return { failing: [world(1, 0, 1), world(0, 1, 1), world(0, 0, 0)], well: world(0, 0, 1) };
  }
  const metric = check === 'evaluation-failing' ? FAILURES : MISSED;
  const world = (perSecond: number): SelfWorld => ({
    emitters: [
      emitter(metric, { rule_group: ours }, counts(perSecond)),
      ...others.map((group) => emitter(metric, { rule_group: group }, counts(1))),
    ],
  });
  return { failing: [world(0.1)], well: world(0) };
}

function emitter(metric: string, labels: Record<string, string>, level: Level): Emitter {
  return { metric, labels, levels: [level] };
}

function counts(perSecond: number): Level {
  return { kind: 'counter', perSecond };
}

/** Whether the check fails at a moment. */
export function selfHoldsAt(simulation: Simulation, check: SelfCheck, at: number): boolean {
  if (isCarriage(check)) return carriageHoldsAt(simulation, check, at);
  const prefix = `;modelwatch-${simulation.scope.plan.environment.name}/`;
  const valuesOf = (metric: string, isOurs: (emitter: Emitter) => boolean = () => true) =>
    simulation.sampled
      .filter(({ emitter }) => emitter.metric === metric && isOurs(emitter))
      .map(({ parts }) => parts.get('value') ?? []);
  const { intervalSeconds } = simulation.world;
  const grows = (metric: string, isOurs?: (emitter: Emitter) => boolean): boolean =>
    valuesOf(metric, isOurs).some(
      (values) => (increaseAt(values, intervalSeconds, at, WINDOW_SECONDS) ?? 0) > 0,
    );
  const ofOurRules = ({ labels }: Emitter): boolean => labels['rule_group']?.includes(prefix) === true;
  switch (check) {
    case 'evaluation-failing':
      return grows(FAILURES, ofOurRules);
    case 'evaluation-late':
      return grows(MISSED, ofOurRules);
    case 'notification-failing':
      return (
        grows(ERRORS) ||
        grows(DROPPED) ||
        valuesOf(DISCOVERED).some((values) => instantAt(values, intervalSeconds, at) === 0)
      );
  }
}
