"""One watch's life, through the real command line, a real web server and a real mail server, over one database.

Each step goes on where the one before it ended; the whole is one test, because that is what it tells.
"""

from __future__ import annotations

from pathlib import Path

from tests.support.mail import text_of
from tests.support.pages import CHALLENGE, PERU, first_layout, replaced, second_layout, without
from tests.support.story import kinds
from tests.support.story import story as open_story
from tests.support.web import Answer

ADDED = (("2024", ("Green Finance Taxonomy adopted by the Ministry of Economy and Finance",)), *PERU)
REWORDED = replaced(
    ADDED, "Circular Economy Roadmap for Industry adopted", "Circular Economy Roadmap for Industry revised"
)
MOVED = tuple(
    (year, (*texts, "Formulation of a National Green Employment Plan initiated") if year == "2016" else texts)
    for year, texts in without(REWORDED, "Formulation of a National Green Employment Plan")
)
TWELVE = (
    "PAGE strengthened",
    "PAGE and the Ministry",
    "Green jobs dialogue",
    "National Policy for Decent",
    "The first course",
    "‘On the road",
    "National Plan for Comp",
    "National sustainability",
    "National Teleworking",
    "National application",
    "Circular Economy",
    "National Competitiveness",
)


def test_story(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        # The baseline is silent.
        report = story.check(first_layout(PERU))
        assert (report["outcome"], report["version"], report["milestones"]) == ("baseline", 1, 17)
        assert report["changes"] == []
        assert story.new_mail() == []

        # Nothing happened.
        assert story.check(first_layout(PERU))["outcome"] == "unchanged"

        # The items in other order: nothing.
        upside_down = tuple((year, texts[::-1]) for year, texts in PERU[::-1])
        assert story.check(first_layout(upside_down))["outcome"] == "unchanged"

        # No-break spaces and straight quotes: cosmetic, no notice. (A space at the end is no difference at all.)
        retyped = replaced(replaced(PERU, "“", '"'), "”", '"')
        report = story.check(first_layout(retyped).replace("Plan initiated", "Plan\N{NO-BREAK SPACE}initiated"))
        assert kinds(report) == [("cosmetic", "2020")]
        assert report["changes"][0]["old_text"].startswith("The first course on “Inclusive")
        assert report["outcome"] == "changed"
        assert story.new_mail() == []
        story.check(first_layout(PERU))

        # One year added at the top: one added, with its year.
        report = story.check(first_layout(ADDED))
        assert kinds(report) == [("added", "2024")]
        assert report["changes"][0]["old_text"] is None
        assert story.new_mail() == ["PAGE Peru: 1 new milestone (2024)"]

        # One reworded.
        report = story.check(first_layout(REWORDED))
        assert kinds(report) == [("reworded", "2018")]
        assert report["changes"][0]["old_text"] == "Circular Economy Roadmap for Industry adopted"
        assert report["changes"][0]["text"] == "Circular Economy Roadmap for Industry revised"
        assert story.new_mail() == ["PAGE Peru: 1 milestone reworded (2018)"]

        # One moved to another year.
        report = story.check(first_layout(MOVED))
        assert kinds(report) == [("moved", "2016")]
        assert report["changes"][0]["old_year"] == "2015"
        assert len(story.new_mail()) == 1

        # The second layout with the same milestones: nothing.
        report = story.check(second_layout(MOVED))
        assert (report["outcome"], report["changes"]) == ("unchanged", [])
        version = report["version"]

        # Bot challenge with 200, empty body, 404, timeout: one incident, versions untouched.
        report = story.check(CHALLENGE, status=1)
        assert (report["outcome"], report["problem"]["code"]) == ("failed", "blocked")
        report = story.check("", status=1)
        assert report["outcome"] == "failed"
        assert story.new_mail() == []
        report = story.check(Answer.html("<h1>Not found</h1>", 404), status=1)
        assert (report["outcome"], report["problem"]["code"]) == ("failed", "http")
        assert len(story.new_mail()) == 1
        report = story.check(Answer(hang=True), status=1)
        assert (report["outcome"], report["problem"]["code"]) == ("failed", "timeout")
        assert (report["version"], report["milestones"]) == (version, 18)
        assert story.new_mail() == []
        assert story.incidents() == ["failing"]

        # Recovery: one notice.
        report = story.check(first_layout(MOVED))
        assert (report["outcome"], report["version"]) == ("unchanged", version)
        assert len(story.new_mail()) == 1
        assert story.incidents() == []

        # One milestone missing once: nothing; twice: removed.
        thinner = without(MOVED, "Guidelines for Green Growth")
        report = story.check(first_layout(thinner))
        assert (report["outcome"], report["changes"]) == ("unchanged", [])
        assert [missing["year"] for missing in report["missing"]] == ["2016"]
        assert story.new_mail() == []
        report = story.check(first_layout(thinner))
        assert kinds(report) == [("removed", "2016")]
        assert report["missing"] == []
        lasting_id = report["changes"][0]["milestone"]
        assert len(story.new_mail()) == 1

        # It returns: restored, with its old id.
        report = story.check(first_layout(MOVED))
        assert kinds(report) == [("restored", "2016")]
        assert report["changes"][0]["milestone"] == lasting_id
        assert len(story.new_mail()) == 1

        # Twelve vanish at once: held, one incident; the same three times: accepted.
        poorer = first_layout(without(MOVED, *TWELVE))
        for _ in range(2):
            report = story.check(poorer, status=1)
            assert (report["outcome"], report["changes"]) == ("held", [])
            assert report["problem"]["code"] == "suspicious"
        assert len(story.new_mail()) == 1
        assert story.incidents() == ["held"]
        report = story.check(poorer)
        assert [change["kind"] for change in report["changes"]] == ["removed"] * 12
        assert story.incidents() == []
        assert len(story.new_mail()) == 1

        # The mail server is down at a change: delivered on the next run, once.
        story.mail.down()
        richer = (("2025", ("National Strategy for Green Jobs launched",)), *without(MOVED, *TWELVE))
        report = story.check(first_layout(richer), status=1)
        assert kinds(report) == [("added", "2025")]
        story.mail.up()
        assert story.check(first_layout(richer))["outcome"] == "unchanged"
        (message,) = story.mail.messages
        assert message["Subject"] == "PAGE Peru: 1 new milestone (2025)"
        assert "National Strategy for Green Jobs launched" in text_of(message)
        story.new_mail()
        story.check(first_layout(richer))
        assert story.new_mail() == []
