"""A page of ours in a real browser without a server: its widgets live in the test, their scripts in the tab.

Every message goes to the widget at once and is answered with the state of them all, as a kernel would; loading the tab
again is another kernel. `cut(tab)` takes the kernel away until `mend(tab)`; what was sent meanwhile then arrives.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ipywidgets import VBox, Widget
from playwright.sync_api import BrowserContext, Page, Route

from simulator.ui.components import theme

HOME = "http://stage.test/"

_SCRIPT = """
const models = new Map();
const waiting = [];
globalThis.cut = false;

class Model {
  constructor(id, state) { this.id = id; this.state = state; this.told = new Map(); }
  get(name) { return this.state[name]; }
  on(name, act) { this.told.set(name, [...(this.told.get(name) ?? []), act]); }
  off(name, act) { this.told.set(name, (this.told.get(name) ?? []).filter((each) => each !== act)); }
  send(message) { waiting.push([this.id, message]); tell(); }
  take(state) {
    const same = (name) => JSON.stringify(state[name]) === JSON.stringify(this.state[name]);
    const changed = Object.keys(state).filter((name) => !same(name));
    Object.assign(this.state, state);
    changed.forEach((name) => (this.told.get(`change:${name}`) ?? []).forEach((act) => act()));
  }
}

let telling = false;
async function tell() {
  if (telling || globalThis.cut) return;
  telling = true;
  while (waiting.length && !globalThis.cut) await show(await kernel(JSON.stringify(waiting.shift())));
  telling = false;
}
globalThis.mend = () => { globalThis.cut = false; tell(); };

async function show(page) {
  const { classes, children } = JSON.parse(page);
  const root = document.querySelector("main > div");
  root.className = `lm-Widget jupyter-widgets widget-box ${classes.join(" ")}`;
  for (const [id, { clean, el }] of models) {
    if (!children.some((each) => each.id === id)) { clean?.(); el.remove(); models.delete(id); }
  }
  for (const { id, name, css, state } of children) {
    if (models.has(id)) { models.get(id).model.take(state); continue; }
    const el = document.createElement("div");
    el.className = "lm-Widget jupyter-widgets";
    const made = { model: new Model(id, state), el };
    models.set(id, made);
    const style = Object.assign(document.createElement("style"), { textContent: css });
    document.head.prepend(style); // before the theme, as on a page
    const module = await import(`/${name}`);
    made.clean = module.default.render({ model: made.model, el });
  }
  const wanted = children.map(({ id }) => models.get(id).el);
  if (wanted.some((el, i) => root.children[i] !== el)) root.append(...wanted); // what moves loses the focus
}
show(await kernel("null"));
"""
_HTML = (
    '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>Stage</title>{style}</head><body><main><div></div></main>"
    '<script type="module">{script}</script></body></html>'
)


class Stage:
    """`build` makes the root of the page for a query string; each tab that is opened gets its own."""

    def __init__(self, context: BrowserContext, build: Callable[[str], VBox], sheets: Sequence[Path] = ()) -> None:
        self._context, self._build = context, build
        self._html = _HTML.format(style=theme.element(*sheets), script=_SCRIPT)
        self.roots: dict[Page, VBox] = {}
        self._scripts: dict[str, str] = {}
        context.expose_binding("kernel", lambda source, message: self._answer(source["page"], message))
        context.route(f"{HOME}**", self._serve)

    def open(self, tab: Page, query: str = "") -> VBox:
        tab.bring_to_front()  # a page behind another has no focus
        tab.goto(HOME + (f"?{query}" if query else ""))
        tab.wait_for_function("document.querySelector('main .cs-board')?.childElementCount")
        return self.roots[tab]

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(HOME)
        if name in self._scripts:
            route.fulfill(content_type="text/javascript", body=self._scripts[name])
        else:
            route.fulfill(content_type="text/html; charset=utf-8", body=self._html)

    def _answer(self, tab: Page, message: str) -> str:
        """The page as it stands after a message; None begins it anew."""
        given = json.loads(message)
        if given is None:
            self.roots[tab] = self._build(tab.url.partition("?")[2])
        else:
            widget_id, content = given
            widget = next((each for each in self.roots[tab].children if each.model_id == widget_id), None)
            if widget:
                widget._received(widget, content, [])
        root = self.roots[tab]
        return json.dumps({"classes": root._dom_classes, "children": [self._shown(each) for each in root.children]})

    def _shown(self, widget: Widget) -> dict[str, Any]:
        state = widget.get_state()
        name = f"{type(widget).__name__}.js"
        self._scripts[name] = state["_esm"]
        told = {key: value for key, value in state.items() if not key.startswith("_") and key != "layout"}
        return {"id": widget.model_id, "name": name, "css": state.get("_css", ""), "state": told}


def cut(tab: Page) -> None:
    tab.evaluate("globalThis.cut = true")


def mend(tab: Page) -> None:
    tab.evaluate("mend()")
