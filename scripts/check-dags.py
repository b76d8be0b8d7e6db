"""Has Apache Airflow itself read rendered DAGs, and shows when they would run.

    python3 -m venv venv && venv/bin/pip install "apache-airflow==3.1.*"
    AIRFLOW_HOME=$(mktemp -d) venv/bin/python scripts/check-dags.py generated/*/*/driftJob/airflow/*.py

Not part of `npm test`: Airflow and what it needs are half a gigabyte.
"""

import runpy
import sys

import airflow
import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
from airflow.timetables.base import TimeRestriction

# Where the month begins that the runs are shown of: clocks change in it.
FROM = pendulum.datetime(2026, 3, 27, tz="UTC")


def dags_of(path: str) -> list[DAG]:
    return [value for value in runpy.run_path(path).values() if isinstance(value, DAG)]


def main(paths: list[str]) -> None:
    print(f"Airflow {airflow.__version__}")
    seen: set[str] = set()
    for path in paths:
        [dag] = dags_of(path)
        dag.validate()
        assert dag.dag_id not in seen, f"{dag.dag_id} twice"
        seen.add(dag.dag_id)
        assert not dag.catchup and dag.max_active_runs == 1
        assert dag.tasks and all(isinstance(task, BashOperator) for task in dag.tasks)
        print(f"{path}: {dag.dag_id}: {', '.join(task.task_id for task in dag.tasks)}")
        last = None
        for _ in range(4):
            info = dag.timetable.next_dagrun_info(
                last_automated_data_interval=last,
                restriction=TimeRestriction(FROM, None, catchup=True),
            )
            last = info.data_interval
            print(f"    {info.run_after.in_timezone(dag.timezone)}")


main(sys.argv[1:])
