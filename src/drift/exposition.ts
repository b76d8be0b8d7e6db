import { type ContractMetric, DRIFT_CONTRACT } from '../plan/drift-contract.ts';
import { compareStrings } from '../support/compare-strings.ts';
import { type Malformed, readExposition } from '../support/exposition.ts';
import { groupBy } from '../support/group-by.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { type Sample, seriesKey } from './samples.ts';

const METRICS: readonly ContractMetric[] = Object.values(DRIFT_CONTRACT);

/** What Prometheus names the format by: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Samples in Prometheus' text format 0.0.4, without times (neither node_exporter nor the Pushgateway takes any). Metrics come in
 * the order of the contract and series by their labels, so that the same samples give the same bytes in whatever order they
 * are given. An empty text for no samples. Throws a RangeError for a name that is not in the contract.
 */
export function expositionOf(samples: Iterable<Sample>): string {
  const byName = groupBy(samples, ({ name }) => name);
  const foreign = [...byName.keys()].find((name) => !METRICS.some((metric) => metric.name === name));
  if (foreign !== undefined) throw new RangeError(`${foreign} is no metric of the drift contract`);
  return METRICS.flatMap((metric) => {
    const lines = (byName.get(metric.name) ?? []).map((sample) => sampleLine(metric, sample));
    return lines.length === 0 ? [] : [...header(metric), ...lines.toSorted(compareStrings)];
  })
    .map((line) => `${line}\n`)
    .join('');
}

/** Samples of the contract in a text of that format, and the names of series that are none; or why it is no such text. */
export function readSamples(
  text: string,
): { readonly samples: readonly Sample[]; readonly foreign: readonly string[] } | Malformed {
  const read = readExposition(text);
  if ('problem' in read) return read;
  const foreign = new Set(read.series.filter((each) => !isOurs(each)).map(({ name }) => name));
  // An empty label is an absent one: what a file tells apart by it is one series.
  const samples = new Map(read.series.filter(isOurs).map((each) => [seriesKey(each), withoutEmpty(each)]));
  return { samples: [...samples.values()], foreign: sortedBy(foreign, (name) => name) };
}

function withoutEmpty({ labels, ...sample }: Sample): Sample {
  return { ...sample, labels: Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== '')) };
}

function isOurs({ name }: { readonly name: string }): boolean {
  return METRICS.some((metric) => metric.name === name);
}

function header({ name, type, help }: ContractMetric): string[] {
  return [`# HELP ${name} ${help.replace(/[\\\n]/g, escaped)}`, `# TYPE ${name} ${type}`];
}

function sampleLine(metric: ContractMetric, { name, labels, value }: Sample): string {
  const order = [...metric.labels, ...Object.keys(labels).toSorted(compareStrings)];
  const pairs = [...new Set(order)].flatMap((label) => {
    const text = labels[label] ?? '';
    return text === '' ? [] : [`${label}="${text.replace(/[\\\n"]/g, escaped)}"`];
  });
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escaped(character: string): string {
  return character === '\n' ? '\\n' : `\\${character}`;
}
