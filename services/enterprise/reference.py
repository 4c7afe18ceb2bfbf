"""`python -m enterprise.reference FILE`: write the enterprise tier's OpenAPI document."""

import sys
from pathlib import Path

from enterprise.routes import ROUTES
from shared.http.openapi import openapi_text

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(openapi_text(ROUTES), encoding="utf-8")
