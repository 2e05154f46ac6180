"""From bytes to text: by header, byte order mark, meta, UTF-8."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.decode import decode
from page_watch.encodings import codec

HTML = "text/html"


def html(head: str, text: str, encoding: str) -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><p>{text}</p>".encode(encoding)


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("utf-8", "utf-8", "Perú – 2019 “verde” 年"),
        ("UTF8", "utf-8", "Perú"),
        ("iso-8859-1", "cp1252", "Perú “verde” – €"),
        ("latin1", "cp1252", "Perú €"),
        ("us-ascii", "cp1252", "Perú"),
        ("iso-8859-15", "iso8859_15", "Perú €"),
        ("windows-1251", "cp1251", "Монголия"),
        ("koi8-r", "koi8_r", "Кыргызстан"),
        ("gb2312", "gb18030", "绿色经济 2019年 𠮷"),
        ("big5", "big5hkscs", "綠色經濟"),
        ("shift_jis", "cp932", "グリーン①"),
        ("euc-jp", "euc_jp", "グリーン"),
        ("ks_c_5601-1987", "cp949", "녹색 경제 똠"),
        ("windows-1256", "cp1256", "الاقتصاد"),
        ("windows-874", "cp874", "ประเทศ"),
        ("iso-8859-9", "cp1254", "Kırgız"),
    ],
)
class TestEachEncoding:
    def test_named_in_the_header(self, label: str, encoding: str, text: str) -> None:
        assert text in decode(html("", text, encoding), f"text/html; charset={label}")

    def test_named_in_meta_charset(self, label: str, encoding: str, text: str) -> None:
        assert text in decode(html(f'<meta charset="{label}">', text, encoding), HTML)

    def test_named_in_meta_http_equiv(self, label: str, encoding: str, text: str) -> None:
        meta = f"<META content='text/html; charset={label.upper()}' HTTP-EQUIV=Content-Type />"
        assert text in decode(html(meta, text, encoding), None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("header", [None, "text/html", "text/html; charset=nonsense", "text/html; charset=iso-8859-1"])
def test_a_byte_order_mark_tells_and_is_dropped(encoding: str, header: str | None) -> None:
    assert decode("\ufeff<p>Perú".encode(encoding), header) == "<p>Perú"


def test_a_byte_order_mark_agrees_with_its_header() -> None:
    assert decode("\ufeffPerú".encode("utf-16-le"), "text/html; charset=utf-16") == "Perú"
    assert decode("\ufeffPerú".encode("utf-16-be"), "text/html; charset=utf-16") == "Perú"


def test_what_only_looks_like_a_mark_does_not_beat_the_header() -> None:
    assert decode("ï»¿é".encode("cp1252"), "text/html; charset=windows-1252") == "ï»¿é"


def test_the_header_beats_the_page() -> None:
    body = html('<meta charset="utf-8">', "Зелёная", "cp1251")
    assert decode(body, "text/html; charset=windows-1251") == body.decode("cp1251")


@pytest.mark.parametrize(
    "header",
    [
        'text/html; charset="windows-1252"',
        "text/html; charset='windows-1252'",
        "text/html;CHARSET = windows-1252",
        "text/html; version=1; charset=windows-1252; q=1",
    ],
)
def test_headers_are_read_as_servers_write_them(header: str) -> None:
    assert decode("Perú".encode("cp1252"), header) == "Perú"


@pytest.mark.parametrize("header", [None, "", "text/html", "text/html; charset=", "text/html; charset=klingon", "x;;="])
def test_utf_8_where_nothing_is_known(header: str | None) -> None:
    assert decode("Perú".encode(), header) == "Perú"


@pytest.mark.parametrize(
    "head",
    [
        "<!-- <meta charset=utf-8> -->",
        "<meta charset=klingon>",
        "<title data-x='<meta charset=utf-8>'></title>",
        "<meta name=description content='charset=utf-8'>",
        "<meta http-equiv=refresh content='0; charset=utf-8'>",
        "<metadata charset=utf-8>",
        "<!doctype x><?php charset=utf-8 ?>",
        "<!-->",
        "<script src=x></script>" * 60,
    ],
)
def test_what_is_no_declaration_is_passed_over(head: str) -> None:
    assert "Perú" in decode(html(f"{head}<meta charset=windows-1252>", "Perú", "cp1252"), HTML)


def test_a_declaration_in_the_body_is_none() -> None:
    body = "<body><meta charset=windows-1252><p>Perú".encode()
    assert decode(body, HTML) == body.decode()


def test_an_xml_declaration_tells() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-2"?><html><meta charset=utf-8>Łódź'.encode("iso8859_2")
    assert decode(body, "application/xhtml+xml").endswith("Łódź")
    text = "<?xml version='1.0'?><p>Perú"
    assert decode(text.encode("utf-16-le"), None) == text
    assert decode(text.encode("utf-16-be"), None) == text


def test_a_page_that_can_be_read_is_not_utf_16_whatever_it_says() -> None:
    assert "Perú" in decode(html("<meta charset=utf-16>", "Perú", "utf-8"), HTML)


def test_a_header_of_utf_8_over_a_page_that_is_not() -> None:
    """A server's default charset over an old page that says better itself."""
    old = html("<meta charset=windows-1251>", "Зелёная экономика", "cp1251")
    assert "Зелёная экономика" in decode(old, "text/html; charset=utf-8")


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "latin1"])
def test_utf_8_under_a_latin_1_label_is_utf_8(label: str) -> None:
    body = html("", "San Martín “verde”", "utf-8")
    assert decode(body, f"text/html; charset={label}") == body.decode()
    assert "San Martín" in decode(html(f"<meta charset={label}>", "San Martín", "utf-8"), HTML)


def test_one_bad_byte_does_not_turn_a_good_page_into_other_words() -> None:
    page = html("<meta charset=windows-1251>", "Зелёная экономика", "utf-8") + b"\xff"
    assert decode(page, "text/html; charset=utf-8").endswith("Зелёная экономика</p>\ufffd")


def test_bad_bytes_are_replaced_and_nul_is_dropped() -> None:
    assert decode(b"20\x0019 \xe9 Per\xc3\xba", None) == "2019 \ufffd Perú"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=200))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=utf-8") == text


TOKENS = st.sampled_from(
    b"<meta |charset|=|\"|'|>|<!--|-->|<?xml |encoding|utf-16|utf-7|hz-gb-2312|http-equiv=content-type |content=|"
    b"iso-2022-jp|\x1b$B|\xef\xbb\xbf|\xff\xfe|\0| ".split(b"|")
)


@given(
    st.lists(TOKENS | st.binary(max_size=8), max_size=40).map(b"".join),
    st.none()
    | st.text(max_size=30)
    | st.sampled_from(["utf-16", "big5", "gbk", "x-user-defined"]).map("a;charset={}".format),
)
def test_any_bytes_under_any_header_give_text(body: bytes, header: str | None) -> None:
    text = decode(body, header)
    assert "\0" not in text
    text.encode()  # nothing that cannot be stored: no lone surrogates


@pytest.mark.parametrize("label", ["", "klingon", "utf-7", "hz-gb-2312", "iso-2022-kr", "replacement", "rot13", "idna"])
def test_labels_browsers_do_not_read_are_unknown(label: str) -> None:
    assert codec(label) is None


@pytest.mark.parametrize("label", ["UTF-8", " utf-8\n", "Latin1", "GBK", "x-sjis"])
def test_known_labels_name_a_codec_there_is(label: str) -> None:
    found = codec(label)
    assert found is not None
    assert codecs.lookup(found)
