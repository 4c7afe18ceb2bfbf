"""`python -m local.main`: the local tier's API."""

from fastapi import FastAPI

from local.routes import ROUTES
from local.settings import LocalSettings
from shared.http.app import create_app
from shared.http.runtime import TierRuntime, build_runtime
from shared.http.server import serve
from shared.startup import begin
from shared.tiers import BusinessTier


def build_app(runtime: TierRuntime) -> FastAPI:
    """Return the tier's application over a runtime."""
    return create_app(runtime, ROUTES)


def main() -> None:
    """Serve until SIGTERM."""
    platform, settings = begin("local-api", LocalSettings)
    runtime = build_runtime(BusinessTier.LOCAL, settings, platform)
    app = build_app(runtime)
    serve(app, settings.host, settings.port, runtime.drain, settings.drain_seconds)


if __name__ == "__main__":
    main()
