import type { AlertClass, FirstLook } from '../alert.ts';
import type { Subject } from '../objective.ts';
import type { BuildContext } from './context.ts';

/** Alerts that tell of the watching itself: what the business feels says nothing about them. */
const WITHOUT_LINKS: readonly AlertClass[] = ['absence', 'job', 'action', 'monitoring'];

/** The business metrics that a model's alert should be seen beside. */
export function businessLooks(
  context: BuildContext,
  { subject, class: ofClass }: { readonly subject: Subject; readonly class: AlertClass },
): FirstLook[] {
  const model = subject.kind === 'Model' ? context.workspace.get('Model', subject.name) : undefined;
  if (model === undefined || WITHOUT_LINKS.includes(ofClass)) return [];
  return model.spec.business.flatMap(({ metric, expectedLead }) => {
    const found = context.workspace.get('BusinessMetric', metric);
    if (found === undefined) return [];
    const lead = expectedLead === undefined ? '' : `, expected to follow ${expectedLead.text} later`;
    return {
      title: `Business metric ${found.title}${lead}`,
      measure: {
        node: 'raw',
        language: 'promql',
        text: found.spec.query.trim(),
        unit: found.spec.unit,
      },
    };
  });
}
