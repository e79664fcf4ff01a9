"""Pages that show one component each, for looking at and for browser tests; no rules, no store.

`?demo=` names the page. Runs in a real kernel behind the product's own server: see __init__.py.
"""

import os
from collections.abc import Callable
from threading import Event
from urllib.parse import parse_qs

from IPython.display import HTML, display
from ipywidgets import HTML as Html  # noqa: N811
from ipywidgets import VBox, Widget

from simulator.ui.components import theme
from simulator.ui.components.board import Board
from simulator.ui.components.chart import Chart
from simulator.ui.components.conversation import Conversation
from simulator.ui.components.download import Download
from simulator.ui.components.offered import Fields
from simulator.ui.components.place import Place
from simulator.ui.html import Markup, el, join


def speech(text: str) -> dict[str, str]:
    return {"kind": "speech", "text": text}


def cue(text: str) -> dict[str, str]:
    return {"kind": "cue", "text": text}


CLIENT = [
    [cue("She smiles quickly and looks at her notes."), speech("No, no, it's fine. Shall we just start?")],
    [cue("A pause. She puts the pen down."), speech("I did wonder, the second time, whether I should still come.")],
    [speech("Well. It was twice. And I had moved a meeting for it.")],
    [cue("Her shoulders drop a little."), speech("Thank you for saying that. I was not sure you had noticed.")],
    [speech("So what happens when it is a third time?")],
]
OPTIONS = [
    [
        [speech("Before we start. I was late twice, and I did not tell you why. That was mine to do, and I did not.")],
        [speech("Great, then let's pick up where we left off with the team meeting.")],
        [speech("I am so, so sorry. It has been a dreadful month, and I feel awful about it, really awful.")],
        [cue("You put your own notes aside and wait."), speech("How are you today?")],
    ],
    [
        [speech("You wondered whether to come at all. What was that like for you?")],
        [speech("I promise you it will never happen again.")],
        [speech("That is completely normal. Most clients feel like that now and then.")],
    ],
]
LONG = "I would like to say something about the last two times, because it matters to me how we work together. " * 6
ODD = [
    [speech(LONG[:600])],
    [speech("أنا آسف لأنني تأخرت مرتين، ولم أخبرك بالسبب.")],
    [speech("🙏🏽 Sorry 👩‍👩‍👧‍👦 — <b>not bold</b> & <script>alert(1)</script>")],
    [speech("")],
    [speech("Pneumonoultramicroscopicsilicovolcanoconiosis" * 4)],
]


class Talk:
    """A scripted conversation that goes on to the next line whatever is chosen."""

    def __init__(self, **shown: object) -> None:
        self.lines: list[dict[str, object]] = [self.client(0)]
        self.turn, self.reasons, self.finished = 1, 0, 0
        self.widget = Conversation(
            on_choose=self.choose, on_reason=self.reason,
            on_pause=self.pause, on_resume=self.resume, on_finish=self.finish,
            lines=list(self.lines), options=self.options(), turn=1, about=5, **shown,
        )  # fmt: skip

    def client(self, i: int) -> dict[str, object]:
        return {"who": "client", "name": "Marisol", "parts": CLIENT[i]}

    def options(self) -> list[dict[str, object]]:
        return [{"parts": parts} for parts in OPTIONS[(self.turn - 1) % 2]]

    def choose(self, turn: int, position: int) -> None:
        if turn != self.turn:
            self.widget.show(notice="That turn was taken in another tab. Here is where the conversation stands.")
            return
        parts = OPTIONS[(turn - 1) % 2][position]
        self.lines.append({"who": "coach", "name": "You", "parts": parts})
        if turn == 2:
            prompt = "Before you hear her answer: why this, and why now?"
            self.widget.show(lines=list(self.lines), reason={"prompt": prompt, "skippable": True})
        else:
            self.go_on()

    def reason(self, turn: int, text: str | None) -> None:
        if turn == self.turn:
            self.go_on()

    def go_on(self) -> None:
        self.turn += 1
        over = self.turn > len(CLIENT)
        if over:
            note = "She leaves with a date in her diary."
            self.lines.append({"who": "note", "name": "", "parts": [speech(note)]})
        else:
            self.lines.append(self.client(self.turn - 1))
        self.widget.show(
            lines=list(self.lines), options=[] if over else self.options(), turn=min(self.turn, len(CLIENT)),
            reason=None, notice="", finished={"label": "See the debrief"} if over else None,
        )  # fmt: skip

    def pause(self) -> None:
        self.widget.show(paused=True)

    def resume(self) -> None:
        self.widget.show(paused=False)

    def finish(self) -> None:
        self.finished += 1
        self.widget.show(notice=f"Finished {self.finished} times.")


def talk() -> Widget:
    return Talk().widget


def resumed() -> Widget:
    """In the middle of a long conversation."""
    told = Talk()
    for _ in range(3):
        for i in range(4):
            told.lines += [told.client(i), {"who": "coach", "name": "You", "parts": OPTIONS[1][i % 3]}]
    told.lines += [told.client(4)]
    told.widget.show(lines=list(told.lines), turn=4, about=11)
    told.turn = 4
    return told.widget


def odd() -> Widget:
    told = Talk()
    told.widget.show(options=[{"parts": parts} for parts in ODD], turn=12, about=9, lines=[
        {"who": "client", "name": "مريم", "parts": [cue("تنظر بعيدا"), speech("لا بأس، حقا.")]},
        {"who": "coach", "name": "You", "parts": ODD[4]},
        {"who": "client", "name": "Marisol", "parts": ODD[0]},
    ])  # fmt: skip
    return told.widget


def silent() -> Widget:
    """A kernel that is busy for ever."""
    told = Talk()
    told.widget._on_choose = lambda *_: Event().wait(60)
    return told.widget


def stale() -> Widget:
    """Another tab has taken this turn and the next."""
    told = Talk()
    told.turn = 3
    return told.widget


def paused() -> Widget:
    return Talk(paused=True).widget


LADDER = [
    ("A hint: what to notice", "What has changed in her answers since you began?"),
    ("A hint: what to aim for", "Say what happened and whose it is, before you ask anything of her."),
    ("A hint: fewer lines", "Two of the lines are set aside. You can still say them."),
]


class Helped(Talk):
    """The same conversation with all that a mode of play may add; feedback stands under each line of the coach."""

    def __init__(self) -> None:
        super().__init__(
            on_hint=self.hint, on_mood=self.mood, on_take_back=self.back,
            hint_offer=LADDER[0][0], mood_offer=True, take_back="Take that back",
        )  # fmt: skip
        self.given, self.backs = 0, 2

    def hint(self, turn: int) -> None:
        self.given += 1
        hints = [{"level": i + 1, "text": words} for i, (_, words) in enumerate(LADDER[: self.given])]
        left = LADDER[self.given][0] if self.given < len(LADDER) else ""
        self.widget.show(hints=hints, hint_offer=left, dimmed=[1, 3] if self.given == 3 else [])

    def mood(self, turn: int) -> None:
        self.widget.show(mood="Guarded", mood_offer=False)

    def back(self, turn: int) -> None:
        if len(self.lines) > 1:
            self.lines, self.turn = self.lines[:-3], self.turn - 1
        self.anew()
        self.backs -= 1
        self.widget.show(
            lines=list(self.lines), options=self.options(), turn=self.turn, finished=None,
            take_back="Take that back" if self.backs else "",
        )  # fmt: skip

    def go_on(self) -> None:
        feedback = [speech("You name what happened and take it on yourself, so that she need not be polite about it.")]
        label = "Close to the best there was" if self.turn % 2 else ""
        self.lines.append({"who": "feedback", "name": "", "label": label, "parts": feedback})
        self.anew()
        super().go_on()

    def anew(self) -> None:
        self.given = 0
        self.widget.show(hints=[], hint_offer=LADDER[0][0], dimmed=[], mood="", mood_offer=True)


def helped() -> Widget:
    return Helped().widget


def all_help() -> Widget:
    """In the third turn with everything given."""
    told = Helped()
    told.choose(1, 3)
    told.choose(2, 0)
    told.reason(2, None)
    for _ in LADDER:
        told.hint(3)
    told.mood(3)
    return told.widget


def seeming() -> Widget:
    """The mood comes with every line, unasked."""
    told = Talk(mood="Guarded")
    told.go_on, before = (lambda: (told.widget.show(mood="Testing you"), before())), told.go_on
    return told.widget


def held() -> Widget:
    """The end of an exam: the results come later."""
    told = Talk()
    note = {"who": "note", "name": "", "parts": [speech("She leaves with a date in her diary.")]}
    told.widget.show(
        lines=[*told.lines, {"who": "coach", "name": "You", "parts": OPTIONS[0][0]}, note], options=[],
        finished={"label": "Back to what is assigned to you",
                  "note": "Your conversation is kept. You will see what came of it once it has been released."},
    )  # fmt: skip
    return told.widget


def charts() -> Widget:
    points = [100, 94, 94, 58, 55, 55, 55, 41, 41, 41, 41]
    trust = [1, 0, 0, 0, 1, 1, 2, 2, 3, 3, 3]
    attainable = Chart(
        "attainable", {"points": points, "turning": [3, 7, 1]},
        {"label": "What was still attainable after each turn: it falls from 100 to 41 per cent.",
         "caption": "Share of what was attainable, in per cent", "columns": ["After turn", "Attainable", "Lost"],
         "rows": [[str(t), f"{p} %", str(points[max(t - 1, 0)] - p)] for t, p in enumerate(points)]},
    )  # fmt: skip
    alliance = Chart(
        "alliance",
        {"trust": trust, "strained": [[0, 4]], "marks": [
            {"turn": 0, "kind": "breach", "label": "Breach"}, {"turn": 4, "kind": "repair", "label": "Repair"}]},
        {"label": "Trust falls to none, is repaired at turn 4 and reaches deep.",
         "caption": "Trust after each turn", "columns": ["After turn", "Trust"],
         "rows": [[str(t), str(value)] for t, value in enumerate(trust)]},
    )  # fmt: skip
    return VBox([
        Html("<h1 class='cs-column'>Charts</h1><h2>What was attainable</h2>"), attainable,
        Html("<h2>The alliance</h2>"), alliance,
    ])  # fmt: skip


def chartless() -> Widget:
    """The library of the charts never comes."""
    box = charts()
    for chart in box.children[1::2]:
        chart.on_msg(chart._received, remove=True)
    return box


def places() -> Widget:
    """Two views, with links between them."""
    shown = Html()

    def go(place: dict[str, str]) -> None:
        name = place.get("view", "first")
        shown.value = (
            f"<h1 id='cs-heading'>View {name}</h1><p><a href='?view=second'>To the second</a> "
            "<a href='#deep'>Jump</a></p><details><summary>More</summary><p id='deep'>Deep inside</p></details>"
        )
        where.move({"view": name} if name != "first" else {}, f"{name} view", "" if not place else "cs-heading")

    where = Place(names=("view",), go=go)
    go({name: values[0] for name, values in query().items() if name == "view"})
    return VBox([shown, where])


PEOPLE = [f"{first} {last}" for last in ("Ash", "Birch", "Cedar", "Elm") for first in ("Ana", "Ben", "Cleo", "Dan")]


class Page:
    """A table with a filter and a form of every kind of field; `redraw` shows something else around them."""

    def __init__(self) -> None:
        self.wanted, self.told, self.draws, self.version, self.around = "", "Nothing yet.", 0, 1, False
        self.sent = 0
        self.board = Board(
            {
                "filter": self.filter,
                "open": self.open,
                "redraw": self.redraw,
                "name": self.name,
                "sort": lambda _: None,
            },
            forms={"assign": self.assign},
        )
        self.show()

    def filter(self, wanted: str) -> None:
        self.wanted = wanted
        self.show()

    def open(self, name: str) -> None:
        self.told = f"Opened {name}, looking for '{self.wanted}'."
        self.show()

    def name(self, name: str) -> None:
        self.told = f"Named {name}."
        self.show()

    def redraw(self, how: str) -> None:
        self.draws += 1
        self.version += how == "anew"
        self.around = self.around or how == "around"
        self.show()

    def assign(self, argument: str, fields: Fields) -> None:
        given = "; ".join(f"{name}={'+'.join(values)}" for name, values in sorted(fields.given.items()))
        self.sent += 1
        self.told = f"Assigned to {argument}: {given}"
        self.show()

    def show(self) -> None:
        form = self.form()
        if self.around:
            form = el("section", el("p", "Something new stands before it.", id="new"), form)
        self.board.show(html=join(
            el("h1", "People"), el("p", self.told, id="told"), el("p", f"Drawn {self.draws} times", id="drawn"),
            el("p", f"Sent {self.sent} times", id="sent"),
            [el("button", how, type="button", data_do=f"redraw:{how}", class_="cs-button")
             for how in ("plain", "around", "anew")],
            el("div", el("label", "Find people", for_="find"),
               el("input", type="search", id="find", data_do="filter"), class_="cs-field"),
            el("div", el("label", "Sort by", for_="sort"),
               el("select", el("option", "Name", value="name", selected=True), el("option", "Cohort", value="cohort"),
                  id="sort", data_do="sort"), class_="cs-field"),
            self.table(), form, el("details", el("summary", "More"), el("p", "Deep inside"), id="more"),
            el("form", el("label", "Name", for_="n"), el("input", type="text", id="n"),
               el("button", "Begin", type="submit", class_="cs-button"), data_do="name"),
        ))  # fmt: skip

    def table(self) -> Markup:
        rows = [
            el("tr", el("td", name), el("td", el("button", f"Open {name}", type="button", data_do=f"open:{name}")))
            for name in PEOPLE
            if self.wanted.casefold() in name.casefold()
        ]
        return el("div", el("table", rows), el("p", f"{len(rows)} people", id="count"), class_="cs-scroll")

    def form(self) -> Markup:
        trouble = el("p", f"Draw {self.draws}", class_="cs-notice", id="trouble") if self.draws else None
        cohorts = [el("option", "Spring", value="c1"), el("option", "Autumn", value="c2")]
        return el(
            "form", trouble,
            field("Title", "title", "input", type="text", value="Week 3"),
            el("div", el("p", "Draw", id="above") if self.draws else None, field("Note", "note", "textarea", rows=4)),
            el("div", field("Opens", "opens", "input", type="date"), field("At", "at", "input", type="time"),
               field("Attempts", "attempts", "input", type="number", value=self.draws + 1),
               field("Cohort", "cohort", "select", cohorts), class_="cs-fields"),
            el("fieldset", el("legend", "Mode"),
               [choice("radio", "mode", each) for each in ("explore", "practice", "exam")], class_="cs-choices"),
            el("fieldset", el("legend", "Scenarios"),
               [choice("checkbox", "scenarios", each) for each in ("late-again", "first-hour")], class_="cs-choices"),
            el("button", "Assign", type="submit", class_="cs-button cs-primary"),
            data_do="assign:spring", data_version=self.version,
        )  # fmt: skip


def field(words: str, name: str, tag: str, *inside: object, **more: object) -> Markup:
    control = el(tag, *inside, id=f"f-{name}", name_=name, **more)
    return el("div", el("label", words, for_=f"f-{name}"), control, class_="cs-field")


def choice(kind: str, name: str, value: str) -> Markup:
    return el("label", el("input", type=kind, name_=name, value=value), el("span", value), class_="cs-choice")


def board() -> Widget:
    return Page().board


MANY = bytes(range(256)) * 30_000


def download() -> Widget:
    saving = Download()
    acts = {
        "text": lambda _: saving.offer("Spring – people.csv", "text/csv", "\ufeffname\r\nMarisol é 🙂\r\n"),
        "many": lambda _: saving.offer("many.bin", "application/octet-stream", MANY),
    }
    pressed = [el("button", each.title(), type="button", data_do=each, class_="cs-button") for each in acts]
    return VBox([Board(acts, join(pressed)), saving])


def query() -> dict[str, list[str]]:
    return parse_qs(os.environ.get("QUERY_STRING", ""))


DEMOS: dict[str, Callable[[], Widget]] = {
    name.__name__: name
    for name in (
        talk,
        resumed,
        odd,
        silent,
        stale,
        paused,
        helped,
        all_help,
        seeming,
        held,
        charts,
        chartless,
        places,
        board,
        download,
    )
}


def show() -> None:
    display(HTML(theme.element()))
    [name] = query().get("demo", ["places"])
    root = VBox([DEMOS[name]()])
    root.add_class(theme.ROOT)
    display(root)
