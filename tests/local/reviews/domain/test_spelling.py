import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.reviews.domain.spelling import english_spellings, hindi_spelling, is_devanagari, plain


@pytest.mark.parametrize(
    "variants",
    [
        "accha acha achha achchha achaa acchha a6a",
        "bahut bahutt bahuut",
        "thik theek thiik tik teek",
        "ghatiya gatiya ghatiyaa",
        "kharab kharaab karaab",
        "zabardast jabardast jabardasth",
        "shandar shaandaar sandar",
        "swaad svaad svad",
        "गन्दा गंदा गँदा",
        "बढ़िया बढिया",
    ],
)
def test_spellings_of_one_hindi_word_are_one(variants: str) -> None:
    assert len({hindi_spelling(plain(word)) for word in variants.split()}) == 1


@pytest.mark.parametrize(
    ("word", "other"), [("bura", "pura"), ("accha", "kaccha"), ("बुरा", "पूरा"), ("अन्य", "अंय")]
)
def test_different_hindi_words_stay_apart(word: str, other: str) -> None:
    assert hindi_spelling(word) != hindi_spelling(other)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("goood", "good"), ("sooooo", "so"), ("nicee", "nice"), ("good", "good"), ("badddd", "bad")],
)
def test_letters_drawn_out_are_found_in_a_dictionary(written: str, meant: str) -> None:
    assert meant in english_spellings(written)


def test_case_accents_and_apostrophes_do_not_matter() -> None:
    assert plain("Café") == "cafe"
    assert plain("DIDN'T") == plain("didn\u2019t") == "didnt"


def test_devanagari_is_told_from_latin() -> None:
    assert is_devanagari("good खाना")
    assert not is_devanagari("khana")


@given(st.text(max_size=30))
def test_any_text_has_a_spelling(word: str) -> None:
    assert hindi_spelling(plain(word)) is not None
    assert word in english_spellings(word)
