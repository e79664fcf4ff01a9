/* A picture whose nodes can be picked: an SVG from the kernel, in a box that scrolls, with three buttons to zoom.

   The nodes are one stop of the Tab key; arrows go from node to node in the order of the document. */

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = new Set(
  `svg g path rect circle ellipse line polyline polygon text tspan title desc defs marker symbol use style
  clipPath mask pattern linearGradient radialGradient stop`.split(/\s+/),
);
const FETCHES = /@import|url\((?!\s*["']?#)|image-set|\\/i;
const STEP = 1.25;
const SMALLEST = 0.1;
const LARGEST = 4;
const READABLE = 0.85; // below this the words of a wide picture cannot be read: it opens larger, and scrolls
const LOOK = `
  :host { display: block; width: max-content; min-width: 100%; }
  svg { display: block; margin: auto; overflow: visible; font-family: var(--cs-sans, sans-serif); }
  g[data-id] { cursor: pointer; outline: none; }
  .halo { fill: none !important; stroke: none !important; stroke-dasharray: none !important; stroke-linejoin: round;
    vector-effect: non-scaling-stroke; pointer-events: none; }
  g:hover > .halo { stroke: var(--cs-accent, #1c5f5b) !important; stroke-width: 2; stroke-dasharray: 4 3 !important; }
  g[aria-current] > .halo { stroke: var(--cs-accent, #1c5f5b) !important; stroke-width: 3; stroke-dasharray: none !important; }
  g:focus-visible > .halo { stroke: var(--cs-focus, #0b57d0) !important; stroke-width: 4; stroke-dasharray: none !important; }`;

function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/* Whether an attribute could run or fetch something. */
function harmful({ localName, value }) {
  if (/^on/i.test(localName)) return true;
  if (/^(href|src)$/i.test(localName)) return !value.startsWith("#");
  return FETCHES.test(value) && localName !== "data-id";
}

/* The picture with nothing in it but shapes, words and its own style; null for what is no SVG. */
function picture(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.localName !== "svg" || root.namespaceURI !== SVG) return null;
  for (const node of [root, ...root.querySelectorAll("*")]) {
    const allowed = node.namespaceURI === SVG && SHAPES.has(node.localName);
    if (!allowed || (node.localName === "style" && FETCHES.test(node.textContent))) node.remove();
    else [...node.attributes].filter(harmful).forEach((each) => node.removeAttributeNode(each));
  }
  return document.importNode(root, true);
}

function naturalSize(svg) {
  const [, , width, height] = (svg.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  if (width > 0 && height > 0) return { width, height };
  const given = ["width", "height"].map((name) => parseFloat(svg.getAttribute(name)) || 300);
  svg.setAttribute("viewBox", `0 0 ${given[0]} ${given[1]}`);
  return { width: given[0], height: given[1] };
}

const nodesOf = (svg) => [...(svg?.querySelectorAll("g[data-id]") ?? [])];
const idOf = (node) => node?.getAttribute("data-id");

const around = (x, y, width, height, r = 10) =>
  `M${x + r} ${y}h${width - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${height - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}` +
  `h${2 * r - width}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - height}a${r} ${r} 0 0 1 ${r} ${-r}z`;

/* A node as a button of the picture, with a frame to show hover, focus and selection. */
function dress(node) {
  const title = node.querySelector(":scope > title")?.textContent.trim();
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", title || idOf(node));
  node.setAttribute("tabindex", "-1");
  const { x, y, width, height } = node.getBBox();
  const halo = document.createElementNS(SVG, "path"); // no rectangle, which the picture's own style might mean
  halo.setAttribute("class", "halo");
  halo.setAttribute("d", around(x - 5, y - 5, width + 10, height + 10));
  node.append(halo);
}

/* Scrolls the box, and never the page, until the node is inside it. */
function intoView(box, node) {
  const outer = box.getBoundingClientRect();
  const inner = node.getBoundingClientRect();
  const past = (low, high, from, to) => (low < from ? low - from - 16 : high > to ? Math.min(high - to + 16, low - from - 16) : 0);
  box.scrollBy(past(inner.left, inner.right, outer.left, outer.right), past(inner.top, inner.bottom, outer.top, outer.bottom));
}

function controls(zoom, fit) {
  const button = (label, words, act) => {
    const node = make("button", { className: "cs-button", type: "button", textContent: words });
    node.setAttribute("aria-label", label);
    node.title = label;
    node.addEventListener("click", act);
    return node;
  };
  const bar = make(
    "div", { className: "cs-diagram-bar" },
    button("Zoom out", "−", () => zoom(1 / STEP)), button("Zoom in", "+", () => zoom(STEP)), button("Fit the width", "Fit", fit),
  );
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Size of the picture");
  return bar;
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  const frame = make("div");
  const inside = frame.attachShadow({ mode: "open" });
  const box = make("div", { className: "cs-diagram-box" }, frame);
  let svg = null;
  let size = { width: 1, height: 1 };
  let scale = 0; // none until the box has a width
  let unseen = true;
  let at = null; // the id of the node that the Tab key stops at

  function zoomTo(wanted) {
    const before = scale || wanted;
    const middle = [box.scrollLeft + box.clientWidth / 2, box.scrollTop + box.clientHeight / 2];
    scale = Math.min(Math.max(wanted, SMALLEST), LARGEST);
    svg?.setAttribute("width", size.width * scale);
    svg?.setAttribute("height", size.height * scale);
    const [left, top] = middle.map((each) => (each * scale) / before);
    box.scrollTo(left - box.clientWidth / 2, top - box.clientHeight / 2);
  }
  const fitting = () => Math.min(room() / size.width, 1);
  const room = () => box.clientWidth - parseFloat(getComputedStyle(box).paddingLeft) * 2;
  const bar = controls((factor) => zoomTo(scale * factor), () => zoomTo(fitting()));

  function stopAt(node) {
    at = idOf(node);
    nodesOf(svg).forEach((each) => each.setAttribute("tabindex", each === node ? "0" : "-1"));
  }

  function select() {
    nodesOf(svg).forEach((node) => {
      if (idOf(node) === get("selected")) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    });
  }

  /* Zoom and scroll position are the box's, so a new picture leaves them; the focus goes to the node of the same id. */
  function draw() {
    const focused = idOf(inside.activeElement);
    svg = picture(get("svg"));
    const style = make("style", { textContent: LOOK });
    const kept = [box.scrollLeft, box.scrollTop];
    inside.replaceChildren(style, ...(svg ? [svg] : []));
    if (!svg) return;
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", get("label"));
    size = naturalSize(svg);
    nodesOf(svg).forEach(dress);
    const same = (id) => nodesOf(svg).find((node) => id !== null && idOf(node) === id);
    stopAt(same(at) ?? same(get("selected")) ?? nodesOf(svg)[0]);
    select();
    if (scale) zoomTo(scale);
    else if (!unseen) open();
    box.scrollTo(...kept);
    if (focused) same(focused)?.focus({ preventScroll: true });
  }

  function selected() {
    select();
    const node = nodesOf(svg).find((each) => each.hasAttribute("aria-current"));
    if (!node) return;
    intoView(box, node);
    if (!inside.activeElement) stopAt(node);
  }

  function open() {
    zoomTo(Math.min(Math.max(fitting(), READABLE), 1));
    box.scrollTo(0, 0);
    selected();
  }

  const pick = (node) => node && (stopAt(node), model.send({ do: "pick", id: idOf(node) }));
  inside.addEventListener("click", (event) => pick(event.target.closest("g[data-id]")));
  inside.addEventListener("keydown", (event) => {
    const node = event.target.closest("g[data-id]");
    if (!node || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = nodesOf(svg);
    const place = all.indexOf(node);
    const next = {
      ArrowDown: all[place + 1], ArrowRight: all[place + 1], ArrowUp: all[place - 1], ArrowLeft: all[place - 1],
      Home: all[0], End: all.at(-1),
    };
    if (event.key === "Enter" || event.key === " ") pick(node);
    else if (!(event.key in next)) return;
    else if (next[event.key]) go(next[event.key]);
    event.preventDefault();
  });

  function go(node) {
    stopAt(node);
    node.focus({ preventScroll: true });
    intoView(box, node);
  }

  /* The first time there is a picture in a box with a width, it is fitted; later its size is the reader's. */
  const sized = new ResizeObserver(() => {
    const hidden = !box.clientWidth;
    if (unseen && !hidden) draw(); // frames are measured, and what is not shown has no measure
    unseen = hidden;
    if (!hidden && svg && !scale) open();
  });
  const named = () => svg?.setAttribute("aria-label", get("label"));

  el.append(make("div", { className: "cs-diagram" }, bar, box));
  el.firstElementChild.dataset.lmSuppressShortcuts = "true"; // arrows and Enter are ours, not the notebook's
  draw();
  sized.observe(box);
  const watched = { svg: draw, selected, label: named };
  Object.entries(watched).forEach(([name, act]) => model.on(`change:${name}`, act));
  return () => {
    sized.disconnect();
    Object.entries(watched).forEach(([name, act]) => model.off(`change:${name}`, act));
  };
}

export default { render };
