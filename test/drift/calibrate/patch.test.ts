import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { patchLevels } from '../../../src/drift/calibrate/patch.ts';
import { Places } from '../../../src/drift/calibrate/place.ts';
import type { Levels } from '../../../src/plan/drift-job.ts';
import { shopModel, shopSpecs } from './shop.ts';

const HEAD = shopSpecs({ amount: 'float', age: 'float', country: 'category' }, ', environments: [prod, dev]');

const MODEL = shopModel('rows');

const POLICY = `# Of the basket.
apiVersion: modelwatch/v1alpha1
kind: DriftPolicy
metadata: { name: shop-drift }
spec: # ours
  model: shop
  features:
    numeric: { test: psi, warn: 0.1, alert: 0.25 } # by hand
    nulls: { alert: 0.15 }
    overrides:
      - name: age
        test: ks # of people
        pValue: 0.01
        minEffect: 0.05
`;

interface Case {
  readonly policy?: string;
  readonly model?: string;
  readonly more?: string;
  readonly name?: string;
  readonly path?: string;
}

/** What becomes of the file of a policy, and the levels that the changed specs give the place. */
function patched(
  place: string,
  levels: Levels,
  { policy = POLICY, model = MODEL, more = '', name = 'shop-drift', path = 'policy.yaml' }: Case = {},
) {
  const texts = new Map([
    ['modelwatch.yaml', HEAD],
    ['model.yaml', model],
    ['policy.yaml', policy],
    ['more.yaml', more],
  ]);
  const compiled = () => {
    const specs = [...texts].map(([file, text]) => ({ path: file, text }));
    const { environments, diagnostics } = compile({
      specs,
      readAuxiliary: () => undefined,
      withoutFiles: true,
    });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const prod = environments.find((each) => each.name === 'prod');
    const entity = prod?.workspace.get('DriftPolicy', name);
    const job = prod?.plan.driftJobs.plan.policies.find((each) => each.name === name);
    if (entity === undefined || job === undefined) throw new Error(`no policy ${name}`);
    const found = new Places(job, entity.spec).list().find((each) => each.name === place);
    if (found === undefined) throw new Error(`no place ${place}`);
    return { entity, place: found };
  };
  const before = compiled();
  const text = texts.get(path) ?? '';
  const outcome = patchLevels({ path, text }, before.entity, before.place, levels);
  if (outcome.state === 'patched') {
    texts.set(path, outcome.text);
    expect(compiled().place.levels).toEqual(levels);
  }
  return outcome;
}

describe('levels in a policy', () => {
  it('change where they stand', () => {
    expect(patched('features.numeric', { warn: 0.21, alert: 0.38 })).toEqual({
      state: 'patched',
      text: POLICY.replace('0.1, alert: 0.25', '0.21, alert: 0.38'),
      over: undefined,
    });
    expect(patched('features.overrides.age', { alert: 0.11 })).toMatchObject({
      text: POLICY.replace('minEffect: 0.05', 'minEffect: 0.11'),
    });
    expect(patched('features.nulls', { alert: 0.21 })).toMatchObject({
      text: POLICY.replace('0.15', '0.21'),
    });
  });

  it('are added where they are built in, whole', () => {
    expect(patched('features.category', { warn: 0.05, alert: 0.16 })).toMatchObject({
      text: POLICY.replace(
        '        minEffect: 0.05\n',
        '        minEffect: 0.05\n    category: { test: chi-square, pValue: 0.01, minEffect: { warn: 0.05, alert: 0.16 } }\n',
      ),
    });
    expect(patched('features.unseen', { warn: 0.01, alert: 0.055 })).toMatchObject({
      text: `${POLICY}    unseen: { warn: 1%, alert: 5.5% }\n`,
    });
    const none = POLICY.replace('        minEffect: 0.05\n', '');
    expect(patched('features.overrides.age', { warn: 0.04, alert: 0.11 }, { policy: none })).toMatchObject({
      text: none.replace('# of people\n', '# of people\n        minEffect: { warn: 0.04, alert: 0.11 }\n'),
    });
  });

  it('change inside a Model', () => {
    const model = `${MODEL}  drift:
    - name: other
      features: { numeric: { test: psi, alert: 0.5 } }
    - name: basket # all
      features: { numeric: { test: psi, alert: 0.2 }, category: { test: tvd, alert: 0.3 } }
`;
    const outcome = patched(
      'features.numeric',
      { alert: 0.31 },
      { model, name: 'shop-basket', path: 'model.yaml' },
    );
    expect(outcome).toMatchObject({ text: model.replace('alert: 0.2 }', 'alert: 0.31 }') });
  });

  it('go into the policy where Defaults have them', () => {
    const more = `apiVersion: modelwatch/v1alpha1
kind: Defaults
metadata: { name: all }
spec:
  - match: { kind: DriftPolicy }
    set: { features: { category: { test: tvd, warn: 0.1, alert: 0.2 }, overrides: [{ name: amount, test: kl, alert: 0.3 }] } }
`;
    expect(patched('features.category', { warn: 0.1, alert: 0.31 }, { more })).toEqual({
      state: 'patched',
      text: `${POLICY}    category: { alert: 0.31 }\n`,
      over: { kind: 'defaults', name: 'all' },
    });
    expect(patched('features.overrides.amount', { alert: 0.41 }, { more })).toMatchObject({
      text: `${POLICY}      - { name: amount, alert: 0.41 }\n`,
    });
  });

  it('stay where an overlay or another layer has them', () => {
    const overlay = (set: string, kind: string) => `apiVersion: modelwatch/v1alpha1
kind: Environment
metadata: { name: prod }
spec: { overlays: [{ match: { kind: ${kind} }, set: ${set} }] }
`;
    const numeric = overlay('{ features: { numeric: { alert: 0.4 } } }', 'DriftPolicy');
    expect(patched('features.numeric', { warn: 0.1, alert: 0.5 }, { more: numeric })).toEqual({
      state: 'overlaid',
      by: { kind: 'environment', name: 'prod' },
    });
    const list = overlay(
      '{ drift: [{ name: extra, features: { numeric: { test: psi, alert: 0.2 } } }] }',
      'Model',
    );
    expect(
      patched('features.numeric', { alert: 0.5 }, { more: list, name: 'shop-extra', path: 'model.yaml' }),
    ).toEqual({
      state: 'elsewhere',
    });
  });
});
