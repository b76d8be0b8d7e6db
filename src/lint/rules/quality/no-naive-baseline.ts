import { printDuration } from '../../../units/index.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import { qualityObjectives } from '../../quality.ts';
import type { LintRule } from '../../rule.ts';

const ERRORS = ['rmse', 'mae', 'mape', 'wape', 'r2'];
const HOUR_SECONDS = 3600;

export const noNaiveBaseline: LintRule = {
  id: 'quality/no-naive-baseline',
  severity: 'warning',
  title: 'a forecast that is not compared with the naive one',
  why: 'Whether an error of 20% is good depends on how hard the week was: in a quiet one the value of a week ago is nearer than that, in a wild one 20% is excellent. A forecast is worth its cost while it beats what costs nothing, the value of one season ago. The model declares seasons of its data (`baseline.season`); say with `vs` by how much it must beat them.',
  bad: example(''),
  good: example(', vs: { naive: seasonal-7d, mustBeatBy: 5% }'),
  check({ workspace }, report) {
    for (const { slo, sli, model } of qualityObjectives(workspace)) {
      const season = model.spec.baseline?.season?.toSorted((a, b) => a.seconds - b.seconds)[0];
      if (season === undefined || sli.vs !== undefined || !ERRORS.includes(sli.metric)) continue;
      const bound = sli.min ?? sli.max;
      const naive = `seasonal-${printSeason(season.seconds)}`;
      report({
        ...at(
          slo,
          ['sli', 'metric'],
          [{ message: 'its season', span: at(model, ['baseline', 'season']).span ?? model.span }],
        ),
        message: `${sli.metric} ${bound?.text ?? ''} is judged alone: nobody sees when the value of ${season.text} ago would do better`,
        hint: `Add vs: { naive: ${naive}, mustBeatBy: 5% }.`,
        data: { metric: sli.metric, naive, seasonSeconds: season.seconds },
      });
    }
  },
};

/** A season as naive forecasts name it: whole hours or days. */
function printSeason(seconds: number): string {
  return seconds % (24 * HOUR_SECONDS) === 0
    ? printDuration(seconds)
    : `${Math.round(seconds / HOUR_SECONDS)}h`;
}

function example(vs: string): string {
  return exampleModel([
    'task: regression',
    'groundTruth: { delay: { p95: 12h }, labelVolume: { typical: 60000/day } }',
    'baseline: { kind: dataset, window: 365d, season: [7d] }',
    'slos:',
    '  - name: error',
    `    sli: { type: quality, metric: wape, max: 22%, evaluate: { every: 1d, over: 1d, offset: 12h }${vs} }`,
    '    objective: 90%',
    '    window: 90d',
  ]);
}
