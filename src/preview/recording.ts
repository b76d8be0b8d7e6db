import { z } from 'zod';

const LABELS = z.record(z.string(), z.string());
const SAMPLE = z.tuple([z.number(), z.string()]);
const HISTOGRAM = z.tuple([
  z.number(),
  z.looseObject({ count: z.string(), sum: z.string(), buckets: z.array(z.array(z.unknown())).optional() }),
]);

/** What Prometheus answered: its data as it came, or its complaint. */
const ANSWER = z.union([
  z.strictObject({
    data: z.union([
      z.strictObject({
        resultType: z.literal('matrix'),
        result: z.array(
          z.strictObject({
            metric: LABELS,
            values: z.array(SAMPLE).optional(),
            histograms: z.array(HISTOGRAM).optional(),
          }),
        ),
      }),
      z.strictObject({
        resultType: z.literal('vector'),
        result: z.array(
          z.strictObject({ metric: LABELS, value: SAMPLE.optional(), histogram: HISTOGRAM.optional() }),
        ),
      }),
      z.strictObject({ resultType: z.enum(['scalar', 'string']), result: SAMPLE }),
      z.array(z.string()),
    ]),
    warnings: z.array(z.string()).optional(),
  }),
  z.strictObject({ error: z.string() }),
]);

export const RECORDING_FORMAT = 'modelwatch-recording/1';

/** A file of `modelwatch preview --record`: all that a project's dashboards of one environment asked, with the answers. */
export const RECORDING = z.strictObject({
  format: z.literal(RECORDING_FORMAT),
  project: z.string(),
  environment: z.string(),
  /** Seconds since 1970. */
  startS: z.number(),
  endS: z.number(),
  /** The distance of samples that was asked for where no panel wants a larger one, in seconds. */
  stepS: z.number().positive(),
  answers: z.record(z.string(), ANSWER),
});

export type Answer = z.infer<typeof ANSWER>;
/** What a variable stands at; a list when several may be chosen. */
export type VariableValue = string | readonly string[];
export type Recording = z.infer<typeof RECORDING>;

/** Data of an answer, as far as it is known; undefined for what Prometheus does not say. Times are as they came. */
export function readData(data: unknown, warnings: unknown): Answer | undefined {
  const read = ANSWER.safeParse({
    data,
    ...(Array.isArray(warnings) && warnings.length > 0 && { warnings }),
  });
  return read.success ? read.data : undefined;
}
