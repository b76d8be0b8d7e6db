import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { reasonOf } from '../../support/file-errors.ts';
import { stableJson } from '../../support/stable-json.ts';
import type { AddedLabels, Delivery } from '../delivery.ts';
import { renderHtmlReport } from '../report/html/page.ts';
import { renderMarkdownReport } from '../report/markdown.ts';
import type { RunResult } from '../result.ts';
import { removeIfThere } from './files.ts';
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
    ...(outputs.json === undefined ? [] : [writeWhole(outputs.json, () => stableJson(result))]),
    ...(outputs.report === undefined ? [] : [writeWhole(outputs.report, () => renderHtmlReport(result))]),
    ...(outputs.markdown === undefined
      ? []
      : [writeWhole(outputs.markdown, () => renderMarkdownReport(result))]),
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

/** Writes a file that is there whole or not at all, and its folder; what was there stays until then. */
export function writeWhole(file: string, render: () => string): Diagnostic | undefined {
  const target = path.resolve(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    const handle = openSync(temporary, 'w');
    try {
      writeFileSync(handle, render());
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    removeIfThere(temporary);
    return {
      code: 'job/not-written',
      severity: 'error',
      message: `${file} can't be written: ${reasonOf(error)}`,
    };
  }
}
