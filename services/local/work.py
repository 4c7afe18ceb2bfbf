"""Which jobs the local tier's workers do."""

from shared.jobs.handling import Handler

HANDLERS: dict[type, Handler] = {}
