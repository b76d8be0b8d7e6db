import type { CatalogueEntry } from './entry.ts';

/** What is reported about tests of alerts: those that cannot be run as they are written, and those that fail. */
export const TEST_CODES: readonly CatalogueEntry[] = [
  {
    code: 'test/environment',
    title: 'test without the environment that it is for',
    exit: 'invalid-spec',
    explain:
      'Rules, severities and routes differ by environment, so that a test holds in one of them. `env` must name one that the project has; only where there is a single one may it be left out.',
  },
  {
    code: 'test/unknown-alert',
    title: 'test that expects an alert which does not exist',
    exit: 'invalid-spec',
    explain:
      'A test names an alert as it is rendered (FraudLatencyBudgetBurnFast, or fraud-latency-budget-burn-fast), or the object that raises it (fraud-latency), in the environment that the test is for. Nothing there is called so: it is misspelt, was renamed, or another environment has it.',
  },
  {
    code: 'test/unknown-signal',
    title: 'test with a series of a metric that nothing is made of',
    exit: 'invalid-spec',
    explain:
      'With a model, pipeline or feature set, `metric` is a role of its metrics, and only those are known that some objective or monitor uses. Metrics under their own names are written without the object: name{label="value"}.',
  },
  {
    code: 'test/shape',
    title: 'test with a series that does nothing, or nothing that fits',
    exit: 'invalid-spec',
    explain:
      'Each entry says in exactly one way what the series does, and in one that fits the metric: a rate of counters, a value of gauges, an age of times, a shape of histograms, or samples in the notation of promtool.',
  },
  {
    code: 'test/overlap',
    title: 'test with two entries for one time of a series',
    exit: 'invalid-spec',
    explain:
      'Entries for the same series follow each other in time: each begins where the one above it ends, or later. Two series are told apart by labels.',
  },
  {
    code: 'test/contradiction',
    title: 'test that expects what excludes each other',
    exit: 'invalid-spec',
    explain:
      'Nobody is told of an alert that does not fire, or that another one silences. What is expected could never be the case.',
  },
  {
    code: 'test/too-long',
    title: 'test that would take too long',
    exit: 'invalid-spec',
    explain:
      'promtool evaluates every rule at every step up to the last expectation; a test of days takes minutes. Let it begin shortly before what matters, or take a longer interval.',
  },
  {
    code: 'test/sparse-samples',
    title: 'test whose samples are further apart than they count',
    exit: 'finding',
    explain:
      'Prometheus takes a sample for the current one for 5 minutes. With a longer interval a gauge is there for 5 minutes after each sample and absent until the next one: alerts on missing metrics fire, and what compares it is quiet. Such a test shows something else than it seems to. Take an interval of at most 5m, as real scrapes have.',
  },
  {
    code: 'test/failed',
    title: 'test that fails',
    exit: 'finding',
    explain:
      'The rendered rules and routes, run on the series of the test, do not do what it expects. The finding tells the moment, what was expected and what fires and is told to whom instead. Either the specs no longer mean what the test says, or a rendered file was changed by hand.',
  },
  {
    code: 'test/generated-failed',
    title: 'alert that does not do what its spec says',
    exit: 'finding',
    explain:
      'For alerts that no AlertTest expects, tests are made of the plan: series on which the alert must fire, and series on which it must barely stay quiet. The rendered rule does otherwise. If the file was not changed by hand, this is a mistake of the compiler: please report it.',
  },
  {
    code: 'test/not-run',
    title: 'test that could not be run',
    exit: 'finding',
    explain:
      'promtool could not run the test, and the message is its own: samples that it cannot read, or a rule that fails to evaluate on these series.',
  },
  {
    code: 'test/no-rules',
    title: 'nothing to test',
    exit: 'finding',
    explain:
      'Tests are run on the rules and routes of the targets prometheus and alertmanager. The project does not render them, or the files on disk are not there or cannot be read.',
  },
  {
    code: 'test/other-files',
    title: 'tests run on files that the specs do not render',
    exit: 'finding',
    explain:
      'Tests are run on the files in the output folder when there are any, since those are what Prometheus and Alertmanager load. They were changed by hand, or the specs were changed since they were written. `modelwatch compile` renders them anew; `--against specs` tests what would be rendered.',
  },
  {
    code: 'test/coverage',
    title: 'fewer alerts reached by tests than demanded',
    exit: 'finding',
    explain:
      '`modelwatch test --min` demands that this share of the alerts is seen firing, in an AlertTest or in a generated test. `--coverage` lists the others with the reasons. An alert that was never seen firing may not be able to.',
  },
  {
    code: 'test/none-selected',
    title: 'selection that chooses no test',
    exit: 'usage',
    explain:
      '`modelwatch test --only` was given names that no AlertTest, no alert and no object with alerts has. Nothing was run: a misspelt name would otherwise look like tests that pass.',
  },
];
