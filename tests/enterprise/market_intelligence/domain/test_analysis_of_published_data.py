"""Published data sets, recast as imports and read back with their published answers."""

import csv
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from enterprise.market_intelligence.domain.analysis import Analysis, analysis_of
from enterprise.market_intelligence.domain.finding import Fault
from enterprise.market_intelligence.domain.observation import Metric
from enterprise.market_intelligence.domain.observation_file import FileFormat, batches

DATA = Path(__file__).parents[5] / "shared" / "data" / "enterprise" / "mmm"
LATEST = datetime(2026, 11, 22, tzinfo=UTC).date()
Row = Mapping[str, str]
# What a data set's row says of one channel: spend and the outcomes that it knows.
Cells = Callable[[Row, str], tuple[float, ...]]

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not beside the repository"),
]


def recast(name: str, day: str, channels: list[str], outcomes: str, cells: Cells) -> Analysis:
    lines = [f"date,channel,spend,{outcomes}".rstrip(",")]
    with (DATA / name).open(newline="") as file:
        for row in csv.DictReader(file):
            lines += [
                ",".join([row[day], channel, *(f"{cell:.2f}" for cell in cells(row, channel))])
                for channel in channels
            ]
    content = BytesIO("\n".join(lines).encode())
    rows = [row for batch in batches(content, FileFormat.CSV, LATEST) for row in batch]
    return analysis_of(rows, ("published",))


def total_of(name: str, column: str) -> float:
    with (DATA / name).open(newline="") as file:
        return sum(float(row[column]) for row in csv.DictReader(file))


def test_the_published_return_of_each_channel_comes_out() -> None:
    def cells(row: Row, channel: str) -> tuple[float, ...]:
        without = {"x1": "y01", "x2": "y02"}[channel]
        return float(row[channel]) * 10_000, (float(row["y"]) - float(row[without])) * 10_000

    analysis = recast("pymc_mmm_roas_data.csv", "date", ["x1", "x2"], "revenue", cells)
    assert analysis.data.step == "week"
    for figures, truth in zip(analysis.channels, (93.38813, 171.40880), strict=True):
        found = figures.return_on_spend
        assert found.value == pytest.approx(truth, rel=1e-5)
        assert found.low is not None
        assert found.high is not None
        assert found.low < truth < found.high


def test_four_years_of_weeks_are_whole_and_add_up() -> None:
    channels = ["tv", "ooh", "print", "search", "facebook"]
    name = "robyn_dt_simulated_weekly.csv"
    analysis = recast(
        name, "DATE", channels, "", lambda row, channel: (float(row[f"{channel}_S"]),)
    )
    assert (analysis.data.step, analysis.data.rows) == ("week", 208 * 5)
    faults = {found.fault for found in analysis.data_quality.findings}
    assert not faults & {Fault.GAP, Fault.STOPPED_REPORTING, Fault.DUPLICATE_ROW, Fault.UNIT_JUMP}
    assert Fault.MISSING_OUTCOME_COLUMN in faults
    for figures in analysis.channels:
        spend = float(figures.totals[Metric.SPEND].value or 0)
        assert spend == pytest.approx(total_of(name, f"{figures.channel}_S"), abs=2)


def test_a_national_campaign_has_its_price_per_thousand() -> None:
    name, channels = "meridian_national_media.csv", ["Channel0", "Channel1", "Channel2", "Channel3"]
    analysis = recast(
        name,
        "time",
        channels,
        "impressions",
        lambda row, channel: (
            float(row[f"{channel}_spend"]),
            round(float(row[f"{channel}_impression"])),
        ),
    )
    for figures in analysis.channels:
        spend = total_of(name, f"{figures.channel}_spend")
        shown = total_of(name, f"{figures.channel}_impression")
        price = figures.cost_per_outcome[Metric.IMPRESSIONS]
        assert price.value == pytest.approx(1_000 * spend / shown, rel=1e-4)
