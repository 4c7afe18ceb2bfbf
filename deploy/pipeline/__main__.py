"""`python -m pipeline`: the steps that the workflows are made of, for a person as well."""

import json
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from onebox.errors import OneboxError
from onebox.state import repository
from pipeline import gateway_watch, history, migration_lint, openapi_changes, workflows
from pipeline.cluster import Cluster
from pipeline.commands import run
from pipeline.errors import PipelineError
from pipeline.judge import Policy
from pipeline.kubernetes_release import KubernetesRelease
from pipeline.rollout import Timing, roll_out

TIERS = ("enterprise", "local")
_SIGNALLED = 128
OVERLAYS = Path("deploy/kubernetes/overlays")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What the deployment workflows do, step by step.",
)
Base = Annotated[str, typer.Option("--base", help="The commit to compare with; main if empty.")]
Tier = Annotated[str, typer.Option("--tier", help="enterprise or local.")]
Environment = Annotated[str, typer.Option(help="production or staging.")]
Image = Annotated[str, typer.Option(help="The release's image, with tag or digest.")]


@app.command()
def started(base: Base = "") -> None:
    """Say which workflows a push of the changes since a commit starts."""
    known = workflows.workflows_in(repository() / ".github" / "workflows")
    changed = history.changed_files(run, history.base_of(run, base))
    print("\n".join(sorted(workflows.started_by(known, changed))) or "no workflow")


@app.command()
def lint_schema(tier: Tier = "") -> None:
    """Have squawk read the migrations as SQL; fail if one would hurt the running code."""
    squawk = str(Path(sys.executable).with_name("squawk"))
    found = [
        finding
        for name in ((tier,) if tier else TIERS)
        for finding in migration_lint.findings(
            name, repository() / "services" / name / "migrations", run, squawk
        )
    ]
    _end_with([str(finding) for finding in found], "squawk finds nothing in the migrations")


@app.command()
def api_diff(base: Base = "") -> None:
    """Compare the tiers' API documents; fail if one breaks clients without a new version."""
    commit = history.base_of(run, base)
    lines = [line for tier in TIERS for line in _unannounced(tier, commit)]
    _end_with(lines, f"no change since {commit[:10]} breaks a client unannounced")


@app.command()
def migrate(tier: Tier, image: Image, environment: Environment = "production") -> None:
    """Run a release's migrations in the cluster: they only add, so the old code goes on."""
    Cluster(run, OVERLAYS, tier, environment, image).migrate()


@app.command()
def deploy(
    tier: Tier,
    image: Image,
    environment: Environment = "production",
    watch_seconds: Annotated[float, typer.Option(help="How long each step is watched.")] = 120.0,
    fewest_requests: Annotated[int, typer.Option(help="How many it takes to judge.")] = 300,
) -> None:
    """Give a release a tenth of the tier's requests, then all, or take them back."""
    # A cancelled job is told so: requests must not stay with a release that nobody watches.
    signal.signal(signal.SIGTERM, _end)
    policy = Policy(watch_seconds=watch_seconds, fewest_requests=fewest_requests)
    release = KubernetesRelease(Cluster(run, OVERLAYS, tier, environment, image))
    is_promoted = False
    try:
        release.start()
        outcome = roll_out(release, policy, Timing(time.monotonic, time.sleep), print)
        is_promoted = outcome.is_promoted
    finally:
        (release.settle if is_promoted else release.withdraw)()
    if not is_promoted:
        raise PipelineError(f"{image} was taken back: {outcome.reason}.")


@app.command()
def watch_gateway(
    seconds: Annotated[float, typer.Option(help="How long to watch.")] = 120.0,
) -> None:
    """Watch what clients are answered after a change of the gateway; fail if it burns."""
    cluster = Cluster(run, OVERLAYS, "", "", "")
    policy = Policy(watch_seconds=seconds, fewest_requests=0)
    reason = gateway_watch.watched(
        cluster.gateway_pages, policy, Timing(time.monotonic, time.sleep)
    )
    print(reason)


def _end(number: int, _frame: object) -> None:
    sys.exit(_SIGNALLED + number)


def _unannounced(tier: str, commit: str) -> list[str]:
    path = Path("docs/api") / f"{tier}.json"
    before = history.text_at(run, commit, path)
    if before is None:
        return []
    old, new = json.loads(before), json.loads((repository() / path).read_text(encoding="utf-8"))
    if openapi_changes.is_announced(old["info"]["version"], new["info"]["version"]):
        return []
    return [f"{tier}: {change}" for change in openapi_changes.breaking_changes(old, new)]


def _end_with(problems: list[str], otherwise: str) -> None:
    print("\n".join(problems) or otherwise)
    if problems:
        raise typer.Exit(1)


if __name__ == "__main__":
    try:
        app()
    except (PipelineError, OneboxError) as error:
        sys.exit(str(error))
