import type { Dashboard } from './dashboard.ts';
import { questionKey } from './question.ts';
import { type AskedBy, panelQuestions, type Range } from './questions.ts';
import { type Answer, RECORDING_FORMAT, type Recording } from './recording.ts';
import { type Ask, resolveVariables } from './variables.ts';

export interface RecordedProject {
  readonly project: string;
  readonly environment: string;
  readonly range: Range;
  /** Of one or several states of the project. */
  readonly dashboards: readonly Dashboard[];
}

/** Asks all that the dashboards ask when they are opened, each question once. `ask` decides how many at a time. */
export async function record(
  { project, environment, range, dashboards }: RecordedProject,
  ask: (asked: AskedBy) => Promise<Answer>,
): Promise<Recording> {
  const answers = new Map<string, Promise<Answer>>();
  const askOnce: Ask = (asked) => {
    const key = questionKey(asked.question);
    const answer = answers.get(key) ?? ask(asked);
    answers.set(key, answer);
    return answer;
  };
  for (const dashboard of dashboards) {
    const { written } = await resolveVariables(dashboard, range, askOnce);
    await Promise.all(panelQuestions(dashboard, written, range).map(askOnce));
  }
  const entries = await Promise.all([...answers].map(async ([key, answer]) => [key, await answer] as const));
  return {
    format: RECORDING_FORMAT,
    project,
    environment,
    ...range,
    answers: Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}
