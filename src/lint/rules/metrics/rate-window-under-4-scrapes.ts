import type { NodePath } from '../../../source/node.ts';
import { printDuration } from '../../../units/index.ts';
import type { Entity, Workspace } from '../../../workspace/entity.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

const FEWEST_SCRAPES = 4;

interface Window {
  readonly entity: Entity;
  readonly path: NodePath;
  readonly over: { readonly seconds: number; readonly text: string };
  readonly signal: string;
}

export const rateWindowUnder4Scrapes: LintRule = {
  id: 'metrics/rate-window-under-4-scrapes',
  severity: 'warning',
  title: 'window shorter than four scrapes',
  why: 'A rate needs at least two samples in its window, and samples come late or get lost: with fewer than four scrapes in the window a single missed one leaves no value or a wrong one. Lengthen `over`, or scrape more often. (Monitors on a role are widened to four scrapes, so that they measure something else than what is written.)',
  bad: example('1m'),
  good: example('5m'),
  check({ workspace, plan }, report) {
    const signals = new Map(plan.signals.map((signal) => [signal.id, signal]));
    for (const { entity, path, over, signal } of [
      ...monitorWindows(workspace),
      ...pipelineWindows(workspace),
    ]) {
      const scrapeSeconds = signals.get(signal)?.cadenceSeconds;
      if (
        signals.get(signal)?.instrument === 'gauge' ||
        scrapeSeconds === undefined ||
        over.seconds >= FEWEST_SCRAPES * scrapeSeconds
      )
        continue;
      const least = printDuration(FEWEST_SCRAPES * scrapeSeconds);
      report({
        ...at(entity, path),
        message: `a window of ${over.text} holds ${figure(over.seconds / scrapeSeconds)} scrapes (one every ${printDuration(scrapeSeconds)}), too few for a rate`,
        expected: `at least ${least}, four scrapes`,
        data: { overSeconds: over.seconds, scrapeSeconds, leastSeconds: FEWEST_SCRAPES * scrapeSeconds },
      });
    }
  },
};

function monitorWindows(workspace: Workspace): Window[] {
  return workspace.list('Monitor').flatMap((entity) => {
    const { of, over, model } = entity.spec;
    return of === undefined || model === undefined
      ? []
      : [{ entity, path: ['over'], over, signal: `model:${model}/${of}` }];
  });
}

function pipelineWindows(workspace: Workspace): Window[] {
  return workspace.list('Pipeline').flatMap((entity) => {
    const { volume, schema } = entity.spec;
    const id = `pipeline:${entity.name}`;
    return [
      ...(volume ? [{ entity, path: ['volume', 'over'], over: volume.over, signal: `${id}/records` }] : []),
      ...(schema
        ? [{ entity, path: ['schema', 'over'], over: schema.over, signal: `${id}/schemaViolations` }]
        : []),
    ];
  });
}

function example(over: string): string {
  return exampleModel([
    'monitors:',
    `  - { name: p99, of: latency, statistic: p99, over: ${over}, threshold: { gt: 500ms } }`,
  ]);
}
