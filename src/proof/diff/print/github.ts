import type { Diagnostic, Severity } from '../../../diagnostics/diagnostic.ts';
import type { Change } from '../change.ts';
import type { Diff } from '../diff.ts';
import { plainText } from '../words.ts';
import { beforeAfter, CLASS_WORDS, effectWords, subjectWords } from './tell.ts';

const SEVERITIES: Readonly<Partial<Record<Change['class'], Severity>>> = {
  'protection-removed': 'warning',
  loosened: 'warning',
};

/**
 * The changes as findings, for annotations of a pull request's lines: a warning for what is lost or loosened, an error for
 * what a gate stops. A place in the base is none in the pull request and is left out.
 */
export function diffFindings({ changes }: Diff, stopped: ReadonlySet<Change>): Diagnostic[] {
  return changes.map((change) => {
    const before = plainText(beforeAfter(change));
    const { place, environments, isEverywhere } = change;
    return {
      code: CLASS_WORDS[change.class].title,
      severity: stopped.has(change) ? 'error' : (SEVERITIES[change.class] ?? 'info'),
      message: [
        `${plainText(subjectWords(change))}${before === '' ? '' : `: ${before}`}`,
        ...effectWords(change).map(plainText),
      ].join('\n'),
      ...(place?.side === 'head' && { span: place.span }),
      ...(!isEverywhere && { env: environments }),
    };
  });
}
