/* The journal without a network, first half: what is kept. The server puts VERSION in front (the
 * hash of all static files) and the second half, worker-serve.js, behind.
 *
 * What is kept: static files; the page that says there is no network; and, for one teacher, the
 * pages named by «my day» (lessons of today and of the next school day, the journals of their
 * courses). The network always comes first; a copy is shown only without it, marked with its time,
 * and not longer than the day after. Other pages, those of families above all, are never kept. */

const STATIC = `ej-static-${VERSION}`;
const PAGES = "ej-pages-";
const KEPT = /^\/s\/\d+\/(?:day|lessons\/\d+|journals\/\d+)\/$/;
const OFFLINE = "/offline/";
const FRESH = 10 * 60 * 1000;

self.addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldVersions().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "keep") event.waitUntil(keep(event.data));
});

// Kept pages name files of the version they are of: with a new one they are read anew.
async function forgetOldVersions() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("ej-static-") && name !== STATIC);
  await Promise.all(old.map((name) => caches.delete(name)));
  for (const name of old.length ? names.filter((each) => each.startsWith(PAGES)) : []) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      await keepPage(cache, new URL(request.url).pathname, name.slice(PAGES.length));
    }
  }
}

// Asked without the person's cookies: nobody's name stands on it.
async function keepOfflinePage() {
  const cache = await caches.open(STATIC);
  const response = await fetch(OFFLINE, { credentials: "omit", cache: "no-store" });
  await keepAssets(cache, await response.clone().text(), OFFLINE, new Set());
  await cache.put(OFFLINE, response);
}

// Every file of ours that a page, a style sheet or a module names, and what those name in turn.
async function keepAssets(cache, text, base, seen) {
  const named = text.matchAll(/(?:href|src)="(\/static\/[^"]+)"|(?:from|import)\s*"(\.[^"]+)"|url\("?(?!data:)([^")]+)"?\)/g);
  for (const [, absolute, module, style] of named) {
    const url = new URL(absolute ?? module ?? style, new URL(base, self.location.origin)).pathname;
    if (seen.has(url) || !url.startsWith("/static/")) continue;
    seen.add(url);
    const response = (await cache.match(url)) ?? (await fetch(url).catch(() => null));
    if (!response?.ok) continue;
    await cache.put(url, response.clone());
    if (/\.(?:js|css)$/.test(url)) await keepAssets(cache, await response.text(), url, seen);
  }
}

// The pages of one teacher; another's go, and so do those of days gone by.
async function keep({ person, school, pages, anew = false }) {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
  }
  const cache = await caches.open(PAGES + person);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    const left = school && pathname.startsWith(`/s/${school}/`) && !pages.includes(pathname);
    if (left || !isOfTheseDays(await cache.match(request))) await cache.delete(request);
  }
  for (const path of pages.filter((each) => KEPT.test(each))) {
    const kept = await cache.match(path);
    if (anew && !kept) continue;
    if (anew || !kept || Date.now() - keptAt(kept) > FRESH) await keepPage(cache, path, person);
  }
}

async function keepPage(cache, path, person) {
  const response = await fetch(path, { cache: "no-store" }).catch(() => null);
  if (response) await putPage(cache, path, response, person);
}

async function renew({ person }, path, response) {
  await putPage(await caches.open(PAGES + person), path, response, person);
}

async function putPage(cache, path, response, person) {
  if (!response.ok || response.redirected) return;
  const text = await response.text();
  if (!text.includes(`data-person="${person}"`)) return;
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept-At": String(Date.now()) };
  headers["Content-Security-Policy"] = response.headers.get("Content-Security-Policy") ?? "";
  await keepAssets(await caches.open(STATIC), text, path, new Set()); // a page without them is none
  await cache.put(path, new Response(text, { headers }));
}

const keptAt = (response) => Number(response.headers.get("X-Kept-At"));

// Until the end of the day after.
function isOfTheseDays(response) {
  const day = new Date(keptAt(response));
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() + 2);
  return Date.now() < day;
}

