import { kindSchema } from './json-schema.ts';
import { KINDS } from './names.ts';
import type { KindRegistry } from './registry.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: string;
  readonly default?: unknown;
}

interface Row {
  readonly path: string;
  readonly form: string;
  readonly isRequired: boolean;
  readonly fallback: string;
  readonly description: string;
}

/** The reference of the language as Markdown, made of the same schemas that check it. */
export function renderReference(kinds: KindRegistry): string {
  const parts = [
    '# Reference of the spec language',
    '',
    'Made from the schemas by `modelwatch schema --docs docs`. Every object has `apiVersion: modelwatch/v1alpha1`, `kind`, `metadata`',
    '(`name`, and optionally `displayName`, `description`, `labels`) and `spec`; the tables list the fields of `spec`. `[]` is an entry of a',
    'list, `*` any key of a map.',
    '',
    ...KINDS.map((kind) => `- [${kind}](#${kind.toLowerCase()})`),
    '',
  ];
  for (const kind of KINDS) {
    const spec = (kindSchema(kinds, kind) as Schema).properties?.['spec'] ?? {};
    parts.push(
      `## ${kind}`,
      '',
      kinds[kind].description,
      '',
      '| field | form | required | default | |',
      '|---|---|---|---|---|',
    );
    for (const row of rowsOf(spec, '', true)) {
      parts.push(
        `| \`${row.path}\` | ${row.form} | ${row.isRequired ? 'yes' : ''} | ${row.fallback} | ${cell(row.description)} |`,
      );
    }
    parts.push('');
  }
  return `${parts.join('\n').trimEnd()}\n`;
}

function rowsOf(schema: Schema, path: string, isRequired: boolean): Row[] {
  const own: Row[] =
    path === ''
      ? []
      : [
          {
            path,
            form: formOf(schema),
            isRequired,
            fallback: fallbackOf(schema),
            description: schema.description ?? '',
          },
        ];
  return [...own, ...childrenOf(schema, path)];
}

function childrenOf(schema: Schema, path: string): Row[] {
  const rows: Row[] = [];
  const below = (step: string) => (path === '' ? step : `${path}.${step}`);
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    rows.push(...rowsOf(child, below(key), schema.required?.includes(key) ?? false));
  }
  if (typeof schema.additionalProperties === 'object' && isStructured(schema.additionalProperties)) {
    rows.push(...childrenOf(schema.additionalProperties, below('*')));
  }
  if (schema.items && isStructured(schema.items)) rows.push(...childrenOf(schema.items, `${path}[]`));
  for (const branch of schema.anyOf ?? schema.oneOf ?? []) {
    if (!isStructured(branch)) continue;
    for (const row of childrenOf(branch, path))
      if (!rows.some((known) => known.path === row.path && known.form === row.form)) rows.push(row);
  }
  return rows;
}

function isStructured(schema: Schema): boolean {
  return (
    schema.properties !== undefined ||
    typeof schema.additionalProperties === 'object' ||
    schema.items !== undefined ||
    [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some(isStructured)
  );
}

function formOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((each) => `\`${String(each)}\``).join(', ');
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return [...new Set(branches.map(formOf))].join(' or ');
  if (schema.items) return `list of ${formOf(schema.items)}`;
  if (schema.properties ?? schema.additionalProperties) return 'map';
  return typeof schema.type === 'string' ? schema.type : 'any';
}

function fallbackOf(schema: Schema): string {
  if (schema.default === undefined) return '';
  const text = JSON.stringify(schema.default);
  return text === '{}' ? '' : `\`${typeof schema.default === 'string' ? schema.default : text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
