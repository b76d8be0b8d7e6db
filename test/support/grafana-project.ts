import type { ProjectInput } from '../../src/compile.ts';
import { exampleProject } from './example-project.ts';

/** An example whose project gives the target grafana these options as well, in YAML's flow style: `alerting: true`. */
export function withGrafana(name: string, options: string): ProjectInput {
  const project = exampleProject(name);
  const specs = project.specs.map((file) => ({
    ...file,
    text: file.text.replace(/^( +grafana: \{)(.*)\}/m, (_, head: string, own: string) =>
      own.trim() === '' ? `${head} ${options} }` : `${head}${own.trimEnd()}, ${options} }`,
    ),
  }));
  if (specs.every(({ text }, index) => text === project.specs[index]?.text))
    throw new Error(`${name} does not ask for grafana on one line`);
  return { ...project, specs };
}
