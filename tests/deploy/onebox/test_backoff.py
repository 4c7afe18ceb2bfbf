import pytest

from onebox.backoff import restart_delay_seconds


@pytest.mark.parametrize(
    ("previous_delay", "ran_for", "delay"),
    [
        (0.0, 0.0, 0.2),
        (0.0, 3600.0, 0.2),
        (0.2, 0.5, 0.4),
        (0.4, 9.9, 0.8),
        (0.4, 10.0, 0.2),
        (6.4, 1.0, 10.0),
        (10.0, 0.1, 10.0),
        (10.0, 11.0, 0.2),
    ],
)
def test_the_delay_doubles_up_to_ten_seconds_and_a_steady_run_resets_it(
    previous_delay: float, ran_for: float, delay: float
) -> None:
    assert restart_delay_seconds(previous_delay, ran_for) == pytest.approx(delay)
