import type { Ratio } from '../../../spec/fields.ts';
import type { CoverageSpec } from '../../../spec/kinds/lint.ts';
import { type Entity, spanAt } from '../../../workspace/entity.ts';
import type { CoverageCell } from '../../coverage/cell.ts';
import { environmentCoverage, type ModelCoverage } from '../../coverage/cells.ts';
import { AVAILABILITY, documents, exampleModel, exampleObject, PROXY } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintEnvironment, LintRule } from '../../rule.ts';
import { figure, listed } from '../../words.ts';

export const belowMinimum: LintRule = {
  id: 'coverage/below-minimum',
  severity: 'warning',
  title: 'a model that is monitored less than the project asks for',
  why: 'The project says under `lint.coverage` how much of what a model should be monitored for must be, and this model has less. Twenty cells are looked at: what it says (accuracy metrics, prediction distribution, confidence, error analysis), how it serves (latency, throughput, error rates, resource usage), what it reads (data volume, schema, freshness, feature distribution), what it is for (engagement, revenue, user feedback), and what makes alerts worth having (owner, human route, absent-signal alert, runbook, alert test). Each cell that is missing is a failure that nobody is told of. Cells that do not apply to the task or to batches do not count; others are declared away under `lint.coverage.notApplicable`, with a reason. Environments in which nobody can be paged are judged only where no other has pages.',
  bad: example([AVAILABILITY]),
  good: example([
    PROXY,
    'slos:',
    '  - { name: availability, sli: { type: availability }, objective: 99.9% }',
    '  - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }',
    '  - { name: traffic, sli: { type: throughput, min: 10/s }, objective: 99% }',
  ]),
  check(environment, report) {
    const { workspace, environments } = environment;
    const asked = workspace.project.spec.lint.coverage;
    if (asked === undefined || !isJudged(environment, environments)) return;
    for (const coverage of environmentCoverage(environment)) {
      const model = workspace.get('Model', coverage.model);
      const least = minimumOf(asked, coverage.tier);
      // Shares are of at most twenty cells: what is nearer than a millionth is equal.
      if (model === undefined || least === undefined || coverage.score > least.wanted.ratio - 1e-6) continue;
      const lacking = coverage.cells.filter(isLacking);
      const [first] = lacking;
      report({
        ...at(model, [], [placeOf(workspace.project, least.path)]),
        message: messageOf(coverage, least, lacking),
        ...(first && { hint: `Begin with ${first.title}: ${first.wanted}.` }),
        data: {
          score: Number(coverage.score.toPrecision(4)),
          min: least.wanted.ratio,
          ...(coverage.tier !== undefined && { tier: coverage.tier }),
          covered: coverage.covered,
          counted: coverage.counted,
          cells: coverage.cells,
        },
      });
    }
  },
};

/** What staging and dev leave out, they leave out on purpose: environments in which somebody can be paged are judged. */
function isJudged(environment: LintEnvironment, environments: readonly LintEnvironment[]): boolean {
  return canPage(environment) || !environments.some(canPage);
}

function canPage({ plan }: LintEnvironment): boolean {
  return plan.alerts.some(({ severity, escalation }) => severity === 'page' && escalation !== undefined);
}

interface Minimum {
  readonly wanted: Ratio;
  readonly path: readonly string[];
  /** Who asks: "tier 1", or "the project". */
  readonly by: string;
}

function minimumOf({ min, tiers }: CoverageSpec, tier: string | undefined): Minimum | undefined {
  const own = tier !== undefined && Object.hasOwn(tiers, tier) ? tiers[tier] : undefined;
  if (tier !== undefined && own) return { wanted: own, path: ['tiers', tier], by: `tier ${tier}` };
  return min && { wanted: min, path: ['min'], by: 'the project' };
}

function placeOf(project: Entity<'Project'>, path: readonly string[]) {
  return { message: 'the minimum', span: spanAt(project, ['lint', 'coverage', ...path]) };
}

type Lacking = CoverageCell & { readonly wanted: string };

function isLacking(cell: CoverageCell): cell is Lacking {
  return cell.state === 'missing' || cell.state === 'half';
}

/** The score is cut, so that one that is below the minimum never looks like it. */
function messageOf(
  { model, score, covered, counted }: ModelCoverage,
  { wanted, by }: Minimum,
  lacking: readonly Lacking[],
): string {
  const names = lacking.map(({ title, state }) => (state === 'half' ? `${title} (half)` : title));
  return `${model} is monitored to ${figure(Math.floor(1000 * score + 1e-6) / 10)}% (${figure(covered)} of ${counted} cells), and ${by} asks for ${wanted.text}: it lacks ${listed(names)}`;
}

function example(model: readonly string[]): string {
  return documents(
    exampleObject('Project', 'name: example', [
      'owner: ml',
      'channels: { slack: { apiUrlFile: secrets/slack-url } }',
      'lint: { coverage: { min: 40% } }',
    ]),
    exampleModel(model),
  );
}
