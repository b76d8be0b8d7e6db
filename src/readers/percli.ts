import type { Complaint, ReadableFile, Reader } from './reader.ts';

/**
 * Resources of Perses, as its own command line judges them: their shape, and that every panel that a layout names is there
 * (https://perses.dev/perses/docs/cli/). Without a server it does not look into the plugins' own fields.
 */
export const percli: Reader = {
  program: 'percli',
  target: 'perses',
  versionArgs: ['version', '--short'],
  versionPattern: /version: (\S+)/,
  help: 'It comes with Perses: https://github.com/perses/perses/releases',
  prepare: (files) =>
    files.filter(({ path }) => path.endsWith('.json')).map((file) => ({ ...file, prefix: [] })),
  // One file a run: a complaint does not say which file it is about.
  commands: (files) => files.map(({ path }) => ['lint', '-f', path]),
  complaints: (output, files) =>
    output
      .split('\n')
      .flatMap((line) => /^Error: (.*)$/.exec(line)?.[1] ?? [])
      .map((message) => complaintOf(message, files)),
};

function complaintOf(message: string, [file, ...others]: readonly ReadableFile[]): Complaint {
  const quoted = /"([^"]+)"[^"]*$/.exec(message)?.[1];
  return {
    ...(file !== undefined && others.length === 0 && { path: file.path }),
    ...(quoted !== undefined && { quoted }),
    message,
  };
}
