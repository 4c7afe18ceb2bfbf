"""How a child learns that its parent was killed."""

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def dies_with_parent(
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Callable[[], None] | None:
    """Return what a child must call before exec, or None where the kernel offers nothing."""
    if sys.platform != "linux":
        return None
    # Loaded in the parent: between fork and exec a child must not import or allocate much.
    prctl = ctypes.CDLL(None).prctl
    number = int(stop_signal)

    def ask_kernel() -> None:
        prctl(_PR_SET_PDEATHSIG, number)

    return ask_kernel
