import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { diffProjects } from '../../../src/proof/diff/diff.ts';
import { file, object } from '../../support/specs.ts';
import { compared, compiled, edit, told } from './compare.ts';
import { mutantsOf, untold } from './mutants.ts';
import { WORLD } from './world.ts';

/** What is told when one part of the world's text is another. */
function after(part: string, other: string): string[] {
  return told(compared(WORLD, edit(WORLD, part, other)));
}

describe('a change of an amount', () => {
  it.each([
    [
      'objective: 99.9%',
      'objective: 99.5%',
      'loosened | SLO fraud-availability objective | 99.9% → 99.5% | allowed bad events at typical traffic: 259,200 in 30d → 1,296,000 in 30d',
    ],
    [
      'objective: 99.9%',
      'objective: 99.95%',
      'tightened | SLO fraud-availability objective | 99.9% → 99.95% | allowed bad events at typical traffic: 259,200 in 30d → 129,600 in 30d',
    ],
    [
      'threshold: 250ms',
      'threshold: 500ms',
      'loosened | SLO fraud-latency sli.threshold | 250ms → 500ms | 5 alerts fire under another condition',
    ],
    [
      'lt: 60%',
      'lt: 50%',
      'loosened | Monitor fraud-confidence threshold.lt | 60% → 50% | 1 alert fires under another condition',
    ],
    [
      'gt: 3%',
      'gt: 0.02',
      'tightened | Monitor fraud-blocked threshold.gt | 3% → 0.02 | 1 alert fires under another condition',
    ],
    [
      'gt: 3%',
      'lt: 5%',
      'changed | Monitor fraud-blocked threshold | { gt: 3% } → { lt: 5% } | 1 alert fires under another condition',
    ],
    [
      ', minSamples: 500',
      '',
      'tightened | Monitor fraud-confidence minSamples | 500 → not set | 1 alert fires under another condition',
    ],
    [
      'duration: 3h',
      'duration: 5h',
      'loosened | MaintenanceWindow backfill schedule.duration | 3h → 5h | 2 alerts silent while it lasts: IngestFreshness, IngestFreshnessWarn',
    ],
    [
      'typical: 100/s',
      'typical: 200/s',
      'changed | Model fraud serving.expectedTraffic.typical | 100/s → 200/s | ',
    ],
  ])('%s → %s', (part, other, line) => {
    expect(after(part, other)).toEqual([line]);
  });

  it('goes the other way when the sides are swapped', () => {
    const head = edit(WORLD, 'threshold: 250ms', 'threshold: 500ms');
    expect(told(compared(head, WORLD))).toEqual([
      'tightened | SLO fraud-latency sli.threshold | 500ms → 250ms | 5 alerts fire under another condition',
    ]);
  });
});

describe('what changes nothing', () => {
  it.each([
    ['objective: 99.9%', 'objective: 0.999'],
    ['objective: 99.9%', 'objective: 99.9% # a comment'],
    ['days: [mon, tue, wed, thu, fri]', 'days: [fri, thu, wed, tue, mon]'],
    ['sli: { type: latency, threshold: 250ms }', 'sli: { threshold: 250ms, type: latency }'],
  ])('is not told: %s → %s', (part, other) => {
    expect(compared(WORLD, edit(WORLD, part, other))).toMatchObject({ changes: [], rendered: [] });
  });

  it('is not told when documents are in another order, or in other files', () => {
    const documents = WORLD.split('---\n');
    expect(told(compared(WORLD, documents.toReversed().join('---\n')))).toEqual([]);
    const [project = '', ...others] = documents;
    const moved = told(
      compared(WORLD, { 'modelwatch.yaml': project, 'specs/rest.yaml': others.join('---\n') }),
    );
    // Links in alerts name the file.
    expect(moved).toEqual([
      'cosmetic | rendered files |  | dev: 21 rendered files differ in texts or labels alone; prod: 21 rendered files differ in texts or labels alone',
    ]);
  });

  it('is not told when a default says what objects said themselves', () => {
    const defaults = `---
apiVersion: modelwatch/v1alpha1
kind: Defaults
metadata: { name: all }
spec: [{ match: { kind: SLO, name: fraud-latency }, set: { objective: 99% } }]
`;
    const head = `${edit(WORLD, '\n  objective: 99%', '')}${defaults}`;
    expect(told(compared(WORLD, head))).toEqual([]);
  });
});

describe('alerts', () => {
  it('that vanish are told with the field that took them away', () => {
    expect(
      after('alerting: { severity: { fast: page, slow: ticket } }', 'alerting: { burnPolicy: none }'),
    ).toEqual([
      'protection-removed | SLO fraud-availability alerting.burnPolicy | auto → none | 4 alerts vanish (2 pages): FraudAvailabilityBudgetBurnFast, FraudAvailabilityBudgetBurnMedium, FraudAvailabilityBudgetBurnSlow, FraudAvailabilityBudgetBurnTrickle',
    ]);
  });

  it('that vanish take severity and silence of others with them', () => {
    expect(after(', page: 25m', '')).toEqual([
      'protection-removed | Pipeline ingest freshness.page | 25m → not set | 1 alert vanishes (a page): IngestFreshness',
      'loosened | severity of 1 alert of Pipeline ingest (prod) | page → ticket | IngestFreshnessAbsent; told: ml primary by PagerDuty; +15m ml secondary by PagerDuty → tickets jira; in business hours only',
      'route-changed | failure of Pipeline ingest (prod) | silences 1 alert → silences 0 alerts | no longer silent while it fails: FraudConfidence',
    ]);
  });

  it('of another severity are told with who heard and who hears', () => {
    expect(after('slow: ticket', 'slow: info')).toEqual([
      'loosened | SLO fraud-availability alerting.severity.slow | ticket → info | 2 alerts change severity; prod: told: tickets jira; in business hours only → Slack #ml; as a summary daily at 09:00 Europe/London',
    ]);
    expect(after('slow: ticket', 'slow: page')[0]).toMatch(
      /^new-page \| SLO fraud-availability alerting\.severity\.slow \| ticket → page \| 2 alerts change severity; prod: told: /,
    );
  });

  it('that an environment rewrites are told by what they become there', () => {
    const rewriting = (page: string) => `spec:
  disable: [{ kind: EscalationPolicy }]
---
apiVersion: modelwatch/v1alpha1
kind: Environment
metadata: { name: prod }
spec: { routing: { rewriteSeverity: { page: ${page} } } }`;
    const base = edit(WORLD, 'spec: \n  disable: [{ kind: EscalationPolicy }]', rewriting('page'));
    const head = edit(WORLD, 'spec: \n  disable: [{ kind: EscalationPolicy }]', rewriting('none'));
    expect(told(compared(base, head))[0]).toMatch(
      /^protection-removed \| severity of 8 alerts of 4 objects \(prod\) \| page → none \| .*told: ml primary by PagerDuty; .* → nobody$/,
    );
    // There a page told nobody; as an info it is in the digest.
    const quiet = edit(head, 'slow: ticket', 'slow: info');
    const loud = edit(quiet, 'fast: page', 'fast: info');
    expect(told(compared(quiet, loud)).map((line) => line.split(' | ').slice(0, 3))).toEqual([
      ['loosened', 'severity of 1 alert of Model fraud (prod)', 'ticket → info'],
      ['tightened', 'severity of 1 alert of Model fraud (prod)', 'none → info'],
      ['tightened', 'SLO fraud-availability alerting.severity.fast', 'page → info'],
    ]);
  });
});

describe('objects', () => {
  it('that are gone are told with their alerts', () => {
    const base = WORLD;
    const head = edit(
      WORLD,
      '    - { name: blocked, of: requests, statistic: share, class: fraud, threshold: { gt: 3% } }\n',
      '',
    );
    expect(told(compared(base, head))).toEqual([
      'protection-removed | Monitor fraud-blocked is gone |  | 1 alert vanishes: FraudBlocked',
    ]);
    expect(told(compared(head, base))).toEqual([
      'tightened | Monitor fraud-blocked is new |  | 1 alert appears: FraudBlocked; dev: tells nobody; prod: tells tickets jira; in business hours only',
    ]);
  });

  it('that page are new pages, only where somebody hears them', () => {
    const paging = edit(WORLD, 'threshold: { gt: 3% }', 'threshold: { gt: 3% }, severity: page');
    const without = edit(
      paging,
      '    - { name: blocked, of: requests, statistic: share, class: fraud, threshold: { gt: 3% }, severity: page }\n',
      '',
    );
    expect(told(compared(without, paging))[0]).toMatch(/^new-page \| Monitor fraud-blocked is new/);
    expect(told(compared(without, paging, ['dev']))[0]).toMatch(/^tightened \| Monitor fraud-blocked is new/);
  });

  it('that go with their model are told with it', () => {
    const documents = WORLD.split('---\n');
    const head = documents.filter((text) => !/kind: Model\b|name: fraud-/.test(text)).join('---\n');
    const lines = told(compared(WORLD, head));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^protection-removed \| Model fraud is gone \| {2}\| with 2 Monitors, 2 SLOs: fraud-availability, fraud-blocked, fraud-confidence, fraud-latency; \d+ alerts vanish \(\d+ pages\): /,
    );
  });

  it('with another name are recognised, and what stands on them too', () => {
    expect(after('name: blocked', 'name: stopped')).toEqual([
      'cosmetic | Monitor fraud-stopped has a new name | fraud-blocked → fraud-stopped | 1 alert gets a new name: silences and links by name no longer fit',
    ]);
    const head = WORLD.replaceAll('pipeline: ingest', 'pipeline: intake').replaceAll(
      'name: ingest',
      'name: intake',
    );
    expect(told(compared(WORLD, head))).toEqual([
      'cosmetic | Pipeline intake has a new name | ingest → intake | 3 alerts get new names: silences and links by name no longer fit',
    ]);
    const models = WORLD.replaceAll('model: fraud', 'model: risk').replaceAll('name: fraud,', 'name: risk,');
    const lines = told(compared(WORLD, models));
    expect(lines.map((line) => line.split(' | ').slice(0, 3).join(' | '))).toEqual([
      'cosmetic | Model risk has a new name | fraud → risk',
      'cosmetic | Monitor risk-blocked has a new name | fraud-blocked → risk-blocked',
      'cosmetic | Monitor risk-confidence has a new name | fraud-confidence → risk-confidence',
    ]);
  });

  it('inside a renamed model are the same whatever else changes', () => {
    const models = WORLD.replaceAll('model: fraud', 'model: risk').replaceAll('name: fraud,', 'name: risk,');
    const lines = told(compared(WORLD, edit(models, 'gt: 3%', 'gt: 5%')));
    expect(lines[0]).toBe(
      'loosened | Monitor risk-blocked threshold.gt | 3% → 5% | 1 alert fires under another condition',
    );
    expect(lines.join('\n')).not.toMatch(/is gone|is new/);
  });

  it('with the same change are told once', () => {
    const more = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `---
apiVersion: modelwatch/v1alpha1
kind: SLO
metadata: { name: ${name} }
spec: { model: fraud, sli: { type: availability, bad: [errors] }, objective: 99.9%, alerting: { burnPolicy: { fast: 14.4 } } }
`,
    );
    const base = WORLD + more.join('');
    const lines = told(compared(base, base.replaceAll('objective: 99.9%', 'objective: 99.5%')));
    expect(lines).toEqual([
      'loosened | 6 SLOs objective | 99.9% → 99.5% | a, b, c and 3 more; each: allowed bad events at typical traffic: 259,200 in 30d → 1,296,000 in 30d',
    ]);
    const gone = told(compared(base, base.replaceAll('{ fast: 14.4 }', 'none')));
    expect(gone[0]).toBe(
      'protection-removed | 5 SLOs alerting.burnPolicy | { fast: 14.4 } → none | a, b, c and 2 more; 5 alerts vanish in all',
    );
  });

  it('that change with their name are not the same', () => {
    const head = edit(edit(WORLD, 'name: blocked', 'name: stopped'), 'gt: 3%', 'gt: 5%');
    expect(told(compared(WORLD, head)).map((line) => line.split(' | ').slice(0, 2).join(' | '))).toEqual([
      'protection-removed | Monitor fraud-blocked is gone',
      'tightened | Monitor fraud-stopped is new',
    ]);
  });
});

describe('recipients', () => {
  it('are told once for all alerts whose people change, without those that stay', () => {
    expect(after('after: 15m', 'after: 30m')).toEqual([
      'route-changed | who hears of 8 alerts of 4 objects (prod) | +15m ml secondary by PagerDuty → +30m ml secondary by PagerDuty | 8 pages: FraudAvailabilityBudgetBurnFast, FraudAvailabilityBudgetBurnMedium, FraudLatencyAbsent and 5 more',
    ]);
  });

  it('that are no people any more are protection removed', () => {
    const notify = (whom: string) => `levels: [{ notify: [{ ${whom} }] }]`;
    const [line = ''] = after(notify('ticket: jira'), notify('webhook: commander'));
    expect(line).toMatch(
      /^protection-removed \| who hears of 9 alerts of 6 objects \(prod\) \| tickets jira → webhook commander \|/,
    );
  });

  it('of a key, and hours, are told', () => {
    expect(after('routingKeyFile: secrets/pd }', 'routingKeyFile: secrets/pd9 }')).toEqual([
      'route-changed | Project acme channels.pagerduty.ml.primary.routingKeyFile | secrets/pd → secrets/pd9 | ',
    ]);
    const [hours = ''] = after('to: "17:00"', 'to: "18:00"');
    expect(hours).toMatch(
      /^route-changed \| business hours of Team ml \(prod\) \| mon tue wed thu fri 09:00–17:00, Europe\/London, 0 holidays → mon tue wed thu fri 09:00–18:00/,
    );
  });

  it('of the watchdog are told', () => {
    const head = edit(WORLD, 'channels:\n', 'watchdog: { webhook: commander }\n  channels:\n');
    expect(told(compared(head, WORLD))).toEqual([
      'protection-removed | who hears of 1 alert of Project acme | webhook commander → nobody | 1 alert: AcmeWatchdog',
    ]);
  });

  it('of a dependency: what falls silent is told', () => {
    const head = edit(WORLD, 'dependsOn: [{ pipeline: ingest }]', 'dependsOn: []');
    expect(told(compared(head, WORLD))[0]).toBe(
      'route-changed | failure of Pipeline ingest (prod) | silences 0 alerts → silences 1 alert | silent while it fails: FraudConfidence',
    );
  });
});

describe('environments', () => {
  it('that come or go are told as a whole', () => {
    const head = edit(WORLD, 'environments: [dev, prod]', 'environments: [dev, prod, staging]');
    expect(told(compared(WORLD, head))).toEqual([
      'new-page | Environment staging is new |  | 20 alerts (8 pages); all of them reach a person',
    ]);
    expect(told(compared(head, WORLD))).toEqual([
      'protection-removed | Environment staging is gone |  | 20 alerts (8 pages); all of them reach a person',
    ]);
  });

  it('of a project that is new are all new', () => {
    const nothing = { files: [], diagnostics: [], environments: [], objectCount: 0 };
    const { changes } = diffProjects(nothing, compiled(WORLD));
    expect(changes.map(({ action, objects }) => [action, objects[0]?.name])).toEqual([
      ['environment-added', 'prod'],
      ['environment-added', 'dev'],
    ]);
  });

  it('are named where the change is not everywhere', () => {
    const overlay = `spec:
  disable: [{ kind: EscalationPolicy }]
  overlays: [{ match: { kind: SLO, name: fraud-latency }, set: { objective: 95% } }]`;
    const head = edit(WORLD, 'spec: \n  disable: [{ kind: EscalationPolicy }]', overlay);
    expect(told(compared(WORLD, head))).toEqual([
      'loosened | SLO fraud-latency objective (dev) | 99% → 95% | allowed bad events at typical traffic: 2,592,000 in 30d → 12,960,000 in 30d',
    ]);
    expect(told(compared(WORLD, head, ['prod']))).toEqual([]);
  });
});

describe('texts and labels', () => {
  it('are cosmetic', () => {
    expect(after('displayName: Availability', 'displayName: Uptime')).toEqual([
      'cosmetic | SLO fraud-availability metadata.displayName | Availability → Uptime | ',
    ]);
    // Told of the model alone, though its monitors have the label from it.
    expect(after('tier: "1"', 'tier: "2"')).toEqual([
      'cosmetic | Model fraud metadata.labels.tier | 1 → 2 | ',
    ]);
  });
});

describe('drift tests', () => {
  it('that go are protection removed, though the alerts of the policy stay', () => {
    const policy = (more: string) =>
      object(
        'DriftPolicy',
        'drift',
        `{ model: fraud, baseline: previous-window, features: { numeric: { test: psi, alert: 0.2 } }${more} }`,
      );
    const specs = (more: string) => file(...WORLD.split('---\n'), policy(more));
    const lines = told(compared(specs(', predictions: { test: psi, warn: 0.1, alert: 0.2 }'), specs('')));
    expect(lines[0]).toMatch(
      /^protection-removed \| DriftPolicy drift predictions \| \{ alert: 0\.2, test: psi, warn: 0\.1 \} → not set \|/,
    );
  });
});

describe('whatever value is taken away, doubled or halved', () => {
  const all = mutantsOf(WORLD);
  it.each([
    ['gt: 3%', 'gt: 5%', 'dev: FraudBlocked fires otherwise'],
    ['name: blocked', 'name: stopped', 'dev: FraudBlocked is gone'],
    ['after: 15m', 'after: 30m', 'prod: others hear of FraudLatencyAbsent'],
  ])('a diff that said nothing would be found out (%s → %s)', (part, other, first) => {
    const said = untold(compiled(WORLD), compiled(edit(WORLD, part, other)), { changes: [] });
    expect(said[0]).toBe(first);
  });

  it('no alert goes, comes, fires otherwise or tells others without a word', () => {
    expect(all.length).toBeGreaterThan(120);
    const base = compiled(WORLD);
    let looked = 0;
    for (const { name, text } of all.filter((_, index) => index % 4 === 3)) {
      const head = compile({ specs: [{ path: 'modelwatch.yaml', text }], readAuxiliary: () => undefined });
      if (head.diagnostics.some(({ severity }) => severity === 'error')) continue;
      looked += 1;
      expect(untold(base, head, diffProjects(base, head)), name).toEqual([]);
    }
    expect(looked).toBeGreaterThan(10);
  });
});
