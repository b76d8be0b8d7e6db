const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Has something cleaned up when somebody stops the process half-way, which then ends as it would have. Returns what ends the watch;
 * a signal that came while code ran without giving way is lost then.
 */
export function whenStopped(cleanUp: () => void): () => void {
  const stop = (signal: NodeJS.Signals): void => {
    stopWatching();
    cleanUp();
    // Once more, and now nobody listens: whoever started us shall see what ended us.
    process.kill(process.pid, signal);
  };
  const stopWatching = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return stopWatching;
}
