import { describe, expect, it } from 'vitest';
import { buildProject } from '../support/project.ts';
import { file, model, object, PROJECT, TEAM } from '../support/specs.ts';

const printed = (...objects: string[]) => buildProject(file(PROJECT, TEAM, model(), ...objects)).printed;

describe('a wrong value of Defaults', () => {
  it('is told once, with its own place and that of the first object that gets it', () => {
    const defaults = object('Defaults', 'all', '[{ match: { kind: SLO }, set: { window: 7 } }]');
    expect(printed(defaults)).toMatchInlineSnapshot(`
      "modelwatch.yaml:19:47  error  unit/duration
         18 | metadata: { name: all }
         19 | spec: [{ match: { kind: SLO }, set: { window: 7 } }]
            |                                               ^ "window" can't be 7
         expected: a duration such as 250ms, 15m or 1h30m
         Did you mean 7s, 7m or 7d?
         modelwatch.yaml:14:35  Defaults all set it for SLO fraud-availability
         14 | spec: { owner: ml, slos: [{ name: availability, sli: { type: availability }, objective: 99.9% }] }
            |                                   ^^^^^^^^^^^^
      1 error, 0 warnings
      "
    `);
  });

  it('is told when no object gets it, too', () => {
    const defaults = object('Defaults', 'all', '[{ match: { kind: Monitor }, set: { over: 7 } }]');
    expect(printed(defaults)).toMatchInlineSnapshot(`
      "modelwatch.yaml:19:17  info  env/unused-default
         18 | metadata: { name: all }
         19 | spec: [{ match: { kind: Monitor }, set: { over: 7 } }]
            |                 ^^^^^^^^^^^^^^^^^ no object matches this entry of Defaults all
         Remove it, or correct its match.
      modelwatch.yaml:19:49  error  unit/duration
         18 | metadata: { name: all }
         19 | spec: [{ match: { kind: Monitor }, set: { over: 7 } }]
            |                                                 ^ "over" can't be 7
         expected: a duration such as 250ms, 15m or 1h30m
         Did you mean 7s, 7m or 7d?
      1 error, 0 warnings, 1 remark
      "
    `);
  });

  it('is told once for many objects', () => {
    const defaults = object('Defaults', 'all', '[{ match: { kind: SLO }, set: { windwo: 7d } }]');
    const second = object('SLO', 'other', '{ model: fraud, sli: { type: availability }, objective: 99% }');
    const codes = buildProject(file(PROJECT, TEAM, model(), second, defaults)).diagnostics.map(
      ({ code }) => code,
    );
    expect(codes).toEqual(['schema/unknown-key']);
  });
});

describe('rules that reach no object', () => {
  it('are told: Defaults for all environments, overlays and disables for their own', () => {
    expect(
      printed(
        object('Defaults', 'all', '[{ match: { kind: Model, labels: { tier: "9" } }, set: {} }]'),
        object('Environment', 'dev', '{ disable: [{ kind: SLO, name: "nope-*" }] }'),
        object(
          'Environment',
          'prod',
          '{ overlays: [{ match: { kind: SLO, name: nope }, set: { window: 7d } }] }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "modelwatch.yaml:19:17  info  env/unused-default
         18 | metadata: { name: all }
         19 | spec: [{ match: { kind: Model, labels: { tier: "9" } }, set: {} }]
            |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no object matches this entry of Defaults all
         Remove it, or correct its match.
      modelwatch.yaml:24:19  info  env/unused-overlay  (dev)
         23 | metadata: { name: dev }
         24 | spec: { disable: [{ kind: SLO, name: "nope-*" }] }
            |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no object matches this entry of Environment dev
         Remove it, or correct its match.
      modelwatch.yaml:29:29  info  env/unused-overlay  (prod)
         28 | metadata: { name: prod }
         29 | spec: { overlays: [{ match: { kind: SLO, name: nope }, set: { window: 7d } }] }
            |                             ^^^^^^^^^^^^^^^^^^^^^^^^^ no object matches this entry of Environment prod
         Remove it, or correct its match.
      0 errors, 0 warnings, 3 remarks
      "
    `);
  });

  it('are not told of what removes or changes something', () => {
    expect(
      printed(
        object('Environment', 'dev', '{ disable: [{ kind: EscalationPolicy }, { kind: Model }] }'),
        object('Environment', 'prod', '{ overlays: [{ match: { kind: SLO, name: "fraud-*" }, set: null }] }'),
      ),
    ).toBe('0 errors, 0 warnings\n');
  });
});
