"""What tests of documents look at: a report with everything in it, and a PDF or a page taken apart again."""

from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import IndirectObject

from simulator.exports.paper import Span, line
from simulator.exports.report import (
    Assessed,
    Basis,
    Criterion,
    Human,
    Level,
    Machine,
    Numbers,
    Report,
    Review,
    Scored,
    TracePoint,
    Turn,
    TurningPoint,
    TurnReview,
    Whose,
)

ATTACKS = (
    '#read("/etc/passwd")', "*bold* _it_ $x$ `raw` @turn-1 <turn-1>", "] } ) ; #panic()", "\\ \\u{41} \\n", "// gone",
    "/* gone */", '"quoted" &amp; <script>alert(1)</script>', "= Heading", "#import \"@preview/x:0.1.0\": *",
)  # fmt: skip
UNFIT = "a\x00b\x07c\ud800d\ue000e\ufffef\u202eg"
LONG = "Ö" * 4_000
NAMES = ("王小明", "عمر الخيام", "Дарья", "🙂 Zoë", "שרה")
RUBRIC = Basis("The coaching alliance", "1.1.0", "ab" * 32)


def turn(number: int, **changes) -> Turn:
    review = TurnReview("missed chance", 8.4, 91.6, "It asks before it has heard.", line("Say more."), "Room.", "")
    said = (Span("leans back", "cue"), Span(" "), Span("Tell me."))
    made = Turn(number, line(f"I am at turn {number}."), said, False, "", "", (), review)
    return replace(made, **changes)


def report(**changes) -> Report:
    """An exam of three turns that two assessors have marked."""
    machine = Machine(Level(1, "not yet", "Waits."), 0.42, 5, (0.21, 0.66), "some", (1, 2), "")
    human = Human(Level(2.5, "between emerging and proficient", "Sees it."), "mean", (1, 3), ("Seen at the door.",))
    turns = (
        turn(1, hinge=True, reason="She looked away.", notes=("Good ear.",)),
        turn(2, mood="guarded", hinge=True),
        turn(3),
    )
    trace = (TracePoint(1, True, "breach"), TracePoint(1, True, ""), TracePoint(2, False, "repair"),
             TracePoint(2, False, ""))  # fmt: skip
    review = Review(
        "good", 62.0, 0.4, (100.0, 91.6, 91.6, 62.0), trace,
        (TurningPoint(3, "loss", 29.6, line("Well."), "It leaves her alone with it."),),
        (("hear the effect", "the conversation took another road at turn 1"),),
    )  # fmt: skip
    made = Report(
        title="Late again", scenario="late-again", digest="cd" * 32, language="en-GB", client="Marisol",
        setting="Session five.", ending="She stays.", whose=Whose("Ada Lovelace", "ada"), attempt="attempt-7",
        mode="exam", assignment="First week", number=2, hints=(), taken_back=False, begun="2026-03-02T09:00:00+00:00",
        finished="2026-03-02T09:14:00+00:00", released="2026-03-09T08:00:00+00:00", moment="2026-03-09T08:00:00+00:00",
        rubric=RUBRIC, numbers=Numbers((0.2, 0.45, 0.65, 0.85), 0.8), engine="0.1.0",
        scores=(Scored("2026-03-02T09:14:01+00:00", "ef" * 32, "0.1.0"),),
        criteria=(
            Criterion("Noticing strain", True, machine, human),
            Criterion("Ethics", True, None, Human(Level(None, "", ""), "agreed", (), ())),
            Criterion("Listening", False, machine, None),
        ),
        total=None, turns=turns, review=review,
        assessed=Assessed(
            2, "2026-03-08T10:00:00+00:00", True, RUBRIC, ("A steady hand.",), (("No lie.", 3, "It was."),)
        ),
    )  # fmt: skip
    return replace(made, **changes)


class Pdf:
    """A PDF as whoever reads it, or has it read out, finds it."""

    def __init__(self, raw: bytes) -> None:
        self.reader = PdfReader(BytesIO(raw))
        self.root = self.reader.trailer["/Root"]
        self.elements: list[tuple[str, str | None]] = []
        self._walk(self.root["/StructTreeRoot"])

    def _walk(self, node) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for each in node:
                self._walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                self.elements.append((node["/S"].removeprefix("/"), node.get("/Alt")))
            if "/K" in node:
                self._walk(node["/K"])

    def text(self) -> str:
        return "\n".join(page.extract_text() for page in self.reader.pages)

    def letters(self) -> str:
        """The text without any blank or break."""
        return "".join(self.text().split())

    def tags(self) -> Counter[str]:
        return Counter(name for name, _ in self.elements)

    def headings(self) -> list[int]:
        return [int(name[1:]) for name, _ in self.elements if name[0] == "H" and name[1:].isdecimal()]

    def links(self) -> list[str]:
        """Where each link leads; a place that is not there fails."""
        places = self.reader.named_destinations
        annotations = [a.get_object() for page in self.reader.pages for a in page.get("/Annots", ())]
        return [places[each["/Dest"]].title for each in annotations if each["/Subtype"] == "/Link"]


class Page(HTMLParser):
    """An HTML file as a parser sees it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self._words: list[str] = []
        self._style = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self._style = tag == "style"

    def handle_endtag(self, tag):
        self._style = False

    def handle_data(self, data):
        self._words += [] if self._style else [data]

    def words(self) -> str:
        return "".join(self._words)

    def headings(self) -> list[int]:
        return [int(each[1:]) for each in self.tags if each in ("h1", "h2", "h3", "h4")]
