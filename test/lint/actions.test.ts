import { describe, expect, it } from 'vitest';
import {
  documents,
  exampleFeatures,
  exampleModel,
  exampleObject,
  examplePolicy,
} from '../../src/lint/example.ts';
import { RETRAIN, retrainProject } from '../../src/lint/example-actions.ts';
import { lint } from './lint.ts';

const messages = (objects: string, code: string) =>
  lint(objects)
    .findings.filter((finding) => finding.code === code)
    .map(({ message }) => message);

const DRIFTS = 'actions: [{ when: { predictions: alert }, do: retrain }]';

describe('action/loop', () => {
  const code = 'action/loop';
  const guarded = (guard: string) =>
    messages(
      retrainProject(
        { ...RETRAIN, guard: `cooldown: 24h, maxPerWeek: 2, ${guard}` },
        'baseline: model',
        DRIFTS,
      ),
      code,
    );

  it('is broken by a person, or by leaving a young version alone', () => {
    expect(guarded('approval: none')).toEqual([
      'drift from the training data of 2026-01-01/2026-03-31 triggers retrain, and is still there afterwards: it is triggered again every 24h, up to 2 times a week',
    ]);
    expect(guarded('approval: oncall')).toEqual([]);
    expect(guarded('approval: none, onlyIf: { versionAge: { gt: 14d } }')).toEqual([]);
    // A rollback of what is young is no brake on training.
    expect(guarded('approval: none, onlyIf: { versionAge: { lt: 14d } }')).toHaveLength(1);
  });

  it('takes a window that moves along for no loop, but for its snapshot', () => {
    const moving = (baseline: string) =>
      messages(
        retrainProject(RETRAIN, DRIFTS).replace(/baseline: \{.*\}/, `baseline: { ${baseline} }`),
        code,
      );
    expect(moving('kind: training, window: 90d')).toEqual([]);
    expect(moving('kind: training, window: 90d, snapshot: baselines/fraud.json')).toHaveLength(1);
  });

  it('knows retraining from other actions by its names', () => {
    const named = retrainProject(RETRAIN, 'baseline: model', DRIFTS).replaceAll('retrain', 'open-issue');
    expect(messages(named, code)).toEqual([]);
  });
});

describe('action/retrain-on-upstream-fault', () => {
  const code = 'action/retrain-on-upstream-fault';

  it('says nothing of models that depend on nothing', () => {
    const alone = retrainProject(RETRAIN, 'baseline: previous-window', 'inhibit: none', DRIFTS);
    expect(messages(alone, code)).toHaveLength(1);
    expect(messages(alone.replace(/ *dependsOn:.*\n/, ''), code)).toEqual([]);
  });

  it('tells of objectives that no upstream explains', () => {
    const outage = documents(
      retrainProject(RETRAIN, 'baseline: previous-window'),
      exampleObject('SLO', 'name: up', [
        'model: fraud',
        'sli: { type: availability }',
        'objective: 99.9%',
        'errorBudgetPolicy: [{ when: { remaining: { lt: 0% } }, do: [{ action: retrain }] }]',
      ]),
    );
    expect(messages(outage, code)).toEqual([
      'retrain is triggered whether or not ingest works: UpPolicy1ActionRetrain names no upstream',
    ]);
  });
});

describe('coverage', () => {
  it('asks for signals of quality only where somebody says what the model is for', () => {
    const code = 'coverage/model-without-quality-signal';
    expect(messages(exampleModel([]), code)).toEqual([]);
    for (const model of [
      exampleModel(['task: ranking']),
      exampleModel(['groundTruth: { delay: { p95: 1h } }']),
      exampleModel([], 'name: fraud, labels: { tier: "1" }'),
    ])
      expect(messages(model, code)).toEqual([
        'nothing looks at what fraud says: it may be wrong for weeks without an alert',
      ]);
  });

  it('counts an objective on a business metric for a link to the business', () => {
    const code = 'coverage/no-business-link';
    const model = exampleModel([], 'name: fraud, labels: { tier: "1" }');
    const metric = exampleObject('BusinessMetric', 'name: losses', [
      'owner: ml',
      'query: losses',
      'direction: lower-is-better',
      'baseline: { compare: same-time-last-week, maxIncrease: 30% }',
    ]);
    const slo = exampleObject('SLO', 'name: losses', [
      'model: fraud',
      'sli: { type: business, metric: losses }',
      'objective: 97%',
    ]);
    expect(messages(documents(model, metric), code)).toHaveLength(1);
    expect(messages(documents(model, metric, slo), code)).toEqual([]);
    expect(messages(exampleModel([]), code)).toEqual([]);
  });

  it('finds features that are neither tested nor checked, and lets times alone', () => {
    const code = 'coverage/feature-unmonitored';
    const objects = documents(
      exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
      exampleFeatures([
        'name: amount, type: float',
        'name: seen_at, type: timestamp',
        'name: age, type: int, range: [0, 150]',
        'name: taste, type: vector',
        'name: mood, type: vector',
        'name: note, type: string, monitor: none, reason: Free text.',
      ]),
      examplePolicy([
        'features: { select: [amount], numeric: { test: psi, alert: 0.2 } }',
        'embeddings: [{ name: taste, dims: 8, test: mmd, alert: 0.1 }]',
      ]),
    );
    expect(messages(objects, code)).toEqual([
      'mood of users: no drift policy tests it, and nothing is expected of its values (6 features in all)',
    ]);
  });

  it('takes a policy that names no segments for one that tests all', () => {
    const code = 'coverage/segment-unmonitored';
    const segmented = (policy: readonly string[]) =>
      documents(
        exampleModel([
          'segments: [{ name: region, label: region }, { name: age, label: age }]',
          'baseline: { kind: training }',
        ]),
        examplePolicy(['predictions: { test: psi, alert: 0.2 }', ...policy]),
      );
    expect(messages(segmented([]), code)).toEqual([]);
    expect(messages(segmented(['segments: [age]']), code)).toEqual([
      'segment region of fraud is declared, and nothing is measured by it',
    ]);
  });
});
