from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from page_watch.cli.layout import Span, Style, padded, width, wrap

WORDS = st.lists(st.text(alphabet="abcxyz,.’é歴史年表", min_size=1, max_size=30), min_size=1, max_size=12)


def lines(text: str, columns: int | None, hanging: int = 0) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in wrap([Span(text)], columns, hanging)]


def test_width_counts_columns_and_not_characters() -> None:
    assert width("2019") == 4
    assert width("2019年") == 6
    assert width("e\u0301") == 1
    assert width("\u200b") == 0
    assert padded("年", 4) == "年  "


def test_breaks_at_spaces_and_hangs() -> None:
    assert lines("the quick brown fox jumps", 12, 2) == ["the quick", "  brown fox", "  jumps"]


def test_breaks_between_wide_characters() -> None:
    assert lines("再生可能エネルギー法が成立", 10) == ["再生可能エ", "ネルギー法", "が成立"]


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert lines("see aaaaaaaaaaaaaaaaaaaaaaaaa", 10) == ["see", "aaaaaaaaaa", "aaaaaaaaaa", "aaaaa"]


def test_without_columns_nothing_is_broken() -> None:
    assert lines("word " * 100, None) == [("word " * 100).rstrip()]


def test_a_word_of_several_styles_stays_together() -> None:
    spans = [Span("approved by "), Span("20"), Span("30", Style.BAD), Span("!")]
    assert ["".join(span.text for span in line).rstrip() for line in wrap(spans, 14)] == ["approved by", "2030!"]


@given(WORDS, st.integers(8, 60), st.integers(0, 8))
def test_no_line_is_too_wide_and_no_character_is_lost(words: list[str], columns: int, hanging: int) -> None:
    text = " ".join(words)
    broken = lines(text, columns, hanging)
    assert all(width(line) <= max(columns, hanging + 8) for line in broken)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert all(line.startswith(" " * hanging) for line in broken[1:])


@given(WORDS, st.integers(8, 60))
def test_styles_survive(words: list[str], columns: int) -> None:
    styles = [Style.BAD, Style.GOOD]
    spans = [Span(word, styles[place % 2]) for place, word in enumerate(words)]
    kept = dict.fromkeys(styles, "")
    for line in wrap(spans, columns, 0):
        for span in line:
            kept[span.style] += span.text
    assert kept == {style: "".join(span.text for span in spans if span.style is style) for style in styles}
