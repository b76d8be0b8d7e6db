import type { Origin } from '../../plan/origin.ts';
import type { Resource } from './template.ts';

/** What a resource needs of others, once everything has its name. */
export interface Names {
  /** Logical id of the resource with this key. */
  readonly id: (key: string) => string;
  /** Name of the alarm that wants this one. */
  readonly alarm: (wanted: string) => string;
}

/** A resource before names are given: names depend on all that there are. */
export interface Draft {
  /** Subject whose stack it belongs to: `model-fraud-detector`, or `SHARED`. */
  readonly subject: string;
  /** Unique; the logical id is made of it. */
  readonly key: string;
  /** The name it wants, if it is an alarm. */
  readonly alarm?: string;
  /** Alarms whose names it uses, as wanted: they must exist first. */
  readonly needs: readonly string[];
  readonly origin: Origin;
  make(names: Names): Resource;
}

/** Start of the names of everything of one environment: accounts and regions are shared. */
export function prefixOf(plan: {
  readonly project: string;
  readonly environment: { readonly name: string };
}): string {
  return `${plan.project}-${plan.environment.name}`;
}

/** Each key once: two levels or routes may need the same resource. */
export function distinctDrafts(drafts: readonly Draft[]): Draft[] {
  return [...new Map(drafts.map((draft) => [draft.key, draft])).values()];
}
