"""The library: what is on offer among what lies in the folder, and a cache that saves time and nothing else."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.authoring import load, rubric
from simulator.errors import ContentError, StoreError, UnknownScenario
from simulator.model.codec import digest, encode
from simulator.scoring import solution
from simulator.services.library import Library
from simulator.store.cache import Cache
from simulator.store.publication import Current
from tests import stock


@pytest.fixture
def library(scenarios, cache) -> Library:
    return Library(scenarios, stock.RUBRIC, cache)


def fresh(library, cache=None) -> Library:
    return Library(library.folder, library.rubric_folder, cache or library.cache)


def problems(library):
    """Read everything; the code, file and line of each problem."""
    _ = library.entries
    return [(each.code, each.location.file.rpartition("/")[2], each.location.line) for each in library.problems]


def test_the_entries_are_the_files_of_the_folder_and_the_scenario_of_each_folder_in_it(library):
    (library.folder / "tiny.yaml").rename(library.folder / "kept")
    (library.folder / "deeper").mkdir()
    (library.folder / "kept").rename(library.folder / "deeper" / "scenario.yaml")
    (library.folder / "notes.txt").write_text("not a scenario", encoding="utf-8")
    assert [*library.entries] == ["borrowed-hour", "tiny", "right-order", "two-turns"]
    assert problems(library) == []


def test_an_empty_folder_offers_nothing_and_says_so(library, tmp_path):
    empty = Library(tmp_path, stock.RUBRIC, library.cache)
    assert empty.entries == {}
    with pytest.raises(UnknownScenario, match="Known scenarios: none"):
        empty.get("tiny")


def test_a_folder_that_is_not_there_is_reported(library, tmp_path):
    nowhere = Library(tmp_path / "nowhere", stock.RUBRIC, library.cache)
    assert nowhere.entries == {}
    assert [(each.code, each.message) for each in nowhere.problems] == [("Y01", "there is no such folder")]


@pytest.mark.parametrize("gone", ["sources.yaml", "coaching-alliance/rubric.yaml", "coaching-alliance"])
def test_a_rubric_that_is_not_there_is_an_error_that_names_the_file(library, tmp_path, gone):
    rubrics = Path(shutil.copytree(stock.RUBRIC.parent, tmp_path / "rubrics"))
    lost = rubrics / gone
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    with pytest.raises(ContentError, match=r"The rubric cannot be read: .*\.yaml \(No such file or directory\)"):
        _ = Library(library.folder, rubrics / "coaching-alliance", Cache(None)).rubric


def test_what_is_read_is_what_the_author_wrote(library):
    assert library.get("borrowed-hour").scenario == stock.scenario("borrowed-hour")
    assert library.rubric == stock.rubric()


def test_broken_files_are_reported_and_the_others_offered(library):
    (library.folder / "a-broken.yaml").write_text("format: 1\nid: [", encoding="utf-8")
    (library.folder / "b-empty.yaml").write_text("", encoding="utf-8")
    (library.folder / "c-latin.yaml").write_bytes(b"title: caf\xe9")
    (library.folder / "d-folder.yaml").mkdir()
    (library.folder / "e-nowhere.yaml").symlink_to("nothing-here")
    assert [*library.entries] == ["borrowed-hour", "right-order", "tiny", "two-turns"]
    files = ["a-broken.yaml", "b-empty.yaml", "c-latin.yaml", "d-folder.yaml", "e-nowhere.yaml"]
    assert [each[1] for each in problems(library)] == files


def test_the_practice_names_the_files_it_leaves_out_once_each(practice, scenarios):
    (scenarios / "worse.yaml").write_text(
        stock.text("tiny").replace("quality: 4", "quality: 9").replace("id: tiny", "id: Worse"), encoding="utf-8"
    )
    (scenarios / "bad.yaml").write_text("no: ", encoding="utf-8")
    practise = practice()
    assert practise.left_out() == ("bad.yaml", "worse.yaml")
    assert len(practise.catalogue()) == 4
    assert practise.left_out() == ("bad.yaml", "worse.yaml"), "asking again finds no more"


def test_nothing_is_left_out_of_a_sound_folder(practise):
    assert practise.left_out() == ()


def test_of_two_files_with_one_id_the_first_counts_and_the_second_is_reported(library):
    copy = stock.text("tiny").replace("title: Tiny", "title: Another")
    (library.folder / "zz-copy.yaml").write_text(copy, encoding="utf-8")
    assert problems(library) == [("R14", "zz-copy.yaml", 1)]
    assert library.get("tiny").scenario.title == "Tiny"


def test_a_digest_is_of_the_content_not_of_the_layout(library):
    before = library.get("tiny").digest
    path = library.folder / "tiny.yaml"
    path.write_text("# A remark.\n" + stock.text("tiny").replace("minutes: 1", "minutes:     1"), encoding="utf-8")
    assert fresh(library).get("tiny").digest == before
    path.write_text(stock.text("tiny").replace("minutes: 1", "minutes: 2"), encoding="utf-8")
    assert fresh(library).get("tiny").digest != before


# What was published


def current(of, number=1, **other):
    """A publication of this scenario; `other` overrides its parts."""
    parts = {"scenario": of.id, "digest": digest(of), "canonical": encode(of).decode()}
    return Current(**{**parts, "number": number, **other})


def overlaid(library, *published):
    return Library(library.folder, library.rubric_folder, library.cache, lambda: published)


def renamed(id_):
    return replace(stock.scenario("tiny"), id=id_, title=f"A title of {id_}")


def test_a_publication_takes_the_place_of_the_file_with_its_id_and_new_ones_follow(library):
    small = replace(stock.scenario("tiny"), title="Small")
    found = overlaid(library, current(renamed("a-new-one")), current(small, 3)).entries
    assert list(found) == ["borrowed-hour", "right-order", "tiny", "two-turns", "a-new-one"]
    assert (found["tiny"].scenario.title, found["tiny"].number, found["tiny"].file) == ("Small", 3, None)
    assert (found["borrowed-hour"].number, found["borrowed-hour"].file.name) == (0, "borrowed-hour.yaml")


def test_what_ships_can_still_be_told_from_what_was_published(library):
    both = overlaid(library, current(replace(stock.scenario("tiny"), title="Small")), current(renamed("a-new-one")))
    assert both.shipped == fresh(library).entries


def test_without_publications_nothing_is_overlaid(library):
    assert overlaid(library).entries == library.entries


BROKEN = [
    ("canonical", "spoilt", "malformed"),
    ("canonical", "{}", "missing required field"),
    ("digest", "0" * 64, "it is not what was published"),
    ("scenario", "another-id", "it is not what was published"),
]


@pytest.mark.parametrize(("part", "value", "why"), BROKEN)
def test_a_publication_that_cannot_be_read_is_reported_and_the_file_offered(library, part, value, why):
    broken = current(replace(stock.scenario("tiny"), title="Small"), 2, **{part: value})
    mixed = overlaid(library, broken, current(renamed("a-new-one")))
    assert mixed.get("tiny").scenario.title == "Tiny"
    assert "a-new-one" in mixed.entries
    (problem,) = mixed.problems
    assert (problem.code, problem.location.file) == ("Y01", f"{broken.scenario}, version 2")
    assert why in problem.message
    assert problem.hint == "Publish it again from a draft."


def test_a_publication_that_the_rubric_has_left_behind_is_reported(library):
    beat = replace(stock.scenario("tiny").beats[0], focus=("an-old-indicator",))
    left = overlaid(library, current(replace(renamed("a-new-one"), beats=(beat,))))
    assert "a-new-one" not in left.entries
    assert "the rubric no longer has an-old-indicator" in left.problems[0].message


def test_publications_that_cannot_be_fetched_at_all_are_an_error_and_not_an_empty_list(library):
    def fail():
        raise StoreError("The database is locked.")

    with pytest.raises(StoreError):
        _ = Library(library.folder, library.rubric_folder, library.cache, fail).entries


# The cache


def no_work(monkeypatch):
    """From here on reading YAML or solving a scenario fails."""

    def fail(*_):
        raise AssertionError("this should have come from the cache")

    monkeypatch.setattr(load, "load_scenario", fail)
    monkeypatch.setattr(rubric, "load_rubric", fail)
    monkeypatch.setattr(solution, "solve", fail)


def everything(library):
    entries = library.entries
    return library.rubric, entries, [library.solution(each.scenario) for each in entries.values()]


def test_a_second_start_reads_no_yaml_and_solves_nothing(library, tmp_path, monkeypatch):
    cache = Cache(tmp_path / "cache")
    first = everything(fresh(library, cache))
    no_work(monkeypatch)
    assert everything(fresh(library, cache)) == first


def test_a_changed_file_is_read_again_and_the_others_are_not(library, tmp_path, monkeypatch):
    cache = Cache(tmp_path / "cache")
    everything(fresh(library, cache))
    changed = stock.text("tiny").replace("title: Tiny", "title: Small")
    (library.folder / "tiny.yaml").write_text(changed, encoding="utf-8")
    read = []
    load_scenario = load.load_scenario
    monkeypatch.setattr(load, "load_scenario", lambda path, of: read.append(path.name) or load_scenario(path, of))
    assert fresh(library, cache).get("tiny").scenario.title == "Small"
    assert read == ["tiny.yaml"]


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"\x00\xff", b"[1, 2", b"null"])
def test_a_spoilt_cache_is_made_anew(library, tmp_path, spoilt, monkeypatch):
    cache = Cache(tmp_path / "cache")
    first = everything(fresh(library, cache))
    entries = list(cache.folder.iterdir())
    assert len(entries) == 1 + 4 + 4
    for each in entries:
        each.write_bytes(spoilt)
    assert everything(fresh(library, cache)) == first
    no_work(monkeypatch)
    assert everything(fresh(library, cache)) == first, "and is whole again"


def test_a_cache_that_cannot_be_written_costs_only_time(library, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    blocked = everything(fresh(library, Cache(tmp_path / "file" / "cache")))
    assert blocked == everything(fresh(library, Cache(None))) == everything(library)
    assert blocked == everything(fresh(library, Cache(tmp_path / "new")))


def test_mistakes_are_not_cached_away(library):
    (library.folder / "bad.yaml").write_text("format: 2", encoding="utf-8")
    first = problems(fresh(library))
    assert first
    assert problems(fresh(library)) == first
