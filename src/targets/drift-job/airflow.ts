import { template } from '../../support/handlebars.ts';
import type { RenderedFile } from '../target.ts';
import { calendarWords, cronText } from './calendar.ts';
import { historyBelow, longestSeconds, type Places, planBelow, runArguments, tokenPlace } from './command.ts';
import type { DriftJobOptions } from './options.ts';
import { GENERATED, marksOf, type Packaged, runWords } from './packaging.ts';
import { type Run, tasksOf } from './runs.ts';
import { shellText } from './shell.ts';

type Options = NonNullable<DriftJobOptions['airflow']>;

const DAG = template<{
  docstring: string;
  id: string;
  description: string;
  cron: string;
  timezone: string;
  minutes: string;
  tags: string;
  tasks: readonly { id: string; command: string }[];
}>(`"""{{docstring}}"""

from datetime import timedelta

import pendulum

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.operators.bash import BashOperator

with DAG(
    dag_id={{id}},
    description={{description}},
    schedule={{cron}},
    # The schedule is on the clocks of the time zone of this date.
    start_date=pendulum.datetime(2026, 1, 1, tz={{timezone}}),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "execution_timeout": timedelta(minutes={{minutes}})},
    tags={{tags}},
) as dag:
{{#each tasks}}
    BashOperator(
        task_id={{id}},
        bash_command={{command}},
        # Secrets are variables or files of the worker.
        append_env=True,
    )
{{/each}}
`);

/** A DAG for each schedule, with a task for each policy and one for the checks; of Airflow 2.9 and newer, or 3. */
export function airflowFiles(packaged: Packaged, options: Options): RenderedFile[] {
  return packaged.runs.map((run) => {
    const { plan } = packaged.jobs;
    const what = `Drift of ${runWords(run)}`;
    return {
      path: `airflow/modelwatch_drift_${run.name.replaceAll('-', '_')}.py`,
      text: DAG({
        docstring: `${what}, ${calendarWords(run.calendar)}. ${GENERATED}`,
        id: python(`modelwatch-drift-${run.name}`),
        description: python(what),
        cron: python(cronText(run.calendar)),
        timezone: python(run.calendar.timezone),
        minutes: String(Math.ceil(longestSeconds(run) / 60)),
        tags: `[${['modelwatch', plan.project, plan.environment].map(python).join(', ')}]`,
        tasks: tasksOf(run).map((task) => ({
          id: python(task.name),
          command: python(withoutJinja(commandOf(packaged, task, options))),
        })),
      }),
      marks: marksOf(packaged, run),
    };
  });
}

function commandOf({ jobs: { plan }, options: own }: Packaged, task: Run, { folder }: Options): string {
  const { textfile, report, history } = own.outputs;
  const places: Places = {
    plan: planBelow(folder, plan),
    history: historyBelow(history, plan),
    ...(textfile !== undefined && { textfile }),
    ...(report !== undefined && { report }),
    ...tokenPlace(own),
  };
  return shellText(['modelwatch', ...runArguments(plan, task, own, places)]);
}

/** A text as Python reads it: names of the language have no characters that JSON writes otherwise. */
function python(text: string): string {
  return JSON.stringify(text);
}

/** Airflow takes a command for a template: a brace that would begin something there is printed by one. */
function withoutJinja(command: string): string {
  return command.replaceAll(/\{(?=[{%#])/g, "{{ '{' }}");
}
