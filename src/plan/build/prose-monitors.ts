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
  worse: proseTemplate<{
    title: string;
    subject: string;
    what: string;
    left: string;
    right: string;
    value: string;
    tolerance: string;
    direction: string;
  }>(
    '{{title}}: {{what}} of {{subject}} is {{value}} in {{left}}, more than {{tolerance}} {{direction}} {{right}}',
  ),
  together: proseTemplate<{ title: string; subject: string; what: string }>(
    '{{title}}: of {{subject}}, {{what}}',
  ),
  cost: proseTemplate<{
    title: string;
    subject: string;
    over: string;
    forecast: string;
    value: string;
    currency: string;
    limit: string;
    budget: string;
  }>(
    '{{title}}: at the pace of the last {{over}}, {{subject}} costs {{value}} {{currency}} in {{forecast}}, more than {{limit}}; the budget is {{budget}}',
  ),
  proxy: proseTemplate<{ subject: string; proxy: string; what: string; value: string; bounds: string }>(
    '{{subject}}: proxy {{proxy}}{{what}} is {{value}}; expected is {{bounds}}',
  ),
} as const;
