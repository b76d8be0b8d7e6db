import type { Alert, AlertClass } from '../../plan/alert.ts';
import { code, type Inline, lines, link, md, text } from '../../support/markdown.ts';
import type { RunbookContext } from './context.ts';
import { budgetFacts, objectivesOf } from './sections/budget.ts';
import { explainedAlerts, likelyCauses } from './sections/causes.ts';
import { firstLooks } from './sections/first-look.ts';
import { maintenanceOf } from './sections/maintenance.ts';
import { silenceCommands } from './sections/silence.ts';
import { toldOf } from './sections/told.ts';
import { type PageData, page } from './template.ts';
import { lasting } from './words/amount.ts';
import { conditionReasons, conditionWords } from './words/condition.ts';
import { hasValue, proseLine, proseLines } from './words/prose.ts';
import { objectWords, subjectWords } from './words/subject.ts';

const NOTHING = md``;

/** What an alert of each class tells, before the words for its subject. */
const ABOUT: Readonly<Record<AlertClass, Inline>> = {
  availability: md`availability of`,
  latency: md`latency of`,
  freshness: md`freshness of`,
  saturation: md`saturation of`,
  throughput: md`throughput of`,
  coverage: md`coverage of`,
  quality: md`quality of`,
  drift: md`drift of`,
  business: md`business results of`,
  comparison: md`comparison of versions of`,
  anomaly: md`anomaly of`,
  cost: md`cost of`,
  fairness: md`fairness of`,
  'data-quality': md`values of`,
  job: md`the drift job of`,
  action: md`an action for`,
  volume: md`volume of`,
  schema: md`schema of`,
  threshold: md`threshold on`,
  absence: md`missing data of`,
  monitoring: md`the monitoring itself, of`,
};

/** The page of one alert, as Markdown. */
export function renderPage(context: RunbookContext, alert: Alert): string {
  return page(pageData(context, alert));
}

function pageData(context: RunbookContext, alert: Alert): PageData {
  const { prose, runbook, condition } = alert;
  const told = toldOf(context, alert);
  const silence = silenceCommands(alert);
  return {
    title: text(alert.name),
    severity: text(alert.severity),
    about: ABOUT[alert.class],
    subject: subjectWords(alert.subject),
    team: code(alert.team),
    environment: code(context.plan.environment.name),
    summary: proseLine(prose.summary),
    measured: [prose.summary, prose.impact, prose.budget ?? []].some(hasValue),
    meaning: [firesWhen(context, alert), ...conditionReasons(context.scope, condition)],
    impact: proseLines(prose.impact),
    objectives: objectivesOf(context, condition).map((objective) => ({
      facts: budgetFacts(context, alert, objective),
    })),
    budget: prose.budget === undefined ? NOTHING : proseLine(prose.budget),
    looks: firstLooks(context, alert),
    teamPage: runbook.url === undefined ? NOTHING : link(runbook.name ?? runbook.url, runbook.url),
    steps: runbook.steps.map((step, index) => ({
      number: md`${index + 1}`,
      text: lines(step, ' '.repeat(`${index + 1}. `.length)),
    })),
    causes: likelyCauses(context, alert),
    explains: explainedAlerts(context, alert) ?? NOTHING,
    told: told.rows,
    toldNotes: told.notes,
    maintenance: maintenanceOf(context, alert),
    silence: silence?.alone ?? '',
    silenceAll: silence?.all ?? '',
    object: objectWords(alert.object),
    place: placeWords(alert.specUrl),
    id: code(alert.id),
  };
}

/** The condition, and how long it must hold. */
function firesWhen({ scope }: RunbookContext, alert: Alert): Inline {
  const { condition, holdSeconds, keepFiringSeconds, gradualSecondsToFire } = alert;
  if (condition.node === 'always') return md`It fires all the time.`;
  const hold = holdSeconds === 0 ? NOTHING : md`, for ${lasting(holdSeconds)} without a break`;
  const keep =
    keepFiringSeconds === 0
      ? NOTHING
      : md` It keeps firing for ${lasting(keepFiringSeconds)} once that is over.`;
  const gradual =
    gradualSecondsToFire === undefined
      ? NOTHING
      : md` In a slow failure, in which an age grows from 0, it fires ${lasting(gradualSecondsToFire)} after the start.`;
  return md`It fires while ${conditionWords(scope, condition)}${hold}.${keep}${gradual}`;
}

/** A link where the specs are on the web, else the path. */
function placeWords(specUrl: string): Inline {
  return /^https?:/i.test(specUrl) ? link(specUrl, specUrl) : code(specUrl);
}
