import pytest

from local.execution.domain.reply_reserve import has_reserve
from local.reviews.domain.sentiment import read


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Lovely food and friendly staff", False),
        ("Never disappointed", False),
        ("", False),
        ("Rude staff", True),
        ("It was okay", True),
        ("Lovely food but slow", True),
        ("However the place is nice", True),
        ("Although far, we love it", True),
        ("The raita could be better", True),
        ("Only downside, it closes early", True),
        ("खाना अच्छा था, लेकिन देर लगी", True),
        ("khana accha tha, thodi kami thi", True),
    ],
)
def test_what_is_held_back_is_heard_however_kind(text: str, holds: bool) -> None:
    assert has_reserve(read(text)) is holds
