import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes, the longest first: one that began last would run on alone. */
const LONG = [
  'example-rules',
  'worlds',
  'preview',
  'end-to-end',
  'compile-kill',
  'generated-tests',
  'spec-fuzz',
  'tutorial',
];

function rank({ moduleId }: TestSpecification): number {
  const index = LONG.findIndex((name) => moduleId.endsWith(`/real/${name}.test.ts`));
  return index === -1 ? LONG.length : index;
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own, not an array's.
    const known = await super.sort(files);
    return known.toSorted((a, b) => rank(a) - rank(b));
  }
}

/** No test changes what others see, and loading every module again for each file would take longer than the tests. */
const SHARED = {
  environment: 'node',
  isolate: false,
  maxWorkers: 2,
  // A bound for what hangs, not a measure: the machine may be busy.
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const;

// `unit` needs nothing but Node, and is over within a minute; `slow` are those files of it that take more than two seconds each; `real` runs the
// pinned real programs (promtool, Prometheus, amtool, Alertmanager, cfn-lint, moto).
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...SHARED,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/real/**', 'test/**/*.slow.test.ts'],
        },
      },
      {
        test: { ...SHARED, name: 'slow', include: ['test/**/*.slow.test.ts'] },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // One more than there are cores on a small machine: many of these wait for what a program does by the clock.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
