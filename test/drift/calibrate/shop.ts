import { file, object } from '../../support/specs.ts';

/** What the policies whose levels are calibrated stand on. */

/** The project, its team, the source `rows` and the feature set `basket` of it; features are `name: type`. */
export function shopSpecs(features: Readonly<Record<string, string>>, project = ''): string {
  const channels = '{ pagerduty: { ml: { primary: { routingKeyFile: /key } } } }';
  const list = Object.entries(features).map(([name, type]) => `{ name: ${name}, type: ${type} }`);
  return file(
    object('Project', 'shop', `{ targets: { driftJob: {} }, channels: ${channels}${project} }`),
    object('Team', 'ml', '{ onCall: [{ name: primary, provider: pagerduty }] }'),
    object('DataSource', 'rows', '{ type: parquet, path: rows.parquet, timestamp: ts }'),
    object('FeatureSet', 'basket', `{ owner: ml, source: rows, features: [${list.join(', ')}] }`),
  );
}

/** The model `shop`, whose baseline is a source. In block style: a test may add lines to its spec. */
export function shopModel(baseline: string): string {
  return `apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: shop }
spec:
  owner: ml
  dependsOn: [{ featureSet: basket }]
  baseline: { kind: training, dataset: ${baseline} }
`;
}
