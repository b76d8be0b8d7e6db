import { z } from 'zod';

const PLUGIN = z.looseObject({ kind: z.string(), spec: z.looseObject({}).default({}) });

const DISPLAY = z.looseObject({ name: z.string().optional(), description: z.string().optional() });

const VARIABLE = z.looseObject({
  kind: z.string(),
  spec: z.looseObject({
    name: z.string(),
    display: DISPLAY.optional(),
    // Of a text.
    value: z.string().optional(),
    // Of a list.
    defaultValue: z.union([z.string(), z.array(z.string())]).optional(),
    allowAllValue: z.boolean().optional(),
    allowMultiple: z.boolean().optional(),
    customAllValue: z.string().optional(),
    capturingRegexp: z.string().optional(),
    sort: z.string().optional(),
    plugin: PLUGIN.optional(),
  }),
});

const PANEL = z.looseObject({
  kind: z.string(),
  spec: z.looseObject({
    display: DISPLAY.optional(),
    plugin: PLUGIN,
    queries: z
      .array(z.looseObject({ kind: z.string(), spec: z.looseObject({ plugin: PLUGIN }) }))
      .default([]),
  }),
});

const LAYOUT = z.looseObject({
  kind: z.string(),
  spec: z.looseObject({
    display: z.looseObject({ title: z.string().optional() }).optional(),
    items: z.array(z.looseObject({ content: z.looseObject({ $ref: z.string() }) })).default([]),
  }),
});

/** A Perses dashboard (https://perses.dev), as far as a preview looks into it; what it does not know it keeps. */
export const DASHBOARD = z.looseObject({
  kind: z.literal('Dashboard'),
  metadata: z.looseObject({ name: z.string(), project: z.string().optional() }),
  spec: z.looseObject({
    display: DISPLAY.optional(),
    duration: z.string().optional(),
    variables: z.array(VARIABLE).default([]),
    panels: z.record(z.string(), PANEL).default({}),
    layouts: z.array(LAYOUT).default([]),
    datasources: z.record(z.string(), z.looseObject({})).optional(),
  }),
});

export type Dashboard = z.infer<typeof DASHBOARD>;
export type Panel = z.infer<typeof PANEL>;
export type Variable = z.infer<typeof VARIABLE>;

/** How people call a dashboard. */
export function titleOf({ metadata, spec }: Dashboard): string {
  return spec.display?.name ?? metadata.name;
}
