"""Do the tests of the release that runs pass on the new schema? `make drill-expand TIER=local`.

The old release's tests run in the old release's code: pytest's own setting `pythonpath` puts it
first, in pytest's process only. The migrations are a process that those tests start, and it finds
this environment's installed code: the new one. So no file of either release is touched, and a
witness in the session makes sure of both. Left out is what starts a tier's programs, which would
be the new ones, and what compares models with migrations, which differ on purpose.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from alembic.script import ScriptDirectory

from onebox.state import repository
from pipeline import history
from pipeline.commands import run
from pipeline.drills import expand_witness
from pipeline.drills.previous import code_paths, work_tree
from pipeline.errors import PipelineError
from shared.db.migrations import configuration

LEFT_OUT = (
    "tests/shared/db/test_migrations.py",
    "tests/shared/db/test_migrations_filled.py",
    "tests/shared/http/test_server.py",
    "tests/shared/jobs/test_crashes.py",
    "tests/shared/test_startup.py",
)


def main(
    tier: Annotated[str, typer.Option()], previous: Annotated[str, typer.Option()] = ""
) -> None:
    """Run the old release's tests of one tier on this release's schema."""
    commit = history.base_of(run, previous)
    with work_tree(commit) as tree:
        print(f"{tier}: the tests of {commit[:10]} on the schema of these files", flush=True)
        code = _tested(tier, tree)
    if code != os.EX_OK:
        raise PipelineError(
            f"The code of {commit[:10]} was not shown to work on the new schema: see above. Let "
            "the migration only add; what the old code uses goes away a release later."
        )


def head(tier: str) -> str:
    """Return the newest revision of a tier's migrations here."""
    directory = repository() / "services" / tier / "migrations"
    return ScriptDirectory.from_config(configuration(directory)).get_current_head() or ""


def _tested(tier: str, tree: Path) -> int:
    paths = " ".join(str(path) for path in code_paths(tree))
    left_out = [f"--ignore={path}" for path in LEFT_OUT]
    options = ["-q", "-p", expand_witness.__name__, "-o", f"pythonpath={paths}", *left_out]
    told = {
        expand_witness.TREE: str(tree),
        expand_witness.TIER: tier,
        expand_witness.HEAD: head(tier),
    }
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "pytest", *options, f"tests/{tier}", "tests/shared"]
    return subprocess.run(command, cwd=tree, env=environment | told, check=False).returncode


if __name__ == "__main__":
    try:
        typer.run(main)
    except PipelineError as error:
        sys.exit(str(error))
