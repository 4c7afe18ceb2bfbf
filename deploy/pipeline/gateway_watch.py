"""Are clients still answered after the gateway itself was changed?"""

from collections.abc import Callable, Mapping

from pipeline.errors import PipelineError
from pipeline.judge import Policy, Verdict
from pipeline.rollout import Outcome, Timing, watch
from pipeline.traffic import Counted, Meter


def watched(pages: Callable[[], Mapping[str, str]], policy: Policy, timing: Timing) -> str:
    """Watch the gateways' own answers; raise if they burn the error budget."""
    meter = Meter(pages, Counted.entry_point("web"))
    judgement = watch(meter.read, policy, timing, Outcome())
    if judgement.verdict is Verdict.ROLL_BACK:
        raise PipelineError(f"The gateway must go back: {judgement.reason}.")
    return judgement.reason
