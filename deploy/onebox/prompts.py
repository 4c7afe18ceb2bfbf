"""Prompts for a person who looks inside: SQL, and Python with a database session."""

import code
import os
from uuid import UUID

from onebox.control import call
from onebox.errors import ControlError
from onebox.postgres import HOST, SUPERUSER
from onebox.postgres_programs import programs
from onebox.secret_values import TIERS, SecretValues
from onebox.state import State, read_json


def _superuser_address(state: State, tier: str) -> dict[str, str]:
    """Return libpq's variables for a tier's running database, as the user who sees every row."""
    if tier not in TIERS:
        raise ControlError(f"There is no tier {tier!r}. Tiers: {', '.join(TIERS)}.")
    call(state, "status")
    return {
        "PGHOST": HOST,
        "PGPORT": str(read_json(state.ports_file)[f"{tier}-database"]),
        "PGDATABASE": tier,
        "PGUSER": SUPERUSER,
        "PGPASSWORD": SecretValues(state).of(tier, "SUPERUSER_PASSWORD"),
    }


def psql(state: State, tier: str) -> None:
    """Become a database prompt; the password is in no argument that others could list."""
    program = str(programs() / "psql")
    os.execve(program, [program], {**os.environ, **_superuser_address(state, tier)})  # noqa: S606 - that is the point


def shell(state: State, tier: str) -> None:
    """Open a Python prompt with a session on a tier's database; nothing is committed unasked."""
    import sqlalchemy  # noqa: PLC0415 - a second of imports that only this command needs
    from sqlalchemy.orm import Session  # noqa: PLC0415 - likewise

    address = _superuser_address(state, tier)
    url = sqlalchemy.URL.create(
        "postgresql+psycopg",
        username=address["PGUSER"],
        password=address["PGPASSWORD"],
        host=address["PGHOST"],
        port=int(address["PGPORT"]),
        database=address["PGDATABASE"],
    )
    engine = sqlalchemy.create_engine(url)
    with Session(engine) as session:
        names = {"session": session, "text": sqlalchemy.text, "select": sqlalchemy.select}
        banner = f"{tier}: session, text, select. Example: session.scalars(text('select 1')).all()"
        code.interact(banner=banner, local={**names, "UUID": UUID}, exitmsg="")
    engine.dispose()
