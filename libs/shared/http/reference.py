"""The reference page of a tier, with its own assets: no foreign host is asked."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from swagger_ui_bundle import swagger_ui_path  # pyright: ignore[reportMissingTypeStubs]  one path


def mount_reference(app: FastAPI, prefix: str) -> None:
    """Serve `{prefix}/docs`, which reads `{prefix}/openapi.json`."""
    assets = f"{prefix}/docs/assets"
    router = APIRouter(include_in_schema=False)

    @router.get(f"{prefix}/docs")
    def reference() -> HTMLResponse:  # pyright: ignore[reportUnusedFunction]  called by its route
        return get_swagger_ui_html(
            openapi_url=f"{prefix}/openapi.json",
            title=app.title,
            swagger_js_url=f"{assets}/swagger-ui-bundle.js",
            swagger_css_url=f"{assets}/swagger-ui.css",
            swagger_favicon_url=f"{assets}/favicon-32x32.png",
        )

    app.include_router(router)
    app.mount(assets, StaticFiles(directory=Path(swagger_ui_path)))
