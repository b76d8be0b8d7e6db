import { z } from 'zod';
import { expects, strictObject } from '../expectation.ts';
import { defineKind } from '../kind.ts';
import { zMatch, zPartialSpec } from './match.ts';

export const defaultsSpec = z
  .array(
    strictObject({
      match: zMatch,
      set: zPartialSpec.meta({
        description: 'Fields of the spec that objects get unless they say otherwise.',
      }),
    }),
    expects('a list of { match, set }'),
  )
  .meta({ description: 'Applied least specific first; what an object says itself is stronger.' });

export const defaults = defineKind({
  kind: 'Defaults',
  description: 'Values for many objects at once.',
  spec: defaultsSpec,
  references: () => [],
});
