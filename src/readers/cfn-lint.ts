import { z } from 'zod';
import type { Complaint, ReadableFile, Reader } from './reader.ts';

/**
 * CloudFormation templates, against AWS's own schemas of every resource, which cfn-lint carries: it asks neither the network
 * nor an account. Warnings and informational findings count too: https://github.com/aws-cloudformation/cfn-lint#exit-codes
 */
export const cfnLint: Reader = {
  program: 'cfn-lint',
  target: 'aws',
  versionArgs: ['--version'],
  versionPattern: /cfn-lint (\S+)/,
  help: 'It is a Python package: pipx install cfn-lint (https://github.com/aws-cloudformation/cfn-lint)',
  prepare: (files) =>
    files.filter(({ path }) => path.endsWith('.template.json')).map((file) => ({ ...file, prefix: [] })),
  commands: (files) => (files.length === 0 ? [] : [[...OPTIONS, '--', ...files.map(({ path }) => path)]]),
  complaints(output, files) {
    // The list is printed with its brackets alone on their lines; warnings of Python itself may stand around it.
    const list = /^\[$.*?^\]$/ms.exec(output)?.[0];
    return (list === undefined ? [] : readMatches(list)).map((match) => complaintOf(match, files));
  },
};

/** Rules that tell of a size within a tenth of its limit. Output that is split at a limit may come close to it. */
const APPROACHING = ['1002', '1003', '2010', '2011', '3010', '3012', '6010', '6011', '7002', '7010'];

/** Informational rules are off by default. */
const EVERY_RULE = ['--non-zero-exit-code', 'informational', '--include-checks', 'I'];
/** By default the region is that of the environment, and a .cfnlintrc at home is obeyed; one that is not there is an empty one. */
const SAME_FOR_EVERYBODY = ['--regions', 'us-east-1', '--config-file', 'no.cfnlintrc'];
const OPTIONS = [
  '--format',
  'json',
  ...EVERY_RULE,
  '--ignore-checks',
  ...APPROACHING.map((number) => `I${number}`),
  ...SAME_FOR_EVERYBODY,
];

const MATCH = z.object({
  Filename: z.string().nullable(),
  Location: z.object({
    Path: z.array(z.union([z.string(), z.number()])).nullable(),
    Start: z.object({ LineNumber: z.number() }),
  }),
  Message: z.string(),
  Rule: z.object({ Id: z.string() }),
});
type Match = z.infer<typeof MATCH>;

/** None when it is not what cfn-lint writes. */
function readMatches(text: string): Match[] {
  try {
    return z.array(MATCH).parse(JSON.parse(text));
  } catch {
    return [];
  }
}

function complaintOf(
  { Filename, Location, Message, Rule }: Match,
  files: readonly ReadableFile[],
): Complaint {
  const message = `${Rule.Id} ${Message.replaceAll(/\s*\n\s*/g, ' ')}`;
  const path = files.find((file) => file.path === Filename)?.path;
  // A complaint about the call has the place 1:1 in no file.
  if (path === undefined) return { message };
  return {
    path,
    line: Location.Start.LineNumber,
    ...(Location.Path !== null && { pointer: Location.Path }),
    message,
  };
}
