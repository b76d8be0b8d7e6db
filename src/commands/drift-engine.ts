import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Engine, EngineError, StoppedError } from '../drift/engine.ts';
import { DriftProblem } from '../drift/problem.ts';
import type { RunFinding } from '../drift/result.ts';
import { openDuckDb } from '../drift/world/duckdb.ts';
import type { DriftOptions } from './drift-options.ts';

/** What a shell gives for SIGINT. */
const STOPPED = 130;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Opens the engine for some work and closes it, whatever comes: a signal stops the work half-way, and nothing is written. Gives what
 * the work gives, or the exit code of what kept it from its end.
 */
export async function withEngine(
  options: Pick<DriftOptions, 'memoryLimit' | 'threads' | 'extensionFolder'>,
  report: (diagnostics: readonly Diagnostic[]) => number,
  work: (engine: Engine) => Promise<number>,
): Promise<number> {
  let engine: Engine | undefined;
  let signals = 0;
  const stop = (): void => {
    signals += 1;
    // Whoever asks twice does not wait for what is being sent.
    if (signals > 1) process.exit(STOPPED);
    engine?.interrupt();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const { memoryLimit, threads, extensionFolder } = options;
    engine = await openDuckDb({
      memoryLimit,
      ...(threads !== undefined && { threads }),
      ...(extensionFolder !== undefined && { extensionFolder }),
    });
    if (signals > 0) throw new StoppedError('stopped');
    return await work(engine);
  } catch (error) {
    if (error instanceof StoppedError) {
      process.stderr.write('stopped: no output was written\n');
      return STOPPED;
    }
    if (error instanceof EngineError)
      return report([{ code: 'job/engine', severity: 'error', message: error.message }]);
    if (error instanceof DriftProblem) return report([problemOf(error)]);
    throw error;
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
    engine?.close();
  }
}

function problemOf({ code, message, hint }: DriftProblem): Diagnostic {
  return { code, severity: 'error', message, ...(hint !== undefined && { hint }) };
}

/** A finding of a run as all commands print them. */
export function diagnosticOf(finding: RunFinding, about: Readonly<Record<string, string>>): Diagnostic {
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    ...(finding.hint !== null && { hint: finding.hint }),
    data: { ...about, ...(finding.column !== null && { column: finding.column }) },
  };
}
