import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { removeLeftFiles } from '../../output/left-files.ts';
import { writeWhole } from '../../output/whole-file.ts';
import { reasonOf } from '../../support/file-errors.ts';
import { stableJson } from '../../support/stable-json.ts';
import type { AddedLabels, Delivery } from '../delivery.ts';
import { renderHtmlReport } from '../report/html/page.ts';
import { renderMarkdownReport } from '../report/markdown.ts';
import type { RunResult } from '../result.ts';
import { sendOtlp } from './otlp.ts';
import { pushToGateway } from './pushgateway.ts';
import { remoteWrite } from './remote-write.ts';
import { writeTextfile } from './textfile.ts';

/** Where a result goes; absent: not there. */
export interface Outputs {
  readonly textfile?: string;
  readonly pushgateway?: string;
  readonly otlp?: string;
  readonly remoteWrite?: string;
  readonly tokenFile?: string;
  readonly tokenEnv?: string;
  readonly labels: AddedLabels;
  readonly json?: string;
  readonly report?: string;
  readonly markdown?: string;
}

/** Writes a result wherever it is asked; one output that fails keeps no other from being written. Returns what went wrong. */
export async function writeOutputs(result: RunResult, outputs: Outputs): Promise<Diagnostic[]> {
  const files = [
    ...(outputs.json === undefined ? [] : [writeRendered(outputs.json, () => stableJson(result))]),
    ...(outputs.report === undefined ? [] : [writeRendered(outputs.report, () => renderHtmlReport(result))]),
    ...(outputs.markdown === undefined
      ? []
      : [writeRendered(outputs.markdown, () => renderMarkdownReport(result))]),
  ].filter((problem) => problem !== undefined);
  const deliveries = await Promise.all(metricOutputs(decidedOf(result), outputs));
  return [...files, ...deliveries.flatMap(({ findings }) => findings)];
}

/** A policy or a quality that could not be read says nothing: its series stay as they were, and grow old. */
function decidedOf(result: RunResult): RunResult {
  return {
    ...result,
    policies: result.policies.filter(({ completed }) => completed),
    datasets: result.datasets.filter(({ checks }) => checks.length > 0),
    qualities: result.qualities.filter(({ completed }) => completed),
  };
}

function metricOutputs(result: RunResult, outputs: Outputs): Promise<Delivery>[] {
  const { textfile, pushgateway, otlp, remoteWrite: write, labels } = outputs;
  const to = (url: string) => ({ url, labels, ...accessOf(outputs) });
  return [
    ...(textfile === undefined ? [] : [writeTextfile(path.resolve(textfile), result)]),
    ...(pushgateway === undefined ? [] : [pushToGateway(to(pushgateway), result)]),
    ...(otlp === undefined ? [] : [sendOtlp(to(otlp), result)]),
    ...(write === undefined ? [] : [remoteWrite(to(write), result)]),
  ];
}

function accessOf({ tokenFile, tokenEnv }: Outputs) {
  if (tokenFile !== undefined) return { access: { bearer: { file: tokenFile } } };
  return tokenEnv === undefined ? {} : { access: { bearer: { env: tokenEnv } } };
}

const STREAMS: Readonly<Record<string, number>> = { '/dev/stdout': 1, '/dev/stderr': 2 };

/**
 * Writes a file whole or not at all, with what renders it; returns what went wrong. What is no file (/dev/stdout, a named pipe) is
 * written as it comes.
 */
export function writeRendered(file: string, render: () => string): Diagnostic | undefined {
  const target = path.resolve(file);
  try {
    const found = statSync(target, { throwIfNoEntry: false });
    const stream = STREAMS[target];
    if (found !== undefined && !found.isDirectory() && (stream !== undefined || !found.isFile())) {
      // A file that stdout is redirected to has one end for all that write to it.
      writeFileSync(stream !== undefined && found.isFile() ? stream : target, render());
      return undefined;
    }
    removeLeftFiles(target);
    writeWhole(target, render());
    return undefined;
  } catch (error) {
    return {
      code: 'job/not-written',
      severity: 'error',
      message: `${file} can't be written: ${reasonOf(error)}`,
    };
  }
}
