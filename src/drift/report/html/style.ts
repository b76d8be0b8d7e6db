/** The style of the page: colours for light and dark, a phone's width to a wide screen, paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #ffffff; --band: #f0f1f6; --line: #dcdfe6;
  --text: #1f2433; --soft: #535b6e; --link: #1257b8;
  --alert: #c62828; --warn: #b45309; --pending: #8a6100; --undecided: #4b5fa8; --none: #2e7d32;
  --alert-tint: #fdecec; --warn-tint: #fdf1e2; --pending-tint: #fbf4da; --undecided-tint: #ebeef9; --none-tint: #e9f4ea;
  --before: #a3abba; --before-tint: #d3d8e1; --now: #1668d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11141d; --panel: #171b27; --band: #1e2331; --line: #30374a;
    --text: #f0f2f7; --soft: #b1b8c9; --link: #7db4ff;
    --alert: #ff8a80; --warn: #f3b04d; --pending: #dcc25a; --undecided: #a7b6f5; --none: #7fd087;
    --alert-tint: #3a1d21; --warn-tint: #36270f; --pending-tint: #312b12; --undecided-tint: #1f2748; --none-tint: #17301d;
    --before: #7d879b; --before-tint: #3d4558; --now: #6bb0ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 16px; padding: 12px 16px; border-bottom: 1px solid var(--line); }
.top p { margin: 0 0 0 auto; color: var(--soft); font-size: 0.875rem; }
h1 { font-size: 1.25rem; margin: 0; font-weight: 600; }
h1 span { font-weight: 400; color: var(--soft); }
h2 { font-size: 1.2rem; margin: 0; font-weight: 600; }
h3 { font-size: 1rem; margin: 28px 0 10px; padding: 7px 12px; background: var(--band); font-weight: 600; }
h4 { display: inline; font-size: 1rem; margin: 0; font-weight: 600; }
h5 { font-size: 0.875rem; margin: 0 0 6px; font-weight: 600; }
p { margin: 4px 0; }
a { color: var(--link); }
code { font: 0.9em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
main, footer { max-width: 1280px; margin: 0 auto; padding: 16px; }
main > section { margin-bottom: 48px; }
footer { color: var(--soft); font-size: 0.875rem; border-top: 1px solid var(--line); }
[hidden] { display: none !important; }
.soft, .hint, .meta { color: var(--soft); }
.meta { font-size: 0.875rem; font-weight: 400; }
:focus-visible { outline: 2px solid var(--now); outline-offset: 2px; }

.verdict { border: 1px solid var(--line); border-left: 6px solid; border-radius: 6px; padding: 14px 18px; margin: 10px 0 14px; }
.verdict strong { display: block; font-size: clamp(1.2rem, 3vw, 1.65rem); font-weight: 650; line-height: 1.25; margin-bottom: 4px; }
.verdict.alert { border-left-color: var(--alert); background: var(--alert-tint); } .verdict.alert strong { color: var(--alert); }
.verdict.warn { border-left-color: var(--warn); background: var(--warn-tint); } .verdict.warn strong { color: var(--warn); }
.verdict.undecided { border-left-color: var(--undecided); background: var(--undecided-tint); } .verdict.undecided strong { color: var(--undecided); }
.verdict.none { border-left-color: var(--none); background: var(--none-tint); } .verdict.none strong { color: var(--none); }

.pill { display: inline-block; font-size: 0.75rem; font-weight: 600; line-height: 1.35; border: 1px solid; border-radius: 10px; padding: 1px 8px; white-space: nowrap; }
.pill.alert { color: var(--alert); background: var(--alert-tint); } .pill.warn { color: var(--warn); background: var(--warn-tint); }
.pill.pending { color: var(--pending); background: var(--pending-tint); } .pill.undecided { color: var(--undecided); background: var(--undecided-tint); }
.pill.none { color: var(--none); background: var(--none-tint); }

.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(250px, 100%), 1fr)); gap: 10px; margin: 0; }
.facts > div { border: 1px solid var(--line); border-radius: 6px; background: var(--panel); padding: 10px 14px; }
.facts dt { color: var(--soft); font-size: 0.8rem; }
.facts dd { margin: 0; }
.facts dd b { font-size: 1.25rem; font-weight: 600; display: block; }
.advice { border: 1px solid var(--line); border-radius: 6px; padding: 10px 16px; background: var(--panel); }
.advice ul { margin: 6px 0; padding-left: 20px; }
.findings { list-style: none; margin: 0; padding: 0; }
.findings li { border-bottom: 1px solid var(--line); padding: 8px 2px; }
.findings p { margin: 3px 0 0; white-space: pre-line; }

svg { display: block; overflow: visible; }
rect.alert, circle.alert { fill: var(--alert); } rect.warn, circle.warn { fill: var(--warn); } rect.pending, circle.pending { fill: var(--pending); }
rect.undecided, circle.undecided { fill: var(--undecided); } rect.none, circle.none { fill: var(--none); }
.axis { stroke: var(--line); } .track { fill: var(--band); }
.level { stroke: var(--alert); stroke-width: 2; } .level.warn { stroke: var(--warn); stroke-dasharray: 3 2; }
.share { margin: 4px 0; }
.ticks text { fill: var(--soft); font-size: 12px; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: 0.8rem; margin-bottom: 6px; }
.glance { border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px; margin: 10px 0 14px; background: var(--panel); }

.find { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; margin: 0 0 12px; }
.find input[type=search] { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--soft); border-radius: 4px; padding: 6px 10px; width: min(320px, 100%); }
.find fieldset { display: flex; flex-wrap: wrap; gap: 4px 12px; border: 0; margin: 0; padding: 0; min-width: 0; }
.find label { font-size: 0.9rem; display: inline-flex; align-items: center; gap: 5px; }
.find output { color: var(--soft); font-size: 0.875rem; margin-left: auto; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.card { border: 1px solid var(--line); border-left: 4px solid; border-radius: 6px; margin-bottom: 10px; background: var(--panel); }
.card.alert { border-left-color: var(--alert); } .card.warn { border-left-color: var(--warn); } .card.pending { border-left-color: var(--pending); } .card.undecided { border-left-color: var(--undecided); }
.card > summary { padding: 10px 14px; }
.card > .inside { padding: 0 14px 14px; }
summary { cursor: pointer; }
.card .far { display: block; font-size: 0.9rem; color: var(--soft); margin: 2px 0 0 16px; }
.reason { white-space: pre-line; margin: 0 0 12px; }
.drawn { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 18px 28px; min-height: 40px; }
.drawn > div > * + div { margin-top: 18px; }
@media (max-width: 760px) { .drawn { display: flex; flex-direction: column; } .drawn > div { display: contents; } .drawn .statistics { order: 1; } }

.plot { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 6px; }
.plot .y { position: relative; min-width: 34px; height: 170px; color: var(--soft); font-size: 12px; }
.plot .y span { position: absolute; right: 0; transform: translateY(50%); }
.plot svg { height: 170px; width: 100%; }
.plot .x { grid-column: 2; position: relative; height: 18px; color: var(--soft); font-size: 12px; white-space: nowrap; }
.plot .x span { position: absolute; transform: translateX(-50%); }
.plot .x span:first-child { transform: none; } .plot .x span:last-child { transform: translateX(-100%); }
.before { fill: var(--before-tint); stroke: var(--before); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.now { fill: none; stroke: var(--now); stroke-width: 2; vector-effect: non-scaling-stroke; }
.grid { stroke: var(--line); vector-effect: non-scaling-stroke; }
.hit { fill: transparent; } .hit:hover { fill: var(--now); fill-opacity: 0.12; }
.key { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; margin: 0 0 6px; padding: 0; font-size: 0.85rem; }
.key li { display: inline-flex; align-items: center; gap: 6px; }
.key svg { flex: none; }
.key .before, .bars .before { fill: var(--before); stroke: none; } .key .now, .bars .now { fill: var(--now); stroke: none; }
.bars td:last-child { width: 70%; }
.bars svg { height: 22px; width: 100%; }
.bars text { fill: var(--text); font-size: 11px; }

.test { border-top: 1px solid var(--line); padding: 8px 0 10px; }
.test:first-child { border-top: 0; padding-top: 0; }
.test p { font-size: 0.875rem; margin: 2px 0; white-space: pre-line; }
.scale { height: 30px; width: 100%; margin: 4px 0; }
.noise { fill: var(--before-tint); }
.noise-mean { stroke: var(--before); stroke-width: 2; }
.score { fill: var(--panel); stroke: var(--soft); stroke-width: 2; }

table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
th, td { text-align: left; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 400; }
.figure { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; }
.rest > summary, .passed > summary, .help > summary { padding: 8px 0; font-weight: 600; }
.rest button { font: inherit; color: var(--link); background: none; border: 0; padding: 0; cursor: pointer; text-align: left; overflow-wrap: anywhere; }
.rest button::before { content: "\\25b8\\00a0"; } .rest button[aria-expanded=true]::before { content: "\\25be\\00a0"; }
.rest td.details { padding: 10px 0 18px; }
.help dt { font-weight: 600; margin-top: 8px; } .help dd { margin: 0; }
@media (max-width: 600px) {
  .spare { display: none; }
  .top p { margin-left: 0; }
  .find output { margin-left: 0; }
  main, footer { padding: 12px; }
  th, td { padding-right: 6px; }
  .card .far { margin-left: 0; }
}
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .find, .rest:not([open]), .key-hint { display: none; }
  .card { break-inside: avoid; }
  main { max-width: none; padding: 0; }
  h3 { break-after: avoid; }
}
`;
