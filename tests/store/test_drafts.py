"""Drafts: any text is kept whole under a plain name, and nobody's text is ever written over unseen."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.store import files
from simulator.store.draft import (
    MAX_BYTES,
    BadName,
    Conflict,
    Draft,
    DraftError,
    NameTaken,
    NoDraft,
    TooLarge,
    Unreadable,
)
from simulator.store.drafts import Drafts
from tests import strategies  # noqa: F401 - examples as everywhere


@pytest.fixture
def drafts(tmp_path):
    return Drafts(tmp_path / "data" / "drafts")


def lying(drafts):
    """Every file that can be seen in the folder, with its bytes."""
    return {path.name: path.read_bytes() for path in drafts.folder.iterdir() if path.is_file() and path.name != ".lock"}


def test_before_the_first_draft_there_is_no_folder_and_no_draft(drafts):
    assert drafts.names() == ()
    assert not drafts.folder.exists()
    with pytest.raises(NoDraft, match="There is no draft 'mine' here"):
        drafts.read("mine")


def test_a_draft_is_a_yaml_file_that_any_editor_opens(drafts):
    kept = drafts.add("mine", "title: Größe\n")
    assert lying(drafts) == {"mine.yaml": "title: Größe\n".encode()}
    assert drafts.read("mine") == kept
    assert (kept.name, kept.text) == ("mine", "title: Größe\n")
    assert kept.changed.endswith("+00:00")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_kept_as_it_is(tmp_path, text):
    drafts = Drafts(tmp_path)
    name = drafts.free("mine")
    drafts.add(name, text)
    assert drafts.read(name).text == text


def test_halves_of_characters_do_not_stop_a_draft_from_being_kept(drafts):
    assert drafts.add("mine", "a\ud800b").text == "a?b"


@pytest.mark.parametrize(
    "name",
    [
        "", "../x", "..", ".", "/etc/passwd", "a/b", "a\\b", "C:x", "a\0b", "a.yaml", ".hidden", "-a", "a-", "a--b",
        "A", "ä", "１", "a\n", " a", "a b", "a" * 61, "a" * 100_000, "con:", "~", "%2e%2e", "a;b", "é", "ａ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("act", ["read", "add", "save", "rename", "rename to", "remove", "free"])
def test_only_a_slug_is_a_name_so_nothing_leads_out_of_the_folder(drafts, name, act):
    drafts.add("mine", "mine")
    outside = drafts.folder.parent
    acts = {
        "read": lambda: drafts.read(name),
        "add": lambda: drafts.add(name, "evil"),
        "save": lambda: drafts.save(name, "evil", ""),
        "rename": lambda: drafts.rename(name, "other"),
        "rename to": lambda: drafts.rename("mine", name),
        "remove": lambda: drafts.remove(name),
        "free": lambda: drafts.free(name),
    }
    with pytest.raises(BadName) as refused:
        acts[act]()
    assert len(str(refused.value)) < 500
    assert lying(drafts) == {"mine.yaml": b"mine"}
    assert [path.name for path in outside.iterdir()] == ["drafts"]


def test_the_longest_name_is_a_name(drafts):
    assert drafts.add("a" * 60, "long").name == "a" * 60
    assert len(drafts.free("a" * 60)) <= 60


def test_a_link_is_no_draft_and_what_it_leads_to_is_neither_read_nor_written(drafts, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("secret", encoding="utf-8")
    drafts.add("mine", "mine")
    (drafts.folder / "link.yaml").symlink_to(secret)
    (drafts.folder / "nowhere.yaml").symlink_to(tmp_path / "nowhere")
    assert drafts.names() == ("mine",)
    for name in ("link", "nowhere"):
        with pytest.raises(NoDraft):
            drafts.read(name)
        with pytest.raises(NameTaken):
            drafts.add(name, "evil")
        with pytest.raises(NameTaken):
            drafts.rename("mine", name)
        with pytest.raises(NoDraft):
            drafts.remove(name)
        assert drafts.save(name, f"text of {name}", "").mine.name == f"{name}-2"
    assert secret.read_text(encoding="utf-8") == "secret"
    assert not (tmp_path / "nowhere").exists()


def test_files_with_other_names_are_named_and_not_listed(drafts):
    drafts.add("mine", "mine")
    for name in ("Late again.yaml", "notes.txt", ".x.yaml", ".abc.part"):
        (drafts.folder / name).write_text("x", encoding="utf-8")
    (drafts.folder / "folder.yaml").mkdir()
    assert drafts.names() == ("mine",)
    assert drafts.passed_over() == ("Late again.yaml",)


def test_a_new_draft_never_takes_the_place_of_another(drafts):
    drafts.add("mine", "first")
    with pytest.raises(NameTaken, match="A free name is 'mine-2'"):
        drafts.add("mine", "second")
    assert drafts.read("mine").text == "first"
    drafts.add("mine-2", "second")
    assert drafts.free("mine") == "mine-3"


# Saving


def test_saving_over_what_was_seen_keeps_the_new_text(drafts):
    first = drafts.add("mine", "one")
    second = drafts.save("mine", "two", first.seen)
    assert isinstance(second, Draft)
    assert drafts.save("mine", "three", second.seen).text == "three"
    assert lying(drafts) == {"mine.yaml": b"three"}


def test_saving_over_what_another_window_wrote_keeps_both_texts(drafts):
    first = drafts.add("mine", "one")
    theirs = drafts.save("mine", "theirs", first.seen)
    found = drafts.save("mine", "ours", first.seen)
    assert found == Conflict(theirs, drafts.read("mine-2"))
    assert found.mine.text == "ours"
    assert lying(drafts) == {"mine.yaml": b"theirs", "mine-2.yaml": b"ours"}


def test_going_on_after_a_conflict_with_either_text_meets_no_further_conflict(drafts):
    first = drafts.add("mine", "one")
    drafts.save("mine", "theirs", first.seen)
    found = drafts.save("mine", "ours", first.seen)
    assert drafts.save("mine-2", "ours, longer", found.mine.seen).text == "ours, longer"
    assert drafts.save("mine", "ours after all", found.theirs.seen).text == "ours after all"


def test_the_same_unseen_text_again_is_kept_beside_once(drafts):
    first = drafts.add("mine", "one")
    drafts.save("mine", "theirs", first.seen)
    again = [drafts.save("mine", "ours", first.seen).mine.name for _ in range(3)]
    assert again == ["mine-2"] * 3
    assert drafts.names() == ("mine", "mine-2")


def test_two_windows_that_wrote_the_same_do_not_disagree(drafts):
    first = drafts.add("mine", "one")
    assert drafts.save("mine", "two", first.seen) == drafts.save("mine", "two", first.seen)


def test_another_editor_is_another_window(drafts):
    first = drafts.add("mine", "one")
    (drafts.folder / "mine.yaml").write_text("by hand", encoding="utf-8")
    assert drafts.save("mine", "ours", first.seen).theirs.text == "by hand"


def test_a_draft_removed_or_renamed_meanwhile_is_kept_again_under_its_name_and_says_so(drafts):
    first = drafts.add("mine", "one")
    drafts.rename("mine", "yours")
    assert drafts.save("mine", "ours", first.seen) == Conflict(None, drafts.read("mine"))
    assert lying(drafts) == {"mine.yaml": b"ours", "yours.yaml": b"one"}


def test_what_another_editor_made_unreadable_is_left_as_it_is_and_ours_kept_beside(drafts):
    first = drafts.add("mine", "one")
    (drafts.folder / "mine.yaml").write_bytes(b"caf\xe9")
    found = drafts.save("mine", "ours", first.seen)
    assert (found.theirs, found.mine.name) == (None, "mine-2")
    assert lying(drafts) == {"mine.yaml": b"caf\xe9", "mine-2.yaml": b"ours"}


def test_of_many_windows_saving_at_once_one_wins_and_no_text_is_lost(drafts):
    first = drafts.add("mine", "one")
    barrier = Barrier(6)

    def save(number):
        barrier.wait()
        return Drafts(drafts.folder).save("mine", f"text {number}", first.seen)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(save, range(6)))
    assert sum(isinstance(each, Draft) for each in found) == 1
    assert sorted(lying(drafts).values()) == [f"text {number}".encode() for number in range(6)]


def test_of_many_windows_adding_at_once_one_has_the_name(drafts):
    barrier = Barrier(4)

    def add(number):
        barrier.wait()
        try:
            return Drafts(drafts.folder).add("mine", str(number)).text
        except NameTaken:
            return None

    with ThreadPoolExecutor(4) as pool:
        added = [each for each in pool.map(add, range(4)) if each]
    assert added == [drafts.read("mine").text]


def test_exactly_one_mebibyte_is_kept_and_one_byte_more_is_not(drafts):
    kept = drafts.add("mine", "é" * (MAX_BYTES // 2))
    assert len(lying(drafts)["mine.yaml"]) == MAX_BYTES
    with pytest.raises(TooLarge, match=r"1,048,577 bytes, more than 1 MiB") as refused:
        drafts.save("mine", "a" * (MAX_BYTES + 1), kept.seen)
    assert (refused.value.name, refused.value.size) == ("mine", MAX_BYTES + 1)
    with pytest.raises(TooLarge):
        drafts.add("other", "a" * (MAX_BYTES + 1))
    assert drafts.read("mine") == kept
    assert drafts.names() == ("mine",)


def test_a_save_that_fails_leaves_the_draft_as_it_was_and_nothing_lying_about(drafts, monkeypatch):
    first = drafts.add("mine", "one")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DraftError, match=r"Nothing could be kept in .* \(No space left on device\)"):
        drafts.save("mine", "two", first.seen)
    monkeypatch.undo()
    assert lying(drafts) == {"mine.yaml": b"one"}
    assert drafts.save("mine", "two", first.seen).text == "two", "and lets the next one in"


def test_a_text_is_on_the_disk_before_it_takes_the_old_ones_place(drafts, monkeypatch):
    first = drafts.add("mine", "one")
    order = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(files.os, "fsync", lambda handle: order.append("fsync") or fsync(handle))
    monkeypatch.setattr(Path, "replace", lambda *names: order.append("replace") or replace(*names))
    drafts.save("mine", "two", first.seen)
    assert order == ["fsync", "replace", "fsync"]


def test_a_folder_that_cannot_be_made_is_an_error_that_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "drafts"):
        with pytest.raises(DraftError, match="make the folder writable"):
            Drafts(folder).add("mine", "text")
        assert Drafts(folder).names() == ()


def test_a_writer_that_waits_too_long_says_so(drafts, monkeypatch):
    first = drafts.add("mine", "one")
    monkeypatch.setattr(files, "WAIT", 0.01)
    with files.alone(drafts.folder), pytest.raises(DraftError, match="database is locked"):
        drafts.save("mine", "two", first.seen)
    assert drafts.save("mine", "two", first.seen).text == "two"


@pytest.mark.parametrize(("raw", "why"), [(b"caf\xe9", "not UTF-8"), (b"a" * (MAX_BYTES + 1), "larger than 1 MiB")])
def test_a_file_that_cannot_be_shown_says_why(drafts, raw, why):
    drafts.add("mine", "")
    (drafts.folder / "mine.yaml").write_bytes(raw)
    with pytest.raises(Unreadable, match=why):
        drafts.read("mine")


# Renaming and removing


def test_a_renamed_draft_keeps_its_text_and_what_was_seen_of_it(drafts):
    first = drafts.add("mine", "one")
    renamed = drafts.rename("mine", "yours")
    assert (renamed.name, renamed.seen) == ("yours", first.seen)
    assert drafts.names() == ("yours",)
    assert drafts.save("yours", "two", renamed.seen).text == "two"


def test_renaming_writes_over_nothing(drafts):
    drafts.add("mine", "one")
    drafts.add("yours", "two")
    with pytest.raises(NameTaken):
        drafts.rename("mine", "yours")
    assert drafts.rename("mine", "mine").text == "one"
    assert lying(drafts) == {"mine.yaml": b"one", "yours.yaml": b"two"}
    with pytest.raises(NoDraft):
        drafts.rename("nobodys", "other")


def test_what_is_removed_is_put_away_and_not_destroyed(drafts):
    for text in ("one", "two", "three"):
        drafts.add("mine", text)
        drafts.remove("mine")
    away = {path.name: path.read_text(encoding="utf-8") for path in (drafts.folder / ".removed").iterdir()}
    assert away == {"mine.yaml": "one", "mine-2.yaml": "two", "mine-3.yaml": "three"}
    assert drafts.names() == ()
    with pytest.raises(NoDraft):
        drafts.remove("mine")
