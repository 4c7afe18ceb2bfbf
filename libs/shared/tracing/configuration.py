"""Does this process export its spans? Only where a collector's address is set."""

from shared.tracing.spans import Recording


def configure_tracing(process: str, endpoint: str, ratio: float) -> None:
    """Export this share of all traces from now on; without an endpoint nothing is even loaded."""
    if not endpoint:
        return
    from shared.tracing.otlp import OtlpRecorder  # noqa: PLC0415 - loaded only where asked for

    Recording.recorder = OtlpRecorder(process, endpoint, ratio)
