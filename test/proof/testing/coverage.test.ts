import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import {
  coverageFinding,
  coverageOf,
  coverageText,
  coveredRatio,
} from '../../../src/proof/testing/coverage.ts';
import { junitReport } from '../../../src/proof/testing/junit.ts';
import type { TestResult, TestRun } from '../../../src/proof/testing/run-tests.ts';
import { planOf } from '../../support/project.ts';
import { SPECS } from './project.ts';

const { plan, workspace } = planOf(SPECS);
const ENVIRONMENT = { name: 'default', plan, workspace };
const FAILURE: Diagnostic = {
  code: 'test/failed',
  severity: 'error',
  message: 'it said <no> & "never"',
  span: {
    file: 'tests/a.yaml',
    start: { offset: 0, line: 3, column: 5 },
    end: { offset: 1, line: 3, column: 6 },
  },
  expected: 'yes',
  hint: 'two\nlines\u0000',
};

const RESULTS: readonly TestResult[] = [
  {
    name: 'pages',
    environment: 'default',
    source: 'written',
    findings: [],
    seen: ['FraudLatencyBudgetBurnFast'],
  },
  { name: 'fails', environment: 'default', source: 'written', findings: [FAILURE], seen: [] },
  {
    name: 'slo:fraud-gpu/sustained#fires-1',
    environment: 'default',
    source: 'generated',
    findings: [],
    seen: ['FraudGpuSustained'],
  },
  {
    name: 'pipeline:ingest/freshness#fires-1',
    environment: 'default',
    source: 'generated',
    findings: [{ ...FAILURE, code: 'test/not-run' }],
    seen: [],
  },
  {
    name: 'other',
    environment: 'dev',
    source: 'written',
    findings: [],
    seen: ['FraudLatencyBudgetBurnSlow'],
  },
];

const RUN: TestRun = {
  results: RESULTS,
  unreadable: [],
  ungenerated: plan.alerts
    .filter(({ name }) => name === 'FraudLatencyBudgetBurnSlow')
    .map((alert) => ({ environment: 'default', alert, reason: 'its windows are too long' })),
};

const covered = coverageOf([ENVIRONMENT], RUN);
const about = (name: string) => covered.find(({ alert }) => alert.name === name);

describe('coverage', () => {
  it('has every alert once, with what has seen it fire or why nothing has', () => {
    expect(covered.map(({ alert }) => alert.name)).toEqual(plan.alerts.map(({ name }) => name).toSorted());
    expect(about('FraudLatencyBudgetBurnFast')).toMatchObject({ by: 'written', tests: ['pages'] });
    expect(about('FraudGpuSustained')).toMatchObject({ by: 'generated', tests: [] });
    expect(about('IngestFreshness')).toMatchObject({ by: 'none', reason: 'its generated test fails' });
    expect(about('FraudLatencyBudgetBurnSlow')).toMatchObject({
      by: 'none',
      reason: 'its windows are too long',
    });
    expect(about('IngestFreshnessAbsent')).toMatchObject({ by: 'none', reason: 'no test was made for it' });
  });

  it('is a share that may be demanded', () => {
    expect(coveredRatio(covered)).toBe(2 / plan.alerts.length);
    expect(coverageFinding(covered, 2 / plan.alerts.length)).toBeUndefined();
    const finding = coverageFinding(covered, 0.995);
    expect(finding).toMatchObject({
      code: 'test/coverage',
      message: `2 of ${plan.alerts.length} alerts were seen firing, ${Math.floor(2000 / plan.alerts.length) / 10}%`,
      expected: 'at least 99.5%',
    });
    expect(finding?.hint).toContain('  default FraudLatencyBudgetBurnSlow: its windows are too long');
    expect(coverageFinding([], 1)).toBeUndefined();
  });

  it('is printed as a table', () => {
    const lines = coverageText(covered).split('\n');
    expect(lines).toContain(`default  ${'FraudGpuSustained'.padEnd(longest())}  generated test`);
    expect(lines).toContain(`default  ${'FraudLatencyBudgetBurnFast'.padEnd(longest())}  AlertTest pages`);
    expect(lines.at(-2)).toMatch(/^2 of \d+ alerts were seen firing: \d/);
    expect(coverageText([])).toBe('0 of 0 alerts were seen firing: 100%\n');
  });
});

function longest(): number {
  return Math.max(...plan.alerts.map(({ name }) => name.length));
}

describe('JUnit XML', () => {
  it('has a suite an environment, a case a test, and what failed with its place', () => {
    const xml = junitReport(RESULTS, [{ code: 'test/coverage', severity: 'error', message: 'few' }], 'acme/');
    expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="default" tests="4" failures="1" errors="1" skipped="0">
    <testcase name="pages" classname="default.written"/>
    <testcase name="fails" classname="default.written" file="acme/tests/a.yaml">
      <failure type="test/failed" message="it said &lt;no&gt; &amp; &quot;never&quot;">acme/tests/a.yaml:3:5&#10;it said &lt;no&gt; &amp; &quot;never&quot;&#10;expected: yes&#10;two&#10;lines\ufffd</failure>
    </testcase>
    <testcase name="slo:fraud-gpu/sustained#fires-1" classname="default.generated"/>
    <testcase name="pipeline:ingest/freshness#fires-1" classname="default.generated" file="acme/tests/a.yaml">
      <error type="test/not-run" message="it said &lt;no&gt; &amp; &quot;never&quot;">acme/tests/a.yaml:3:5&#10;it said &lt;no&gt; &amp; &quot;never&quot;&#10;expected: yes&#10;two&#10;lines\ufffd</error>
    </testcase>
  </testsuite>
  <testsuite name="dev" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="other" classname="dev.written"/>
  </testsuite>
  <testsuite name="modelwatch" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="test/coverage" classname="modelwatch">
      <failure type="test/coverage" message="few">few</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });
});
