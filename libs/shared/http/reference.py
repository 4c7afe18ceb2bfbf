"""The reference page of a tier, with its own assets: no foreign host is asked."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

# Only the files of the page are used, so the package itself need not be imported.
_PACKAGE = "fastapi_offline"


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
            swagger_favicon_url=f"{assets}/favicon.png",
        )

    app.include_router(router)
    app.mount(assets, StaticFiles(directory=asset_directory()))


def asset_directory() -> Path:
    """Return where the installed files of the page lie."""
    return Path(str(files(_PACKAGE) / "static"))
