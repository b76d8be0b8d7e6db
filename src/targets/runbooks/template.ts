import { template } from '../../support/handlebars.ts';
import type { Block, Inline } from '../../support/markdown.ts';

/** What a page says. Every text is Markdown already: the template only puts it in its place. */
export interface PageData {
  readonly title: Inline;
  readonly severity: Inline;
  readonly about: Inline;
  readonly subject: Inline;
  readonly team: Inline;
  readonly environment: Inline;
  readonly summary: Inline;
  readonly measured: boolean;
  readonly meaning: readonly Inline[];
  readonly impact: Inline | Block;
  readonly objectives: readonly {
    readonly facts: readonly { readonly name: Inline; readonly value: Inline }[];
  }[];
  readonly budget: Inline;
  readonly looks: readonly { readonly title: Inline | Block; readonly query: Block | '' }[];
  readonly teamPage: Inline;
  readonly steps: readonly { readonly number: Inline; readonly text: Block }[];
  readonly causes: readonly Inline[];
  readonly explains: Inline;
  readonly told: readonly {
    readonly level: Inline;
    readonly after: Inline;
    readonly when: Inline;
    readonly whom: Inline;
  }[];
  readonly toldNotes: readonly Inline[];
  readonly maintenance: readonly { readonly name: Inline; readonly when: Inline; readonly budget: Inline }[];
  readonly silence: Block | '';
  readonly silenceAll: Block | '';
  readonly object: Inline;
  readonly place: Inline;
  readonly id: Inline;
}

export const page = template<PageData>(`# {{title}}

**{{severity}}** · {{about}} {{subject}} · team {{team}} · environment {{environment}}

> {{summary}}
{{#if measured}}

In italics: what is measured when it fires.
{{/if}}

## What it means
{{#each meaning}}

{{this}}
{{/each}}
{{#if impact}}

## Impact

{{impact}}
{{/if}}
{{#if objectives}}

## Error budget
{{#each objectives}}

| | |
|---|---|
{{#each facts}}
| {{name}} | {{value}} |
{{/each}}
{{/each}}
{{#if budget}}

{{budget}}
{{/if}}
{{/if}}

## First look
{{#each looks}}

- {{title}}
{{#if query}}

  {{query}}
{{/if}}
{{else}}

Nothing is named. A Runbook with \`firstLook\` fills this in.
{{/each}}

## What to do
{{#if teamPage}}

The team's own page: {{teamPage}}
{{/if}}
{{#each steps}}

{{number}}. {{text}}
{{/each}}
{{#unless steps}}
{{#unless teamPage}}

Nobody has written it down yet. A Runbook with \`steps\` fills this in.
{{/unless}}
{{/unless}}

## Likely causes
{{#each causes}}

- {{this}}
{{else}}

Nothing upstream explains it: look at {{subject}} itself.
{{/each}}
{{#if explains}}

{{explains}}
{{/if}}

## Who is told, and when
{{#if told}}

| Level | After | When | Whom |
|---|---|---|---|
{{#each told}}
| {{level}} | {{after}} | {{when}} | {{whom}} |
{{/each}}
{{/if}}
{{#each toldNotes}}

{{this}}
{{/each}}

## Planned quiet
{{#if maintenance}}

| Maintenance | When | Error budget |
|---|---|---|
{{#each maintenance}}
| {{name}} | {{when}} | {{budget}} |
{{/each}}

Then it fires, and nobody is told.
{{else}}

No maintenance window mutes it.
{{/if}}

## How to silence it
{{#if silence}}

All levels of this alert, for two hours:

{{silence}}
{{#if silenceAll}}

Everything about {{subject}}:

{{silenceAll}}
{{/if}}

amtool finds Alertmanager by \`--alertmanager.url\` or by its own configuration file.
{{else}}

Not at all: whoever receives it takes the silence for an outage.
{{/if}}

## Where it is defined

{{object}}, in {{place}}. This page is generated: change it there. The alert's id is {{id}}.
`);

export interface IndexData {
  readonly project: Inline;
  readonly environment: Inline;
  readonly count: string;
  readonly rows: readonly {
    readonly alert: Inline;
    readonly severity: Inline;
    readonly about: Inline;
    readonly told: Inline;
    readonly teamPage: Inline;
  }[];
}

export const indexPage = template<IndexData>(`# Runbooks of {{project}}, environment {{environment}}

{{count}}, a page each.
{{#if rows}}

| Alert | Severity | About | Told first | Team's own page |
|---|---|---|---|---|
{{#each rows}}
| {{alert}} | {{severity}} | {{about}} | {{told}} | {{teamPage}} |
{{/each}}
{{/if}}
`);
