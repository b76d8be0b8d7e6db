import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { RenderedFile } from '../target.ts';
import { stackOf } from './alarms.ts';
import { type Draft, type Names, prefixOf } from './draft.ts';
import { allocate, NAME_RULES, renamedNote } from './names.ts';
import type { Part } from './part.ts';
import { renderTemplates } from './stacks/render.ts';
import type { Parameter, Resource, TemplatePart } from './template.ts';

/** Parts belong to the stack of their subject. */
export function draftsOfParts(parts: readonly Part[]): Draft[] {
  return parts.map(({ key, subject, resource, origin }) => ({
    subject: stackOf(subject),
    key,
    needs: [],
    origin,
    make: () => resource,
  }));
}

/** The names that alarms get, by those that they want. */
export type AlarmNames = ReturnType<typeof allocate>;

export function alarmNames(drafts: readonly Draft[]): AlarmNames {
  return allocate(
    drafts.flatMap(({ alarm }) => alarm ?? []),
    NAME_RULES.alarm,
  );
}

/** Gives everything its name, alarms those of `alarms`, and puts it into templates. */
export function assemble(
  plan: Plan,
  drafts: readonly Draft[],
  alarms: AlarmNames,
  parameters: ReadonlyMap<string, Parameter>,
): { files: readonly RenderedFile[]; notes: readonly Diagnostic[] } {
  const ids = allocate(
    // Parameters share the name space of resources, and keep their names: others refer to them.
    [...parameters.keys(), ...drafts.map(({ key }) => withoutPrefix(plan, key))],
    NAME_RULES.logicalId,
  );
  const byAlarm = new Map(
    drafts.flatMap((draft) => (draft.alarm === undefined ? [] : [[draft.alarm, draft]])),
  );
  const names: Names = {
    id: (key) => ids.get(withoutPrefix(plan, key))?.text ?? key,
    alarm: (wanted) => alarms.get(wanted)?.text ?? wanted,
  };
  const groups = groupBy(drafts, ({ subject }) => subject);
  const parts = [...groups].map(([subject, members]): TemplatePart => {
    const sorted = sortedBy(members, ({ key }) => names.id(key));
    const after = sorted.flatMap(({ needs }) => needs.flatMap((need) => byAlarm.get(need)?.subject ?? []));
    return {
      subject,
      resources: new Map(sorted.map((draft) => [names.id(draft.key), resourceOf(draft, names, byAlarm)])),
      origins: new Map(sorted.map((draft) => [names.id(draft.key), draft.origin])),
      parameters,
      after: [...new Set(after)].filter((each) => each !== subject).toSorted(compareStrings),
    };
  });
  const { files } = renderTemplates(
    sortedBy(parts, ({ subject }) => subject),
    { project: plan.project, environment: plan.environment.name, stack: prefixOf(plan) },
  );
  return { files, notes: renamings(drafts, alarms) };
}

/** Logical ids are within one stack: the environment adds nothing. */
function withoutPrefix(plan: Plan, key: string): string {
  const prefix = `${prefixOf(plan)}-`;
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}

function resourceOf(draft: Draft, names: Names, byAlarm: ReadonlyMap<string, Draft>): Resource {
  const resource = draft.make(names);
  const needs = draft.needs.flatMap((need) => byAlarm.get(need)?.key ?? []).map(names.id);
  return needs.length === 0 ? resource : { ...resource, DependsOn: [...new Set(needs)].toSorted() };
}

function renamings(drafts: readonly Draft[], alarms: AlarmNames): Diagnostic[] {
  return drafts.flatMap(({ alarm, origin }) => {
    const name = alarm === undefined ? undefined : alarms.get(alarm);
    return alarm === undefined || name?.renamed === undefined
      ? []
      : [renamedNote(name, alarm, origin, 'the alarm')];
  });
}
