import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { patchLevels } from '../drift/calibrate/patch.ts';
import type { CalibratedPlace, PolicyCalibration } from '../drift/calibrate/policy.ts';
import { changeText, levelsText } from '../drift/calibrate/print.ts';
import type { SourceFile } from '../source/file.ts';
import type { Layer } from '../source/node.ts';
import { counted } from '../support/counted.ts';
import { type Entity, placesOf, refOf, type Workspace } from '../workspace/entity.ts';
import type { FileChange } from './calibrate-files.ts';
import { diagnosticOf } from './drift-engine.ts';

/** How many times as often as by chance levels are reached in the past before it is said. */
const FAR_MORE = 10;

export interface Patched {
  readonly changes: readonly FileChange[];
  readonly findings: readonly Diagnostic[];
}

/** The spec files with all proposed levels, as far as they can be written; what can't is told. */
export function patchAll(
  specs: readonly SourceFile[],
  workspace: Workspace,
  calibrations: readonly PolicyCalibration[],
): Patched {
  const before = new Map(specs.map((file) => [file.path, file.text]));
  const texts = new Map(before);
  const findings: Diagnostic[] = [];
  for (const { policy, places, findings: found } of calibrations) {
    const entity = workspace.get('DriftPolicy', policy.name);
    findings.push(...found.map((finding) => diagnosticOf(finding, { policy: policy.name })));
    if (entity === undefined) continue;
    for (const calibrated of places) findings.push(...patchPlace(texts, entity, calibrated));
  }
  const changes = [...texts].flatMap(([path, after]) => {
    const text = before.get(path) ?? '';
    return text === after ? [] : [{ path, before: text, after }];
  });
  return { changes: changes.toSorted((a, b) => (a.path < b.path ? -1 : 1)), findings };
}

function patchPlace(
  texts: Map<string, string>,
  entity: Entity<'DriftPolicy'>,
  calibrated: CalibratedPlace,
): Diagnostic[] {
  const { place, proposal } = calibrated;
  const about = finding(entity, place);
  if (proposal.state === 'beyond')
    return [
      {
        ...about,
        code: 'calibrate/beyond-maximum',
        severity: 'warning',
        message: `${place.name}: no threshold of ${place.test} is above what the data differ by without drift`,
        hint: 'Compare with rows that are more alike (same-window-last-week), over a longer window, or by another test.',
      },
    ];
  if (proposal.state !== 'proposed') return [];
  const text = texts.get(entity.file);
  const outcome =
    text === undefined
      ? ({ state: 'elsewhere' } as const)
      : patchLevels({ path: entity.file, text }, entity, place, proposal.levels);
  const wanted = `${place.name} should be ${levelsText(proposal.levels)}`;
  const left = { ...about, data: { place: `${entity.name}/${place.name}`, levels: proposal.levels } };
  switch (outcome.state) {
    case 'patched':
      texts.set(entity.file, outcome.text);
      return [...overDefaults(outcome.over, calibrated, about), ...variation(calibrated, about)];
    case 'overlaid':
      return [
        {
          ...left,
          code: 'calibrate/overlay',
          severity: 'warning',
          message: `${wanted}, and stands in an overlay of Environment ${outcome.by.name}, which is stronger than the policy`,
          hint: 'Change it there: an overlay may be for other policies too.',
        },
      ];
    case 'elsewhere':
      return [
        {
          ...left,
          code: 'calibrate/elsewhere',
          severity: 'warning',
          message: `${wanted}, and DriftPolicy ${entity.name} is not written as an object or in its Model`,
          hint: 'It comes from Defaults or an overlay of its Model: change it there.',
        },
      ];
    case 'refused':
      return [
        {
          ...left,
          code: 'calibrate/not-patched',
          severity: 'error',
          message: `${wanted}, and can't be written without changing what stands around it`,
          hint: 'Write it by hand.',
        },
      ];
  }
}

type About = ReturnType<typeof finding>;

function overDefaults(over: Layer | undefined, { place }: CalibratedPlace, about: About): Diagnostic[] {
  if (over === undefined) return [];
  return [
    {
      ...about,
      code: 'calibrate/defaults',
      severity: 'info',
      message: `${place.name} stands in Defaults ${over.name}: the policy gets a value of its own, and all others keep theirs`,
    },
  ];
}

/** Where only the past reaches a level, a lower one would do if like were compared with like. */
function variation({ place, rates }: CalibratedPlace, about: About): Diagnostic[] {
  const [chance, past] = [
    rates.find(({ kind }) => kind === 'resampled'),
    rates.find(({ kind }) => kind === 'history'),
  ];
  if (chance === undefined || past === undefined) return [];
  const [byChance, inFact] = [chance.warn, past.warn].map(({ before }) => before);
  if (
    byChance === undefined ||
    inFact === undefined ||
    inFact < FAR_MORE * Math.max(byChance, 1 / chance.runs)
  )
    return [];
  return [
    {
      ...about,
      code: 'calibrate/natural-variation',
      severity: 'info',
      message: `${place.name}: windows of the past differ by more than chance, and the proposed level hides changes as large`,
      hint: 'Where days of the week differ, a baseline of like days (same-window-last-week) or a window of whole weeks allows a lower one.',
    },
  ];
}

function finding(
  entity: Entity<'DriftPolicy'>,
  { path, name }: CalibratedPlace['place'],
): Pick<Diagnostic, 'span' | 'object' | 'field'> & object {
  const plain = path.filter((step) => typeof step !== 'object');
  const [span] = placesOf(entity, ...plain);
  return { ...(span && { span }), object: refOf(entity), field: `spec.${name}` };
}

/** What was measured and what is proposed, for programs. */
export function measuredFindings(
  calibrations: readonly PolicyCalibration[],
  workspace: Workspace,
  changes: readonly FileChange[],
  diffOf: (changes: readonly FileChange[]) => string,
): Diagnostic[] {
  const measured = calibrations.map(({ policy, rows, baselineRows, places, verdicts, left }): Diagnostic => {
    const entity = workspace.get('DriftPolicy', policy.name);
    return {
      code: 'calibrate/measured',
      severity: 'info',
      message: `DriftPolicy ${policy.name}: ${counted(places.length, 'threshold')} measured at ${counted(rows, 'row')}`,
      ...(entity && { span: entity.span, object: refOf(entity) }),
      data: {
        rows,
        baselineRows,
        verdicts,
        left,
        places: places.map(({ place, columns, proposal, rates }) => ({
          place: place.name,
          test: place.test,
          columns,
          levels: place.levels,
          ...proposal,
          ...(proposal.state === 'proposed' && { levels: place.levels, proposed: proposal.levels }),
          rates,
        })),
      },
    };
  });
  const proposals = calibrations.flatMap(({ policy, places }) => {
    const entity = workspace.get('DriftPolicy', policy.name);
    return places.flatMap(({ place, proposal, rates }): Diagnostic[] => {
      if (proposal.state !== 'proposed' || entity === undefined) return [];
      const worst = rates.toSorted((a, b) => b.alert.before - a.alert.before)[0];
      return [
        {
          ...finding(entity, place),
          code: 'calibrate/proposal',
          severity: 'info',
          message: `${place.name}: ${levelsText(place.levels)} should be ${levelsText(proposal.levels)} (warn / alert); runs without drift that alert: ${worst ? changeText(worst.alert) : 'unknown'}`,
        },
      ];
    });
  });
  const patches = changes.map(
    (change): Diagnostic => ({
      code: 'calibrate/patch',
      severity: 'info',
      message: `${change.path} would have the proposed thresholds`,
      span: {
        file: change.path,
        start: { offset: 0, line: 1, column: 1 },
        end: { offset: 0, line: 1, column: 1 },
      },
      data: { diff: diffOf([change]) },
    }),
  );
  return [...measured, ...proposals, ...patches];
}
