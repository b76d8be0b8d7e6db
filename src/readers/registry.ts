import { amtool } from './amtool.ts';
import { cfnLint } from './cfn-lint.ts';
import { percli } from './percli.ts';
import { promtool } from './promtool.ts';
import type { Reader } from './reader.ts';

/** All programs that judge rendered files. A new one is a file here and a line in this list. */
export const readers: readonly Reader[] = [promtool, amtool, cfnLint, percli];
