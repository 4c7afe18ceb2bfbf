"""`python -m local.main`: the local tier's API."""

from fastapi import FastAPI

from local.routes import ROUTES
from local.settings import LocalSettings
from shared.http.app import create_app
from shared.http.runtime import TierRuntime, build_runtime
from shared.http.server import serve
from shared.logging import configure_logging
from shared.settings import PlatformSettings, refuse_unknown_platform_variables
from shared.tiers import BusinessTier


def build_app(runtime: TierRuntime) -> FastAPI:
    """Return the tier's application over a runtime."""
    return create_app(runtime, ROUTES)


def main() -> None:
    """Serve until SIGTERM."""
    refuse_unknown_platform_variables()
    platform = PlatformSettings()
    configure_logging("local-api", platform.log_level, platform.log_format)
    settings = LocalSettings()  # pyright: ignore[reportCallIssue]  read from the environment
    runtime = build_runtime(BusinessTier.LOCAL, settings, platform)
    app = build_app(runtime)
    serve(app, settings.host, settings.port, runtime.drain, settings.drain_seconds)


if __name__ == "__main__":
    main()
