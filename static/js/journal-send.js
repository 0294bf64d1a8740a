// One attempt to send one entry, and what came of it: "saved", "refused", "conflict"; "waiting"
// (no network, or the server is busy), "login" (logged out, or somebody else is logged in).

export const PERSON = document.body.dataset.person ?? "";
const PATIENCE = 15_000;
const MOST_FAILURES = 5; // of one entry: others shall not wait for what breaks the server
const failed = new Map();

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // an http address in the school's net
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}

function post(entry) {
  const body = new URLSearchParams(entry.fields);
  body.set("request_key", entry.key);
  body.set("person", PERSON);
  body.set("seen", entry.seen ?? "");
  body.set("typed_at", entry.typed_at);
  body.set("sent_at", new Date().toISOString());
  return fetch(entry.url, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { "X-CSRFToken": cookie("csrftoken") },
    signal: AbortSignal.timeout?.(PATIENCE),
  });
}

// A page kept without a network, or a login since, may have left an old token behind: "/who/" sets
// a new one and says who is logged in.
async function whoIsThere() {
  const response = await fetch("/who/", { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
  return String((await response.json()).person ?? "");
}

const isJson = (response) => response.headers.get("Content-Type")?.startsWith("application/json");

function refusedWith(answer) {
  return { outcome: "refused", answer };
}

export async function attempt(entry) {
  let response;
  try {
    response = await post(entry);
    if (response.status === 403 && !isJson(response)) {
      if ((await whoIsThere()) !== PERSON) return { outcome: "login" };
      response = await post(entry);
    }
  } catch {
    return { outcome: "waiting" };
  }
  if (response.type === "opaqueredirect" || response.status === 401) return { outcome: "login" };
  if (response.status === 500) return broken(entry);
  if (response.status > 500 || response.status === 429) return { outcome: "waiting" };
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return { outcome: "saved", answer };
  return response.status === 409 ? { outcome: "conflict", answer } : refusedWith(answer);
}

function broken(entry) {
  const times = (failed.get(entry.key) ?? 0) + 1;
  failed.set(entry.key, times);
  return times < MOST_FAILURES ? { outcome: "waiting" } : refusedWith({});
}
