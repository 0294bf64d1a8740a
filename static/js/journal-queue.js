// What was typed and is not saved yet. Every entry carries a request key of its own, so the server
// applies it once however often it is sent. Entries wait in sessionStorage under the person's
// number, go out one after another, and the list is emptied at logout.
//
// Events on document, detail {entry, answer}: ej:saved, ej:refused, ej:conflict; ej:queue {waiting,
// state}, where state is "saved", "saving", "waiting" (no network), or "login".

const PERSON = document.body.dataset.person ?? "";
const STORE = `ej-queue-${PERSON}`;
const PAUSES = [1, 2, 4, 8, 15, 30];
const known = new Map(); // place → the text the server last said stands there
let entries = restore();
let state = entries.length ? "saving" : "saved";
let sending = false;
let failures = 0;
let timer = 0;

function restore() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("ej-queue-") && key !== STORE) sessionStorage.removeItem(key);
  }
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

function keep() {
  if (entries.length) sessionStorage.setItem(STORE, JSON.stringify(entries));
  else sessionStorage.removeItem(STORE);
}

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

function show(next) {
  state = next;
  tell("ej:queue", { waiting: entries.length, state });
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // an http address in the school's net
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Save `fields` ([name, value] pairs, among them text) at `url`; `seen` is the text that stood
// there when the person typed. What still waits for the same place is what was seen.
export function save({ url, fields, seen, mine = "" }) {
  const chained = entries.some((entry) => entry.url === url);
  entries.push({ url, fields, seen, mine, chained, key: newKey() });
  keep();
  show(sending || state === "saved" ? "saving" : state);
  send();
}

const ANSWERS = ["ej:saved", "ej:refused", "ej:dropped"];

// An element that shows what was answered listens while it is on the page.
export function hear(element) {
  for (const name of ANSWERS) document.addEventListener(name, element);
}

export function unhear(element) {
  for (const name of ANSWERS) document.removeEventListener(name, element);
}

export function waitingFor(url) {
  return entries.some((entry) => entry.url === url);
}

async function send() {
  if (sending || !entries.length) return;
  sending = true;
  clearTimeout(timer);
  while (entries.length) {
    const outcome = await attempt(entries[0]);
    if (outcome !== "done") {
      sending = false;
      show(outcome);
      timer = setTimeout(send, PAUSES[Math.min(failures++, PAUSES.length - 1)] * 1000);
      return;
    }
    failures = 0;
  }
  sending = false;
  show("saved");
}

async function attempt(entry) {
  const body = new URLSearchParams(entry.fields);
  body.set("request_key", entry.key);
  body.set("person", PERSON);
  body.set("seen", (entry.chained ? known.get(entry.url) : undefined) ?? entry.seen);
  let response;
  try {
    response = await fetch(entry.url, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { "X-CSRFToken": cookie("csrftoken") },
      signal: AbortSignal.timeout?.(15000),
    });
  } catch {
    return "waiting";
  }
  if (response.type === "opaqueredirect" || response.status === 401) return "login";
  if (response.status >= 500 || response.status === 429) return "waiting";
  const answer = await response.json().catch(() => ({}));
  entries.shift();
  keep();
  if (response.ok) known.set(entry.url, answer.text ?? "");
  else if (response.status === 409) known.set(entry.url, answer.theirs ?? "");
  const name = response.ok ? "ej:saved" : response.status === 409 ? "ej:conflict" : "ej:refused";
  tell(name, { entry, answer });
  return "done";
}

window.addEventListener("online", send);
window.addEventListener("focus", send);
window.addEventListener("beforeunload", (event) => {
  if (entries.length) event.preventDefault();
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-logout]")) sessionStorage.removeItem(STORE);
});
queueMicrotask(() => {
  show(state);
  send();
});
