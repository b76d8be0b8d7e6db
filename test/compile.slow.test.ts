import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile, type ProjectInput } from '../src/compile.ts';
import { catalogueEntry } from '../src/diagnostics/catalogue.ts';
import { createCollector } from '../src/diagnostics/collector.ts';
import type { Diagnostic } from '../src/diagnostics/diagnostic.ts';
import { PRINTERS } from '../src/diagnostics/print/formats.ts';
import { lintRule } from '../src/lint/registry.ts';
import { decodeSpec } from '../src/source/read.ts';
import { stableJson } from '../src/support/stable-json.ts';
import { type Data, mutants, mutate } from './spec/mutants.ts';
import { edited, edits } from './support/edits.ts';
import { documentsOf } from './support/example-documents.ts';
import { exampleProject } from './support/example-project.ts';

/** All that a compile says, as text. */
function said({ files, diagnostics, objectCount }: Compiled): string {
  return stableJson({ files: files.map(({ path: file, text }) => [file, text]), diagnostics, objectCount });
}

describe('compile', () => {
  it.each(['minimal', 'fraud-detector', 'sagemaker', 'home-ranker'])('renders example %s whole', (name) => {
    const { files, diagnostics } = compile(exampleProject(name));
    // Nothing is complained of but what CloudWatch has no means for, and that no PagerDuty calls again where nobody is paged.
    const complaints = diagnostics.filter(
      ({ severity, message }) =>
        severity !== 'info' && !/^alertmanager: .* repeating the whole/.test(message),
    );
    for (const { code, data } of complaints)
      expect({ code, target: data?.['target'] }).toEqual({ code: 'target/unsupported', target: 'aws' });
    expect(complaints.length > 0).toBe(['fraud-detector', 'sagemaker'].includes(name));
    expect(files.length).toBeGreaterThan(10);
    const paths = files.map((file) => file.path);
    expect(paths).toEqual(paths.toSorted());
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('gives the same for the same, in whatever order the files come', () => {
    const project = exampleProject('fraud-detector');
    const expected = said(compile(project));
    fc.assert(
      fc.property(fc.shuffledSubarray([...project.specs], { minLength: project.specs.length }), (specs) => {
        expect(said(compile({ ...project, specs }))).toBe(expected);
      }),
      { seed: 3, numRuns: 4 },
    );
  }, 60_000);

  it('tells the same of wrong specs, in whatever order the files come', () => {
    const project = exampleProject('fraud-detector');
    const specs = project.specs.map(({ path: file, text }) => ({
      path: file,
      text: text.replace(/99\.9%|28d|Europe/, '7'),
    }));
    const expected = said(compile({ ...project, specs }));
    fc.assert(
      fc.property(fc.shuffledSubarray(specs, { minLength: specs.length }), (shuffled) => {
        expect(said(compile({ ...project, specs: shuffled }))).toBe(expected);
      }),
      { seed: 4, numRuns: 6 },
    );
  }, 60_000);
});

/** Everything that must hold of a compile, whatever its files are. Returns whether something was rendered. */
function expectSound(project: ProjectInput, before: readonly Diagnostic[] = []): boolean {
  const { files, diagnostics: own } = compile(project);
  const diagnostics = [...before, ...own];
  const isRight = diagnostics.every(({ severity }) => severity !== 'error');
  // Either everything is rendered or there is an error to mend.
  expect(files.length > 0).toBe(isRight);
  const texts = new Map(project.specs.map((spec) => [spec.path, spec.text]));
  for (const { code, span } of diagnostics) {
    expect(catalogueEntry(code) ?? lintRule(code), code).toBeDefined();
    const text = span && texts.get(span.file);
    if (text !== undefined) expect(span?.end.offset).toBeLessThanOrEqual(text.length);
  }
  for (const print of Object.values(PRINTERS)) print(diagnostics, { texts, color: false });
  return isRight;
}

describe('compile survives', () => {
  it.each([
    ['minimal', 250],
    ['fraud-detector', 25],
  ])(
    'any bytes in place of some of its own: %s, %i times',
    (name, numRuns) => {
      const project = exampleProject(name);
      const verdicts = new Set<boolean>();
      fc.assert(
        fc.property(edits(project.specs.length), ({ file, edits: changes }) => {
          const collector = createCollector();
          const specs = project.specs.flatMap((spec, index) => {
            const bytes = index === file ? edited(spec.text, changes) : Buffer.from(spec.text);
            return decodeSpec(spec.path, bytes, collector.report) ?? [];
          });
          const isIncomplete = specs.length < project.specs.length;
          verdicts.add(expectSound({ ...project, specs, isIncomplete }, collector.all()));
        }),
        { seed: 5, numRuns },
      );
      expect(verdicts.size).toBe(2);
    },
    120_000,
  );

  it.each([
    ['minimal', 250],
    ['fraud-detector', 25],
  ])(
    'any data in place of some of its own: %s, %i times',
    (name, numRuns) => {
      const project = exampleProject(name);
      const documents = project.specs.flatMap(({ text }) => documentsOf(text) as Data[]);
      const verdicts = new Set<boolean>();
      fc.assert(
        fc.property(mutants(documents.length), ({ document, mutations }) => {
          const changed = documents.map((each, index) =>
            index === document ? mutate(each, mutations, documents) : each,
          );
          // JSON is YAML.
          const specs = changed.map((each, index) => ({ path: `${index}.yaml`, text: JSON.stringify(each) }));
          verdicts.add(expectSound({ ...project, specs }));
        }),
        { seed: 6, numRuns },
      );
      expect(verdicts.size).toBe(2);
    },
    120_000,
  );
});
