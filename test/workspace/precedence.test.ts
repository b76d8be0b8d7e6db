import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../src/workspace/entity.ts';
import { normalizedYaml } from '../../src/workspace/normalize.ts';
import { buildProject } from '../support/project.ts';
import { file, model, object, PROJECT, TEAM } from '../support/specs.ts';

/** The workspaces of a project without a complaint, by environment. */
function workspaces(...objects: string[]): ReadonlyMap<string, Workspace> {
  const { environments, diagnostics, printed } = buildProject(file(PROJECT, TEAM, ...objects));
  expect(
    diagnostics.filter(({ severity }) => severity === 'error'),
    printed,
  ).toEqual([]);
  return new Map(environments.map(({ workspace }) => [workspace.environment, workspace]));
}

/** The only environment's workspace. */
function workspace(...objects: string[]): Workspace {
  const [only] = workspaces(...objects).values();
  if (only === undefined) throw new Error('no environment');
  return only;
}

const slo = (name: string, more = '') =>
  object(
    'SLO',
    name,
    `{ model: fraud, sli: { type: availability }, objective: 99%${more === '' ? '' : `, ${more}`} }`,
  );
const defaults = (name: string, ...entries: string[]) => object('Defaults', name, `[${entries.join(', ')}]`);
const overlays = (name: string, ...entries: string[]) =>
  object('Environment', name, `{ overlays: [${entries.join(', ')}] }`);
const windowOf = (space: Workspace | undefined, name: string) => space?.get('SLO', name)?.spec.window.text;

describe('of several values for one field', () => {
  it('the built-in gives way to Defaults, Defaults to the object, the object to the overlay of an environment', () => {
    const spaces = workspaces(
      model(),
      slo('a'),
      slo('b', 'window: 14d'),
      defaults(
        'all',
        '{ match: { kind: SLO, name: "a" }, set: { window: 28d } }',
        '{ match: { kind: SLO, name: b }, set: { window: 28d } }',
      ),
      object('Environment', 'dev', '{}'),
      overlays('prod', '{ match: { kind: SLO, name: b }, set: { window: 7d } }'),
    );
    expect([
      windowOf(spaces.get('dev'), 'fraud-availability'),
      windowOf(spaces.get('dev'), 'a'),
      windowOf(spaces.get('dev'), 'b'),
    ]).toEqual(['30d', '28d', '14d']);
    expect([windowOf(spaces.get('prod'), 'a'), windowOf(spaces.get('prod'), 'b')]).toEqual(['28d', '7d']);
  });

  it('the more specific default wins, wherever it is written: kind, label, glob, name', () => {
    const rules = [
      '{ match: { kind: SLO, name: deep-one }, set: { window: 4d } }',
      '{ match: { kind: SLO, name: "deep-*" }, set: { window: 3d } }',
      '{ match: { kind: SLO, labels: { tier: "1" } }, set: { window: 2d } }',
      '{ match: { kind: SLO }, set: { window: 1d } }',
    ];
    const labelled = (name: string) =>
      slo(name).replace(`name: ${name}`, `name: ${name}, labels: { tier: "1" }`);
    const objects = [model(), slo('plain'), labelled('labelled'), labelled('deep-two'), labelled('deep-one')];
    const names = ['plain', 'labelled', 'deep-two', 'deep-one'];
    for (const order of [rules, rules.toReversed()]) {
      const space = workspace(...objects, defaults('all', ...order));
      expect(names.map((name) => windowOf(space, name))).toEqual(['1d', '2d', '3d', '4d']);
    }
  });

  it('of equally specific ones the later wins: in a list, and by the order of files', () => {
    const entry = (window: string) => `{ match: { kind: SLO }, set: { window: ${window} } }`;
    expect(windowOf(workspace(model(), slo('a'), defaults('all', entry('1d'), entry('2d'))), 'a')).toBe('2d');
    expect(
      windowOf(workspace(model(), slo('a'), defaults('x', entry('1d')), defaults('y', entry('2d'))), 'a'),
    ).toBe('2d');
    const two = overlays(
      'default',
      '{ match: { kind: SLO }, set: { window: 7d } }',
      '{ match: { kind: SLO, name: a }, set: { window: 8d } }',
      '{ match: { kind: SLO }, set: { slice: 1m } }',
    );
    expect(windowOf(workspace(model(), slo('a'), two), 'a')).toBe('8d');
  });
});

describe('merging', () => {
  it('is deep for maps: an overlay changes one key of many', () => {
    const space = workspace(
      model(),
      slo('a', 'alerting: { minBadEvents: 3, severity: { slow: info } }'),
      defaults(
        'all',
        '{ match: { kind: SLO }, set: { alerting: { minBadEvents: 1, for: 9m, severity: { fast: ticket } } } }',
      ),
      overlays('default', '{ match: { kind: SLO, name: a }, set: { alerting: { keepFiringFor: 1m } } }'),
    );
    expect(space.get('SLO', 'a')?.spec.alerting).toMatchObject({
      minBadEvents: 3,
      for: { text: '9m' },
      keepFiringFor: { text: '1m' },
      severity: { fast: 'ticket', slow: 'info' },
    });
  });

  it('goes by name for lists of named things, and replaces all other lists', () => {
    const team = object(
      'Team',
      'two',
      '{ onCall: [{ name: first, provider: slack, channel: "#a" }, { name: second, provider: slack, channel: "#b" }], businessHours: { days: [mon, tue], from: "09:00", to: "17:00" } }',
    );
    const space = workspace(
      model(),
      team,
      overlays(
        'default',
        '{ match: { kind: Team, name: two }, set: { onCall: [{ name: second, channel: "#c" }, { name: third, provider: slack, channel: "#d" }], businessHours: { days: [fri] } } }',
      ),
    );
    const spec = space.get('Team', 'two')?.spec;
    expect(spec?.onCall.map(({ name, channel }) => [name, channel])).toEqual([
      ['first', '#a'],
      ['second', '#c'],
      ['third', '#d'],
    ]);
    expect(spec?.businessHours?.days).toEqual(['fri']);
    const emptied = workspace(
      model(),
      team,
      overlays('default', '{ match: { kind: Team, name: two }, set: { onCall: [] } }'),
    );
    expect(emptied.get('Team', 'two')?.spec.onCall).toEqual([]);
  });

  it('reaches into the lists inside a model by the names of their items', () => {
    const space = workspace(
      model(),
      overlays(
        'default',
        '{ match: { kind: Model, name: fraud }, set: { slos: [{ name: availability, objective: 95% }, { name: latency, sli: { type: latency, threshold: 250ms }, objective: 90% }] } }',
      ),
    );
    expect(space.list('SLO').map(({ name, spec }) => [name, spec.objective.text])).toEqual([
      ['fraud-availability', '95%'],
      ['fraud-latency', '90%'],
    ]);
  });

  it('null deletes what was inherited, and is no value by itself', () => {
    const book = object('Runbook', 'book', '{}');
    const rule = defaults(
      'all',
      '{ match: { kind: SLO }, set: { runbook: book, alerting: { sustained: { slices: 5 }, for: 9m } } }',
    );
    const space = workspace(
      model(),
      book,
      slo('a', 'runbook: null, alerting: { for: null }'),
      slo('b'),
      rule,
    );
    expect(space.get('SLO', 'a')?.spec.runbook).toBeUndefined();
    expect(space.get('SLO', 'a')?.spec.alerting.for.text).toBe('2m');
    expect(space.get('SLO', 'b')?.spec.runbook).toBe('book');
    const overlaid = workspace(
      model(),
      book,
      slo('b'),
      rule,
      overlays(
        'default',
        '{ match: { kind: SLO, name: b }, set: { runbook: null, alerting: { sustained: null } } }',
      ),
    );
    expect(overlaid.get('SLO', 'b')?.spec.runbook).toBeUndefined();
    expect(overlaid.get('SLO', 'b')?.spec.alerting.sustained).toBeUndefined();
    expect(overlaid.get('SLO', 'b')?.spec.alerting.for.text).toBe('9m');
  });

  it('null deletes from an object of a list, too', () => {
    const space = workspace(
      object(
        'Model',
        'fraud',
        '{ owner: ml, segments: [{ name: age, label: age, values: [young], fairness: { metric: recall, maxRatio: 1.2 } }] }',
      ),
      overlays('default', '{ match: { kind: Model }, set: { segments: [{ name: age, fairness: null }] } }'),
    );
    expect(space.get('Model', 'fraud')?.spec.segments).toMatchObject([{ name: 'age', label: 'age' }]);
    expect(space.get('Model', 'fraud')?.spec.segments[0]?.fairness).toBeUndefined();
  });
});

describe('an environment', () => {
  it('is without what an overlay deletes or what it disables; the others keep it', () => {
    const spaces = workspaces(
      model(),
      slo('a'),
      slo('b'),
      overlays('staging', '{ match: { kind: SLO, name: a }, set: null }'),
      object(
        'Environment',
        'dev',
        '{ disable: [{ kind: SLO, name: "fraud-*" }, { kind: EscalationPolicy }] }',
      ),
      object('Environment', 'prod', '{}'),
    );
    const names = (environment: string) =>
      spaces
        .get(environment)
        ?.list('SLO')
        .map(({ name }) => name);
    expect(names('prod')).toEqual(['a', 'b', 'fraud-availability']);
    expect(names('staging')).toEqual(['b', 'fraud-availability']);
    expect(names('dev')).toEqual(['a', 'b']);
    expect(spaces.get('dev')?.isRemoved('SLO', 'fraud-availability')).toBe(true);
    expect(spaces.get('dev')?.list('EscalationPolicy')).toEqual([]);
    expect(
      spaces
        .get('prod')
        ?.list('EscalationPolicy')
        .map(({ name }) => name),
    ).toEqual(['default']);
  });

  it('may have other connections than the project', () => {
    const spaces = workspaces(
      model(),
      object('Environment', 'dev', '{ channels: { slack: { apiUrlFile: secrets/dev } } }'),
      object('Environment', 'prod', '{}'),
    );
    const slack = (environment: string) =>
      spaces.get(environment)?.project.spec.channels.slack?.apiUrlFile.text;
    expect([slack('dev'), slack('prod')]).toEqual(['secrets/dev', 'secrets/slack']);
  });

  it('is called default when nobody names one', () => {
    expect([...workspaces(model()).keys()]).toEqual(['default']);
  });
});

describe('objects inside a model', () => {
  it('are objects like others: named after the model, about it, with its labels, reached by Defaults and overlays', () => {
    const labelled = model().replace('name: fraud', 'name: fraud, labels: { tier: "1" }');
    const space = workspace(
      labelled,
      defaults('all', '{ match: { kind: SLO, labels: { tier: "1" } }, set: { window: 28d } }'),
      overlays('default', '{ match: { kind: SLO, name: fraud-availability }, set: { objective: 95% } }'),
    );
    expect(space.get('SLO', 'fraud-availability')).toMatchObject({
      labels: { tier: '1' },
      spec: { model: 'fraud', window: { text: '28d' }, objective: { text: '95%' } },
    });
    expect(space.get('Model', 'fraud')?.spec.slos).toBeUndefined();
  });
});

it('the normal form tells of each value where it came from, and what it replaced', () => {
  const space = workspace(
    model(),
    slo('a', 'window: 14d, alerting: { for: 5m }'),
    defaults('all', '{ match: { kind: SLO }, set: { window: 28d, alerting: { minBadEvents: 7 } } }'),
    overlays('prod', '{ match: { kind: SLO, name: a }, set: { window: 7d } }'),
  );
  expect(normalizedYaml(space, 'SLO/a')).toMatchInlineSnapshot(`
    "---
    # environment prod; modelwatch.yaml:18

    apiVersion: modelwatch/v1alpha1
    kind: SLO
    metadata:
      name: a
    spec:
      model: fraud # modelwatch.yaml:19
      sli:
        type: availability # modelwatch.yaml:19
        bad:
          - errors # built in
        total: requests # built in
      objective: 99% # modelwatch.yaml:19
      window: 7d # Environment prod, modelwatch.yaml:29, instead of modelwatch.yaml:19, instead of Defaults all, modelwatch.yaml:24
      alerting:
        burnPolicy: auto # built in
        minBadEvents: 7 # Defaults all, modelwatch.yaml:24
        for: 5m # modelwatch.yaml:19
        keepFiringFor: 5m # built in
        severity:
          fast: page # built in
          slow: ticket # built in
        absent:
          for: 10m # built in
      errorBudgetPolicy: [] # built in
    "
  `);
});
