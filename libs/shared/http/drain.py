"""Is this process on its way out? Asked by health checks, answered by the signal handler."""


class Drain:
    """Turns once, from serving to draining."""

    def __init__(self) -> None:
        self._is_draining = False

    @property
    def is_draining(self) -> bool:
        """True once the process has been asked to stop."""
        return self._is_draining

    def begin(self) -> None:
        """Let health checks fail from now on, so that the gateway looks elsewhere."""
        self._is_draining = True
