import { setTimeout as sleep } from 'node:timers/promises';

/** What `until` waits for, and for how long. */
export interface UntilOptions {
  /** Names what is waited for, in the error: "the alert to fire". */
  readonly what: string;
  /** 60 s by default. */
  readonly timeoutMs?: number;
  /** The pause between two tries; 100 ms by default. */
  readonly everyMs?: number;
  /** Ends the waiting with its reason. */
  readonly signal?: AbortSignal;
}

type Nothing = false | null | undefined;

/**
 * Tries `probe` until it returns something other than false, null or undefined, and returns that. A probe that
 * throws is tried again. Throws when the time is over, with the last probe's error as its cause.
 */
export async function until<T>(
  probe: () => T | Nothing | Promise<T | Nothing>,
  options: UntilOptions,
): Promise<T> {
  const { what, timeoutMs = 60_000, everyMs = 100, signal } = options;
  const end = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const result = await probe();
      if (result !== false && result !== null && result !== undefined) return result;
    } catch (error) {
      cause = error;
    }
    signal?.throwIfAborted();
    if (performance.now() >= end) {
      const last = cause instanceof Error ? `: ${cause.message}` : '';
      throw new Error(`waited ${timeoutMs / 1000} s in vain for ${what}${last}`, { cause });
    }
    await sleep(everyMs);
  }
}
