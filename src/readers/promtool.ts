import { parse, stringify } from 'yaml';
import { quotedIn } from './quoted.ts';
import type { Complaint, ReadableFile, Reader } from './reader.ts';

/** Rules, scrapes and the server's configuration, as Prometheus reads them. */
export const promtool: Reader = {
  program: 'promtool',
  target: 'prometheus',
  versionArgs: ['--version'],
  versionPattern: /promtool, version (\S+)/,
  help: 'It comes with Prometheus: https://prometheus.io/download/',
  prepare: (files) => files.flatMap(prepare),
  commands(files) {
    const rules = files.filter((file) => file.path.startsWith('rules/')).map((file) => file.path);
    const config = files.filter((file) => file.path === 'prometheus.yml').map((file) => file.path);
    return [
      ...(rules.length > 0 ? [['check', 'rules', '--lint=all', '--lint-fatal', ...rules]] : []),
      ...(config.length > 0 ? [['check', 'config', '--syntax-only', ...config]] : []),
    ];
  },
  complaints(output, files) {
    const complaints: Complaint[] = [];
    // Errors of the YAML itself are told below the line that names the file.
    let current = files.length === 1 ? files[0]?.path : undefined;
    for (const line of output.split('\n')) {
      const found = complaintIn(line, files, current);
      current = found?.path ?? current;
      if (found && !HEADLINE.test(found.message)) complaints.push(found);
    }
    return complaints;
  },
};

/** A PrometheusRule is opened: promtool reads what is in its spec. Other custom resources are not for it. */
function prepare({ path, text }: { path: string; text: string }): ReadableFile[] {
  if (!/\.ya?ml$/.test(path)) return [];
  const data: unknown = parse(text);
  if (!isRecord(data) || data['apiVersion'] !== 'monitoring.coreos.com/v1') {
    return isRecord(data) && 'apiVersion' in data ? [] : [{ path, text, prefix: [] }];
  }
  return data['kind'] === 'PrometheusRule'
    ? [{ path, text: stringify(data['spec'], { lineWidth: 0 }), prefix: ['spec'] }]
    : [];
}

const RULE =
  /^\s*(?<path>[^:]+): (?:(?<line>\d+):\d+: )?(?:(?:\d+:\d+: )?group "(?<group>[^"]*)", rule (?<rule>\d+), "[^"]*": )?(?<message>.+)$/;
/** Of the server's configuration, which has no line. */
const CONFIG = /^\s*FAILED: parsing YAML file (?<path>[^:]+): (?<message>.+)$/;
/** Of two rules that record the same: the lint tells neither file nor line. */
const DUPLICATE = /^Metric: (?<metric>\S+)$/;
const LINE = /^\s*line (?<line>\d+): (?<message>.+)$/;

const HEADLINE = /^yaml: (?:unmarshal )?errors:$/;

function complaintIn(
  line: string,
  files: readonly ReadableFile[],
  current: string | undefined,
): Complaint | undefined {
  const yaml = LINE.exec(line)?.groups;
  if (yaml) {
    return {
      line: Number(yaml['line']),
      message: yaml['message'] ?? line,
      ...(current !== undefined && { path: current }),
    };
  }
  const metric = DUPLICATE.exec(line)?.groups?.['metric'];
  if (metric !== undefined) return duplicate(metric, files);
  const found = (CONFIG.exec(line) ?? RULE.exec(line))?.groups;
  const file = files.find((each) => each.path === found?.['path']);
  if (found === undefined || file === undefined) return undefined;
  const message = found['message'] ?? line;
  // Line 0 is what promtool says where it knows none.
  const number = Number(found['line'] ?? /^yaml: line (\d+): /.exec(message)?.[1] ?? 0);
  const pointer = rulePointer(file.text, found['group'], Number(found['rule']));
  const quoted = quotedIn(message);
  return {
    path: file.path,
    message,
    ...(number > 0 && { line: number }),
    ...(pointer && { pointer }),
    ...(quoted !== undefined && { quoted }),
  };
}

function duplicate(metric: string, files: readonly ReadableFile[]): Complaint {
  const path = files.find(({ text }) => text.split(`record: ${metric}\n`).length > 2)?.path;
  return {
    message: `two rules record ${metric} with the same labels`,
    quoted: metric,
    ...(path !== undefined && { path }),
  };
}

function rulePointer(text: string, group: string | undefined, rule: number): (string | number)[] | undefined {
  const data: unknown = parse(text);
  if (group === undefined || !isRecord(data) || !Array.isArray(data['groups'])) return undefined;
  const index = data['groups'].findIndex((each: unknown) => isRecord(each) && each['name'] === group);
  return index < 0 ? undefined : ['groups', index, 'rules', rule - 1];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
