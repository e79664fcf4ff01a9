// Watches the line to the kernel behind the page. When it is lost, says what happened and offers a way on.
//
// It relies on two things of Voilà's front end: `window.jupyterapp` is set once the page is up, and its
// `widgetManager.kernel` is a JupyterLab kernel connection. tests/serve/test_line.py holds both fast.

const PATIENCE_MS = 800; // a hiccup shorter than this is not worth a word
const ASK_AGAIN_MS = 1000;
const ATTEND_MS = 2000;
const RECONNECT_EVERY = 3; // asks
const SHOW_GOOD_NEWS_MS = 4000;
const OVER = new Set(["restarting", "autorestarting", "terminating", "dead"]);

const KEPT = "Everything you had chosen is kept.";
const ENDED = `This page has come to a stop: the part of the program behind it has ended. ${KEPT}`;
// Where people sign in; empty where the page belongs to the one person who started the program.
const SIGN_IN = document.body.dataset.signIn;
const RUNNING = SIGN_IN ? "" : " Is it still running in the terminal?";
const AWAY = `The program does not answer.${RUNNING} This page keeps trying. ${KEPT}`;
const BACK = `The program is running again. ${KEPT}`;
const AGAIN = "Connected again. You can go on.";
const STRANGER = `The program was started anew and does not know this browser. Open the address in the terminal. ${KEPT}`;
const SIGNED_OUT = `You are signed out, or were signed in for as long as that lasts. ${KEPT}`;

const notice = document.getElementById("coach-notice");
let app;
let over = false;
let away = false; // whether nobody answered at some time since the line was lost
let waiting = null; // what the present wait for the line is known by

function say(text, button) {
  if (notice.textContent.startsWith(text)) return;
  const words = document.createElement("p");
  words.textContent = text;
  notice.replaceChildren(words, ...(button ? [button] : []));
}

function hush() {
  notice.replaceChildren();
}

// The address keeps its query, so the attempt opens again where it was; but not while nobody would answer.
async function goOn() {
  if (await ask()) return location.reload();
  over = false;
  away = true;
  waiting = null;
  lost();
}

function end(text, words = "Continue", onward = goOn) {
  if (over) return;
  over = true;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "coach-button";
  button.textContent = words;
  button.addEventListener("click", onward);
  say(text, button);
}

function signIn() {
  location.assign(`${SIGN_IN}?${new URLSearchParams({ next: location.pathname + location.search })}`);
}

function stranger() {
  if (SIGN_IN) end(SIGNED_OUT, "Sign in", signIn);
  else say(STRANGER);
}

// The kernel is gone; where people sign in it may have gone with their sign-in.
async function ended() {
  if (SIGN_IN && (await ask()) === 403) stranger();
  else end(ENDED);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const kernelId = () => JSON.parse(document.getElementById("jupyter-config-data").textContent).kernelId;

// The HTTP status of the kernel's own address; 0 when nobody answers.
async function ask() {
  const address = `${document.body.dataset.baseUrl}../api/kernels/${kernelId()}`;
  return fetch(address, { cache: "no-store" }).then((answer) => answer.status, () => 0);
}

async function push() {
  await app?.widgetManager?.kernel.reconnect();
}

// Asks until the line is up again; it is mended by itself, now and then with a push from here.
async function wait(mine) {
  for (let asked = 1; waiting === mine && !over; asked += 1) {
    const status = await ask();
    if (waiting !== mine || over) return;
    away ||= status === 0;
    if (status === 404) end(away ? BACK : ENDED);
    else if (status === 403) stranger();
    else if (status === 0) say(AWAY);
    else if (asked % RECONNECT_EVERY === 0) push().catch(() => {});
    await pause(ASK_AGAIN_MS);
  }
}

function lost() {
  if (waiting) return;
  const mine = (waiting = {});
  setTimeout(() => waiting === mine && wait(mine), PATIENCE_MS);
}

function restored() {
  away = false;
  waiting = null;
  if (over || !notice.hasChildNodes()) return;
  say(AGAIN);
  setTimeout(() => !over && !waiting && hush(), SHOW_GOOD_NEWS_MS);
}

function watch(kernel) {
  if (!kernel || OVER.has(kernel.status)) return ended();
  kernel.statusChanged.connect((_, status) => OVER.has(status) && ended());
  kernel.connectionStatusChanged.connect((_, status) => (status === "connected" ? restored() : lost()));
  // Leaving the page disposes of the kernel; if the page is still there afterwards, it was not left after all.
  kernel.disposed.connect(() => over || setTimeout(ended, 2 * PATIENCE_MS));
  if (kernel.connectionStatus !== "connected") lost();
}

Object.defineProperty(window, "jupyterapp", {
  configurable: true,
  get: () => app,
  set(value) {
    app = value;
    if (!CSS.supports("selector(:has(a))")) document.getElementById("coach-loading").remove();
    watch(app.widgetManager?.kernel);
  },
});

// Until then, only the server can say whether the kernel is still there.
async function attend() {
  while (!app && !over) {
    await pause(ATTEND_MS);
    if (!app && (await ask()) === 404) end(ENDED);
  }
}
attend();

// Voilà ends the kernel of a page that is left, once the page is up. This does the same for one that is left earlier.
addEventListener("pagehide", () => {
  if (app) return;
  const form = new FormData();
  form.append("_xsrf", document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? "");
  navigator.sendBeacon(`${document.body.dataset.baseUrl}api/shutdown/${kernelId()}`, form);
});

// A page taken out of the browser's back-and-forward memory has no kernel any more.
addEventListener("pageshow", (event) => event.persisted && location.reload());
