import type { Recipient } from '../../../plan/route.ts';
import { code, type Inline, md } from '../../../support/markdown.ts';

const PURPOSES = {
  'on-call': md`on-call receiver`,
  system: md`system`,
  ticket: md`ticket system`,
};

/** Who is told, by name; how they are connected stays out of it. */
export function recipientWords(recipient: Recipient): Inline {
  switch (recipient.type) {
    case 'pagerduty': {
      const person = md`on-call ${code(recipient.onCall)} by PagerDuty`;
      return recipient.schedule === undefined
        ? person
        : md`${person} (schedule ${code(recipient.schedule.name)})`;
    }
    case 'slack':
      return md`Slack ${code(recipient.channel)}`;
    case 'email':
      return md`e-mail ${code(recipient.to)}`;
    case 'webhook':
      return md`${PURPOSES[recipient.purpose]} ${code(recipient.name)}`;
  }
}
