import type { NodePath } from '../../source/node.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import type { Entity } from '../../workspace/entity.ts';
import { type BuildContext, reportAt } from './context.ts';
import type { VersionSelection } from './statistic.ts';

/** One side of a comparison: which series, and the words for them. */
export interface Side {
  /** As the spec names it: "challenger". */
  readonly name: string;
  readonly selection: VersionSelection;
  /** "challenger v1.3.0". */
  readonly words: string;
}

const ROLES = ['champion', 'challenger'] as const;

/** Whether versions beside the champion come and go without the specs. */
export function discoversVersions({ spec }: Entity<'Model'>): boolean {
  return spec.versions?.discover === 'label';
}

/**
 * The series that `champion`, `challenger` or a version stand for. With `discover: label` the challenger is every version but
 * the champion. Reports at `path` and returns undefined when the model declares no such version.
 */
export function sideOf(
  context: BuildContext,
  asking: Entity,
  path: NodePath,
  model: Entity<'Model'>,
  name: string,
): Side | undefined {
  const { champion, challenger } = model.spec.versions ?? {};
  if (name === 'challenger' && discoversVersions(model) && champion !== undefined) {
    return { name, selection: { whereNot: { version: champion } }, words: `the versions beside ${champion}` };
  }
  if (name === 'champion' || name === 'challenger') {
    const version = name === 'champion' ? champion : challenger?.version;
    if (version !== undefined)
      return { name, selection: { where: { version } }, words: `${name} ${version}` };
    const missing = name === 'challenger' && discoversVersions(model) ? 'champion' : name;
    reportAt(context, asking, path, {
      code: 'monitor/no-version',
      severity: 'error',
      message: `Model ${model.name} names no ${missing}`,
      expected: `versions: { ${missing}: … } of the model, or a version in quotes`,
      related: [{ message: 'the model', span: model.span }],
    });
    return undefined;
  }
  const declared = [champion, challenger?.version].filter((version) => version !== undefined);
  const meant = declared.includes(name) ? [] : suggest(name, ROLES);
  if (meant.length === 0) return { name, selection: { where: { version: name } }, words: `version ${name}` };
  const hint = didYouMean(meant);
  reportAt(context, asking, path, {
    code: 'monitor/no-version',
    severity: 'error',
    message: `"${name}" is no version that Model ${model.name} names`,
    expected: 'champion, challenger, or a version',
    ...(hint !== undefined && { hint, suggestions: meant }),
  });
  return undefined;
}
