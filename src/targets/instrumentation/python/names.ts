/** Words of Python, and names that the module's functions use themselves. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield match case type ' +
    'self version size amount value at outcome reason kind policy metric rating prediction_class confidence score describe ' +
    'input output'
  ).split(' '),
);

/** `timeToFirstToken` → `time_to_first_token`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A label's name as that of an argument. */
export function argumentOf(label: string): string {
  return TAKEN.has(label) || label.startsWith('_') ? `segment_${label}` : label;
}

/** `fraud-detector` → `fraud_detector_metrics`. */
export function moduleName(model: string): string {
  const name = model.replaceAll('-', '_');
  return `${/^\d/.test(name) ? 'model_' : ''}${name}_metrics`;
}

/** A text as a literal: what ASCII has not, and what ends or escapes, is written by its number. */
export function literal(text: string): string {
  const escaped = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === '\\') return `\\${char}`;
    if (code >= 0x20 && code < 0x7f) return char;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

/** A tuple of expressions; one alone needs a comma. */
export function tuple(items: readonly string[]): string {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

/** A number that Python reads as a float. */
export function float(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value);
}

/** Text within a docstring. */
export function docText(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .replaceAll(/[\r\n]+/g, ' ');
}
