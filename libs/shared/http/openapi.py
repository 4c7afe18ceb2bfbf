"""A tier's OpenAPI document as it is committed, so that a change to the API is seen in review."""

import json

from shared.http.app import TierRoutes, describe_app


def openapi_text(routes: TierRoutes) -> str:
    """Return the document, formatted so that its differences can be read."""
    document = describe_app(routes).openapi()
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
