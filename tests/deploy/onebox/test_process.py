import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onebox.errors import StackStartError
from onebox.process import KeptProcess, ProcessSpec, run_to_end
from onebox.process_table import is_alive
from onebox.readiness import until
from tests.deploy.onebox.processes import NeverReady, python, server, surroundings

STAYS = "import time; print('here', flush=True); time.sleep(600)"


async def wait_until(condition: Callable[[], object]) -> None:
    async def is_met() -> bool:
        return bool(condition())

    assert await until(is_met, seconds=30)


async def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    around, reports = surroundings(tmp_path)
    process = KeptProcess(server("local-api-1"), around)
    await process.start()
    first = process.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await wait_until(lambda: process.is_up and process.pid != first)
    assert process.restarts == 1
    assert "local-api-1 ended with code -9; restart 1 in 0.2 s" in reports
    await process.halt()
    assert process.pid is None


async def test_it_is_up_only_when_it_answers(tmp_path: Path) -> None:
    around, _ = surroundings(tmp_path)
    process = KeptProcess(server("local-api-1"), around)
    starting = asyncio.create_task(process.start())
    await asyncio.sleep(0)
    assert not process.is_up
    await starting
    assert process.is_up
    await process.halt()


async def test_one_that_ends_before_it_is_ready_shows_its_last_lines(tmp_path: Path) -> None:
    around, _ = surroundings(tmp_path)
    code = "import sys; print('LOCAL_KEY_PEPPER is missing'); sys.exit(78)"
    process = KeptProcess(replace(python("local-api-1", code), readiness=NeverReady()), around)
    with pytest.raises(StackStartError) as failure:
        await process.start()
    assert "local-api-1 ended with code 78" in str(failure.value)
    assert "LOCAL_KEY_PEPPER is missing" in str(failure.value)
    assert process.restarts == 0


async def test_one_that_never_gets_ready_is_stopped_and_said(tmp_path: Path) -> None:
    around, _ = surroundings(tmp_path)
    spec = replace(python("local-api-1", STAYS), readiness=NeverReady(), start_seconds=0.3)
    process = KeptProcess(spec, around)
    with pytest.raises(StackStartError, match="did not become ready"):
        await process.start()
    assert process.pid is None


async def test_a_program_that_is_not_there_is_an_error_not_a_hang(tmp_path: Path) -> None:
    around, _ = surroundings(tmp_path)
    missing = ProcessSpec(name="gateway", command=(str(tmp_path / "no-such-program"),))
    with pytest.raises(FileNotFoundError):
        await KeptProcess(missing, around).start()


async def test_one_that_ignores_the_signal_is_killed_after_its_grace(tmp_path: Path) -> None:
    around, reports = surroundings(tmp_path)
    code = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STAYS}"
    process = KeptProcess(replace(python("worker", code), grace_seconds=0.3), around)
    await process.start()
    pid = process.pid
    await wait_until(lambda: "here" in around.log_of("worker").read_text())
    await process.halt()
    assert pid is not None
    assert not is_alive(pid)
    assert any("killed" in report for report in reports)


async def test_what_a_process_started_itself_ends_with_it(tmp_path: Path) -> None:
    around, _ = surroundings(tmp_path)
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True); time.sleep(600)"
    )
    process = KeptProcess(python("worker", code), around)
    await process.start()
    log = around.log_of("worker")
    await wait_until(lambda: log.read_text().strip())
    grandchild = int(log.read_text())
    await process.halt()
    await wait_until(lambda: not is_alive(grandchild))


async def test_what_must_be_done_before_a_start_is_done_before_each(tmp_path: Path) -> None:
    around, _ = surroundings(tmp_path)
    done: list[str] = []
    spec = replace(python("worker", STAYS), before_start=lambda: done.append("prepared"))
    process = KeptProcess(spec, around)
    await process.start()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    await wait_until(lambda: process.is_up and process.restarts == 1)
    assert done == ["prepared", "prepared"]
    await process.halt()


async def test_a_process_that_ends_well_gives_what_it_printed(tmp_path: Path) -> None:
    around, _ = surroundings(tmp_path)
    assert await run_to_end(python("keys", "print('vlo_loc_…')"), around) == "vlo_loc_…\n"


async def test_a_process_that_fails_gives_what_it_said(tmp_path: Path) -> None:
    around, _ = surroundings(tmp_path)
    code = "import sys; print('step 1'); sys.exit('the table is locked')"
    with pytest.raises(StackStartError) as failure:
        await run_to_end(python("migrations", code), around)
    assert "migrations ended with code 1" in str(failure.value)
    assert "step 1" in str(failure.value)
    assert "the table is locked" in str(failure.value)


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels offer no death signal")
async def test_no_child_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    code = (
        "import asyncio, pathlib, sys\n"
        "from onebox.process import KeptProcess\n"
        "from tests.deploy.onebox.processes import server, surroundings\n"
        "async def main():\n"
        "    around, _ = surroundings(pathlib.Path(sys.argv[1]))\n"
        "    process = KeptProcess(server('local-api-1'), around)\n"
        "    await process.start()\n"
        "    print(process.pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    supervisor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(tmp_path), stdout=subprocess.PIPE
    )
    assert supervisor.stdout is not None
    child = int(await supervisor.stdout.readline())
    assert is_alive(child)
    supervisor.kill()
    await supervisor.communicate()
    await wait_until(lambda: not is_alive(child))
