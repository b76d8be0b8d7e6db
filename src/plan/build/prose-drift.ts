import { proseTemplate } from './prose.ts';

/** Texts of alerts on drift, on checks of features and on the job that finds both. */
export const DRIFT_PROSE = {
  part: proseTemplate<{ title: string; subject: string; what: string; baseline: string; level: string }>(
    '{{title}}: {{what}} of {{subject}} {{level}} {{baseline}}',
  ),
  share: proseTemplate<{ title: string; subject: string; value: string; limit: string; baseline: string }>(
    '{{title}}: {{value}} of the features of {{subject}} have drifted from {{baseline}}; {{limit}} or more are too many',
  ),
  stale: proseTemplate<{ title: string; subject: string; value: string; every: string }>(
    '{{title}}: the drift job of {{subject}} last came to its end {{value}} ago; it should every {{every}}',
  ),
  neverRan: proseTemplate<{ title: string; subject: string; hold: string }>(
    '{{title}}: nothing has been heard of the drift job of {{subject}} for {{hold}}',
  ),
  tooFewRows: proseTemplate<{ title: string; subject: string; value: string; least: string }>(
    '{{title}}: the last run of the drift job of {{subject}} had {{value}} rows; with fewer than {{least}} it decides nothing',
  ),
  budgetLow: proseTemplate<{ title: string; subject: string; value: string; period: string }>(
    '{{title}}: {{subject}} has {{value}} of its {{period}} drift budget left',
  ),
  budget: proseTemplate<{ period: string; runs: string; slice: string }>(
    '{{period}} drift budget: {{runs}} slices of {{slice}} with drift',
  ),
  action: proseTemplate<{ title: string; subject: string; what: string; runs: string; action: string }>(
    '{{title}}: {{what}} of {{subject}} drifted in {{runs}}; {{action}} is triggered',
  ),
  checks: proseTemplate<{ subject: string; checks: string }>(
    '{{subject}}: the data break what is expected of them ({{checks}})',
  ),
  checksAbsent: proseTemplate<{ subject: string; hold: string }>(
    '{{subject}}: no check of its features has been heard of for {{hold}}',
  ),
} as const;
