import type { MetricAlarm } from './alarm.ts';
import { metricAlarm } from './alarm.ts';
import type { AlarmRule, AlarmState } from './alarm-rule.ts';
import { alarmsOf, parseAlarmRule } from './alarm-rule.ts';
import type { MuteRule } from './mute.ts';
import { muteRule } from './mute.ts';
import type { Properties } from './properties.ts';
import { optionalNumber, optionalText, text } from './properties.ts';
import type { Suppressor } from './suppression.ts';

/** The alarms of a CloudFormation template. */

export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
}

/** The topics that are told of a state; a topic of the template goes by its TopicName, any other by what is written. */
export type Topics = Readonly<Record<AlarmState, readonly string[]>>;

export interface CompositeAlarm {
  readonly name: string;
  readonly rule: AlarmRule;
  readonly suppressor?: Suppressor;
}

export interface Alarms {
  readonly metricAlarms: readonly MetricAlarm[];
  /** Each after the composite alarms that its rule looks at. */
  readonly compositeAlarms: readonly CompositeAlarm[];
  readonly topics: ReadonlyMap<string, Topics>;
  readonly muteRules: readonly MuteRule[];
}

/**
 * Reads every metric alarm, composite alarm and mute rule, of one template or of stacks that belong together, since alarms
 * know each other by name. Throws on one that cannot be evaluated, on two alarms of one name, on a rule, suppressor or mute
 * rule that names no alarm of them, and on rules that look at each other.
 */
export function alarmsOfTemplate(templates: Template | readonly Template[]): Alarms {
  const metricAlarms: MetricAlarm[] = [];
  const composites: CompositeAlarm[] = [];
  const topics = new Map<string, Topics>();
  const muteRules: MuteRule[] = [];
  const stacks: readonly Template[] = 'Resources' in templates ? [templates] : templates;
  const resources = stacks.flatMap((stack) =>
    Object.values(stack.Resources).map((resource) => ({ ...resource, stack })),
  );
  for (const { Type, Properties: properties = {}, stack } of resources) {
    if (Type === 'AWS::CloudWatch::Alarm') metricAlarms.push(metricAlarm(properties));
    else if (Type === 'AWS::CloudWatch::CompositeAlarm') composites.push(compositeAlarm(properties));
    else {
      if (Type === 'AWS::CloudWatch::AlarmMuteRule') muteRules.push(muteRule(properties));
      continue;
    }
    const name = text(properties, 'AlarmName');
    if (topics.has(name)) throw new Error(`two alarms have the name ${name}`);
    topics.set(name, topicsOf(properties, stack));
  }
  for (const { name, alarms } of muteRules) {
    const unknown = alarms.find((alarm) => !topics.has(alarm));
    if (unknown !== undefined) throw new Error(`${name} mutes the unknown alarm ${unknown}`);
  }
  for (const { name, rule, suppressor } of composites) {
    for (const other of [...alarmsOf(rule), ...(suppressor === undefined ? [] : [suppressor.alarm])]) {
      if (!topics.has(other)) throw new Error(`${name} names the unknown alarm ${other}`);
    }
  }
  return { metricAlarms, compositeAlarms: childrenFirst(composites), topics, muteRules };
}

function compositeAlarm(properties: Properties): CompositeAlarm {
  const alarm = optionalText(properties, 'ActionsSuppressor');
  return {
    name: text(properties, 'AlarmName'),
    rule: parseAlarmRule(text(properties, 'AlarmRule')),
    ...(alarm === undefined
      ? {}
      : {
          suppressor: {
            alarm,
            waitSeconds: optionalNumber(properties, 'ActionsSuppressorWaitPeriod') ?? 0,
            extensionSeconds: optionalNumber(properties, 'ActionsSuppressorExtensionPeriod') ?? 0,
          },
        }),
  };
}

function childrenFirst(composites: readonly CompositeAlarm[]): readonly CompositeAlarm[] {
  const byName = new Map(composites.map((composite) => [composite.name, composite]));
  const ordered = new Set<CompositeAlarm>();
  const visit = (composite: CompositeAlarm, above: readonly string[]): void => {
    if (above.includes(composite.name)) throw new Error(`${composite.name} looks at itself`);
    for (const child of alarmsOf(composite.rule)) {
      const found = byName.get(child);
      if (found !== undefined) visit(found, [...above, composite.name]);
    }
    ordered.add(composite);
  };
  for (const composite of composites) visit(composite, []);
  return [...ordered];
}

function topicsOf(properties: Properties, template: Template): Topics {
  const of = (name: string): readonly string[] => {
    const actions = properties['ActionsEnabled'] === false ? [] : properties[name];
    return ((actions ?? []) as readonly unknown[]).map((action) => {
      if (typeof action === 'string') return action;
      const reference = text(action as Properties, 'Ref');
      return optionalText(template.Resources[reference]?.Properties ?? {}, 'TopicName') ?? reference;
    });
  };
  return { ALARM: of('AlarmActions'), OK: of('OKActions'), INSUFFICIENT_DATA: of('InsufficientDataActions') };
}
