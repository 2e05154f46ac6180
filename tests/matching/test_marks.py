import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.matching.marks import Mark, Op, headline, marks
from page_watch.matching.words import is_unspaced, pieces
from tests.matching.profiles import lawful
from tests.matching.test_similarity import ONE_MILESTONE, TWO_MILESTONES

SIGNS = {Op.SAME: "{}", Op.DELETED: "[-{}-]", Op.INSERTED: "{{+{}+}}"}


def shown(old: str, new: str) -> str:
    return "".join(SIGNS[mark.op].format(mark.text) for mark in marks(old, new))


words = st.sampled_from(
    ["Plan", "A", "not", "2030", "30%", "the", ",", ".", " ", "  ", "国家", "ที่", "é", "e\u0301", "\u200b", "‘x’"]
)
sentences = st.lists(words, max_size=12).map("".join) | st.text(max_size=20)


@given(sentences, sentences)
@lawful
def test_marks_give_back_both_texts(old: str, new: str) -> None:
    found = marks(old, new)
    assert "".join(mark.text for mark in found if mark.op is not Op.INSERTED) == old
    assert "".join(mark.text for mark in found if mark.op is not Op.DELETED) == new
    assert all(mark.text for mark in found)
    assert all(one.op is not other.op for one, other in pairwise(found))
    assert all((one.op, other.op) != (Op.INSERTED, Op.DELETED) for one, other in pairwise(found))


@given(sentences)
@lawful
def test_nothing_is_marked_where_nothing_changed(text: str) -> None:
    assert marks(text, text) == ((Mark(Op.SAME, text),) if text else ())
    assert headline(text, text) is None


@given(sentences, sentences)
@lawful
def test_a_headline_is_one_short_line_or_none(old: str, new: str) -> None:
    said = headline(old, new)
    assert said is None or ("became" in said or "was added" in said or "was dropped" in said)


def is_spaced(pair: tuple[str, str]) -> bool:
    return not any(is_unspaced(piece.text) for text in pair for piece in pieces(text))


@pytest.mark.parametrize("pair", [*filter(is_spaced, (*ONE_MILESTONE.values(), *TWO_MILESTONES.values()))])
def test_words_are_never_cut_in_spaced_scripts(pair: tuple[str, str]) -> None:
    old, new = pair
    for mark in marks(old, new):
        if mark.op is Op.DELETED:
            assert set(re.split(r"\W+", mark.text)) <= {"", *re.split(r"\W+", old)}


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("cut by 30% by 2030", "cut by 40% by 2040", "cut by [-30-]{+40+}% by [-2030-]{+2040+}"),
        ("San MartÌn", "San Martín", "San [-MartÌn-]{+Martín+}"),
        ("Plan approved", "Plan was not approved", "Plan{+ was not+} approved"),
        ("A B", "B", "[-A -]B"),
        ("Plan adopted", "Plan adopted, with a budget", "Plan adopted{+, with a budget+}"),
        ("start-ups", "startups", "[-start-ups-]{+startups+}"),
        ("目标到2030年减少排放", "目标到2040年减少排放", "目标到[-2030-]{+2040+}年减少排放"),
        ("ประเทศไทย", "ประเทศลาว", "ประเทศ[-ไทย-]{+ลาว+}"),
        ("План не принят", "План принят", "План[- не-] принят"),
        (
            "Sold the plan to identify products for the industry",
            "Sold an atlas of value chains in Lima for mining",
            "Sold [-the plan to identify products for the industry-]{+an atlas of value chains in Lima for mining+}",
        ),
        ("", "new", "{+new+}"),
        ("“quoted”", "'quoted'", "[-“-]{+'+}quoted[-”-]{+'+}"),
    ],
)
def test_marks_are_by_words(old: str, new: str, marked: str) -> None:
    assert shown(old, new) == marked


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Cut emissions by 2030", "Cut emissions by 2040", "'by 2030' became 'by 2040'"),
        ("Budget of $3 million", "Budget of $5 million", "'of $3 million' became 'of $5 million'"),
        ("Cut by 30%", "Cut by 40%", "'by 30%' became 'by 40%'"),
        ("Passed in March 2019", "Passed in April 2019", "'in March' became 'in April'"),
        ("Aprobado en marzo", "Aprobado en abril", "'en marzo' became 'en abril'"),
        ("Plan approved", "Plan was not approved", "'Plan approved' became 'Plan was not approved'"),
        ("План не принят", "План принят", "'План не принят' became 'План принят'"),
        ("计划通过", "计划未通过", "'计划通过' became '计划未通过'"),
        ("Trained 300 officers", "Trained 350 officers", "'Trained 300 officers' became 'Trained 350 officers'"),
        ("Reaches 3 million people", "Reaches 3 billion people", "'3 million people' became '3 billion people'"),
        ("Two plans adopted", "Three plans adopted", "'Two plans' became 'Three plans'"),
        ("Plan adopted", "Plan adopted in 2019", "'in 2019' was added"),
        ("Plan adopted in 2019", "Plan adopted", "'in 2019' was dropped"),
        ("عام 2030 هدف", "عام 2040 هدف", "'عام 2030' became 'عام 2040'"),
        ("by 30% by 2030", "by 40% by 2040", "'by 30%' became 'by 40%'; 'by 2030' became 'by 2040'"),
        ("They didn’t approve it", "They did approve it", "'They didn’t approve' became 'They did approve'"),
        (
            "A study to identify products that help diversify industry in 2019",
            "The atlas of value chains made with 12 partners all over Lima in 2020",
            "'in 2019' became 'in 2020'",
        ),
        ("Plan adopted", "Plan approved", None),
        ("Plan adopted", "Plan adopted, with specific mention of green jobs and the just transition", None),
    ],
)
def test_headline_says_the_number_date_or_negation_that_changed(old: str, new: str, said: str | None) -> None:
    assert headline(old, new) == said


def test_a_text_as_long_as_a_book_is_marked_between_its_ends() -> None:
    words_of = [f"word{index}" for index in range(6000)]
    old, new = " ".join(words_of), " ".join([*words_of[:2000], "other", *words_of[2001:]])
    assert [mark.text for mark in marks(old, new) if mark.op is not Op.SAME] == ["word2000", "other"]
    assert "".join(mark.text for mark in marks(old, new) if mark.op is not Op.INSERTED) == old
    assert marks(old, old + " end")[-1] == Mark(Op.INSERTED, " end")
