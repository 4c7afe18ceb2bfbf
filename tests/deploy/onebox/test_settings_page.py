from onebox.settings_page import EXAMPLE, page_of, sections_of
from tests.architecture.tree import ROOT

PAGE = ROOT / "docs/operate/settings.md"
SMALL = """# Every setting.

# --- The local tier ---------------

# Where it listens.
LOCAL_HOST=127.0.0.1
LOCAL_PORT=8100
# A key; empty: nobody
# is asked | ever.
# LOCAL_KEY=

# --- Nothing ----------------------
"""


def test_each_setting_stands_with_its_value_and_its_purpose() -> None:
    local, nothing = sections_of(SMALL)
    assert (local.title, nothing.rows) == ("The local tier", [])
    assert local.rows == [
        ("LOCAL_HOST", "127.0.0.1", "Where it listens."),
        ("LOCAL_PORT", "8100", "Where it listens."),
        ("LOCAL_KEY", "", "A key; empty: nobody is asked | ever."),
    ]


def test_a_page_is_a_table_a_section() -> None:
    page = page_of(SMALL)
    assert "| `LOCAL_KEY` | unset | A key; empty: nobody is asked \\| ever. |" in page
    assert "## Nothing" not in page


def test_the_committed_page_is_written_from_the_example() -> None:
    fresh = page_of(EXAMPLE.read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == fresh, "Run: make reference"
