import { z } from 'zod';

// What entries of the plan file of the drift job are made of.

export const text = z.string().min(1);
export const seconds = z.number().positive();
export const rows = z.int().min(1);
export const share = z.number().min(0).max(1);

export const zJobSegment = z.strictObject({
  name: text,
  column: text,
  values: z.array(z.string()).optional(),
  top: rows.optional(),
});
export type JobSegment = z.output<typeof zJobSegment>;

export const zJobSchedule = z.strictObject({
  everySeconds: seconds,
  at: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional(),
  timezone: text,
});
export type JobSchedule = z.output<typeof zJobSchedule>;
