import type { SubjectFacts } from '../subject-facts.ts';
import type { Panel, ViewRow } from '../view.ts';
import { ofClasses, type Page, subjectKey } from './page.ts';
import { lines, measured } from './panel.ts';
import { isProxy } from './rows-service.ts';
import { type Watched, watchedByAlert, watchedPanels } from './watched.ts';
import { amount } from './words.ts';

/** The business metrics beside the model's own signals, on one row and one time: what follows what is seen at a glance. */
export function businessRow(page: Page): ViewRow | undefined {
  const { facts, index } = page;
  const links = facts.subject.kind === 'BusinessMetric' ? [{ metric: facts.subject.name }] : facts.business;
  const panels = links.flatMap((link) => {
    const metric = index.facts.get(subjectKey({ kind: 'BusinessMetric', name: link.metric }));
    const lead = 'expectedLeadSeconds' in link ? link.expectedLeadSeconds : undefined;
    return metric?.value === undefined ? [] : [businessPanel(page, metric, metric.value, lead)];
  });
  if (panels.length === 0) return undefined;
  return { title: 'Business', panels: [...panels, ...besides(page).slice(0, panels.length)] };
}

function businessPanel(
  { index }: Page,
  metric: SubjectFacts,
  value: NonNullable<SubjectFacts['value']>,
  leadSeconds: number | undefined,
): Panel {
  const alerts = index.alerts.get(subjectKey(metric.subject)) ?? [];
  const [bounds] = watchedPanels(alerts.flatMap(watchedByAlert).filter(({ class: of }) => of === 'business'));
  const sentences = [
    `${metric.isBetter === 'higher' ? 'Higher' : 'Lower'} is better.`,
    ...(leadSeconds === undefined
      ? []
      : [`It is expected to follow the model ${amount({ value: leadSeconds, unit: 'seconds' })} later.`]),
    ...(bounds === undefined ? [] : [bounds.description]),
  ];
  return lines({
    id: `business:${metric.subject.name}`,
    title: metric.title,
    description: sentences.join(' '),
    unit: value.unit,
    curves: [
      measured(metric.title, value),
      ...(bounds?.curves.filter(({ isReference }) => isReference === true) ?? []),
    ],
    thresholds: bounds?.thresholds ?? [],
    origin: metric.origin,
  });
}

/** The signals of the model that speak first: drift of the whole, then quality, then what stands in for it. */
function besides({ watched }: Page): Panel[] {
  const isQuality = (each: Watched): boolean => each.class === 'quality' && !isProxy(each);
  const first = [
    ...ofClasses(watched, 'drift').filter(({ measure }) => measure.unit === 'ratio'),
    ...watched.filter(isQuality),
    ...watched.filter(isProxy),
  ];
  return watchedPanels(first).map((panel) => ({ ...panel, id: `beside:${panel.id}` }));
}
