import picomatch from 'picomatch';
import type { Report } from '../diagnostics/diagnostic.ts';
import { quoted } from '../diagnostics/printable.ts';

/** One include or exclude pattern of the project, ready to match paths relative to its root. */
export interface Pattern {
  /** As the user wrote it. */
  readonly source: string;
  readonly matches: (path: string) => boolean;
  /** False when nothing inside the folder can match. */
  readonly reaches: (folder: string) => boolean;
}

/** Longer than any path; a pattern of this size is an accident or an attack on the matcher. */
const LONGEST = 1000;

/** Compiles patterns. Those that could leave the root, or that cannot be compiled, are reported and left out. */
export function readPatterns(
  sources: readonly string[],
  field: 'include' | 'exclude',
  report: Report,
): Pattern[] {
  const patterns: Pattern[] = [];
  for (const source of sources) {
    const problem = problemOf(source);
    if (problem === undefined) patterns.push(compile(source));
    else {
      report({
        code: 'file/bad-pattern',
        severity: 'error',
        message: `the ${field} pattern ${quoted(source)} ${problem}`,
        expected: 'a pattern inside the project, such as "models/**"',
        data: { pattern: source, field },
      });
    }
  }
  return patterns;
}

function problemOf(source: string): string | undefined {
  if (source.trim() === '') return 'is empty';
  if (source.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (source.startsWith('!')) return 'begins with !; name what to leave out under `exclude`';
  if (source.includes('\\')) return 'has a backslash; folders are parted by /';
  if (/^([/~]|[A-Za-z]:)/.test(source)) return 'is not relative to the project';
  if (source.split('/').includes('..')) return 'leaves the project by ".."';
  try {
    compile(source);
    return undefined;
  } catch {
    return 'cannot be understood';
  }
}

function compile(source: string): Pattern {
  const named = source.replace(/^(\.\/+)+/, '').replace(/\/+$/, '');
  const glob = named === '' || named === '.' ? '**' : named;
  const { base, isGlob } = picomatch.scan(glob);
  // Extended globs such as +(a|b) can take exponential time and nobody needs them to name folders.
  const options = { noextglob: true, nonegate: true, strictBrackets: true };
  const isMatch = picomatch(isGlob ? glob : [glob, `${glob}/**`], options);
  const levels = isGlob && !/\*\*|\{/.test(glob) ? glob.split('/').length : Number.POSITIVE_INFINITY;
  return {
    source,
    matches: (path) => isMatch(path),
    reaches: (folder) =>
      folder.split('/').length < levels &&
      (base === '' || base === folder || base.startsWith(`${folder}/`) || folder.startsWith(`${base}/`)),
  };
}
