/**
 * What a dashboard asks Prometheus: the same words in a recording, in the command that makes one, and in the page that is
 * drawn from it. The time range is no part of it: a recording has one range.
 */
export type Question =
  | { readonly ask: 'range'; readonly query: string; readonly stepS: number }
  | { readonly ask: 'instant'; readonly query: string }
  | { readonly ask: 'labelValues'; readonly label: string; readonly match: readonly string[] }
  | { readonly ask: 'labelNames'; readonly match: readonly string[] };

/** One line that is equal for equal questions: white space outside of strings and the order of matchers do not count. */
export function questionKey(question: Question): string {
  switch (question.ask) {
    case 'range':
      return `range ${question.stepS} ${normalQuery(question.query)}`;
    case 'instant':
      return `instant ${normalQuery(question.query)}`;
    case 'labelValues':
      return `labelValues ${question.label} ${matchers(question.match)}`;
    case 'labelNames':
      return `labelNames ${matchers(question.match)}`;
  }
}

function matchers(match: readonly string[]): string {
  return JSON.stringify(match.map(normalQuery).toSorted());
}

/** A query without comments and with single spaces, its strings as they are. */
export function normalQuery(query: string): string {
  return query
    .replace(
      /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)|(?:#[^\n]*|\s)+/g,
      (_, string?: string) => string ?? ' ',
    )
    .trim();
}

/**
 * The question of a request to Prometheus' API; undefined for other requests. `path` is what follows the server's own URL,
 * `parameters` those of the URL and of a form in the body.
 */
export function questionOf(path: string, parameters: URLSearchParams): Question | undefined {
  const query = parameters.get('query') ?? '';
  if (path === '/api/v1/query_range') return { ask: 'range', query, stepS: Number(parameters.get('step')) };
  if (path === '/api/v1/query') return { ask: 'instant', query };
  const match = parameters.getAll('match[]');
  if (path === '/api/v1/labels') return { ask: 'labelNames', match };
  const [, label] = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path) ?? [];
  return label === undefined ? undefined : { ask: 'labelValues', label: decodeURIComponent(label), match };
}
