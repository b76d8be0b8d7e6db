import { it } from 'vitest';
import { REFERENCE, relativeError } from './reference.ts';
import { sampleOf, countsOf } from './recipes.ts';
import { pooled } from '../../../src/statistics/two-sample/pooled.ts';
import { moments } from '../../../src/statistics/two-sample/moments.ts';
import * as D from '../../../src/statistics/two-sample/distances.ts';
import { kolmogorovSmirnov } from '../../../src/statistics/two-sample/kolmogorov-smirnov.ts';
import { mannWhitney } from '../../../src/statistics/two-sample/mann-whitney.ts';
import { andersonDarling } from '../../../src/statistics/two-sample/anderson-darling.ts';
import { cramerVonMises } from '../../../src/statistics/two-sample/cramer-von-mises.ts';
import { studentTest, welchTest } from '../../../src/statistics/two-sample/t-test.ts';
import * as H from '../../../src/statistics/two-sample/homogeneity.ts';
import * as A from '../../../src/statistics/two-sample/association.ts';
import { kolmogorovFiniteTail } from '../../../src/statistics/kolmogorov-finite/tail.ts';
import { studentTwoSided } from '../../../src/statistics/beta.ts';
import { scaledBesselK } from '../../../src/statistics/bessel.ts';
import { chiSquaredTail } from '../../../src/statistics/chi-squared.ts';
const worst: Record<string, [number, string, number, number]> = {};
const bad: string[] = [];
const look = (k: string, n: string, a: number, e: number | undefined, lim = 1e-9) => {
  const r = relativeError(a, e ?? NaN);
  if (!(worst[k]?.[0]! >= r)) worst[k] = [r, n, a, e ?? NaN];
  if (r > lim) bad.push(`${k} | ${n} | ${a} | ${e} | ${r}`);
};
it('explores', () => {
  const times: [number, string][] = [];
  for (const { name, reference, current, expected: e } of REFERENCE.pairs) {
    const [a, b] = [sampleOf(reference), sampleOf(current)];
    const p = pooled(a, b);
    const tick = (what: string, f: () => any) => { const t = performance.now(); const r = f(); times.push([performance.now() - t, `${what} ${name}`]); return r; };
    const two = (k: string, r: any, x: readonly number[]) => { look(`${k}.stat`, name, r.statistic, x[0]); look(`${k}.p`, name, r.pValue, x[1]); };
    const [ma, mb] = [moments(a), moments(b)];
    [ma.mean, ma.std0, ma.std1].forEach((m, i) => look(`moments${i}`, name, m, e.moments[i]));
    two('ks', tick('ks', () => kolmogorovSmirnov(p)), e.ks);
    look('w1', name, D.wassersteinDistance(p), e.wasserstein);
    look('w1n', name, D.normedWassersteinDistance(p, ma), e.normedWasserstein);
    look('energy', name, D.energyDistance(p), e.energy);
    two('mw', tick('mw', () => mannWhitney(p)), e.mannWhitney);
    two('mwless', mannWhitney(p, 'less'), e.mannWhitneyLess);
    two('ad', tick('ad', () => andersonDarling(p)), e.andersonDarling);
    two('cvm', tick('cvm', () => cramerVonMises(p)), e.cramerVonMises);
    const s = studentTest(ma, mb); two('t', s, e.student); look('t.df', name, s.degrees, e.student[2]);
    const w = welchTest(ma, mb); two('welch', w, e.welch); look('welch.df', name, w.degrees, e.welch[2]);
  }
  for (const { name, reference, current, expected: e } of REFERENCE.tables) {
    if (e === null) continue;
    const [a, b] = [countsOf(reference), countsOf(current)];
    const three = (k: string, r: any, x: readonly number[]) => { look(`${k}.stat`, name, r.statistic, x[0]); look(`${k}.p`, name, r.pValue, x[1]); if (x.length > 2) look(`${k}.df`, name, r.degrees, x[2]); if (x.length > 3) look(`${k}.pooled`, name, r.pooled, x[3]); };
    three('chi', H.chiSquareHomogeneity(a, b), e.chiSquare);
    three('chiY', H.chiSquareHomogeneity(a, b, { yates: true }), e.chiSquareYates);
    three('g', H.gTest(a, b), e.g);
    three('gY', H.gTest(a, b, { yates: true }), e.gYates);
    three('pooled', H.chiSquareHomogeneity(a, b, { poolRare: true }), e.pooled);
    three('gof', H.chiSquareGoodnessOfFit(a, b), e.goodnessOfFit);
    three('first', H.firstShareTest(a, b), e.firstShare);
    if (e.cramersV !== undefined) look('V', name, A.cramersV(a, b), e.cramersV);
    if (e.biasCorrected !== undefined) look('Vb', name, A.biasCorrectedCramersV(a, b), e.biasCorrected);
    look('largest', name, A.largestShareDifference(a, b), e.largest);
  }
  for (const [n = 0, x = 0, y] of REFERENCE.special.kolmogorov) look('kstwo', `${n} ${x}`, kolmogorovFiniteTail(n, x), y);
  for (const [n = 0, x = 0, y] of REFERENCE.special.student) look('student', `${n} ${x}`, studentTwoSided(x, n), y);
  for (const [q = 0, y] of REFERENCE.special.besselK) look('kve', `${q}`, scaledBesselK(0.25, q), y);
  for (const [n = 0, x = 0, y] of REFERENCE.special.chiSquared) look('chi2', `${n} ${x}`, chiSquaredTail(x, n), y);
  console.log(Object.entries(worst).map(([k, v]) => `${k.padEnd(12)} ${v.join(' | ')}`).join('\n'));
  console.log('BAD\n' + bad.join('\n'));
  console.log(times.toSorted((a, b) => b[0] - a[0]).slice(0, 12));
});
