import { isDefined } from '../../support/is-defined.ts';
import type { Signal } from '../signal.ts';
import { tellsApart } from '../signal.ts';
import type { View, ViewAnnotation, ViewLink, ViewRow, ViewVariable } from '../view.ts';
import { ofClasses, type Page, subjectKey } from './page.ts';
import { paragraphs } from './panel.ts';
import { businessRow } from './rows-business.ts';
import { dataRow, driftRow, qualityRow } from './rows-data.ts';
import { nowRow, objectivesRow } from './rows-now.ts';
import { latencyRow, otherGauges, predictionsRow, resourcesRow, trafficRow } from './rows-service.ts';
import { type Watched, watchedPanels } from './watched.ts';
import { listed } from './words.ts';

/** The page of one model (or of a pipeline, feature set or business metric that no model's page shows). */
export function overview(page: Page): View {
  const { facts } = page;
  return {
    id: overviewId(page.facts),
    kind: 'overview',
    title: facts.title,
    description: `How ${facts.title} is: objectives, traffic, predictions, data, drift and what the business feels.`,
    subject: facts.subject,
    variables: variablesOf(page),
    links: linksOf(page),
    rows: [
      nowRow(page),
      objectivesRow(page),
      businessRow(page),
      trafficRow(page),
      latencyRow(page),
      predictionsRow(page),
      qualityRow(page),
      driftRow(page),
      dataRow(page),
      resourcesRow(page),
      versionsRow(page),
      monitorsRow(page),
      aboutRow(page),
    ].filter(isDefined),
    annotations: annotationsOf(page),
    origin: facts.origin,
  };
}

export function overviewId({ subject }: Page['facts']): string {
  return `overview/${subjectKey(subject)}`;
}

function versionsRow(page: Page): ViewRow | undefined {
  const compared: readonly Watched[] = ofClasses(page.watched, 'comparison');
  const panels = watchedPanels(compared);
  return panels.length === 0 ? undefined : { title: 'Versions side by side', panels };
}

/** Monitors that no other row shows, and gauges that nobody compares. */
function monitorsRow(page: Page): ViewRow | undefined {
  const panels = [
    ...watchedPanels(ofClasses(page.watched, 'threshold', 'anomaly', 'cost', 'data-quality')),
    ...otherGauges(page),
  ];
  return panels.length === 0 ? undefined : { title: 'Monitors', panels };
}

/** Who to ask, and where to read on. */
function aboutRow({ facts }: Page): ViewRow {
  const upstream = facts.upstream.map(({ kind, name }) => `${kind} ${name}`);
  const lines = [
    `Team: ${facts.team}.`,
    ...(upstream.length === 0 ? [] : [`It depends on ${listed(upstream)}.`]),
    `Described in ${facts.specUrl}.`,
  ];
  const panel = paragraphs({
    id: 'about',
    title: 'About',
    description: 'Who answers for it, what it depends on and where it is described.',
    text: lines,
    width: 24,
    origin: facts.origin,
  });
  return { title: 'About', panels: [panel], isFolded: true };
}

function linksOf({ facts }: Page): ViewLink[] {
  return [
    { title: 'Fleet', to: { view: 'fleet' } },
    { title: 'On call', to: { view: 'on-call' } },
    ...(facts.runbookUrl === undefined ? [] : [{ title: 'Runbook', to: { url: facts.runbookUrl } }]),
    ...(facts.specUrl.includes('://') ? [{ title: 'Spec', to: { url: facts.specUrl } }] : []),
  ];
}

function variablesOf({ facts, signals }: Page): ViewVariable[] {
  const versioned = versionedSignal(signals);
  return [
    { name: 'env', title: 'Environment', from: 'fixed' },
    ...(facts.subject.kind === 'Model'
      ? [{ name: 'model', title: 'Model', from: { fixed: facts.subject.name } } as const]
      : []),
    ...(versioned === undefined
      ? []
      : [{ name: 'version', title: 'Version', from: { signal: versioned.id } } as const]),
    ...(facts.segments.length === 0
      ? []
      : [{ name: 'segment', title: 'Segment', from: facts.segments.map(({ name }) => name) } as const]),
  ];
}

/** The signal that tells which versions serve: requests where they tell it, else any. */
function versionedSignal(signals: readonly Signal[]): Signal | undefined {
  const versioned = signals.filter((signal) => tellsApart(signal, 'version'));
  return versioned.find(({ role }) => role === 'requests') ?? versioned[0];
}

function annotationsOf({ facts, index, alerts, signals }: Page): ViewAnnotation[] {
  const { subject } = facts;
  const versioned = versionedSignal(signals);
  const actions = alerts.filter(({ action }) => action !== undefined).map(({ name }) => name);
  const maintenance = index.plan.maintenance
    .filter(
      ({ match, excludeFromBudget }) => excludeFromBudget && (match.model ?? subject.name) === subject.name,
    )
    .map(({ id }) => id);
  return [
    { title: 'Firing alerts', marks: { mark: 'firing-alerts', of: [subject, ...facts.upstream] } },
    ...(versioned === undefined
      ? []
      : [{ title: 'Deploys', marks: { mark: 'deploys', of: { signal: versioned.id } } } as const]),
    ...(actions.length === 0
      ? []
      : [{ title: 'Actions', marks: { mark: 'actions', alerts: actions } } as const]),
    ...(maintenance.length === 0
      ? []
      : [{ title: 'Maintenance', marks: { mark: 'maintenance', names: maintenance } } as const]),
  ];
}
