import Handlebars from 'handlebars';

/**
 * Data that a template may print: texts, truth values, lists and objects of them. No numbers: whoever fills the template in
 * prints them with their unit (and Handlebars without escaping would add two that stand side by side).
 */
export type TemplateData<Data> = {
  readonly [Key in keyof Data]-?: TemplateValue<Data[Key]>;
};

type TemplateValue<Value> = Value extends string | boolean
  ? Value
  : Value extends readonly (infer Element)[]
    ? readonly TemplateValue<Element>[]
    : Value extends object
      ? TemplateData<Value>
      : never;

const HELPERS = { if: ifHelper, unless: unlessHelper, each: eachHelper } as const;

const BUILT_IN = ['with', 'lookup', 'log', 'helperMissing', 'blockHelperMissing'] as const;

let environment: typeof Handlebars | undefined;

const COMPILE_OPTIONS = {
  // The templates are not HTML; whoever fills them in escapes for the place where a value stands.
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries([
    ...Object.keys(HELPERS).map((name) => [name, true] as const),
    ...BUILT_IN.map((name) => [name, false] as const),
  ]),
};

const RUN_OPTIONS = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/**
 * A text template in the Handlebars language, compiled at its first use. `source` is the compiler's own text, never a
 * user's. Values go in as they are: they are not read as templates again, so `{{ }}` in a value stays, and they are not
 * escaped. Only `each`, `if` and `unless` exist; there are no partials, and nothing inherited can be read.
 *
 * The returned function throws when the template does not parse, names another helper, or names a field that the data
 * lacks.
 */
export function template<Data extends TemplateData<Data>>(source: string): (data: Data) => string {
  const fields = fieldsOf(source);
  if (fields !== undefined) return (data) => fill(fields, data);
  let render: Handlebars.TemplateDelegate<Data> | undefined;
  return (data) => {
    environment ??= createEnvironment();
    render ??= environment.compile<Data>(source, COMPILE_OPTIONS);
    return render(data, RUN_OPTIONS);
  };
}

/**
 * Of a template that is nothing but text and `{{field}}`, texts and names in turn; else undefined. The package's own start takes
 * longer than all else that a short command does with such templates.
 */
function fieldsOf(source: string): readonly string[] | undefined {
  const parts = source.split(/\{\{([A-Za-z]\w*)\}\}/);
  const isPlain = parts.every((part, index) =>
    index % 2 === 0 ? !/[{}\\]/.test(part) : !RESERVED.has(part),
  );
  return isPlain ? parts : undefined;
}

const RESERVED: ReadonlySet<string> = new Set([
  ...Object.keys(HELPERS),
  ...BUILT_IN,
  'this',
  'else',
  'as',
  'true',
  'false',
  'null',
  'undefined',
]);

function fill(fields: readonly string[], data: object): string {
  let text = '';
  for (const [index, part] of fields.entries()) text += index % 2 === 0 ? part : String(valueOf(data, part));
  return text;
}

function valueOf(data: object, name: string): unknown {
  if (Object.hasOwn(data, name)) return (data as Readonly<Record<string, unknown>>)[name];
  // As the package has it: what is inherited prints nothing.
  if (name in data) return '';
  throw new Error(`"${name}" not defined in the data of a template`);
}

/** An environment of its own, so that nothing that another module registers reaches our templates. */
function createEnvironment(): typeof Handlebars {
  const created = Handlebars.create();
  for (const name of Object.keys(created.helpers)) created.unregisterHelper(name);
  for (const name of Object.keys(created.decorators)) created.unregisterDecorator(name);
  created.registerHelper(HELPERS);
  return created;
}

// The helpers of the package take a misspelt name for "no"; these throw.

function ifHelper(this: unknown, condition: unknown, options: Handlebars.HelperOptions): string {
  return isTrue(condition) ? options.fn(this) : options.inverse(this);
}

function unlessHelper(this: unknown, condition: unknown, options: Handlebars.HelperOptions): string {
  return isTrue(condition) ? options.inverse(this) : options.fn(this);
}

function isTrue(condition: unknown): boolean {
  if (typeof condition === 'boolean') return condition;
  if (typeof condition === 'string') return condition !== '';
  if (Array.isArray(condition)) return condition.length > 0;
  throw new TypeError('a condition of the template is no truth value, text or list of the data');
}

function eachHelper(this: unknown, list: unknown, options: Handlebars.HelperOptions): string {
  if (!Array.isArray(list)) throw new TypeError('a list of the template is not in the data');
  if (list.length === 0) return options.inverse(this);
  return list
    .map((element: unknown, index) => {
      const data = { ...options.data, first: index === 0, last: index === list.length - 1 };
      return options.fn(element, { data });
    })
    .join('');
}
