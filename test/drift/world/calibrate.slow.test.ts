import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch, parsePatch } from 'diff';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { calibrateThresholds } from '../../../src/commands/drift-calibrate.ts';
import { compile } from '../../../src/compile.ts';
import { openDuckDb } from '../../../src/drift/world/duckdb.ts';
import { loadProject } from '../../../src/load.ts';
import { file, object } from '../../support/specs.ts';
import { shopModel, shopSpecs } from '../calibrate/shop.ts';

const PROJECT = file(
  shopSpecs({ amount: 'float', country: 'category' }),
  object('DataSource', 'training', '{ type: csv, path: training.csv, timestamp: ts }'),
  shopModel('training'),
);

/** The levels that a test sets stand in it as words. */
const POLICY = `# Of the basket.
apiVersion: modelwatch/v1alpha1
kind: DriftPolicy
metadata: { name: shop-drift }
spec:
  model: shop
  baseline: model
  minSamples: 100
  features:
    numeric: { test: psi,  warn: WARN, alert: ALERT } # by hand
    # Countries hardly move.
    category: { test: 'chi-square', pValue: 0.01, minEffect: 0.3 }
`;

/** The end of the last day of 35; a run looks at that day. */
const AT = Date.parse('2026-02-09T00:30Z');

/**
 * Five weeks of 288 rows a day. Amounts are higher from Friday to Sunday: three days of seven. The baseline is the first four.
 */
const ROWS = `SELECT TIMESTAMP '2026-01-05' + INTERVAL (i * 300) SECOND AS ts,
  100 + 30 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())
    + CASE WHEN dayofweek(TIMESTAMP '2026-01-05' + INTERVAL (i * 300) SECOND) IN (0, 5, 6) THEN 20 ELSE 0 END AS amount,
  CASE WHEN random() < 0.5 THEN 'DE' WHEN random() < 0.5 THEN 'FR' ELSE 'IT' END AS country
  FROM range(288 * 35) t(i)`;

describe('modelwatch drift calibrate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelwatch-calibrate-'));
  const policyFile = join(folder, 'specs', 'policy.yaml');
  const planFile = join(folder, 'plan.json');

  beforeAll(async () => {
    mkdirSync(join(folder, 'specs'));
    writeFileSync(join(folder, 'modelwatch.yaml'), PROJECT);
    const engine = await openDuckDb({ memoryLimit: '256MB', threads: 1 });
    const path = (name: string): string => join(folder, name).replaceAll("'", "''");
    await engine.run('SELECT setseed(0.4)');
    await engine.run(`CREATE TEMP TABLE drawn AS ${ROWS}`);
    await engine.run(`COPY drawn TO '${path('rows.parquet')}'`);
    await engine.run(
      `COPY (SELECT * FROM drawn WHERE ts < '2026-02-02') TO '${path('training.csv')}' (HEADER true)`,
    );
    engine.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => vi.restoreAllMocks());

  function writePolicy(warn: number, alert: number, edit: (text: string) => string = (text) => text): string {
    const text = edit(POLICY.replace('WARN', String(warn)).replace('ALERT', String(alert)));
    writeFileSync(policyFile, text);
    return text;
  }

  /** Writes the plan of the specs as they are, calibrates, and gives what is printed. */
  async function calibrate(options: { tighten?: boolean; write?: boolean; format?: 'pretty' | 'json' } = {}) {
    const { environments } = compile(loadProject(folder).input);
    writeFileSync(planFile, JSON.stringify(environments[0]?.plan.driftJobs.plan));
    let printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    const code = await calibrateThresholds(folder, {
      plan: planFile,
      root: folder,
      at: AT,
      policies: [],
      memoryLimit: '256MB',
      threads: 1,
      format: options.format ?? 'pretty',
      output: [],
      failOn: 'error',
      quiet: false,
      color: false,
      runs: 100,
      rate: 0.01,
      tighten: options.tighten === true,
      write: options.write === true,
    });
    vi.restoreAllMocks();
    return { code, printed, policy: readFileSync(policyFile, 'utf8') };
  }

  /** What programs are told of a place. */
  async function measured(place: string, options: { tighten?: boolean } = {}) {
    const { printed } = await calibrate({ ...options, format: 'json' });
    const { findings } = JSON.parse(printed) as {
      findings: { ruleId: string; data?: { diff?: string; places?: MeasuredPlace[] } }[];
    };
    const places = findings.find(({ ruleId }) => ruleId === 'calibrate/measured')?.data?.places;
    const found = places?.find((each) => each.place === place);
    if (found === undefined) throw new Error(`no place ${place}: ${printed}`);
    return { ...found, codes: findings.map(({ ruleId }) => ruleId), findings };
  }

  interface MeasuredPlace {
    readonly place: string;
    readonly state: string;
    readonly proposed?: { readonly warn?: number; readonly alert?: number };
    readonly rates: readonly {
      readonly kind: string;
      readonly runs: number;
      readonly alert: { readonly before: number; readonly after: number };
    }[];
  }

  it('finds thresholds under which four in ten runs alert, and proposes some under which none does', async () => {
    const before = writePolicy(0.02, 0.05);
    const { state, rates, codes, findings } = await measured('features.numeric');
    expect(state).toBe('proposed');
    const [resampled, history] = rates;
    expect(resampled).toMatchObject({ kind: 'resampled', runs: 100 });
    // Chance alone does not alert, days do.
    expect(resampled?.alert.before).toBeLessThanOrEqual(0.02);
    // The last row is of 23:55: nothing says that its day is whole.
    expect(history).toMatchObject({ kind: 'history', runs: 27 });
    expect(history?.alert.before).toBeGreaterThan(0.4);
    expect(history?.alert.after).toBeLessThanOrEqual(0.02);
    expect(codes).toContain('calibrate/natural-variation');
    const diff = findings.find(({ ruleId }) => ruleId === 'calibrate/patch')?.data?.diff ?? '';
    const [patch] = parsePatch(diff);
    expect(patch?.hunks).toHaveLength(1);
    expect(applyPatch(before, diff)).toMatch(
      /numeric: \{ test: psi, {2}warn: [\d.]+, alert: [\d.]+ \} # by hand\n/,
    );
    expect(readFileSync(policyFile, 'utf8')).toBe(before);
  });

  it('writes them, with every other byte as it was, and has nothing more to propose', async () => {
    const before = writePolicy(0.02, 0.05);
    const first = await calibrate({ write: true });
    expect(first.code).toBe(0);
    expect(first.printed).toContain('+++ b/specs/policy.yaml');
    expect(first.policy).not.toBe(before);
    const levels = /warn: [\d.]+, alert: [\d.]+/;
    expect(first.policy.replace(levels, '')).toBe(before.replace(levels, ''));
    const second = await calibrate({ write: true });
    expect(second.printed).not.toContain('+++');
    expect(second.printed).toMatch(/features\.numeric +psi +1 +[\d.]+ \/ [\d.]+ +as it is/);
    expect(second.policy).toBe(first.policy);
  });

  it('lowers what is far too high only when asked', async () => {
    writePolicy(5, 9);
    expect((await measured('features.numeric')).state).toBe('right');
    const { state, proposed, rates } = await measured('features.numeric', { tighten: true });
    expect(state).toBe('proposed');
    expect(proposed?.alert).toBeLessThan(1);
    expect(proposed?.warn).toBeLessThan(proposed?.alert ?? 0);
    expect(rates.map(({ alert }) => alert.after)).toEqual([0, 0]);
  });

  it('knows the past of a baseline that moves', async () => {
    writePolicy(0.02, 0.2, (text) => text.replace('baseline: model', 'baseline: previous-window'));
    const dayBefore = await measured('features.numeric');
    expect(dayBefore.rates[1]).toMatchObject({ kind: 'history', runs: 33 });
    // Each Friday and each Monday differs from the day before.
    expect(dayBefore.rates[1]?.alert.before).toBeGreaterThan(0.2);
    writePolicy(0.02, 0.2, (text) => text.replace('baseline: model', 'baseline: same-window-last-week'));
    const weekBefore = await measured('features.numeric');
    expect(weekBefore.rates[1]).toMatchObject({ kind: 'history', runs: 27 });
    expect(weekBefore.rates[1]?.alert.before).toBe(0);
    expect(weekBefore.state).toBe('right');
  });

  it('tells all that can not be calibrated, in one run', async () => {
    writePolicy(0.02, 0.05, (text) =>
      text
        .replace(
          'minEffect: 0.3 }',
          'minEffect: 0.3 }\n    overrides: [{ name: amount, test: energy, alert: 0.2 }]',
        )
        .replace('minSamples: 100', 'minSamples: 9000'),
    );
    const { code, printed, policy } = await calibrate({ write: true });
    expect(code).toBe(0);
    for (const said of [
      'calibrate/not-counted',
      'calibrate/too-few-rows',
      'calibrate/no-history',
      'not decided',
    ])
      expect(printed).toContain(said);
    expect(printed).toContain('  not calibrated: energy of amount (it compares every value)\n');
    expect(policy).toContain('warn: 0.02');
    writePolicy(0.02, 0.05, (text) => text.replace('model: shop', 'model: shop\n  profile: evidently'));
    const other = await calibrate();
    expect([other.code, other.printed]).toEqual([1, expect.stringContaining('calibrate/profile')]);
    for (const name of ['amount', 'country'])
      expect(other.printed).toMatch(new RegExp(`not calibrated: .* of ${name} \\(Evidently judges it`));
  });

  it('names each column that keeps its thresholds, and why, also where all do', async () => {
    writePolicy(0.02, 0.05, (text) =>
      text.replace(
        'minEffect: 0.3 }',
        `minEffect: 0.3 }
    overrides: [{ name: amount, test: mann-whitney, pValue: 0.01, minEffect: 0.2 }]
    select: [amount]`,
      ),
    );
    const { code, printed } = await calibrate();
    expect(code).toBe(0);
    expect(printed).toContain('  not calibrated: mann-whitney of amount (it compares every value)\n');
    expect(printed).toMatch(/features\.overrides\.amount +mann-whitney +1 +- \/ 0\.2 +not decided/);
    // Its missing values are.
    expect(printed).toMatch(/features\.nulls +nulls +1 .* as it is +100 resampled/);
    expect(printed).toContain(
      'mann-whitney of amount is not calibrated, and keeps its thresholds: it compares every value',
    );
    expect(printed).not.toContain('calibrate/no-rows');
  });
});
