// Child processes and messages of set-up.
import { spawn } from 'node:child_process';

/** Runs a command to its end. Its output goes to our stderr, unless `capture` keeps its stdout. */
export function run(command, args, { cwd, env = process.env, capture = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', capture ? 'pipe' : 2, 2] });
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    const end = (signal) => {
      child.kill(signal);
      process.exit(1);
    };
    process.once('SIGTERM', end);
    process.once('SIGHUP', end);
    const settle = (result) => {
      process.off('SIGTERM', end);
      process.off('SIGHUP', end);
      resolve({ stdout, ...result });
    };
    child.once('error', (error) => settle({ code: undefined, problem: error.code ?? error.message }));
    child.once('close', (code, signal) => settle({ code, problem: signal ?? undefined }));
  });
}

/** Tells the user, on stderr. A text that begins with a line break is told as it is. */
export function say(text) {
  console.error(text.startsWith('\n') ? text : `set-up: ${text}`);
}
