"""Which Prometheus to run: the one that was named, or one on the PATH; there may be none."""

import shutil
from collections.abc import Mapping

from onebox.errors import OneboxError


class PrometheusMissingError(OneboxError):
    """The program that PROMETHEUS_BIN names cannot be run."""


def prometheus_program(environment: Mapping[str, str]) -> str | None:
    """Return the path of the Prometheus program to run, None where none is installed."""
    named = environment.get("PROMETHEUS_BIN")
    if named is None:
        return shutil.which("prometheus", path=environment.get("PATH", ""))
    if shutil.which(named) is None:
        raise PrometheusMissingError(
            f"PROMETHEUS_BIN names {named}, which cannot be run. Correct it, or unset it."
        )
    return named
