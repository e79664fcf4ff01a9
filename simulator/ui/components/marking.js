/* The marking screen: the transcript at left, the rubric at right; on a narrow screen one of them at a time.

   Python owns what is safe; the draft belongs to whoever types. Every change has a number (`edit`); once typing pauses
   the whole draft is sent, and again until `saved` names that edit. What is not safe yet is also kept in the tab's own
   storage, so that a reload brings it back. A text that is too long is not cut: the draft goes with what last fitted,
   and the status says so until it is shorter.

   Texts are authored or typed by people, so they are set with textContent and nothing else. */

const PAUSE_MS = 500; // a draft is sent this long after the last change,
const LONGEST_MS = 2000; // and after so long whoever types on
const LATE_MS = 3500; // a change that is not safe by then is said not to be
const AGAIN_MS = 5000; // and is sent once more
const PRESSED_MS = 1000; // whoever leaves so soon after a press on the page keeps the tab, and what it holds
const NEAR = 200; // characters left from which on it is said aloud
const NO = "no";
const WIDE = matchMedia("(min-width: 62rem)");
const SINGLE_KEYS = "coachsim without single keys";
let drawn = 0;

const HELP = [
  ["0 1 2 3 4", "give that level"],
  ["n", "no opportunity to show it"],
  ["j k", "the next criterion, the one before"],
  ["c", "write a comment on the criterion"],
  ["?", "what stands behind the criterion"],
  ["t", "to the transcript"],
  ["r", "back to the rubric"],
  ["[ ]", "the turn before, the next turn"],
  ["e", "cite the turn for the criterion, or no longer"],
  ["w", "write a note on the turn"],
  ["f", "flag the turn"],
  ["h", "these keys"],
  ["Esc", "out of a field; closes what is open"],
];

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

const size = (text) => [...text].length; // characters as Python counts them
const grouped = (number) => number.toLocaleString("en-GB");
const counted = (number, one) => `${grouped(number)} ${one}${number === 1 ? "" : "s"}`;
const sound = (text) => (text.toWellFormed?.() ?? text).replaceAll("\0", "");
const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const clock = (at) =>
  Number.isNaN(Date.parse(at)) ? "" : new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/* "3, 5-7" as turns, or the piece that is none. */
function numbers(text, turns) {
  const found = [];
  for (const piece of text.split(/[\s,;]+/).filter(Boolean)) {
    const [, from, to = from] = /^(\d{1,4})(?:[-–](\d{1,4}))?$/.exec(piece) ?? [];
    const range = turns.filter((turn) => turn >= Number(from) && turn <= Number(to));
    if (!range.length || range.length !== Number(to) - Number(from) + 1) return { wrong: piece };
    found.push(...range);
  }
  return { found };
}

/* The draft as it is typed. Texts have names: `comment:` and a criterion, `note:` and a turn, or `whole`. Its plain form
   leaves out what is empty, so that drafts that say the same are the same. */
function drafting(script, limit) {
  let criteria = new Map();
  let texts = new Map();
  let flags = [];
  const fitted = new Map();
  const overlong = new Set();
  const read = (name) => texts.get(name) ?? "";

  function plain(of = read) {
    const marks = [...criteria].map(([id, { level, turns }]) => [id, { level, turns, comment: of(`comment:${id}`) }]);
    const notes = script.lines.map(({ turn }) => [turn, of(`note:${turn}`)]);
    return {
      criteria: Object.fromEntries(marks.filter(([, each]) => each.level !== null || each.turns.length || each.comment.trim())),
      notes: Object.fromEntries(notes.filter(([, note]) => note.trim())),
      comment: of("whole"),
      flags,
    };
  }

  return {
    begin(given) {
      criteria = new Map(script.criteria.map(({ id }) => [id, { level: null, turns: [], ...given.criteria[id] }]));
      const comments = Object.entries(given.criteria).map(([id, { comment }]) => [`comment:${id}`, comment]);
      const notes = Object.entries(given.notes).map(([turn, note]) => [`note:${turn}`, note]);
      texts = new Map([...comments, ...notes, ["whole", given.comment]]);
      flags = given.flags.map((each) => ({ ...each }));
      fitted.clear();
      overlong.clear();
      texts.forEach((text, name) => this.write(name, text));
    },
    plain,
    sendable: () => plain((name) => sound(overlong.has(name) ? fitted.get(name) ?? "" : read(name))),
    read,
    write(name, text) {
      texts.set(name, text);
      if (size(text) > limit) return overlong.add(name);
      fitted.set(name, text);
      return overlong.delete(name);
    },
    overlong,
    mark: (id) => criteria.get(id),
    cite(id, turns, on = true) {
      const mark = criteria.get(id);
      const others = mark.turns.filter((each) => !turns.includes(each));
      mark.turns = on ? [...others, ...turns].sort((a, b) => a - b) : others;
    },
    citing: (turn) => script.criteria.filter(({ id }) => criteria.get(id).turns.includes(turn)),
    undecided: () => script.criteria.filter(({ id }) => criteria.get(id).level === null),
    groundless: () => script.criteria.filter(({ id }) => !criteria.get(id).turns.length && criteria.get(id).level !== NO),
    flags: () => flags,
    flagged: (gate, turn) => flags.some((each) => each.gate === gate && each.turn === turn),
    flag: (flag) => (flags = [...flags, flag]),
    unflag: (flag) => (flags = flags.filter((each) => each !== flag)),
  };
}

const called = ({ anchors }, level) =>
  level === null ? "not decided" : level === NO ? "no opportunity" : `${level} ${anchors.find((each) => each.level === level)?.name ?? ""}`.trim();

/* In which ways two drafts differ, in words. */
function differences(script, here, there) {
  const told = [];
  const none = { level: null, turns: [], comment: "" };
  for (const criterion of script.criteria) {
    const [mine, other] = [here, there].map(({ criteria }) => criteria[criterion.id] ?? none);
    const words = [
      mine.level !== other.level && `${called(criterion, other.level)} there, ${called(criterion, mine.level)} here`,
      !alike(mine.turns, other.turns) && "other evidence",
      mine.comment !== other.comment && "another comment",
    ].filter(Boolean);
    if (words.length) told.push(`${criterion.title}: ${words.join("; ")}.`);
  }
  const turns = script.lines.map(({ turn }) => turn).filter((turn) => (here.notes[turn] ?? "") !== (there.notes[turn] ?? ""));
  if (turns.length) told.push(`Another note on turn ${turns.join(", ")}.`);
  if (here.comment !== there.comment) told.push("Another comment on the whole.");
  if (!alike(here.flags, there.flags)) told.push("Other flags.");
  return told;
}

/* Storage may be forbidden, or what is in it not ours; the open page has the draft all the same. */
function guarded(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

/* What is not safe yet, in the tab's own storage. */
function keeping(id) {
  const name = `coachsim mark ${id}`;
  return {
    keep: (version, draft, sent) => guarded(() => sessionStorage.setItem(name, JSON.stringify({ version, draft, sent }))),
    drop: () => guarded(() => sessionStorage.removeItem(name)),
    kept: () => guarded(() => JSON.parse(sessionStorage.getItem(name))),
  };
}

/* When a draft is sent, and whether it is safe. `based` is the version it goes on from. */
function saving(model, draft, store, tell) {
  let edit = 0;
  let safe = 0;
  let based = 0;
  let since = 0; // the oldest change that is not safe
  let unsent = 0; // the oldest change that was not sent
  let pause = 0;
  let late = 0;
  let again = 0;
  let sent = null; // what went out last, of which this tab may never have heard that it is safe
  let held = false; // by another draft: nothing is sent until somebody has chosen

  function send(what = "save") {
    clearTimeout(pause);
    clearTimeout(again);
    pause = unsent = 0;
    if (held) return;
    sent = draft.sendable();
    if (safe < edit) keep();
    try {
      model.send({ do: what, edit, draft: sent });
    } catch {
      // The page is being left and its line is down already: this browser has the draft, and sends it again.
    }
    again = setTimeout(() => safe < edit && send(), AGAIN_MS);
  }
  const stop = () => [pause, late, again].forEach(clearTimeout);
  const keep = () => store.keep(based, draft.plain(), sent);

  return {
    changed() {
      edit += 1;
      unsent ||= Date.now();
      since ||= Date.now();
      keep();
      clearTimeout(pause);
      clearTimeout(late);
      pause = setTimeout(send, Math.max(0, Math.min(PAUSE_MS, unsent + LONGEST_MS - Date.now())));
      late = setTimeout(tell, LATE_MS);
      tell();
    },
    flush: () => pause && send(),
    send,
    hold: (value) => (held = value),
    giveUp: () => clearTimeout(again),
    /* Python says what is safe. */
    heard() {
      const { edit: heard = 0, version = 0 } = model.get("saved");
      if (heard > safe) since = Date.now();
      [safe, based] = [Math.max(safe, heard), version];
      if (safe < edit) return void keep();
      since = 0;
      clearTimeout(late);
      clearTimeout(again);
      if (draft.overlong.size) keep();
      else store.drop();
    },
    /* Another draft is shown, of this version; edits are numbered on. */
    begun(version) {
      stop();
      [pause, unsent, since, held, based, sent] = [0, 0, 0, false, version, null];
      edit = safe = Math.max(edit, model.get("saved").edit ?? 0);
    },
    unsaved: () => safe < edit,
    late: () => since > 0 && Date.now() - since >= LATE_MS,
    stop,
  };
}

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
    make("li", {}, make("span", { class: "cs-number", textContent: level }), make("span", {}, make("b", { textContent: name }), " ", free(words)))));

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
  const said = (who, parts, looks) => make("div", { class: `cs-said ${looks}` }, make("p", { class: "cs-who", dir: "auto", textContent: who }), make("p", { class: "cs-words" }, phrases(parts)));
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
    return make("label", { class: "cs-level-row" }, radio, make("span", { class: "cs-number", textContent: badge, "aria-hidden": "true" }),
      make("span", {}, make("b", { textContent: label }), " ", free(words)));
  };
  const levels = make("div", { class: "cs-levels", role: "radiogroup" },
    criterion.anchors.map((each) => row(each.level, String(each.level), each.name, each.words)),
    row(NO, "n", "no opportunity", "Nothing in this conversation called for it."));
  levels.setAttribute("aria-labelledby", name);
  const chips = make("ul", { class: "cs-plain cs-chips", "aria-label": `Evidence for ${title}` });
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
    make("div", { class: "cs-evidence" }, make("span", { class: "cs-label", textContent: "Evidence" }), chips, form), wrong, comment.node);
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

function render({ model, el }) {
  const get = (name) => model.get(name);
  const script = get("script");
  const limit = get("limit");
  const turns = script.lines.map(({ turn }) => turn);
  const draft = drafting(script, limit);
  const store = keeping(script.id);
  const save = saving(model, draft, store, status);
  let turn = turns[0];
  let current = script.criteria[0];
  let side = "transcript"; // what a narrow screen shows
  let apart = null; // another draft than the one shown here, until somebody chooses
  let pressed = 0;
  let asked = 0; // the answer that brings what was pressed last

  const heard = make("div", { class: "cs-hidden", role: "status" });
  const say = (words) => (heard.textContent = words);
  const on = { draft, limit, say, changed, cite, note, flag: askFlag, flagCard, at, level, evidence, explain, jump, criterion: choose };

  // The parts.

  const state = make("span", { class: "cs-saved", role: "status" });
  const going = make("span", { class: "cs-soft", textContent: "Saving …", "aria-hidden": "true", hidden: true });
  const decided = make("span", { class: "cs-soft" });
  const submit = button("Submit …", askSubmit, "cs-primary", { "aria-haspopup": "dialog" });
  const bar = make("header", { class: "cs-mark-bar" },
    make("h1", { id: "cs-marking", tabIndex: -1 }, make("span", { class: "cs-code", textContent: script.code }), ` ${script.title}`),
    make("p", { class: "cs-states" }, decided, state, going),
    make("div", { class: "cs-actions" }, button("Keys", () => help.open("Keys"), "cs-quiet cs-minor"), button("Step back …", askBack, "cs-quiet cs-minor", { "aria-haspopup": "dialog" }), submit));
  const alert = make("div", { role: "alert" });
  const other = make("p", { class: "cs-small cs-soft" });
  const whether = make("section", { class: "cs-notice cs-apart", "aria-label": "Two drafts", hidden: true });

  const shown = script.lines.map((line) => turnOf(line, script, on));
  const goal = make("span");
  const forWhat = make("p", { class: "cs-small cs-for" }, goal,
    button([unheard("‹"), aloud("The criterion before")], () => step(-1, false), "cs-quiet cs-minor"), button([unheard("›"), aloud("The next criterion")], () => step(1, false), "cs-quiet cs-minor"));
  const text = make("section", { class: "cs-mark-side", tabIndex: -1 },
    make("header", { class: "cs-side-head" }, make("h2", { textContent: "Transcript" }), forWhat),
    make("details", { class: "cs-brief-of" }, make("summary", { textContent: "The brief they had" }), make("p", { class: "cs-soft", dir: "auto", textContent: script.setting }), paragraphs(script.brief)),
    shown.map(({ node }) => node),
    make("p", { class: "cs-ending", dir: "auto" }, make("b", { textContent: "How it ended. " }), script.ending));

  const cards = script.criteria.map((each) => criterionOf(each, turns, on));
  const steps = script.criteria.map((each, i) => button([], () => go(i), "cs-step"));
  const whole = drafted("Comment on the whole", "whole", on, 4);
  const raised = make("ul", { class: "cs-plain cs-flags" });
  const flagHere = button([], () => askFlag(turn), "cs-minor", { "aria-haspopup": "dialog" });
  const rubric = make("section", { class: "cs-mark-side", tabIndex: -1 },
    make("header", { class: "cs-side-head" }, make("h2", { textContent: "Rubric" }), make("nav", { class: "cs-steps", "aria-label": "Criteria" }, steps)),
    cards.map(({ node }) => node),
    make("section", { class: "cs-criterion" }, make("h3", { textContent: "The whole conversation" }), whole.node),
    make("section", { class: "cs-criterion" }, make("h3", { textContent: "Ethical flags" }), soft("Raise one where a rule that nothing makes up for seems to be crossed. Another assessor then decides."), raised, flagHere),
    make("p", { class: "cs-mark-end" }, button("Submit …", askSubmit, "cs-primary", { "aria-haspopup": "dialog" })));
  text.setAttribute("aria-label", "Transcript");
  rubric.setAttribute("aria-label", "Rubric");

  const sides = { transcript: text, rubric };
  const tabs = Object.fromEntries(Object.entries(sides).map(([name, panel]) => {
    panel.id = `cs-side-${name}`;
    const tab = make("button", { type: "button", role: "tab", id: `cs-tab-${name}`, textContent: name === "rubric" ? "Rubric" : "Transcript" });
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => turnTo(name));
    tab.addEventListener("keydown", ({ key }) => /^Arrow(Left|Right)$/.test(key) && turnTo(name === "rubric" ? "transcript" : "rubric", true));
    return [name, tab];
  }));
  const switcher = make("div", { class: "cs-switch", role: "tablist", "aria-label": "Show" }, Object.values(tabs));

  // The dialogs.

  const panel = dialog("Definitions", "cs-from-side");
  const help = dialog("Keys");
  const asking = dialog("Flag");
  const single = make("input", { type: "checkbox", checked: guarded(() => localStorage.getItem(SINGLE_KEYS)) === null });
  single.addEventListener("change", () => guarded(() => (single.checked ? localStorage.removeItem(SINGLE_KEYS) : localStorage.setItem(SINGLE_KEYS, "1"))));
  help.node.lastChild.append(
    soft("They work wherever you are on this page, but not while you write in a field."),
    make("table", { class: "cs-keys-of" }, make("tbody", {}, HELP.map(([names, does]) => make("tr", {}, make("th", { scope: "row" }, keys(names)), make("td", { textContent: does }))))),
    make("label", { class: "cs-choice" }, single, make("span", { textContent: "Use these keys" })));

  const root = make("div", { class: "cs-mark" }, bar, other, alert, whether, switcher, make("div", { class: "cs-sides" }, text, rubric), heard, panel.node, help.node, asking.node);
  root.dataset.lmSuppressShortcuts = "true"; // digits and letters are ours, not the notebook's

  // What is done. Every change is kept; what is shown follows.

  function changed() {
    save.changed();
    marks();
  }
  function level(id, value) {
    draft.mark(id).level = value;
    choose(id);
    changed();
  }
  function evidence(id, which, added = true) {
    draft.cite(id, which, added);
    say(`${which.length === 1 ? `Turn ${which[0]} is` : `Turns ${which.join(", ")} are`} ${added ? "" : "no longer "}evidence for ${titleOf(id)}.`);
    changed();
    show();
  }
  function cite(at_) {
    at(at_);
    evidence(current.id, [at_], !draft.mark(current.id).turns.includes(at_));
  }
  function note(at_) {
    at(at_);
    if (!WIDE.matches) turnTo("transcript");
    shown[turns.indexOf(at_)].note();
  }
  const titleOf = (id) => script.criteria.find((each) => each.id === id).title;

  function at(here) {
    turn = here;
    shown.forEach(({ node }, i) => node.classList.toggle("cs-current", turns[i] === turn));
    told(flagHere, `Flag turn ${turn} …`);
  }
  function choose(id) {
    if (id === current.id) return;
    current = script.criteria.find((each) => each.id === id);
    show();
  }

  // Going about.

  function turnTo(name, focus = false) {
    if (side !== name) {
      places[side] = scrollY;
      side = name;
      layout();
      if (!WIDE.matches) scrollTo({ top: places[name] ?? scrollY, behavior: "instant" });
    }
    if (focus) tabs[name].focus({ preventScroll: true });
  }
  const places = {};
  function layout() {
    switcher.hidden = WIDE.matches;
    for (const [name, node] of Object.entries(sides)) {
      const hides = !WIDE.matches && name !== side;
      node.hidden = hides;
      node.setAttribute("role", WIDE.matches ? "region" : "tabpanel");
      tabs[name].setAttribute("aria-selected", String(name === side));
      tabs[name].tabIndex = name === side ? 0 : -1;
    }
  }
  function reach(node, name, block = "nearest") {
    turnTo(name);
    node.scrollIntoView({ block });
    node.focus({ preventScroll: true });
  }
  function jump(to) {
    at(to);
    const { node } = shown[turns.indexOf(to)];
    reach(node, "transcript", "center");
    node.classList.remove("cs-found");
    requestAnimationFrame(() => node.classList.add("cs-found"));
  }
  function go(i) {
    choose(script.criteria[i].id);
    reach(cards[i].heading, "rubric", "start");
  }
  const place = () => script.criteria.indexOf(current);
  function step(by, moves = true) {
    const i = Math.min(Math.max(place() + by, 0), cards.length - 1);
    if (moves) return go(i);
    choose(script.criteria[i].id);
    return say(`Evidence is for ${current.title}.`);
  }
  function walk(by) {
    const i = Math.min(Math.max(turns.indexOf(turn) + by, 0), turns.length - 1);
    at(turns[i]);
    reach(shown[i].node, "transcript");
  }

  // Flags, stepping back, submitting: each is asked about in a dialog.

  function flagCard(flag) {
    const { gate, turn: where, seen } = flag;
    const rule = script.gates.find(({ id }) => id === gate)?.rule ?? gate;
    return make("li", {}, make("p", {}, make("b", { textContent: `Flag at turn ${where}: ` }), free(rule)), paragraphs(seen),
      button(["Take it back", aloud(`: the flag at turn ${where}`)], () => {
        draft.unflag(flag);
        changed();
        show();
        say("The flag is taken back.");
        shown[turns.indexOf(where)].node.focus({ preventScroll: true });
      }, "cs-quiet cs-minor"));
  }
  function askFlag(where) {
    at(where);
    const group = `cs-gate-${++drawn}`;
    const gates = script.gates.map(({ id, rule, why }) =>
      make("label", { class: "cs-choice" }, make("input", { type: "radio", name: group, value: id }), make("span", {}, free(rule), make("span", { class: "cs-soft cs-small cs-block cs-why-not", dir: "auto", textContent: why }))));
    const seen = writing("What did you see?", limit, say);
    const wrong = make("p", { class: "cs-wrong", role: "alert" });
    const form = make("form", { class: "cs-stack" }, make("fieldset", { class: "cs-choices" }, make("legend", { textContent: "Which rule seems to be crossed?" }), gates), seen.node, wrong,
      make("div", { class: "cs-actions" }, make("button", { type: "submit", class: "cs-button cs-primary", textContent: "Flag it" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const gate = form.querySelector(":checked")?.value;
      wrong.textContent = !gate ? "Choose a rule first." : !seen.area.value.trim() ? "Say what you saw." : seen.tally() ? "That is too long." : draft.flagged(gate, where) ? "You have flagged this turn for that rule already." : "";
      if (wrong.textContent) return;
      draft.flag({ gate, turn: where, seen: sound(seen.area.value) });
      asking.close();
      changed();
      show();
      say(`Turn ${where} is flagged. The flag is raised when you submit.`);
    });
    asking.open(`Flag turn ${where}`, form);
  }
  function askBack() {
    const why = writing("Why?", limit, say, 2);
    const knows = make("input", { type: "checkbox" });
    const leave = button("Step back", () => {
      if (why.tally()) return;
      send({ do: "step-back", reason: sound(why.area.value), knows: knows.checked });
      asking.close();
    }, "cs-primary");
    asking.open("Step back from this script?", make("p", { textContent: "Somebody else will mark it. What you have written is kept, but does not count." }), why.node,
      make("label", { class: "cs-choice" }, knows, make("span", {}, "I know this person", make("span", { class: "cs-soft cs-small cs-block", textContent: "You will not be given anything of theirs again." }))),
      make("div", { class: "cs-actions" }, leave));
  }
  function askSubmit() {
    save.flush();
    const links = (each) => make("li", {}, button(each.title, () => {
      asking.leave();
      go(script.criteria.indexOf(each));
    }, "cs-quiet"));
    const undecided = draft.undecided();
    const groundless = draft.groundless().filter((each) => !undecided.includes(each));
    const list = (words, all) => (all.length ? [make("p", { textContent: words }), make("ul", { class: "cs-plain" }, all.map(links))] : []);
    if (undecided.length || draft.overlong.size) {
      const long = draft.overlong.size ? [make("p", { class: "cs-notice", textContent: `${tooLong()} Shorten it first.` })] : [];
      return asking.open("Not yet", long, list("These are not decided:", undecided));
    }
    const flags = draft.flags().length;
    return asking.open("Submit this mark?",
      make("p", { textContent: script.calibrating ? "You will see at once what was agreed for each criterion. Your mark stays as it is." : "Your mark stays as it is from then on. You will see what the machine proposed and, once they are in, the other marks." }),
      flags ? make("p", { textContent: `${counted(flags, "flag")} will be raised, and another assessor decides.` }) : [],
      list("Without evidence, which makes a level hard to explain:", groundless),
      make("div", { class: "cs-actions" }, button("Submit", () => {
        save.send("submit");
        wait();
      }, "cs-primary"), button("Go on marking", () => asking.close())));
  }
  function send(message) {
    wait();
    model.send(message);
  }
  function wait() {
    asked = get("answered") + 1;
    busy();
  }
  const busy = () => root.querySelectorAll(".cs-primary").forEach((node) => node.setAttribute("aria-disabled", String(asked > get("answered"))));

  function explain(id) {
    const criterion = script.criteria.find((each) => each.id === id);
    panel.open(`${criterion.code} ${criterion.title}`, definitions(criterion));
  }

  // What is shown.

  const tooLong = () => {
    const [name] = draft.overlong;
    const of = name === "whole" ? "The comment on the whole" : name.startsWith("note:") ? `The note on turn ${name.slice(5)}` : `The comment on ${titleOf(name.slice(8))}`;
    return `${of} is ${counted(size(draft.read(name)) - limit, "character")} too long.`;
  };
  const told = (node, words) => node.textContent !== words && (node.textContent = words); // said once
  function status() {
    const at_ = clock(get("saved").at ?? "");
    const stuck = save.unsaved() && Boolean(apart || get("problem") || save.late());
    if (stuck) told(state, apart ? "Not saved: choose which draft counts" : "Not saved yet; it is kept on this page");
    else if (!save.unsaved()) told(state, draft.overlong.size ? `Saved ${at_}, but not all: ${tooLong()}` : at_ ? `Saved ${at_}` : "");
    state.classList.toggle("cs-wrong", stuck || draft.overlong.size > 0);
    going.hidden = stuck || !save.unsaved();
    state.classList.toggle("cs-hidden", !going.hidden); // only out of sight: what is heard is not said again
  }
  function marks() {
    const left = draft.undecided().length;
    told(decided, `${script.criteria.length - left} of ${script.criteria.length} decided`);
    script.criteria.forEach((each, i) => {
      const value = draft.mark(each.id).level;
      const words = `${each.code} ${value === null ? "–" : value === NO ? "n" : value}`;
      if (steps[i].dataset.words !== words) steps[i].replaceChildren(unheard(words), aloud(`${each.code} ${each.title}: ${called(each, value)}`));
      steps[i].dataset.words = words;
      steps[i].classList.toggle("cs-done-step", value !== null);
      steps[i].setAttribute("aria-current", String(each === current));
    });
    status();
  }
  function show() {
    cards.forEach((card, i) => card.show(draft, script.criteria[i] === current));
    shown.forEach((each) => each.show(draft, current));
    told(goal, `Evidence for ${current.code} ${current.title}`);
    raised.replaceChildren(...draft.flags().map(flagCard));
    at(turn);
    whole.show();
    marks();
  }

  /* Two drafts: another tab's, or what this tab still had before it was loaded anew. */
  function showApart() {
    whether.hidden = !apart;
    if (!apart) return whether.replaceChildren();
    const words = differences(script, draft.plain(), apart.draft);
    return whether.replaceChildren(
      make("p", {}, make("b", { textContent: "This script was changed in another tab. " }), `What was saved there${apart.at && ` at ${clock(apart.at)}`} differs from what is here:`),
      make("ul", {}, words.map((each) => make("li", { textContent: each }))),
      make("div", { class: "cs-actions" }, button("Keep what is here", () => decide(true), "cs-primary"), button("Take what was saved there", () => decide(false))));
  }
  function decide(here) {
    const local = apart.local;
    apart = null;
    save.hold(false);
    if (here) save.send(local ? "save" : "keep");
    else if (local) begin(get("draft"));
    else model.send({ do: "take" });
    showApart();
    show();
    say(here ? "What is here is kept." : "What was saved there is shown now.");
    root.querySelector("#cs-marking").focus({ preventScroll: true });
  }

  function begin(given) {
    draft.begin(given);
    save.begun(get("saved").version ?? 0);
    store.drop();
    show();
  }
  /* What this tab had not saved before it was loaded anew. */
  function recover() {
    const kept = store.kept();
    begin(get("draft"));
    if (!kept?.draft?.criteria || alike(kept.draft, draft.plain())) return;
    const there = draft.plain();
    try {
      draft.begin(kept.draft);
    } catch {
      return begin(get("draft")); // not ours
    }
    const own = kept.version === get("saved").version || alike(kept.sent, there);
    save.begun(own ? get("saved").version : kept.version);
    save.changed();
    if (!own) {
      apart = { draft: there, at: get("saved").at, local: true };
      save.hold(true);
      showApart();
    } else alert.replaceChildren(make("p", { class: "cs-notice cs-calm", textContent: "What you had written and was not saved yet is here again." }));
    show();
  }

  // What Python says.

  function hearSaved() {
    save.heard();
    status();
  }
  function hearProblem() {
    const problem = get("problem");
    alert.replaceChildren(...(problem ? [make("p", { class: "cs-notice", textContent: problem.words })] : []));
    if (problem && !problem.again) save.giveUp();
    if (problem && asking.node.open) asking.close();
    status();
  }
  function hearConflict() {
    const conflict = get("conflict");
    if (!conflict && apart?.local) return;
    apart = conflict;
    save.hold(Boolean(conflict));
    if (conflict && asking.node.open) asking.close();
    showApart();
    status();
  }
  const hearOther = () => {
    told(other, get("other"));
    other.hidden = !get("other");
  };
  const hears = { begun: () => begin(get("draft")), saved: hearSaved, problem: hearProblem, conflict: hearConflict, other: hearOther, answered: busy };
  /* One answer may change several traits: a new draft comes before what is said of it. */
  let due = new Set();
  const soon = (name) => () => {
    if (!due.size) queueMicrotask(() => {
      const names = due;
      due = new Set();
      Object.keys(hears).forEach((each) => names.has(each) && hears[each]());
    });
    due.add(name);
  };
  const watched = Object.fromEntries(Object.keys(hears).map((name) => [name, soon(name)]));

  // Keys. Escape leaves a field; single keys never work in one.

  const acts = {
    n: () => press(NO), j: () => step(1), k: () => step(-1), c: comment, "?": () => explain(current.id), t: () => walk(0), r: () => go(place()),
    "[": () => walk(-1), "]": () => walk(1), e: () => cite(turn), w: () => note(turn), f: () => askFlag(turn), h: () => help.open("Keys"),
    ...Object.fromEntries(current.anchors.map(({ level: value }) => [String(value), () => press(value)])),
  };
  function press(value) {
    const card = cards[place()];
    const inside = card.node.contains(document.activeElement);
    level(current.id, value);
    show();
    if (inside) card.radio(value)?.focus();
    else say(`${current.title}: ${called(current, value)}.`);
  }
  function comment() {
    turnTo("rubric");
    cards[place()].comment.area.focus();
  }
  const types = (node) => node.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  function keyed(event) {
    const { target, key } = event;
    if (target !== document.body && !root.contains(target)) return;
    if (root.querySelector("dialog[open]")) return;
    if (key === "Escape" && types(target)) {
      target.closest(".cs-turn, .cs-mark-side")?.focus({ preventScroll: true });
      return;
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const bracket = /^[[\]]$/.test(key) && event.getModifierState("AltGraph");
    if (types(target) || !single.checked || !(plain || bracket) || !Object.hasOwn(acts, key)) return;
    event.preventDefault();
    acts[key]();
  }

  // Leaving: what was typed goes out first; a link or the back button asks Python only after it.

  const flush = (event) => {
    if (event.type === "click") pressed = Date.now();
    if (!root.contains(event.target) || event.target.closest?.("a")) save.flush();
  };
  const hidden = () => document.hidden && save.flush();
  const warn = (event) => {
    save.flush();
    if (save.unsaved() && Date.now() - pressed > PRESSED_MS) event.preventDefault();
  };
  const leaving = [
    [document, "keydown", keyed], [document, "click", flush, true], [document, "submit", flush, true], [document, "visibilitychange", hidden],
    [window, "popstate", save.flush, true], [window, "pagehide", save.flush], [window, "beforeunload", warn], [WIDE, "change", layout],
  ];
  root.addEventListener("focusout", save.flush);

  el.append(root);
  hearOther();
  layout();
  hearProblem();
  recover();
  if (get("conflict")) hearConflict();
  Object.entries(watched).forEach(([name, act]) => model.on(`change:${name}`, act));
  leaving.forEach(([where, ...how]) => where.addEventListener(...how));
  return () => {
    save.flush();
    save.stop();
    Object.entries(watched).forEach(([name, act]) => model.off(`change:${name}`, act));
    leaving.forEach(([where, ...how]) => where.removeEventListener(...how));
  };
}

export default { render };
