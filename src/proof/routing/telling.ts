import type { AlertmanagerConfig, Receiver } from './alertmanager-config.ts';
import { isHeard, type People } from './people.ts';
import type { Match } from './router.ts';
import { isIn, type Stretch, stretchesOfInterval } from './stretches-of-time.ts';

/** When routes tell people, in a range of time. */
export interface Telling {
  /** When any of the routes tells somebody who is enough for the severity, ascending and disjoint. */
  readonly told: (matches: readonly Match[], severity: string) => readonly Stretch[];
  /** When the route is not muted, whomever it tells. */
  readonly times: (match: Match) => readonly Stretch[];
}

export function tellingOf(config: AlertmanagerConfig, people: People, range: Stretch): Telling {
  const known = new Map<string, readonly Stretch[]>();
  const once = (key: string, make: () => readonly Stretch[]): readonly Stretch[] => {
    let stretches = known.get(key);
    if (stretches === undefined) {
      stretches = make();
      known.set(key, stretches);
    }
    return stretches;
  };
  const interval = (name: string) =>
    once(`interval ${name}`, () => {
      const found = config.timeIntervals.get(name);
      return found === undefined ? [] : stretchesOfInterval(found, range);
    });
  const times = ({ node }: Match): readonly Stretch[] =>
    once(JSON.stringify([node.activeTimeIntervals, node.muteTimeIntervals]), () => {
      const active = node.activeTimeIntervals.map(interval);
      const mute = node.muteTimeIntervals.map(interval);
      return stretchesWhere(
        range,
        [...active, ...mute].flat(),
        (instant) =>
          (active.length === 0 || active.some((each) => isIn(each, instant))) &&
          !mute.some((each) => isIn(each, instant)),
      );
    });
  return {
    times,
    told: (matches, severity) => {
      const heard = matches.filter(({ node }) => {
        const receiver = config.receivers.get(node.receiver);
        return receiver !== undefined && isHeardAt(receiver, severity, people);
      });
      const lists = heard.map(times);
      const [only] = lists;
      if (only !== undefined && lists.length === 1) return only;
      return stretchesWhere(range, lists.flat(), (instant) => lists.some((list) => isIn(list, instant)));
    },
  };
}

function isHeardAt(receiver: Receiver, severity: string, people: People): boolean {
  return people(receiver).some((person) => isHeard(person, severity));
}

/** Stretches of the range in which the condition holds; it changes only where one of the given stretches begins or ends. */
function stretchesWhere(
  range: Stretch,
  given: readonly Stretch[],
  holds: (instant: number) => boolean,
): Stretch[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to } of partsOf(range, given)) {
    if (!holds(from)) continue;
    const last = found.at(-1);
    if (last?.to === from) last.to = to;
    else found.push({ from, to });
  }
  return found;
}

/** The range cut at every moment at which one of the stretches begins or ends. */
export function partsOf({ from, to }: Stretch, given: readonly Stretch[]): Stretch[] {
  const moments = [from, ...given.flatMap((each) => [each.from, each.to])];
  const cuts = [...new Set(moments)].filter((each) => each >= from && each < to).toSorted((a, b) => a - b);
  return cuts.map((cut, index) => ({ from: cut, to: cuts[index + 1] ?? to }));
}
