import { counted } from '../../../support/counted.ts';
import { groupBy } from '../../../support/group-by.ts';
import { documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { upstreamObject } from '../../upstream.ts';
import { listed } from '../../words.ts';

export const neverMatches: LintRule = {
  id: 'inhibition/never-matches',
  severity: 'info',
  title: 'a dependency whose failure silences no page',
  why: 'Something that pages depends on a pipeline or feature set, so that one page about the cause should take the place of many about what follows from it. Nothing that is told of the cause can do that: it has no alert, only less severe ones, or ones that are held or digested outside business hours and so would leave nobody told. When it fails, everybody downstream is woken. Give the cause a page that is told at every hour.',
  bad: example('warn: 1h'),
  good: example('page: 1h'),
  check({ workspace, plan }, report) {
    const pages = plan.alerts.filter(
      ({ severity, escalation }) => severity === 'page' && escalation !== undefined,
    );
    const dependents = groupBy(
      pages.flatMap((alert) => alert.upstream.map((item) => ({ item, alert }))),
      ({ item }) => item,
    );
    const causes = groupBy(plan.causes, ({ item }) => item);
    for (const [item, members] of dependents) {
      const alerts = members.map(({ alert }) => alert);
      const silenced = new Set((causes.get(item) ?? []).flatMap(({ targetSeverities }) => targetSeverities));
      const upstream = upstreamObject(workspace, item);
      if (upstream === undefined || silenced.has('page')) continue;
      const subjects = [...new Set(alerts.map(({ subject }) => subject.name))].toSorted();
      report({
        ...at(upstream, []),
        message: `when ${upstream.name} fails, ${counted(alerts.length, 'alert')} of ${listed(subjects, 3)} can page as well: nothing that is told of ${upstream.name} silences ${alerts.length === 1 ? 'it' : 'them'}`,
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
