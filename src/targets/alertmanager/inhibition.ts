import type { AlertIndex } from '../../plan/alert-index.ts';
import type { Cause } from '../../plan/cause.ts';
import { SUBJECT_LABELS } from '../../plan/labels.ts';
import type { Plan } from '../../plan/plan.ts';
import type { InhibitRule } from './config.ts';
import { labelEquals, labelHasItem, labelIsOneOf, labelMatches } from './matchers.ts';
import type { Scope } from './scope.ts';

/**
 * Rules that silence what another alert explains. Each side names `modelwatch_id` and the environment, so that neither an
 * alert of others nor an absent label is taken for ours. No alert silences itself: an alert that matches both sides is not
 * inhibited by one that does so too, and the levels of an alert carry the same labels on both counts.
 */
export function inhibitRules(plan: Plan, index: AlertIndex, scope: Scope): InhibitRule[] {
  return [pageOverTicket(scope), ...plan.causes.map((cause) => causeRule(index, cause, scope))];
}

function pageOverTicket({ matchers, environmentLabels }: Scope): InhibitRule {
  return {
    comment:
      'While an object has somebody paged, its tickets wait. A page that nobody is told of silences nothing.',
    sourceMatchers: [...matchers, labelEquals('severity', 'page'), labelMatches('escalation', '.+')],
    targetMatchers: [...matchers, labelIsOneOf('severity', ['ticket', 'info'])],
    equal: [...environmentLabels, 'modelwatch_id'],
  };
}

function causeRule(index: AlertIndex, cause: Cause, { matchers, environmentLabels }: Scope): InhibitRule {
  const { subject, item, sourceSeverity, alertNames, targetSeverities } = cause;
  const source = alertNames.map((name) => index.byName.get(name)).find((alert) => alert !== undefined);
  return {
    comment: `While ${item} is known to fail, what depends on it stays silent.`,
    ...(source === undefined ? {} : { origin: source.origin }),
    sourceMatchers: [
      ...matchers,
      labelEquals(SUBJECT_LABELS[subject.kind], subject.name),
      labelEquals('severity', sourceSeverity),
      labelIsOneOf('alertname', alertNames),
    ],
    targetMatchers: [...matchers, labelHasItem('upstream', item), labelIsOneOf('severity', targetSeverities)],
    equal: environmentLabels,
  };
}
