import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { Origin } from '../../plan/origin.ts';
import type { Plan } from '../../plan/plan.ts';
import type { FileMark } from '../../targets/target.ts';
import type { ApartAlert } from './alert-levels.ts';
import type { AlertmanagerConfig, Pointer } from './alertmanager-config.ts';
import { nearMiss, printNearMiss } from './near-miss.ts';
import { isHeard, type People, type Person, peopleOf } from './people.ts';
import type { CounterExample, Proof } from './prove.ts';
import { type Match, mutedBy } from './router.ts';
import { listed, printMoment, printMute, printPath } from './words.ts';

/** What a proof was made on. */
export interface Proved {
  readonly plan: Plan;
  readonly config: AlertmanagerConfig;
  /** The file as the user finds it. */
  readonly shown: string;
  /** Which specs the parts of the file come from; absent for a file of the user's own, which findings then point at. */
  readonly marks: readonly FileMark[] | undefined;
  /** The zone in which a team reads the clock. */
  readonly zoneOf: (team: string) => string;
}

/** Counter-examples as findings: which alert, when, and which route swallowed it. */
export function proofFindings(proof: Proof, proved: Proved): Diagnostic[] {
  const people = peopleOf(proved.plan);
  return proof.counterExamples.map((example) => finding(example, proved, people));
}

type Cause = Pick<Diagnostic, 'code' | 'message'> & {
  readonly match: Match | undefined;
  readonly hint?: string;
};

function finding(example: CounterExample, proved: Proved, people: People): Diagnostic {
  const { alerts, level, instant, silentMs } = example;
  const [first] = alerts;
  const severity = first?.severity ?? 'none';
  const zone = proved.zoneOf(first?.team ?? '');
  const { code, message, match, hint } = causeOf(example, proved, people);
  const when = whenOf(example, code, zone);
  const who = `${first?.name ?? ''} (${severity}, level ${level})`;
  const others = alerts.length === 1 ? '' : ` and ${alerts.length - 1} more alerts`;
  const place = match === undefined ? undefined : placeOf(match.node.pointer, proved, first?.origin);
  const line = match === undefined ? undefined : proved.config.spanOf(match.node.pointer).start.line;
  return {
    code,
    severity: 'error',
    message: `nobody hears of ${who}${others}${when}: ${message}${match === undefined ? '' : `, ${printPath(match)} in ${proved.shown}:${line ?? 1}`}`,
    ...(place ?? spanOf(first?.origin)),
    ...(hint !== undefined && { hint }),
    ...(first && { object: first.object }),
    data: {
      alerts: alerts.map(({ name }) => name),
      severity,
      level,
      ...(instant !== undefined && { instant: new Date(instant).toISOString(), timezone: zone }),
      ...(silentMs !== undefined && { silentHours: Number(hours(silentMs)) }),
      ...(match && { route: printPath(match), receiver: match.node.receiver, file: proved.shown, line }),
    },
  };
}

/** The time makes a difference only where a route is silent at times. */
function whenOf({ instant, silentMs }: CounterExample, code: string, zone: string): string {
  if (instant === undefined) return '';
  const first = `${printMoment(zone, instant)} (${zone})`;
  const sum = silentMs === undefined ? '' : `, ${hours(silentMs)} h in all`;
  return code === 'route/silent-hours' || code === 'route/page-unheard'
    ? ` on ${first}${sum}`
    : ` at any hour when somebody should, first on ${first}${sum}`;
}

function hours(milliseconds: number): string {
  return String(Math.round(milliseconds / 36_000) / 100);
}

function causeOf(example: CounterExample, { config }: Proved, people: People): Cause {
  const { what, matches, labels = {}, instant = 0, alerts } = example;
  const [first] = matches;
  if (what === 'no-rule')
    return { code: 'route/no-rule', message: 'no rendered rule raises it', match: undefined };
  if (what === 'silenced') {
    return {
      code: 'route/silenced-unheard',
      message: `it is silent while ${example.silencedBy ?? ''} fires, which nobody is told of`,
      match: first,
      hint: 'Narrow the source matchers of the inhibition rule to alerts that somebody hears.',
    };
  }
  if (what === 'no-human') {
    return {
      code: 'route/only-programs',
      message: 'the specs name only programs for it',
      match: first,
      hint: 'Name somebody on call, a channel or an address under notify.',
    };
  }
  const toldBy = ({ node }: Match): readonly Person[] => {
    const receiver = config.receivers.get(node.receiver);
    return receiver === undefined ? [] : people(receiver);
  };
  const severity = alerts[0]?.severity ?? 'none';
  const heard = matches.filter((match) => toldBy(match).some((person) => isHeard(person, severity)));
  const silent = heard.find((match) => mutedBy(config, match, instant) !== undefined);
  if (silent !== undefined) {
    const mute = mutedBy(config, silent, instant);
    return {
      code: what === 'page' ? 'route/page-unheard' : 'route/silent-hours',
      message: `its route is ${mute === undefined ? 'silent' : printMute(mute)}`,
      match: silent,
      hint:
        what === 'page'
          ? 'Give the policy a level for these hours, or make the alert a ticket.'
          : 'Compare the times of the route with the hours, holidays and maintenance in the specs.',
    };
  }
  const programs = matches.flatMap(toldBy);
  if (programs.length > 0 && what !== 'watchdog') {
    return {
      code: 'route/only-programs',
      message: `its route tells only ${listed(
        programs.map(({ name }) => name),
        3,
      )}`,
      match: first,
      hint: 'A program or, for a page, a tracker is nobody who hears of it.',
    };
  }
  const miss = first && nearMiss(config, first, labels);
  const receiver = first?.node.receiver ?? '';
  return {
    code: what === 'watchdog' ? 'route/watchdog-unheard' : 'route/swallowed',
    message: `its route ends at the receiver ${receiver}, which has no integrations`,
    match: first,
    ...(miss !== undefined && { hint: printNearMiss(miss) }),
  };
}

/** The spec that the part of a rendered file comes from, or the part itself in a file of the user's. */
function placeOf(
  pointer: Pointer,
  { config, marks }: Proved,
  fallback: Origin | undefined,
): Pick<Diagnostic, 'span' | 'related'> {
  if (marks === undefined) {
    const wanted = fallback?.spans[0];
    return {
      span: config.spanOf(pointer),
      ...(wanted && { related: [{ message: 'the alert comes from here', span: wanted }] }),
    };
  }
  const above = marks.filter((mark) => mark.pointer.every((step, index) => step === pointer[index]));
  const nearest = above.toSorted((a, b) => b.pointer.length - a.pointer.length)[0];
  return spanOf(nearest?.origin ?? fallback);
}

function spanOf(origin: Origin | undefined): { readonly span?: Span } {
  const span = origin?.spans[0];
  return span === undefined ? {} : { span };
}

const REASONS = {
  'severity-none': 'severity none',
  'no-escalation': 'no escalation in this environment',
  'severity-not-routed': 'severity not routed by its policy',
} as const;

/** The verdict in lines for people: how many reach somebody, and which are apart, and why. */
export function proofSummary(environment: string, proof: Proof, { plan }: Proved): string[] {
  const { reached, total, apart } = proof;
  const lines = [
    total === 0
      ? `${environment}: no alert is to reach anybody`
      : `${environment}: ${reached}/${total} alerts reach a human`,
  ];
  return [...lines, ...apartLines(apart, plan)];
}

/** Alerts that nobody is to be told of, with why. */
export function apartLines(apart: readonly ApartAlert[], plan: Plan): string[] {
  const lines = Object.entries(REASONS).flatMap(([reason, words]) => {
    const names = apart.filter((each) => each.reason === reason).map(({ alert }) => alert.name);
    if (names.length === 0) return [];
    return [`  apart, told to nobody (${words}): ${names.length}: ${listed(names, 3)}`];
  });
  const listener =
    plan.watchdog === undefined
      ? 'nobody is named who would notice its silence'
      : 'its silence is the message';
  const switches = apart.filter(({ reason }) => reason === 'always-firing');
  return [
    ...lines,
    ...switches.map(({ alert }) => `  apart, the dead man's switch (${listener}): ${alert.name}`),
  ];
}
