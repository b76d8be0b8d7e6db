import { proseTemplate } from './prose.ts';

/** Texts of alerts that compare a value with its own past, with another version, or with a budget. */
export const MONITOR_PROSE = {
  unusual: proseTemplate<{ title: string; what: string; value: string; bound: string }>(
    '{{title}}: {{what}} is {{value}}, {{bound}}',
  ),
  noHistory: proseTemplate<{ title: string; what: string; past: string; hold: string }>(
    '{{title}}: {{what}} has had no history for {{hold}}, so nothing compares it with {{past}}',
  ),
  noValue: proseTemplate<{ title: string; what: string; hold: string }>(
    '{{title}}: {{what}} has had no value for {{hold}}',
  ),
} as const;
