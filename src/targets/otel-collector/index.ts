import type { Target } from '../target.ts';
import { capabilities } from './capabilities.ts';
import { lower } from './lower.ts';
import { TARGET_NAME } from './notes.ts';
import { type OtelCollectorOptions, zOtelCollectorOptions } from './options.ts';

/** Configurations of the OpenTelemetry Collector: an agent beside the models, and a gateway that samples and sends. */
export const otelCollectorTarget: Target<OtelCollectorOptions> = {
  name: TARGET_NAME,
  description: 'configurations of the OpenTelemetry Collector: an agent beside the models, and a gateway',
  options: zOtelCollectorOptions,
  capabilities,
  onlyWhenAsked: true,
  lower,
};
