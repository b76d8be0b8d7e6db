import type { Call, Module } from './module.ts';

const NONE = { success: [], fallback: [], timeout: [], error: [] };

/** A call of which nothing is emitted. */
export const EMPTY_CALL: Call = {
  counts: NONE,
  durations: NONE,
  segments: [],
  hasVersion: false,
  hasClass: false,
  hasFallback: false,
};

/** Whether a time-out shows otherwise than any other failure. */
export function hasTimeoutOfItsOwn({ counts, durations }: Call): boolean {
  return (
    JSON.stringify([counts.timeout, durations.timeout]) !== JSON.stringify([counts.error, durations.error])
  );
}

/** An attribute of a span: a text, or the version that predicts. */
export interface SpanAttribute {
  readonly key: string;
  readonly value: 'version' | { readonly text: string };
}

/** The span of a call. Calls that generate text have names of OpenTelemetry's conventions for them; for others it has none. */
export function spanOf({ call, instrumentation: { isGenerative, model } }: Module): {
  readonly name: string;
  readonly attributes: readonly SpanAttribute[];
} {
  const version = (key: string): SpanAttribute[] => (call?.hasVersion ? [{ key, value: 'version' }] : []);
  return isGenerative
    ? {
        name: `chat ${model}`,
        attributes: [
          { key: 'gen_ai.operation.name', value: { text: 'chat' } },
          { key: 'gen_ai.request.model', value: { text: model } },
          ...version('gen_ai.response.model'),
        ],
      }
    : {
        name: `predict ${model}`,
        attributes: [
          { key: 'modelwatch.model', value: { text: model } },
          ...version('modelwatch.model_version'),
        ],
      };
}
