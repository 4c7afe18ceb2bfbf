import sys

import pytest

from pipeline.commands import run
from pipeline.errors import CommandFailedError

ECHO = [sys.executable, "-c", "import sys; print(sys.stdin.read().upper())"]
FAIL = [sys.executable, "-c", "import sys; sys.exit('no such cluster')"]


def test_a_program_is_given_its_input_and_its_answer_comes_back() -> None:
    assert run(ECHO, given="weights") == "WEIGHTS\n"


def test_a_failure_says_which_command_and_why() -> None:
    with pytest.raises(CommandFailedError, match=r"ended with code 1: no such cluster"):
        run(FAIL)


def test_a_code_that_is_an_answer_is_no_failure() -> None:
    assert run(FAIL, fine=(0, 1)) == ""
