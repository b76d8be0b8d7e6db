import type { Alert } from '../../../plan/alert.ts';
import { documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { upstreamObject } from '../../upstream.ts';
import { count, listed } from '../../words.ts';

export const neverMatches: LintRule = {
  id: 'inhibition/never-matches',
  severity: 'info',
  title: 'a dependency whose failure silences no page',
  why: 'Something that pages depends on a pipeline or feature set, so that one page about the cause should take the place of many about what follows from it. Nothing that is told of the cause can do that: it has no alert, only less severe ones, or ones that are held or digested outside business hours and so would leave nobody told. When it fails, everybody downstream is woken. Give the cause a page that is told at every hour.',
  bad: example('warn: 1h'),
  good: example('page: 1h'),
  check({ workspace, plan }, report) {
    const dependents = new Map<string, Alert[]>();
    for (const alert of plan.alerts) {
      if (alert.severity !== 'page' || alert.escalation === undefined) continue;
      for (const item of alert.upstream) dependents.set(item, [...(dependents.get(item) ?? []), alert]);
    }
    for (const [item, alerts] of dependents) {
      const silenced = new Set(
        plan.causes
          .filter((cause) => cause.item === item)
          .flatMap(({ targetSeverities }) => targetSeverities),
      );
      const upstream = upstreamObject(workspace, item);
      if (upstream === undefined || silenced.has('page')) continue;
      const subjects = [...new Set(alerts.map(({ subject }) => subject.name))].toSorted();
      report({
        ...at(upstream, []),
        message: `when ${upstream.name} fails, ${count(alerts.length, 'alert')} of ${listed(subjects, 3)} can page as well: nothing that is told of ${upstream.name} silences ${alerts.length === 1 ? 'it' : 'them'}`,
        hint: `Give ${upstream.name} an alert of severity page that is told at every hour.`,
        data: { dependents: subjects, pages: alerts.length, silenced: [...silenced].toSorted() },
      });
    }
  },
};

function example(freshness: string): string {
  return documents(
    exampleObject('Pipeline', 'name: ingest', [
      'owner: ml',
      'runbook: fraud',
      `freshness: { metric: ingest_last_success_timestamp_seconds, ${freshness} }`,
    ]),
    exampleModel([
      'dependsOn: [{ pipeline: ingest }]',
      'monitors: [{ name: few, of: requests, statistic: rate, threshold: { lt: 1/s }, severity: page, inhibit: upstream }]',
    ]),
  );
}
