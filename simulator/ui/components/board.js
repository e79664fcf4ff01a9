/* HTML from the kernel that can be pressed. What is pressed is told by its `data-do`; nothing is decided here.

   A row of tabs (role "tablist") looks after its panels too: each tab names the class of one in `data-panel`. */

const key = (node) => node?.dataset?.do ?? node?.id ?? "";

function render({ model, el }) {
  const root = document.createElement("div");
  const told = document.createElement("div");
  told.className = "cs-hidden";
  told.setAttribute("role", "status");
  root.className = "cs-board";
  root.dataset.lmSuppressShortcuts = "true"; // arrows and Enter are ours, not the notebook's
  let html = null;

  const find = (name) => [...root.querySelectorAll("[data-do], [id]")].find((node) => key(node) === name || node.id === name);

  /* The new HTML leaves focus and what was opened where they were, as far as they are still there. */
  function draw() {
    if (html === model.get("html")) return;
    html = model.get("html");
    const had = root.contains(document.activeElement) ? document.activeElement : null;
    const focused = key(had);
    const open = [...root.querySelectorAll("details[open]")].map(key);
    root.innerHTML = html;
    root.querySelectorAll("details").forEach((each) => open.includes(key(each)) && key(each) && (each.open = true));
    if (had) (find(focused) ?? root.querySelector("[data-rest]"))?.focus({ preventScroll: true });
    root.querySelector("[data-latest]")?.scrollIntoView({ block: "nearest" });
    dress();
  }

  function press(event) {
    const node = event.target.closest("button[data-do]");
    if (!node || node.disabled || node.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    model.send({ do: node.dataset.do });
  }
  function give(event) {
    const node = event.target.closest("select[data-do]");
    if (node) model.send({ do: node.dataset.do, value: node.value });
  }
  function submit(event) {
    event.preventDefault();
    const form = event.target.closest("form[data-do]");
    if (form) model.send({ do: form.dataset.do, value: form.querySelector("input").value });
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
    model.send({ do: tab.dataset.do });
  }
  function dress() {
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
    if (times) requestAnimationFrame(() => find(on)?.focus());
  }
  const say = () => (told.textContent = model.get("said"));
  const first = requestAnimationFrame(say); // words that come with their region may stay unheard

  root.addEventListener("click", press);
  root.addEventListener("change", give);
  root.addEventListener("submit", submit);
  root.addEventListener("keydown", move);
  el.append(root, told);
  draw();
  if (tabs().length && !dress()) coming.observe(document.body, { childList: true, subtree: true });
  const watched = { html: draw, said: say, focused: focus };
  Object.entries(watched).forEach(([name, act]) => model.on(`change:${name}`, act));
  return () => {
    cancelAnimationFrame(first);
    coming.disconnect();
    Object.entries(watched).forEach(([name, act]) => model.off(`change:${name}`, act));
  };
}

export default { render };
