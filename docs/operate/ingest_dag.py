"""Airflow: the archive every night, then the database. Needs Airflow 2.7 or newer and ingest on the worker's PATH."""

from __future__ import annotations

import pendulum
from airflow import DAG
from airflow.operators.bash import BashOperator

CONVERT = (
    "ingest convert {{ var.value.ingest_archive }} -o {{ var.value.ingest_out }}"
    " --log {{ var.value.ingest_out }}.log --log-format json; code=$?; test $code -eq 3 && exit 0; exit $code"
)
LOAD = "ingest load {{ var.value.ingest_out }} {{ conn.planer.get_uri() }} --archive arkiv"
REPORT = "ingest report {{ var.value.ingest_out }}"

with DAG(
    "ingest",
    schedule="15 1 * * *",
    start_date=pendulum.datetime(2026, 11, 28, tz="Europe/Stockholm"),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": pendulum.duration(minutes=10)},
    tags=["ingest"],
):
    convert = BashOperator(task_id="convert", bash_command=CONVERT)
    load = BashOperator(task_id="load", bash_command=LOAD)
    report = BashOperator(task_id="report", bash_command=REPORT)
    convert >> [load, report]
