"""Benchmarks as they are written: each mistake at its place, all of them at once, and nothing that a file can do."""

from pathlib import Path

import pytest
import yaml

from simulator.authoring.benchmarks import LoadedBenchmark, load_benchmarks, parse_benchmark, read_benchmarks
from simulator.authoring.load import load_scenario, parse_scenario, scenario_or_error
from simulator.model.benchmark import Benchmark
from simulator.model.codec import decode, digest, encode, plain
from simulator.model.diagnostic import Diagnostic
from simulator.verification.benchmarks import verify_benchmark
from simulator.verification.diagnostics.examples import BASES
from tests import stock
from tests.authoring.marks import unmarked

DATA = Path(__file__).parent / "data"
MISTAKES = yaml.safe_load((DATA / "benchmark-mistakes.yaml").read_text(encoding="utf-8"))
REFUSALS = yaml.safe_load((DATA / "refusals.yaml").read_text(encoding="utf-8"))
SOUND = (BASES / "benchmarks" / "small-play.yaml").read_text(encoding="utf-8")
SMALL = scenario_or_error(load_scenario(BASES / "small.yaml", stock.rubric()))
NAMES = [f"{each['code']} {each['put'].strip()[:60]}" for each in MISTAKES]


def findings(text: str) -> list[Diagnostic]:
    loaded = parse_benchmark(text, "file.yaml")
    named = loaded.shaped.digest if loaded.shaped and loaded.shaped.scenario == SMALL.id else ""
    return [*verify_benchmark(loaded, SMALL if named == digest(SMALL) else None, stock.rubric())]


def changed(mistake) -> str:
    assert mistake["for"] in SOUND
    return SOUND.replace(mistake["for"], mistake["put"], 1)


def test_the_base_is_sound():
    assert findings(SOUND) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=NAMES)
def test_it_is_found_where_it_stands_with_what_is_wrong_and_how_to_mend_it(mistake):
    text, places = unmarked(changed(mistake))
    expected = mistake.get("at") or "{}:{}".format(*places[0])
    all_found = findings(text)
    found = [each for each in all_found if each.code == mistake["code"] and mistake["says"] in each.message]
    assert [f"{each.location.line}:{each.location.column}" for each in found] == [expected], all_found
    assert mistake["how"] in found[0].hint
    assert {each.code for each in all_found} - {mistake["code"]} <= set(mistake.get("also", []))


def test_a_hinge_without_a_written_reason_is_told_and_one_with_it_is_not():
    text = (BASES / "small.yaml").read_text(encoding="utf-8").replace("  middle:\n", "  middle:\n    hinge: true\n")
    hinged = scenario_or_error(parse_scenario(text, stock.rubric()))
    without = verify_benchmark(parse_benchmark(SOUND), hinged, stock.rubric())
    assert [(str(each.location), each.message) for each in without] == [
        ("<text>:10:1", "turn 2 ('middle') is a hinge and has no reason")
    ]
    written = parse_benchmark(SOUND.replace("reasons: {}", "reasons: {2: The bench is her father.}"))
    assert verify_benchmark(written, hinged, stock.rubric()) == ()


def test_mistakes_of_every_kind_are_told_at_once():
    text = SOUND.replace("level: 4", "level: 5").replace("seed: small-play\n", "").replace("title:", "titel:")
    assert [(each.code, each.location.line) for each in findings(text)] == [("F02", 2), ("F03", 4), ("F04", 12)]
    text = (
        SOUND.replace("[1, 2, 3]", "[1, 8]").replace("listening-dialogue: 3", "craft: 3").replace("name-it]", "no-it]")
    )
    assert [(each.code, each.location.line) for each in findings(text)] == [
        ("B02", 9),
        ("B05", 14),
        ("B04", 18),
        ("B04", 18),
    ]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: str(refusal["name"]))
def test_what_yaml_does_behind_ones_back_is_refused_here_too(refusal):
    text, _ = unmarked(refusal["text"])
    assert set(refusal["codes"]) <= {each.code for each in findings(text)}


@pytest.mark.parametrize("text", ["", "- a\n", "just text\n", "12\n", "a: \ud800", "\x00"])
def test_what_is_no_benchmark_at_all_is_one_finding(text):
    assert len(findings(text)) == 1


def test_what_was_written_is_in_the_value_and_comes_back_from_its_bytes():
    text = SOUND.replace("reasons: {}", "reasons: {3: '  She says it best. '}").replace(
        "level: 4", "level: no opportunity"
    )
    text = text.replace("[1, 2, 3]", "[3, 1, 3]").replace("-dialogue: 4", "-dialogue: no opportunity")
    text = text.replace("-dialogue: 3", "-dialogue: no opportunity")
    benchmark = parse_benchmark(text).benchmark
    assert isinstance(benchmark, Benchmark)
    assert benchmark.reasons == {3: "She says it best."}
    assert benchmark.options == ("wonder", "mirror", "name-it")
    assert (benchmark.levels["listening-dialogue"].level, benchmark.levels["listening-dialogue"].turns) == (
        None,
        (1, 3),
    )
    assert [(each.who, each.levels["listening-dialogue"]) for each in benchmark.readers] == [
        ("The first reader.", None), ("The second reader.", None),
    ]  # fmt: skip
    assert decode(encode(plain(benchmark)), Benchmark) == benchmark


def test_a_folder_gives_the_sound_ones_in_order_and_every_mistake_of_the_others(tmp_path):
    for name, text in {"c": SOUND.replace("id: small-play", "id: other"), "b": SOUND, "a": "x: 1\n"}.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    sound, found = read_benchmarks(tmp_path)
    assert [each.id for each in sound] == ["small-play", "other"]
    assert [(each.code, Path(each.location.file).name) for each in found] == [("F02", "a.yaml"), ("F03", "a.yaml")]
    assert read_benchmarks(tmp_path / "nowhere") == ((), ())


def test_of_two_files_with_one_id_the_later_is_told(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(SOUND, encoding="utf-8")
    first, second = load_benchmarks([tmp_path / "a.yaml", tmp_path / "b.yaml"])
    assert isinstance(first, LoadedBenchmark)
    assert first.benchmark
    assert [(each.code, each.location.line) for each in second.diagnostics] == [("R14", 3)]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path):
    [loaded] = load_benchmarks([tmp_path / "gone.yaml"])
    assert [each.code for each in loaded.diagnostics] == ["Y01"]
    assert loaded.benchmark is None
