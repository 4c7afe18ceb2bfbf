"""The workflow files themselves: what starts them, what they may use, that GitHub can read them."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.workflows import actions_used, events_of, paths_of, started_by, workflows_in
from shared.auth.keys import new_key
from shared.tiers import BusinessTier
from tests.databases import ROOT

DIRECTORY = ROOT / ".github" / "workflows"
WORKFLOWS = workflows_in(DIRECTORY)
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
NONE: set[str] = set()
BOTH = {"enterprise", "local"}
ALL = {*BOTH, "gateway"}

# What changed, what a push to main starts, what a pull request starts.
DIFFS: list[tuple[list[str], set[str], set[str]]] = [
    (["services/local/reviews/service.py"], {"local"}, {"local"}),
    (["services/enterprise/accounts/api.py"], {"enterprise"}, {"enterprise"}),
    (["services/local/migrations/versions/0099_more.py"], {"local"}, {"local"}),
    (["services/local/main.py", "services/enterprise/main.py"], BOTH, BOTH),
    (["libs/shared/money.py"], BOTH, BOTH),
    (["libs/shared/db/session.py", "services/local/main.py"], BOTH, BOTH),
    (["pyproject.toml"], BOTH, BOTH),
    (["uv.lock"], BOTH, ALL),
    (["gateway/dynamic/routes.yml"], {"gateway"}, {"gateway"}),
    (["gateway/traefik.yml"], {"gateway"}, {"gateway"}),
    (["gateway/README.md"], NONE, NONE),
    (["deploy/kubernetes/gateway/traefik.yaml"], {"gateway"}, {"gateway"}),
    (["deploy/kubernetes/base/api/api.yaml"], BOTH, BOTH),
    (["deploy/kubernetes/components/canary/kustomization.yaml"], BOTH, BOTH),
    (["deploy/kubernetes/overlays/local/tier/processes.yaml"], {"local"}, {"local"}),
    (
        ["deploy/kubernetes/overlays/enterprise/production/application/kustomization.yaml"],
        {"enterprise"},
        {"enterprise"},
    ),
    (["deploy/images/Dockerfile"], BOTH, BOTH),
    (["deploy/onebox/supervisor.py"], NONE, NONE),
    (["deploy/onebox/gateway_config.py"], NONE, {"gateway"}),
    (["deploy/pipeline/judge.py"], NONE, ALL),
    (["docs/architecture.md", "README.md", "CONTRIBUTING.md"], NONE, NONE),
    (["services/local/README.md"], NONE, NONE),
    (["docs/api/local.json"], {"local"}, {"local"}),
    (["docs/api/enterprise.json", "docs/architecture.md"], {"enterprise"}, {"enterprise"}),
    (["tests/local/reviews/test_service.py"], NONE, {"local"}),
    (["tests/enterprise/test_reference.py"], NONE, {"enterprise"}),
    (["tests/shared/test_money.py"], NONE, BOTH),
    (["tests/conftest.py"], NONE, BOTH),
    (["tests/gateway/test_limits.py"], NONE, {"gateway"}),
    (["tests/vendors/overpass.py"], NONE, {"local"}),
    (["tests/architecture/test_sizes.py"], NONE, NONE),
    (["bench/load.py", "Makefile"], NONE, NONE),
    ([".github/workflows/tier.yml"], BOTH, BOTH),
    ([".github/workflows/local.yml"], {"local"}, {"local"}),
    ([".github/workflows/gateway.yml"], {"gateway"}, {"gateway"}),
    (
        ["gateway/dynamic/services.yml", "services/local/main.py"],
        {"local", "gateway"},
        {"local", "gateway"},
    ),
    (["services/locale/main.py", "libs.txt"], NONE, NONE),
]


@pytest.mark.parametrize(
    ("changed", "pushed", "proposed"), DIFFS, ids=[" ".join(diff[0]) for diff in DIFFS]
)
def test_a_change_starts_the_pipelines_of_what_it_touches(
    changed: list[str], pushed: set[str], proposed: set[str]
) -> None:
    assert started_by(WORKFLOWS, changed, "push") == pushed
    assert started_by(WORKFLOWS, changed, "pull_request") == proposed


def test_whatever_starts_a_deployment_was_tested_in_its_pull_request() -> None:
    for name in ALL:
        released = set(paths_of(WORKFLOWS[name], "push"))
        assert released <= set(paths_of(WORKFLOWS[name], "pull_request")), name


def test_the_tiers_start_the_same_workflow_and_differ_in_their_name_alone() -> None:
    texts = {tier: (DIRECTORY / f"{tier}.yml").read_text(encoding="utf-8") for tier in BOTH}
    swapped = texts["local"].replace("local", "enterprise").replace("LOCAL", "ENTERPRISE")
    only_local = ["      - tests/vendors/**"]
    there = texts["enterprise"].splitlines()
    assert [line for line in swapped.splitlines() if line not in only_local] == [
        line.replace("an enterprise", "a enterprise") for line in there
    ]
    assert events_of(WORKFLOWS["tier"]).keys() == {"workflow_call"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_to_a_commit(name: str) -> None:
    used = list(actions_used(WORKFLOWS[name]))
    assert used
    foreign = [action for action in used if not action.startswith("./")]
    assert [action for action in foreign if not PINNED.fullmatch(action)] == []


@pytest.mark.parametrize(
    "action", ["actions/checkout@v7", "actions/checkout@3d3c42e", "actions/checkout", "a/b@main"]
)
def test_an_action_that_may_change_under_us_is_seen(action: str) -> None:
    assert not PINNED.fullmatch(action)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nothing_a_person_can_write_is_pasted_into_a_script(name: str) -> None:
    scripts = [
        step.get("run", "")
        for job in WORKFLOWS[name]["jobs"].values()
        for step in job.get("steps", [])
    ]
    assert [script for script in scripts if "${{" in script] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_job_is_given_no_right_that_it_does_not_name(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}
    assert all("permissions" in job for job in WORKFLOWS[name]["jobs"].values())


def test_every_program_of_a_step_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in DIRECTORY.glob("*.yml"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z-]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    commands = set(re.findall(r"python -m pipeline ([a-z-]+)", text))
    asked = subprocess.run(
        [sys.executable, "-m", "pipeline", "--help"], capture_output=True, text=True, check=True
    )
    assert {command for command in commands if command not in asked.stdout} == set()
    assert commands >= {"migrate", "deploy", "watch-gateway"}


def test_the_order_is_check_test_image_scan_migrate_deploy() -> None:
    jobs = WORKFLOWS["tier"]["jobs"]
    assert list(jobs) == ["check", "test", "image", "scan", "migrate", "deploy"]
    needs = {name: job.get("needs", []) for name, job in jobs.items()}
    assert needs == {
        "check": [],
        "test": [],
        "image": ["check", "test"],
        "scan": "image",
        "migrate": ["image", "scan"],
        "deploy": ["image", "migrate"],
    }


def test_github_can_read_every_workflow() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    schema = ["--builtin-schema", "vendor.github-workflows"]
    files = sorted(DIRECTORY.glob("*.yml"))
    done = subprocess.run([checker, *schema, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_scanner_knows_our_keys() -> None:
    rules = tomllib.loads((ROOT / ".gitleaks.toml").read_text(encoding="utf-8"))["rules"]
    (ours,) = [rule for rule in rules if rule["id"] == "vertical-light-key"]
    keys = [new_key(tier) for tier in BusinessTier for _ in range(50)]
    assert all(re.search(ours["regex"], f'x = "{key}"') for key in keys)
    assert all(any(word in key for word in ours["keywords"]) for key in keys)
