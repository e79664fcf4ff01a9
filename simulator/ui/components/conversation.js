/* A conversation in one widget: what was said, what may be said next, and the few things around it.

   The kernel owns every fact; this file only shows the traits of `Conversation` and asks. What it shows before the
   kernel has answered (the chosen line, the veil) is taken back when the answer says otherwise.
   Texts are authored or typed by people, so they are set with textContent and nothing else.

   Two rules keep it usable without eyes or mouse: the log is filled by appending and never replaced, so each line is
   heard once; and focus moves only *before* lines are appended, so that nothing interrupts their reading. */

const MARGIN = 16; // around what is scrolled into view, as in the style sheet
const STILL_SENDING_MS = 4000;
const REASON_LIMIT = 2000;
const NEAR_THE_LIMIT = [200, 100, 50, 20, 0];
const STANDING_MS = 200; // a live region must have stood for a moment before what is added to it is read out
let drawn = 0;

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name in node && name !== "role") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const phrase = ({ kind, text }) =>
  make("span", { class: kind === "cue" ? "cs-cue" : "cs-speech", dir: "auto", textContent: text });

const asText = (parts) => parts.map((part) => part.text).join(" ");

const aloud = (text) => make("span", { class: "cs-hidden", textContent: text });

/* What stands above a line: who says it, or to feedback what it comes to. */
function heading({ who, name, label = "" }) {
  if (who === "client" || who === "coach") return [make("p", { class: "cs-who", dir: "auto", textContent: name })];
  if (who !== "feedback") return [];
  return [make("p", { class: label ? "cs-label" : "cs-hidden" }, aloud("Feedback. "), make("span", { dir: "auto", textContent: label }))];
}

function bubble(line) {
  const words = make("p", { class: "cs-words" });
  line.parts.forEach((part, i) => words.append(...(i ? [" "] : []), phrase(part)));
  return make("div", { class: `cs-line cs-${line.who}` }, ...heading(line), words);
}

const asSaid = ({ who, label, parts }) => JSON.stringify([who, label, parts]);

/* The transcript: keyed by position, so an answer from the kernel adds what is new and touches nothing else. */
function transcript() {
  const log = make("div", { class: "cs-log", role: "log", "aria-live": "polite", "aria-label": "Conversation so far" });
  log.setAttribute("aria-relevant", "additions");
  const shown = [];
  let waiting = null;

  const add = (line, mood = "") => {
    const node = bubble(line);
    seem(node, mood);
    log.append(node);
    shown.push({ said: asSaid(line), node });
    return node;
  };
  /* How the client seems, beside the name; before the line is put in, so that both are heard as one. */
  function seem(node, mood) {
    const chip = node.querySelector(".cs-mood");
    if ((chip?.lastChild.textContent ?? "") === mood) return;
    chip?.remove();
    if (mood) node.querySelector(".cs-who").append(" ", make("span", { class: "cs-chip cs-mood" }, aloud("seems "), make("span", { dir: "auto", textContent: mood })));
  }
  const dropFrom = (count) => shown.splice(count).forEach(({ node }) => node.remove());

  return {
    log,
    /* The line just chosen, shown at once; the kernel's answer confirms it or takes it back. */
    say(line) {
      waiting = add(line);
      waiting.classList.add("cs-waiting");
      return waiting;
    },
    /* Shows these lines, the client's newest with the mood; returns whether any was added. */
    show(lines, mood) {
      waiting?.classList.remove("cs-waiting");
      waiting = null;
      const differs = lines.findIndex((line, i) => shown[i]?.said !== asSaid(line));
      const known = differs < 0 ? lines.length : differs;
      const newest = lines.findLastIndex((line) => line.who === "client");
      dropFrom(known);
      shown.forEach(({ node }, i) => node.matches(".cs-client") && seem(node, i === newest ? mood : ""));
      lines.slice(known).forEach((line, i) => add(line, known + i === newest ? mood : ""));
      return known < lines.length;
    },
    /* How many lines the kernel has confirmed. */
    standing: () => shown.length - (waiting ? 1 : 0),
    /* Puts the last line in once more, so that it is read out: what stood there from the start is silent history. */
    announceLast: () => shown.length && log.append(shown.at(-1).node),
    newest: () => shown.findLast(({ node }) => node.matches(".cs-client, .cs-note"))?.node ?? log.lastElementChild,
  };
}

/* The options: native radios, so arrows, Space and form submission are the browser's own. */
function choices(onSend, onIncomplete) {
  const id = `cs-option-${++drawn}`;
  const legend = make("legend", { id: `${id}-legend`, textContent: "What do you say?" });
  const group = make("fieldset", { class: "cs-options", role: "radiogroup", tabIndex: -1 }, legend);
  group.setAttribute("aria-labelledby", legend.id);
  const keys = make("span", { class: "cs-keys" });
  const send = make("button", { class: "cs-button cs-primary", type: "submit", textContent: "Say this" });
  const form = make("form", { class: "cs-choose" }, group, make("div", { class: "cs-actions" }, send, keys));
  const radios = [];
  let busy = false;
  let shown = "";
  let aside = [];

  const row = (i) => {
    const radio = make("input", { type: "radio", name: id, value: String(i) });
    radio.setAttribute("aria-keyshortcuts", String(i + 1));
    const text = make("span", { class: "cs-option-text" });
    const number = make("span", { class: "cs-number", textContent: String(i + 1), "aria-hidden": "true" });
    group.append(make("label", { class: "cs-option" }, radio, number, text));
    radios.push(radio);
    return radio;
  };
  const textOf = (radio) => radio.parentElement.querySelector(".cs-option-text");

  /* An option without words is known by its number; one that a hint has set aside says so, and can still be chosen. */
  function name(radio, i, { parts }) {
    const set = aside.includes(i);
    const words = set ? [" ", aloud("(set aside by the hint)")] : [];
    radio.parentElement.classList.toggle("cs-aside-option", set);
    textOf(radio).replaceChildren(...parts.flatMap((part, n) => (n ? [" ", phrase(part)] : [phrase(part)])), ...words);
    if (asText(parts)) radio.removeAttribute("aria-label");
    else radio.setAttribute("aria-label", `Option ${i + 1}${set ? " (set aside by the hint)" : ""}`);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const picked = radios.findIndex((radio) => radio.checked);
    if (busy) return;
    if (picked < 0) onIncomplete(radios[0]);
    else onSend(picked);
  });

  return {
    form,
    group,
    show(turn, options, dimmed, hint) {
      const wanted = JSON.stringify([turn, options]);
      const others = wanted !== shown;
      const sameAside = JSON.stringify(aside) === JSON.stringify(dimmed);
      aside = dimmed;
      keys.textContent = options.length ? `Keys 1–${options.length} choose, Enter says it.${hint ? " H gives a hint." : ""}` : "";
      if (!others && sameAside) return;
      shown = wanted;
      options.forEach((option, i) => {
        const radio = radios[i] ?? row(i);
        if (others) radio.checked = false;
        name(radio, i, option);
      });
      radios.splice(options.length).forEach((radio) => radio.parentElement.remove());
    },
    /* `aria-disabled` on the group, because a disabled fieldset would lose the focus it holds. */
    setBusy(value) {
      busy = value;
      group.setAttribute("aria-disabled", String(value));
      send.setAttribute("aria-disabled", String(value));
      radios.forEach((radio) => (radio.disabled = value));
    },
    pick(i) {
      if (busy || !radios[i]) return false;
      radios[i].checked = true;
      radios[i].focus();
      return true;
    },
  };
}

/* Help that a mode of play may offer. Asking for it disturbs nothing that is chosen already. */
function helps(onAsk) {
  const button = (what, more = {}) => {
    const node = make("button", { class: `cs-button cs-quiet cs-ask-${what.replace("_", "-")}`, type: "button", hidden: true, ...more });
    node.addEventListener("click", () => node.getAttribute("aria-disabled") !== "true" && onAsk(what));
    return node;
  };
  const mood = button("mood");
  const hint = button("hint", { "aria-keyshortcuts": "H" });
  const back = button("take_back");
  const row = make("div", { class: "cs-helps" }, mood, hint, back);
  const given = make("div", { class: "cs-hints", role: "log", "aria-label": "Hints so far" });
  const shown = [];
  const say = (node, words) => {
    node.textContent = words;
    node.hidden = !words;
  };

  return {
    row,
    given,
    offer(words) {
      say(mood, words.mood);
      say(hint, words.hint);
      say(back, words.back);
      row.hidden = [mood, hint, back].every((node) => node.hidden);
    },
    /* Each is put in once and so is heard once; the box stands before there is any. Returns whether one was put in. */
    show(hints) {
      const differs = hints.findIndex((each, i) => shown[i] !== JSON.stringify(each));
      const known = differs < 0 ? hints.length : differs;
      shown.splice(known);
      [...given.children].slice(known).forEach((node) => node.remove());
      for (const each of hints.slice(known)) {
        const name = make("b", { textContent: `Hint ${each.level}` });
        given.append(make("p", { class: "cs-hint" }, name, " ", make("span", { dir: "auto", textContent: each.text })));
        shown.push(JSON.stringify(each));
      }
      return known < hints.length;
    },
    setBusy: (value) => [mood, hint, back].forEach((node) => node.setAttribute("aria-disabled", String(value))),
  };
}

/* The written reason at a hinge. What is typed survives an answer that does not come, and a reload of the tab. */
function reasoning(onDone, say) {
  const id = `cs-reason-${++drawn}`;
  const label = make("label", { htmlFor: id, dir: "auto" });
  const area = make("textarea", { id, rows: 4, maxLength: REASON_LIMIT, dir: "auto" });
  const counter = make("p", { id: `${id}-count`, class: "cs-count" });
  area.setAttribute("aria-describedby", counter.id);
  const go = make("button", { class: "cs-button cs-primary", type: "submit", textContent: "Continue" });
  const skip = make("button", { class: "cs-button cs-quiet", type: "button", textContent: "Skip for now" });
  const keys = make("span", { class: "cs-keys", textContent: "Ctrl + Enter continues." });
  const form = make("form", { class: "cs-reason" }, label, area, counter, make("div", { class: "cs-actions" }, go, skip, keys));
  let busy = false;
  let draft = null;
  let left = REASON_LIMIT;

  const count = () => {
    const now = REASON_LIMIT - area.value.length;
    counter.textContent = `${area.value.length.toLocaleString("en-GB")} of ${REASON_LIMIT.toLocaleString("en-GB")} characters`;
    const crossed = NEAR_THE_LIMIT.findLast((mark) => now <= mark && left > mark);
    if (crossed !== undefined) say(now ? `${now} characters left.` : "That is as long as it can be.");
    left = now;
  };
  const done = (text) => {
    if (!busy) onDone(text);
  };
  area.addEventListener("input", () => {
    count();
    keep(draft, area.value);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  skip.addEventListener("click", () => done(null));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = area.value.trim();
    if (text) done(text);
    else say(skip.hidden ? "Write a sentence first." : "Write a sentence, or skip it for now.");
  });

  return {
    form,
    area,
    open(turn, { prompt, skippable }) {
      const key = `${location.pathname}${location.search}#${turn}`;
      label.textContent = prompt;
      skip.hidden = !skippable;
      if (key !== draft) {
        area.value = recall(key);
        draft = key;
        left = REASON_LIMIT;
        count();
      }
    },
    close() {
      keep(draft, "");
      draft = null;
    },
    setBusy(value) {
      busy = value;
      area.readOnly = value;
      [go, skip].forEach((button) => button.setAttribute("aria-disabled", String(value)));
    },
  };
}

function keep(key, text) {
  if (!key) return;
  try {
    if (text) sessionStorage.setItem(`coachsim ${key}`, text);
    else sessionStorage.removeItem(`coachsim ${key}`);
  } catch {
    // Storage may be forbidden; the text is then kept by the open page alone.
  }
}

function recall(key) {
  try {
    return sessionStorage.getItem(`coachsim ${key}`) ?? "";
  } catch {
    return "";
  }
}

function progress() {
  const words = make("p", { class: "cs-turn-count" });
  const bar = make("i");
  const node = make("div", { class: "cs-progress" }, words, make("div", { class: "cs-track", "aria-hidden": "true" }, bar));
  return {
    node,
    show(turn, about, over) {
      words.textContent = over ? "The end" : `Turn ${turn} of about ${Math.max(turn, about)}`;
      bar.style.inlineSize = `${over ? 100 : (100 * (turn - 1)) / Math.max(turn, about, 1)}%`;
    },
  };
}

function veil(onResume) {
  const title = make("p", { id: `cs-veil-${++drawn}`, class: "cs-veil-title", textContent: "Paused. Your place is kept." });
  const button = make("button", { class: "cs-button cs-primary", type: "button", textContent: "Resume" });
  const node = make("div", { class: "cs-veil", role: "dialog", hidden: true }, make("div", { class: "cs-card" }, title, button));
  node.setAttribute("aria-labelledby", title.id);
  button.addEventListener("click", onResume);
  return { node, button };
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  let waiting = false; // a choice, a reason or the finish is on its way
  let asked = get("answered"); // every message is answered once, so an earlier answer is not taken for a later one
  let helped = 0; // the answer that brings the help asked for
  let stillSending = 0;
  let before = null; // where the focus was when the veil came down

  const status = make("p", { class: "cs-status", role: "status" });
  const notice = make("div", { role: "status" });
  const say = (text) => (status.textContent = text);
  const talk = transcript();
  const bar = progress();
  const pick = choices(choose, (first) => {
    say("Choose a line first.");
    first?.focus();
  });
  const help = helps(askFor);
  const why = reasoning((text) => ask({ do: "reason", turn: get("turn"), text }), say);
  const curtain = veil(() => setPaused(false));
  const pause = make("button", { class: "cs-button cs-quiet", type: "button", textContent: "Pause" });
  const finish = make("button", { class: "cs-button cs-primary", type: "button" });
  const last = make("p", { id: `cs-last-${++drawn}`, class: "cs-last", dir: "auto" });
  const closing = make("div", { class: "cs-closing" }, last, finish);
  const panel = make("div", { class: "cs-panel" }, notice, help.row, help.given, pick.form, why.form, closing, status);
  const top = make("div", { class: "cs-talk-bar" }, bar.node, pause);
  const body = make("div", { class: "cs-talk-body" }, top, talk.log, panel);
  const root = make("div", { class: "cs-talk" }, body, curtain.node);
  root.dataset.lmSuppressShortcuts = "true"; // digits and letters are ours, not the notebook's

  function send(message) {
    asked += 1;
    model.send(message);
  }

  function ask(message) {
    if (waiting) return;
    waiting = true;
    say("");
    stillSending = setTimeout(() => say("Still sending…"), STILL_SENDING_MS);
    setBusy(true);
    send(message);
  }

  function choose(position) {
    const option = get("options")[position];
    if (waiting || !option) return;
    pick.group.focus({ preventScroll: true }); // before the radios are disabled, and before anything is read out
    ask({ do: "choose", turn: get("turn"), position });
    talk.say({ who: "coach", name: get("coach"), parts: option.parts }).scrollIntoView({ block: "nearest" });
  }

  /* Taking back is a turn like any other; the rest of the help leaves the options open meanwhile. */
  function askFor(what) {
    if (waiting || helped > get("answered")) return;
    if (what === "take_back") return ask({ do: what, turn: get("turn") });
    send({ do: what, turn: get("turn") });
    helped = asked;
    help.setBusy(true);
  }

  function setBusy(value) {
    pick.setBusy(value);
    why.setBusy(value);
    help.setBusy(value || helped > get("answered"));
    finish.setAttribute("aria-disabled", String(value));
  }

  function setPaused(value) {
    veilDown(value);
    send({ do: value ? "pause" : "resume" });
  }

  function veilDown(value) {
    if (curtain.node.hidden === !value) return;
    if (value) before = document.activeElement;
    curtain.node.hidden = !value;
    body.inert = value;
    if (value) curtain.button.focus();
    else if (before?.isConnected && before !== document.body) before.focus({ preventScroll: true });
    else focusPanel();
  }

  /* Which of the three forms of the panel is open now, and what in it takes the focus. */
  const openForm = () => (get("finished") ? closing : get("reason") ? why.form : pick.form);
  const holders = new Map([[pick.form, pick.group], [why.form, why.area], [closing, finish]]);
  const focusPanel = () => holders.get(openForm()).focus({ preventScroll: true });

  function showPanel() {
    const held = panel.contains(document.activeElement);
    const open = openForm();
    const changed = open.hidden;
    for (const form of [pick.form, why.form, closing]) form.hidden = form !== open;
    if (get("reason")) why.open(get("turn"), get("reason"));
    else why.close();
    if (get("finished")) showClosing(get("finished"));
    const choosing = open === pick.form;
    help.offer({ mood: choosing && get("mood_offer") ? wonder() : "", hint: choosing ? get("hint_offer") : "", back: get("take_back") });
    help.given.hidden = !choosing;
    const at = document.activeElement; // browsers differ in when something hidden loses the focus
    if (held && (changed || at?.closest("[hidden]") || !panel.contains(at))) focusPanel();
  }

  const wonder = () => `How does ${get("lines").findLast((line) => line.who === "client")?.name || "your client"} seem?`;

  function showClosing({ label, note = "" }) {
    finish.textContent = label;
    finish.classList.toggle("cs-primary", !note);
    last.textContent = note;
    last.hidden = !note;
    if (note) finish.setAttribute("aria-describedby", last.id);
    else finish.removeAttribute("aria-describedby");
  }

  const atTheEnd = () => panel.getBoundingClientRect().top < innerHeight;

  /* The newest line of the client and everything that may be answered, in one view; else the line first. */
  function settle() {
    const line = talk.newest();
    if (!line) return;
    const height = panel.getBoundingClientRect().bottom - line.getBoundingClientRect().top;
    const room = innerHeight - top.offsetHeight - 2 * MARGIN;
    if (height < room) panel.scrollIntoView({ block: "end" });
    else line.scrollIntoView({ block: "start" });
  }

  function show() {
    if (waiting && get("answered") < asked) return;
    const follow = waiting || atTheEnd();
    waiting = false;
    clearTimeout(stillSending);
    say("");
    notice.replaceChildren(...(get("notice") ? [make("p", { class: "cs-notice", textContent: get("notice") })] : []));
    bar.show(get("turn"), get("about"), Boolean(get("finished")));
    pause.hidden = Boolean(get("finished"));
    pick.show(get("turn"), get("options"), get("dimmed"), get("hint_offer"));
    setBusy(false);
    showPanel();
    const shorter = talk.standing() > get("lines").length; // something was taken back
    if (shorter) focusPanel();
    const added = talk.show(get("lines"), get("mood"));
    if (help.show(get("hints"))) help.given.scrollIntoView({ block: "nearest" });
    if (shorter) {
      say("Taken back.");
      talk.announceLast();
    }
    if ((added && follow) || shorter) settle();
    veilDown(get("paused"));
  }

  /* Keys work while the focus is inside the widget, so they never fight with the page's own. */
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !curtain.node.hidden) return setPaused(false);
    if (event.target.matches("textarea") || event.ctrlKey || event.altKey || event.metaKey || body.inert) return;
    if (openForm() !== pick.form) return;
    if (/^[1-9]$/.test(event.key) && pick.pick(Number(event.key) - 1)) event.preventDefault();
    if (event.key.toLowerCase() === "h" && get("hint_offer") && pick.group.contains(event.target)) askFor("hint");
    if (event.target !== pick.group) return;
    if (/^Arrow(Down|Right)$/.test(event.key) && pick.pick(0)) event.preventDefault();
    if (event.key === "Enter") pick.form.requestSubmit();
  });
  pause.addEventListener("click", () => setPaused(true));
  finish.addEventListener("click", () => ask({ do: "finish" }));

  /* One answer may change many traits: they are shown together, once. */
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      show();
    });
  };
  const watched = [
    "lines", "options", "turn", "about", "reason", "notice", "paused", "finished", "answered",
    "mood", "mood_offer", "hints", "hint_offer", "dimmed", "take_back",
  ];
  watched.forEach((name) => model.on(`change:${name}`, soon));

  show();
  el.append(root);
  const frame = requestAnimationFrame(() => {
    if (get("finished")) return; // opened to be read again, from the top
    const idle = !document.activeElement || document.activeElement === document.body;
    if (idle && !get("paused")) focusPanel();
    settle();
  });
  /* Unless something was said meanwhile: that has been heard, and would be heard twice. */
  const standing = get("lines").length;
  const first = setTimeout(() => !waiting && get("lines").length === standing && talk.announceLast(), STANDING_MS);

  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(first);
    clearTimeout(stillSending);
    watched.forEach((name) => model.off(`change:${name}`, soon));
  };
}

export default { render };
