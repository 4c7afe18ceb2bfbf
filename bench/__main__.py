"""`python -m bench`: measure every row of the speed table that can be measured today."""

import os
import sys

import uvloop

from bench.analysis import analysis_row
from bench.images import image_rows
from bench.jobs import DATABASE, make_database, rates
from bench.reads import read_rows
from bench.stack import Stack, own_stack
from bench.table import BELOW, RESULTS, Row, save, share, shown


async def job_row(stack: Stack) -> Row:
    """Compare the worker with the barest loop over `SKIP LOCKED`."""
    url = stack.superuser_url("local", DATABASE)
    make_database(stack.superuser_url("local", "postgres"), url)
    ours, bare = await rates(url)
    return Row(
        what="no-op jobs a second, one worker, over a bare SKIP LOCKED loop",
        value=share(ours, bare),
        unit="",
        floor=0.10,
        aim=0.50,
        is_more_better=True,
        detail=f"{sorted(ours)[len(ours) // 2]:.0f} over {sorted(bare)[len(bare) // 2]:.0f} jobs/s",
        rounds={"worker": ours, "bare": bare},
    )


def start_rows(stack: Stack) -> list[Row]:
    """Say how long the first start took and how long the next takes."""
    stack.vlo("down")
    stack.up()
    cold, warm = stack.start_seconds
    marks = [("cold start, packages there", cold, 20, 8), ("warm start", warm, 8, 3)]
    return [
        Row(
            what=what,
            value=seconds,
            unit=" s",
            floor=floor,
            aim=aim,
            is_more_better=False,
            detail="vlo up until healthy, without the demo's data; one run",
        )
        for what, seconds, floor, aim in marks
    ]


async def measure(stack: Stack) -> list[Row]:
    """Measure what needs a running stack."""
    _say("reads: through the gateway, direct, unchecked, plain")
    reads = await read_rows(stack)
    _say("jobs: one worker, and a bare loop")
    return [*reads, await job_row(stack)]


def main() -> None:
    """Measure, show, save; exit with 1 where a floor was missed."""
    _say("a stack of its own is started")
    with own_stack() as stack:
        rows = uvloop.run(measure(stack))
        _say("images: their size, and how soon they are ready")
        rows += image_rows(stack)
        _say("starts")
        rows += start_rows(stack)
    _say("insights of a crowded neighbourhood")
    rows.append(analysis_row())
    save(rows)
    load = os.getloadavg()[0]
    print(f"\n{shown(rows)}\n\n{os.cpu_count()} processors, load {load:.1f}; all in {RESULTS}")
    sys.exit(any(row.verdict == BELOW for row in rows))


def _say(what: str) -> None:
    print(f"bench: {what} …", flush=True)


if __name__ == "__main__":
    main()
