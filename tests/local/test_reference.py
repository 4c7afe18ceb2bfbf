from local.routes import ROUTES
from shared.http.openapi import openapi_text
from tests.databases import ROOT


def test_the_committed_document_says_what_the_tier_answers() -> None:
    committed = (ROOT / "docs" / "api" / "local.json").read_text(encoding="utf-8")
    assert committed == openapi_text(ROUTES), "Run `make reference` and look at the difference."
