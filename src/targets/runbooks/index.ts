import { z } from 'zod';
import type { Origin } from '../../plan/origin.ts';
import type { Plan } from '../../plan/plan.ts';
import type { FileMark, RenderedFile, Target, TargetOutput } from '../target.ts';
import { capabilities } from './capabilities.ts';
import { contextOf } from './context.ts';
import { renderIndex } from './index-page.ts';
import { renderPage } from './page.ts';
import { pageFile } from './sections/causes.ts';

const runbooksOptions = z.strictObject({});
export type RunbooksOptions = z.output<typeof runbooksOptions>;

/** A page in Markdown for every alert, for whoever is told of it, and a list of all. */
export const runbooksTarget: Target<RunbooksOptions> = {
  name: 'runbooks',
  description: 'a Markdown page for each alert',
  capabilities,
  options: runbooksOptions,
  lower,
  notes: () => [],
};

function lower(plan: Plan): TargetOutput {
  const context = contextOf(plan);
  const pages = plan.alerts.map(
    (alert): RenderedFile => ({
      path: pageFile(alert.name),
      text: renderPage(context, alert),
      marks: [wholeFile(alert.origin)],
    }),
  );
  const index: RenderedFile = {
    path: 'index.md',
    text: renderIndex(context),
    marks: originsByObject(plan).map(wholeFile),
  };
  return { files: [...pages, index], notes: [] };
}

function wholeFile(origin: Origin): FileMark {
  return { pointer: [], origin };
}

/** The list comes from every object that asked for an alert: the place of its first one stands for it. */
function originsByObject(plan: Plan): Origin[] {
  const origins = new Map<string, Origin>();
  for (const { object, origin } of plan.alerts) {
    const key = `${object.kind}/${object.name}`;
    if (!origins.has(key)) origins.set(key, origin);
  }
  return [...origins.values()];
}
