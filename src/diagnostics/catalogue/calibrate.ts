import type { CatalogueEntry } from './entry.ts';

/** What `modelwatch drift calibrate` tells of thresholds and of the specs that have them. */
export const CALIBRATE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'calibrate/measured',
    title: 'thresholds that were measured',
    exit: 'finding',
    explain:
      'What the tests of a policy come to without drift, for programs: `data` has, for each place with thresholds, its levels, what is proposed, and the shares of undrifted runs that reach them before and after, from runs drawn from the baseline (`resampled`) and from the windows of the past (`history`).',
  },
  {
    code: 'calibrate/proposal',
    title: 'threshold that should be another',
    exit: 'finding',
    explain:
      'More runs without drift reach the level than `--rate` allows, or with `--tighten` it is far above what is needed. The proposed level is exceeded by that share of runs in their largest effect, with 10 % more, rounded upward to two digits.',
  },
  {
    code: 'calibrate/patch',
    title: 'change of a spec file',
    exit: 'finding',
    explain:
      'The change that `--write` makes, as a unified diff in `data.diff`: only the levels, every other byte stays.',
  },
  {
    code: 'calibrate/natural-variation',
    title: 'threshold that natural variation makes high',
    exit: 'finding',
    explain:
      'Chance alone hardly reaches the level, and windows of the past do, ten times as often: days differ, or the data follow a trend. A level that lets them pass lets a change of that size pass as well. Compare like with like, and calibrate again.',
  },
  {
    code: 'calibrate/beyond-maximum',
    title: 'threshold that can not be high enough',
    exit: 'finding',
    explain:
      'The data differ so much without any drift that a fitting threshold would be above the largest value that the test has. Another threshold does not help: compare with rows that are more alike (`same-window-last-week` where days of the week differ), over a longer window, or by another test.',
  },
  {
    code: 'calibrate/defaults',
    title: 'threshold that stands in Defaults',
    exit: 'finding',
    explain:
      'What stands in a Defaults object is for all objects that it matches, and was measured on one. The policy gets a value of its own, which is stronger; take it into the Defaults by hand if it fits all.',
  },
  {
    code: 'calibrate/overlay',
    title: 'threshold that stands in an overlay',
    exit: 'finding',
    explain:
      'An overlay of an Environment is stronger than the policy, and may be for other policies too: it is not changed. Write the proposed level there.',
  },
  {
    code: 'calibrate/elsewhere',
    title: 'policy that is written by a layer',
    exit: 'finding',
    explain:
      'The whole policy comes from Defaults or an overlay of its Model, so that there is no object to write its levels to.',
  },
  {
    code: 'calibrate/not-patched',
    title: 'change that can not be made',
    exit: 'invalid-spec',
    explain:
      "The level can't be written without changing what stands around it, or the changed specs would not have the levels that are proposed. Nothing is written.",
  },
  {
    code: 'calibrate/not-counted',
    title: 'test that is not calibrated',
    exit: 'finding',
    explain:
      'Bins and categories are drawn anew. Tests that compare every value (`energy`, `mann-whitney`, `anderson-darling`, `cramer-von-mises`), vectors or texts need rows, and keep their thresholds; so does a test that can decide nothing of its column, for the reason that is told.',
  },
  {
    code: 'calibrate/no-history',
    title: 'natural variation that is not known',
    exit: 'finding',
    explain:
      'Runs drawn from the baseline know nothing of weekdays and trends. Where the baseline has times, its windows are compared with each other as well; here they are too few, or nothing says when rows were.',
  },
  {
    code: 'calibrate/too-few-rows',
    title: 'run with fewer rows than are needed',
    exit: 'finding',
    explain: 'A run of so many rows decides nothing by `minSamples`, so that its thresholds never matter.',
  },
  {
    code: 'calibrate/no-rows',
    title: 'run of which nobody knows the rows',
    exit: 'finding',
    explain:
      'Thresholds depend on how many rows are compared: those of the current window, else those of past windows. Neither has any.',
  },
  {
    code: 'calibrate/profile',
    title: 'policy that decides by other rules',
    exit: 'finding',
    explain:
      'With `profile: evidently` each test has the thresholds and rules of Evidently, without regard to what they come to by chance.',
  },
  {
    code: 'calibrate/stale-plan',
    title: 'plan file that is not current',
    exit: 'finding',
    explain:
      'The plan file differs from what the specs say now. Calibration goes by the specs; the plan names the environment.',
  },
  {
    code: 'calibrate/other-project',
    title: 'plan of other specs',
    exit: 'usage',
    explain: 'The project and the environment of the plan file are not those of the specs.',
  },
  {
    code: 'calibrate/changed',
    title: 'spec file that was changed meanwhile',
    exit: 'finding',
    explain:
      'Between reading the specs and writing them a file was changed by someone else. Nothing was written: run it again.',
  },
  {
    code: 'calibrate/not-written',
    title: 'spec file that can not be written',
    exit: 'usage',
    explain:
      'A file or its folder is read-only, or the disk is full. All files are as they were, unless the disk failed between two of them.',
  },
];
