import subprocess
import sys

import pytest

from shared.tracing.configuration import configure_tracing
from shared.tracing.otlp import OtlpRecorder
from shared.tracing.spans import Recording

LIBRARY = "opentelemetry.sdk"


@pytest.mark.parametrize("process", ["enterprise.main", "local.worker"])
def test_whoever_does_not_trace_loads_nothing_of_it(process: str) -> None:
    program = f"""
import sys, threading
import {process}
from shared.tracing.configuration import configure_tracing
configure_tracing("x", "", 1.0)
print([name for name in sys.modules if name.startswith("{LIBRARY}")], threading.active_count())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] 1"


def test_an_endpoint_switches_it_on() -> None:
    assert Recording.recorder is None
    configure_tracing("local-api", "http://127.0.0.1:9", 1.0)
    recorder, Recording.recorder = Recording.recorder, None
    assert isinstance(recorder, OtlpRecorder)
    recorder.close()
