import { describe, expect, it } from 'vitest';
import { logResources } from '../../../src/targets/aws/logs.ts';
import { cloudWatchPlan, LOG } from '../../support/cloudwatch-plan.ts';

function queries(log: Partial<typeof LOG> = {}, objectives = cloudWatchPlan().objectives) {
  const { parts, notes } = logResources(cloudWatchPlan({ predictionLogs: [{ ...LOG, ...log }], objectives }));
  const definitions = parts.filter(({ resource }) => resource.Type === 'AWS::Logs::QueryDefinition');
  return { notes, definitions: definitions.map(({ resource }) => resource.Properties) };
}

describe('logResources', () => {
  it('saves the questions of a model in a folder of its own', () => {
    expect(queries().definitions).toMatchInlineSnapshot(`
      [
        {
          "LogGroupNames": [
            "/ml/fraud/predictions",
          ],
          "Name": "acme-prod/fraud/slowest predictions",
          "QueryString": "fields @timestamp, latency_seconds, model_version, decision.class, error
      | filter model_name = "fraud"
      | filter latency_seconds > 0.25
      | sort latency_seconds desc
      | limit 100",
        },
        {
          "LogGroupNames": [
            "/ml/fraud/predictions",
          ],
          "Name": "acme-prod/fraud/errors over time by version",
          "QueryString": "filter model_name = "fraud"
      | filter ispresent(error)
      | stats count(*) as failed by bin(5m), model_version",
        },
        {
          "LogGroupNames": [
            "/ml/fraud/predictions",
          ],
          "Name": "acme-prod/fraud/predictions by class",
          "QueryString": "filter model_name = "fraud"
      | stats count(*) as predictions by bin(1h), decision.class",
        },
        {
          "LogGroupNames": [
            "/ml/fraud/predictions",
          ],
          "Name": "acme-prod/fraud/low confidence by version",
          "QueryString": "filter model_name = "fraud"
      | filter ispresent(confidence)
      | stats pct(confidence, 5) as p5, avg(confidence) as mean, count(*) as predictions by bin(1h), model_version",
        },
      ]
    `);
  });

  it('asks only for what the lines carry', () => {
    const { definitions } = queries({ fields: { error: 'error' }, dimensionFields: {} });
    expect(definitions.map((each) => each['QueryString'])).toEqual([
      'filter ispresent(error)\n| stats count(*) as failed by bin(5m)',
    ]);
    expect(queries({ fields: {} }).definitions).toEqual([]);
  });

  it('lists the slowest of all when no objective says what is slow', () => {
    expect(queries({}, []).definitions[0]?.['QueryString']).not.toContain('latency_seconds >');
  });

  it('puts filters and queries into the stack of the model, with the data source as their origin', () => {
    const { parts } = logResources(cloudWatchPlan());
    expect(new Set(parts.map(({ resource }) => resource.Type))).toEqual(
      new Set(['AWS::Logs::MetricFilter', 'AWS::Logs::QueryDefinition']),
    );
    for (const { subject, origin } of parts) {
      expect(subject).toEqual({ kind: 'Model', name: 'fraud' });
      expect(origin.object.kind).toBe('DataSource');
    }
    expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
  });

  it('renames a query that has no room', () => {
    const name = 'x'.repeat(300);
    const { notes } = queries({ subject: { kind: 'Model', name } });
    expect(notes.map(({ code }) => code)).toContain('target/renamed');
  });
});
