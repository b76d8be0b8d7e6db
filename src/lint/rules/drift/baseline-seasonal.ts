import type { Entity } from '../../../workspace/entity.ts';
import { documents, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import { fixedBaseline } from '../../rows.ts';
import type { LintRule } from '../../rule.ts';

const WEEK_SECONDS = 604_800;
/** Neighbouring windows of a longer season are alike. */
const SEASON_WINDOWS = 14;

export const baselineSeasonal: LintRule = {
  id: 'drift/baseline-seasonal',
  severity: 'warning',
  title: 'seasonal data compared with data of another season',
  why: 'The model declares seasons of its data (`baseline.season`), and the policy compares a window shorter than a season with data that do not follow it: a Sunday with a mean of all days, or with the Saturday before. It then alerts on each weekend and holiday, and misses what is odd for a Sunday. Compare with the same time of the season before: `same-window-last-week`, `same-window-last-year`.',
  bad: example('model'),
  good: example('same-window-last-week'),
  check({ workspace }, report) {
    for (const policy of workspace.list('DriftPolicy')) {
      const model = workspace.get('Model', policy.spec.model);
      const season = model && shortestSeason(policy, model);
      if (model === undefined || season === undefined) continue;
      const { window } = policy.spec;
      const fixed = fixedBaseline(policy, model);
      const what = fixed
        ? `the same ${fixed.kind === 'training' ? 'training data' : 'data'}`
        : `the ${window.text} before`;
      report({
        ...at(
          policy,
          ['baseline'],
          [{ message: 'its season', span: at(model, ['baseline', 'season']).span ?? model.span }],
        ),
        message: `${window.text} of data with a season of ${season.text} are compared with ${what}`,
        hint: `Use baseline: ${season.seconds <= WEEK_SECONDS ? 'same-window-last-week' : 'same-window-last-year'}.`,
        data: {
          baseline: typeof policy.spec.baseline === 'string' ? policy.spec.baseline : 'dataset',
          windowSeconds: window.seconds,
          seasonSeconds: season.seconds,
        },
      });
    }
  },
};

/** The shortest season that a policy's window is only a part of, and that its baseline does not follow. */
function shortestSeason({ spec }: Entity<'DriftPolicy'>, model: Entity<'Model'>) {
  const { baseline, window } = spec;
  const isFollowed = baseline === 'same-window-last-week' || baseline === 'same-window-last-year';
  if (isFollowed) return undefined;
  const most = baseline === 'previous-window' ? SEASON_WINDOWS * window.seconds : Number.POSITIVE_INFINITY;
  return model.spec.baseline?.season
    ?.filter(({ seconds }) => seconds > window.seconds && seconds <= most)
    .toSorted((a, b) => a.seconds - b.seconds)[0];
}

function example(baseline: string): string {
  return documents(
    exampleModel(['baseline: { kind: dataset, season: [7d] }']),
    examplePolicy([`baseline: ${baseline}`, 'predictions: { test: psi, alert: 0.2 }']),
  );
}
