import { z } from 'zod';
import { CRON_PATTERN, parseCron } from '../../calendar/index.ts';
import { asSentence } from '../../support/sentence.ts';
import { expects } from '../expectation.ts';

/** Five fields of cron. The form is checked here; what only arithmetic can tell, when the plan is built. */
export const zCron = z
  .string(expects('a cron expression'))
  .regex(new RegExp(CRON_PATTERN), expects('five cron fields such as "0 2 * * sun"', cronHint));

function cronHint(input: unknown): { code: string; hint?: string } | undefined {
  const parsed = typeof input === 'string' ? parseCron(input) : undefined;
  if (parsed === undefined || parsed.ok) return undefined;
  const { message, hint } = parsed;
  return {
    code: 'calendar/cron',
    hint: [message, hint]
      .filter((part) => part !== undefined)
      .map(asSentence)
      .join(' '),
  };
}
