/* Says beside a long text how much has been written, once somebody writes; the hint says before how much may be. */

const NEAR = 200; // characters left from which on it is said aloud

const grouped = (number) => number.toLocaleString("en-GB");
const size = (text) => [...text].length; // characters as Python counts them

function hintOf(field) {
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
  return ids.map((id) => document.getElementById(id)).find((each) => each?.dataset.counts);
}

function render({ el }) {
  const aloud = document.createElement("div");
  aloud.className = "cs-hidden";
  aloud.setAttribute("role", "status");
  el.append(aloud);
  let told = "";

  function count({ target }) {
    const hint = target.matches?.("textarea") && hintOf(target);
    if (!hint) return;
    const limit = Number(hint.dataset.counts);
    const long = size(target.value.trim());
    hint.dataset.hint ??= hint.textContent;
    const over = long - limit;
    hint.textContent = over > 0 ? `${grouped(over)} characters too many: at most ${grouped(limit)} fit. Nothing is cut; shorten it.` : long ? `${grouped(long)} of ${grouped(limit)} characters` : hint.dataset.hint;
    hint.classList.toggle("cs-wrong", over > 0);
    target.setAttribute("aria-invalid", String(over > 0));
    const now = over > 0 ? "over" : over > -NEAR ? "near" : "";
    if (now && now !== told) aloud.textContent = hint.textContent;
    told = now;
  }

  document.addEventListener("input", count);
  return () => document.removeEventListener("input", count);
}

export default { render };
