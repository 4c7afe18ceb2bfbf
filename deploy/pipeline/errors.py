"""What stops a deployment, each said in one line: what happened, why, what to do."""


class PipelineError(Exception):
    """The pipeline cannot go on; the message is for whoever reads its log."""


class BlindError(PipelineError):
    """The gateway does not say how many requests the new release answered."""


class CommandFailedError(PipelineError):
    """A program that the pipeline runs ended with an error."""
