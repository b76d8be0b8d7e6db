import type { PageData } from '../../../src/preview/page-data.ts';
import { questionKey, questionOf } from '../../../src/preview/question.ts';

/** Where the data source of a recorded page seems to be; nothing is ever sent there. */
export const RECORDED_URL = 'http://recording.invalid';

type Recorded = Extract<PageData['source'], { readonly from: 'recording' }>;

/** A `fetch` that answers Prometheus' API from a recording, and whatever is not in it with an error that says so. */
export function recordedFetch({ answers }: Recorded): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const form = request.method === 'POST' ? await request.text() : '';
    const question = questionOf(
      url.pathname,
      new URLSearchParams([...url.searchParams, ...new URLSearchParams(form)]),
    );
    const answer = question && answers[questionKey(question)];
    if (answer === undefined) {
      const what = question && 'query' in question ? `: ${question.query}` : '';
      return refusal(404, `not recorded${what}`);
    }
    if ('error' in answer) return refusal(422, answer.error);
    return Response.json({ status: 'success', ...answer });
  };
}

function refusal(status: number, error: string): Response {
  return Response.json({ status: 'error', error }, { status });
}
