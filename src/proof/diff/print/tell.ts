import type { ObjectRef } from '../../../diagnostics/diagnostic.ts';
import { countedInGroups } from '../../../support/counted.ts';
import { CHANGE_CLASSES, type Change, type ChangeClass } from '../change.ts';
import type { Diff, EnvironmentCount } from '../diff.ts';
import { joinWords, own, type Words, words } from '../words.ts';

/** A class as a heading and in counts. */
export const CLASS_WORDS: Readonly<Record<ChangeClass, { title: string; sign: string }>> = {
  'protection-removed': { title: 'protection removed', sign: '⛔' },
  loosened: { title: 'loosened', sign: '⚠' },
  'new-page': { title: 'new page', sign: '➕' },
  'route-changed': { title: 'route changed', sign: '↪' },
  changed: { title: 'changed', sign: '✎' },
  tightened: { title: 'tightened', sign: '↗' },
  cosmetic: { title: 'cosmetic', sign: '·' },
};

/** What a change is about: `SLO fraud-latency objective`, `3 alerts of SLO fraud-latency`. */
export function subjectWords(change: Change): Words {
  const objects = objectsWords(change.objects);
  const alerts = own(countedInGroups(change.alerts.length, 'alert'));
  switch (change.action) {
    case 'added':
      return words`${objects} is new`;
    case 'removed':
      return words`${objects} is gone`;
    case 'renamed':
      return words`${objects} has a new name`;
    case 'field':
      return words`${objects} ${change.field ?? ''}`;
    case 'alerts-gone':
    case 'alerts-come':
      return words`${alerts} of ${objects}`;
    case 'alerts-replaced':
      return words`alert of ${objects} has another in its place`;
    case 'severity':
      return words`severity of ${alerts} of ${objects}`;
    case 'recipients':
      return words`who hears of ${alerts} of ${objects}`;
    case 'inhibition':
      return words`failure of ${objects}`;
    case 'hours':
      return words`business hours of ${objects}`;
    case 'rendering':
      return own('rendered files');
    case 'environment-added':
      return words`${objects} is new`;
    case 'environment-removed':
      return words`${objects} is gone`;
  }
}

function objectsWords(objects: readonly ObjectRef[]): Words {
  const [first, ...others] = objects;
  if (first === undefined) return own('the project');
  if (others.length > 2) {
    const kinds = [...new Set(objects.map(({ kind }) => kind))];
    return own(`${objects.length} ${kinds.length === 1 ? `${kinds.join()}s` : 'objects'}`);
  }
  return joinWords(
    objects.map(({ kind, name }) => words`${own(kind)} ${name}`),
    ', ',
  );
}

/** `(prod, staging)`; nothing for what holds everywhere, and for environments that are told themselves. */
export function environmentWords({ environments, isEverywhere, action }: Change): Words {
  if (isEverywhere || action.startsWith('environment')) return [];
  return words`(${joinWords(
    environments.map((name) => words`${name}`),
    ', ',
  )})`;
}

/** `99.9% → 99%`; one side alone where there is no other. */
export function beforeAfter({ before, after, action }: Change): Words {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return words`${own(action === 'field' ? 'not set → ' : '')}${after ?? []}`;
  return words`${before} → ${after ?? own('not set')}`;
}

export function effectWords({ effects }: Change): Words[] {
  return effects.map(({ environments, words: said }) =>
    environments.length === 0
      ? said
      : words`${joinWords(
          environments.map((name) => words`${name}`),
          ', ',
        )}: ${said}`,
  );
}

/** `2 loosened · 1 new page`. */
export function tallyWords(changes: readonly Change[]): string {
  const parts = CHANGE_CLASSES.flatMap((each) => {
    const count = changes.filter((change) => change.class === each).length;
    if (count === 0) return [];
    const { title } = CLASS_WORDS[each];
    return [each === 'new-page' ? countedInGroups(count, title) : `${count} ${title}`];
  });
  return parts.length === 0 ? 'none' : parts.join(' · ');
}

/** `prod 34 → 35 alerts (12 → 13 pages), 35 reach a person`, for environments where a number differs. */
export function countWords({ environments }: Diff): Words[] {
  return environments.filter(differs).map(({ name, base, head }) => {
    const [from, to] = [base ?? NONE, head ?? NONE];
    const reaching = to.reaching === to.alerts ? 'all' : String(to.reaching);
    return words`${name} ${own(
      `${arrow(from.alerts, to.alerts)} alerts (${arrow(from.pages, to.pages)} pages), ${reaching} ${to.reaching === 1 && reaching !== 'all' ? 'reaches' : 'reach'} a person`,
    )}`;
  });
}

const NONE = { alerts: 0, pages: 0, reaching: 0 };

function differs({ base = NONE, head = NONE }: EnvironmentCount): boolean {
  return base.alerts !== head.alerts || base.pages !== head.pages || base.reaching !== head.reaching;
}

function arrow(from: number, to: number): string {
  return from === to ? String(to) : `${from} → ${to}`;
}
