import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BurnInput, type BurnPolicy, burnTiers, scaledWindows } from '../../../src/plan/build/burn.ts';
import { complement, printDuration } from '../../../src/units/index.ts';

const DAY = 86_400;
const SEVERITY = { fast: 'page', slow: 'ticket' } as const;
const LADDER = '5m 10m 15m 30m 1h 2h 3h 6h 12h 1d 2d 3d 7d 14d'.split(' ');

interface Case {
  readonly objective?: number;
  readonly days?: number;
  readonly scrape?: number;
  readonly policy?: BurnPolicy;
  readonly severity?: BurnInput['severity'];
}

function build({ objective = 0.999, days = 30, scrape = 30, policy = 'auto', severity = SEVERITY }: Case) {
  return burnTiers({
    policy,
    budget: complement(objective),
    periodSeconds: days * DAY,
    scrapeSeconds: scrape,
    severity,
  });
}

/** `<tier> <factor> <short>/<long> <severity> <share of the budget spent>`. */
function tiers(input: Case): string[] {
  return build(input).tiers.map(
    (tier) =>
      `${tier.name} ${tier.factor} ${printDuration(tier.shortSeconds)}/${printDuration(tier.longSeconds)} ${tier.severity} ${tier.budgetSpentRatio}`,
  );
}

describe('windows', () => {
  it('are those of the SRE workbook for 30 days', () => {
    expect(tiers({ days: 30 })).toEqual([
      'fast 14.4 5m/1h page 0.02',
      'medium 6 30m/6h page 0.05',
      'slow 3 2h/1d ticket 0.1',
      'trickle 1 6h/3d ticket 0.1',
    ]);
  });

  it('are the same for 28 days, whose budget is a fifteenth smaller', () => {
    expect(tiers({ days: 28 })).toEqual([
      'fast 14.4 5m/1h page 0.0214286',
      'medium 6 30m/6h page 0.0535714',
      'slow 3 2h/1d ticket 0.107143',
      'trickle 1 6h/3d ticket 0.107143',
    ]);
  });

  // 7/30: 70 s is raised to 5m; 7m, 28m and 84m round to 5m, 30m and 1h.
  it('of a week leave the medium tier in the place of the fast one', () => {
    expect(tiers({ days: 7 })).toEqual([
      'medium 6 5m/1h page 0.0357143',
      'slow 3 30m/6h ticket 0.107143',
      'trickle 1 1h/12h ticket 0.0714286',
    ]);
    expect(build({ days: 7 }).dropped).toEqual([{ name: 'fast', beside: 'medium' }]);
  });

  // 1/30: 10 s, 1m and 4m are raised to 5m; 12m rounds to 10m.
  it('of a day are short, and each alert spends a good part of the budget', () => {
    expect(tiers({ days: 1 })).toEqual([
      'medium 6 5m/1h page 0.25',
      'slow 3 5m/1h ticket 0.125',
      'trickle 1 10m/2h ticket 0.0833333',
    ]);
  });

  // × 3: 15m, 90m, 6h, 18h round to 15m, 2h, 6h, 1d; 9d rounds to 7d.
  it('of a quarter are longer', () => {
    expect(tiers({ days: 90 })).toEqual([
      'fast 14.4 15m/3h page 0.02',
      'medium 6 2h/1d page 0.0666667',
      'slow 3 6h/3d ticket 0.1',
      'trickle 1 1d/7d ticket 0.0777778',
    ]);
  });

  // × 12.2: 61m, 6.1h, 24.4h and 73.2h; the ladder ends at 14d.
  it('of a year end at 14 days', () => {
    expect(tiers({ days: 366 })).toEqual([
      'fast 14.4 1h/12h page 0.0196721',
      'medium 6 6h/3d page 0.0491803',
      'slow 3 1d/14d ticket 0.114754',
      'trickle 1 3d/14d ticket 0.0382514',
    ]);
  });

  it.each([
    [15, '5m/1h'],
    [60, '5m/1h'],
    [75, '5m/1h'],
    // 76 s × 4 = 304 s is more than 5m.
    [76, '10m/2h'],
    [120, '10m/2h'],
    [300, '30m/6h'],
  ])('hold four scrapes of %d s: %s', (scrape, windows) => {
    const { shortSeconds, longSeconds } = scaledWindows(3600, 30 * DAY, scrape);
    expect(`${printDuration(shortSeconds)}/${printDuration(longSeconds)}`).toBe(windows);
  });
});

describe('factors', () => {
  it.each([
    [0.9999, ['fast 14.4', 'medium 6', 'slow 3', 'trickle 1'], []],
    [0.99, ['fast 14.4', 'medium 6', 'slow 3', 'trickle 1'], []],
    // 0.5 / 0.05 = 10.
    [0.95, ['fast 10', 'medium 6', 'slow 3', 'trickle 1'], ['fast 14.4 → 10']],
    // 5: the medium tier would be the fast one over longer windows.
    [0.9, ['fast 5', 'slow 3', 'trickle 1'], ['fast 14.4 → 5', 'medium 6 → 5']],
    [0.8, ['fast 2.5', 'slow 2.5', 'trickle 1'], ['fast 14.4 → 2.5', 'medium 6 → 2.5', 'slow 3 → 2.5']],
    [0.5, ['fast 1', 'slow 1'], ['fast 14.4 → 1', 'medium 6 → 1', 'slow 3 → 1']],
    // 0.5 / 0.6.
    [
      0.4,
      ['fast 0.833333', 'slow 0.833333'],
      ['fast 14.4 → 0.833333', 'medium 6 → 0.833333', 'slow 3 → 0.833333', 'trickle 1 → 0.833333'],
    ],
  ])('of auto at an objective of %d', (objective, kept, lowered) => {
    const built = build({ objective });
    expect(built.tiers.map(({ name, factor }) => `${name} ${factor}`)).toEqual(kept);
    expect(built.lowered.map(({ name, from, to }) => `${name} ${from} → ${to}`)).toEqual(lowered);
    expect(built.unreachable).toEqual([]);
  });

  it.each([
    // 14.4 × 5 % = 72 %.
    [0.95, 'google-sre', []],
    // 14.4 × 7 % = 100.8 %.
    [0.93, 'google-sre', ['fast']],
    // 288 % and 120 %.
    [0.8, 'google-sre', ['fast', 'medium']],
    [0.5, 'google-sre', ['fast', 'medium', 'slow']],
    // Exactly 100 % is not exceeded either.
    [0.8, { fast: 5 }, ['fast']],
    [0.8, { fast: 4.99 }, []],
    [0.9, { slow: 10 }, ['slow']],
    [0.75, { trickle: 4 }, ['trickle']],
  ] satisfies [number, BurnPolicy, string[]][])(
    'at an objective of %d with %j: %j are never exceeded',
    (objective, policy, unreachable) => {
      const built = build({ objective, policy });
      expect(built.unreachable.map(({ name }) => name)).toEqual(unreachable);
      expect(built.tiers.filter(({ name }) => unreachable.includes(name))).toEqual([]);
      expect(built.lowered).toEqual([]);
    },
  );

  it('of one’s own are taken as they are, and no others', () => {
    expect(tiers({ policy: { fast: 10, trickle: 2 } })).toEqual([
      'fast 10 5m/1h page 0.0138889',
      'trickle 2 6h/3d ticket 0.2',
    ]);
  });

  it('are none with none', () => {
    expect(build({ policy: 'none', objective: 0.5 })).toEqual({
      tiers: [],
      lowered: [],
      unreachable: [],
      dropped: [],
    });
  });
});

describe('tiers that tell nothing beside another', () => {
  it('of equal factors: the shortest windows stay', () => {
    const same = { fast: 2, medium: 2, slow: 2, trickle: 2 };
    const all = { fast: 'page', slow: 'page' } as const;
    const { tiers: kept, dropped } = build({ policy: same, severity: all });
    expect(kept.map(({ name }) => name)).toEqual(['fast']);
    expect(dropped.map(({ beside }) => beside)).toEqual(['fast', 'fast', 'fast']);
  });

  it('are compared within a severity only', () => {
    const same = { fast: 2, medium: 2, slow: 2, trickle: 2 };
    expect(build({ policy: same }).tiers.map(({ name }) => name)).toEqual(['fast', 'slow']);
  });

  it('of equal windows: the lowest factor stays, of equal factors too the first', () => {
    expect(build({ days: 1, policy: { fast: 9, medium: 4 } }).dropped).toEqual([
      { name: 'fast', beside: 'medium' },
    ]);
    expect(build({ days: 1, policy: { fast: 4, medium: 4 } }).dropped).toEqual([
      { name: 'medium', beside: 'fast' },
    ]);
  });

  it('of equal factors and equal long windows: the short one decides', () => {
    expect(build({ days: 366, policy: { slow: 1, trickle: 1 } }).dropped).toEqual([
      { name: 'trickle', beside: 'slow' },
    ]);
  });

  it('name the one that stays, when several of them go', () => {
    const severity = { fast: 'ticket', slow: 'ticket' } as const;
    const { tiers: kept, dropped } = build({ days: 1, policy: { fast: 9, medium: 6, slow: 3 }, severity });
    expect(kept.map(({ name }) => name)).toEqual(['slow']);
    expect(dropped).toEqual([
      { name: 'fast', beside: 'slow' },
      { name: 'medium', beside: 'slow' },
    ]);
  });
});

describe('for any objective, period and scrape interval', () => {
  const days = fc.integer({ min: 1, max: 366 });
  const scrape = fc.integer({ min: 1, max: 300 });
  const objective = fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100_000);
  const run = { seed: 7, numRuns: 500 };

  it('auto is exceeded by a total outage, with room to spare', () => {
    fc.assert(
      fc.property(objective, days, scrape, (share, period, seconds) => {
        const built = build({ objective: share, days: period, scrape: seconds });
        expect(built.unreachable).toEqual([]);
        expect(built.tiers.length).toBeGreaterThan(0);
        for (const { factor } of built.tiers) expect(factor * (1 - share)).toBeLessThan(0.500_01);
      }),
      run,
    );
  });

  it('windows are on the ladder, the short one shorter, none beyond the period', () => {
    fc.assert(
      fc.property(objective, days, scrape, (share, period, seconds) => {
        for (const tier of build({ objective: share, days: period, scrape: seconds }).tiers) {
          expect(LADDER).toContain(printDuration(tier.shortSeconds));
          expect(LADDER).toContain(printDuration(tier.longSeconds));
          expect(tier.shortSeconds).toBeLessThan(tier.longSeconds);
          expect(tier.longSeconds).toBeLessThanOrEqual(period * DAY);
          expect(tier.shortSeconds).toBeGreaterThanOrEqual(Math.max(300, 4 * seconds));
          if (LADDER.includes(printDuration(12 * tier.shortSeconds)))
            expect(tier.longSeconds).toBe(12 * tier.shortSeconds);
          expect(tier.budgetSpentRatio).toBeCloseTo((tier.factor * tier.longSeconds) / (period * DAY), 5);
        }
      }),
      run,
    );
  });

  it('windows do not shrink when the period or the scrape interval grows, nor from tier to tier', () => {
    const long = fc.constantFrom(3600, 21_600, 86_400, 259_200);
    fc.assert(
      fc.property(long, long, days, days, scrape, scrape, (tierA, tierB, dayA, dayB, scrapeA, scrapeB) => {
        const least = scaledWindows(
          Math.min(tierA, tierB),
          Math.min(dayA, dayB) * DAY,
          Math.min(scrapeA, scrapeB),
        );
        const most = scaledWindows(
          Math.max(tierA, tierB),
          Math.max(dayA, dayB) * DAY,
          Math.max(scrapeA, scrapeB),
        );
        expect(least.shortSeconds).toBeLessThanOrEqual(most.shortSeconds);
        expect(least.longSeconds).toBeLessThanOrEqual(most.longSeconds);
      }),
      run,
    );
  });

  it('google-sre leaves out just what a total outage does not exceed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), (thousandths) => {
        const { unreachable } = build({ objective: thousandths / 1000, policy: 'google-sre' });
        // In whole numbers: factor × 10 × (1000 − thousandths) ≥ 10 000.
        const expected = [
          ['fast', 144],
          ['medium', 60],
          ['slow', 30],
          ['trickle', 10],
        ].filter(([, tenths]) => Number(tenths) * (1000 - thousandths) >= 10_000);
        expect(unreachable.map(({ name }) => name)).toEqual(expected.map(([name]) => name));
      }),
      { seed: 7, numRuns: 999 },
    );
  });

  it('no two alerts of a severity have the same windows or the same factor', () => {
    fc.assert(
      fc.property(objective, days, fc.boolean(), (share, period, isOne) => {
        const severity = isOne ? ({ fast: 'page', slow: 'page' } as const) : SEVERITY;
        const { tiers: kept } = build({ objective: share, days: period, severity });
        for (const seen of [
          kept.map((tier) => `${tier.severity} ${tier.factor}`),
          kept.map((tier) => `${tier.severity} ${tier.shortSeconds} ${tier.longSeconds}`),
        ])
          expect(new Set(seen).size).toBe(seen.length);
      }),
      run,
    );
  });
});
