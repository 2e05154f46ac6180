import pytest

from page_watch.matching.garbled import is_garbled

WRITTEN = (
    "BrasÃ­lia".encode("cp1252").decode(),
    "Formation à la pêche",
    "“Green Growth” event – held in São Paulo",
    "€45 million invested",
    "План действий принят",
    "国家绿色发展计划通过",
    "اعتماد الخطة الوطنية",
    "Plan für Straße „Größe“ beschlossen",
    "CAFÉ»",
    "STRAẞE”",
    "Fuß”",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_is_not_garbled(text: str) -> None:
    assert not is_garbled(text)
    assert not is_garbled(text, "Plan adopted")
    assert not is_garbled(text, text + " again")


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("charset", ["cp1252", "cp1251", "koi8-r", "gb18030", "shift_jis"])
def test_utf8_read_as_something_else_is(text: str, charset: str) -> None:
    assert is_garbled(text.encode().decode(charset, "replace"), text)


@pytest.mark.parametrize("text", WRITTEN[:3])
def test_something_else_read_as_utf8_is(text: str) -> None:
    assert is_garbled(text.encode("cp1252").decode("utf-8", "replace"))


def test_what_was_garbled_before_is_no_news_nor_is_its_correction() -> None:
    assert not is_garbled("BrasÃ­lia again", "BrasÃ­lia")
    assert not is_garbled("Brasília", "BrasÃ­lia")
    assert not is_garbled("San Martín", "San MartÌn")
