/** Small spec texts that tests put together. */

/** One object as a YAML document; `spec` is flow style, such as `{ owner: ml }`. */
export function object(kind: string, name: string, spec: string): string {
  return `apiVersion: modelwatch/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

/** The documents as one file. */
export function file(...objects: readonly string[]): string {
  return objects.join('---\n');
}

export const PROJECT = object('Project', 'acme', '{ channels: { slack: { apiUrlFile: secrets/slack } } }');

export const TEAM = object('Team', 'ml', '{ contacts: { slack: "#ml" } }');

/** A model of the team `ml` with an availability objective; `more` are further fields of its spec. */
export function model(more = '', slo = 'objective: 99.9%'): string {
  return object(
    'Model',
    'fraud',
    `{ owner: ml, slos: [{ name: availability, sli: { type: availability }, ${slo} }]${more === '' ? '' : `, ${more}`} }`,
  );
}
