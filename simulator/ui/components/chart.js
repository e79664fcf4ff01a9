/* Two charts of a conversation, drawn by uPlot on a canvas, with the same figures as a table beneath.

   uPlot is asked of the kernel once per page, by the first chart that is shown. Without it the table remains. */

const LIBRARY = Symbol.for("coachsim uPlot");
const LIBRARY_WAIT_MS = 10000;
const HEIGHT = { attainable: 260, alliance: 220 };
const TRUST = ["none", "provisional", "working", "deep"];

function library(model) {
  globalThis[LIBRARY] ??= ask(model).catch((error) => {
    delete globalThis[LIBRARY];
    throw error;
  });
  return globalThis[LIBRARY];
}

async function ask(model) {
  const { script, style } = await new Promise((resolve, reject) => {
    model.on("msg:custom", resolve);
    setTimeout(reject, LIBRARY_WAIT_MS, new Error("The chart library did not arrive."));
    model.send({ do: "library" });
  });
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  const url = URL.createObjectURL(new Blob([script, "\nexport default uPlot;"], { type: "text/javascript" }));
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

function table({ caption, columns, rows }) {
  const head = make("tr", {}, ...columns.map((text) => make("th", { scope: "col", textContent: text })));
  const line = ([first, ...rest]) =>
    make("tr", {}, make("th", { scope: "row", textContent: first }), ...rest.map((text) => make("td", { textContent: text })));
  const body = make("tbody", {}, ...rows.map(line));
  const whole = make("table", {}, make("caption", { textContent: caption }), make("thead", {}, head), body);
  const box = make("div", { className: "cs-scroll", tabIndex: 0 }, whole);
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", caption);
  return make("details", { className: "cs-chart-table" }, make("summary", { textContent: "The same as a table" }), box);
}

/* The theme as the canvas needs it: read afresh for every drawing, so a change of theme is one more drawing. */
function palette(node) {
  const style = getComputedStyle(node);
  const of = (name) => style.getPropertyValue(`--cs-${name}`).trim();
  return {
    ink: of("ink"), soft: of("ink-soft"), line: of("line"), accent: of("accent"), tint: of("accent-soft"),
    warm: of("warm"), warmTint: of("warm-soft"), surface: of("surface"), family: style.fontFamily,
  };
}

/* Turn numbers below the x axis, as many as there is room for. */
const turnMarks = (last) => (u) => {
  const step = [1, 2, 5, 10].find((every) => (u.bbox.width / devicePixelRatio / Math.max(last, 1)) * every >= 24) ?? 20;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
};

function axes(last, colour, y) {
  const shared = { stroke: colour.soft, font: `12px ${colour.family}`, ticks: { show: false } };
  const grid = { stroke: colour.line, width: 1 };
  return [
    { ...shared, splits: turnMarks(last), values: (_, marks) => marks, grid: { show: false }, size: 24, gap: 6,
      label: "Turn", labelFont: `12px ${colour.family}`, labelSize: 18 },
    { ...shared, grid, gap: 8, ...y },
  ];
}

/* Writes in the units of the page; uPlot's canvas counts in device pixels. */
function pen(u, colour) {
  const ratio = devicePixelRatio;
  const { ctx } = u;
  const at = (x, y) => [u.valToPos(x, "x", true), u.valToPos(y, "y", true)];
  const text = (words, x, y, { align = "center", fill = colour.ink, weight = 600, halo = true } = {}) => {
    ctx.font = `${weight} ${12 * ratio}px ${colour.family}`;
    ctx.textAlign = align;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4 * ratio;
    ctx.strokeStyle = colour.surface;
    if (halo) ctx.strokeText(words, x, y);
    ctx.fillStyle = fill;
    ctx.fillText(words, x, y);
  };
  const dot = (x, y, radius, fill) => {
    ctx.beginPath();
    ctx.arc(x, y, radius * ratio, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.lineWidth = 2 * ratio;
    ctx.strokeStyle = colour.surface;
    ctx.stroke();
  };
  return { ctx, ratio, at, text, dot };
}

function drawn(u, colour, draw) {
  const tools = pen(u, colour);
  tools.ctx.save();
  draw(tools);
  tools.ctx.restore();
}

/* Share of what was attainable after each turn, the size of every drop, and the turning points by number. */
function attainable({ points, turning }, colour) {
  const last = points.length - 1;
  const marks = (u) =>
    drawn(u, colour, ({ ratio, at, text, dot }) => {
      points.forEach((value, turn) => {
        const drop = turn ? Math.round(points[turn - 1] - value) : 0;
        const [x, y] = at(turn, value);
        const number = turning.indexOf(turn) + 1;
        const below = value > 16 ? 1 : -1;
        if (number) dot(x, y, 10, colour.warm);
        if (number) text(String(number), x, y, { fill: colour.surface, halo: false });
        if (drop > 0) text(`−${drop}`, x, y + below * (number ? 20 : 15) * ratio, { fill: colour.warm });
      });
    });
  return {
    data: [points.map((_, turn) => turn), points],
    scales: { x: { time: false, range: [-0.35, last + 0.35] }, y: { range: [0, 108] } },
    axes: axes(last, colour, { splits: () => [0, 25, 50, 75, 100], values: (_, marks) => marks, size: 40 }),
    series: [{}, { stroke: colour.accent, width: 2.5, fill: colour.tint, points: { size: 7, fill: colour.surface } }],
    hooks: { draw: [marks] },
  };
}

/* Trust as steps; strained stretches as bands; breach and repair as marks with their names. */
function alliance({ trust, strained, marks }, colour, uPlot) {
  const last = trust.length - 1;
  const bands = (u) =>
    drawn(u, colour, ({ ctx, at }) => {
      ctx.fillStyle = colour.warmTint;
      strained.forEach(([from, to]) => {
        const left = Math.max(at(from, 0)[0], u.bbox.left);
        const right = Math.min(at(Math.max(to, from + 0.3), 0)[0], u.bbox.left + u.bbox.width);
        ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
      });
    });
  const names = (u) =>
    drawn(u, colour, ({ ctx, ratio, at, text, dot }) => {
      const rows = [-Infinity, -Infinity];
      marks.forEach(({ turn, kind, label }) => {
        const [x, y] = at(turn, trust[turn]);
        dot(x, y, 6, kind === "repair" ? colour.accent : colour.warm);
        ctx.font = `600 ${12 * ratio}px ${colour.family}`;
        const half = ctx.measureText(label).width / 2 + 4 * ratio;
        const middle = Math.min(Math.max(x, u.bbox.left + half), u.bbox.left + u.bbox.width - half);
        const row = rows.findIndex((end) => middle - half > end);
        if (row >= 0) rows[row] = middle + half;
        const top = u.bbox.top + (12 + 16 * Math.max(row, 0)) * ratio;
        text(label, middle, top, { fill: kind === "repair" ? colour.accent : colour.warm });
      });
    });
  const steps = uPlot.paths.stepped({ align: 1 });
  return {
    data: [trust.map((_, turn) => turn), trust],
    scales: { x: { time: false, range: [-0.35, last + 0.35] }, y: { range: [-0.25, 4.1] } },
    axes: axes(last, colour, { splits: () => [0, 1, 2, 3], values: (_, marks) => marks.map((m) => TRUST[m]), size: 84 }),
    series: [{}, { stroke: colour.accent, width: 2.5, paths: steps, points: { size: 6, fill: colour.surface } }],
    hooks: { drawClear: [bands], draw: [names] },
  };
}

const KINDS = { attainable, alliance };

function render({ model, el }) {
  const picture = make("div", { className: "cs-chart-picture" });
  picture.setAttribute("role", "img");
  const root = make("figure", { className: "cs-chart" }, picture);
  let plot = null;
  let uPlot = null;
  let gone = false;

  function draw() {
    if (!uPlot || gone || !picture.clientWidth) return;
    plot?.destroy();
    const kind = model.get("kind");
    const { data, ...options } = KINDS[kind](model.get("data"), palette(picture), uPlot);
    const size = { width: picture.clientWidth, height: HEIGHT[kind] };
    plot = new uPlot({ ...size, ...options, legend: { show: false }, cursor: { show: false } }, data, picture);
  }

  function show() {
    const alt = model.get("alt");
    picture.setAttribute("aria-label", alt.label);
    picture.style.minHeight = `${HEIGHT[model.get("kind")]}px`;
    root.replaceChildren(picture, table(alt));
    draw();
  }

  function withoutChart() {
    if (gone) return;
    picture.remove();
    root.querySelector("details").open = true;
  }

  const themes = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query));
  const sized = new ResizeObserver(() => requestAnimationFrame(draw));
  show();
  el.append(root);
  library(model).then((loaded) => {
    uPlot = loaded;
    draw();
    sized.observe(picture);
  }, withoutChart);
  themes.forEach((theme) => theme.addEventListener("change", draw));
  model.on("change:data", show);
  return () => {
    gone = true;
    sized.disconnect();
    themes.forEach((theme) => theme.removeEventListener("change", draw));
    model.off("change:data", show);
    plot?.destroy();
  };
}

export default { render };
