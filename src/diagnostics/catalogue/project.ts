import type { CatalogueEntry } from './entry.ts';

/** What is reported about the Project object, and what it decides for everything. */
export const PROJECT_CODES: readonly CatalogueEntry[] = [
  {
    code: 'project/missing',
    title: 'no Project object',
    exit: 'invalid-spec',
    explain:
      'The Project says which files belong together and what is rendered. Without it nothing is. It stands in modelwatch.yaml at the root of the project; `modelwatch init` writes one.',
  },
  {
    code: 'project/no-targets',
    title: 'project that asks for no target',
    exit: 'invalid-spec',
    explain:
      'The Project has `targets` without any target in it. Nothing would be rendered, and what an earlier compile rendered would be taken away. Name the targets that are wanted, each with its options (`prometheus: {}`), or leave `targets` out to render everything.',
  },
  {
    code: 'project/several',
    title: 'more than one Project object',
    exit: 'invalid-spec',
    explain:
      'One folder is one project, so that its name, its channels and its output folder are clear. A second project goes into a folder of its own that the `include` of the first does not reach.',
  },
  {
    code: 'project/no-calendar-until',
    title: 'no end of the calendars',
    exit: 'invalid-spec',
    explain:
      'Holidays, maintenance windows and changes of daylight saving are rendered as dates. Output must not depend on the day on which it is rendered, or the same commit would give other bytes tomorrow, so the last day is written down: calendarUntil in the Project. Move it forward from time to time; nothing is muted or held after it.',
  },
  {
    code: 'project/no-owner',
    title: 'nobody was named for the monitoring itself',
    exit: 'finding',
    explain:
      'Alerts tell when rules fail to evaluate or notifications fail to be sent. They belong to the project, not to a model, and there are several teams, so the first one by name hears them. Name the right one under `owner` of the Project.',
  },
];
