import { scopeOf } from '../../../promql/lower/scope.ts';
import { printYaml } from '../../../support/print-yaml.ts';
import { printDuration } from '../../../units/index.ts';
import type { FileMark, RenderedFile } from '../../target.ts';
import { asData } from '../as-data.ts';
import type { GrafanaContext } from '../context.ts';
import { literal } from '../interpolation.ts';
import type { GrafanaOptions } from '../options.ts';
import { HEADER } from '../provisioning.ts';
import { contactPoints } from './contact-points.ts';
import { alertingNames } from './names.ts';
import { policyTree } from './policies.ts';
import { evaluationSeconds, ruleGroups } from './rules.ts';

const TREE_HEADER = `${HEADER}# Grafana has one tree of policies for an organisation, and this file replaces all of it, whoever made it.
# Alerts that are not ours stay at its root.
`;
const ORGANISATION = 1;

/** Alert rules (a file for each subject), contact points, policies and mute timings, for Grafana's folder `provisioning/alerting`. */
export function alertingFiles(context: GrafanaContext, options: GrafanaOptions): RenderedFile[] {
  const { plan } = context;
  const scope = scopeOf(plan);
  const names = alertingNames(plan);
  const groups = ruleGroups(context, scope, names);
  const points = contactPoints(plan, names);
  const { root, timeIntervals } = policyTree(plan, names, options.defaultContactPoint);
  const interval = printDuration(evaluationSeconds(scope));
  return [
    ...groups.map(({ subject, name, rules }) =>
      file(
        `rules-${subject}`,
        'groups',
        [
          {
            orgId: ORGANISATION,
            name: literal(name),
            // A folder of its own: which of the two files Grafana reads first, nobody knows, and only one of them says the folder's uid.
            folder: literal(`${context.folder} alerts`),
            interval,
            rules: rules.map(({ rule }) => rule),
          },
        ],
        rules.map(({ origin }, index) => ({ pointer: ['groups', 0, 'rules', index], origin })),
      ),
    ),
    file(
      'contact-points',
      'contactPoints',
      points.map(({ name, receivers }) => ({ orgId: ORGANISATION, name: literal(name), receivers })),
      points.flatMap(({ origin }, index) =>
        origin === undefined ? [] : [{ pointer: ['contactPoints', index], origin }],
      ),
    ),
    file(
      'mute-timings',
      'muteTimes',
      timeIntervals.map(({ name, intervals }) => ({
        orgId: ORGANISATION,
        name,
        time_intervals: intervals,
      })),
      timeIntervals.flatMap(({ origin }, index) =>
        origin === undefined ? [] : [{ pointer: ['muteTimes', index], origin }],
      ),
    ),
    file(
      'policies',
      'policies',
      [{ orgId: ORGANISATION, ...root }],
      [{ pointer: [], origin: plan.origin }],
      TREE_HEADER,
    ),
  ];
}

function file(
  name: string,
  key: string,
  list: readonly object[],
  marks: readonly FileMark[],
  header = HEADER,
): RenderedFile {
  return {
    path: `provisioning/alerting/modelwatch-${name}.yaml`,
    text: printYaml(asData({ apiVersion: 1, [key]: list }), header, {
      isInline: (value, field) =>
        field === undefined ? isMatcher(value) || 'start_time' in value : ON_ONE_LINE.has(field),
    }),
    marks,
  };
}

function isMatcher(value: object): boolean {
  return Array.isArray(value) && value.length === 3 && value.every((part) => typeof part === 'string');
}

const ON_ONE_LINE = new Set([
  'group_by',
  'active_time_intervals',
  'mute_time_intervals',
  'weekdays',
  'days_of_month',
  'months',
  'years',
  'relativeTimeRange',
  'datasource',
]);
