from typing import Any

import pytest
import yaml

from onebox.gateway_config import services_file
from onebox.gateway_problems import problems_in
from pipeline.canary_services import canary_counts, with_canary
from tests.databases import ROOT

GATEWAY = ROOT / "gateway"
BEFORE = services_file(
    GATEWAY, {"enterprise": ["http://127.0.0.1:1"], "local": ["http://127.0.0.1:2"]}
)
CANARY = ["http://127.0.0.1:3"]


def services(text: str) -> dict[str, Any]:
    return yaml.safe_load(text)["http"]["services"]


def test_the_tiers_services_are_shared_out_and_keep_their_names() -> None:
    after = services(with_canary(BEFORE, "local", CANARY, 10))
    for name in ("local", "local-imports"):
        assert after[name]["weighted"]["services"] == [
            {"name": f"{name}-stable", "weight": 90},
            {"name": f"{name}-canary", "weight": 10},
        ]
        assert after[f"{name}-stable"] == services(BEFORE)[name]


def test_the_canary_differs_from_what_runs_in_its_addresses_alone() -> None:
    after = services(with_canary(BEFORE, "local", CANARY, 10))
    stable, canary = after["local-stable"]["loadBalancer"], after["local-canary"]["loadBalancer"]
    assert canary["servers"] == [{"url": CANARY[0]}]
    assert canary | {"servers": []} == stable | {"servers": []}


@pytest.mark.parametrize("tier", ["local", "enterprise"])
def test_the_other_tier_and_the_platform_are_not_touched(tier: str) -> None:
    before, after = services(BEFORE), services(with_canary(BEFORE, tier, CANARY, 10))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {tier, f"{tier}-imports"}


@pytest.mark.parametrize("percent", [0, 10, 100])
def test_the_gateway_would_take_the_file(percent: int) -> None:
    files = {path.name: path.read_text() for path in (GATEWAY / "dynamic").glob("*.yml")}
    files["services.yml"] = with_canary(BEFORE, "local", CANARY, percent)
    assert problems_in(files) == []


def test_what_is_counted_is_what_is_weighed() -> None:
    after = services(with_canary(BEFORE, "local", CANARY, 10))
    named = {value.removesuffix("@file") for value in canary_counts("local").values}
    assert named == {name for name in after if name.endswith("-canary")}
