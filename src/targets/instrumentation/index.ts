import { z } from 'zod';
import type { Plan } from '../../plan/plan.ts';
import { oneOf } from '../../spec/expectation.ts';
import type { RenderedFile, Target, TargetOutput } from '../target.ts';
import { capabilities } from './capabilities.ts';
import { type Module, moduleOf } from './module.ts';
import { notesOf } from './notes.ts';
import { moduleName } from './python/names.ts';
import { renderPython } from './python/render.ts';

const LANGUAGES = ['python', 'typescript'] as const;

const instrumentationOptions = z.strictObject({
  languages: z
    .array(oneOf(LANGUAGES))
    .min(1)
    .default([...LANGUAGES])
    .meta({ description: 'Languages to render modules in; both by default.' }),
});
export type InstrumentationOptions = z.output<typeof instrumentationOptions>;

/** For each model the code that emits exactly the metrics which its specs need. */
export const instrumentationTarget: Target<InstrumentationOptions> = {
  name: 'instrumentation',
  description: 'for each model a Python and a TypeScript module that emit the metrics its specs need',
  options: instrumentationOptions,
  capabilities,
  onlyWhenAsked: true,
  lower,
};

function lower(plan: Plan, { languages }: InstrumentationOptions): TargetOutput {
  const modules = plan.instrumentations.map(moduleOf);
  const files = modules
    .filter(({ metrics }) => metrics.length > 0)
    .flatMap((module) => filesOf(module, languages));
  return { files, notes: modules.flatMap((module) => notesOf(module, languages)) };
}

function filesOf(module: Module, languages: readonly string[]): RenderedFile[] {
  const { model, origin } = module.instrumentation;
  const marks = [
    { pointer: [], origin },
    ...module.metrics.map((metric) => ({ pointer: [], origin: metric.origin })),
  ];
  return [
    ...(languages.includes('python')
      ? [{ path: `python/${moduleName(model)}.py`, text: renderPython(module), marks }]
      : []),
  ];
}
