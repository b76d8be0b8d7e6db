import { DATA_CHECKS, DRIFT_CONTRACT, DRIFT_PARTS } from './drift-contract.ts';
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
- \`part\` is one of ${DRIFT_PARTS.map((part) => `\`${part}\``).join(', ')}; \`check\` one of ${DATA_CHECKS.map((check) => `\`${check}\``).join(', ')}.
- \`feature\` is the name of a feature, of an embedding, or \`field/descriptor\` of a text; predictions and labels have none.
- Every series is written anew in each run, a check that holds as 0, and stays until the next: the rules know by the time of the
  last run whether it is current.
- Values that the specs do not list are counted together as \`other\`.
- Samples and times carry no label of the environment; where one Prometheus holds several, \`labelsSelect\` of the Environment
  chooses.
`;
}
