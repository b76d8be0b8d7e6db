import { describe, expect, it } from 'vitest';
import { targetOptions } from '../../../src/targets/registry.ts';
import { planOf } from '../../support/project.ts';
import { file, object, TEAM } from '../../support/specs.ts';
import { alertIds, seen } from './built.ts';

/** A plan for some targets, of a model with a latency objective. */
const rendered = (targets: string, threshold: string) =>
  planOf(
    file(
      object('Project', 'acme', `{ channels: { slack: { apiUrlFile: secrets/slack } }${targets} }`),
      TEAM,
      object(
        'Model',
        'fraud',
        `{ owner: ml, slos: [{ name: slow, sli: { type: latency, threshold: ${threshold} }, objective: 99% }] }`,
      ),
    ),
    { targetOptions: targetOptions() },
  );

const ONLY_OF_PROMETHEUS = [
  'project:acme/notifications-failing',
  'project:acme/rule-evaluation-failing',
  'project:acme/rule-evaluation-late',
  'project:acme/watchdog',
  'slo:fraud-slow/bucket-missing',
];
const ownOfPrometheus = (targets: string) =>
  alertIds(rendered(targets, '250ms').plan).filter((id) => ONLY_OF_PROMETHEUS.includes(id));

describe.each(['', ', targets: { prometheus: {}, runbooks: {} }'])(
  'where Prometheus is rendered: "%s"',
  (targets) => {
    it('a threshold needs a bucket', () => {
      expect(seen(rendered(targets, '300ms').diagnostics)).toEqual([
        'metrics/threshold-not-a-bucket sli.threshold',
      ]);
    });

    it('there are alerts on the monitoring and on instances without the bucket', () => {
      expect(ownOfPrometheus(targets)).toEqual(ONLY_OF_PROMETHEUS);
    });
  },
);

describe('where Prometheus is not rendered', () => {
  const targets = ', targets: { runbooks: {} }';

  it('any threshold will do', () => {
    const { plan, diagnostics } = rendered(targets, '300ms');
    expect(seen(diagnostics)).toEqual([]);
    expect(plan.objectives).toMatchObject([
      { indicator: { type: 'histogram-threshold', thresholdSeconds: 0.3 } },
    ]);
  });

  it('nobody watches over it, nor over its buckets', () => {
    expect(ownOfPrometheus(targets)).toEqual([]);
    // The objective is watched all the same.
    expect(alertIds(rendered(targets, '250ms').plan).some((id) => id.startsWith('slo:fraud-slow/'))).toBe(
      true,
    );
  });
});
