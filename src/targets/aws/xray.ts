import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Tracing } from '../../plan/telemetry.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { groupBy } from '../../support/group-by.ts';
import { sha256 } from '../../support/sha256.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { printNumber, printPercent } from '../../units/index.ts';
import { LIMITS } from './limits.ts';
import { allocate, NAME_RULES, type Name, renamedNote } from './names.ts';
import { leftOutNote } from './notes.ts';
import type { Part, Parts } from './part.ts';

/** Requests a second that are traced whatever the share, over all instances: as X-Ray's own default rule has it. */
const RESERVOIR_SIZE = 1;

/** How many times the usual share X-Ray may trace while it sees an anomaly, and how long it then waits for the next. */
const BOOST = { factor: 10, cooldownMinutes: 10 };

/**
 * For each traced service a group of its slow requests, at the strictest latency threshold, a group of its failed ones, and
 * the rule by which requests are traced. Services are told apart by name in the whole account.
 *
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
 */
export function xrayResources(plan: Plan): Parts {
  const services = [...groupBy(plan.tracing, ({ service }) => service)].toSorted(([a], [b]) =>
    compareStrings(a, b),
  );
  const wantedName = (service: string, what: string) => `${service}-${plan.environment.name}-${what}`;
  const groups = allocate(
    services.flatMap(([service]) => ['slow', 'failed'].map((what) => wantedName(service, what))),
    NAME_RULES.xrayGroup,
  );
  const rules = allocate(
    services.map(([service]) => `${service}-${plan.environment.name}`),
    NAME_RULES.samplingRule,
  );
  const priorities = prioritiesOf([...rules].map(([, { text }]) => text));
  const parts: Part[] = [];
  const notes: Diagnostic[] = [];
  const named = (
    names: ReadonlyMap<string, Name>,
    wanted: string,
    tracing: Tracing,
    what: string,
  ): string => {
    const name = names.get(wanted);
    if (name?.renamed !== undefined) notes.push(renamedNote(name, wanted, tracing.origin, what));
    return name?.text ?? wanted;
  };
  for (const [service, all] of services) {
    // The share that traces enough for every model of the service.
    const [chosen, ...others] = sortedBy(all, ({ subject }) => subject.name).toSorted(
      (a, b) => b.sampledRatio - a.sampledRatio,
    );
    if (chosen === undefined) continue;
    notes.push(...others.flatMap((other) => otherRatioNote(other, chosen)));
    const { subject, origin } = chosen;
    const [slowest] = sortedBy(
      all.filter(({ slowSeconds }) => slowSeconds !== undefined),
      ({ slowSeconds = 0 }) => slowSeconds,
    );
    const node = `service("${service}")`;
    if (slowest?.slowSeconds !== undefined) {
      const name = named(groups, wantedName(service, 'slow'), slowest, 'the X-Ray group');
      const slow = `${node} { responsetime > ${printNumber(slowest.slowSeconds)} }`;
      parts.push({
        key: `${service} slow traces`,
        subject: slowest.subject,
        origin: slowest.origin,
        resource: group(name, slow),
      });
    }
    const failed = named(groups, wantedName(service, 'failed'), chosen, 'the X-Ray group');
    parts.push({
      key: `${service} failed traces`,
      subject,
      origin,
      resource: group(failed, `${node} { error OR fault }`),
    });
    const ruleName = named(rules, `${service}-${plan.environment.name}`, chosen, 'the sampling rule');
    const priority = priorities.get(ruleName) ?? LIMITS.samplingPriorityFirst.value;
    parts.push({
      key: `${service} sampling`,
      subject,
      origin,
      resource: samplingRule(chosen, ruleName, priority),
    });
  }
  return { parts, notes };
}

/** Insights watch every group for faults and cost by the trace; alerts do that here. */
function group(name: string, filterExpression: string): Part['resource'] {
  return {
    Type: 'AWS::XRay::Group',
    Properties: {
      GroupName: name,
      FilterExpression: filterExpression,
      InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
    },
  };
}

function samplingRule({ service, sampledRatio }: Tracing, name: string, priority: number): Part['resource'] {
  const boosted = Math.min(1, sampledRatio * BOOST.factor);
  return {
    Type: 'AWS::XRay::SamplingRule',
    Properties: {
      SamplingRule: {
        RuleName: name,
        Priority: priority,
        FixedRate: sampledRatio,
        ReservoirSize: RESERVOIR_SIZE,
        ServiceName: service,
        ServiceType: '*',
        Host: '*',
        HTTPMethod: '*',
        URLPath: '*',
        ResourceARN: '*',
        Version: 1,
        ...(boosted > sampledRatio && {
          SamplingRateBoost: {
            MaxRate: Number(boosted.toPrecision(12)),
            CooldownWindowMinutes: BOOST.cooldownMinutes,
          },
        }),
      },
    },
  };
}

/**
 * A priority for each rule name, no two alike, that hardly moves when other rules come and go: made of the name's hash. Lower
 * numbers come first; a thousand on either side is left to rules that people write by hand.
 */
function prioritiesOf(names: readonly string[]): ReadonlyMap<string, number> {
  const first = 1000;
  const count = LIMITS.samplingPriority.value - 2 * first;
  const result = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of names.toSorted(compareStrings)) {
    let offset = Number.parseInt(sha256(name).slice(0, 8), 16) % count;
    while (taken.has(offset)) offset = (offset + 1) % count;
    taken.add(offset);
    result.set(name, first + offset);
  }
  return result;
}

function otherRatioNote(other: Tracing, chosen: Tracing): Diagnostic[] {
  if (other.sampledRatio === chosen.sampledRatio) return [];
  return [
    leftOutNote(
      'tracing',
      other.origin,
      `the share of ${printPercent(other.sampledRatio)} for ${other.subject.name}`,
      `${chosen.subject.name} is traced as the same service ${other.service}, with ${printPercent(chosen.sampledRatio)}, which holds for both`,
    ),
  ];
}
