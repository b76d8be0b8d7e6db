import type { KillCommands } from './kill-campaign.mjs';

/** A copy of the example in `folder`, and the commands that compile one of two versions of it. */
export declare function alternatingCompile(
  cli: string,
  folder: string,
): KillCommands & { readonly outDir: string };
