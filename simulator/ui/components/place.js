/* Keeps the browser's address, title and focus in step with the view that the kernel shows, and tells its notices.

   Links of the page are ordinary links ("?attempt=…"); once this runs they are followed without a reload. */

const FOCUS_WAIT_MS = 5000;

function render({ model, el }) {
  const names = () => model.get("names");
  let search = location.search;

  const read = () => {
    const given = new URLSearchParams(location.search);
    return Object.fromEntries(names().flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : [])));
  };

  function write(how) {
    const query = new URLSearchParams(model.get("place")).toString();
    const address = location.pathname + (query ? `?${query}` : "");
    if (address !== location.pathname + location.search) history[how](null, "", address);
    search = location.search;
  }

  /* The new view may still be on its way: the focus waits for it, unless someone takes it elsewhere first. */
  let waiting = null;
  function focus(id) {
    waiting?.disconnect();
    const take = () => {
      const target = document.getElementById(id);
      if (!target) return false;
      if (!target.hasAttribute("tabindex") && !target.matches("a, button, input, textarea")) target.tabIndex = -1;
      target.closest(".coachsim")?.scrollIntoView();
      target.focus({ preventScroll: true });
      return true;
    };
    if (take()) return;
    waiting = new MutationObserver(() => take() && waiting.disconnect());
    waiting.observe(document.body, { childList: true, subtree: true });
    setTimeout((mine) => mine.disconnect(), FOCUS_WAIT_MS, waiting);
  }

  function moved() {
    write(model.get("replace") ? "replaceState" : "pushState");
    document.title = model.get("title");
    if (model.get("focus")) focus(model.get("focus"));
  }

  function followed(event) {
    const link = event.target.closest?.(".coachsim a[href]");
    const plain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target) return;
    const href = link.getAttribute("href");
    if (href.startsWith("#")) document.getElementById(href.slice(1))?.closest("details")?.setAttribute("open", "");
    if (!href.startsWith("?")) return;
    event.preventDefault();
    model.send({ do: "go", place: Object.fromEntries(new URLSearchParams(href)) });
  }

  /* Jumps inside the page are in the history too; only another query is another place. */
  function returned() {
    if (location.search === search) return;
    search = location.search;
    model.send({ do: "back", place: read() });
  }

  /* A live region has to stand before words are put into it; one that comes with its words may stay unheard. */
  const told = el.appendChild(document.createElement("div"));
  told.setAttribute("role", "alert");
  function tell() {
    const box = Object.assign(document.createElement("p"), { className: "cs-notice cs-page-notice" });
    box.textContent = model.get("notice");
    told.replaceChildren(...(box.textContent ? [box] : []));
    if (box.textContent) box.scrollIntoView({ block: "nearest" });
  }
  const first = requestAnimationFrame(tell);

  write("replaceState");
  document.title = model.get("title");
  model.on("change:moves", moved);
  model.on("change:notice", tell);
  document.addEventListener("click", followed);
  addEventListener("popstate", returned);
  return () => {
    waiting?.disconnect();
    cancelAnimationFrame(first);
    model.off("change:moves", moved);
    model.off("change:notice", tell);
    document.removeEventListener("click", followed);
    removeEventListener("popstate", returned);
  };
}

export default { render };
