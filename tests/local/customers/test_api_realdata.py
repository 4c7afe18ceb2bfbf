"""The reference figures of real files; they are read, never copied into the repository."""

from pathlib import Path

import pytest

from tests.api import Api
from tests.local.customers.records import imported, insights, patterns

FOLDER = Path(__file__).parents[4] / "shared/data/local/transactions"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.exists(), reason="the shared data folder is not beside the checkout"
    ),
]


async def test_cdnow_half_the_customers_come_again_and_a_fifth_bring_two_thirds(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant()
    record = await imported(
        local_api,
        tenant,
        "orders",
        (FOLDER / "cdnow_transactions.csv").read_bytes(),
        customer="customer_id",
        customer_kind="external",
        amount="amount_usd",  # dollars in truth; shares do not depend on it
    )
    assert (record["records_new"], record["rows_skipped"]) == (69_659, 0)
    told = await patterns(local_api, tenant)
    active = told["loyalty"]["active_on_two_days"]
    assert (active["n"], active["value"]) == (23_570, round(11_516 / 23_570, 4))
    assert told["loyalty"]["top_fifth_share"]["value"] == 0.6778
    # The file has days and no hours: nothing may be said of busy hours.
    assert told["order_hours"]["busiest"]["reason"] == "insufficient_data"
    assert sum(part["customers"]["value"] for part in told["segments"]) == 23_570


async def test_pizzaplace_is_busiest_on_thursday_at_one(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    content = (FOLDER / "pizzaplace_2015_synthetic.csv").read_bytes()
    record = await imported(local_api, tenant, "orders", content, rows_are_items="true")
    assert (record["rows_read"], record["records_new"]) == (49_574, 21_350)
    busiest = (await patterns(local_api, tenant))["order_hours"]["hours"]
    shown = [(hour["weekday"], hour["hour"], hour["count"]["value"]) for hour in busiest[:3]]
    assert shown == [("thursday", 13, 438), ("thursday", 12, 434), ("tuesday", 12, 421)]
    told = await insights(local_api, tenant)
    assert told["busiest_hours"]["value"] == "thursday 13:00, thursday 12:00, tuesday 12:00"
    assert told["busiest_hours"]["n"] == 21_350


async def test_reminders_lower_no_shows_among_bookings_made_equally_far_ahead(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant(timezone="America/Sao_Paulo")
    content = (FOLDER / "appointments_noshow_brazil.csv").read_bytes()
    record = await imported(local_api, tenant, "appointments", content, customer="customer_id")
    assert record["records_new"] == 39_595
    assert record["skipped_reasons"] == {"booked_after_start": 1}
    told = await patterns(local_api, tenant)
    rates = {band["from_days"]: band["rate"]["value"] for band in told["no_shows"]["by_lead_time"]}
    assert [rates[days] for days in (0, 1, 4, 8, 15)] == [0.033, 0.2113, 0.242, 0.3134, 0.3584]
    reminders = told["no_shows"]["reminders"]
    assert reminders["from_days"] == 3
    assert round(reminders["with_reminder"]["value"], 3) == 0.278
    assert round(reminders["without_reminder"]["value"], 3) == 0.324
    assert reminders["difference"]["high"] < 0
    hours = told["booking_hours"]["hours"]
    assert (hours[0]["weekday"], hours[0]["hour"], hours[0]["count"]["value"]) == (
        "tuesday",
        7,
        1_742,
    )
    # The naive rates, 27.8 % with and 17.3 % without a reminder, are nowhere in the answer.
    assert "0.173" not in str(told["no_shows"])
