import type { JobBaseline } from '../../drift-job.ts';
import { type DriftDraft, readSource, type Unread } from './sources.ts';
import type { Subject } from './subject.ts';

/** What a policy compares with; else why that cannot be read. */
export function jobBaseline(draft: DriftDraft, { policy, model }: Subject): JobBaseline | Unread {
  const { baseline } = policy.spec;
  if (typeof baseline === 'object') {
    const { dataset, window } = baseline;
    const source = readSource(draft, dataset, { needsTime: window !== undefined });
    if ('why' in source) return source;
    return { kind: 'dataset', source: source.name, ...(window && { lastSeconds: window.seconds }) };
  }
  if (baseline !== 'model' && baseline !== 'training') return { kind: 'earlier', by: baseline };
  const { dataset, window, snapshot } = model.spec.baseline ?? {};
  const kept = snapshot === undefined ? {} : { snapshot };
  if (dataset === undefined) {
    if (snapshot !== undefined) return { kind: 'dataset', ...kept };
    return {
      why: `the baseline of Model ${model.name} does not say where it is kept`,
      hint: `Add dataset: … or snapshot: … to the baseline of Model ${model.name}.`,
    };
  }
  const source = readSource(draft, dataset, { needsTime: window !== undefined });
  if ('why' in source) return source;
  const stretch =
    window === undefined
      ? {}
      : 'seconds' in window
        ? { lastSeconds: window.seconds }
        : { from: window.from, to: window.to };
  return { kind: 'dataset', source: source.name, ...stretch, ...kept };
}
