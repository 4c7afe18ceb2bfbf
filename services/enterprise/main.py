"""`python -m enterprise.main`: the enterprise tier's API."""

from fastapi import FastAPI

from enterprise.routes import ROUTES
from enterprise.settings import EnterpriseSettings
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
    platform, settings = begin("enterprise-api", EnterpriseSettings)
    runtime = build_runtime(BusinessTier.ENTERPRISE, settings, platform)
    app = build_app(runtime)
    serve(app, settings.host, settings.port, runtime.drain, settings.drain_seconds)


if __name__ == "__main__":
    main()
