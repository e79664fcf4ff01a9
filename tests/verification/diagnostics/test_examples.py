"""The short way of writing examples: what it stands for, and what it refuses."""

import pytest

from simulator.authoring.source import parse_source
from simulator.errors import ContentError
from simulator.verification.diagnostics.examples import changed, make, parse_example
from tests import stock


def data(example, file="small.yaml"):
    source = parse_source(make(parse_example(example)).files[file], file)
    assert source.diagnostics == []
    return source.data


def edited(*edits):
    return data({"edit": list(edits)})


def test_nothing_at_all_is_the_base_as_it_stands():
    assert data({})["title"] == "Ten minutes"


def test_what_is_put_stands_there():
    assert edited({"at": "start.trust", "put": 2})["start"]["trust"] == 2
    assert edited({"at": "beats.opening.hinge", "put": True})["beats"]["opening"]["hinge"] is True


def test_what_is_removed_is_gone():
    assert "hints" not in edited({"at": "beats.opening.hints", "remove": True})["beats"]["opening"]


def test_text_can_be_added_and_replaced():
    assert edited({"at": "title", "append": "!"})["title"] == "Ten minutes!"
    assert edited({"at": "title", "prepend": "Only "})["title"] == "Only Ten minutes"
    assert edited({"at": "title", "replace": ["Ten", "Six"]})["title"] == "Six minutes"


def test_an_asterisk_is_every_key():
    beats = edited({"at": "beats.*.options.*.form", "put": "question"})["beats"]
    assert {option["form"] for beat in beats.values() for option in beat["options"].values()} == {"question"}


def test_items_of_a_list_are_counted_from_nought_and_one_more_is_added():
    hints = edited({"at": "beats.opening.hints.0", "put": "A"}, {"at": "beats.opening.hints.2", "put": "C"})
    assert [hints["beats"]["opening"]["hints"][i] for i in (0, 2)] == ["A", "C"]
    assert edited({"at": "beats.opening.hints.*", "put": "A"})["beats"]["opening"]["hints"] == ["A", "A"]


def test_a_key_with_a_dot_is_reached_by_a_list():
    case = [{"when": {"flag.told": True}, "to": "met"}, {"to": "met"}]
    then = "beats.closing.options.name-it.then"
    found = edited({"at": then, "put": case}, {"at": [*then.split("."), 0, "when", "flag.told"], "put": False})
    assert found["beats"]["closing"]["options"]["name-it"]["then"][0]["when"] == {"flag.told": False}


def test_edits_leave_the_base_alone():
    edited({"at": "beats", "remove": True})
    assert "beats" in data({})


def test_an_example_can_be_made_twice():
    put, append = {"at": "client", "put": {"name": "Ada"}}, {"at": "client.name", "append": "!"}
    example = parse_example({"edit": [put, append]})
    assert make(example) == make(example)


def test_copies_have_their_own_names_ids_and_edits():
    made = make(
        parse_example({"scenarios": 3, "edit": [{"at": "minutes", "put": 9}], "each": [[], [{"at": "id", "put": "b"}]]})
    )
    found = {name: parse_source(raw, name).data for name, raw in made.files.items()}
    assert [*found] == ["small.yaml", "small-2.yaml", "small-3.yaml"]
    assert [each["id"] for each in found.values()] == ["small", "b", "small-3"]
    assert {each["minutes"] for each in found.values()} == {9}


def test_edits_of_each_copy_make_the_copies():
    assert len(make(parse_example({"each": [[], [], []]})).files) == 3


def test_raw_text_bytes_and_twee_are_files_as_they_are():
    assert make(parse_example({"text": "a: no", "times": 2})).files == {"example.yaml": b"a: noa: no"}
    assert make(parse_example({"bytes": "61 e9"})).files == {"example.yaml": b"a\xe9"}
    assert make(parse_example({"twee": ":: Start"})).files == {"example.twee": b":: Start"}
    assert make(parse_example({"bytes": "80 02", "file": "old.tws"})).files == {"old.tws": b"\x80\x02"}


def test_a_missing_file_is_only_a_name():
    made = make(parse_example({"file": "missing"}))
    assert (made.files, made.missing) == ({}, ("small.yaml",))


def test_a_rubric_can_differ_in_an_indicator():
    rubric = changed(stock.rubric(), {"ld-hold-silence": {"sources": [], "core": False}})
    assert rubric.indicator_by_id["ld-hold-silence"].sources == ()
    assert rubric.indicator_by_id["ld-reflect-meaning"] == stock.rubric().indicator_by_id["ld-reflect-meaning"]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({"at": "beats.nowhere.focus", "put": 1}, "nothing to edit at beats.nowhere.focus"),
        ({"at": "titel", "remove": True}, "nothing to remove at titel"),
        ({"at": "beats", "append": "x"}, "only text can take append: beats"),
        ({"at": "title", "replace": ["Nine", "Six"]}, "'Nine' does not stand at title"),
        ({"at": "title.x", "put": 1}, "nothing to edit at title.x"),
        ({"at": "beats.opening.hints.first", "put": "A"}, "where it cannot"),
        ({"at": "beats.opening.hints.7", "put": "A"}, "nothing to put at beats.opening.hints.7"),
        ({"at": "beats.opening.hints.-1", "put": "A"}, "nothing to put at"),
    ],
)
def test_an_edit_that_fits_nothing_says_where(edit, says):
    with pytest.raises(ContentError, match=says):
        make(parse_example({"edit": [edit]}))


def test_a_base_that_is_missing_is_named():
    with pytest.raises(ContentError, match="base 'huge'"):
        make(parse_example({"base": "huge"}))


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ([], "other keys than"),
        ({"edits": []}, "other keys than"),
        ({"file": "old.tws"}, "names a file without saying"),
        ({"scenarios": "3"}, "in which scenarios is no int"),
        ({"text": 12}, "in which text is no str"),
        ({"scenarios": 1, "each": [[], []]}, "edits for 2 scenarios, but fewer"),
    ],
)
def test_an_example_that_cannot_be_meant_is_refused(example, says):
    with pytest.raises(ValueError, match=says):
        parse_example(example)
