import type { Plan } from '../plan.ts';
import type { View } from '../view.ts';
import { driftPage } from './drift-page.ts';
import { overview } from './overview.ts';
import { indexOf, pageOf, subjectKey } from './page.ts';
import { fleet, hasDrift, onCall } from './project-pages.ts';

/**
 * All pages of a plan: fleet, on call and drift, then one for each model, and one for everything else that is watched but that no
 * model depends on. Made when a target draws them; the plan itself does not carry them.
 */
export function* viewsOf(plan: Plan): Generator<View, void, undefined> {
  const index = indexOf(plan);
  yield fleet(index);
  yield onCall(index);
  if (hasDrift(plan)) yield driftPage(index);
  const reached = new Set(
    plan.subjects.flatMap(({ subject, upstream, business }) =>
      subject.kind === 'Model'
        ? [
            ...upstream.map(subjectKey),
            ...business.map(({ metric }) => subjectKey({ kind: 'BusinessMetric', name: metric })),
          ]
        : [],
    ),
  );
  for (const facts of plan.subjects) {
    if (facts.subject.kind === 'Model' || !reached.has(subjectKey(facts.subject)))
      yield overview(pageOf(index, facts));
  }
}
