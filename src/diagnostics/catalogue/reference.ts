import type { CatalogueEntry } from './entry.ts';

/** What is reported about names that lead nowhere, twice or in a circle. */
export const REFERENCE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'reference/unknown',
    title: 'name of an object that does not exist',
    exit: 'invalid-spec',
    explain:
      'The field holds the name of another object, and there is none of that kind and name in any file. Mind that names belong to a kind: a Team and a Model may both be called fraud. An object whose spec is refused still counts as existing, so that one error does not cause others.',
  },
  {
    code: 'reference/removed',
    title: 'object that an environment removes but others need',
    exit: 'invalid-spec',
    explain:
      'In this environment the object is disabled, or an overlay sets it to null, and another object still refers to it. Remove that one there as well, or keep both. Escalation policies are the exception: removing them is how an environment tells nobody.',
  },
  {
    code: 'reference/duplicate-object',
    title: 'two objects of one kind and name',
    exit: 'invalid-spec',
    explain:
      'A name is unique among the objects of its kind, in whatever file they are. Which of the two was meant cannot be known, and merging them silently would hide a mistake. SLOs and monitors inside a model are named `<model>-<name>` and count too.',
  },
  {
    code: 'reference/cycle',
    title: 'objects that depend on each other in a circle',
    exit: 'invalid-spec',
    explain:
      'What is upstream explains the failure of what is downstream and silences it. In a circle each would silence the other, and nobody would be told. Remove the reference that points the wrong way.',
  },
  {
    code: 'reference/unknown-on-call',
    title: 'on-call name that the team does not have',
    exit: 'invalid-spec',
    explain:
      '`onCall: name` of an escalation policy means the entry of that name in the team whose alert is routed. This team has none, so this level would reach nobody for it. Add the entry to the team, or give the team another policy.',
  },
];
