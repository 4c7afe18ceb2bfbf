from hypothesis import given
from hypothesis import strategies as st

from shared.http.paging import page


def pages_of(items: list[int], limit: int) -> list[list[int]]:
    """Walk through a list as a client does."""
    pages: list[list[int]] = []
    after: str | None = "-1"
    while after is not None:
        left = [item for item in items if item > int(after)]
        found = page(left[: limit + 1], limit, str)
        pages.append(found["items"])
        after = found["next_cursor"]
    return pages


@given(size=st.integers(0, 60), limit=st.integers(1, 20))
def test_walking_the_pages_shows_every_item_once(size: int, limit: int) -> None:
    pages = pages_of(list(range(size)), limit)
    assert [item for page in pages for item in page] == list(range(size))
    assert all(len(page) == limit for page in pages[:-1])
    assert len(pages) == max(1, -(-size // limit))
