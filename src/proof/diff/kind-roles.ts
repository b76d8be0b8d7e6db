import type { KindName } from '../../spec/names.ts';

/**
 * What it means that an object comes or goes.
 * - `protection`: it watches something;
 * - `quiet`: it silences;
 * - `test`: it proves that an alert works;
 * - `routing`: told by the alerts whose recipients change;
 * - `action`: something is done by itself;
 * - `setting`: where things are kept;
 * - `prose`: for people to read.
 */
export type KindRole = 'protection' | 'quiet' | 'test' | 'routing' | 'action' | 'setting' | 'prose';

/** A test demands a role for every kind. */
export const KIND_ROLES: Readonly<Partial<Record<KindName, KindRole>>> = {
  Project: 'setting',
  Defaults: 'setting',
  Environment: 'setting',
  Team: 'routing',
  EscalationPolicy: 'routing',
  Runbook: 'prose',
  DataSource: 'setting',
  Pipeline: 'protection',
  FeatureSet: 'protection',
  Model: 'protection',
  SLO: 'protection',
  Monitor: 'protection',
  DriftPolicy: 'protection',
  MaintenanceWindow: 'quiet',
  BusinessMetric: 'protection',
  Action: 'action',
  AlertTest: 'test',
  Telemetry: 'setting',
};

/** A kind without a role is taken for one that protects: better one look too many. */
export function roleOf(kind: KindName): KindRole {
  return KIND_ROLES[kind] ?? 'protection';
}
