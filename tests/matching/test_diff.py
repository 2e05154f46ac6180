import random
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch import text as texts
from page_watch.matching.diff import Diff, diff
from page_watch.model.milestone import Kind, Milestone
from tests.matching.profiles import lawful

Content = tuple[str | None, str]

LABELS = (None, "2018", "2019", "[2019]", "2014–2016", "2014-2016", "March 2019", "2019年")
SENTENCES = (
    "National Plan A adopted",
    "National Plan B adopted",
    "national plan A adopted.",
    "National Plan A adoptd",
    "National Plan A adopted, with a budget for small enterprises",
    "National Plan A was not approved",
    "Emissions cut by 30% by 2030",
    "Emissions cut by 40% by 2030",
    "“Green Growth” event held in Lima",
    "'Green growth' event held in Lima",
    "Green Growth event and training held in Cusco",
    "国家绿色发展计划通过",
    "国家绿色发展规划获得通过",
    "",
    "…",
)


def milestone(year: str | None, text: str, *links: str) -> Milestone:
    digits = "".join(sign for sign in (year or "") if sign.isdigit())[:4]
    start = int(digits) if digits else None
    return Milestone(year, start, start, text, links)


milestones = st.builds(milestone, st.sampled_from(LABELS), st.sampled_from(SENTENCES) | st.text(max_size=12))
pages = st.lists(milestones, max_size=9)


def content(one: Milestone) -> Content:
    return one.year, one.text


def told(old: list[Milestone], new: list[Milestone], found: Diff) -> Counter[tuple[object, ...]]:
    """What a diff says, whatever stands where."""
    said: Counter[tuple[object, ...]] = Counter(
        (pair.kind, content(old[pair.old]), content(new[pair.new]), pair.similarity) for pair in found.pairs
    )
    said.update(("missing", content(old[index])) for index in found.missing)
    said.update(("added", content(new[index])) for index in found.added)
    return said


@given(pages)
@lawful
def test_a_page_does_not_differ_from_itself(page: list[Milestone]) -> None:
    found = diff(page, page)
    assert not found.added
    assert not found.missing
    assert all(pair.kind is None and pair.similarity == 1.0 for pair in found.pairs)


@given(pages, pages, st.randoms(use_true_random=False))
@lawful
def test_order_does_not_matter(old: list[Milestone], new: list[Milestone], shuffle: random.Random) -> None:
    other_old, other_new = old.copy(), new.copy()
    shuffle.shuffle(other_old)
    shuffle.shuffle(other_new)
    assert told(old, new, diff(old, new)) == told(other_old, other_new, diff(other_old, other_new))
    assert not diff(old, other_old).added


@given(pages, pages)
@lawful
def test_each_milestone_is_in_one_place(old: list[Milestone], new: list[Milestone]) -> None:
    found = diff(old, new)
    assert sorted([pair.old for pair in found.pairs] + list(found.missing)) == list(range(len(old)))
    assert sorted([pair.new for pair in found.pairs] + list(found.added)) == list(range(len(new)))
    assert [pair.new for pair in found.pairs] == sorted(pair.new for pair in found.pairs)


@given(pages, pages)
@lawful
def test_swapping_the_lists_mirrors_the_result(old: list[Milestone], new: list[Milestone]) -> None:
    forth, back = told(old, new, diff(old, new)), told(new, old, diff(new, old))
    mirrored: Counter[tuple[object, ...]] = Counter()
    for said, count in back.items():
        if said[0] == "missing":
            mirrored["added", said[1]] += count
        elif said[0] == "added":
            mirrored["missing", said[1]] += count
        else:
            mirrored[said[0], said[2], said[1], said[3]] += count
    assert forth == mirrored


@given(pages, pages)
@lawful
def test_the_changes_lead_from_the_old_page_to_the_new(old: list[Milestone], new: list[Milestone]) -> None:
    found = diff(old, new)
    standing = dict(enumerate(old))
    for index in found.missing:
        del standing[index]
    for pair in found.pairs:
        if pair.kind is not None:
            standing[pair.old] = new[pair.new]
    result = Counter(map(content, standing.values())) + Counter(content(new[index]) for index in found.added)
    assert result == Counter(map(content, new))


@given(pages, pages)
@lawful
def test_kinds_mean_what_they_say(old: list[Milestone], new: list[Milestone]) -> None:
    for pair in diff(old, new).pairs:
        before, after = old[pair.old], new[pair.new]
        same_text = texts.key(before.text) == texts.key(after.text)
        same_year = texts.year_key(before.year) == texts.year_key(after.year)
        expected = {
            (True, True): None if content(before) == content(after) else Kind.COSMETIC,
            (True, False): Kind.MOVED,
            (False, True): Kind.REWORDED,
            (False, False): Kind.MOVED,
        }[same_text, same_year]
        assert pair.kind is expected
        assert (pair.similarity == 1.0) == same_text


@given(milestones, st.integers(0, 5), st.integers(0, 5))
@lawful
def test_duplicates_are_counted(one: Milestone, before: int, after: int) -> None:
    found = diff([one] * before, [one] * after)
    assert len(found.pairs) == min(before, after)
    assert len(found.added) == max(0, after - before)
    assert len(found.missing) == max(0, before - after)


def kinds(old: list[Milestone], new: list[Milestone]) -> list[tuple[int, int, Kind | None]]:
    return [(pair.old, pair.new, pair.kind) for pair in diff(old, new).pairs]


def test_two_plans_of_one_year_are_two_milestones() -> None:
    found = diff([milestone("2018", "National Plan A adopted")], [milestone("2018", "National Plan B adopted")])
    assert found == Diff(pairs=(), added=(0,), missing=(0,))


def test_the_best_pairs_are_chosen_and_not_the_first() -> None:
    old = [milestone("2019", "Training on green jobs held in Lima for teachers"), milestone("2019", "Law passed")]
    new = [
        milestone("2019", "Training on green jobs held in Lima for farmers and teachers"),
        milestone("2019", "Training on green jobs held in Lima for teachers, again"),
        milestone("2019", "Law not passed"),
    ]
    assert kinds(old, new) == [(0, 1, Kind.REWORDED), (1, 2, Kind.REWORDED)]


def test_a_good_pair_is_not_sacrificed_for_two_poor_ones() -> None:
    old = [milestone("2019", "Green jobs dialogue held in Lima"), milestone("2019", "Green finance forum held in Lima")]
    new = [milestone("2019", "Green jobs dialogue held in Lima, Peru"), milestone("2019", "Water forum")]
    assert (0, 0, Kind.REWORDED) in kinds(old, new)


def test_an_equal_text_in_another_year_moved_to_the_nearest() -> None:
    old = [milestone("2012", "Report published"), milestone("2018", "Report published")]
    assert kinds(old, [milestone("2019", "Report published")]) == [(1, 0, Kind.MOVED)]
    assert diff(old, [milestone("2019", "Report published")]).missing == (0,)


def test_what_gets_a_year_or_loses_it_moved() -> None:
    assert kinds([milestone(None, "Law passed")], [milestone("2019", "law passed.")]) == [(0, 0, Kind.MOVED)]


def test_moved_and_reworded_at_once_is_moved() -> None:
    found = diff(
        [milestone("2018", "National Teleworking Strategy adopted with a supporting Plan")],
        [milestone("2019", "National Teleworking Strategy approved with a supporting Plan")],
    )
    assert [pair.kind for pair in found.pairs] == [Kind.MOVED]
    assert 0.7 < found.pairs[0].similarity < 1


def test_typography_of_text_or_label_is_cosmetic() -> None:
    assert kinds([milestone("2014–2016", "Plan ‘A’")], [milestone("2014-2016", 'plan "A".')]) == [(0, 0, Kind.COSMETIC)]
    assert kinds([milestone("2019", "Plan")], [milestone("2019年", "Plan")]) == [(0, 0, Kind.COSMETIC)]


def test_a_corrected_letter_is_a_rewording() -> None:
    old = milestone("2023", "PAGE strengthened BIOINNOVA San MartÌn")
    assert kinds([old], [milestone("2023", "PAGE strengthened BIOINNOVA San Martín")]) == [(0, 0, Kind.REWORDED)]


def test_links_are_not_compared() -> None:
    assert kinds([milestone("2019", "Law", "https://a.example/")], [milestone("2019", "Law")]) == [(0, 0, None)]


def test_of_two_merged_the_greater_part_was_reworded_and_the_other_is_missing() -> None:
    old = [milestone("2019", "Law passed"), milestone("2019", "National Teleworking Strategy adopted with a plan")]
    new = [milestone("2019", "National Teleworking Strategy adopted with a plan and law passed")]
    assert kinds(old, new) == [(1, 0, Kind.REWORDED)]
    assert diff(old, new).missing == (0,)
    assert kinds(new, old) == [(0, 1, Kind.REWORDED)]
    assert diff(new, old).added == (0,)


@pytest.mark.parametrize("count", [60, 400])
def test_many_reworded_at_once_find_each_other(count: int) -> None:
    """Above the number in which all combinations are compared, in one year and over many."""
    ministries = ("Energy", "Labour", "Finance", "Health", "Trade")
    texts_of = [
        f"Training held for {10 * index} officials of the Ministry of {ministries[index % 5]}, {index:x}{index:o}"
        for index in range(count)
    ]
    for years in (1, 20):
        old = [milestone(str(2000 + index % years), text) for index, text in enumerate(texts_of)]
        new = [milestone(one.year, one.text.replace("held", "organised")) for one in reversed(old)]
        assert kinds(old, new) == [(count - 1 - index, index, Kind.REWORDED) for index in range(count)]


def test_an_unchanged_page_imports_no_similarity() -> None:
    code = (
        "import sys; from page_watch.matching.diff import diff; from page_watch.model.milestone import Milestone as M\n"
        "old = [M('2019', 2019, 2019, 'Law passed'), M('2018', 2018, 2018, 'Plan')]\n"
        "diff(old, old[::-1]); diff(old, [*old, M('2020', 2020, 2020, 'New')]); diff(old, old[:1])\n"
        "sys.exit(bool({'rapidfuzz', 'numpy', 'difflib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
