/* The pieces of the marking screen: texts with their limits, dialogs, a turn, a criterion.

   Texts are authored or typed by people, so they are set with textContent and nothing else. */

const NEAR = 200; // characters left from which on it is said aloud
let drawn = 0;

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name in node && name !== "role") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat());
  return node;
}

const aloud = (text) => make("span", { class: "cs-hidden", textContent: text });
const unheard = (text) => make("span", { textContent: text, "aria-hidden": "true" });
const soft = (text) => make("p", { class: "cs-soft cs-small", textContent: text });
const free = (text) => make("span", { dir: "auto", textContent: text });
const keys = (names) => names.split(" ").map((name) => make("kbd", { textContent: name }));

function button(words, press, looks = "", more = {}) {
  const node = make("button", { type: "button", class: `cs-button ${looks}`.trim(), ...more }, words);
  node.addEventListener("click", () => node.getAttribute("aria-disabled") !== "true" && press());
  return node;
}

const phrases = (parts) =>
  parts.flatMap(({ kind, text }, i) => [
    i ? " " : "",
    make("span", { class: kind === "cue" ? "cs-cue" : "cs-speech", dir: "auto", textContent: text }),
  ]);
const paragraphs = (text) =>
  text.split(/\n\s*\n/).filter((each) => each.trim()).map((each) => make("p", { dir: "auto", textContent: each.trim() }));

/* A text: its label, the field, and how much has been written. */
function writing(words, limit, say, rows = 3) {
  const id = `cs-field-${++drawn}`;
  const area = make("textarea", { id, rows, dir: "auto" });
  const count = make("p", { id: `${id}-count`, class: "cs-count" });
  area.setAttribute("aria-describedby", count.id);
  let told = "";
  function tally() {
    const [long, most] = [size(area.value), grouped(limit)];
    const over = Math.max(0, long - limit);
    count.textContent = over
      ? `${counted(over, "character")} too many: ${most} are kept at most. Nothing has been cut; shorten it.`
      : long ? `${grouped(long)} of ${most} characters` : `At most ${most} characters`;
    count.classList.toggle("cs-wrong", over > 0);
    area.setAttribute("aria-invalid", String(over > 0));
    const now = over ? "over" : limit - long <= NEAR ? "near" : "";
    if (now && now !== told) say(over ? count.textContent : `${counted(limit - long, "character")} left.`);
    told = now;
    return over;
  }
  area.addEventListener("input", tally);
  tally();
  return { node: make("div", { class: "cs-field" }, make("label", { htmlFor: id }, words), area, count), area, tally };
}

/* The same, for a text of the draft. */
function drafted(words, name, { draft, limit, say, changed }, rows) {
  const text = writing(words, limit, say, rows);
  text.area.addEventListener("input", () => {
    draft.write(name, text.area.value);
    changed();
  });
  return {
    ...text,
    show() {
      if (text.area.value === draft.read(name)) return;
      text.area.value = draft.read(name);
      text.tally();
    },
  };
}

/* A dialog over the page. The browser keeps the focus in it and closes it on Escape; the focus goes back to where it was. */
function dialog(title, looks = "") {
  const heading = make("h2", { id: `cs-dialog-${++drawn}`, tabIndex: -1, textContent: title });
  const body = make("div", { class: "cs-dialog-body" });
  const node = make("dialog", { class: `cs-dialog ${looks}`.trim(), "aria-labelledby": heading.id });
  node.append(make("header", {}, heading, button("Close", () => node.close(), "cs-quiet")), body);
  let before = null;
  node.addEventListener("close", () => before?.isConnected && before.focus({ preventScroll: true }));
  node.addEventListener("pointerdown", (event) => event.target === node && node.close());
  return {
    node,
    open(words, ...inside) {
      before = document.activeElement;
      heading.textContent = words;
      if (inside.length) body.replaceChildren(...inside.flat());
      node.showModal();
      heading.focus();
      body.scrollTop = 0;
    },
    /* To somewhere else than where the focus was. */
    leave() {
      before = null;
      node.close();
    },
    close: () => node.close(),
  };
}

const anchors = (all) =>
  make("ol", { class: "cs-plain cs-anchors" }, all.map(({ level, name, words }) =>
    make("li", {}, make("span", { class: "cs-digit", textContent: level }), make("span", {}, make("b", { textContent: name }), " ", free(words)))));

/* What stands behind a criterion. */
const definitions = ({ definition, anchors: levels, indicators }) => [
  make("p", { dir: "auto", textContent: definition }),
  anchors(levels),
  make("h3", { textContent: "What it is seen by" }),
  ...indicators.map((each) =>
    make("section", { class: "cs-indicator" }, make("h4", { dir: "auto", textContent: each.title }), make("p", { dir: "auto", textContent: each.behaviour }),
      make("details", {}, make("summary", {}, "Its levels", aloud(`: ${each.title}`)), anchors(each.anchors)))),
];

/* A turn of the conversation, and what can be done about it. */
function turnOf(line, script, on) {
  const { turn } = line;
  const name = `cs-turn-${turn}-name`;
  const cited = make("span", { class: "cs-cited" });
  const cite = button([], () => on.cite(turn), "cs-minor cs-cite");
  const note = button(["Note", aloud(` on turn ${turn}`)], () => on.note(turn), "cs-minor cs-quiet");
  const flag = button(["Flag", aloud(` turn ${turn}`)], () => on.flag(turn), "cs-minor cs-quiet", { "aria-haspopup": "dialog" });
  const text = drafted(`Note on turn ${turn}`, `note:${turn}`, on, 2);
  const flags = make("ul", { class: "cs-plain cs-flags" });
  const said = (who, parts, looks) => make("div", { class: `cs-utterance ${looks}` }, make("p", { class: "cs-who", dir: "auto", textContent: who }), make("p", { class: "cs-spoken" }, phrases(parts)));
  const node = make("article", { class: "cs-turn", tabIndex: -1, "aria-labelledby": name },
    make("header", {}, make("h3", { id: name, textContent: `Turn ${turn}` }), cited),
    said(script.client, line.client, "cs-of-client"), said("Coach", line.said, "cs-of-coach"), line.hinge ? reason(line.reason) : [],
    make("div", { class: "cs-turn-acts" }, cite, note, flag), text.node, flags);
  for (const event of ["focusin", "pointerdown"]) node.addEventListener(event, () => on.at(turn));
  const open = (value) => {
    text.node.hidden = !value;
    note.setAttribute("aria-expanded", String(value));
  };
  open(false);

  return {
    node,
    note() {
      const opens = text.node.hidden || !text.area.value;
      open(opens || Boolean(text.area.value));
      if (opens) text.area.focus();
    },
    show(draft, criterion) {
      const on_ = draft.mark(criterion.id).turns.includes(turn);
      cite.setAttribute("aria-pressed", String(on_));
      cite.replaceChildren(on_ ? "✓ Cited" : "Cite", ` for ${criterion.code}`, aloud(` ${criterion.title}, turn ${turn}`));
      const marks = draft.citing(turn);
      cited.replaceChildren(...(marks.length ? [aloud("Cited for "), ...marks.map(({ code }) => make("span", { class: "cs-chip", textContent: code }))] : []));
      text.show();
      if (draft.read(`note:${turn}`)) open(true);
      flags.replaceChildren(...draft.flags().filter((each) => each.turn === turn).map(on.flagCard));
    },
  };
}

const reason = (text) =>
  make("div", { class: "cs-why" }, make("p", { class: "cs-who", textContent: "Why, in the trainee’s own words" }),
    text ? paragraphs(text) : soft("They were asked for a reason and wrote none."));

/* A criterion: its levels, its evidence, a comment. */
function criterionOf(criterion, turns, on) {
  const { id, code, title } = criterion;
  const name = `cs-criterion-${++drawn}`;
  const heading = make("h3", { id: name, tabIndex: -1 }, make("span", { class: "cs-code", textContent: code }), ` ${title}`);
  const radios = new Map();
  const row = (level, badge, label, words) => {
    const radio = make("input", { type: "radio", name: `${name}-level`, value: String(level) });
    radio.setAttribute("aria-keyshortcuts", badge);
    radio.addEventListener("change", () => on.level(id, level));
    radios.set(level, radio);
    return make("label", { class: "cs-level-row" }, radio, make("span", { class: "cs-digit", textContent: badge, "aria-hidden": "true" }),
      make("span", {}, make("b", { textContent: label }), " ", free(words)));
  };
  const levels = make("div", { class: "cs-levels", role: "radiogroup" },
    criterion.anchors.map((each) => row(each.level, String(each.level), each.name, each.words)),
    row(NO, "n", "no opportunity", "Nothing in this conversation called for it."));
  levels.setAttribute("aria-labelledby", name);
  const chips = make("ul", { class: "cs-plain cs-cites", "aria-label": `Evidence for ${title}` });
  const typed = make("input", { type: "text", id: `${name}-turns`, autocomplete: "off", size: 8, maxLength: 100, placeholder: "3, 5–7" });
  const wrong = make("p", { id: `${name}-wrong`, class: "cs-wrong", role: "alert" });
  typed.setAttribute("aria-describedby", wrong.id);
  const form = make("form", { class: "cs-add-turns" }, make("label", { htmlFor: typed.id }, "Turns", aloud(` that are evidence for ${title}`)), typed,
    make("button", { type: "submit", class: "cs-button cs-minor" }, "Cite", aloud(" these turns")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { found, wrong: piece } = numbers(typed.value, turns);
    wrong.textContent = piece ? `“${piece}” is no turn: they go from 1 to ${turns.length}. Nothing was added.` : "";
    typed.setAttribute("aria-invalid", String(Boolean(piece)));
    if (piece || !found.length) return;
    typed.value = "";
    on.evidence(id, found);
  });
  const comment = drafted(["Comment", aloud(` on ${title}`)], `comment:${id}`, on, 3);
  const behind = button(["Definitions", aloud(` of ${title}`)], () => on.explain(id), "cs-quiet cs-minor", { "aria-haspopup": "dialog" });
  const node = make("section", { class: "cs-criterion" }, make("header", {}, heading, behind),
    make("p", { class: "cs-soft cs-small", dir: "auto", textContent: criterion.definition }), levels,
    make("div", { class: "cs-grounds" }, make("span", { class: "cs-label", textContent: "Evidence" }), chips, form), wrong, comment.node);
  node.setAttribute("aria-labelledby", name);
  for (const event of ["focusin", "pointerdown"]) node.addEventListener(event, () => on.criterion(id));

  const chip = (turn) =>
    make("li", {}, button(`Turn ${turn}`, () => on.jump(turn), "cs-quiet"),
      button([unheard("×"), aloud(`Turn ${turn} is no evidence for ${title}`)], () => on.evidence(id, [turn], false), "cs-quiet cs-off"));
  return {
    node,
    heading,
    comment,
    radio: (level) => radios.get(level),
    show(draft, current) {
      const mark = draft.mark(id);
      node.classList.toggle("cs-current", current);
      radios.forEach((radio, level) => (radio.checked = level === mark.level));
      const shown = chips.dataset.turns === String(mark.turns);
      const had = chips.contains(document.activeElement);
      if (!shown) chips.replaceChildren(...mark.turns.map(chip));
      chips.dataset.turns = String(mark.turns);
      if (had && !shown) typed.focus({ preventScroll: true });
      comment.show();
    },
  };
}
