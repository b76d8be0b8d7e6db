import type { Pointer } from './alertmanager-config.ts';
import { type Matcher, type MatchersResult, matcherOf, parseMatchers } from './matchers.ts';
import { isAbsent, mapAt, type Problem, texts } from './values.ts';

/** Matchers under three keys: a map of equal values, a map of patterns (both old), and the list of matchers. */
export function readMatchers(
  map: Readonly<Record<string, unknown>>,
  pointer: Pointer,
  [equal, pattern, list]: readonly [string, string, string],
  problem: Problem,
): Matcher[] {
  const found: Matcher[] = [];
  const add = (result: MatchersResult, at: Pointer, shown: string) => {
    if ('problem' in result) problem(at, `the matcher ${shown}: ${result.problem}`);
    else found.push(...result.matchers);
  };
  for (const [key, operator] of [
    [equal, '='],
    [pattern, '=~'],
  ] as const) {
    if (isAbsent(map[key])) continue;
    for (const [name, value] of Object.entries(mapAt(map[key], [...pointer, key], problem) ?? {})) {
      const at = [...pointer, key, name];
      if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) problem(at, `${name} is no name of a label`);
      else if (typeof value !== 'string') problem(at, `the value of ${name} is no text`);
      else add(matcherOf(name, operator, value), at, `${name}${operator}${JSON.stringify(value)}`);
    }
  }
  for (const [index, line] of (texts(map, list, pointer, problem) ?? []).entries())
    add(parseMatchers(line), [...pointer, list, index], line);
  return found;
}
