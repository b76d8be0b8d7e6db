import type { Alert } from '../../plan/alert.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SliSpec } from '../../spec/kinds/slo.ts';
import { groupBy } from '../../support/group-by.ts';
import type { Entity, Workspace } from '../../workspace/entity.ts';
import { upstreamOf } from '../../workspace/references.ts';

export type Upstream = Entity<'Pipeline'> | Entity<'FeatureSet'>;

/** A statistic of a role, out of whose bounds an alert fires by itself. */
export interface Reading {
  readonly role: string;
  readonly statistic?: string;
  readonly class?: string;
  readonly alerts: readonly Alert[];
}

/** What is known of how one model is monitored. */
export interface Evidence {
  readonly workspace: Workspace;
  readonly model: Entity<'Model'>;
  readonly isBatch: boolean;
  /** Objectives and drift policies of the model. */
  readonly slos: readonly Entity<'SLO'>[];
  readonly policies: readonly Entity<'DriftPolicy'>[];
  /** All alerts about the model that tell people, absences included; those that trigger actions are not among them. */
  readonly alerts: readonly Alert[];
  /** Alerts about any object, by `<kind> <name>` of their subject. */
  readonly about: (subject: { readonly kind: string; readonly name: string }) => readonly Alert[];
  /** The tests of this environment in which something fires that is called so. */
  readonly testsOf: (text: string) => readonly Entity<'AlertTest'>[];
  /** All that the model depends on, near and far, each once. */
  readonly upstream: readonly Upstream[];
  /** The pipeline that runs a batch model. */
  readonly producer?: Entity<'Pipeline'>;
  /** Alerts of the objectives of these types that are about the model. */
  readonly objectives: (...types: readonly SliSpec['type'][]) => Alert[];
  /** What would give the model an objective of this type that alerts: the one there is, when it is silent, else `otherwise`. */
  readonly wantedObjective: (type: SliSpec['type'], otherwise: string) => string;
  /** What proxies and monitors of the model look at, each by itself. */
  readonly readings: readonly Reading[];
  /** Alerts of readings of these roles. */
  readonly reading: (...roles: readonly string[]) => Alert[];
}

/** By model: what the plan and the specs of an environment tell of its monitoring. */
export function evidenceOf(workspace: Workspace, plan: Plan): (model: Entity<'Model'>) => Evidence {
  const telling = plan.alerts.filter((alert) => alert.class !== 'action');
  const bySubject = groupBy(telling, ({ subject }) => `${subject.kind} ${subject.name}`);
  const about: Evidence['about'] = ({ kind, name }) => bySubject.get(`${kind} ${name}`) ?? [];
  const slos = groupBy(workspace.list('SLO'), ({ spec }) => spec.model);
  const policies = groupBy(workspace.list('DriftPolicy'), ({ spec }) => spec.model);
  const tests = testsByText(workspace);
  const monitors = groupBy(workspace.list('Monitor'), ({ spec }) => spec.model);
  return (model) => {
    const alerts = about(model);
    const isBatch = model.spec.serving.mode === 'batch';
    const { producedBy } = model.spec.serving;
    const producer = producedBy === undefined ? undefined : workspace.get('Pipeline', producedBy);
    const own = slos.get(model.name) ?? [];
    const alertsOf = ({ name }: Entity<'SLO'>): Alert[] =>
      alerts.filter((alert) => alert.object.kind === 'SLO' && alert.object.name === name && measures(alert));
    const readings = [
      ...proxyReadings(model, alerts),
      ...(monitors.get(model.name) ?? []).flatMap((monitor) => monitorReadings(monitor, alerts)),
    ];
    return {
      workspace,
      model,
      isBatch,
      slos: own,
      policies: policies.get(model.name) ?? [],
      alerts,
      about,
      testsOf: (text) => tests.get(text) ?? [],
      upstream: allUpstream(workspace, model),
      ...(isBatch && producer && { producer }),
      objectives: (...types) => own.filter(({ spec }) => types.includes(spec.sli.type)).flatMap(alertsOf),
      wantedObjective: (type, otherwise) => {
        const silent = own.find((slo) => slo.spec.sli.type === type && alertsOf(slo).length === 0);
        return silent ? `an alert of SLO ${silent.name}, which has none` : otherwise;
      },
      readings,
      reading: (...roles) =>
        readings.flatMap((reading) => (roles.includes(reading.role) ? reading.alerts : [])),
    };
  };
}

/** Whether an alert tells that a value is bad; others tell that there is none, or that a job did not run. */
export function measures(alert: Pick<Alert, 'class'>): boolean {
  return alert.class !== 'absence' && alert.class !== 'job';
}

/** The alerts of one proxy of a model. */
export function proxyAlerts(model: Entity<'Model'>, name: string, alerts: readonly Alert[]): Alert[] {
  const id = `model:${model.name}/proxy-${name}`;
  return alerts.filter((alert) => alert.id === id);
}

function proxyReadings(model: Entity<'Model'>, alerts: readonly Alert[]): Reading[] {
  return model.spec.proxies.flatMap((proxy) => {
    const own = proxyAlerts(model, proxy.name, alerts);
    return readingOf({ ...proxy, of: proxy.from }, own);
  });
}

/** What a monitor looks at. Of a composite only the parts of `any` count: with `all`, no part of it alerts by itself. */
function monitorReadings({ name, spec }: Entity<'Monitor'>, alerts: readonly Alert[]): Reading[] {
  const own = alerts.filter(
    (alert) => alert.object.kind === 'Monitor' && alert.object.name === name && measures(alert),
  );
  const parts = (spec.any ?? []).flatMap((part) => ('threshold' in part ? [part] : []));
  return [spec, ...parts].flatMap((asked) => readingOf(asked, own));
}

function readingOf(
  asked: {
    readonly of?: string | undefined;
    readonly statistic?: string | undefined;
    readonly class?: string | undefined;
  },
  alerts: readonly Alert[],
): Reading[] {
  if (asked.of === undefined || alerts.length === 0) return [];
  return [
    {
      role: asked.of,
      ...(asked.statistic !== undefined && { statistic: asked.statistic }),
      ...(asked.class !== undefined && { class: asked.class }),
      alerts,
    },
  ];
}

function testsByText(workspace: Workspace): Map<string, Entity<'AlertTest'>[]> {
  const called = workspace.list('AlertTest').flatMap((test) => {
    const { env, expect } = test.spec;
    if (env !== undefined && env !== workspace.environment) return [];
    const texts = new Set(expect.filter(({ firing }) => firing).map(({ alert }) => alert));
    return [...texts].map((text) => ({ text, test }));
  });
  return new Map(
    [...groupBy(called, ({ text }) => text)].map(([text, some]) => [text, some.map(({ test }) => test)]),
  );
}

function allUpstream(workspace: Workspace, model: Entity<'Model'>): Upstream[] {
  const found = new Map<string, Upstream>();
  const visit = (entity: Upstream | Entity<'Model'>): void => {
    for (const { target } of upstreamOf(workspace, entity)) {
      const key = `${target.kind} ${target.name}`;
      if (found.has(key)) continue;
      found.set(key, target);
      visit(target);
    }
  };
  visit(model);
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entity]) => entity);
}
