"""`python -m bench.drills crash restart database`: run these, say what was measured, judge."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping

from bench.drills.scenes import (
    Verdict,
    killed_replica,
    rolling_restart,
    silent_database,
    stopped_database,
)
from bench.stack import Stack, own_stack

Scene = Callable[[Stack], Awaitable[Verdict]]


async def _local_database(stack: Stack) -> Verdict:
    return await stopped_database(stack, "local")


async def _enterprise_database(stack: Stack) -> Verdict:
    return await stopped_database(stack, "enterprise")


async def _local_silence(stack: Stack) -> Verdict:
    return await silent_database(stack, "local")


async def _enterprise_silence(stack: Stack) -> Verdict:
    return await silent_database(stack, "enterprise")


SCENES: Mapping[str, tuple[Scene, ...]] = {
    "crash": (killed_replica,),
    "restart": (rolling_restart,),
    "database": (_local_database, _enterprise_database),
    "silence": (_local_silence, _enterprise_silence),
}


async def _run(stack: Stack, names: list[str]) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for name in names:
        for scene in SCENES[name]:
            print(f"drill: {name} …", flush=True)
            verdict = await scene(stack)
            print(f"  {'passed' if verdict.is_passed else 'FAILED'}: {verdict.drill}")
            print(f"  {verdict.figures}", flush=True)
            verdicts.append(verdict)
    return verdicts


def main() -> None:
    """Run the drills that are named, each on the same stack; exit 1 if one failed."""
    names = sys.argv[1:]
    if not names or set(names) - set(SCENES):
        sys.exit(f"Name drills to run, of: {', '.join(SCENES)}.")
    print("drill: a stack of its own is started …", flush=True)
    with own_stack() as stack:
        verdicts = asyncio.run(_run(stack, names))
    if not all(verdict.is_passed for verdict in verdicts):
        sys.exit(1)


if __name__ == "__main__":
    main()
