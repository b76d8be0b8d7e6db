import { MODELS_DIRECTIONS } from './directions/models.ts';
import { OBJECTIVES_DIRECTIONS } from './directions/objectives.ts';
import { ORGANISATION_DIRECTIONS } from './directions/organisation.ts';
import { type DirectionRule, DOWN, rules, UP } from './directions/rule.ts';
import { SOURCES_DIRECTIONS } from './directions/sources.ts';

export type { Direction, DirectionRule } from './directions/rule.ts';

/** The table. The first rule that fits counts; a test demands one for every field of every kind. */
export const DIRECTIONS: readonly DirectionRule[] = [
  ...OBJECTIVES_DIRECTIONS,
  ...MODELS_DIRECTIONS,
  ...SOURCES_DIRECTIONS,
  ...ORGANISATION_DIRECTIONS,
];

/** What names of fields usually mean: for fields that the table does not have. */
export const SUFFIX_DIRECTIONS: readonly DirectionRule[] = rules('*', [
  ['**.severity', 'severity'],
  ['**.minSamples', DOWN, 'looser'],
  ['**.minEvents', DOWN, 'looser'],
  ['**.minBadEvents', DOWN, 'looser'],
  ['**.for', DOWN],
  ['**.gt', DOWN],
  ['**.gte', DOWN],
  ['**.lt', UP],
  ['**.lte', UP],
  ['**.min', UP],
  ['**.max', DOWN],
  ['**.maxAge', DOWN],
  ['**.threshold', DOWN],
  ['**.objective', UP],
  ['**.description', 'cosmetic'],
  ['**.impact', 'cosmetic'],
  ['**.runbook', 'cosmetic'],
  ['**.url', 'cosmetic'],
  ['**.owner', 'by-effect'],
  ['**.escalation', 'by-effect'],
]);
