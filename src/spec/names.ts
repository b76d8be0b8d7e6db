import { z } from 'zod';
import { lookAlikeNote, skeleton } from '../support/look-alike.ts';
import { asSentence } from '../support/sentence.ts';
import { expects } from './expectation.ts';

/** RFC 1123 label, as Kubernetes and OpenSLO use it: it is safe in file names, labels and URLs. */
export const NAME_PATTERN = '^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$';

export const KINDS = [
  'Project',
  'Defaults',
  'Environment',
  'Team',
  'EscalationPolicy',
  'Runbook',
  'DataSource',
  'Pipeline',
  'FeatureSet',
  'Model',
  'SLO',
  'Monitor',
  'DriftPolicy',
  'MaintenanceWindow',
  'BusinessMetric',
  'Action',
  'AlertTest',
  'Telemetry',
] as const;
export type KindName = (typeof KINDS)[number];

/** An object's name. */
export const zName = z
  .string(expects('a name'))
  .regex(
    new RegExp(NAME_PATTERN),
    expects('a name of lower-case letters, digits and "-", at most 63 characters (RFC 1123)', nameHint),
  );

/** A reference to an object of `kind`; the field decides the kind, so that the text is just a name. */
export function zRef(kind: KindName) {
  return z
    .string(expects(`the name of a ${kind}`))
    .regex(new RegExp(NAME_PATTERN), expects(`the name of a ${kind}`, nameHint))
    .meta({ description: `Name of a ${kind}.` });
}

/** A glob over names, with `*` and `?`: `*-latency`. */
export const zNameGlob = z
  .string(expects('a name, or a glob such as "*-latency"'))
  .regex(/^[-a-z0-9*?]{1,256}$/, expects('a name, or a glob such as "*-latency"', globHint));

const LABEL_NAME_PATTERN = '^[a-zA-Z_][a-zA-Z0-9_]*$';

/** A Prometheus label name that is not reserved for internal use. */
export const zLabelName = z
  .string(expects('a label name'))
  .regex(
    new RegExp(LABEL_NAME_PATTERN.replace('^', '^(?!__)')),
    expects('a label name: letters, digits and "_", not starting with a digit or "__"'),
  );

const zLabelValue = z.string(
  expects('a string', (input) =>
    typeof input === 'number' || typeof input === 'boolean'
      ? { hint: `Label values are strings: write "${input}" in quotes.` }
      : undefined,
  ),
);

/** Labels by name, for series. */
export const zLabels = z.record(zLabelName, zLabelValue, expects('a map of label names to strings'));

/** Free labels of `metadata.labels`: chosen by `match` and not rendered, so their names are free of Prometheus' rules. */
export const zMetadataLabels = z.record(
  z
    .string()
    .regex(
      /^[A-Za-z0-9][-A-Za-z0-9_./]{0,62}$/,
      expects('a label key: letters, digits, "-", "_", "." and "/"'),
    ),
  zLabelValue,
  expects('a map of label keys to strings'),
);

function globHint(input: unknown): { hint: string } | undefined {
  if (typeof input !== 'string' || !/[[\]{}!,]/.test(input)) return undefined;
  return { hint: '* stands for any characters and ? for one; for two patterns write two entries.' };
}

function nameHint(input: unknown): { hint: string } | undefined {
  if (typeof input !== 'string') return undefined;
  const plain = skeleton(input)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  const note = lookAlikeNote(input);
  const why = note === undefined ? '' : `${asSentence(note)} `;
  return plain ? { hint: `${why}Did you mean "${plain}"?` } : undefined;
}
