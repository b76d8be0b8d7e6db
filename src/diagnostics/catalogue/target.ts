import type { CatalogueEntry } from './entry.ts';

/** What is reported about what an output format can do only otherwise, or not at all. */
export const TARGET_CODES: readonly CatalogueEntry[] = [
  {
    code: 'target/name-collision',
    title: 'two alerts of one name',
    exit: 'invalid-spec',
    explain:
      'Names of alerts are made of the names of their objects. Two came out equal, so that people and silences could not tell them apart. Rename one of the objects.',
  },
  {
    code: 'target/unsupported',
    title: 'something the target cannot express',
    exit: 'finding',
    explain:
      'The specs ask for something that this output format has no means for. It is left out, and the rest is rendered. The message says why; `modelwatch targets --matrix` lists what each target does with everything, and `--strict-targets` makes an error of it: the specs are good, so the exit code is 1, and nothing is rendered.',
  },
  {
    code: 'target/approximated',
    title: 'something the target does otherwise',
    exit: 'finding',
    explain:
      'The specs ask for something that this output format can do only in another way. The message says what is rendered instead; `modelwatch targets --matrix` lists what each target does with everything.',
  },
  {
    code: 'target/staged-levels',
    title: 'escalation levels that are alerts of their own',
    exit: 'finding',
    explain:
      'Alertmanager sends notifications and knows no acknowledgement. Later levels are therefore alerts that fire while the first one has been firing long enough; they come even if somebody is at work already. PagerDuty and its like escalate by acknowledgement.',
  },
  {
    code: 'target/unrouted',
    title: 'alert that the target tells nobody of',
    exit: 'finding',
    explain:
      'The alert is rendered and will be shown, and no receiver of its policy gets it. For infos that may be intended.',
  },
  {
    code: 'target/env-as-file',
    title: 'environment variable read as a file',
    exit: 'finding',
    explain:
      "The program of this target reads no environment variables. A secret given as `env:NAME` is taken from the file NAME in the project's secretsDir: something must put it there where the program runs, such as a mounted Kubernetes Secret.",
  },
  {
    code: 'target/relative-secret-file',
    title: 'secret file at a relative path',
    exit: 'finding',
    explain:
      'The program looks for relative paths in the folder in which it was started, not beside its configuration. Start it there, or write absolute paths.',
  },
  {
    code: 'target/group-by-unknown',
    title: 'grouping by a label that no alert has',
    exit: 'finding',
    explain:
      "Alerts are put together by labels of the fixed set: env, project, team, model, pipeline, feature_set, slo, monitor, severity and the environment's own. The label of this policy is none of them, so it groups nothing and is left out.",
  },
  {
    code: 'target/explicit-dates',
    title: 'schedule written out as dates',
    exit: 'finding',
    explain:
      'The target cannot say how the window recurs, so its times are written out one by one up to calendarUntil. After that nothing is muted: move calendarUntil forward in time.',
  },
  {
    code: 'target/rounded-to-minutes',
    title: 'times rounded to minutes',
    exit: 'finding',
    explain:
      'The target knows only minutes. A window begins up to a minute earlier and ends up to a minute later than written; a delay is up to a minute longer.',
  },
  {
    code: 'target/base-config',
    title: 'base configuration that cannot be added to',
    exit: 'invalid-spec',
    explain:
      "With `mode: fragment` our routes and receivers are merged into the team's own Alertmanager configuration, named under `base`. It cannot be read, is no valid YAML, or lacks what routes are added to. Only what we build on is looked at; `modelwatch check` has amtool read the result.",
  },
  {
    code: 'target/retention-too-short',
    title: 'rules that read further back than samples are kept',
    exit: 'finding',
    explain:
      'A rule reads a longer range than the data source keeps: its window is then shorter than it says, and an error budget over 30 days counts only what is left. Keep samples longer and say so in `retention` of the DataSource, or shorten the window. Prometheus keeps 15 days unless told otherwise.',
  },
  {
    code: 'target/not-recorded',
    title: 'rules without what they read',
    exit: 'finding',
    explain:
      'The rules of this target read series that recording rules make, and the target that renders those is not asked for. Without them no such rule ever has a value. Render the target prometheus too, and load its rules where this one reads.',
  },
  {
    code: 'target/limit',
    title: 'limit of the target in the way',
    exit: 'finding',
    explain:
      'The specs ask for more than the service that is rendered for accepts. The message says what is asked, the limit, and what is rendered instead; the hint leads to the page that states the limit. The rest is rendered as asked. `--strict-targets` makes an error of it.',
  },
  {
    code: 'target/renamed',
    title: 'name that the target does not take',
    exit: 'finding',
    explain:
      'A name is too long for the target, has characters that it does not allow, or comes out equal to the name of something else. It is changed in a way that stays the same from run to run: the same text always gets the same hash.',
  },
  {
    code: 'target/no-data-source',
    title: 'target without a data source of its kind',
    exit: 'finding',
    explain:
      'The project asks for a target that reads metrics from a store, and no DataSource says how metrics are named there. Nothing is rendered for it. Add a DataSource of the type that the message names. `--strict-targets` makes an error of it.',
  },
  {
    code: 'target/no-mapping',
    title: 'metric that the store of a target does not know',
    exit: 'finding',
    explain:
      'The target reads metrics from another store, and nothing says how this metric is named there. What needs it is left out, and the rest is rendered. Add the mapping that the message names. `--strict-targets` makes an error of it.',
  },
  {
    code: 'target/unit-contradicts',
    title: 'unit of a store that cannot be that of the metric',
    exit: 'finding',
    explain:
      'The mapping says that the store keeps the metric in a unit of another kind than the one it is measured in: a latency in percent. Thresholds could not be converted. What needs it is left out; correct one of the units. `--strict-targets` makes an error of it.',
  },
];
