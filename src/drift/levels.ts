import { LEVELS, type Level } from './result.ts';

/** How bad a level is: 0 for none. */
export function rankOf(level: Level): number {
  return LEVELS.indexOf(level);
}

/** The worst of some levels; none without any. */
export function worst(levels: Iterable<Level | undefined>): Level {
  let most: Level = 'none';
  for (const level of levels) if (level !== undefined && rankOf(level) > rankOf(most)) most = level;
  return most;
}
