"""The page of the catalogue: complete, and the one that is in the documentation."""

from pathlib import Path

from simulator.verification.diagnostics.catalogue import catalogue
from simulator.verification.diagnostics.page import FILE, markdown

ROOT = Path(__file__).parents[3]


def test_the_page_in_the_documentation_is_up_to_date():
    assert (ROOT / FILE).read_text(encoding="utf-8") == markdown(), "make docs"


def test_every_code_has_its_heading_and_its_link():
    page = markdown()
    for code, entry in catalogue().items():
        assert f"\n### {code} {entry.title} ({entry.severity.value})\n" in page
        assert f"[{code}](#{code.lower()})" in page


def test_every_example_is_shown():
    for part in markdown().split("\n### ")[1:]:
        assert "```diff\n" in part or "Example: " in part, part


def test_an_example_is_shown_where_it_stands_with_what_is_wrong_and_what_is_right():
    page = markdown()
    part = page[page.index("### R13 ") : page.index("### R14 ")]
    assert part.split("```diff\n")[1].split("```")[0] == (
        "  beats:\n"
        "    middle:\n"
        "      options:\n"
        "        probe:\n"
        "          why: It is a fair question that steps around what she has just said.\n"
        "          misconception: the next question is always progress\n"
        "-         then: opening\n"
        "+         then: closing\n"
    )


def test_no_line_of_the_page_breaks_a_fence_or_is_left_with_blanks():
    page = markdown()
    assert page.count("```") % 2 == 0
    assert "\n\n\n" not in page
    assert page.endswith("```\n")
