/** The classes of a prediction under way and of its results, in the language of templates. */
export const PREDICTION = `{{#if call}}

/** What is told of one prediction. */
export interface Result {
{{#each resultFields}}
  readonly {{name}}?: {{type}} | undefined;
{{/each}}
}

export interface PredictionOptions {
{{#each optionFields}}
  readonly {{name}}{{type}};
{{/each}}
  /** Predictions of a batch; 1 by default. */
  readonly size?: number | undefined;
}

/** A prediction that is under way, or a batch of them; see \`Metrics.prediction\` and \`Metrics.start\`. */
export class Prediction {
  private readonly startedAt = performance.now();
  private results: Result[] = [];
  private reason: string | undefined;
  private isEnded = false;
{{#if fallback}}
  private isFallback = false;
{{/if}}
{{#if firstToken}}
  private firstTokenAt: number | undefined;
{{/if}}
{{#if tokens}}
  private input: number | undefined;
  private output: number | undefined;
{{/if}}
  /** @internal */
  readonly span: Span | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly options: PredictionOptions,
  ) {
    this.span = this.startSpan();
  }

  /** Tells of one prediction: of a batch, one after the other. Those that are not told of are counted without. */
  result(result: Result): void {
    this.results.push(result);
  }

  /** Counts what is under way as failed, for a reason in few words; for failures that throw nothing. */
  failed(reason: string): void {
    this.reason = reason;
  }
{{#if fallback}}

  /** Counts what is under way as answered by the fallback. */
  fallback(): void {
    this.isFallback = true;
  }
{{/if}}
{{#if firstToken}}

  /** Marks the moment at which the first token of the answer is there; later calls change nothing. */
  firstToken(): void {
    this.firstTokenAt ??= performance.now();
  }
{{/if}}
{{#if tokens}}

  /** Tells how many tokens the request and the answer have. */
  tokens({ input, output }: { readonly input?: number; readonly output?: number }): void {
    this.input = input ?? this.input;
    this.output = output ?? this.output;
  }
{{/if}}

  /** Records it. Without an error it has succeeded, unless \`failed\` was called. A second end changes nothing. */
  end(error?: unknown): void {
    if (this.isEnded) return;
    this.isEnded = true;
    const seconds = (performance.now() - this.startedAt) / 1000;
    guarded(() => {
      if (error !== undefined) this.reason = reasonOf(error);
      this.record(seconds, exemplarOf(this.span));
    });
    guarded(() => this.endSpan(error));
  }

  private startSpan(): Span | undefined {
    try {
      return openTelemetry?.trace.getTracer('modelwatch').startSpan({{spanName}}, { attributes: {{attributes}} });
    } catch (error) {
      complain(error);
      return undefined;
    }
  }

  private endSpan(error: unknown): void {
    const { span } = this;
    if (span === undefined) return;
{{#if tokens}}
    if (this.input !== undefined) span.setAttribute('gen_ai.usage.input_tokens', this.input);
    if (this.output !== undefined) span.setAttribute('gen_ai.usage.output_tokens', this.output);
{{/if}}
    if (this.reason !== undefined) {
      span.setAttribute('error.type', error instanceof Error ? error.name : this.reason);
      span.setStatus({ code: STATUS_ERROR });
      if (error instanceof Error) span.recordException(error);
    }
    span.end();
  }

  private record(seconds: number, exemplarLabels: Labels): void {
    const { metrics, options, reason } = this;
    const size = options.size ?? 1;
    if (reason !== undefined) {
{{#if hasTimeout}}
      if (reason === TIMEOUT) {
{{#each timeout}}
        {{code}}
{{/each}}
        return;
      }
{{/if}}
{{#each error}}
      {{code}}
{{/each}}
      return;
    }
{{#if fallback}}
    if (this.isFallback) {
{{#each fallbackDurations}}
      {{code}}
{{/each}}
    } else {
{{#each successDurations}}
      {{code}}
{{/each}}
    }
{{else}}
{{#each successDurations}}
    {{code}}
{{/each}}
{{/if}}
{{#each answerLines}}
    {{code}}
{{/each}}
    for (const result of this.results) this.count(result, 1);
    if (this.results.length < size) this.count({}, size - this.results.length);
  }

  private count(result: Result, amount: number): void {
    const { metrics, options } = this;
{{#if fallback}}
    if (this.isFallback) {
{{#each fallbackCounts}}
      {{code}}
{{/each}}
    } else {
{{#each successCounts}}
      {{code}}
{{/each}}
    }
{{else}}
{{#each successCounts}}
    {{code}}
{{/each}}
{{/if}}
{{#each resultLines}}
    {{code}}
{{/each}}
  }
}
{{/if}}
`;
