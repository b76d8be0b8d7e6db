import type { ApartAlert } from './alert-levels.ts';
import type { ExplainedAlert } from './explain.ts';
import { printMoment } from './words.ts';

/** An explained alert as data for programs; the fields of the table, with moments in UTC and by the team's clock. */
export function explainedData(explained: ExplainedAlert): unknown {
  const { alert, instant, zone, levels, why, silencedBy, isHeard, isWithinPolicy } = explained;
  return {
    alert: alert.name,
    id: alert.id,
    object: alert.object,
    severity: alert.severity,
    team: alert.team,
    ...momentData(instant, zone),
    levels: levels.map(({ number, afterSeconds, state, people, receivers, mute, until }) => ({
      level: number,
      afterSeconds,
      state,
      people,
      receivers,
      ...(mute !== undefined && { mute }),
      ...(until !== undefined && { until: new Date(until).toISOString() }),
    })),
    why,
    silencedBy,
    reachesHuman: isHeard,
    withinPolicy: isWithinPolicy,
  };
}

export function apartData({ alert, reason }: ApartAlert): unknown {
  return { alert: alert.name, id: alert.id, severity: alert.severity, reason };
}

function momentData(instant: number, zone: string): object {
  return { at: new Date(instant).toISOString(), local: printMoment(zone, instant), timezone: zone };
}
