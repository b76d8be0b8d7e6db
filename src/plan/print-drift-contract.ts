import {
  COLUMN_ASPECTS,
  DATASET_CHECKS,
  DRIFT_CONTRACT,
  DRIFT_PARTS,
  FEATURE_CHECKS,
} from './drift-contract.ts';
import type { Unit } from './signal.ts';

/** Units as people say them; whatever else there is goes by its own name. */
const UNITS: Readonly<Partial<Record<Unit, string>>> = {
  none: '–',
  ratio: 'share, 0 to 1',
  events: 'rows',
  'unix-seconds': 'Unix time in seconds',
};

/** The page `drift-contract.md` of the references. */
export function renderDriftContract(): string {
  const rows = Object.values(DRIFT_CONTRACT).map(({ name, type, unit, labels, help }) => {
    const names = labels.map((label) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${type} | ${UNITS[unit] ?? unit} | ${names} | ${help} |`;
  });
  return `# Drift contract

The metrics that the drift job writes and the rules read. A job of your own may take its place as long as it writes these, with
these labels.

| metric | type | unit | labels | what a sample says |
|---|---|---|---|---|
${rows.join('\n')}

- Series over all data have no labels \`segment\` and \`segment_value\`; the rules select them by \`segment=""\`, which matches
  series without the label. Series of a segment have both.
- \`part\` is one of ${codes(DRIFT_PARTS)}; \`check\` one of ${codes(FEATURE_CHECKS)} for a feature, one of
  ${codes(DATASET_CHECKS)} for a dataset as a whole: then without \`feature\`.
- A column has a series for each thing that is compared: \`test\` is the name of the test of its values, or \`nulls\` (the share of
  missing values), \`unseen\` (the share of rows with values that the baseline does not have) or \`type\` (it is no longer what it
  was). Only tests of values are made in segments; the rest (${codes(COLUMN_ASPECTS)}) is over all data.
- \`feature\` is the name of a feature, of an embedding, or \`field/descriptor\` of a text; predictions and labels have none.
- Every series is written anew in each run, a check that holds as 0, and stays until the next: the rules know by the time of the
  last run whether it is current.
- Values that the specs do not list are counted together as \`other\`.
- Samples and times carry no label of the environment; where one Prometheus holds several, \`labelsSelect\` of the Environment
  chooses.
`;
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
