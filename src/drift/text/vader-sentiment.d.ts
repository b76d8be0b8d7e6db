/** What is used of the package, which has no types of its own. */
declare module 'vader-sentiment' {
  /** A CommonJS module: an import has all of it under `default` only. */
  const vader: {
    readonly SentimentIntensityAnalyzer: {
      /** `compound` is −1 to 1. */
      polarity_scores(text: string): { readonly compound: number };
    };
  };
  export default vader;
}
