import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Span } from '../../src/diagnostics/span.ts';
import { createLocator } from '../../src/source/positions.ts';

/** The span of the first occurrence of `words` in a text. */
export function spanOfText(text: string, words: string, file = 'spec.yaml'): Span {
  const start = text.indexOf(words);
  if (start === -1) throw new Error(`the text has no ${JSON.stringify(words)}`);
  const locate = createLocator(text);
  return { file, start: locate(start), end: locate(start + words.length) };
}

export const SLOS = `apiVersion: modelwatch/v1alpha1
kind: SLO
metadata: { name: fraud-latency }
spec:
  model: fraud-detector
  sli: { type: latency, threshold: 200ms }
  objective: 99%
`;

export const CHANNELS = `channels:
  slack:
    apiUrl: https://hooks.example.com/T0/B0/s3cr3t
    channel: "#risk"
`;

export const TEXTS: ReadonlyMap<string, string> = new Map([
  ['models/slos.yaml', SLOS],
  ['channels.yaml', CHANNELS],
]);

/** One finding of every sort: with and without place, related places, environments, secrets, wild text. */
export const FINDINGS: readonly Diagnostic[] = [
  {
    code: 'file/unreadable',
    severity: 'error',
    message: 'the folder "models/locked" cannot be read: permission denied (EACCES)',
    hint: 'Nothing is rendered from a part of the specs. Grant access, or exclude the folder.',
    data: { path: 'models/locked' },
  },
  {
    code: 'secret/plain-text',
    severity: 'error',
    message: 'a secret stands here in plain text',
    span: spanOfText(CHANNELS, 'https://hooks.example.com/T0/B0/s3cr3t', 'channels.yaml'),
    hint: 'Write apiUrlFile, and put the URL into that file.',
    redact: true,
  },
  {
    code: 'schema/wrong-type',
    severity: 'warning',
    message: 'a channel without "#" is\nmore usual',
    span: spanOfText(CHANNELS, '"#risk"', 'channels.yaml'),
    env: ['dev', 'prod'],
  },
  {
    code: 'metrics/threshold-not-a-bucket',
    severity: 'error',
    message: '0.2 is not a bucket of model_prediction_latency_seconds',
    span: spanOfText(SLOS, '200ms', 'models/slos.yaml'),
    expected: 'one of the buckets',
    hint: 'Buckets near it: 0.1, 0.25. Use 250ms, or add 0.2 to metrics.latency.buckets.',
    suggestions: ['250ms', '100ms'],
    object: { kind: 'SLO', name: 'fraud-latency' },
    field: 'spec.sli.threshold',
    data: { threshold: 0.2, buckets: [0.1, 0.25, Number.POSITIVE_INFINITY] },
    related: [{ message: 'the objective that needs it', span: spanOfText(SLOS, '99%', 'models/slos.yaml') }],
  },
  {
    code: 'yaml/syntax',
    severity: 'info',
    message: 'a remark: 100%, with \u001b[31mcolour\u001b[0m and \u202ereversed',
    span: spanOfText('\n\nx y\n', 'x y', 'gone, or: "100%" é.yaml'),
  },
];
