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

function bubble({ who, name, parts }) {
  const words = make("p", { class: "cs-words" });
  parts.forEach((part, i) => words.append(...(i ? [" "] : []), phrase(part)));
  const node = make("div", { class: `cs-line cs-${who}` });
  if (who !== "note") node.append(make("p", { class: "cs-who", dir: "auto", textContent: name }));
  node.append(words);
  return node;
}

/* The transcript: keyed by position, so an answer from the kernel adds what is new and touches nothing else. */
function transcript() {
  const log = make("div", { class: "cs-log", role: "log", "aria-live": "polite", "aria-label": "Conversation so far" });
  log.setAttribute("aria-relevant", "additions");
  const shown = [];
  let waiting = null;

  const add = (line) => {
    const node = log.appendChild(bubble(line));
    shown.push({ said: JSON.stringify([line.who, line.parts]), node });
    return node;
  };
  const dropFrom = (count) => shown.splice(count).forEach(({ node }) => node.remove());

  return {
    log,
    /* The line just chosen, shown at once; the kernel's answer confirms it or takes it back. */
    say(line) {
      waiting = add(line);
      waiting.classList.add("cs-waiting");
      return waiting;
    },
    /* Shows these lines; returns whether any was added. */
    show(lines) {
      waiting?.classList.remove("cs-waiting");
      waiting = null;
      const known = lines.findIndex((line, i) => shown[i]?.said !== JSON.stringify([line.who, line.parts]));
      dropFrom(known < 0 ? lines.length : known);
      if (known >= 0) lines.slice(known).forEach(add);
      return known >= 0;
    },
    /* Puts the last line in once more, so that it is read out: what stood there from the start is silent history. */
    announceLast: () => shown.length && log.append(shown.at(-1).node),
    newest: () => shown.findLast(({ node }) => node.matches(".cs-client, .cs-note"))?.node ?? log.lastElementChild,
  };
}

/* The options: native radios, so arrows, Space and form submission are the browser's own. */
function choices(onSend, onIncomplete) {
  const name = `cs-option-${++drawn}`;
  const legend = make("legend", { id: `${name}-legend`, textContent: "What do you say?" });
  const group = make("fieldset", { class: "cs-options", role: "radiogroup", tabIndex: -1 }, legend);
  group.setAttribute("aria-labelledby", legend.id);
  const keys = make("span", { class: "cs-keys" });
  const send = make("button", { class: "cs-button cs-primary", type: "submit", textContent: "Say this" });
  const form = make("form", { class: "cs-choose" }, group, make("div", { class: "cs-actions" }, send, keys));
  const radios = [];
  let busy = false;
  let shown = "";

  const row = (i) => {
    const radio = make("input", { type: "radio", name, value: String(i) });
    radio.setAttribute("aria-keyshortcuts", String(i + 1));
    const text = make("span", { class: "cs-option-text" });
    const number = make("span", { class: "cs-number", textContent: String(i + 1), "aria-hidden": "true" });
    group.append(make("label", { class: "cs-option" }, radio, number, text));
    radios.push(radio);
    return radio;
  };
  const textOf = (radio) => radio.parentElement.querySelector(".cs-option-text");

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
    show(turn, options) {
      const wanted = JSON.stringify([turn, options]);
      if (wanted === shown) return;
      shown = wanted;
      options.forEach((option, i) => {
        const radio = radios[i] ?? row(i);
        textOf(radio).replaceChildren(...option.parts.flatMap((part, n) => (n ? [" ", phrase(part)] : [phrase(part)])));
        radio.checked = false;
        if (asText(option.parts)) radio.removeAttribute("aria-label");
        else radio.setAttribute("aria-label", `Option ${i + 1}`);
      });
      radios.splice(options.length).forEach((radio) => radio.parentElement.remove());
      keys.textContent = options.length ? `Keys 1–${options.length} choose, Enter says it.` : "";
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
  const why = reasoning((text) => ask({ do: "reason", turn: get("turn"), text }), say);
  const curtain = veil(() => setPaused(false));
  const pause = make("button", { class: "cs-button cs-quiet", type: "button", textContent: "Pause" });
  const finish = make("button", { class: "cs-button cs-primary", type: "button" });
  const closing = make("div", { class: "cs-closing" }, finish);
  const panel = make("div", { class: "cs-panel" }, notice, pick.form, why.form, closing, status);
  const top = make("div", { class: "cs-talk-bar" }, bar.node, pause);
  const body = make("div", { class: "cs-talk-body" }, top, talk.log, panel);
  const root = make("div", { class: "cs-talk" }, body, curtain.node);

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

  function setBusy(value) {
    pick.setBusy(value);
    why.setBusy(value);
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
    if (get("finished")) finish.textContent = get("finished").label;
    if (held && (changed || !panel.contains(document.activeElement))) focusPanel();
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
    pick.show(get("turn"), get("options"));
    setBusy(false);
    showPanel();
    if (talk.show(get("lines")) && follow) settle();
    veilDown(get("paused"));
  }

  /* Keys work while the focus is inside the widget, so they never fight with the page's own. */
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !curtain.node.hidden) return setPaused(false);
    if (event.target.matches("textarea") || event.ctrlKey || event.altKey || event.metaKey || body.inert) return;
    if (openForm() !== pick.form) return;
    if (/^[1-9]$/.test(event.key) && pick.pick(Number(event.key) - 1)) event.preventDefault();
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
  const watched = ["lines", "options", "turn", "about", "reason", "notice", "paused", "finished", "answered"];
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
