"""HTML by functions: what is not an element is escaped."""

import pytest

from simulator.ui.html import Markup, el, join, link, paragraphs

HOSTILE = "<script>alert('x')</script> & \"more\""


def test_text_is_escaped_and_elements_are_not() -> None:
    assert el("p", HOSTILE) == "<p>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;more&quot;</p>"
    assert el("p", el("b", "<")) == "<p><b>&lt;</b></p>"


def test_attributes_are_escaped_too() -> None:
    assert el("p", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;"></p>'


def test_attributes_have_html_names_and_can_be_left_out() -> None:
    made = el("p", "x", class_="a", aria_label="b", hidden=True, id=None, title=False, data_turn=3)
    assert made == '<p class="a" aria-label="b" hidden data-turn="3">x</p>'


@pytest.mark.parametrize("nothing", [None, [], [None, []]])
def test_nothing_makes_nothing(nothing: object) -> None:
    assert el("p", nothing) == "<p></p>"  # type: ignore[arg-type]


def test_sequences_are_laid_out_in_order() -> None:
    assert join("a", [el("b", "c"), ["<", 4]]) == "a<b>c</b>&lt;4"
    assert isinstance(join("a"), Markup)


def test_a_void_element_has_no_end() -> None:
    assert el("br") == "<br>"


def test_a_link_names_a_place_and_cannot_leave_the_page() -> None:
    assert link("Go", attempt='a&b="javascript:') == '<a href="?attempt=a%26b%3D%22javascript%3A">Go</a>'
    assert link("List") == '<a href="?">List</a>'


def test_paragraphs_are_what_blank_lines_part() -> None:
    assert paragraphs("One <b>\nline.\n\nTwo.\n") == "<p>One &lt;b&gt; line.</p><p>Two.</p>"
