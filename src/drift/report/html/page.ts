import { template } from '../../../support/handlebars.ts';
import { type Html, scriptJson, text } from '../../../support/html.ts';
import { sha256 } from '../../../support/sha256.ts';
import type { RunResult } from '../../result.ts';
import { printMoment } from '../figures.ts';
import { policyView } from '../view.ts';
import { pageData } from './data.ts';
import { datasetHtml } from './datasets.ts';
import { policyHtml, policyRow } from './policy.ts';
import { qualityHtml } from './quality.ts';
import { SCRIPT } from './script.ts';
import { nameHtml, nameText } from './shown.ts';
import { STYLE } from './style.ts';

interface PageData {
  readonly rules: Html;
  readonly title: Html;
  readonly style: string;
  readonly project: Html;
  readonly environment: Html;
  readonly ended: Html;
  readonly endedAt: Html;
  readonly overview: readonly Html[];
  readonly policies: readonly Html[];
  readonly datasets: readonly Html[];
  readonly qualities: readonly Html[];
  readonly version: Html;
  readonly data: Html;
  readonly script: string;
}

const page = template<PageData>(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{rules}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{{title}}</title>
<style>{{style}}</style>
</head>
<body>
<header class="top"><h1>{{project}} <span>{{environment}}</span></h1><p>Drift report, ended <time datetime="{{endedAt}}">{{ended}}</time></p></header>
<main>
{{#if overview}}
<table><caption class="visually-hidden">Policies</caption><thead><tr><th scope="col">policy</th><th scope="col">verdict</th><th scope="col" class="spare">model</th><th scope="col" class="figure">alert</th><th scope="col" class="figure">warn</th><th scope="col" class="figure spare">columns</th></tr></thead><tbody>
{{#each overview}}
{{this}}
{{/each}}
</tbody></table>
{{/if}}
<noscript><p>Charts, details and the filter are drawn by this page's own script, which does not run here. The verdicts below are complete.</p></noscript>
{{#each policies}}
{{this}}
{{/each}}
{{#each datasets}}
{{this}}
{{/each}}
{{#each qualities}}
{{this}}
{{/each}}
<details class="help"><summary>How to read this</summary>
<dl>
<dt>Effect</dt><dd>How far the window is from the baseline beyond what chance alone does, in the unit of the levels. Verdicts come from it.</dd>
<dt>Score</dt><dd>The statistic as it was measured, chance included.</dd>
<dt>Noise</dt><dd>What the score is when nothing has drifted, at these numbers of rows: on average, and what 99 of 100 runs stay below. A score inside says nothing.</dd>
<dt>Adjusted p</dt><dd>How probable a difference like this is without drift, corrected for the number of tests. It has to be at or below its limit before a level counts.</dd>
<dt>Unconfirmed</dt><dd>Over a level in this run, but not yet in as many runs in a row as the policy asks for.</dd>
<dt>Not decided</dt><dd>Too few rows, or data that could not be read. The findings say which.</dd>
</dl></details>
</main>
<footer>modelwatch {{version}}. This file is complete: it asks nothing of the network.</footer>
<script type="application/json" id="data">{{data}}</script>
<script>{{script}}</script>
</body>
</html>
`);

/**
 * The result as one HTML file for people: it needs no network and allows none (its content security policy knows its own style
 * and script by their hashes, and nothing else), follows the reader's colour scheme, and prints. Details of columns are drawn when
 * they are looked at. The same result gives the same bytes.
 */
export function renderHtmlReport(result: RunResult): string {
  const views = result.policies.map(policyView);
  const { project, environment } = result;
  return page({
    rules: text(
      `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`,
    ),
    title: text(nameText(`Drift of ${project}, ${environment}`)),
    style: STYLE,
    project: nameHtml(project),
    environment: nameHtml(environment),
    ended: text(printMoment(result.endedAt)),
    endedAt: text(result.endedAt),
    overview: views.length < 2 ? [] : views.map(policyRow),
    policies: views.map(policyHtml),
    datasets: result.datasets.map(datasetHtml),
    qualities: result.qualities.map(qualityHtml),
    version: nameHtml(result.modelwatch),
    data: scriptJson(pageData(views)),
    script: SCRIPT,
  });
}

function hashOf(source: string): string {
  return `sha256-${Buffer.from(sha256(source), 'hex').toString('base64')}`;
}
