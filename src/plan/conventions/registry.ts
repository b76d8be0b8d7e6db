import type { METRIC_CONVENTIONS } from '../../spec/kinds/model.ts';
import { bentoml } from './bentoml.ts';
import type { Convention } from './convention.ts';
import { kserve } from './kserve.ts';
import { mlflowServing } from './mlflow-serving.ts';
import { otelGenai } from './otel-genai.ts';
import { prometheusClientMl } from './prometheus-client-ml.ts';
import { sagemaker } from './sagemaker.ts';
import { seldon } from './seldon.ts';
import { triton } from './triton.ts';
import { vllm } from './vllm.ts';

/** All metric conventions. A new one is a file here, a line in this list and its name in `METRIC_CONVENTIONS`. */
export const conventions: Readonly<Record<(typeof METRIC_CONVENTIONS)[number], Convention>> = {
  'prometheus-client-ml': prometheusClientMl,
  'otel-genai': otelGenai,
  vllm,
  kserve,
  seldon,
  triton,
  sagemaker,
  bentoml,
  'mlflow-serving': mlflowServing,
};
