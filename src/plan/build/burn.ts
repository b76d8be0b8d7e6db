import type { BurnTier, Severity } from '../objective.ts';

/** Period that the factors of the SRE workbook are made for. */
const WORKBOOK_PERIOD_SECONDS = 30 * 86_400;

/** Windows that burn rates are read over, in seconds: 5m to 14d. */
const LADDER_SECONDS = [
  300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 259_200, 604_800, 1_209_600,
];

/** The long window is this many times the short one. */
const WINDOW_RATIO = 12;

/**
 * Google SRE workbook, chapter "Alerting on SLOs", table 5-8, for 30 days: 2 % of the budget in 1 h, 5 % in 6 h, 10 % in
 * 1 d and 10 % in 3 d.
 */
const WORKBOOK = [
  { name: 'fast', factor: 14.4, longSeconds: 3600, group: 'fast' },
  { name: 'medium', factor: 6, longSeconds: 21_600, group: 'fast' },
  { name: 'slow', factor: 3, longSeconds: 86_400, group: 'slow' },
  { name: 'trickle', factor: 1, longSeconds: 259_200, group: 'slow' },
] as const;
export type TierName = (typeof WORKBOOK)[number]['name'];

export type BurnPolicy =
  | 'auto'
  | 'google-sre'
  | 'none'
  | Readonly<Partial<Record<TierName, number | undefined>>>;

export interface BurnInput {
  readonly policy: BurnPolicy;
  /** 1 − objective, decimal-exact. */
  readonly budget: number;
  readonly periodSeconds: number;
  readonly scrapeSeconds: number;
  readonly severity: { readonly fast: Severity; readonly slow: Severity };
}

export interface BurnTiers {
  readonly tiers: readonly BurnTier[];
  /** Tiers whose factor `auto` lowered, so that the objective can reach it. */
  readonly lowered: readonly { readonly name: TierName; readonly from: number; readonly to: number }[];
  /** Tiers whose factor × budget ≥ 1: the error ratio can never exceed that. Not among `tiers`. */
  readonly unreachable: readonly { readonly name: TierName; readonly factor: number }[];
  /** Tiers that tell nothing beside another of their severity. Not among `tiers`. */
  readonly dropped: readonly { readonly name: TierName; readonly beside: TierName }[];
}

/** Nobody is told of any burn rate. */
export const NO_TIERS: BurnTiers = { tiers: [], lowered: [], unreachable: [], dropped: [] };

/**
 * The burn-rate tiers of an objective. Factors stay what they are for any period; windows are scaled by period / 30 d, raised
 * together until the short one is at least 5 m and four scrapes, and rounded to the ladder, which keeps their ratio of 12
 * wherever it has both. Of tiers of one severity with equal factors the one with the shortest windows stays, of tiers with
 * equal windows the one with the lowest factor.
 */
export function burnTiers(input: BurnInput): BurnTiers {
  if (input.policy === 'none') return NO_TIERS;
  const lowered: { name: TierName; from: number; to: number }[] = [];
  const unreachable: { name: TierName; factor: number }[] = [];
  const tiers: BurnTier[] = [];
  for (const row of WORKBOOK) {
    const wanted = factorOf(input.policy, row.name, row.factor);
    if (wanted === undefined) continue;
    const factor = input.policy === 'auto' ? Math.min(wanted, reachable(input.budget)) : wanted;
    if (factor < wanted) lowered.push({ name: row.name, from: wanted, to: factor });
    if (factor * input.budget >= 1) {
      unreachable.push({ name: row.name, factor });
      continue;
    }
    const { longSeconds, shortSeconds } = scaledWindows(
      row.longSeconds,
      input.periodSeconds,
      input.scrapeSeconds,
    );
    const severity = row.group === 'fast' ? input.severity.fast : input.severity.slow;
    tiers.push({
      name: row.name,
      factor,
      longSeconds,
      shortSeconds,
      severity,
      budgetSpentRatio: rounded((factor * longSeconds) / input.periodSeconds),
    });
  }
  return { ...withoutTwins(tiers), lowered, unreachable };
}

function factorOf(policy: BurnPolicy, name: TierName, workbook: number): number | undefined {
  return typeof policy === 'object' ? policy[name] : workbook;
}

/** Half of what a total outage burns: an alert must be reachable with room to spare. */
function reachable(budget: number): number {
  return rounded(0.5 / budget);
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** The windows of a tier for a period: see `burnTiers`. */
export function scaledWindows(workbookLongSeconds: number, periodSeconds: number, scrapeSeconds: number) {
  const scaledShort = (workbookLongSeconds / WINDOW_RATIO) * (periodSeconds / WORKBOOK_PERIOD_SECONDS);
  const wanted = Math.max(scaledShort, LADDER_SECONDS[0] ?? 0, 4 * scrapeSeconds);
  const shortSeconds = nearestRung(wanted, 4 * scrapeSeconds);
  const exact = shortSeconds * WINDOW_RATIO;
  const longSeconds = LADDER_SECONDS.includes(exact) ? exact : nearestRung(wanted * WINDOW_RATIO, 0);
  return { shortSeconds, longSeconds: Math.min(longSeconds, periodSeconds) };
}

/** The rung of the ladder that differs by the smallest factor, not below `least`; of two equally near, the longer. */
function nearestRung(seconds: number, least: number): number {
  let best = LADDER_SECONDS.at(-1) ?? seconds;
  let distance = Number.POSITIVE_INFINITY;
  for (const rung of LADDER_SECONDS) {
    const away = Math.abs(Math.log(rung / seconds));
    if (rung < least || away > distance) continue;
    best = rung;
    distance = away;
  }
  return best;
}

function withoutTwins(tiers: readonly BurnTier[]): Pick<BurnTiers, 'tiers' | 'dropped'> {
  const kept: BurnTier[] = [];
  const dropped: { name: TierName; beside: TierName }[] = [];
  for (const tier of tiers) {
    const better = tiers.filter((other) => other.severity === tier.severity && beats(other, tier, tiers));
    const [beside] = better.filter((other) => !better.some((each) => beats(each, other, tiers)));
    if (beside === undefined) kept.push(tier);
    else dropped.push({ name: tier.name, beside: beside.name });
  }
  return { tiers: kept, dropped };
}

/** Whether `other` makes `tier` superfluous. */
function beats(other: BurnTier, tier: BurnTier, tiers: readonly BurnTier[]): boolean {
  const longer = tier.longSeconds - other.longSeconds || tier.shortSeconds - other.shortSeconds;
  const higher = tier.factor - other.factor;
  if (longer === 0 && higher === 0) return tiers.indexOf(other) < tiers.indexOf(tier);
  return (longer === 0 && higher > 0) || (higher === 0 && longer > 0);
}
