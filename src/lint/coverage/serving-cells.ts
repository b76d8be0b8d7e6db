import type { Alert } from '../../plan/alert.ts';
import { type CellState, coveredOr, coversOf } from './cell.ts';
import { type Evidence, measures } from './evidence.ts';

const TRAFFIC = ['rate', 'increase'];

/** How long answers take; of a batch, whether its run is done in time. */
export function latencyCell(evidence: Evidence): CellState {
  const { isBatch, objectives, reading, wantedObjective } = evidence;
  const own = [...objectives('latency'), ...reading('latency', 'timeToFirstToken', 'timePerToken')];
  if (!isBatch) return coveredOr(coversOf(own), wantedObjective('latency', 'an SLO of type latency'));
  return coveredOr(
    coversOf([...own, ...objectives('freshness'), ...dueAlerts(evidence)]),
    evidence.producer
      ? `schedule: { deadline: … } on Pipeline ${evidence.producer.name}`
      : 'serving.producedBy, with a deadline in the schedule of that pipeline',
  );
}

/** How much is answered; of a batch, how many of the expected rows. */
export function throughputCell({
  isBatch,
  objectives,
  readings,
  reading,
  wantedObjective,
}: Evidence): CellState {
  const traffic = readings.filter(
    ({ role, statistic }) =>
      (role === 'requests' || role === 'tokens') && (statistic === undefined || TRAFFIC.includes(statistic)),
  );
  const own = [...objectives('throughput'), ...traffic.flatMap(({ alerts }) => alerts)];
  if (!isBatch)
    return coveredOr(
      coversOf([...own, ...reading('rows')]),
      wantedObjective('throughput', 'an SLO of type throughput, or a monitor on the rate of requests'),
    );
  return coveredOr(
    coversOf([...own, ...objectives('coverage'), ...reading('rows')]),
    wantedObjective('coverage', 'serving.expectedRows and an SLO of type coverage'),
  );
}

/** How many answers fail; of a batch, whether a run succeeds at all. */
export function errorsCell(evidence: Evidence): CellState {
  const { isBatch, objectives, reading, producer, about, wantedObjective } = evidence;
  const own = [...objectives('availability'), ...reading('errors')];
  if (!isBatch)
    return coveredOr(coversOf(own), wantedObjective('availability', 'an SLO of type availability'));
  const due = new Set(dueAlerts(evidence));
  const succeeded = (producer ? about(producer) : []).filter(
    (alert) => alert.class === 'freshness' && !due.has(alert),
  );
  return coveredOr(
    coversOf([...own, ...succeeded]),
    producer
      ? `freshness of Pipeline ${producer.name}: the age of its last success`
      : 'serving.producedBy, with freshness on that pipeline',
  );
}

export function resourcesCell({ alerts, reading, wantedObjective }: Evidence): CellState {
  const saturated = alerts.filter((alert) => alert.class === 'saturation' && measures(alert));
  return coveredOr(
    coversOf([...saturated, ...reading('cpu', 'memory', 'gpu', 'cache', 'queue')]),
    wantedObjective(
      'saturation',
      'resources of the model (cpu, memory, gpu, queue), or an SLO of type saturation',
    ),
  );
}

/** Alerts that a run of the producing pipeline is late or takes too long. */
function dueAlerts({ producer, about, workspace }: Evidence): Alert[] {
  if (producer === undefined) return [];
  const objectives = workspace
    .list('SLO')
    .filter(
      ({ spec: { pipeline, sli } }) =>
        pipeline === producer.name && sli.type === 'freshness' && sli.deadline !== undefined,
    )
    .map(({ name }) => name);
  return about(producer).filter(
    (alert) =>
      measures(alert) &&
      (isDue(alert.id) || (alert.object.kind === 'SLO' && objectives.includes(alert.object.name))),
  );
}

function isDue(id: string): boolean {
  return id.endsWith('/deadline-missed') || id.endsWith('/run-too-long');
}
