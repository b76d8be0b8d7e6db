import type { Convention } from './convention.ts';

/** Metrics that SageMaker itself publishes of an endpoint, in CloudWatch. ModelLatency is in microseconds. */
export const sagemaker: Convention = {
  name: 'sagemaker',
  version: '2026-03',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  server: 'SageMaker',
  roles: {
    latency: {
      name: 'ModelLatency',
      instrument: 'histogram',
      unit: 'microseconds',
      emitter: 'service',
      cloudwatch: { name: 'ModelLatency', namespace: 'AWS/SageMaker', unit: 'Microseconds' },
    },
    requests: {
      name: 'Invocations',
      instrument: 'counter',
      unit: 'none',
      emitter: 'service',
      includesErrors: true,
      cloudwatch: { name: 'Invocations', namespace: 'AWS/SageMaker' },
    },
    errors: {
      name: 'Invocation5XXErrors',
      instrument: 'counter',
      unit: 'none',
      emitter: 'service',
      cloudwatch: { name: 'Invocation5XXErrors', namespace: 'AWS/SageMaker' },
    },
    overhead: {
      name: 'OverheadLatency',
      instrument: 'histogram',
      unit: 'microseconds',
      emitter: 'service',
      cloudwatch: { name: 'OverheadLatency', namespace: 'AWS/SageMaker', unit: 'Microseconds' },
    },
    cpu: {
      name: 'CPUUtilization',
      instrument: 'gauge',
      unit: 'percent',
      emitter: 'service',
      cloudwatch: { name: 'CPUUtilization', namespace: '/aws/sagemaker/Endpoints', unit: 'Percent' },
    },
    memory: {
      name: 'MemoryUtilization',
      instrument: 'gauge',
      unit: 'percent',
      emitter: 'service',
      cloudwatch: { name: 'MemoryUtilization', namespace: '/aws/sagemaker/Endpoints', unit: 'Percent' },
    },
    gpu: {
      name: 'GPUUtilization',
      instrument: 'gauge',
      unit: 'percent',
      emitter: 'service',
      cloudwatch: { name: 'GPUUtilization', namespace: '/aws/sagemaker/Endpoints', unit: 'Percent' },
    },
  },
};
