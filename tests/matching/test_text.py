import random
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.model.milestone import Milestone
from page_watch.text import clean, fingerprint, join, key, printable, year_key
from tests.matching.profiles import lawful

LETTERS = "abzßİıŉéΣςЖعم国家의กำ"
SIGNS = " \u00a0\u3000\t\n.,;:!?…'\"‘’“”«»`´–—‐-−\u200b\u200d\ufeff\u00ad\u0301\u0345()[]"
texts = st.text(st.sampled_from(LETTERS + SIGNS + string.ascii_uppercase + string.digits)) | st.text()


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("  a \u00a0\n b\t", "a b"),
        ("Pacifi\u0301co,\u202fPeru\u3000", "Pacifíco, Peru"),
        ("a\u200bb", "a\u200bb"),
        ("", ""),
    ],
)
def test_clean_collapses_white_space_and_composes_but_keeps_what_is_printed(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("‘On the road to Green Growth’ event held", '"On the Road to green growth" event held.'),
        ("territory—over 50% forested", "territory - over 50% forested"),
        ("« Croissance verte » lancée", "“croissance verte” lancée"),
        ("Peru's plan adopted", "Peru’s plan adopted"),
        ("Plan\u00a0adopted", "Plan adopted"),
        ("Plan ad\u00adopt\u200bed", "Plan adopted"),
        ("Plan adopted", "Plan adopted…"),
        ("Plan adopted;", "Plan adopted."),
        ("国家计划通过", "国家计划通过。"),
        ("STRASSE", "Straße"),
        ("café", "cafe\u0301"),
        ("Report ‘Green", "Report ‘Green’"),
        ("The hall opened.[3]", "The hall opened.[4][5]"),
        ("The hall[3] opened", "The hall opened"),
    ],
)
def test_typography_does_not_make_another_text(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("San MartÌn", "San Martín"),
        ("cafe", "café"),
        ("Plan A adopted", "Plan B adopted"),
        ("by 2030", "by 2040"),
        ("Plan adopted", "Plan, adopted"),
        ("m2", "m²"),
        ("Plan adopted", "Planadopted"),
        ("Resolution [3] adopted", "Resolution [4] adopted"),
    ],
)
def test_letters_digits_and_inner_punctuation_do(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(texts)
@lawful
def test_key_is_at_rest_and_blind_to_cleaning(text: str) -> None:
    assert key(key(text)) == key(text)
    assert key(clean(text)) == key(text)
    assert clean(clean(text)) == clean(text)
    assert key(unicodedata.normalize("NFD", text)) == key(text)


@given(texts)
@lawful
def test_year_key_is_at_rest(label: str) -> None:
    folded = year_key(label)
    assert year_key(folded) == folded


@pytest.mark.parametrize(
    ("label", "folded"),
    [
        ("2014–2016", "2014-2016"),
        ("2014 — 2016", "2014-2016"),
        ("[2019]:", "2019"),
        ("(2019)", "2019"),
        ("2019.", "2019"),
        ("2019年", "2019"),
        ("2019 년", "2019"),
        ("２０１９", "2019"),
        ("٢٠١٩", "2019"),
        ("MARCH\u00a02019", "march 2019"),
        ("2019年3月", "2019年3月"),
        ("FY2019/20", "fy2019/20"),
        ("2025 →", "2025 →"),
        ("", ""),
        (None, None),
    ],
)
def test_year_key_folds_the_way_a_label_is_printed(label: str | None, folded: str | None) -> None:
    assert year_key(label) == folded


def test_undated_is_no_label_of_any_kind() -> None:
    assert len({year_key(None), year_key(""), year_key("2019"), year_key("March 2019")}) == 4


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("Circular economy", "Roadmap adopted", "Circular economy: Roadmap adopted"),
        ("What is next?", "A plan", "What is next? A plan"),
        ("“What is next?”", "A plan", "“What is next?” A plan"),
        ("‘On the road’", "Event held", "‘On the road’: Event held"),
        ("Roadmap (draft)", "Published", "Roadmap (draft): Published"),
        ("Title:", "Body", "Title: Body"),
        (" Title\u00a0", "", "Title"),
        ("", "Body", "Body"),
        ("", "", ""),
        ("’", "Body", "’: Body"),
    ],
)
def test_join(title: str, body: str, text: str) -> None:
    assert join(title, body) == text


def milestone(year: str | None, text: str, *links: str) -> Milestone:
    return Milestone(year, None, None, text, links)


def test_fingerprint_is_of_what_is_said() -> None:
    one = [milestone("2014–2016", "Plan adopted."), milestone("2019", "Law passed", "https://example.org/")]
    other = [milestone("[2019]", "Law passed"), milestone("2014-2016", "plan adopted")]
    assert fingerprint(one) == fingerprint(other)
    assert len(fingerprint(one)) == 64


@pytest.mark.parametrize(
    "other",
    [
        [milestone("2019", "Law passed"), milestone("2019", "Law passed")],
        [milestone("2020", "Law passed")],
        [milestone(None, "Law passed")],
        [milestone("", "Law passed")],
        [milestone("2019", "Law Plan passed")],
        [],
    ],
)
def test_fingerprint_counts_and_tells_apart(other: list[Milestone]) -> None:
    assert fingerprint(other) != fingerprint([milestone("2019", "Law passed")])


@given(st.lists(st.tuples(st.none() | texts, texts), max_size=6), st.randoms())
@lawful
def test_fingerprint_does_not_see_order(pairs: list[tuple[str | None, str]], shuffled: random.Random) -> None:
    milestones = [milestone(year, text) for year, text in pairs]
    other = milestones.copy()
    shuffled.shuffle(other)
    assert fingerprint(milestones) == fingerprint(other)


def test_printable_shows_what_would_act() -> None:
    assert printable("a\x1b[31mred\x1b[0m\x07") == "a␛[31mred␛[0m␇"
    assert printable("one\ntwo\tthree\u2028four") == "one two three four"
    assert printable("pay \u202egnp.exe") == "pay gnp.exe"
    assert printable("half \ud83d of a pair") == "half \ufffd of a pair"
    assert printable("\x9b31m") == "\ufffd31m"
    assert printable("ممنوع\u200f 2019") == "ممنوع\u200f 2019"


@given(st.text(st.characters(codec=None), max_size=40))
@lawful
def test_printable_can_always_be_printed(text: str) -> None:
    shown = printable(text)
    shown.encode("utf-8")
    assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert printable(shown) == shown
