import { proseTemplate } from './prose.ts';

/** Texts of alerts on quality in segments, and on the job that evaluates quality. None of them names a value of a segment. */
export const QUALITY_PROSE = {
  segment: proseTemplate<{
    title: string;
    metric: string;
    subject: string;
    segment: string;
    value: string;
    side: string;
    typical: string;
  }>(
    '{{title}}: {{metric}} of {{subject}} is {{value}} in a part of the segment {{segment}}, {{side}} than chance explains; {{typical}} is typical',
  ),
  fairness: proseTemplate<{
    metric: string;
    subject: string;
    segment: string;
    value: string;
    limit: string;
  }>(
    '{{subject}}: {{metric}} differs by a factor of {{value}} within the segment {{segment}}; allowed are {{limit}}',
  ),
  stale: proseTemplate<{ subject: string; value: string; every: string }>(
    '{{subject}}: its quality was last evaluated {{value}} ago; it should be every {{every}}',
  ),
  neverRan: proseTemplate<{ subject: string; hold: string }>(
    '{{subject}}: nothing has been heard of the evaluation of its quality for {{hold}}',
  ),
  tooFewSamples: proseTemplate<{ subject: string; metrics: string }>(
    '{{subject}}: too few labelled predictions to tell its quality ({{metrics}})',
  ),
  immature: proseTemplate<{ subject: string; metrics: string; value: string }>(
    '{{subject}}: only {{value}} of the labels have come in that its quality is told by ({{metrics}})',
  ),
} as const;
