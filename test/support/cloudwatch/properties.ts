/** Reads the properties of a resource of a CloudFormation template; a value of another type than wanted throws, by name. */

export type Properties = Readonly<Record<string, unknown>>;

export function text(properties: Properties, name: string): string {
  return wanted(optionalText(properties, name), name);
}

export function number(properties: Properties, name: string): number {
  return wanted(optionalNumber(properties, name), name);
}

export function optionalText(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new Error(`${name} is no text`);
}

export function optionalNumber(properties: Properties, name: string): number | undefined {
  const value = properties[name];
  if (value === undefined || typeof value === 'number') return value;
  throw new Error(`${name} is no number`);
}

export function optionalRecords(properties: Properties, name: string): readonly Properties[] | undefined {
  const value = properties[name];
  if (value === undefined || Array.isArray(value)) return value as readonly Properties[] | undefined;
  throw new Error(`${name} is no list`);
}

export function record(properties: Properties, name: string): Properties {
  const value = wanted(properties[name], name);
  if (typeof value === 'object' && !Array.isArray(value)) return value as Properties;
  throw new Error(`${name} is no object`);
}

function wanted<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}
