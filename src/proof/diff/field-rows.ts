import type { Alert } from '../../plan/alert.ts';
import { countedInGroups } from '../../support/counted.ts';
import type { Entity, Workspace } from '../../workspace/entity.ts';
import { type LooseMoves, severityEffects, severityMoves, severityMovesClass } from './alert-changes.ts';
import { type AlertPair, comeClass, goneClass, namesOf } from './alerts.ts';
import { type ChangeClass, type EnvironmentChange, gravest } from './change.ts';
import { type DiffContext, placeOf, sortedSet, tiersOfPair } from './context.ts';
import { alertsWords, budgetWords, mutedWords } from './effects.ts';
import { type FieldChange, fieldChanges, type Verdict } from './fields.ts';
import { toldEffects } from './object-changes.ts';
import { specInHead } from './objects.ts';
import { own, type Words, words } from './words.ts';

const CLASSES: Readonly<Record<Exclude<Verdict, 'severity' | 'by-effect'>, ChangeClass>> = {
  looser: 'loosened',
  tighter: 'tightened',
  routing: 'route-changed',
  neutral: 'changed',
  cosmetic: 'cosmetic',
};

/** A field with the moves of alerts that it explains. */
interface Row {
  readonly field: FieldChange;
  gone: readonly Alert[];
  come: readonly Alert[];
  severity: readonly AlertPair[];
}

/**
 * Changes of the fields of one object. Alerts of the object that come, go or change severity are told with the field that
 * explains them, if there is one; the others are left over.
 */
export function fieldRows(
  context: DiffContext,
  base: Entity,
  head: Entity,
  moves: LooseMoves,
): { changes: EnvironmentChange[]; left: LooseMoves } {
  const value = specInHead(context.kinds, base, context.objects.nameInHead);
  const fields = fieldChanges(head.kind, { value, node: base.node }, { value: head.spec, node: head.node });
  const rows: Row[] = fields.map((field) => ({ field, gone: [], come: [], severity: [] }));
  const left = attach(rows, moves);
  const told = rows.filter(isTold);
  const silent = told.filter((row) => isDirected(row.field.verdict) && movesOf(row) === 0);
  return {
    changes: [
      ...told.map((row) => rowChange(context, base, head, row, silent.length === 1)),
      ...titleChanges(context, base, head),
    ],
    left,
  };
}

/** A severity that the environment rewrites anyway, or a name that leads to the same people, changes nothing. */
function isTold(row: Row): boolean {
  const { verdict } = row.field;
  return (verdict !== 'severity' && verdict !== 'by-effect') || movesOf(row) > 0;
}

function movesOf({ gone, come, severity }: Row): number {
  return gone.length + come.length + severity.length;
}

function isDirected(verdict: Verdict): boolean {
  return verdict === 'looser' || verdict === 'tighter' || verdict === 'neutral';
}

function attach(rows: readonly Row[], moves: LooseMoves): LooseMoves {
  const severityRows = rows.filter(({ field }) => field.verdict === 'severity');
  const severity = moves.severity.filter((pair) => {
    const [only] = severityRows;
    const row =
      severityRows.length === 1
        ? only
        : severityRows.find(
            ({ field }) => field.before === pair.base.severity && field.after === pair.head.severity,
          );
    if (row) row.severity = [...row.severity, pair];
    return row === undefined;
  });
  const row = explaining(rows, moves.gone.length > 0);
  if (row === undefined) return { ...moves, severity };
  row.gone = moves.gone;
  row.come = moves.come;
  return { gone: [], come: [], severity };
}

/** The field that explains why alerts come or go: the only one that could, else the only one that itself comes or goes. */
function explaining(rows: readonly Row[], isLoss: boolean): Row | undefined {
  const able = rows.filter(({ field }) => isDirected(field.verdict));
  if (able.length === 1) return able[0];
  const inDirection = able.filter(
    ({ field }) =>
      (isLoss ? field.after : field.before) === undefined ||
      field.verdict === (isLoss ? 'looser' : 'tighter'),
  );
  if (inDirection.length === 1) return inDirection[0];
  const others = rows.filter(({ field }) => field.verdict === 'by-effect');
  return able.length === 0 && others.length === 1 ? others[0] : undefined;
}

function rowChange(
  context: DiffContext,
  base: Entity,
  head: Entity,
  row: Row,
  isOnly: boolean,
): EnvironmentChange {
  const { field, gone, come, severity } = row;
  const { verdict, path, before, after, at } = field;
  const own = verdict === 'severity' || verdict === 'by-effect' ? [] : [CLASSES[verdict]];
  // The alerts of a drift policy stay as they are when one of its tests goes.
  if (head.kind === 'DriftPolicy' && verdict === 'looser' && after === undefined)
    own.push('protection-removed');
  const heads = [...come, ...severity.map((pair) => pair.head)];
  return {
    class: gravest([
      ...own,
      ...(gone.length > 0 ? [goneClass(gone, context.told.base)] : []),
      ...(come.length > 0 ? [comeClass(come, context.told.head)] : []),
      ...(severity.length > 0 ? [severityMovesClass(context, severity)] : []),
    ]),
    action: 'field',
    objects: [{ kind: head.kind, name: head.name }],
    field: path,
    ...(before !== undefined && { before: words`${before}` }),
    ...(after !== undefined && { after: words`${after}` }),
    effects: rowEffects(context, base, head, row, isOnly),
    moves: { gone: namesOf(gone), come: namesOf(come), severity: severityMoves(severity) },
    alerts: namesOf([...gone, ...heads]),
    tiers: tiersOfPair(context, base, head),
    place: after === undefined ? placeOf('base', base, at.base) : placeOf('head', head, at.head),
  };
}

function rowEffects(
  context: DiffContext,
  base: Entity,
  head: Entity,
  { field, gone, come, severity }: Row,
  isOnly: boolean,
): Words[] {
  const moves = [
    ...(gone.length > 0 ? [alertsWords(gone, 'vanish')] : []),
    ...(come.length > 0 ? [alertsWords(come, 'appear'), ...toldEffects(context, come)] : []),
    ...(severity.length > 0
      ? [
          own(
            `${countedInGroups(severity.length, 'alert')} ${severity.length === 1 ? 'changes' : 'change'} severity`,
          ),
          ...severityEffects(context, severity),
        ]
      : []),
  ];
  if (!isDirected(field.verdict)) return moves;
  if (head.kind === 'MaintenanceWindow') return [...moves, ...mutedWords(context.head.plan, head.name)];
  const budget = isBudgetField(field) ? budgetOf(context, base, head) : [];
  if (budget.length > 0) return [...moves, ...budget];
  const touched = isOnly ? otherwise(context, head) : 0;
  const judging = own(
    `${countedInGroups(touched, 'alert')} ${touched === 1 ? 'fires' : 'fire'} under another condition`,
  );
  return touched === 0 ? moves : [...moves, judging];
}

function isBudgetField({ path }: FieldChange): boolean {
  return path === 'objective' || path === 'window';
}

function budgetOf(context: DiffContext, base: Entity, head: Entity): Words[] {
  const before = context.base.plan.objectives.find(({ id }) => head.kind === 'SLO' && id === base.name);
  const after = context.head.plan.objectives.find(({ id }) => id === head.name);
  return before && after ? budgetWords(before, after, context) : [];
}

/** How many alerts that stay judge by something else, of the object or about it. */
function otherwise({ judgesOtherwise }: DiffContext, { kind, name }: Entity): number {
  const all = kind === 'Project' || kind === 'Environment' || kind === 'DataSource';
  return [...judgesOtherwise].filter(
    ({ object, subject }) =>
      all ||
      (object.kind === kind && object.name === name) ||
      (subject.kind === kind && subject.name === name),
  ).length;
}

/** Name for people, and free labels; those that an object only has from its model are told of the model. */
function titleChanges(context: DiffContext, base: Entity, head: Entity): EnvironmentChange[] {
  const [modelBefore, modelAfter] = [
    modelOf(context.base.workspace, base),
    modelOf(context.head.workspace, head),
  ];
  const isOfModel = (label: string) =>
    modelBefore?.labels[label] === base.labels[label] &&
    modelAfter?.labels[label] === head.labels[label] &&
    (modelBefore !== undefined || modelAfter !== undefined);
  const rows = [
    { field: 'displayName', before: titleOf(base), after: titleOf(head) },
    ...sortedSet([...Object.keys(base.labels), ...Object.keys(head.labels)])
      .filter((label) => !isOfModel(label))
      .map((label) => ({
        field: `labels.${label}`,
        before: base.labels[label],
        after: head.labels[label],
      })),
  ];
  return rows
    .filter(({ before, after }) => before !== after)
    .map(({ field, before, after }) => ({
      class: 'cosmetic',
      action: 'field',
      objects: [{ kind: head.kind, name: head.name }],
      field: `metadata.${field}`,
      ...(before !== undefined && { before: words`${before}` }),
      ...(after !== undefined && { after: words`${after}` }),
      effects: [],
      moves: { gone: [], come: [], severity: [] },
      alerts: [],
      tiers: tiersOfPair(context, base, head),
      place: placeOf('head', head),
    }));
}

function titleOf({ title, name }: Entity): string | undefined {
  return title === name ? undefined : title;
}

function modelOf(workspace: Workspace, { spec }: Entity): Entity<'Model'> | undefined {
  const { model } = spec as Readonly<Record<string, unknown>>;
  return typeof model === 'string' ? workspace.get('Model', model) : undefined;
}
