/* A YAML editor: CodeMirror around the traits of `Editor`.

   Python owns the findings and knows what could stand at the cursor; the text belongs to whoever typed last. Every
   change made here has a number (`revision`) and is sent once typing pauses; `heard` says which one Python's text is
   an answer to. While more has been typed than was heard, a text from Python is out of date and is not shown.

   CodeMirror is asked of the kernel once per page, by the first editor that is shown. */

const LIBRARY = Symbol.for("coachsim CodeMirror");
const LIBRARY_WAIT_MS = 10000;
const PAUSE_MS = 250;
const COMPLETION_WAIT_MS = 4000;
const KEYS =
  "Tab indents; to leave the editor press Escape, then Tab. Control and Space offers what fits at the cursor, " +
  "Control (or Command) and F searches, F8 goes to the next finding.";
const TOO_LONG = "This text is longer than 1 MiB and is not taken over. Shorten it to go on.";
let numbered = 0; // shared by all editors of a page, as two views of one hear each other's answers

function library(model) {
  globalThis[LIBRARY] ??= ask(model).catch((error) => {
    delete globalThis[LIBRARY];
    throw error;
  });
  return globalThis[LIBRARY];
}

async function ask(model) {
  const script = await new Promise((resolve, reject) => {
    model.on("msg:custom", (message) => message.library && resolve(message.library));
    setTimeout(reject, LIBRARY_WAIT_MS, new Error("The editor did not arrive."));
    model.send({ do: "library" });
  });
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/* Python counts columns in characters, CodeMirror in UTF-16 units; they part at the first emoji. */
function placeOf(doc, line, column) {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return at.from + [...at.text].slice(0, Math.max(column, 1) - 1).join("").length;
}

function lineAndColumn(doc, place) {
  const at = doc.lineAt(place);
  return { line: at.number, column: [...at.text.slice(0, place - at.from)].length + 1 };
}

/* What differs, between the beginning and the end that two texts share: cursor and undo survive the rest. */
function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < shorter - from && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}

/* The text between browser and kernel: when it is sent, and whose is taken. */
function exchange(model, say) {
  let revision = model.get("heard");
  let document = model.get("document");
  let timer = 0;

  return {
    typed(write) {
      revision += 1;
      clearTimeout(timer);
      timer = setTimeout(write, PAUSE_MS);
    },
    /* Nothing to do when all is sent: leaving the editor asks for this too. */
    write(text) {
      if (!timer) return;
      clearTimeout(timer);
      timer = 0;
      const fits = new Blob([text]).size <= model.get("limit");
      say(fits ? "" : TOO_LONG);
      if (!fits) return;
      model.set("text", text);
      model.send({ do: "write", document, revision, text: text.toWellFormed?.() ?? text });
    },
    /* What a text from Python is to us: an "other" document, "newer" than ours, or "older". What is locked is Python's
       alone, so what was not sent before is given up. */
    judge() {
      const other = document !== model.get("document");
      if (other || model.get("read_only")) {
        clearTimeout(timer);
        timer = 0;
        document = model.get("document");
        revision = model.get("heard");
        return other ? "other" : "newer";
      }
      if (!timer && revision < model.get("heard")) revision = model.get("heard"); // another view of the same text
      return revision === model.get("heard") ? "newer" : "older";
    },
    stop: () => clearTimeout(timer),
  };
}

/* Python's order, where CodeMirror's own measure does not prefer one. */
const inOrder = (option, i) => ({ ...option, boost: Math.max(-i, -99) });

/* Asks Python what could stand at the cursor. A newer question makes the one before worthless. */
function completions(model) {
  let open = null;
  const settle = (options) => {
    clearTimeout(open?.timer);
    open?.resolve(options);
    open = null;
  };
  const answered = (message) => message.options && message.request === open?.request && settle(message.options);
  model.on("msg:custom", answered);

  async function source(context) {
    const word = context.matchBefore(/[\w.-]*/);
    if (!context.explicit && word.from === word.to) return null;
    settle(null);
    const request = ++numbered;
    const text = context.state.doc.toString();
    const answer = new Promise((resolve) => {
      open = { request, resolve, timer: setTimeout(settle, COMPLETION_WAIT_MS, null) };
    });
    model.send({ do: "complete", request, ...lineAndColumn(context.state.doc, context.pos), text });
    const options = await answer;
    if (!options?.length) return null;
    return { from: word.from, options: options.map(inOrder), validFor: /^[\w.-]*$/ };
  }
  return { source, stop: () => (settle(null), model.off("msg:custom", answered)) };
}

/* A finding as words. Its text quotes what the author wrote, so it is set with textContent and nothing else. */
function spelled({ severity, code, message, hint }) {
  const said = make("p", {}, make("b", { textContent: code }), ` ${message}`);
  return make("div", { className: `cs-finding cs-${severity}` }, said, ...(hint ? [make("p", { textContent: hint })] : []));
}

/* Where a finding is underlined: the word that begins there, else all that the line holds. */
function underlined(doc, finding) {
  const from = placeOf(doc, finding.line, finding.column);
  const line = doc.lineAt(from);
  const [word] = /^[^\s:,[\]{}]+/.exec(line.text.slice(from - line.from)) ?? [""];
  if (word) return { from, to: from + word.length };
  return { from: line.from + (line.text.length - line.text.trimStart().length), to: line.from + line.text.trimEnd().length };
}

function diagnostics(doc, findings) {
  const mark = (finding) => ({
    ...underlined(doc, finding),
    severity: ["error", "warning"].includes(finding.severity) ? finding.severity : "info",
    source: finding.code,
    message: [finding.code, finding.message, finding.hint].filter(Boolean).join(" "),
    renderMessage: () => spelled(finding),
  });
  return findings.map(mark).map(({ from, to, ...rest }) => ({ from: Math.min(from, to), to: Math.max(from, to), ...rest }));
}

/* Escape, then Tab leaves; CodeMirror's own way gives two seconds for it, which is not enough for everyone. */
function leaving(cm) {
  const keydown = (event, view) => {
    if (event.key === "Escape") view.setTabFocusMode(true);
    else if (!["Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key)) view.setTabFocusMode(false);
    return false;
  };
  return cm.EditorView.domEventHandlers({ keydown, blur: (_, view) => view.setTabFocusMode(false) });
}

function extensions(cm, source) {
  const keys = [cm.completionKeymap, cm.lintKeymap, cm.searchKeymap, cm.historyKeymap, cm.defaultKeymap].flat();
  return [
    cm.lineNumbers(), cm.lintGutter(), cm.highlightActiveLineGutter(), cm.highlightActiveLine(), cm.highlightSpecialChars(),
    cm.history(), cm.indentUnit.of("  "), cm.indentOnInput(), cm.bracketMatching(), cm.EditorView.lineWrapping,
    cm.yaml(), cm.syntaxHighlighting(cm.classHighlighter), cm.search({ top: true }), cm.highlightSelectionMatches(),
    cm.autocompletion({ override: [source], icons: false }), leaving(cm), cm.keymap.of([...keys, cm.indentWithTab]),
  ];
}

function opened(cm, model, parts) {
  const { box, here, say, hint } = parts;
  const get = (name) => model.get(name);
  const text = exchange(model, say);
  const asked = completions(model);
  const manners = new cm.Compartment();
  let revealed = 0;
  let shown = null;
  let mannered = "";

  const send = () => text.write(view.state.doc.toString());
  const told = cm.EditorView.updateListener.of((update) => {
    const ours = update.transactions.some((each) => each.isUserEvent("kernel"));
    if (update.docChanged && !ours) text.typed(send);
    if (update.selectionSet || update.docChanged) tellHere();
  });
  const attributes = () => [
    cm.EditorState.readOnly.of(get("read_only")),
    cm.EditorView.contentAttributes.of({ "aria-label": get("label"), "aria-describedby": hint.id, tabindex: "0" }),
  ];
  const fixed = [extensions(cm, asked.source), told, cm.EditorView.domEventHandlers({ blur: send })];
  const begun = () => cm.EditorState.create({ doc: get("text"), extensions: [fixed, manners.of(attributes())] });
  const view = new cm.EditorView({ state: begun(), parent: box });

  /* The findings of the cursor's line, for whoever cannot point at a mark. */
  function tellHere() {
    const { from, to } = view.state.doc.lineAt(view.state.selection.main.head);
    const found = [];
    cm.forEachDiagnostic(view.state, (each, start) => start >= from && start <= to && found.push(each.renderMessage()));
    const words = found.map((each) => each.textContent).join("");
    if (words !== here.textContent) here.replaceChildren(...found);
  }

  function take() {
    const judged = text.judge();
    if (judged === "other") {
      view.setState(begun());
      shown = null;
    }
    if (judged !== "newer") return;
    const now = view.state.doc.toString();
    if (now !== get("text")) view.dispatch({ changes: difference(now, get("text")), userEvent: "kernel" });
  }

  function mark() {
    if (shown === get("findings")) return;
    shown = get("findings");
    view.dispatch(cm.setDiagnostics(view.state, diagnostics(view.state.doc, shown)));
    tellHere();
  }

  function goTo() {
    const { line, column, focus, times = 0 } = get("revealed");
    if (times === revealed) return;
    revealed = times;
    const anchor = placeOf(view.state.doc, line, column);
    view.dispatch({ selection: { anchor }, effects: cm.EditorView.scrollIntoView(anchor, { y: "center" }) });
    if (focus) view.focus();
  }

  /* Only when there is something to change: what has opened at the cursor must stay open. */
  function behave() {
    const wanted = JSON.stringify([get("read_only"), get("label")]);
    if (wanted !== mannered) view.dispatch({ effects: manners.reconfigure(attributes()) });
    mannered = wanted;
  }

  function show() {
    behave();
    take();
    mark();
    goTo();
  }
  const stop = () => {
    send();
    text.stop();
    asked.stop();
    view.destroy();
  };
  return { show, stop };
}

function render({ model, el }) {
  const hint = make("p", { className: "cs-editor-keys", id: `cs-editor-keys-${++numbered}`, textContent: KEYS });
  const box = make("div", { className: "cs-editor-box" }, make("p", { textContent: "The editor is loading…" }));
  const here = make("div", { className: "cs-editor-here" });
  const notice = make("div", { className: "cs-editor-notice" });
  const root = make("div", { className: "cs-editor" }, notice, box, here, hint);
  here.setAttribute("role", "status");
  notice.setAttribute("role", "alert");
  root.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own keys, Control and F among them, stay out of the text
  let editor = null;
  let gone = false;

  const say = (words) => notice.replaceChildren(...(words ? [make("p", { className: "cs-notice", textContent: words })] : []));
  const tell = () => say(model.get("notice"));

  /* One answer may change many traits: they are shown together, once, the text before what points into it. */
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      editor?.show();
    });
  };
  const watched = ["text", "document", "heard", "findings", "revealed", "read_only", "label"];
  watched.forEach((name) => model.on(`change:${name}`, soon));
  model.on("change:notice", tell);

  el.append(root);
  tell();
  library(model).then(
    (cm) => {
      if (gone) return;
      box.replaceChildren();
      editor = opened(cm, model, { box, here, say, hint });
      editor.show();
    },
    () => gone || say("The editor could not be loaded. Reload the page to try again."),
  );
  return () => {
    gone = true;
    watched.forEach((name) => model.off(`change:${name}`, soon));
    model.off("change:notice", tell);
    editor?.stop();
  };
}

export default { render };
