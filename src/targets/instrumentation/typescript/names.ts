/** Names that a module's functions use themselves, and words that cannot name a parameter. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    'version size amount value at outcome reason kind policy metric rating predictionClass confidence score describe ' +
    'constructor prototype'
  ).split(' '),
);

/** A label's name as that of a property. */
export function propertyOf(label: string): string {
  const camel = label.replace(/_+([a-zA-Z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  const name = camel.charAt(0).toLowerCase() + camel.slice(1);
  return TAKEN.has(name) || !/^[a-z]/.test(name)
    ? `segment${name.charAt(0).toUpperCase()}${name.slice(1)}`
    : name;
}

/** Names of labels as properties, each its own: `age_band` and `ageBand` may stand side by side. */
export function propertiesOf(labels: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    labels.map((label) => {
      let name = propertyOf(label);
      while (taken.has(name)) name = `${name}_`;
      taken.add(name);
      return [label, name];
    }),
  );
}

/** A text as a literal. Quotes, line ends and what ASCII has not are escaped. */
export function literal(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `'${inner}'`;
}

export function list(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

/** Text within a comment. */
export function commentText(text: string): string {
  return text.replaceAll('*/', '* /').replaceAll(/[\r\n]+/g, ' ');
}
