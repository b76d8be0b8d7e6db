import type { Redaction } from '../../plan/telemetry.ts';
import { named, type Part } from './config.ts';

export const REDACTION = named('transform', 'redact');

/**
 * Takes fields out: attributes by their name, and in texts and bodies whatever JSON, logfmt and query strings say of them.
 * A statement that fails makes the collector refuse the data (and the sender try again): nothing passes unredacted.
 */
export function redactionOf(redaction: Redaction): Part | undefined {
  const { fields, protectedFields, values, origin } = redaction;
  const inEvents = [...fields, ...protectedFields];
  if (inEvents.length === 0 && values.length === 0) return undefined;
  const events = (path: string): string[] => attributeStatements(path, inEvents, values);
  const deep = (path: string): string[] => [...events(path), ...deepStatements(path, inEvents, values)];
  const texts = (path: string): string[] => textStatements(path, inEvents, values);
  const metrics = attributeStatements('attributes', fields, values);
  const blocks = {
    trace_statements: [
      { context: 'resource', statements: deep('attributes') },
      { context: 'scope', statements: events('attributes') },
      {
        context: 'span',
        statements: [...deep('attributes'), ...texts('name'), ...texts('status.message')],
      },
      { context: 'spanevent', statements: [...deep('attributes'), ...texts('name')] },
    ],
    metric_statements: [
      { context: 'resource', statements: metrics },
      { context: 'scope', statements: metrics },
      { context: 'datapoint', statements: metrics },
    ],
    log_statements: [
      { context: 'resource', statements: deep('attributes') },
      { context: 'scope', statements: events('attributes') },
      { context: 'log', statements: [...deep('attributes'), ...bodyStatements(inEvents, values)] },
    ],
  };
  return {
    id: REDACTION,
    body: {
      error_mode: 'propagate',
      ...Object.fromEntries(
        Object.entries(blocks)
          .map(([key, list]) => [key, list.filter(({ statements }) => statements.length > 0)] as const)
          .filter(([, list]) => list.length > 0),
      ),
    },
    origin,
  };
}

function attributeStatements(path: string, fields: readonly string[], values: readonly string[]): string[] {
  const mask = values.map(
    (value) => `replace_all_patterns(${path}, "value", ${quoted(value)}, ${quoted(MASK)})`,
  );
  if (fields.length === 0) return mask;
  const pattern = quoted(inTextPattern(fields));
  return [
    `delete_matching_keys(${path}, ${quoted(keyPattern(fields))})`,
    `replace_all_patterns(${path}, "value", ${pattern}, ${quoted(REPLACEMENT)})`,
    ...mask,
  ];
}

/**
 * The same inside of maps that are inside of maps: functions that look for keys and texts do not see them, but as a text the
 * whole is one. Only what holds such a field is written anew.
 */
function deepStatements(path: string, fields: readonly string[], values: readonly string[]): string[] {
  const copy = `cache[${quoted(path)}]`;
  const patterns = [...(fields.length > 0 ? [inTextPattern(fields)] : []), ...values];
  if (patterns.length === 0) return [];
  const holds = patterns.map((pattern) => `IsMatch(String(${path}), ${quoted(pattern)})`).join(' or ');
  return [
    `set(${copy}, String(${path})) where IsMap(${path}) and (${holds})`,
    ...textStatements(copy, fields, values).map((statement) => `${statement} where ${copy} != nil`),
    `set(${path}, ParseJSON(${copy})) where ${copy} != nil`,
  ];
}

function textStatements(path: string, fields: readonly string[], values: readonly string[]): string[] {
  return [
    ...(fields.length > 0
      ? [`replace_pattern(${path}, ${quoted(inTextPattern(fields))}, ${quoted(REPLACEMENT)})`]
      : []),
    ...values.map((value) => `replace_pattern(${path}, ${quoted(value)}, ${quoted(MASK)})`),
  ];
}

function bodyStatements(fields: readonly string[], values: readonly string[]): string[] {
  const texts = textStatements('body', fields, values).map(
    (statement) => `${statement} where IsString(body)`,
  );
  return [
    ...(fields.length > 0
      ? [`delete_matching_keys(body, ${quoted(keyPattern(fields))}) where IsMap(body)`]
      : []),
    ...deepStatements('body', fields, values),
    // A list becomes its text, which the next statements look through.
    'set(body, String(body)) where IsList(body)',
    ...texts,
  ];
}

const MASK = '***';
/** What is there is a value of any type, also inside a text that is inside a text: null is one everywhere. */
const REPLACEMENT = '${1}null';

/** Names of attributes: the field itself, or behind a prefix; in upper or lower case, with any separators. */
function keyPattern(fields: readonly string[]): string {
  return `(?i)^(?:.*[^a-z0-9])?(?:${fields.map(spellings).join('|')})$`;
}

/** A field and its value in a text. */
function inTextPattern(fields: readonly string[]): string {
  const names = fields.map(spellings).join('|');
  const name = `(?:^|[^a-z0-9])(?:${names})\\\\*["']?\\s*[:=]\\s*`;
  const text = `\\\\+"(?:[^"\\\\])*\\\\+"|"(?:[^"\\\\]|\\\\.)*"|'[^']*'`;
  const collection = `\\[[^\\]]*\\]|\\{[^{}]*\\}`;
  return `(?i)(${name})(?:${text}|${collection}|[^\\s,;&}\\])"'\\\\]+)`;
}

/** `email_hash` is email_hash, emailHash, email.hash and EMAIL-HASH. */
function spellings(field: string): string {
  return field
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .join('[^a-z0-9]?');
}

/** A text in the language of the statements, which escapes as JSON does. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
