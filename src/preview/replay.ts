import type { Dashboard } from './dashboard.ts';
import type { DrawnDashboard } from './page-data.ts';
import { questionKey } from './question.ts';
import { type AskedBy, panelQuestions } from './questions.ts';
import type { Recording } from './recording.ts';
import { type Ask, resolveVariables } from './variables.ts';

export interface Replay {
  readonly drawn: readonly DrawnDashboard[];
  /** What the dashboards ask and the recording does not have, each question once. */
  readonly missing: readonly AskedBy[];
  /** What they ask, each question once, with the keys of the recording's answers. */
  readonly asked: ReadonlySet<string>;
}

/** Opens dashboards on a recording: what their variables stand at, and what they ask. */
export async function replay(dashboards: readonly Dashboard[], recording: Recording): Promise<Replay> {
  const missing = new Map<string, AskedBy>();
  const keys = new Set<string>();
  const ask: Ask = (asked) => {
    const key = questionKey(asked.question);
    keys.add(key);
    const answer = recording.answers[key];
    if (answer === undefined) missing.set(key, missing.get(key) ?? asked);
    return Promise.resolve(answer);
  };
  const drawn: DrawnDashboard[] = [];
  for (const dashboard of dashboards) {
    const { chosen, written } = await resolveVariables(dashboard, recording, ask);
    for (const asked of panelQuestions(dashboard, written, recording)) await ask(asked);
    drawn.push({ dashboard, values: chosen });
  }
  return { drawn, missing: [...missing.values()], asked: keys };
}
