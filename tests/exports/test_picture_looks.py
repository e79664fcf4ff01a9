"""How pictures look in a real browser: no text leaves its box, and every colour pair can be read in both themes."""

import re
from pathlib import Path

import pytest

from simulator import exports, ui
from simulator.exports.alliance_picture import alliance_drawing
from simulator.exports.scenario_graph import drawing_of
from simulator.exports.svg import svg
from tests.exports import pictures

DRAWING = Path(exports.__file__).with_name("drawing.css").read_text(encoding="utf-8")
THEME = (Path(ui.__file__).parent / "components" / "theme.css").read_text(encoding="utf-8")
TEXT = [
    ("ink", "paper"), ("ink", "box"), ("ink", "good-box"), ("ink", "warm-box"), ("soft", "paper"), ("soft", "box"),
    ("warm", "box"), ("warm", "paper"), ("warm", "good-box"), ("warm", "warm-box"),
]  # fmt: skip
SIGNS = [("edge", "paper"), ("edge", "box"), ("good", "paper"), ("warm", "paper"), ("focus", "paper")]

OUTSIDE = """() => [...document.querySelectorAll('.cs-node')].flatMap(node => {
  const box = node.querySelector('rect').getBBox();
  return [...node.querySelectorAll('text')].filter(text => {
    const words = text.getBBox();
    return words.x < box.x + 2 || words.x + words.width > box.x + box.width - 2
      || words.y < box.y || words.y + words.height > box.y + box.height;
  }).map(text => text.textContent);
})"""


def colours(theme):
    """Our own values of a theme: (name, the page's name for it) to the colour."""
    part = DRAWING.split("@media")[0 if theme == "light" else 1]
    found = re.findall(r"--cs-g-([\w-]+): var\((--cs-[\w-]+), (#\w+)\)", part)
    assert len(found) == 10
    return {name: (page, colour) for name, page, colour in found}


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_signs_stand_out_from_what_is_behind_them(theme):
    found = {name: colour for name, (_, colour) in colours(theme).items()}
    assert [pair for pair in TEXT if contrast(found[pair[0]], found[pair[1]]) < 4.5] == []
    assert [pair for pair in SIGNS if contrast(found[pair[0]], found[pair[1]]) < 3] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_alone_has_the_colours_of_the_page(theme):
    part = THEME.split("@media")[0 if theme == "light" else 1]
    assert [each for each in colours(theme).values() if f"{each[0]}: {each[1]};" not in part] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1440])
def test_no_text_leaves_its_box(browser, width):
    drawings = [*map(drawing_of, pictures.everything()), alliance_drawing()]
    page = browser.new_page()
    for drawing in drawings:
        page.set_content(svg(drawing, width=width))
        assert (drawing.title, page.evaluate(OUTSIDE)) == (drawing.title, [])
    page.close()


@pytest.mark.browser
def test_a_picture_shows_as_a_file_of_its_own_and_follows_the_theme(browser, tmp_path):
    file = tmp_path / "picture.svg"
    file.write_text(svg(pictures.plain("ab", "ab")), encoding="utf-8")
    fill = "getComputedStyle(document.querySelector('.cs-paper')).fill"
    seen = []
    for theme in ("light", "dark"):
        page = browser.new_page(color_scheme=theme)
        page.goto(file.as_uri())
        seen.append(page.evaluate(fill))
        page.close()
    assert seen == ["rgb(255, 254, 251)", "rgb(27, 35, 37)"]
