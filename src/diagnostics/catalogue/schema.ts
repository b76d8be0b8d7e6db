import type { CatalogueEntry } from './entry.ts';

/** What is reported about what is wrong with the shape of an object. */
export const SCHEMA_CODES: readonly CatalogueEntry[] = [
  {
    code: 'schema/not-an-object',
    title: 'document that is no object',
    exit: 'invalid-spec',
    explain:
      "Every YAML document is one object: a map with apiVersion, kind, metadata and spec. A list, a text, or a file of another program is none. Documents that belong to another program go into the project's `exclude`, or out of the folders that `include` reaches.",
  },
  {
    code: 'schema/api-version',
    title: 'apiVersion that is not known',
    exit: 'invalid-spec',
    explain:
      'The version of the language stands in every object, so that later versions can change it without guessing. Only modelwatch/v1alpha1 is known. Objects of a newer version need a newer compiler.',
  },
  {
    code: 'schema/unknown-kind',
    title: 'kind that is not known',
    exit: 'invalid-spec',
    explain:
      'The kind decides which fields an object has. A kind that this version does not know is refused rather than skipped: what it was meant to watch would silently be missing. The message lists what is known.',
  },
  {
    code: 'schema/missing-field',
    title: 'field that must be there',
    exit: 'invalid-spec',
    explain:
      'The field has no default, because any value would be a guess about your system. Where a default or an overlay should provide it, check that its match reaches the object. `null` counts as absent: it deletes what is inherited.',
  },
  {
    code: 'schema/unknown-key',
    title: 'key that is not known here',
    exit: 'invalid-spec',
    explain:
      'Unknown keys are refused, since a misspelt one would otherwise change nothing and nobody would notice. The message lists the keys of this place and the nearest one. Free labels go into metadata.labels.',
  },
  {
    code: 'schema/invalid-key',
    title: 'key that has the wrong form',
    exit: 'invalid-spec',
    explain:
      'The keys of this map are names that you choose, and they become names elsewhere (label names, roles, environments), so they have the form that is needed there. The message says which.',
  },
  {
    code: 'schema/wrong-type',
    title: 'value of the wrong type',
    exit: 'invalid-spec',
    explain:
      'A text, a number, a list or a map stands where another is needed. In YAML, quotes make a text of a number (`tier: "1"`), `[a]` is a list and `{ a: b }` a map; only true and false are booleans, yes and on are texts.',
  },
  {
    code: 'schema/invalid-value',
    title: 'value that the field cannot have',
    exit: 'invalid-spec',
    explain:
      'The value has the right type and is not one of those that the field takes: a word that is not in the list, a number out of range, a text of another form. The message says what is accepted.',
  },
  {
    code: 'schema/path',
    title: 'path that leaves the project',
    exit: 'invalid-spec',
    explain:
      'Files that specs name are relative to the folder of the project and inside it, without `..`. Otherwise another checkout, or another machine, would render something else.',
  },
  {
    code: 'schema/name-too-long',
    title: 'model and inline name too long together',
    exit: 'invalid-spec',
    explain:
      'An SLO or monitor written inside a model is an object of its own, named `<model>-<name>`. Names have at most 63 characters, as in Kubernetes and DNS, because they become labels and file names. Shorten one of the two.',
  },
  {
    code: 'schema/one-subject',
    title: 'object about nothing, or about two things',
    exit: 'invalid-spec',
    explain:
      'An SLO or a monitor is about exactly one model, pipeline or feature set: its owner, its labels and what explains its failures come from there. Name one. Inside a model the subject is the model and must not be named.',
  },
  {
    code: 'schema/empty-value',
    title: 'key without a value',
    exit: 'finding',
    explain:
      'The key has no value, and there is no default that its emptiness would delete, so it is as good as absent. In YAML what begins with `#` is a comment: `slack: #ml-alerts` is empty, `slack: "#ml-alerts"` is a channel. Write the value, or remove the key.',
  },
];
