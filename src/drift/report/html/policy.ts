import { countedInGroups, grouped } from '../../../support/counted.ts';
import { template } from '../../../support/handlebars.ts';
import { type Html, html, text } from '../../../support/html.ts';
import { printPeriod, printShare } from '../figures.ts';
import type { PolicyView, Standing } from '../view.ts';
import { headline, previousWords, restWords, sentences, shareLevelWords, VERDICTS } from '../words.ts';
import { cardsHtml, rowsHtml, splitColumns, standingBoxes } from './columns.ts';
import { glanceChart, shareChart } from './glance.ts';
import { FINDINGS_SECTION, findingsHtml, linkHtml, nameHtml, pill, proseHtml } from './shown.ts';

interface PolicyData {
  readonly id: Html;
  readonly title: Html;
  readonly policy: Html;
  readonly model: Html;
  readonly profile: Html;
  readonly standing: Html;
  readonly headline: Html;
  readonly sentences: readonly Html[];
  readonly advised: boolean;
  readonly impact: Html;
  readonly runbook: Html;
  readonly actions: readonly Html[];
  readonly facts: readonly { readonly name: Html; readonly figure: Html; readonly words: Html }[];
  readonly findings: readonly Html[];
  readonly glance: Html;
  readonly hasColumns: boolean;
  readonly boxes: Html;
  readonly total: Html;
  readonly cards: Html;
  readonly hasRows: boolean;
  readonly restTitle: Html;
  readonly rows: Html;
}

const section = template<PolicyData>(`<section class="policy" id="{{id}}" aria-labelledby="{{id}}-title">
<h2 id="{{id}}-title">{{title}}</h2>
<p class="soft">policy {{policy}} of model {{model}}, profile {{profile}}</p>
<div class="verdict {{standing}}"><strong>{{headline}}</strong>
{{#each sentences}}
<p>{{this}}</p>
{{/each}}
</div>
{{#if advised}}
<div class="advice"><h5>What to do</h5>
{{#if impact}}
<p>{{impact}}</p>
{{/if}}
{{#if runbook}}
<p>Runbook: {{runbook}}</p>
{{/if}}
{{#if actions}}
<ul>
{{#each actions}}
<li>{{this}}</li>
{{/each}}
</ul>
{{/if}}
</div>
{{/if}}
<h3>What was compared</h3>
<dl class="facts">
{{#each facts}}
<div><dt>{{name}}</dt><dd><b>{{figure}}</b>{{words}}</dd></div>
{{/each}}
</dl>
${FINDINGS_SECTION}
{{#if hasColumns}}
<h3>Columns</h3>
{{glance}}
<form class="find" role="search" aria-label="Columns" hidden>
<label><span class="visually-hidden">Find a column</span><input type="search" name="name" placeholder="Find a column" autocomplete="off" spellcheck="false"></label>
<fieldset><legend class="visually-hidden">Verdicts to show</legend>{{boxes}}</fieldset>
<output aria-live="polite">{{total}}</output>
</form>
{{cards}}
{{#if hasRows}}
<details class="rest"><summary>{{restTitle}}</summary>
<table><caption class="visually-hidden">{{restTitle}}</caption><thead><tr><th scope="col">column</th><th scope="col" class="spare">part</th><th scope="col">verdict</th><th scope="col" class="figure">effect</th><th scope="col" class="figure">of level</th><th scope="col" class="figure spare">adjusted p</th><th scope="col" class="figure spare">rows</th></tr></thead>
<tbody>
{{rows}}</tbody></table></details>
{{/if}}
<p class="nothing-found soft" hidden>No column matches.</p>
{{/if}}
</section>
`);

/** A policy's part of the page; `index` is its place in the page's data. */
export function policyHtml(view: PolicyView, index: number): Html {
  const { policy, columns, counts } = view;
  const { cards, rows } = splitColumns(columns, index);
  const { impact, runbook, actions } = policy.advice;
  return section({
    id: policyId(index),
    title: proseHtml(policy.title),
    policy: html`<code>${nameHtml(policy.policy)}</code>`,
    model: html`<code>${nameHtml(policy.model)}</code>`,
    profile: text(policy.profile),
    standing: text(standingOf(view)),
    headline: proseHtml(headline(view)),
    sentences: sentences(view).map(proseHtml),
    advised: impact !== null || runbook !== null || actions.length > 0,
    impact: proseHtml(impact ?? ''),
    runbook: runbook === null ? text('') : linkHtml(runbook),
    actions: actions.map(proseHtml),
    facts: facts(view),
    findings: findingsHtml(view.findings),
    glance: glanceChart(columns),
    hasColumns: columns.length > 0,
    boxes: standingBoxes(counts),
    total: text(countedInGroups(columns.length, 'column')),
    cards: cardsHtml(cards),
    hasRows: rows.length > 0,
    restTitle: text(
      cards.length + counts.none === columns.length
        ? restWords(view)
        : `${grouped(rows.length)} more of ${countedInGroups(columns.length, 'column')}`,
    ),
    rows: rowsHtml(rows),
  }) as Html;
}

/** Where the links to a policy lead. */
export function policyId(index: number): Html {
  return text(`policy-${index + 1}`);
}

/** A row of the table of all policies. */
export function policyRow(view: PolicyView, index: number): Html {
  const { policy, counts } = view;
  return html`<tr><th scope="row"><a href="#${policyId(index)}">${proseHtml(policy.title)}</a></th><td>${pill(standingOf(view))}</td><td class="spare">${nameHtml(policy.model)}</td><td class="figure">${text(grouped(counts.alert))}</td><td class="figure">${text(grouped(counts.warn))}</td><td class="figure spare">${text(grouped(view.columns.length))}</td></tr>`;
}

/** The verdict of a policy as one of the standings. */
export function standingOf({ policy }: PolicyView): Standing {
  return policy.enough ? policy.verdict : 'undecided';
}

function facts({ policy }: PolicyView): PolicyData['facts'] {
  const { window, baseline, driftedShare, weightedShare, shareLevels, previous, minSamples } = policy;
  const weighted = weightedShare === null ? '' : `${printShare(weightedShare)} by importance; `;
  const levels = shareLevels === null ? 'no level is set' : shareLevelWords(shareLevels);
  const share = {
    name: text('Share of features at alert'),
    figure: text(printShare(driftedShare)),
    words: html`${shareChart(policy)}${text(weighted + levels)}`,
  };
  const stored = baseline.stored ? ', from its stored snapshot' : '';
  return [
    {
      name: text('Window'),
      figure: text(countedInGroups(window.rows, 'row')),
      words: text(`${printPeriod(window)}; at least ${countedInGroups(minSamples, 'row')} decide`),
    },
    {
      name: text('Baseline'),
      figure: text(countedInGroups(baseline.rows, 'row')),
      words: proseHtml(`${baseline.description}, ${printPeriod(baseline)}${stored}`),
    },
    ...(driftedShare === null ? [] : [share]),
    {
      name: text('Run before'),
      figure: text(previous === null ? 'none known' : VERDICTS[previous.verdict]),
      words: proseHtml(
        previous === null ? 'What changes will be told from the next run on.' : previousWords(previous),
      ),
    },
  ];
}
