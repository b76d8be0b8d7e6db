import { once } from 'node:events';
import { createServer } from 'node:net';
import { portOf } from './webhook.ts';

/** A mail server that keeps what it is given, on this machine's loopback address. */
export interface MailServer {
  readonly port: number;
  /** Whole messages, headers first; grows as they come. */
  readonly messages: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts a mail server without encryption or passwords on a free port. */
export async function startMailServer(): Promise<MailServer> {
  const messages: string[] = [];
  const server = createServer((socket) => {
    let unread = '';
    let message: string[] | undefined;
    const answer = (line: string): string => {
      if (message !== undefined) {
        if (line !== '.') {
          message.push(line.replace(/^\.\./, '.'));
          return '';
        }
        messages.push(message.join('\n'));
        message = undefined;
        return '250 kept';
      }
      const command = line.slice(0, 4).toUpperCase();
      if (command === 'DATA') {
        message = [];
        return '354 go on';
      }
      if (command === 'QUIT') return '221 goodbye';
      return '250 fine';
    };
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (unread + text).split('\r\n');
      unread = lines.pop() ?? '';
      for (const line of lines) {
        const reply = answer(line);
        if (reply !== '') socket.write(`${reply}\r\n`);
      }
    });
    socket.write('220 test ESMTP\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    messages,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
