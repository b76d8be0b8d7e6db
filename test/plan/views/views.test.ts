import { describe, expect, it } from 'vitest';
import type { Measure } from '../../../src/plan/condition.ts';
import type { Panel, View } from '../../../src/plan/view.ts';
import { placed } from '../../../src/plan/views/layout.ts';
import { viewsOf } from '../../../src/plan/views/views.ts';
import { conditionMeasures } from '../../../src/plan/walk.ts';
import { stableJson } from '../../../src/support/stable-json.ts';
import { render } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';

const plans = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'].map((name) => ({
  name,
  plan: render(exampleProject(name), 'prod').plan,
}));

function panelsOf({ rows }: View): readonly Panel[] {
  return rows.flatMap(({ panels }) => panels);
}

describe.each(plans)('the views of $name', ({ plan }) => {
  const views = [...viewsOf(plan)];
  const fraud = views.flatMap(panelsOf);

  it('are a fleet page, one for who is on call, one for drift, and one for each model', () => {
    const models = plan.subjects.filter(({ subject }) => subject.kind === 'Model');
    expect(views.map(({ id }) => id)).toEqual([
      'fleet',
      'on-call',
      'drift',
      ...models.map(({ subject }) => `overview/model:${subject.name}`),
    ]);
  });

  it('have ids and titles of their own for the panels of a page', () => {
    for (const view of views) {
      const ids = panelsOf(view).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('show every objective with its budget', () => {
    const shown = fraud.flatMap(({ curves }) =>
      curves.flatMap(({ reading }) => (reading.read === 'objective' ? [reading.objective] : [])),
    );
    const ofModels = plan.objectives.filter(({ subject }) => subject.kind === 'Model');
    expect([...new Set(shown)].toSorted()).toEqual(ofModels.map(({ id }) => id).toSorted());
  });

  it('show what every alert on a bound measures, of models and what they depend on', () => {
    const shown = new Set(
      fraud.flatMap(({ curves }) =>
        curves.flatMap(({ reading }) => (reading.read === 'measure' ? [stableJson(reading.measure)] : [])),
      ),
    );
    // Drift and checks have panels of their own; the rest tells of the watching itself.
    const about = new Set(['drift', 'data-quality', 'job', 'absence', 'monitoring', 'action']);
    const unseen = plan.alerts.filter(({ condition, class: of }) => {
      if (about.has(of) || condition.node !== 'compare') return false;
      const measures: readonly Measure[] = conditionMeasures(condition);
      // A moment is shown as the time since.
      const isShown = (measure: Measure): boolean =>
        shown.has(stableJson(measure)) ||
        (measure.node === 'gauge' &&
          measure.unit === 'unix-seconds' &&
          [...shown].some((json) => json.includes(stableJson(measure.of.signal).trim())));
      return !measures.some(isShown);
    });
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });

  it('link to pages that exist', () => {
    const ids = new Set(views.map(({ id }) => id));
    const links = views.flatMap((view) => view.links.flatMap(({ to }) => ('view' in to ? [to.view] : [])));
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('panels of a row', () => {
  const wide = (width: Panel['width'], height: Panel['height'] = 8): Panel => {
    const [view] = viewsOf(
      plans[0]?.plan ??
        (() => {
          throw new Error('there is a plan');
        })(),
    );
    const [panel] = view === undefined ? [] : panelsOf(view);
    if (panel === undefined) throw new Error('there is a panel');
    return { ...panel, width, height };
  };

  it('stand side by side as long as they fit, then below the highest of the line', () => {
    expect(placed([wide(12, 6), wide(8, 10), wide(12)])).toEqual([
      { x: 0, y: 0, width: 12, height: 6 },
      { x: 12, y: 0, width: 12, height: 10 },
      { x: 0, y: 10, width: 24, height: 8 },
    ]);
  });

  it('fill their lines', () => {
    for (const place of [
      placed([wide(8), wide(8), wide(8)]),
      placed([wide(8)]),
      placed([wide(24), wide(4)]),
    ]) {
      const last = place.at(-1);
      expect((last?.x ?? 0) + (last?.width ?? 0)).toBe(24);
    }
  });
});
