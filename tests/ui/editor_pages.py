"""Pages that show an editor or a diagram, with buttons for what a desk would do and words for what it heard.

`?demo=` names the page. `&gate=` names a pipe: the kernel stops in its first answer until the test writes into it, so
that a test decides what happens meanwhile.
"""

from html import escape
from itertools import count
from pathlib import Path

from ipywidgets import HTML as Html  # noqa: N811
from ipywidgets import Button, HBox, VBox, Widget

from simulator.ui.components.diagram import Diagram
from simulator.ui.components.editor import Editor
from tests.ui import demo_pages
from tests.ui.demo_pages import query

BEAT = """\
  beat-{n}:
    client: "Beat {n}: I did wonder whether I should still come. I had moved a meeting for it, and it was twice."
    options:
      say-{n}-a:
        say: "You wondered whether to come at all 🙂. What was that like for you?"
        event: VALIDATE
        quality: {q}
        form: question
        then: beat-{m}
"""
SCENARIO = (
    "# A scenario to look at\nid: late-again\ntitle: Late again\nstart: beat-1\nbeats:\n"
    + "".join(BEAT.format(n=n, m=n + 1, q=n % 5) for n in range(1, 13))
    + "endings:\n  beat-13: {result: strong, utility: 1.0, text: >-\n    She leaves with a date.}\n"
)
FINDINGS = [
    {
        "line": 2, "column": 5, "severity": "error", "code": "R001", "hint": "Rename one of the two.",
        "message": "another scenario is called <b>late-again</b>",
    },
    {
        "line": 9, "column": 60, "severity": "warning", "code": "L03", "hint": "Shorten it, or lengthen the others.",
        "message": "this option is twice as long as its neighbours",
    },
    {"line": 999, "column": 1, "severity": "warning", "code": "R020", "message": "no way to an ending", "hint": ""},
]  # fmt: skip
FORMS = ("statement", "question", "reflection", "action")


def gate() -> None:
    """Waits, once, for the test to open the pipe and write into it."""
    for name in query().get("gate", ()):
        if not passed:
            passed.append(name)
            Path(name).read_text()


passed: list[str] = []


def pressing(**acts: object) -> HBox:
    """A button for each act, named like it."""
    buttons = []
    for name, act in acts.items():
        button = Button(description=name.replace("_", " ").capitalize())
        button.on_click(lambda _, act=act: act())
        buttons.append(button)
    return HBox(buttons)


class Writing:
    """An editor, what Python holds of its text, and a count of the acts done."""

    def __init__(self, text: str, **given: object) -> None:
        self.acts = count(1)
        self.held, self.done = Html(), Html("<p>Done 0</p>")
        self.editor = Editor(label="Scenario text", text=text, complete=self.complete, **given)
        self.editor.observe(lambda _: self.tell(), "text")
        self.tell()

    def tell(self) -> None:
        words = f"{len(self.editor.text)} characters: {self.editor.text[:40]}"
        self.held.value = f"<p>Held {escape(words)}</p>"

    def complete(self, text: str, line: int, column: int) -> list[dict[str, str]]:
        before = text.split("\n")[line - 1][: column - 1]
        gate()
        if "form:" not in before:
            return [{"label": f"asked-{before.strip()}"}] if "gate" in query() else []
        return [{"label": name, "detail": "form", "apply": f"{name}  # fits"} for name in FORMS]

    def act(self, act: object) -> object:
        def done() -> None:
            act()
            self.done.value = f"<p>Done {next(self.acts)}</p>"

        return done

    def page(self, **acts: object) -> Widget:
        head = Html("<h1>Editor</h1>")
        return VBox(
            [head, self.editor, pressing(**{name: self.act(act) for name, act in acts.items()}), self.held, self.done]
        )


def editor() -> Widget:
    made = Writing(SCENARIO)
    editor = made.editor
    return made.page(
        check=lambda: editor.show(findings=FINDINGS),
        reveal=lambda: editor.reveal(60, 13),
        go=lambda: editor.reveal(10, SCENARIO.split("\n")[9].index(" like") + 1, focus=True),
        replace=lambda: editor.show(text=editor.text.replace("Late again", "Late once more")),
        open_another=lambda: editor.begin("title: Another\n"),
        open_a_huge_one=lambda: editor.begin("x" * 2_000_000),
        lock=lambda: editor.show(read_only=True),
    )


def short() -> Widget:
    """An editor with nothing in it, whose text Python writes in capitals when asked."""
    made = Writing("")
    return made.page(capitals=lambda: made.editor.show(text=made.editor.text.upper() or "EMPTY"))


def capitals() -> Widget:
    """Python writes in capitals whatever it hears, through the gate."""
    made = Writing("")

    def heard(change: dict[str, str]) -> None:
        gate()
        made.editor.text = change["new"].upper()

    made.editor.observe(heard, "text")
    return made.page()


def libraryless() -> Widget:
    made = Writing(SCENARIO)
    made.editor.on_msg(made.editor._received, remove=True)
    return made.page()


NODE = (
    '<g class="node" data-id="{id}" transform="translate({x},{y})"><title>{name}</title>'
    '<rect width="150" height="48" rx="8"/><text x="75" y="29" text-anchor="middle">{name}</text></g>'
)
HOSTILE = (
    '<script>alert("script")</script><g class="node" data-id="bad" onclick="alert(1)"><title>Bad</title>'
    '<rect y="250" width="150" height="40" onmouseover="alert(2)"/></g>'
    '<foreignObject width="99" height="99"><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert(3)"/>'
    '</foreignObject><a href="javascript:alert(4)"><text y="440">link</text></a>'
    '<rect fill="url(#near)" stroke="url( &apos;#near&apos;)" class="near"/>'
    '<image href="https://example.invalid/x.png"/><rect style="fill: url(https://example.invalid/y)"/>'
)
STYLE = (
    "<style>svg{--fill:#e8f0ee;--ink:#21292b} @media (prefers-color-scheme: dark){svg{--fill:#1e3a37;--ink:#e5e9e6}}"
    " .node rect{fill:var(--fill);stroke:#857e70} text{fill:var(--ink);font-size:15px} h1{color:red}</style>"
)


def drawn(beats: int, more: str = "") -> str:
    """Beats in rows of five; every third row is reached by an edge from the one before."""
    places = [(20 + 190 * (i % 5), 20 + 90 * (i // 5)) for i in range(beats)]
    nodes = "".join(
        NODE.format(id=f"b&amp;{i}", name=f"Beat {i} &lt;i&gt;", x=x, y=y) for i, (x, y) in enumerate(places)
    )
    height = 90 * (beats // 5 + 1) + 80
    edges = "".join(f'<path d="M{x + 75} {y + 48}v42" stroke="#857e70"/>' for x, y in places[:-5])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 980 {height}" role="img"><title>Late again</title>'
        f"{STYLE}{edges}{nodes}{more}</svg>"
    )


def diagram() -> Widget:
    told = Html("<p>Picked nothing</p>")
    beats = count(41)

    def picked(node: str) -> None:
        told.value = f"<p>Picked {escape(node)}</p>"
        shown.selected = node

    shown = Diagram(label="Beats of Late again", picked=picked, svg=drawn(40))
    acts = pressing(
        grow=lambda: shown.show(svg=drawn(next(beats))),
        select_the_last=lambda: shown.show(selected="b&39"),
        spoil=lambda: shown.show(svg="no picture"),
    )
    return VBox([Html("<h1>Diagram</h1>"), shown, acts, told])


def hostile() -> Widget:
    told = Html("<p>Picked nothing</p>")
    picture = Diagram(
        label="Beats", picked=lambda node: told.set_trait("value", f"<p>Picked {node}</p>"), svg=drawn(10, HOSTILE)
    )
    return VBox([Html("<h1>Diagram</h1>"), picture, told])


def show() -> None:
    demo_pages.DEMOS.update({page.__name__: page for page in (editor, short, capitals, libraryless, diagram, hostile)})
    demo_pages.show()
