/** What modules of all models have in common: bounded labels, registration, reasons. Text of TypeScript. */
export const RUNTIME = `
/** Stands for every value that a label does not tell apart. */
export const OTHER = 'other';

/** The reason of failures by time-out. */
export const TIMEOUT = 'timeout';

/** Now, as metrics tell it. */
export function unixSeconds(): number {
  return Date.now() / 1000;
}

type Labels = Record<string, string>;
type AnyRegistry = Registry | Registry<OpenMetricsContentType>;

/** The values that a label may have: the allowed ones, or else the first so many that come. */
class Values {
  private readonly known: Set<string>;
  private room: number;

  constructor(allowed: readonly string[], most: number) {
    this.known = new Set(['', OTHER, ...allowed]);
    this.room = allowed.length > 0 ? 0 : most;
  }

  /** The value as text, or "other". */
  bound(value: string): string {
    const text = String(value);
    if (this.known.has(text)) return text;
    if (this.room === 0) return OTHER;
    this.room -= 1;
    this.known.add(text);
    return text;
  }
}

/** A metric and the label sets of its series, so that a prediction need not make them anew. */
class Family<M> {
  private made: M | undefined;
  private readonly sets = new Map<string, Labels>();

  constructor(
    private readonly make: () => M,
    private readonly names: readonly string[],
    private readonly values: readonly Values[],
    private readonly fixed: Labels,
    lazy: boolean,
  ) {
    // A gauge without labels would tell 0 before anything is known.
    if (!lazy) this.made = make();
  }

  get metric(): M {
    this.made ??= this.make();
    return this.made;
  }

  /** The labels with these values, each within the bounds of its label. */
  labels(...key: readonly string[]): Labels {
    return this.sets.get(key.join('\\u0000')) ?? this.bounded(key);
  }

  private bounded(key: readonly string[]): Labels {
    const bounded = key.map((value, index) => this.values[index]?.bound(value) ?? OTHER);
    const joined = bounded.join('\\u0000');
    const known = this.sets.get(joined);
    if (known !== undefined) return known;
    const labels: Labels = { ...this.fixed };
    for (const [index, name] of this.names.entries()) labels[name] = bounded[index] ?? OTHER;
    this.sets.set(joined, labels);
    return labels;
  }
}

const shapes = new WeakMap<object, string>();

/** The metric of that name in the registry. One that this module, or one like it, has made there before is taken again. */
function registered<M extends object>(registry: AnyRegistry, name: string, shape: string, make: () => M): M {
  const known = registry.getSingleMetric(name) as M | undefined;
  if (known === undefined) {
    const made = make();
    shapes.set(made, shape);
    return made;
  }
  if ((shapes.get(known) ?? shapeOf(known)) === shape) return known;
  throw new Error(
    \`\${name} is registered already, with other labels or buckets. Remove the other metric, or give this model a registry of its own: new Metrics(new Registry())\`,
  );
}

/** What tells whether two metrics of a name are the same: another copy of this module knows nothing of our map. */
function shapeOf(metric: object): string {
  const { type, labelNames, upperBounds } = metric as {
    type?: string;
    labelNames?: readonly string[];
    upperBounds?: readonly number[];
  };
  return JSON.stringify([type, labelNames ?? [], upperBounds ?? []]);
}

/** Why a prediction failed, for the label: "timeout", "cancelled", or the name of the error. */
export function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : 'unknown';
  if (/Timeout|DeadlineExceeded/.test(name)) return TIMEOUT;
  if (name === 'AbortError') return 'cancelled';
  // A class of one's own says more than the name that it has inherited.
  return name === 'Error' && error instanceof Error ? error.constructor.name : name;
}

let complained = false;

/** Tells of the first error in recording; the prediction goes on. */
function complain(error: unknown): void {
  if (complained) return;
  complained = true;
  console.error('a metric could not be recorded; further errors of this kind are not told', error);
}

function guarded(record: () => void): void {
  try {
    record();
  } catch (error) {
    complain(error);
  }
}
`;

export const TRACING = `
function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
/** Only samples of a registry for OpenMetrics can have exemplars: see its setContentType. */
function hasExemplars(registry: AnyRegistry): boolean {
  return /\\bopenmetrics-text\\b/.test(registry.contentType);
}

function observe(histogram: Histogram, labels: Labels, value: number, exemplarLabels: Labels): void {
  const { enableExemplars } = histogram as { enableExemplars?: boolean };
  if (enableExemplars === true) histogram.observe({ labels, value, exemplarLabels });
  else histogram.observe(labels, value);
}

/** What this module uses of @opentelemetry/api, which need not be installed. */
interface Span {
  isRecording(): boolean;
  spanContext(): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number };
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { readonly code: number }): unknown;
  recordException(error: Error): void;
  end(): void;
}
interface OpenTelemetry {
  readonly trace: {
    getTracer(name: string): { startSpan(name: string, options: object): Span };
    setSpan(context: object, span: Span): object;
  };
  readonly context: { active(): object; with<T>(context: object, run: () => T): T };
}

const STATUS_ERROR = 2;
const SAMPLED = 1;

let openTelemetry: OpenTelemetry | undefined;
const apiName: string = '@opentelemetry/api';

/** Resolves once it is known whether there are traces. Predictions before have no spans. */
export const tracingReady: Promise<void> = import(apiName).then(
  (api: OpenTelemetry & { readonly default?: OpenTelemetry }) => {
    openTelemetry = api.trace === undefined ? api.default : api;
  },
  () => undefined,
);

/** The ids of a span that is kept, for the sample that it belongs to. */
function exemplarOf(span: Span | undefined): Labels {
  if (span === undefined || !span.isRecording()) return {};
  const { traceId, spanId, traceFlags } = span.spanContext();
  return (traceFlags & SAMPLED) === 0 ? {} : { trace_id: traceId, span_id: spanId };
}
`;
