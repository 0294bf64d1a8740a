// The journal without a network, second half: what is answered. See worker-keep.js.

const PATIENCE = 8000; // then a copy is better than waiting

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(asset(request));
});

// A hashed name never changes its inside; any other is asked for anew while there is a network.
async function asset(request) {
  const cache = await caches.open(STATIC);
  const hashed = /\.[0-9a-f]{12}\.\w+$/.test(new URL(request.url).pathname);
  const kept = await cache.match(request);
  if (kept && hashed) return kept;
  try {
    const response = await fetch(request);
    if (response.ok && (hashed || kept)) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function copyOf(url) {
  if (url.search || !KEPT.test(url.pathname)) return null;
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const response = await (await caches.open(name)).match(url.pathname);
    if (response && isOfTheseDays(response)) return { response, person: name.slice(PAGES.length) };
  }
  return null;
}

async function page(event, url) {
  const { request } = event;
  const copy = request.method === "GET" ? await copyOf(url) : null;
  try {
    const response = await inTime(fetch(request), copy ? PATIENCE : 0);
    if ([502, 503, 504].includes(response.status)) throw new Error("the server is away");
    if (copy) event.waitUntil(renew(copy, url.pathname, response.clone()));
    return response;
  } catch {
    return copy ? marked(copy.response) : offlinePage();
  }
}

function inTime(answer, time) {
  if (!time) return answer;
  return Promise.race([answer, new Promise((_, reject) => { setTimeout(reject, time); })]);
}

// The page itself says since when it is kept (journal-offline.js shows it).
async function marked(response) {
  const text = (await response.text()).replace("<body", `<body data-kept-at="${keptAt(response)}"`);
  return new Response(text, { headers: response.headers });
}

async function offlinePage() {
  return (await caches.match(OFFLINE, { cacheName: STATIC })) ?? Response.error();
}
