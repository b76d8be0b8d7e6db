import { countedInGroups, grouped } from '../../support/counted.ts';
import { template } from '../../support/handlebars.ts';
import { code, type Inline, joined, link, md, text } from '../../support/markdown.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { DatasetResult, RunResult } from '../result.ts';
import { printFigure, printMoment, printPeriod, printRows } from './figures.ts';
import { qualityMarkdown } from './markdown-quality.ts';
import { FINDINGS, type FindingData, findingsData, nameCode } from './markdown-shown.ts';
import { type ColumnView, type PolicyView, policyView, sortFindings } from './view.ts';
import {
  baselineWords,
  headline,
  levelsWords,
  restWords,
  STANDING_WORDS,
  segmentWords,
  sentences,
  sinceWords,
  testWords,
  windowWords,
} from './words.ts';

/** Columns that have a line of their own; a comment of a pull request holds 65,536 characters. */
const MOST_ROWS = 25;
const MOST_NAMES = 200;

interface RowData {
  readonly verdict: Inline;
  readonly name: Inline;
  readonly test: Inline;
  readonly effect: Inline;
  readonly levels: Inline;
  readonly p: Inline;
  readonly rows: Inline;
  readonly since: Inline;
}

interface PageData {
  readonly project: Inline;
  readonly environment: Inline;
  readonly endedAt: Inline;
  readonly version: Inline;
  readonly policies: readonly {
    readonly title: Inline;
    readonly headline: Inline;
    readonly policy: Inline;
    readonly model: Inline;
    readonly window: Inline;
    readonly baseline: Inline;
    readonly sentences: Inline;
    readonly rows: readonly RowData[];
    readonly more: Inline | '';
    readonly reasons: readonly { readonly name: Inline; readonly reason: Inline }[];
    readonly rest: Inline;
    readonly restNames: Inline | '';
    readonly findings: readonly FindingData[];
    readonly moreFindings: Inline | '';
    readonly advised: boolean;
    readonly impact: Inline | '';
    readonly runbook: Inline | '';
    readonly actions: readonly Inline[];
  }[];
  readonly datasets: readonly {
    readonly name: Inline;
    readonly result: Inline;
    readonly window: Inline;
    readonly newest: Inline;
    readonly failed: readonly {
      readonly feature: Inline;
      readonly check: Inline;
      readonly value: Inline;
      readonly limit: Inline;
      readonly message: Inline;
    }[];
    readonly findings: readonly FindingData[];
    readonly moreFindings: Inline | '';
  }[];
  readonly qualities: readonly string[];
}

const page = template<PageData>(`# Drift of {{project}}, environment {{environment}}
{{#each policies}}

## {{title}}

**{{headline}}**{{#if sentences}}. {{sentences}}{{/if}}
{{#if rows}}

| Verdict | Column | Test | Effect | Levels | Adjusted p | Rows | Since |
|---|---|---|---:|---|---:|---:|---|
{{#each rows}}
| {{verdict}} | {{name}} | {{test}} | {{effect}} | {{levels}} | {{p}} | {{rows}} | {{since}} |
{{/each}}
{{#if more}}

{{more}}
{{/if}}

{{/if}}

<details><summary>Why, and what was compared</summary>

{{#each reasons}}
- {{name}}: {{reason}}
{{/each}}
- policy {{policy}} of model {{model}}
- window: {{window}}
- baseline: {{baseline}}

</details>
{{#if restNames}}

<details><summary>{{rest}}</summary>

{{restNames}}

</details>
{{/if}}
${FINDINGS}{{#if advised}}

### What to do
{{#if impact}}

{{impact}}
{{/if}}
{{#if runbook}}

Runbook: {{runbook}}
{{/if}}
{{#if actions}}

{{#each actions}}
- {{this}}
{{/each}}
{{/if}}
{{/if}}
{{/each}}
{{#each datasets}}

## Checks of {{name}}

**{{result}}** Window: {{window}}; newest row: {{newest}}.
{{#if failed}}

| Feature | Check | Value | Limit | What |
|---|---|---:|---|---|
{{#each failed}}
| {{feature}} | {{check}} | {{value}} | {{limit}} | {{message}} |
{{/each}}
{{/if}}
${FINDINGS}{{/each}}
{{#each qualities}}
{{this}}
{{/each}}

Ended {{endedAt}}, modelwatch {{version}}.
`);

/**
 * The result as Markdown (CommonMark with GitHub's tables and \`<details>\`), for a pull request or the summary of a job: of each
 * policy the verdict, the columns that have drifted, and what to do; what explains it is folded.
 */
export function renderMarkdownReport(result: RunResult): string {
  return page({
    project: text(result.project),
    environment: text(result.environment),
    endedAt: text(printMoment(result.endedAt)),
    version: text(result.modelwatch),
    policies: result.policies.map((policy) => policyData(policyView(policy))),
    datasets: result.datasets.map(datasetData),
    qualities: result.qualities.map(qualityMarkdown),
  });
}

function policyData(view: PolicyView): PageData['policies'][number] {
  const { policy, columns } = view;
  const told = columns.filter(({ standing }) => standing !== 'none');
  const rest = sortedBy(
    columns.filter(({ standing }) => standing === 'none'),
    ({ name }) => name,
  );
  const rows = told.slice(0, MOST_ROWS);
  const { impact, runbook, actions } = policy.advice;
  return {
    title: text(policy.title),
    headline: text(headline(view)),
    policy: code(policy.policy),
    model: code(policy.model),
    window: text(windowWords(policy)),
    baseline: text(baselineWords(policy)),
    sentences: text(sentences(view).join(' ')),
    rows: rows.map(rowData),
    more:
      told.length > rows.length
        ? md`And ${text(countedInGroups(told.length - rows.length, 'column'))} more.`
        : '',
    reasons: rows.map((column) => ({
      name: nameCode(column.name),
      reason: text(column.driver?.reason ?? '–'),
    })),
    rest: text(restWords(view)),
    restNames: names(rest),
    ...findingsData(view.findings),
    advised: policy.verdict !== 'none' && (impact !== null || runbook !== null || actions.length > 0),
    impact: impact === null ? '' : text(impact),
    runbook: runbook === null ? '' : link(runbook, runbook),
    actions: actions.map(text),
  };
}

function names(columns: readonly ColumnView[]): Inline | '' {
  if (columns.length === 0) return '';
  const shown = columns.slice(0, MOST_NAMES).map(({ name }) => nameCode(name));
  const rest = columns.length - shown.length;
  return rest === 0 ? joined(shown, ', ') : md`${joined(shown, ', ')} and ${text(grouped(rest))} more`;
}

function rowData(column: ColumnView): RowData {
  const { name, standing, driver } = column;
  const segment = driver === undefined || driver.segment === null ? '' : segmentWords(driver);
  return {
    verdict:
      standing === 'alert' ? md`**${text(STANDING_WORDS[standing])}**` : text(STANDING_WORDS[standing]),
    name: segment === '' ? nameCode(name) : md`${nameCode(name)} in ${nameCode(segment)}`,
    test: text(driver === undefined ? '–' : testWords(driver)),
    effect: text(printFigure(driver?.effect ?? null)),
    levels: text(driver === undefined ? '–' : levelsWords(driver.levels)),
    p: text(printFigure(driver?.adjustedPValue ?? driver?.pValue ?? null)),
    rows: text(grouped(driver?.rows ?? 0)),
    since: text(sinceWords(column)),
  };
}

function datasetData(dataset: DatasetResult): PageData['datasets'][number] {
  const { window, newest, checks } = dataset;
  const failed = checks.filter((check) => check.failed);
  const total = countedInGroups(checks.length, 'check');
  return {
    name: text(dataset.dataset),
    result: text(failed.length === 0 ? `${total} passed.` : `${grouped(failed.length)} of ${total} failed.`),
    window: text(`${printPeriod(window)}, ${printRows(window.rows)}`),
    newest: text(newest === null ? 'unknown' : printMoment(newest)),
    failed: failed.map(({ feature, check, value, limit, message }) => ({
      feature: feature === null ? text('all rows') : nameCode(feature),
      check: text(check),
      value: text(printFigure(value)),
      limit: text(limit),
      message: text(message),
    })),
    ...findingsData(sortFindings(dataset.findings)),
  };
}
