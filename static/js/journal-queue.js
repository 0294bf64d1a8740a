// What was typed and is not saved yet. Every entry carries a request key of its own, so the server
// applies it once however often it is sent, and the device's time of typing. Entries wait on the
// device under the person's number, shared by all tabs, go out one after another, and are wiped at
// logout (keeper.js). What the server refused or found changed meanwhile waits for a decision.
//
// Events on document, detail {entry, answer}: ej:saved, ej:refused, ej:conflict, ej:dropped;
// ej:queue {waiting, undecided, state}, where state is "saved", "saving", "waiting" (no network),
// or "login".
import { arrive, onLeaving } from "./journal-leaving.js";
import { attempt, newKey, PERSON } from "./journal-send.js";
import { isHere, nameOf, showPending } from "./journal-places.js";
import { add, all, change, isFleeting } from "./journal-store.js";
import { alone } from "./journal-turn.js";

const PAUSES = [1, 2, 4, 8, 15, 30];
const channel = "BroadcastChannel" in window ? new BroadcastChannel(`ej-queue-${PERSON}`) : null;
let entries = [];
let writing = Promise.resolve();
let state = "saved";
let sending = false;
let failures = 0;
let timer = 0;

const waiting = () => entries.filter(({ outcome }) => !outcome);
export const undecided = () => entries.filter(({ outcome }) => outcome);
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function show(next) {
  state = next;
  const kept = waiting().filter(({ n }) => n !== undefined).length; // said only of what is written
  tell("ej:queue", { waiting: kept, undecided: undecided().length, state });
}

// Save `fields` ([name, value] pairs, among them text) at `url`; `seen` is the text that stood
// there when the person typed; `adds` where each entry adds something of its own. What still waits
// for the same place goes first, and is what was seen.
export function save({ url, fields, seen, mine = "", adds = false, typed_at, where, key: again }) {
  const entry = { person: PERSON, url, fields, seen, mine, adds, key: newKey() };
  entry.typed_at = typed_at ?? new Date().toISOString();
  entry.where = where ?? nameOf(entry);
  const gone = undecided().filter((old) => (adds ? old.key === again : old.url === url));
  entries = [...entries.filter((old) => !gone.includes(old)), entry];
  writing = writing.then(async () => {
    if (gone.length) await change({ gone });
    Object.assign(entry, await add(entry));
    channel?.postMessage({ name: "added" });
    show(state);
  });
  show(sending || state === "saved" ? "saving" : state);
  send();
}

const ANSWERS = ["ej:saved", "ej:refused", "ej:dropped"];

// An element that shows what was answered listens while it is on the page.
export const hear = (element) => ANSWERS.forEach((name) => document.addEventListener(name, element));
export const unhear = (element) => ANSWERS.forEach((name) => document.removeEventListener(name, element));
export const waitingFor = (url) => waiting().some((entry) => entry.url === url);

// What was refused or met another's entry is given up; `answer` is what stands instead.
export async function giveUp(entry, answer) {
  await settle([entry], []);
  told(answer ? "ej:saved" : "ej:dropped", { entry, answer });
  show(state);
}

async function settle(gone, kept) {
  const keys = new Set(gone.map(({ key }) => key));
  entries = entries.filter(({ key }) => !keys.has(key));
  for (const entry of kept) {
    const at = entries.findIndex(({ key }) => key === entry.key);
    if (at >= 0) entries[at] = entry;
  }
  await change({ gone, kept });
}

const told = (name, detail) => (tell(name, detail), channel?.postMessage({ name, detail }));
async function refresh() {
  await writing;
  const stored = await all(PERSON);
  const keys = new Set(stored.map(({ key }) => key));
  const known = new Set(entries.map(({ key }) => key));
  const unwritten = entries.filter(({ n, key }) => n === undefined && !keys.has(key));
  entries = [...stored, ...unwritten];
  stored.filter(({ key }) => !known.has(key)).forEach(showPending);
}

async function send() {
  clearTimeout(timer);
  if (sending || !waiting().length) return;
  sending = true;
  const outcome = await alone(drain).catch(() => "waiting");
  sending = false;
  show(outcome);
  if (outcome === "saved") return waiting().length ? send() : undefined;
  timer = setTimeout(send, PAUSES[Math.min(failures++, PAUSES.length - 1)] * 1000);
}

async function drain() {
  for (;;) {
    await refresh();
    const [entry] = waiting();
    if (!entry) return "saved";
    if (entry.n === undefined) continue;
    show("saving");
    const { outcome, answer } = await attempt(entry);
    if (outcome === "waiting" || outcome === "login") return outcome;
    failures = 0;
    await take(entry, outcome, answer);
  }
}

// The next entry for the same place was typed over this one: it saw what this one left. One that met
// another's entry gives way to it, so that the last word asks, and asks once.
async function take(entry, outcome, answer) {
  const isNext = ({ url, key }) => url === entry.url && key !== entry.key;
  const next = entry.adds ? undefined : waiting().find(isNext);
  const after = next && { ...next, seen: outcome === "saved" ? (answer.text ?? "") : entry.seen };
  // the grid names bad cells and asks by itself, but for a reason
  const shown = answer.cells && answer.code !== "reason_needed" && isHere(entry);
  if (outcome === "saved" || next || shown) await settle([entry], after ? [after] : []);
  else await settle([], [{ ...entry, outcome, answer }]);
  if (outcome === "conflict" && !next && !shown) showPending({ ...entry, outcome, answer });
  if (outcome === "saved" || !next) told(`ej:${outcome}`, { entry, answer });
}

channel?.addEventListener("message", async ({ data }) => {
  await refresh();
  if (data.detail) tell(data.name, { ...data.detail, elsewhere: true });
  show(waiting().length ? "saving" : "saved");
  send();
});
window.addEventListener("online", send);
window.addEventListener("focus", send);
window.addEventListener("beforeunload", (event) => {
  if (isFleeting()) event.preventDefault();
});
onLeaving(() => waiting().filter(({ n }) => n === undefined));
arrive(PERSON).catch(() => undefined).then(refresh).then(() => {
  show(waiting().length ? "saving" : "saved");
  channel?.postMessage({ name: "opened" }); // somebody may have logged in again
  send();
});
