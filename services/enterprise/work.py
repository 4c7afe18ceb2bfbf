"""Which jobs the enterprise tier's workers do."""

from shared.jobs.handling import Handler

HANDLERS: dict[type, Handler] = {}
