import type { Alert, FirstLook } from '../../../plan/alert.ts';
import type { Instrument } from '../../../plan/signal.ts';
import { metric } from '../../../promql/build.ts';
import { firstLookQuery } from '../../../promql/lower/first-look.ts';
import {
  BUDGET_REMAINING,
  objectiveSeries,
  PERIOD_ERROR_RATIO,
  TIME_TO_EXHAUSTION,
} from '../../../promql/lower/names.ts';
import type { Scope } from '../../../promql/lower/scope.ts';
import { print } from '../../../promql/print.ts';
import { type Block, code, fence, type Inline, lines, link, md, text } from '../../../support/markdown.ts';
import type { RunbookContext } from '../context.ts';
import { conditionQueries, type Query } from './condition-queries.ts';

/** Something to look at: what it is, and how to see it. */
export interface Look {
  readonly title: Inline | Block;
  /** Empty when the title says it all. */
  readonly query: Block | '';
}

/** Under the marker of a list item. */
const INDENT = '  ';

/** Where to look first: the dashboard, what the alert measures, what the plan names, what the team wrote. */
export function firstLooks(context: RunbookContext, alert: Alert): readonly Look[] {
  const { dashboardUrl, prose, runbook, condition } = alert;
  const queries = [
    ...(condition.node === 'always' ? [ownState(alert)] : conditionQueries(context.scope, condition)),
    ...prose.firstLook.flatMap((look) => planQueries(context, look)),
  ];
  return [
    ...(dashboardUrl === undefined
      ? []
      : [{ title: md`Dashboard: ${link(dashboardUrl, dashboardUrl)}`, query: '' as const }]),
    ...withoutRepeats(queries).map(queryLook),
    ...prose.firstLook.flatMap((look) => linkLook(look)),
    ...runbook.firstLook.map(teamLook),
  ];
}

function ownState({ name }: Alert): Query {
  return { title: md`Is it firing?`, text: print(metric('ALERTS', { alertname: name })) };
}

function withoutRepeats(queries: readonly Query[]): readonly Query[] {
  const seen = new Set<string>();
  return queries.filter(({ text: query }) => {
    const isNew = !seen.has(query);
    seen.add(query);
    return isNew;
  });
}

function queryLook({ title, text: query }: Query): Look {
  return { title, query: fence(query, 'promql', INDENT) };
}

function linkLook({ title, link: address }: FirstLook): readonly Look[] {
  return address === undefined ? [] : [{ title: md`${text(title)}: ${link(address, address)}`, query: '' }];
}

/** The queries behind an entry of the plan; of an objective all that is recorded of its budget. */
function planQueries({ scope }: RunbookContext, look: FirstLook): readonly Query[] {
  const objective = look.objective === undefined ? undefined : scope.objectives.get(look.objective);
  const budget =
    objective === undefined
      ? []
      : (
          [
            [md`Share of the error budget that is left`, BUDGET_REMAINING],
            [md`Seconds until it is gone at the rate of the last hours`, TIME_TO_EXHAUSTION],
            [md`Error ratio over the whole period`, PERIOD_ERROR_RATIO],
          ] as const
        ).map(([title, name]) => ({ title, text: print(objectiveSeries(scope, objective, name)) }));
  const query = firstLookQuery(scope, look);
  return query === undefined ? budget : [{ title: queryTitle(scope, look), text: query }, ...budget];
}

/** What the entry is for, and what its query shows of a signal: the plan leaves that to who writes the query. */
function queryTitle(scope: Scope, look: FirstLook): Inline {
  if (look.measure !== undefined) return text(look.title);
  if (look.objective !== undefined) return md`Burn rate: how many times too fast the budget is spent`;
  const signal = look.signal === undefined ? undefined : scope.signals.get(look.signal);
  if (signal === undefined) return text(look.title);
  return md`${text(look.title)} (${SHOWN[signal.instrument]} of ${code(signal.metric)})`;
}

const SHOWN: Readonly<Record<Instrument, Inline>> = {
  counter: md`rate over 5 minutes`,
  gauge: md`each series`,
  histogram: md`p99 over 5 minutes`,
};

/** An entry of the team's runbook: `query: …` to be pasted, anything else to be read. */
function teamLook(entry: string): Look {
  const query = /^\s*query:\s*(?<query>\S[\s\S]*)$/.exec(entry)?.groups?.['query'];
  return query === undefined
    ? { title: lines(entry, INDENT), query: '' }
    : { title: md`From the team's runbook`, query: fence(query, 'promql', INDENT) };
}
