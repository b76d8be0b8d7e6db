export { BYTES_EXPECTED, BYTES_PATTERN, parseBytes, printBytes } from './bytes.ts';
export { complement, printNumber, shiftDecimal } from './decimal.ts';
export {
  DURATION_EXPECTED,
  DURATION_PATTERN,
  parseDuration,
  printDuration,
  printDurationWords,
} from './duration.ts';
export {
  MONEY_EXPECTED,
  MONEY_PATTERN,
  MONEY_RATE_EXPECTED,
  MONEY_RATE_PATTERN,
  type Money,
  type MoneyRate,
  parseMoney,
  parseMoneyRate,
  printMoney,
} from './money.ts';
export type { ParseResult } from './parse-result.ts';
export { parseQuantity, type QuantityUnit } from './quantity.ts';
export { parseRate, printRate, RATE_EXPECTED, RATE_PATTERN, type Rate, type RatePeriod } from './rate.ts';
export {
  OBJECTIVE_EXPECTED,
  OBJECTIVE_PATTERN,
  parseObjective,
  parseRatio,
  printPercent,
  RATIO_EXPECTED,
  RATIO_PATTERN,
} from './ratio.ts';
export {
  parseRelative,
  printRelative,
  RELATIVE_BASES,
  RELATIVE_PATTERN,
  type Relative,
  type RelativeBase,
  relativeExpected,
  relativePattern,
} from './relative.ts';
export {
  DATE_EXPECTED,
  DATE_PATTERN,
  INSTANT_EXPECTED,
  INSTANT_PATTERN,
  MOMENT_OF_DAY_PATTERN,
  parseDate,
  parseInstant,
  parseMomentOfDay,
  parseTimeOfDay,
  printInstant,
  printTimeOfDay,
  TIME_OF_DAY_EXPECTED,
  TIME_OF_DAY_PATTERN,
} from './time.ts';
export {
  isTimeZone,
  knownZones,
  parseTimeZone,
  parseZoneShape,
  ZONE_EXPECTED,
  ZONE_PATTERN,
} from './zone.ts';
