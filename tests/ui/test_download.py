"""A file from Python: the name it gets, and what a real browser saves."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from simulator.ui.components.download import LONGEST, Download, file_name
from tests.serve.product import Product
from tests.ui.demo_pages import MANY


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("cohort.csv", "cohort.csv"),
        ("Spring 2026 – scores.csv", "Spring 2026 – scores.csv"),
        ("Groupe d’été.csv", "Groupe d’été.csv"),
        ("हिन्दी 1.csv", "हिन्दी 1.csv"),
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\temp\\a.csv", "C_temp_a.csv"),
        ("a/b: what?.csv", "a_b_what.csv"),
        ("two\nlines\t.csv", "two_lines.csv"),
        ("nul", "_nul"),
        ("CON.csv", "_CON.csv"),
        (".hidden", "hidden"),
        (".csv", "csv"),
        ("report. . ", "report"),
        ("", "download"),
        ("???", "download"),
        ("evil\u202efdp.exe", "evil_fdp.exe"),
        ("x" * 300 + ".csv", "x" * (LONGEST - 4) + ".csv"),
    ],
)
def test_a_name_is_one_that_every_system_takes(wanted: str, name: str) -> None:
    assert file_name(wanted) == name


@given(st.text(max_size=300))
def test_whatever_is_wanted_the_name_is_sound_and_stays_so(wanted: str) -> None:
    name = file_name(wanted)
    assert 0 < len(name) <= LONGEST
    assert not set(name) & set('/\\:*?"<>|\n\r\0\u202e')
    assert name[0] not in ". "
    assert name[-1] not in ". "
    assert file_name(name) == name


def test_a_browser_has_nothing_to_say_to_it() -> None:
    download = Download()
    before = download.get_state()
    download._handle_custom_msg({"do": "save", "save": "x"}, [])
    download.set_state({"_esm": "alert(1)"})
    assert download.get_state() == before


@pytest.fixture
def page(tab: Page, demo: Product) -> Page:
    tab.goto(f"{demo.address}&demo=download")
    expect(tab.get_by_role("button", name="Text")).to_be_visible()
    return tab


def saved(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button).click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


@pytest.mark.browser
def test_a_text_is_saved_under_its_name(page: Page) -> None:
    assert saved(page, "Text") == ("Spring – people.csv", "\ufeffname\r\nMarisol é 🙂\r\n".encode())


@pytest.mark.browser
def test_several_megabytes_are_saved_whole_and_again(page: Page) -> None:
    assert saved(page, "Many") == ("many.bin", MANY)
    assert saved(page, "Many") == ("many.bin", MANY)
