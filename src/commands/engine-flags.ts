import { setFlagsFromString } from 'node:v8';

/** Settings of V8 for a program that runs a few seconds. */
export function setEngineFlags(): void {
  // Most of what a command runs, it runs a few thousand times and is done: code that is optimised after that costs more than it
  // saves. Asked for four times as late, compiling 1,000 objectives takes a fifth less CPU, and 10,000 no more (docs/measurements.md).
  // Flags are an engine's own, and told to those only that have them and were measured; those of Node 22 and later have not this one.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=500000');
  // Each function then takes less of what it calls into its optimised code: a twentieth to a tenth less CPU with Node 20, 22 and 24.
  if (/^1[123]\./.test(process.versions.v8)) setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
}
