"""The `vlo` command: the stack on this machine, and the platform's everyday requests.

What is slow to import is imported by the command that needs it, so that `vlo status` is quick.
"""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from onebox.control import call
from onebox.errors import OneboxError, explanation
from onebox.lifecycle import forget, load_demo_data, start, stop
from onebox.screen import Stopwatch, first_steps, show_logs, status_lines
from onebox.state import State, default_home

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Run Vertical Light OS on this machine, and speak to it. Start with: vlo up",
)

Tier = Annotated[str, typer.Option("--tier", help="enterprise or local.")]


def _state() -> State:
    return State(default_home())


@app.command()
def up(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of the gateway; 8080 unless given.")
    ] = None,
    demo: Annotated[bool, typer.Option(help="Load the synthetic demo shop and client.")] = True,
    monitoring: Annotated[
        bool, typer.Option("--monitoring", help="A Prometheus a tier, where one is installed.")
    ] = False,
) -> None:
    """Start the stack in the background and wait until it is healthy. Safe to repeat."""
    watch = Stopwatch()
    try:
        status = start(_state(), port, watch.say, monitoring=monitoring)
    except KeyboardInterrupt:
        typer.echo("The start goes on in the background. Watch it: make up. End it: make down.")
        raise typer.Exit(130) from None
    typer.echo("\n".join(["", *status_lines(status), ""]))
    if demo:
        variables = load_demo_data(_state(), status["gateway_url"], watch.say)
        typer.echo(first_steps(variables))


@app.command()
def down() -> None:
    """Stop every process; the data stays."""
    watch = Stopwatch()
    watch.say("everything is stopped" if stop(_state(), watch.say) else "nothing was running")


@app.command()
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Stop every process and delete the databases, keys, secrets and logs of this checkout."""
    state = _state()
    if not yes:
        typer.confirm(f"Delete every database, key and log in {state.home}?", abort=True)
    stop(state, Stopwatch().say)
    forget(state)
    kept = f"; the backups stay in {state.backups}" if state.backups.exists() else ""
    typer.echo(f"Forgotten: {state.home}{kept}")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show each process and each tier's golden signals. Exit code 1 when a process is not up."""
    answer = call(_state(), "status")
    typer.echo(json.dumps(answer) if as_json else "\n".join(status_lines(answer)))
    if not all(process["is_up"] for process in answer["processes"]):
        raise typer.Exit(1)


@app.command()
def logs(
    name: Annotated[str, typer.Argument(help="A process, as `vlo status` names it.")] = "",
    follow: Annotated[bool, typer.Option(help="Go on until Ctrl-C.")] = True,
) -> None:
    """Show what the processes say."""
    show_logs(_state().logs, name, is_followed=follow)


@app.command()
def scale(
    tier: Tier,
    replicas: Annotated[int, typer.Option("--replicas", "-n", min=1, help="How many.")],
) -> None:
    """Run this many replicas of one tier's API, without losing a request."""
    _change("scale", tier, count=replicas)


@app.command()
def restart(tier: Tier) -> None:
    """Replace a tier's processes one after another, without losing a request."""
    _change("restart", tier)


def _change(command: str, tier: str, **arguments: int) -> None:
    answer = call(_state(), command, Stopwatch().say, tier=tier, **arguments)
    typer.echo("\n".join(status_lines(answer)))


@app.command()
def backup(
    tier: Tier,
    to: Annotated[Path | None, typer.Option(help="A folder on another disk.")] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many backups stay.")] = 7,
    list_them: Annotated[bool, typer.Option("--list", help="Only list what there is.")] = False,
) -> None:
    """Copy a tier's running database, and keep its log from then on."""
    from onebox.backup_commands import TierBackups

    backups = TierBackups(_state(), tier, Stopwatch().say)
    if list_them:
        typer.echo("\n".join(backups.lines()))
    else:
        backups.take(to, keep)


@app.command()
def restore(
    tier: Tier,
    source: Annotated[str, typer.Option("--from", help="A backup's name, or path.")] = "",
    at: Annotated[str, typer.Option(help="A moment: 2026-11-26T10:00:00Z.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Back to before the restore.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Serve a tier's data of a backup or a moment; the other tier goes on, the old data stay."""
    from onebox.backup_commands import TierBackups, moment

    backups, until = TierBackups(_state(), tier, Stopwatch().say), moment(at)
    found = None if undo else backups.find(source, until)
    if not yes:
        what = found.name if found else "its former data"
        typer.confirm(f"Stop {tier} and serve {what}?", abort=True)
    backups.restore(found, until) if found else backups.undo()


@app.command()
def psql(tier: Tier) -> None:
    """Open an SQL prompt on a tier's database."""
    from onebox import prompts

    prompts.psql(_state(), tier)


@app.command()
def shell(tier: Tier) -> None:
    """Open a Python prompt with a session on a tier's database."""
    from onebox import prompts

    prompts.shell(_state(), tier)


Key = Annotated[str, typer.Option("--key", help="API key; the demo's unless given.")]
Url = Annotated[str, typer.Option("--url", help="The gateway; this machine's unless given.")]
OptionalTier = Annotated[str, typer.Option("--tier", help="Whose demo key: enterprise or local.")]

keys = typer.Typer(
    no_args_is_help=True, help="API keys of the tenant that the used key belongs to."
)
app.add_typer(keys, name="keys")


@keys.command("list")
def list_keys(tier: OptionalTier = "", key: Key = "", url: Url = "") -> None:
    """List the tenant's keys; a secret is never shown again."""
    from onebox.platform_commands import Account

    Account(_state(), tier, key, url).list_keys()


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Option(help="What the key is for.")],
    scope: Annotated[list[str], typer.Option(help="read, write or admin; may be repeated.")],
    tier: OptionalTier = "",
    key: Key = "",
    url: Url = "",
) -> None:
    """Create a key and show it, this once."""
    from onebox.platform_commands import Account

    Account(_state(), tier, key, url).create_key(name, scope)


@keys.command("rotate")
def rotate_key(
    key_id: Annotated[str, typer.Argument(help="As `vlo keys list` shows it.")],
    overlap_seconds: Annotated[
        int, typer.Option(min=0, help="The old key works this long.")
    ] = 3600,
    tier: OptionalTier = "",
    key: Key = "",
    url: Url = "",
) -> None:
    """Replace a key by a new one; both work during the overlap."""
    from onebox.platform_commands import Account

    Account(_state(), tier, key, url).rotate_key(key_id, overlap_seconds)


@keys.command("revoke")
def revoke_key(
    key_id: Annotated[str, typer.Argument(help="As `vlo keys list` shows it.")],
    tier: OptionalTier = "",
    key: Key = "",
    url: Url = "",
) -> None:
    """End a key; within a second no replica accepts it."""
    from onebox.platform_commands import Account

    Account(_state(), tier, key, url).revoke_key(key_id)


imports = typer.Typer(no_args_is_help=True, help="Bring a file of records onto the platform.")
app.add_typer(imports, name="import")
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


@imports.command("observations")
def import_observations(file: File, key: Key = "", url: Url = "") -> None:
    """Import daily observations of an enterprise client: CSV or NDJSON, of any size."""
    from onebox.platform_commands import Account

    Account(_state(), "enterprise", key, url).import_observations(file)


@imports.command("places")
def import_places(
    file: File,
    source: Annotated[str, typer.Option(help="Where the places come from: openstreetmap, …")],
    licence: Annotated[str, typer.Option(help="Under which licence: ODbL-1.0, …")],
    key: Key = "",
    url: Url = "",
) -> None:
    """Import places around a local business: Overpass JSON, GeoJSON or CSV."""
    from onebox.platform_commands import Account

    Account(_state(), "local", key, url).import_places(file, source, licence)


schema = typer.Typer(no_args_is_help=True, help="The tables of both tiers, for developers.")
app.add_typer(schema, name="schema")


@schema.command("new")
def new_migration(
    tier: Tier, message: Annotated[str, typer.Option(help="What it changes, in a few words.")]
) -> None:
    """Write a migration from the difference between the models and the migrations so far."""
    from onebox.schema import write_migration

    write_migration(tier, message)


@schema.command("apply")
def apply_migrations() -> None:
    """Bring the databases of the running stack to the newest version."""
    from onebox import schema as schema_of

    schema_of.apply_migrations(_state())


@schema.command("check")
def check_migrations() -> None:
    """Upgrade empty databases; fail where the models and the migrations differ."""
    from onebox import schema as schema_of

    schema_of.check_migrations()


def main() -> None:
    """Run a command; a failure that we understand is one message and exit code 1."""
    try:
        app()
    except BrokenPipeError:
        # Whoever read us (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OneboxError, OSError) as error:
        sys.exit(explanation(error))


if __name__ == "__main__":
    main()
