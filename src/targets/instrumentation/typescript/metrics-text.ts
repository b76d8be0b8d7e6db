/** The class that has all metrics, in the language of templates. */
export const METRICS = `{{#if run}}

/** A run that is under way; see \`Metrics.run\`. */
export class Run {
  /** @internal */
  scored: number | undefined;

  /** Tells how many rows were scored; of several calls the last one counts. */
  rows(rows: number): void {
    this.scored = rows;
  }
}
{{/if}}

/** The metrics of {{model}} in a registry. To be made once; made again, it records into the same metrics. */
export class Metrics {
{{#each families}}
  /** @internal */
  readonly {{field}}: Family<{{type}}>;
{{/each}}

  constructor(registry: AnyRegistry = register) {
{{#each families}}
    this.{{field}} = {{code}};
{{/each}}
  }
{{#if call}}

  /** A prediction, or a batch, that is ended by hand. Its span is not the current one. */
  start(options: PredictionOptions): Prediction {
    return new Prediction(this, options);
  }

  /**
   * Runs one prediction, or a batch of \`size\`, and gives what it returns, now or as a promise. It takes the time, and counts a
   * failure by its reason when it throws. \`result\` of its argument tells what was predicted.
   */
  prediction<T>(options: PredictionOptions, predict: (prediction: Prediction) => T): T {
    const prediction = this.start(options);
    const run = (): T => {
      let returned: T;
      try {
        returned = predict(prediction);
      } catch (error) {
        prediction.end(error ?? new Error('unknown'));
        throw error;
      }
      if (!isPromise(returned)) {
        prediction.end();
        return returned;
      }
      return returned.then(
        (value) => {
          prediction.end();
          return value;
        },
        (error: unknown) => {
          prediction.end(error ?? new Error('unknown'));
          throw error;
        },
      ) as T;
    };
    const { span } = prediction;
    if (openTelemetry === undefined || span === undefined) return run();
    const { context, trace } = openTelemetry;
    return context.with(trace.setSpan(context.active(), span), run);
  }

  /**
   * A function that predicts, monitored. \`describe\` makes of what it returns, or of what its promise gives, what is told: one
   * result, or for a batch one for each of its predictions. \`size\` may be a function of the arguments.
   */
  monitor<Arguments extends unknown[], Returned>(
    options: Omit<PredictionOptions, 'size'> & {
      readonly size?: number | ((...args: Arguments) => number);
      readonly describe?: (returned: Awaited<Returned>) => Result | readonly Result[] | undefined;
    },
    predict: (...args: Arguments) => Returned,
  ): (...args: Arguments) => Returned {
    const { describe, size, ...others } = options;
    const tell = (prediction: Prediction, returned: Awaited<Returned>): void =>
      guarded(() => {
        const told = describe?.(returned) ?? [];
        for (const result of Array.isArray(told) ? (told as readonly Result[]) : [told as Result]) prediction.result(result);
      });
    const sizeOf = (args: Arguments): number => {
      try {
        return typeof size === 'function' ? size(...args) : (size ?? 1);
      } catch (error) {
        complain(error);
        return 1;
      }
    };
    return (...args) =>
      this.prediction({ ...others, size: sizeOf(args) }, (prediction) => {
        const returned = predict(...args);
        if (!isPromise(returned)) {
          tell(prediction, returned as Awaited<Returned>);
          return returned;
        }
        return returned.then((value) => {
          tell(prediction, value as Awaited<Returned>);
          return value;
        }) as Returned;
      });
  }
{{/if}}
{{#if run}}

  /** Runs one run. What it sets, it sets when the run comes to its end; a run that throws changes nothing. */
  async run<T>(work: (run: Run) => T | Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const run = new Run();
    const returned = await work(run);
    guarded(() => {
      const seconds = (performance.now() - startedAt) / 1000;
      const metrics = this;
{{#each runRows}}
      if (run.scored !== undefined) {{code}}
{{/each}}
{{#each runEnd}}
      {{code}}
{{else}}
      void seconds;
{{/each}}
    });
    return returned;
  }
{{/if}}
{{#each functions}}

  /** {{documentation}} */
  {{name}}({{parameters}}): void {
    guarded(() => {
      {{code}}
    });
  }
{{/each}}
}
`;
