"""The files of docs/operate: their shapes are checked, and every command in them is one that ingest takes."""

from __future__ import annotations

import ast
import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml

from ingest.cli import group

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "operate"

NAMES = {"type": "string", "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"}
PROBE = {"type": "object", "required": ["httpGet"], "properties": {"httpGet": {"required": ["path", "port"]}}}
CONTAINER = {
    "type": "object",
    "required": ["name", "image", "args", "resources", "volumeMounts"],
    "properties": {
        "name": NAMES, "image": {"type": "string"},
        "args": {"type": "array", "items": {"type": "string"}},
        "command": {"type": "array", "items": {"type": "string"}},
        "env": {"type": "array", "items": {"type": "object", "required": ["name", "valueFrom"]}},
        "ports": {"type": "array", "items": {"required": ["name", "containerPort"]}},
        "startupProbe": PROBE, "livenessProbe": PROBE, "readinessProbe": PROBE,
        "resources": {"type": "object", "required": ["requests", "limits"]},
        "securityContext": {"type": "object"},
        "volumeMounts": {"type": "array", "items": {"required": ["name", "mountPath"]}},
    },
    "additionalProperties": False,
}  # fmt: skip
POD = {
    "type": "object",
    "required": ["containers", "volumes", "securityContext"],
    "properties": {
        "containers": {"type": "array", "items": CONTAINER, "minItems": 1},
        "volumes": {"type": "array", "items": {"type": "object", "required": ["name"], "minProperties": 2}},
        "securityContext": {"properties": {"runAsNonRoot": {"const": True}}, "required": ["runAsNonRoot"]},
        "restartPolicy": {"enum": ["OnFailure", "Never"]},
        "terminationGracePeriodSeconds": {"type": "integer"},
    },
    "additionalProperties": False,
}
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Deployment": ("apps/v1", ("spec", "template", "spec")),
    "Service": ("v1", ()),
    "CronJob": ("batch/v1", ("spec", "jobTemplate", "spec", "template", "spec")),
}


def manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((FOLDER / "kubernetes.yaml").read_text(encoding="utf-8")))


def pods() -> list[dict[str, Any]]:
    found = []
    for manifest in manifests():
        pod: Any = manifest
        for key in KINDS[manifest["kind"]][1]:
            pod = pod[key]
        if pod is not manifest:
            found.append(pod)
    return found


def test_the_manifests_have_their_shapes() -> None:
    assert [m["kind"] for m in manifests()] == ["Deployment", "Service", "CronJob"]
    for manifest in manifests():
        assert manifest["apiVersion"] == KINDS[manifest["kind"]][0]
        jsonschema.validate(manifest["metadata"]["name"], NAMES)
    for pod in pods():
        jsonschema.validate(pod, POD)
        volumes = {v["name"] for v in pod["volumes"]}
        assert {m["name"] for c in pod["containers"] for m in c["volumeMounts"]} == volumes
    deployment, service, _ = manifests()
    assert service["spec"]["selector"] == deployment["spec"]["template"]["metadata"]["labels"]
    assert deployment["spec"]["selector"]["matchLabels"] == service["spec"]["selector"]


def shells() -> list[str]:
    """Every shell command and every container's arguments in the files."""
    cron = [
        line.split(maxsplit=6)[6] for line in (FOLDER / "ingest.cron").read_text().splitlines() if line[:1].isdigit()
    ]
    tree = ast.parse((FOLDER / "ingest_dag.py").read_text(encoding="utf-8"))
    dag = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    units = [
        line.removeprefix("ExecStart=/opt/ingest/bin/")
        for name in ("ingest-nightly.service", "ingest-serve.service")
        for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()
        if line.startswith("ExecStart=")
    ]
    containers = [c for pod in pods() for c in pod["containers"]]
    return [*cron, *dag, *units, *(" ".join(c["args"]) for c in containers)]


def commands() -> list[str]:
    """The calls of ingest in them, with words in place of what is filled in at run time."""
    found: list[str] = []
    for shell in shells():
        plain = re.sub(r"\{\{.*?\}\}|\"\$DATABASE\"", "FILLED", shell)
        found += [
            m[0].strip(" '") for m in re.finditer(r"(?<![\w/])ingest (?:convert|load|report|serve)[^;&']*", plain)
        ]
    return found


def test_all_files_hold_commands() -> None:
    assert [c.split()[1] for c in commands()] == [
        *("convert", "load"), *("convert", "load", "report"),
        *("convert", "load", "serve"), *("serve", "convert", "load"),
    ]  # fmt: skip


@pytest.mark.parametrize("line", commands())
def test_every_command_is_one_that_ingest_takes(line: str, tmp_path: Path) -> None:
    # Options that name a file look whether its folder is there.
    _, name, *arguments = shlex.split(re.sub(r"/var/[\w/]*/", f"{tmp_path}/", line))
    context = click.Context(group)
    assert isinstance(group, click.Group)
    command = group.get_command(context, name)
    assert command is not None
    command.make_context(name, arguments, resilient_parsing=False)


def test_times_of_day_are_cron_lines() -> None:
    texts = [
        (FOLDER / name).read_text(encoding="utf-8") for name in ("ingest.cron", "ingest_dag.py", "kubernetes.yaml")
    ]
    timer = configparser.ConfigParser()
    timer.read(FOLDER / "ingest-nightly.timer", encoding="utf-8")
    assert timer["Timer"]["OnCalendar"] == "*-*-* 01:15:00"
    for text in texts:
        assert re.search(r"(?m)(?:^|\")15 1 \* \* \*(?:\"| ingest )", text)


@pytest.mark.parametrize("name", ["ingest-nightly.service", "ingest-serve.service"])
def test_units_run_as_their_user_and_see_the_archive_only(name: str) -> None:
    # A key may stand twice in a unit (ExecStart).
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(FOLDER / name, encoding="utf-8")
    service = unit["Service"]
    assert service["User"] == "ingest"
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["ProtectHome"]) == ("yes", "strict", "yes")
    analyse = shutil.which("systemd-analyze")
    if analyse is not None:  # Says what systemd itself finds wrong, but for the program that is not installed here.
        said = subprocess.run([analyse, "verify", str(FOLDER / name)], capture_output=True, text=True, check=False)
        assert not [line for line in said.stderr.splitlines() if name in line and "is not executable" not in line]
