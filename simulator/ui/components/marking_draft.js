/* The draft of a mark in the browser: what is typed, what of it can be sent, and whether it is safe.

   Python owns what is safe; the draft belongs to whoever types. Every change has a number (`edit`); once typing pauses
   the whole draft is sent, and again until `saved` names that edit. What is not safe yet is also kept in the tab's own
   storage, so that a reload brings it back. A text that is too long is not cut: the draft goes with what last fitted,
   and the status says so until it is shorter. */

const PAUSE_MS = 500; // a draft is sent this long after the last change,
const LONGEST_MS = 2000; // and after so long whoever types on
const LATE_MS = 3500; // a change that is not safe by then is said not to be
const AGAIN_MS = 5000; // and is sent once more
const UNHEARD = 8; // drafts that went out are remembered until they are known to be safe
const NO = "no";

const size = (text) => [...text].length; // characters as Python counts them
const grouped = (number) => number.toLocaleString("en-GB");
const counted = (number, one) => `${grouped(number)} ${one}${number === 1 ? "" : "s"}`;
const sound = (text) => (text.toWellFormed?.() ?? text).replaceAll("\0", "");
const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const clock = (at) =>
  Number.isNaN(Date.parse(at)) ? "" : new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/* "3, 5-7" as turns, or the piece that is none. */
function numbers(text, turns) {
  const found = [];
  for (const piece of text.split(/[\s,;]+/).filter(Boolean)) {
    const [, from, to = from] = /^(\d{1,4})(?:[-–](\d{1,4}))?$/.exec(piece) ?? [];
    const range = turns.filter((turn) => turn >= Number(from) && turn <= Number(to));
    if (!range.length || range.length !== Number(to) - Number(from) + 1) return { wrong: piece };
    found.push(...range);
  }
  return { found };
}

/* The draft as it is typed. Texts have names: `comment:` and a criterion, `note:` and a turn, or `whole`. Its plain form
   leaves out what is empty, so that drafts that say the same are the same. */
function drafting(script, limit) {
  let criteria = new Map();
  let texts = new Map();
  let flags = [];
  const fitted = new Map();
  const overlong = new Set();
  const read = (name) => texts.get(name) ?? "";

  function plain(of = read) {
    const marks = [...criteria].map(([id, { level, turns }]) => [id, { level, turns, comment: of(`comment:${id}`) }]);
    const notes = script.lines.map(({ turn }) => [turn, of(`note:${turn}`)]);
    return {
      criteria: Object.fromEntries(marks.filter(([, each]) => each.level !== null || each.turns.length || each.comment.trim())),
      notes: Object.fromEntries(notes.filter(([, note]) => note.trim())),
      comment: of("whole"),
      flags,
    };
  }

  return {
    /* Another draft; unless it is a `fresh` one, what fitted of the one before is still what can be sent. */
    begin(given, fresh = true) {
      criteria = new Map(script.criteria.map(({ id }) => [id, { level: null, turns: [], ...given.criteria[id] }]));
      const comments = Object.entries(given.criteria).map(([id, { comment }]) => [`comment:${id}`, comment]);
      const notes = Object.entries(given.notes).map(([turn, note]) => [`note:${turn}`, note]);
      texts = new Map([...comments, ...notes, ["whole", given.comment]]);
      flags = given.flags.map((each) => ({ ...each }));
      if (fresh) fitted.clear();
      overlong.clear();
      texts.forEach((text, name) => this.write(name, text));
    },
    plain,
    sendable: () => plain((name) => sound(overlong.has(name) ? fitted.get(name) ?? "" : read(name))),
    read,
    write(name, text) {
      texts.set(name, text);
      if (size(text) > limit) return overlong.add(name);
      fitted.set(name, text);
      return overlong.delete(name);
    },
    overlong,
    mark: (id) => criteria.get(id),
    cite(id, turns, on = true) {
      const mark = criteria.get(id);
      const others = mark.turns.filter((each) => !turns.includes(each));
      mark.turns = on ? [...others, ...turns].sort((a, b) => a - b) : others;
    },
    citing: (turn) => script.criteria.filter(({ id }) => criteria.get(id).turns.includes(turn)),
    undecided: () => script.criteria.filter(({ id }) => criteria.get(id).level === null),
    groundless: () => script.criteria.filter(({ id }) => !criteria.get(id).turns.length && criteria.get(id).level !== NO),
    flags: () => flags,
    flagged: (gate, turn) => flags.some((each) => each.gate === gate && each.turn === turn),
    flag: (flag) => (flags = [...flags, flag]),
    unflag: (flag) => (flags = flags.filter((each) => each !== flag)),
  };
}

const called = ({ anchors }, level) =>
  level === null ? "not decided" : level === NO ? "no opportunity" : `${level} ${anchors.find((each) => each.level === level)?.name ?? ""}`.trim();

/* In which ways two drafts differ, in words. */
function differences(script, here, there) {
  const told = [];
  const none = { level: null, turns: [], comment: "" };
  for (const criterion of script.criteria) {
    const [mine, other] = [here, there].map(({ criteria }) => criteria[criterion.id] ?? none);
    const words = [
      mine.level !== other.level && `${called(criterion, other.level)} there, ${called(criterion, mine.level)} here`,
      !alike(mine.turns, other.turns) && "other evidence",
      mine.comment !== other.comment && "another comment",
    ].filter(Boolean);
    if (words.length) told.push(`${criterion.title}: ${words.join("; ")}.`);
  }
  const turns = script.lines.map(({ turn }) => turn).filter((turn) => (here.notes[turn] ?? "") !== (there.notes[turn] ?? ""));
  if (turns.length) told.push(`Another note on turn ${turns.join(", ")}.`);
  if (here.comment !== there.comment) told.push("Another comment on the whole.");
  if (!alike(here.flags, there.flags)) told.push("Other flags.");
  return told;
}

/* Storage may be forbidden, or what is in it not ours; the open page has the draft all the same. */
function guarded(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

/* What is not safe yet, in the tab's own storage. */
function keeping(id) {
  const name = `coachsim mark ${id}`;
  return {
    keep: (version, draft, sent) => guarded(() => sessionStorage.setItem(name, JSON.stringify({ version, draft, sent }))),
    drop: () => guarded(() => sessionStorage.removeItem(name)),
    kept: () => guarded(() => JSON.parse(sessionStorage.getItem(name))),
  };
}

/* When a draft is sent, and whether it is safe. `based` is the version it goes on from. */
function saving(model, draft, store, tell) {
  let edit = 0;
  let safe = 0;
  let based = 0;
  let since = 0; // the oldest change that is not safe
  let unsent = 0; // the oldest change that was not sent
  let pause = 0;
  let late = 0;
  let again = 0;
  let sent = []; // what went out lately and is not known to be safe; one of these may be what was kept
  let held = false; // by another draft: nothing is sent until somebody has chosen

  function send(what = "save") {
    clearTimeout(pause);
    clearTimeout(again);
    pause = unsent = 0;
    if (held) return;
    const now = draft.sendable();
    sent = [...sent.filter((each) => !alike(each, now)).slice(0, UNHEARD - 1), now];
    if (safe < edit) keep();
    try {
      model.send({ do: what, edit, draft: now });
    } catch {
      // The page is being left and its line is down already: this browser has the draft, and sends it again.
    }
    again = setTimeout(() => safe < edit && send(), AGAIN_MS);
  }
  const stop = () => [pause, late, again].forEach(clearTimeout);
  const keep = () => store.keep(based, draft.plain(), sent);

  return {
    changed() {
      edit += 1;
      unsent ||= Date.now();
      since ||= Date.now();
      keep();
      clearTimeout(pause);
      clearTimeout(late);
      pause = setTimeout(send, Math.max(0, Math.min(PAUSE_MS, unsent + LONGEST_MS - Date.now())));
      late = setTimeout(tell, LATE_MS);
      tell();
    },
    flush: () => pause && send(),
    send,
    hold: (value) => (held = value),
    giveUp: () => clearTimeout(again),
    /* Python says what is safe. */
    heard() {
      const { edit: heard = 0, version = 0 } = model.get("saved");
      if (heard > safe) since = Date.now();
      [safe, based] = [Math.max(safe, heard), version];
      if (safe < edit) return void keep();
      since = 0;
      sent = [];
      clearTimeout(late);
      clearTimeout(again);
      if (draft.overlong.size) keep();
      else store.drop();
    },
    /* Another draft is shown, of this version; edits are numbered on. */
    begun(version) {
      stop();
      [pause, unsent, since, held, based, sent] = [0, 0, 0, false, version, []];
      edit = safe = Math.max(edit, model.get("saved").edit ?? 0);
    },
    unsaved: () => safe < edit,
    late: () => since > 0 && Date.now() - since >= LATE_MS,
    stop,
  };
}
