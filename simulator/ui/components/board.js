/* HTML from the kernel that can be pressed and filled in. What is used is told by its `data-do`; nothing is decided here.

   New HTML is worked into what stands there instead of taking its place, so that whoever types, scrolls or has opened
   something is not disturbed by it: an element goes on living as long as one of its name is still there.
   A row of tabs (role "tablist") looks after its panels too: each tab names the class of one in `data-panel`. */

const TYPING_MS = 120; // a filter asks this long after the last key
const LONGEST = 200; // of a field that says nothing; Python refuses more
const NO_FIELD = ["hidden", "submit", "button", "reset", "image", "file"];

const fills = (node) => node.matches("input, select, textarea") && !NO_FIELD.includes(node.type);
const picks = (node) => node.type === "checkbox" || node.type === "radio";
const is = (node, tag) => node.nodeName === tag;

/* What an element is known by: its act, its id, or for a field its name. (A form's own properties may be hidden by
   fields called like them, so attributes are asked.) */
function key(node) {
  if (node?.nodeType !== Node.ELEMENT_NODE) return "";
  const own = node.dataset.do ?? node.getAttribute("id");
  if (own) return own;
  const name = node.matches("input, select, textarea") ? node.getAttribute("name") : "";
  return name ? `?${name}${picks(node) ? `=${node.value}` : ""}` : "";
}
const inForm = (node) => `${key(node?.closest?.("form"))} ${key(node)}`;
const holds = (node, what) => Boolean(node.querySelector?.(what) || node.matches?.(what));
const version = (node) => node.dataset?.version;
const sort = (node) => node.nodeName + (node.getAttribute?.("type") ?? "");
const same = (old, node) => sort(old) === sort(node) && version(old) === version(node);

/* Works new HTML into the old: forms and fields live on wherever they have come to stand. */
function work(root, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const forms = new Map([...root.querySelectorAll("form[data-do]")].map((form) => [key(form), form]));
  const fields = new Map();
  for (const node of root.querySelectorAll("input, select, textarea")) {
    if (key(node)) fields.set(inForm(node), { node, form: node.closest("form") });
  }
  const used = new Set();
  const marks = new Map();

  /* A thing without a name is known by the first named one in it: a row of a table by its button. */
  function mark(node) {
    if (!marks.has(node)) {
      const named = key(node) ? node : node.querySelector?.("[data-do], [id], [name]");
      marks.set(node, named ? `${node.nodeName}${named === node ? "" : " of"} ${key(named)}` : node.nodeName);
    }
    return marks.get(node);
  }

  /* Which of the old children each new one goes on as: one of its mark, else one that has no name either. */
  function pairs(parent, news) {
    const left = new Set(parent.childNodes);
    const marked = new Map();
    for (const old of left) marked.set(mark(old), marked.get(mark(old)) ?? []).get(mark(old)).push(old);
    const pair = new Map();
    const take = (node, old) => {
      pair.set(node, old);
      left.delete(old);
      used.add(old);
    };
    for (const node of news) {
      const old = marked.get(mark(node))?.shift();
      if (old && same(old, node)) take(node, old);
    }
    for (const node of news) {
      if (pair.has(node) || key(node)) continue;
      for (const old of left) {
        if (key(old) || !same(old, node)) continue;
        take(node, old);
        break;
      }
    }
    left.forEach((old) => old.remove());
    return pair;
  }

  /* A form that has come to stand elsewhere, or a field elsewhere in a form that goes on. */
  function moved(node) {
    const field = key(node) && !is(node, "FORM") ? fields.get(inForm(node)) : null;
    const old = is(node, "FORM") ? forms.get(key(node)) : field?.node;
    if (!old || used.has(old) || !same(old, node) || (field?.form && !used.has(field.form))) return null;
    used.add(old);
    return old;
  }

  function children(parent, from) {
    const news = [...from.childNodes];
    const pair = pairs(parent, news);
    let at = parent.firstChild;
    for (const node of news) {
      const old = pair.get(node) ?? moved(node);
      const whole = !old && !holds(node, "form, input, select, textarea"); // nothing that may have stood elsewhere
      const next = old ?? node.cloneNode(whole);
      if (next === at) at = at.nextSibling;
      else parent.insertBefore(next, at);
      if (!whole) update(next, node, !old);
    }
  }

  function update(old, node, isNew) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== node.nodeValue) old.nodeValue = node.nodeValue;
      return;
    }
    if (old.isEqualNode(node) && !holds(node, "select")) return;
    const list = is(old, "SELECT") && !isNew;
    const chosen = list && old.closest("form") && touched(old) ? values(old) : null;
    attributes(old, node);
    children(old, node);
    if (list) settle(old, chosen);
  }

  children(root, fresh.content);
}

/* What somebody has opened stays open, and what was typed stays: a field's attribute is only what it began with. */
function attributes(old, node) {
  const kept = is(old, "DETAILS") && key(old) ? "open" : "";
  for (const { name } of [...old.attributes]) if (!node.hasAttribute(name) && name !== kept) old.removeAttribute(name);
  for (const { name, value } of node.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

/* A list in a form keeps what was chosen in it, as far as that still stands there; any other shows what Python says. */
const values = (list) => [...list.options].filter((each) => each.selected).map((each) => each.value);
function began(list) {
  const given = [...list.options].filter((each) => each.defaultSelected).map((each) => each.value);
  if (list.multiple) return given;
  return given.length ? given.slice(-1) : [...list.options].filter((each) => !each.disabled).map((each) => each.value).slice(0, 1);
}
const touched = (list) => JSON.stringify(values(list)) !== JSON.stringify(began(list));
function settle(list, chosen) {
  const there = chosen?.filter((value) => [...list.options].some((each) => each.value === value && !each.disabled));
  const wanted = there && (there.length || list.multiple) ? there : began(list);
  for (const each of list.options) each.selected = wanted.includes(each.value);
}

/* What a form gives, as Python expects it: lists for what may be several, one text for anything else. */
const OUT = ":disabled, [readonly], [aria-disabled=true]";
const given = (form) => [...form.querySelectorAll("input, select, textarea")].filter((node) => fills(node) && !node.matches(OUT));
const offered = (list) => [...list.selectedOptions].filter((each) => !each.matches(":disabled")).map((each) => each.value);
function filled(fields) {
  const told = {};
  for (const node of fields) {
    if (node.type === "checkbox") (told[node.name] ??= []).push(...(node.checked ? [node.value] : []));
    else if (node.type === "select-multiple") told[node.name] = offered(node);
    else if (node.type === "select-one") told[node.name] = offered(node)[0] ?? "";
    else if (node.type !== "radio" || node.checked) told[node.name] = node.value;
  }
  return told;
}

function render({ model, el }) {
  const root = document.createElement("div");
  const told = document.createElement("div");
  told.className = "cs-hidden";
  told.setAttribute("role", "status");
  root.className = "cs-board";
  root.dataset.lmSuppressShortcuts = "true"; // arrows and Enter are ours, not the notebook's
  let html = null;

  const find = (test) => [...root.querySelectorAll("[data-do], [id], [name]")].find(test);
  const called = (name) => find((node) => key(node) === name || node.id === name);

  /* The focus stays where it is, or goes to what has taken that place: the same field, else where the HTML says. */
  function draw() {
    if (html === model.get("html")) return;
    html = model.get("html");
    const had = root.contains(document.activeElement) ? document.activeElement : null;
    const caret = had?.selectionStart == null ? null : [had.selectionStart, had.selectionEnd, had.selectionDirection];
    const place = key(had) ? inForm(had) : "";
    work(root, html);
    dress();
    if (had && document.activeElement !== had) {
      const again = had.isConnected ? had : (place && find((node) => inForm(node) === place)) || root.querySelector("[data-rest]");
      again?.focus({ preventScroll: true });
      if (again === had && caret) had.setSelectionRange(...caret);
    }
    root.querySelector("[data-latest]")?.scrollIntoView({ block: "nearest" });
  }

  /* What was typed into a filter is told before anything that is pressed after it. */
  let typed = null;
  let waiting = 0;
  function tell() {
    clearTimeout(waiting);
    if (typed?.isConnected) model.send({ do: typed.dataset.do, value: typed.value });
    typed = null;
  }
  function send(message) {
    tell();
    model.send(message);
  }
  function type(event) {
    const node = event.target.closest("input[data-do]");
    if (!node || node.closest("form")) return;
    clearTimeout(waiting);
    typed = node;
    waiting = setTimeout(tell, TYPING_MS);
  }

  const off = (node) => node.disabled || node.getAttribute("aria-disabled") === "true";
  function press(event) {
    const node = event.target.closest("button[data-do]");
    if (!node || off(node)) return;
    event.preventDefault();
    send({ do: node.dataset.do });
  }
  function give(event) {
    const node = event.target.closest("select[data-do]");
    if (node) send({ do: node.dataset.do, value: node.value });
  }
  let sent = 0; // forms on their way; a second press of the button is no second form
  function submit(event) {
    event.preventDefault();
    const form = event.target.closest("form[data-do]");
    if (!form || (event.submitter && off(event.submitter)) || sent > model.get("answered")) return;
    const fields = given(form);
    const named = fields.filter((node) => node.name);
    if (!named.length) return send({ do: form.dataset.do, value: fields[0]?.value ?? "" });
    sent = model.get("answered") + 1;
    send({ do: form.dataset.do, fields: filled(named) });
  }

  /* Tabs: one stop of the Tab key; arrows, Home and End go from one to the next and show it. */
  const tabs = () => [...root.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => el.closest(".coachsim")?.querySelector(`.${tab.dataset.panel}`);
  function move(event) {
    const all = tabs();
    const at = all.indexOf(event.target.closest("[role=tab]"));
    if (at < 0) return;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const tab = all[next % all.length];
    tab.focus();
    send({ do: tab.dataset.do });
  }
  /* What HTML cannot say: the limits of fields that name none, and the panels that belong to the tabs. */
  function dress() {
    root.querySelectorAll("input:not([maxlength]), textarea:not([maxlength])").forEach((node) => fills(node) && !picks(node) && (node.maxLength = LONGEST));
    const left = tabs().filter((tab) => !panelOf(tab));
    for (const tab of tabs()) {
      const panel = panelOf(tab);
      if (!panel) continue;
      const shown = tab.getAttribute("aria-selected") === "true";
      if (!shown && panel.contains(document.activeElement)) tabs().find((each) => each.getAttribute("aria-selected") === "true").focus();
      panel.id = tab.getAttribute("aria-controls");
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = -1;
      panel.hidden = !shown;
    }
    return left.length === 0;
  }
  /* The panels may still be on their way. */
  const coming = new MutationObserver(() => dress() && coming.disconnect());

  function focus() {
    const { on, times } = model.get("focused");
    if (times) requestAnimationFrame(() => called(on)?.focus());
  }
  const say = () => (told.textContent = model.get("said"));
  const first = requestAnimationFrame(say); // words that come with their region may stay unheard

  root.addEventListener("click", press);
  root.addEventListener("change", give);
  root.addEventListener("input", type);
  root.addEventListener("submit", submit);
  root.addEventListener("keydown", move);
  el.append(root, told);
  draw();
  if (tabs().length && !dress()) coming.observe(document.body, { childList: true, subtree: true });
  const watched = { html: draw, said: say, focused: focus };
  Object.entries(watched).forEach(([name, act]) => model.on(`change:${name}`, act));
  return () => {
    cancelAnimationFrame(first);
    clearTimeout(waiting);
    coming.disconnect();
    Object.entries(watched).forEach(([name, act]) => model.off(`change:${name}`, act));
  };
}

export default { render };
