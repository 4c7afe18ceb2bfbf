import re

from enterprise.routes import ROUTES
from shared.http.app import describe_app
from shared.http.reference import asset_directory
from tests.api import ENTERPRISE, Api


async def test_the_reference_page_needs_no_key_and_no_foreign_host(enterprise_api: Api) -> None:
    answer = await enterprise_api.http.get(f"{ENTERPRISE}/docs")
    assert answer.status_code == 200
    linked = re.findall(r"""(?:src|href|url)\s*[=:]\s*["']([^"']+)["']""", answer.text)
    assert len(linked) >= 3
    for address in linked:
        assert address.startswith(f"{ENTERPRISE}/"), address
        assert (await enterprise_api.http.get(address)).status_code == 200
    assert "//" not in re.sub(r"//.*cdn|<!--.*?-->", "", "".join(linked))


async def test_an_asset_that_is_missing_is_a_problem(enterprise_api: Api) -> None:
    answer = await enterprise_api.http.get(f"{ENTERPRISE}/docs/assets/nothing.js")
    assert answer.status_code == answer.json()["status"] == 404


async def test_every_problem_is_in_the_api_document(enterprise_api: Api) -> None:
    document = (await enterprise_api.http.get(f"{ENTERPRISE}/openapi.json")).json()
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert {"401", "403", "404", "422", "429", "503"} <= set(operation["responses"]), path
    assert "/livez" not in document["paths"]


def test_the_page_can_read_the_version_of_our_documents() -> None:
    version = re.escape(describe_app(ROUTES).openapi()["openapi"].rpartition(".")[0])
    script = (asset_directory() / "swagger-ui-bundle.js").read_text(encoding="utf-8")
    assert re.search(rf"openapi: {version}", script)
