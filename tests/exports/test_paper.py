"""Documents on paper: what is typed stays text in both printers, and both say the same."""

import builtins
from dataclasses import replace
from itertools import pairwise

import pytest

from simulator.exports.paper import (
    Column,
    Document,
    Facts,
    Figure,
    Group,
    Heading,
    Listing,
    NoPdf,
    Paragraph,
    Span,
    Table,
    line,
    to_html,
    to_pdf,
)
from simulator.exports.paper.fit import fit, spelled
from simulator.exports.paper.picture import Area, Dot, Label, Picture, Stroke, box
from tests.exports.papers import ATTACKS, LONG, NAMES, UNFIT, Page, Pdf

MOMENT = "2026-03-02T09:14:00+00:00"


def everywhere(text):
    """A document with a text in every place that takes one."""
    words = (Span(text), Span(text, "cue"), Span(text, "strong", to="here"), Span(text, "soft", to="nowhere"))
    drawn = Picture(200, 50, (
        Area(box(0, 0, 20, 20), 0.8, 0.5), Stroke(((0, 0), (20, 30)), dashed=True), Dot((9, 9)), Label((9, 40), text),
    ))  # fmt: skip
    return Document(text, "en", MOMENT, text, (
        Heading(1, line(text)),
        Facts(((line(text), words),)),
        Group((Heading(2, line(text), "here"), Paragraph(words)), "caution", whole=True),
        Facts(((line(text), words),), "talk"),
        Table(text, (Column(text, 1), Column(text, right=True)), ((words, line(text)), ((), ()))),
        Listing((words,)),
        *(Paragraph(words, look) for look in ("lead", "strong", "soft", "quote")),
        Figure(drawn, text, text),
        Figure(drawn, text, beside=True),
    ))  # fmt: skip


TIMES = 47
"""How often a text stands in the body of that document, alternatives of pictures left out."""


def plain(text):
    return "".join(text.split())


def test_what_is_typed_is_never_read_as_markup():
    document = everywhere("\n".join(ATTACKS))
    pdf, page = Pdf(to_pdf(document)), Page(to_html(document))
    letters, words = pdf.letters(), page.words()
    (printed,) = {letters.count(plain(each)) for each in ATTACKS}
    assert printed >= TIMES + len(pdf.reader.pages)  # the heads of a table stand on each of its pages
    assert {each: words.count(each) for each in ATTACKS} == dict.fromkeys(ATTACKS, TIMES + 2)  # foot and title
    assert "root:" not in letters
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(page.tags)


def test_nothing_in_a_page_runs_or_is_fetched():
    page = Page(to_html(everywhere("x")))
    assert not [name for name, value in page.attributes if name.startswith("on") or name in ("src", "srcset")]
    assert page.links == ["#here"] * page.links.count("#here") != []


def test_what_no_document_can_hold_becomes_a_sign_and_nothing_is_turned():
    assert fit(UNFIT) == "a�b�c�d�e�fg"
    assert fit("one\r\ntwo\rthree\tfour") == "one\ntwo\nthree four"
    assert Pdf(to_pdf(everywhere(UNFIT))).letters().count("a�b�c�d�e�fg") == TIMES + 1
    assert Page(to_html(everywhere(UNFIT))).words().count("a�b�c�d�e�fg") == TIMES + 2


def test_every_name_comes_through_drawn_or_spelled_out():
    """Which of the two depends on the fonts of the machine; letters of right-to-left scripts may come reversed."""
    document = Document("names", "en", MOMENT, "foot", (Heading(1, line("Names")), Listing(tuple(map(line, NAMES)))))
    letters = Pdf(to_pdf(document)).letters()
    signs = plain("".join(NAMES))
    assert [e for e in signs if e not in letters and spelled(e).replace(" ", "") not in letters] == []
    assert all(name in Page(to_html(document)).words() for name in NAMES)


def test_spelled_out_is_what_people_call_it_or_its_number():
    assert spelled("🙂") == "[slightly smiling face]"
    assert spelled("王") == "[U+738B]"
    assert spelled("👩\u200d👧\ufe0f") == "[woman][girl]"


def test_a_pdf_says_when_something_had_to_be_spelled_out():
    """No font draws what Unicode has not given to anything."""
    pdf = Pdf(to_pdf(Document("t", "en", MOMENT, "foot", (Heading(1, line("odd \u0378")),))))
    assert "Signs in square brackets" in " ".join(pdf.text().split())


def test_a_word_longer_than_the_page_is_wide_is_broken_and_can_be_copied_whole():
    pdf = Pdf(to_pdf(Document("t", "en", MOMENT, "", (Heading(1, line("t")), Facts(((line("Said"), line(LONG)),))))))
    assert pdf.letters().count(LONG[0]) == len(LONG)
    assert max(map(len, pdf.text().splitlines())) < 100


def test_the_same_document_gives_the_same_bytes_dated_by_what_is_in_it():
    document = everywhere("x")
    first = to_pdf(document)
    assert first == to_pdf(document)
    assert to_html(document) == to_html(document)
    later = to_pdf(replace(document, moment="2027-01-01T00:00:00+00:00"))
    assert first != later
    assert Pdf(first).reader.metadata.creation_date.isoformat() == MOMENT
    assert Pdf(later).reader.metadata.creation_date.year == 2027


@pytest.mark.parametrize(
    ("language", "known"), [("en", "en"), ("en-GB", "en-GB"), ("pt-BR", "pt-BR"), ("es-419", "es")]
)
def test_a_pdf_is_titled_tagged_and_in_its_language(language, known):
    pdf = Pdf(to_pdf(replace(everywhere("x y"), language=language)))
    assert pdf.root["/Lang"] == known
    assert pdf.reader.metadata.title == "x y"
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert {"H1", "H2", "P", "Table", "TH", "TD", "L", "Figure", "Link"} <= set(pdf.tags())
    assert [alt for name, alt in pdf.elements if name == "Figure"] == ["x y", "x y"]
    assert set(pdf.links()) == {"here"}


def test_headings_go_down_one_step_at_a_time_in_both():
    document = everywhere("x")
    pdf, page = Pdf(to_pdf(document)), Page(to_html(document))
    assert pdf.headings() == page.headings() == [1, 2]
    assert all(after - before <= 1 for before, after in pairwise(pdf.headings()))


def test_without_typst_it_is_said_what_to_install(monkeypatch):
    known = builtins.__import__

    def without(name, *rest):
        if name == "typst":
            raise ImportError(name)
        return known(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoPdf, match="pip install typst"):
        to_pdf(everywhere("x"))


def test_what_cannot_be_set_is_refused_in_words():
    with pytest.raises(NoPdf, match="Take it as HTML"):
        to_pdf(Document("t", "en", MOMENT, "", (Heading(1, line("t")), Heading(3, line("too deep")))))
