"""What does the framework itself tell an observer? Nothing.

Its spans carry paths and queries and its log records the messages of errors; ours carry neither.
"""

from fastapi.telemetry import TelemetryConfig

NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
