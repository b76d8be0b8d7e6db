import { z } from 'zod';
import { expects, strictObject } from '../../spec/expectation.ts';
import { zName } from '../../spec/names.ts';

const zImage = z
  .string(expects('a container image'))
  .regex(/^[a-z0-9][a-z0-9._/:@-]{0,255}$/i, expects('a container image such as registry/name:tag'))
  .optional()
  .meta({
    description:
      "Image of the collector; by default the project's own image with all components, of the same version.",
  });

/** `Project.spec.targets.otelCollector`. */
export const zOtelCollectorOptions = strictObject({
  kubernetes: strictObject({
    namespace: zName.default('monitoring').meta({ description: 'Namespace of all objects.' }),
    image: zImage,
    secret: zName
      .default('otel-collector')
      .meta({ description: 'Secret with the environment variables that the sinks refer to.' }),
    storage: z
      .string(expects('an amount of storage'))
      .regex(/^[1-9]\d{0,5}(?:Mi|Gi|Ti)$/, expects('an amount such as 10Gi'))
      .default('10Gi')
      .meta({ description: "Size of the volume for the gateway's queues." }),
  })
    .optional()
    .meta({ description: 'Also write manifests for Kubernetes.' }),
  compose: strictObject({ image: zImage })
    .optional()
    .meta({ description: 'Also write a file for Docker Compose.' }),
  layout: z
    .enum(['readable', 'compact'], expects('readable or compact'))
    .default('readable')
    .meta({ description: 'compact writes the configurations as JSON on one line, which is YAML too.' }),
});
export type OtelCollectorOptions = z.output<typeof zOtelCollectorOptions>;
