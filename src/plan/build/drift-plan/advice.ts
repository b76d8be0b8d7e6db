import type { Entity } from '../../../workspace/entity.ts';
import type { JobPolicy } from '../../drift-job.ts';
import type { BuildContext } from '../context.ts';
import type { Subject } from './subject.ts';

const PARTS = ['dataset', 'features', 'predictions', 'labels'] as const;

/** What people should know when a policy finds drift: what users feel, what to read, what happens by itself. */
export function adviceOf({ workspace }: BuildContext, { policy, model }: Subject): JobPolicy['advice'] {
  const { impact, actions } = policy.spec;
  const name = policy.spec.runbook ?? model.spec.runbook;
  const runbook = name === undefined ? undefined : workspace.get('Runbook', name);
  const text = runbook && runbookText(runbook);
  return {
    ...(impact && { impact }),
    ...(text !== undefined && { runbook: text }),
    actions: actions.map(actionText),
  };
}

/** Its address, else the name under which people know it. */
function runbookText({ title, spec }: Entity<'Runbook'>): string {
  return spec.url ?? title;
}

function actionText({ when, do: action }: Subject['policy']['spec']['actions'][number]): string {
  const states = PARTS.flatMap((part) => (when[part] === undefined ? [] : [`${part} ${when[part]}`]));
  const runs = when.consecutive === 1 ? '' : ` in ${when.consecutive} runs in a row`;
  return `${action}, on ${states.join(' and ')}${runs}`;
}
