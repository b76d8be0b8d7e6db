import { z } from 'zod';
import { rows, seconds, share, text, zJobSchedule, zJobSegment } from './drift-job-parts.ts';

/** Whether a window holds predictions by when they were made, or by when they were labelled. */
export const WINDOWS_BY = ['event-time', 'label-arrival'] as const;

/** A metric of a model on matured labels, as the job evaluates it. */
export const zJobQualityMetric = z.strictObject({
  key: text.meta({ description: 'The label `metric`: precision@0.8.' }),
  metric: text.meta({ description: 'Its name: precision, wape, or one of a judge.' }),
  cut: z
    .number()
    .optional()
    .meta({ description: 'Score from which a prediction is positive, or the number of ranks that count.' }),
  judged: text
    .optional()
    .meta({ description: 'Column with the score that a judge gave; then the metric is its mean.' }),
  by: z.enum(WINDOWS_BY),
  everySeconds: seconds,
  windowSeconds: seconds,
  offsetSeconds: z.number().min(0).meta({ description: 'The window ends so long before the run.' }),
  minSamples: rows,
  minMatured: share,
  naive: text
    .optional()
    .meta({ description: 'The naive forecast that is measured besides: last-value, or seasonal-7d.' }),
});
export type JobQualityMetric = z.output<typeof zJobQualityMetric>;

/** The quality of a model: where its predictions and labels are, and what is measured on them. */
export const zJobQuality = z.strictObject({
  model: text,
  schedule: zJobSchedule,
  predictions: z.strictObject({
    source: text,
    column: text.meta({ description: 'Predicted class or value.' }),
    score: text.optional().meta({ description: 'Probability or score; ranks are by it.' }),
    group: text.optional().meta({ description: 'The same in all rows of one ranking.' }),
  }),
  labels: z.strictObject({
    source: text
      .optional()
      .meta({ description: 'Absent where the label is a column in the rows of the predictions.' }),
    column: text.optional().meta({ description: 'The label; absent where a judge gives metrics only.' }),
    key: z.array(text).meta({ description: 'Columns of both sources by which they are joined.' }),
    arrivedAt: text.optional().meta({
      description: 'Column with the time at which a label came in; absent: it is there when it is not null.',
    }),
    series: z
      .array(text)
      .optional()
      .meta({ description: 'Columns that tell the series of naive forecasts apart.' }),
  }),
  delaySeconds: seconds.optional().meta({ description: 'Nearly all labels have come so long after.' }),
  labelledShare: share.optional().meta({ description: 'Share of the predictions that are labelled at all.' }),
  classes: z
    .strictObject({
      positive: z
        .array(text)
        .meta({ description: 'What the positive class is called, in labels and predictions.' }),
      negative: z
        .array(text)
        .optional()
        .meta({ description: 'What the negative class is called; absent: anything else.' }),
    })
    .optional()
    .meta({ description: 'Absent where there are more than two classes, or none.' }),
  segments: z.array(zJobSegment),
  metrics: z.array(zJobQualityMetric),
});
export type JobQuality = z.output<typeof zJobQuality>;
