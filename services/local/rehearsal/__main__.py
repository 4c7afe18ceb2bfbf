"""`python -m local.rehearsal [PORT] [GATEWAY]`: plays the vendors until interrupted.

What they hold is gone when they stop.
"""

import sys

from local.rehearsal.playing import serve

_PORT, _GATEWAY = "9099", "http://127.0.0.1:8080"


def main() -> None:
    """Play on the port that is named, for the gateway that is."""
    port, gateway = [*sys.argv[1:], *(_PORT, _GATEWAY)[len(sys.argv[1:]) :]][:2]
    serve(int(port), gateway, print)


if __name__ == "__main__":
    main()
