import { z } from 'zod';
import { expects } from '../expectation.ts';

/** A role of the model's metric mapping. */
export const zRole = z
  .string(expects("a role of the model's metrics"))
  .regex(/^[a-z][A-Za-z0-9]{0,62}$/, expects('a role such as errors or timeToFirstToken'))
  .meta({ description: "A role of the model's metrics: latency, requests, errors …" });
