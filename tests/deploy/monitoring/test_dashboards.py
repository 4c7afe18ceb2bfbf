import json

import pytest

from monitoring.files import made_files
from tests.deploy.monitoring.series import panel_expressions

DASHBOARDS = {name: text for name, text in made_files().items() if name.startswith("dashboards/")}


@pytest.mark.parametrize("name", DASHBOARDS)
def test_no_panel_lies_on_another_or_asks_nothing(name: str) -> None:
    panels = json.loads(DASHBOARDS[name])["panels"]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(places) == len({panel["id"] for panel in panels})
    assert all(expression.strip() for _, expression in panel_expressions(DASHBOARDS[name]))
    assert all(panel["targets"] for panel in panels)


def test_each_dashboard_can_be_linked_to() -> None:
    uids = [json.loads(text)["uid"] for text in DASHBOARDS.values()]
    assert len(set(uids)) == len(uids) == 6
    assert all(len(uid) <= 40 for uid in uids)


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_tiers_dashboard_never_asks_for_the_other(name: str) -> None:
    tier = name.split("/")[1]
    other = {"local": "enterprise", "enterprise": "local"}[tier]
    assert f"{other}-" not in DASHBOARDS[name]
