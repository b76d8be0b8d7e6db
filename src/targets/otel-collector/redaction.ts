import type { Redaction } from '../../plan/telemetry.ts';
import type { Part } from './config.ts';

export const REDACTION = 'transform/redact';

/**
 * Takes fields out: attributes by their name, and in texts and bodies whatever JSON, logfmt and query strings say of them.
 * A statement that fails makes the collector refuse the data (and the sender try again): nothing passes unredacted.
 */
export function redactionOf(redaction: Redaction): Part | undefined {
  const { fields, protectedFields, values, origin } = redaction;
  const inEvents = [...fields, ...protectedFields];
  if (inEvents.length === 0 && values.length === 0) return undefined;
  const events = (path: string): string[] => attributeStatements(path, inEvents, values);
  const texts = (path: string): string[] => textStatements(path, inEvents, values);
  const metrics = attributeStatements('attributes', fields, values);
  const blocks = {
    trace_statements: [
      { context: 'resource', statements: events('attributes') },
      { context: 'scope', statements: events('attributes') },
      {
        context: 'span',
        statements: [...events('attributes'), ...texts('name'), ...texts('status.message')],
      },
      { context: 'spanevent', statements: [...events('attributes'), ...texts('name')] },
    ],
    metric_statements: [
      { context: 'resource', statements: metrics },
      { context: 'scope', statements: metrics },
      { context: 'datapoint', statements: metrics },
    ],
    log_statements: [
      { context: 'resource', statements: events('attributes') },
      { context: 'scope', statements: events('attributes') },
      { context: 'log', statements: [...events('attributes'), ...bodyStatements(inEvents, values)] },
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
  return [
    `delete_matching_keys(${path}, ${quoted(keyPattern(fields))})`,
    `replace_all_patterns(${path}, "value", ${quoted(inTextPattern(fields))}, ${quoted(REPLACEMENT)})`,
    ...nestedStatements(path, fields),
    ...mask,
  ];
}

/** A map inside a map is out of reach of the functions above; as a text it is not. Only what holds such a field is rewritten. */
function nestedStatements(path: string, fields: readonly string[]): string[] {
  const pattern = quoted(inTextPattern(fields));
  return [
    `set(cache["text"], "")`,
    `set(cache["text"], String(${path})) where IsMatch(String(${path}), ${pattern})`,
    `replace_pattern(cache["text"], ${pattern}, ${quoted(REPLACEMENT)})`,
    `set(${path}, ParseJSON(cache["text"])) where cache["text"] != ""`,
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
  const pattern = fields.length > 0 ? inTextPattern(fields) : undefined;
  const any = [...(pattern === undefined ? [] : [pattern]), ...values];
  const texts = textStatements('body', fields, values).map(
    (statement) => `${statement} where IsString(body)`,
  );
  return [
    ...(fields.length > 0
      ? [`delete_matching_keys(body, ${quoted(keyPattern(fields))}) where IsMap(body)`]
      : []),
    `set(cache["text"], "")`,
    ...any.map(
      (each) =>
        `set(cache["text"], String(body)) where IsMap(body) and IsMatch(String(body), ${quoted(each)})`,
    ),
    ...(pattern === undefined
      ? []
      : [`replace_pattern(cache["text"], ${quoted(pattern)}, ${quoted(REPLACEMENT)})`]),
    ...values.map((value) => `replace_pattern(cache["text"], ${quoted(value)}, ${quoted(MASK)})`),
    `set(body, ParseJSON(cache["text"])) where cache["text"] != ""`,
    // A list of anything else becomes its text, which the next statements look through.
    `set(body, String(body)) where IsList(body)`,
    ...texts,
  ];
}

const MASK = '***';
/** What is there is a value of any type, also inside a text that is inside a text: null is one everywhere. */
const REPLACEMENT = '$1null';

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
