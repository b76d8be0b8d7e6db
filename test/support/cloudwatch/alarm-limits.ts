export const HOUR = 3600;
export const DAY = 86_400;
const MOST_METRICS = 10;

/**
 * Periods of 60 s and its multiples (shorter ones are evaluated more often than this reader does), a window of at most seven
 * days, or of one day for periods below an hour, and at most 10 metrics in an expression.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function checkLimits(name: string, period: number, evaluationPeriods: number, metrics: number): void {
  if (period < 60 || period % 60 !== 0) throw new Error(`${name} has a period of ${period} s`);
  const longest = period < HOUR ? DAY : 7 * DAY;
  const window = period * evaluationPeriods;
  if (window > longest) throw new Error(`${name} has a window of ${window} s; ${longest} s is the longest`);
  if (metrics > MOST_METRICS) throw new Error(`${name} has ${metrics} metrics; ${MOST_METRICS} is the most`);
}
