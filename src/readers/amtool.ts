import { quotedIn } from './quoted.ts';
import type { Complaint, Reader } from './reader.ts';

/** Routes and receivers, as Alertmanager reads them. */
export const amtool: Reader = {
  program: 'amtool',
  target: 'alertmanager',
  versionArgs: ['--version'],
  versionPattern: /amtool, version (\S+)/,
  help: 'It comes with Alertmanager: https://prometheus.io/download/',
  prepare: (files) =>
    files.filter((file) => file.path === 'alertmanager.yml').map((file) => ({ ...file, prefix: [] })),
  commands: (files) => files.map((file) => ['check-config', file.path]),
  complaints(output, files) {
    const path = files[0]?.path;
    return output.split('\n').flatMap((line): Complaint[] => {
      const message =
        /FAILED: (?<message>.+)$/.exec(line)?.groups?.['message'] ??
        /^\s*(?<message>line \d+: .+)$/.exec(line)?.groups?.['message'];
      // The headline of a list of errors, which follow it.
      if (message === undefined || path === undefined || /^yaml: (?:unmarshal )?errors:$/.test(message))
        return [];
      const number = /\bline (\d+)\b/.exec(message)?.[1];
      const quoted = quotedIn(message);
      return [
        {
          path,
          message: message.replace(/^line \d+: /, ''),
          ...(number !== undefined && { line: Number(number) }),
          ...(quoted !== undefined && { quoted }),
        },
      ];
    });
  },
};
