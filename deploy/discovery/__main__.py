"""`python -m discovery SOURCE TARGET tier=name:port …`: keep the gateway's addresses true."""

import argparse
import logging
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from discovery.gateway_directory import GatewayDirectory
from discovery.replicas import Replicas, parsed

SECONDS = 0.5

_log = logging.getLogger("discovery")


def keep(
    directory: GatewayDirectory, tiers: dict[str, Replicas], stop: threading.Event, seconds: float
) -> None:
    """Publish at the start and at each change, until told to stop."""
    is_first = True
    while not stop.is_set():
        changed = [tier for tier, replicas in tiers.items() if replicas.refresh()]
        if changed or is_first:
            urls = {tier: replicas.urls for tier, replicas in tiers.items()}
            directory.publish(urls)
            _log.info("the gateway's replicas: %s", urls)
        is_first = False
        stop.wait(seconds)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and keep on until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m discovery", description=__doc__)
    parser.add_argument("source", type=Path, help="the repository's gateway/dynamic")
    parser.add_argument("target", type=Path, help="the directory that Traefik watches")
    parser.add_argument("tiers", nargs="+", type=parsed, metavar="tier=name:port")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    directory = GatewayDirectory(options.source, options.target)
    keep(directory, dict(options.tiers), stop, SECONDS)


if __name__ == "__main__":
    main()
