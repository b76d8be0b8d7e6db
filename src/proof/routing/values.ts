import type { Pointer } from './alertmanager-config.ts';

/** Values of a YAML file whose scalars were all read as text, in the shapes that Alertmanager wants. */

/** Told of what is wrong, at its place. */
export type Problem = (pointer: Pointer, message: string) => void;

type Fields = Readonly<Record<string, unknown>>;

/** Left out, empty, or null as YAML 1.1 spells it. */
export function isAbsent(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && /^(?:|~|[Nn]ull|NULL)$/.test(value))
  );
}

export function mapAt(value: unknown, pointer: Pointer, problem: Problem): Fields | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  problem(pointer, `${pointer.at(-1) ?? 'the file'} is not a map`);
  return undefined;
}

/** The items of a list with their places; none where the key is absent. */
export function items(
  map: Fields,
  key: string,
  pointer: Pointer,
  problem: Problem,
): (readonly [unknown, Pointer])[] {
  const value = map[key];
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) {
    problem([...pointer, key], `${key} is not a list`);
    return [];
  }
  return value.map((item: unknown, index) => [item, [...pointer, key, index]] as const);
}

/** A text; empty where the key is absent. */
export function text(map: Fields, key: string, pointer: Pointer, problem: Problem): string {
  const value = map[key];
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  problem([...pointer, key], `${key} is no text`);
  return '';
}

/** A list of texts, or undefined where the key is absent. */
export function texts(map: Fields, key: string, pointer: Pointer, problem: Problem): string[] | undefined {
  if (isAbsent(map[key])) return undefined;
  return items(map, key, pointer, problem).flatMap(([item, at]) => {
    if (typeof item === 'string') return [item];
    problem(at, `an item of ${key} is no text`);
    return [];
  });
}

/** As YAML 1.1 has it, which Alertmanager reads; false where the key is absent. */
export function boolean(map: Fields, key: string, pointer: Pointer, problem: Problem): boolean {
  const value = map[key];
  if (isAbsent(value)) return false;
  if (typeof value === 'string' && /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(value)) return true;
  if (typeof value === 'string' && /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(value))
    return false;
  problem([...pointer, key], `${key} is neither true nor false`);
  return false;
}

const SECONDS = { y: 31_536_000, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 } as const;

/** A duration in seconds as Prometheus' programs write it (years and weeks, too); undefined where the key is absent. */
export function duration(map: Fields, key: string, pointer: Pointer, problem: Problem): number | undefined {
  const value = map[key];
  if (isAbsent(value)) return undefined;
  const isDuration =
    typeof value === 'string' &&
    /^(?:0|(?=\d)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/.test(value);
  if (!isDuration) {
    problem([...pointer, key], `${key} is no duration such as 5m`);
    return undefined;
  }
  let seconds = 0;
  for (const [, amount = '', unit = ''] of value.matchAll(/(\d+)(ms|[ywdhms])/g))
    seconds += Number(amount) * SECONDS[unit as keyof typeof SECONDS];
  return seconds;
}
