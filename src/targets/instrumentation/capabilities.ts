import { capabilitiesOf } from '../capability.ts';

/** Code that emits asks for nothing that a plan reads: all of that is for others. */
export const capabilities = capabilitiesOf({});
