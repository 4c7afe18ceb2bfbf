"""What can go wrong with a job, on purpose.

The first group is raised when a program is written wrongly, the second by handlers.
"""


class JobError(Exception):
    """Base of every failure of the queue itself."""


class JobNotStorableError(JobError):
    """A payload would not come back from the database as it went in."""


class JobUnreadableError(JobError):
    """A stored payload fits the job's class no longer; trying again cannot help."""


class HandlersCollideError(JobError):
    """Two job classes of one worker have the same name, so rows could not tell them apart."""


class JobHopelessError(JobError):
    """Raised by a handler: trying this job again cannot help, keep it for a person to see."""


class RetryLaterError(JobError):
    """Raised by a handler: the other side says when to come back."""

    def __init__(self, reason: str, *, after_seconds: float) -> None:
        super().__init__(reason)
        self.after_seconds = after_seconds
