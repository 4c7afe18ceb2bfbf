"""How large is each tier's image, and how soon does a new container answer? Where an engine is."""

import json
import os
import shutil
import subprocess
import time
from statistics import median
from typing import Any

from bench.stack import Stack, await_ok
from bench.table import Row
from onebox.plan import app_role_of
from onebox.ports import choose
from onebox.postgres import Cluster
from onebox.secret_values import TIERS

STARTS = 3
BYTES_A_MEGABYTE = 1_000_000
# Local carries the map, calendar and phone number data of four packages (decision 8).
SIZES = {"enterprise": (400.0, 250.0), "local": (700.0, 400.0)}
START_SECONDS = (15.0, 4.0)


def image_rows(stack: Stack) -> list[Row]:
    """Measure both images; rows without a value where there is none, or no engine to run it."""
    return [row for tier in TIERS for row in _rows_of(stack, tier)]


def _rows_of(stack: Stack, tier: str) -> list[Row]:
    image = f"vlo-{tier}:dev"
    facts = inspected(image)
    if facts is None:
        why = f"{image} is not there: start an engine, then run make image"
        return [_size_row(tier, None, why), _start_row(tier, [], why)]
    size = facts["Size"] / BYTES_A_MEGABYTE
    starts = [start_seconds(stack, tier, image) for _ in range(STARTS)]
    return [
        _size_row(tier, size, "uncompressed, the base included"),
        _start_row(tier, starts, f"docker run until /readyz answers 200; median of {STARTS}"),
    ]


def inspected(image: str) -> dict[str, Any] | None:
    """Return what the engine knows of an image, None where there is neither."""
    if shutil.which("docker") is None:
        return None
    asked = ["docker", "image", "inspect", image]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)[0] if done.returncode == 0 else None


def start_seconds(stack: Stack, tier: str, image: str) -> float:
    """Return how long a new container takes to be ready, on this machine's own database."""
    port, prefix = choose(set()), tier.upper()
    cluster = Cluster(stack.state.data / tier, stack.port_of(f"{tier}-database"))
    settings = {
        f"{prefix}_DATABASE_URL": cluster.url(
            app_role_of(tier), stack.secret(tier, "APP_PASSWORD"), tier
        ),
        f"{prefix}_KEY_PEPPER": stack.secret(tier, "KEY_PEPPER"),
        f"{prefix}_PORT": str(port),
    }
    command = ["docker", "run", "--rm", "--detach", "--read-only", "--tmpfs=/tmp", "--network=host"]
    command += [word for name in settings for word in ("--env", name)]
    began = time.perf_counter()
    container = subprocess.run(
        [*command, image, "api"], env=os.environ | settings, stdout=subprocess.PIPE, check=True
    ).stdout.decode()
    try:
        await_ok(f"http://127.0.0.1:{port}/readyz")
        return time.perf_counter() - began
    finally:
        subprocess.run(["docker", "stop", container.strip()], capture_output=True, check=False)


def _size_row(tier: str, megabytes: float | None, detail: str) -> Row:
    floor, aim = SIZES[tier]
    return Row(
        what=f"image of the {tier} tier",
        value=megabytes,
        unit=" MB",
        floor=floor,
        aim=aim,
        is_more_better=False,
        detail=detail,
    )


def _start_row(tier: str, seconds: list[float], detail: str) -> Row:
    floor, aim = START_SECONDS
    return Row(
        what=f"a new container of the {tier} tier is ready",
        value=median(seconds) if seconds else None,
        unit=" s",
        floor=floor,
        aim=aim,
        is_more_better=False,
        detail=detail,
        rounds={"starts": seconds},
    )
