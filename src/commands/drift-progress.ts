import { clipped } from '../diagnostics/columns.ts';

/** Tells what is being done: a line that changes on a terminal, lines of their own elsewhere. */
export interface Progress {
  /** `done` of `total` parts are finished, and the next does `step`. */
  readonly at: (done: number, total: number, step: string) => void;
  /** Leaves nothing behind on a terminal. */
  readonly end: () => void;
}

const BAR = 20;
const CLEAR_LINE = '\r\u001b[2K';

export function progressOn(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet) return { at: () => undefined, end: () => undefined };
  if (!stream.isTTY)
    return {
      at: (done, total, step) => stream.write(`[${done + 1}/${total}] ${step}\n`),
      end: () => undefined,
    };
  return {
    at: (done, total, step) => {
      const filled = Math.round((BAR * done) / Math.max(1, total));
      const line = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${done}/${total} ${step}`;
      stream.write(`${CLEAR_LINE}${clipped(line, Math.max(20, (stream.columns ?? 80) - 1))}`);
    },
    end: () => stream.write(CLEAR_LINE),
  };
}
