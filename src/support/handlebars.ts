import Handlebars from 'handlebars';

/** Lists and conditions. Everything else is said in TypeScript, where types see it. */
const HELPERS: readonly string[] = ['each', 'if', 'unless'];

const environment = createEnvironment();

const COMPILE_OPTIONS = {
  // The templates are not HTML; whoever fills them in escapes for the place a value stands in.
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(
    [...HELPERS, 'with', 'lookup', 'log', 'helperMissing', 'blockHelperMissing'].map((name) => [
      name,
      HELPERS.includes(name),
    ]),
  ),
} as const;

const RUN_OPTIONS = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const;

/**
 * A text template in the Handlebars language, compiled at its first use. `source` is the compiler's own text, never a
 * user's. Data goes in as it is: it is not read as a template again, so `{{ }}` in a value stays, and it is not escaped.
 * Only `each`, `if` and `unless` exist; there are no partials, and nothing inherited can be read.
 *
 * The returned function throws when the template does not parse, names a helper that does not exist, or names a field that
 * the data lacks (a field that is there but `undefined` prints nothing).
 */
export function template<Data extends object>(source: string): (data: Data) => string {
  const render = environment.compile<Data>(source, COMPILE_OPTIONS);
  return (data) => render(data, RUN_OPTIONS);
}

/** An environment of its own, so that nothing that another module registers reaches our templates. */
function createEnvironment(): typeof Handlebars {
  const created = Handlebars.create();
  for (const name of Object.keys(created.helpers)) {
    if (!HELPERS.includes(name)) created.unregisterHelper(name);
  }
  for (const name of Object.keys(created.decorators)) created.unregisterDecorator(name);
  return created;
}
