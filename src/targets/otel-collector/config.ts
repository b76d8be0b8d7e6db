import type { Origin } from '../../plan/origin.ts';

export type Component = Readonly<Record<string, unknown>>;

/** A part of a configuration under its name, and which spec it comes from. */
export interface Part {
  /** `type` or `type/name`. */
  readonly id: string;
  readonly body: Component;
  readonly origin: Origin;
}

export interface Pipeline {
  /** `traces`, or `traces/name`. */
  readonly id: string;
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

/** A configuration of the collector: https://opentelemetry.io/docs/collector/configuration/ */
export interface CollectorConfig {
  readonly extensions: readonly Part[];
  readonly receivers: readonly Part[];
  readonly processors: readonly Part[];
  readonly connectors: readonly Part[];
  readonly exporters: readonly Part[];
  readonly pipelines: readonly Pipeline[];
  readonly ownMetrics: Component;
}

const SECTIONS = ['extensions', 'receivers', 'processors', 'connectors', 'exporters'] as const;

/** The configuration as it is printed. Parts that no pipeline uses are left out: the collector would start them for nothing. */
export function configData(config: CollectorConfig): Record<string, unknown> {
  const used = new Set(
    config.pipelines.flatMap(({ receivers, processors, exporters }) => [
      ...receivers,
      ...processors,
      ...exporters,
    ]),
  );
  const sections = SECTIONS.map((section) => {
    const parts =
      section === 'extensions' ? config[section] : config[section].filter(({ id }) => used.has(id));
    return [section, Object.fromEntries(parts.map(({ id, body }) => [id, body]))] as const;
  });
  return {
    ...Object.fromEntries(sections.filter(([, parts]) => Object.keys(parts).length > 0)),
    service: {
      extensions: config.extensions.map(({ id }) => id),
      telemetry: { metrics: config.ownMetrics },
      pipelines: Object.fromEntries(
        config.pipelines.map(({ id, receivers, processors, exporters }) => [
          id,
          { receivers, processors, exporters },
        ]),
      ),
    },
  };
}

/** Where each part comes from. */
export function configMarks(config: CollectorConfig, whole: Origin) {
  return [
    { pointer: [], origin: whole },
    ...SECTIONS.flatMap((section) =>
      config[section].map(({ id, origin }) => ({ pointer: [section, id], origin })),
    ),
  ];
}
