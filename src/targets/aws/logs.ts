import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { prefixOf } from './draft.ts';
import { LIMITS, limitNote } from './limits.ts';
import { logQueries } from './log-queries.ts';
import { metricFilters } from './metric-filters.ts';
import { allocate, NAME_RULES, renamedNote } from './names.ts';
import type { Part, Parts } from './part.ts';

/** What hangs on the prediction logs: metric filters and saved queries. The log groups themselves exist already. */
export function logResources(plan: Plan): Parts {
  const filters = metricFilters(plan);
  const queries = queryDefinitions(plan);
  return {
    parts: [...filters.parts, ...queries.parts],
    notes: [...filters.notes, ...queries.notes],
  };
}

/** Names with slashes are folders in the console. */
function queryDefinitions(plan: Plan): Parts {
  const notes: Diagnostic[] = [];
  const all = plan.predictionLogs.flatMap((log) =>
    logQueries(plan, log).map(({ title, text }) => ({
      log,
      what: `${log.subject.name} ${title}`,
      wanted: `${prefixOf(plan)}/${log.subject.name}/${title}`,
      text,
    })),
  );
  const names = allocate(
    all.map(({ wanted }) => wanted),
    NAME_RULES.queryDefinition,
  );
  const parts = all.flatMap(({ log, what, wanted, text }): Part[] => {
    const { subject, origin } = log;
    if (text.length > LIMITS.queryString.value) {
      notes.push(
        limitNote('queryString', origin, `the query ${what} has ${text.length}`, 'the query is left out'),
      );
      return [];
    }
    const name = names.get(wanted);
    if (name?.renamed !== undefined) notes.push(renamedNote(name, wanted, origin, 'the query'));
    return [
      {
        key: `${what} query`,
        subject,
        origin,
        resource: {
          Type: 'AWS::Logs::QueryDefinition',
          Properties: {
            Name: name?.text ?? wanted,
            LogGroupNames: [log.store.logGroup],
            QueryString: text,
          },
        },
      },
    ];
  });
  return { parts, notes };
}
