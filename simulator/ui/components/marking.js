/* The marking screen: the transcript at left, the rubric at right; on a narrow screen one of them at a time.

   What a draft is and how it is kept is in marking_draft.js, the pieces of the screen are in marking_parts.js; marking.py
   puts both before this. */

const PRESSED_MS = 1000; // whoever leaves so soon after a press on the page keeps the tab, and what it holds
const WIDE = matchMedia("(min-width: 62rem)");
const SINGLE_KEYS = "coachsim without single keys";

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
    make("p", { class: "cs-outcome cs-soft", textContent: "How it ended is shown after your mark." }));

  const cards = script.criteria.map((each) => criterionOf(each, turns, on));
  const steps = script.criteria.map((each, i) => button([], () => go(i), "cs-hop"));
  const whole = drafted("Comment on the whole", "whole", on, 4);
  const raised = make("ul", { class: "cs-plain cs-flags" });
  const flagHere = button([], () => askFlag(turn), "cs-minor", { "aria-haspopup": "dialog" });
  const rubric = make("section", { class: "cs-mark-side", tabIndex: -1 },
    make("header", { class: "cs-side-head" }, make("h2", { textContent: "Rubric" }), make("nav", { class: "cs-hops", "aria-label": "Criteria" }, steps)),
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

  const root = make("div", { class: "cs-marker" }, bar, other, alert, whether, switcher, make("div", { class: "cs-sides" }, text, rubric), heard, panel.node, help.node, asking.node);
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
    const wrong = make("p", { class: "cs-wrong", role: "alert" });
    const leave = button("Step back", () => {
      wrong.textContent = why.tally() ? "That is too long." : why.area.value.trim() || knows.checked ? "" : "Say why, or that you know this person.";
      if (wrong.textContent) return;
      send({ do: "step-back", reason: sound(why.area.value), knows: knows.checked });
      asking.close();
    }, "cs-primary");
    asking.open("Step back from this script?", make("p", { textContent: "Somebody else will mark it. What you have written is kept, but does not count." }), why.node,
      make("label", { class: "cs-choice" }, knows, make("span", {}, "I know this person", make("span", { class: "cs-soft cs-small cs-block", textContent: "You will not be given anything of theirs again." }))), wrong,
      make("div", { class: "cs-actions" }, leave));
  }
  function askSubmit() {
    save.flush();
    if (apart) return asking.open("Not yet", make("p", { textContent: "This script was changed in another tab: choose which draft counts." }));
    const links = (each) => make("li", {}, button(each.title, () => {
      asking.leave();
      go(script.criteria.indexOf(each));
    }, "cs-quiet"));
    const undecided = draft.undecided();
    const groundless = draft.groundless().filter((each) => !undecided.includes(each));
    const list = (words, all) => (all.length ? [make("p", { textContent: words }), make("ul", { class: "cs-plain" }, all.map(links))] : []);
    if (undecided.length || groundless.length || draft.overlong.size) {
      const long = draft.overlong.size ? [make("p", { class: "cs-notice", textContent: `${tooLong()} Shorten it first.` })] : [];
      return asking.open("Not yet", long, list("These are not decided:", undecided), list("These levels have no evidence; name at least one turn:", groundless));
    }
    const flags = draft.flags().length;
    return asking.open("Submit this mark?",
      make("p", { textContent: script.calibrating ? "You will see at once what was agreed for each criterion. Your mark stays as it is." : "Your mark stays as it is from then on. You will see what the machine proposed and, once they are in, the other marks." }),
      flags ? make("p", { textContent: `${counted(flags, "flag")} will be raised, and another assessor decides.` }) : [],
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
      steps[i].classList.toggle("cs-done-hop", value !== null);
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
      draft.begin(kept.draft, false);
    } catch {
      return begin(get("draft")); // not ours
    }
    const own = kept.version === get("saved").version || Boolean(kept.sent?.some?.((each) => alike(each, there)));
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
