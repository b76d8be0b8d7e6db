import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { compile, type ProjectInput } from '../../src/compile.ts';
import { otelcol110, otelcol130 } from '../../src/readers/otelcol.ts';
import type { Reader } from '../../src/readers/reader.ts';
import { type FileToJudge, judge } from '../../src/readers/run.ts';
import { groupBy } from '../../src/support/group-by.ts';
import { exampleProject } from '../support/example-project.ts';
import { describeWithPrograms, environmentWithPrograms } from '../support/programs.ts';
import { kitchenText } from '../support/telemetry/kitchen.ts';

process.env['PATH'] = environmentWithPrograms()['PATH'];

const READERS: readonly Reader[] = [otelcol130, otelcol110];

function filesOf(project: ProjectInput): FileToJudge[] {
  return compile(project)
    .files.filter(({ path: file }) => file.includes('/otelCollector/'))
    .map((file) => ({
      ...file,
      path: file.path.slice(file.path.indexOf('otelCollector/') + 'otelCollector/'.length),
      shown: file.path,
    }));
}

function textProject(text: string): ProjectInput {
  return { specs: [{ path: 'modelwatch.yaml', text }], readAuxiliary: () => undefined };
}

/** What the collectors say of the files, and how many they have read. */
function judged(files: readonly FileToJudge[]): { messages: string[]; read: number } {
  const results = READERS.map((reader) => judge(reader, files));
  return {
    messages: results.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message)),
    read: results.reduce((sum, { read }) => sum + read, 0),
  };
}

describeWithPrograms(
  ['otelcol-0.130.0', 'otelcol-0.110.0'],
  'configurations as the collector reads them',
  () => {
    it.each([
      ['fraud-detector', 6],
      ['demand-forecast', 2],
      ['support-assistant', 2],
      ['home-ranker', 2],
    ])('accepts those of the example %s', (name, count) => {
      const files = filesOf(exampleProject(name));
      // Those of several environments have the same names.
      const byEnvironment = groupBy(files, ({ shown }) => shown.split('/')[0] ?? '');
      const results = [...byEnvironment.values()].map(judged);
      expect(results.flatMap(({ messages }) => messages)).toEqual([]);
      expect(results.reduce((sum, { read }) => sum + read, 0)).toBe(count);
    });

    describe.each(['0.130', '0.110'] as const)('of %s', (build) => {
      it.each(['readable', 'compact'])('accepts everything that can be said, %s', (layout) => {
        expect(judged(filesOf(textProject(kitchenText(build, layout))))).toEqual({ messages: [], read: 2 });
      });

      it('wraps the very same configuration for Kubernetes', () => {
        const files = filesOf(textProject(kitchenText(build)));
        const textOf = (name: string): string => files.find((file) => file.path === name)?.text ?? '';
        for (const role of ['agent', 'gateway']) {
          const [config] = parseAllDocuments(textOf(`kubernetes/${role}.yaml`)).map(
            (document) => document.toJS() as { data?: { 'config.yaml': string } },
          );
          expect(config?.data?.['config.yaml']).toBe(textOf(`${role}.yaml`));
        }
      });
    });

    it('tells the spec line of what the collector refuses', () => {
      const text = kitchenText('0.130').replace('b4[0-9]{15}', 'b4([0-9]{15}');
      const files = filesOf(textProject(text));
      const { diagnostics } = judge(otelcol130, files);
      const line = text.split('\n').findIndex((each) => each.includes('redact:')) + 1;
      expect(diagnostics.length).toBeGreaterThan(0);
      for (const finding of diagnostics) {
        expect(finding.message).toMatch(
          /^otelcol-0\.130\.0 refuses .*(?:agent|gateway)\.yaml: .*missing closing \)/s,
        );
        expect(finding.span?.start.line).toBe(line);
        expect(path.basename(finding.span?.file ?? '')).toBe('modelwatch.yaml');
      }
    });

    it('refuses a key that only the other version has', () => {
      const files = filesOf(textProject(kitchenText('0.130'))).map((file) => ({
        ...file,
        text: file.text.replace('for collector 0.130.0', 'for collector 0.110.0'),
      }));
      const messages = judge(otelcol110, files).diagnostics.map(({ message }) => message);
      expect(messages.join('\n')).toContain("'sending_queue' has invalid keys: batch");
    });
  },
);
