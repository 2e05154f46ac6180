"""Writes ``months.py`` from the CLDR data in Babel: ``python -m page_watch.parsers.timeline.months_generate``.

Babel itself is not loaded while a page is read: its data for fifty languages takes longer to load than a page to read.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

LANGUAGES = [
    "en",
    "es",
    "fr",
    "it",
    "pt",
    "de",
    "nl",
    "ca",
    "gl",
    "eu",
    "ro",
    "pl",
    "cs",
    "sk",
    "sl",
    "hr",
    "sr_Latn",
    "sr",
    "bs",
    "bg",
    "mk",
    "ru",
    "uk",
    "be",
    "lt",
    "lv",
    "et",
    "fi",
    "sv",
    "da",
    "nb",
    "is",
    "hu",
    "el",
    "tr",
    "sq",
    "id",
    "ms",
    "ar",
    "fa",
    "he",
    "hi",
    "bn",
    "sw",
    "af",
    "ga",
    "cy",
    "mt",
    "hy",
    "ka",
    "az",
    "kk",
]

COMMON = {"fév": 2, "fev": 2, "fevrier": 2, "mrz": 3, "aout": 8, "aoû": 8, "setiembre": 9, "decembre": 12}
"""Written by people, and not in CLDR: other abbreviations, names without their accents."""


def names(kind: str) -> dict[str, int]:
    """The names of the months (``months``) or weekdays (``days``), folded, and their numbers as CLDR has them.

    Names of more than one word keep the last ("de març", "març"). A name that means two months in two languages
    ("listopad") has the number of the first: only the year is told by number, the month is kept as printed.
    """
    from babel import Locale

    found: dict[str, int] = {}
    meanings: defaultdict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES:
        table = getattr(Locale.parse(language), kind)
        widths = ("wide", "abbreviated") if kind == "months" else ("wide",)
        for context in ("format", "stand-alone"):
            for width in widths:
                for number, name in table[context][width].items():
                    word = (
                        name.casefold()
                        .rstrip(".")
                        .split()[-1]
                        .split("'")[-1]
                        .split("\N{RIGHT SINGLE QUOTATION MARK}")[-1]
                    )
                    if word.isalpha() and len(word) > 2:
                        found.setdefault(word, number)
                        meanings[word].add(number)
    if kind == "months":
        found |= COMMON
    return dict(sorted(found.items()))


def module() -> str:
    """The text of ``months.py``."""
    lines = ['"""The names of months and weekdays in many languages, from CLDR; written by ``months_generate``."""', ""]
    lines += ["# fmt: off", "# ruff: noqa: E501", "from __future__ import annotations", ""]
    for constant, kind in (("MONTHS", "months"), ("WEEKDAYS", "days")):
        by_number: defaultdict[int, list[str]] = defaultdict(list)
        for word, number in names(kind).items():
            by_number[number].append(word)
        lines.append(f"{constant}: dict[str, int] = {{")
        lines.append("    word: number")
        lines.append("    for number, words in {")
        lines += [f'        {number}: "{" ".join(words)}",' for number, words in sorted(by_number.items())]
        lines += ["    }.items()", "    for word in words.split()", "}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    Path(__file__).with_name("months.py").write_text(module(), encoding="utf-8")
