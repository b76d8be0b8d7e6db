import type { Unit } from '../../plan/signal.ts';

/** Units as Grafana calls them. */
const UNITS: Readonly<Record<Unit, string>> = {
  seconds: 's',
  ratio: 'percentunit',
  events: 'short',
  'events-per-second': 'ops',
  bytes: 'bytes',
  'unix-seconds': 'dateTimeAsIso',
  money: 'none',
  none: 'none',
};

export function grafanaUnit(unit: Unit): string {
  return UNITS[unit];
}
