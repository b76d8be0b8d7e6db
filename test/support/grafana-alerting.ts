import { parse } from 'yaml';

/** What tests read of a rule in a provisioning file. */
export interface GrafanaRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly {
    readonly refId: string;
    readonly datasourceUid: string;
    readonly model: { readonly expr?: string; readonly expression?: string };
  }[];
  readonly noDataState: string;
  readonly execErrState: string;
  readonly for: string;
  readonly keepFiringFor?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface GrafanaGroup {
  readonly name: string;
  readonly folder: string;
  readonly interval: string;
  readonly rules: readonly GrafanaRule[];
}

export interface GrafanaPolicy {
  readonly receiver?: string;
  readonly object_matchers?: readonly (readonly [label: string, op: string, value: string])[];
  readonly continue?: boolean;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly GrafanaPolicy[];
}

/** All that is provisioned for alerting, as Grafana reads it before it looks for variables. */
export interface GrafanaAlerting {
  readonly apiVersion: number;
  readonly groups: readonly GrafanaGroup[];
  readonly contactPoints: readonly {
    readonly name: string;
    readonly receivers: readonly {
      readonly uid: string;
      readonly type: string;
      readonly settings: Readonly<Record<string, unknown>>;
      readonly disableResolveMessage: boolean;
    }[];
  }[];
  readonly muteTimes: readonly { readonly name: string; readonly time_intervals: readonly object[] }[];
  readonly policies: readonly GrafanaPolicy[];
}

/** The provisioning files of alerting together. */
export function grafanaAlertingOf(files: ReadonlyMap<string, string>): GrafanaAlerting {
  const parts = [...files]
    .filter(([path]) => path.startsWith('grafana/provisioning/alerting/'))
    .map(([, text]) => parse(text) as Partial<GrafanaAlerting>);
  return {
    apiVersion: 1,
    groups: parts.flatMap(({ groups = [] }) => groups),
    contactPoints: parts.flatMap(({ contactPoints = [] }) => contactPoints),
    muteTimes: parts.flatMap(({ muteTimes = [] }) => muteTimes),
    policies: parts.flatMap(({ policies = [] }) => policies),
  };
}

/** A rule's query, and whose alert it is: `<project>/<alert>`. */
export interface AskedRule {
  readonly key: string;
  readonly level: number;
  readonly query: string;
}

/** All rules with what they ask. */
export function grafanaRulesOf(files: ReadonlyMap<string, string>): AskedRule[] {
  return grafanaAlertingOf(files).groups.flatMap(({ rules }) =>
    rules.map(({ title, labels, data }) => ({
      key: `${labels['project']}/${title}`,
      level: Number(labels['level']),
      query: data[0]?.model.expr ?? '',
    })),
  );
}
