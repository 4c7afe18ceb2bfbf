"""What can go wrong on one machine, each said in one line: what happened, why, what to do."""

import errno


class OneboxError(Exception):
    """The stack cannot do what was asked; the message is for the person at the terminal."""


class DatabaseBinariesMissingError(OneboxError):
    """PostgreSQL's programs are not installed in this virtual environment."""


class DatabaseUserMissingError(OneboxError):
    """PostgreSQL refuses to run as root and no way to run it as somebody else was found."""


class DatabaseNotStartedError(OneboxError):
    """PostgreSQL ended, or did not answer, while it was starting."""


class DatabaseAlreadyRunningError(OneboxError):
    """Another process still serves the same data directory."""


class StackNotRunningError(OneboxError):
    """The command needs a running stack."""


class StackStartError(OneboxError):
    """The stack did not become healthy."""


class ControlError(OneboxError):
    """The supervisor refused a command or answered nonsense."""


class PortTakenError(OneboxError):
    """Another program listens on the gateway's port."""


class SettingsFileError(OneboxError):
    """A file of the state directory cannot be read."""


class GatewayRequestError(OneboxError):
    """The platform refused a request of the command line."""


def explanation(error: Exception) -> str:
    """Return the line for the person: our own errors carry it, the system's get a remedy."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"The disk is full ({error.filename}). Free some space, then run: make up"
    if isinstance(error, OSError):
        return f"The system refused: {error}. Put that right, then run: make up"
    return str(error).strip()
