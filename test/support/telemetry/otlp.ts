import { randomBytes } from 'node:crypto';

/** OTLP as JSON over HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp */

/** A value of an attribute: a text, or a map. */
export type Value = string | number | { readonly [key: string]: Value };

/** A span in a trace of its own. */
export interface TestSpan {
  readonly service: string;
  readonly name: string;
  readonly durationMs: number;
  readonly isFailed?: boolean;
  readonly attributes?: Readonly<Record<string, Value>>;
  readonly resource?: Readonly<Record<string, Value>>;
  /** Of an event of the span. */
  readonly eventAttributes?: Readonly<Record<string, Value>>;
  readonly statusMessage?: string;
}

/** Sends traces, one a span, in requests of a hundred. Returns their ids. Throws if they are not taken. */
export async function sendTraces(url: string, spans: readonly TestSpan[]): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < spans.length; from += 100) {
    const made = spans.slice(from, from + 100).map(resourceSpans);
    ids.push(...made.map(({ traceId }) => traceId));
    await post(`${url}/v1/traces`, { resourceSpans: made.map(({ data }) => data) });
  }
  return ids;
}

/** Sends log records with these bodies, in one request. Throws if they are not taken. */
export async function sendLogs(
  url: string,
  service: string,
  bodies: readonly Value[],
  attributes: Readonly<Record<string, Value>> = {},
): Promise<void> {
  const now = `${Date.now()}000000`;
  const logRecords = bodies.map((body) => ({
    timeUnixNano: now,
    observedTimeUnixNano: now,
    severityText: 'INFO',
    severityNumber: 9,
    body: anyValue(body),
    attributes: keyValues(attributes),
  }));
  await post(`${url}/v1/logs`, {
    resourceLogs: [
      {
        resource: { attributes: keyValues({ 'service.name': service }) },
        scopeLogs: [{ scope: {}, logRecords }],
      },
    ],
  });
}

/** Sends one cumulative counter. Throws if it is not taken. */
export async function sendCounter(
  url: string,
  service: string,
  name: string,
  value: number,
  attributes: Readonly<Record<string, Value>>,
): Promise<void> {
  const now = Date.now();
  await post(`${url}/v1/metrics`, {
    resourceMetrics: [
      {
        resource: { attributes: keyValues({ 'service.name': service }) },
        scopeMetrics: [
          {
            scope: {},
            metrics: [
              {
                name,
                sum: {
                  aggregationTemporality: 2,
                  isMonotonic: true,
                  dataPoints: [
                    {
                      startTimeUnixNano: `${now - 60_000}000000`,
                      timeUnixNano: `${now}000000`,
                      asDouble: value,
                      attributes: keyValues(attributes),
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  });
}

function resourceSpans(span: TestSpan): { traceId: string; data: unknown } {
  const traceId = randomBytes(16).toString('hex');
  const start = BigInt(Date.now() - 10_000) * 1_000_000n;
  const end = start + BigInt(Math.round(span.durationMs * 1e6));
  const data = {
    resource: { attributes: keyValues({ 'service.name': span.service, ...span.resource }) },
    scopeSpans: [
      {
        scope: { name: 'test' },
        spans: [
          {
            traceId,
            spanId: randomBytes(8).toString('hex'),
            name: span.name,
            kind: 2,
            startTimeUnixNano: String(start),
            endTimeUnixNano: String(end),
            attributes: keyValues(span.attributes ?? {}),
            status: {
              code: span.isFailed === true ? 2 : 1,
              ...(span.statusMessage !== undefined && { message: span.statusMessage }),
            },
            events: span.eventAttributes
              ? [{ timeUnixNano: String(end), name: 'note', attributes: keyValues(span.eventAttributes) }]
              : [],
          },
        ],
      },
    ],
  };
  return { traceId, data };
}

function keyValues(values: Readonly<Record<string, Value>>): unknown[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: Value): unknown {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { doubleValue: value };
  return { kvlistValue: { values: keyValues(value) } };
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`);
}
