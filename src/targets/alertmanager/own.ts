import { commentLines } from '../../support/print-yaml.ts';
import type { RenderedFile } from '../target.ts';
import type { ConfigMap, RoutingConfig } from './config.ts';
import type { Names } from './names.ts';
import { type Annotation, configData, marksOf, printYaml } from './print.ts';

/** A whole configuration of ours. */
export function ownFile(config: RoutingConfig, names: Names, header: string): RenderedFile {
  const { anchor, receivers, timeIntervals, inhibitRules, annotations } = configData(config);
  const root: ConfigMap = { receiver: names.unrouted, routes: [anchor] };
  const data: ConfigMap = {
    route: root,
    inhibit_rules: inhibitRules.length > 0 ? inhibitRules : undefined,
    time_intervals: timeIntervals.length > 0 ? timeIntervals : undefined,
    receivers,
  };
  const withRoot = new Map<ConfigMap, Annotation>(annotations).set(root, {
    comment: 'Alerts that are not ours stay here, and nobody is told of them.',
  });
  return {
    path: 'alertmanager.yml',
    text: printYaml(data, withRoot, `${commentLines(header)}\n`),
    marks: marksOf(data, withRoot, []),
  };
}
