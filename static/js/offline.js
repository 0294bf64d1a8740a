// The page without a network: links to the pages that are kept on this device.

const PAGES = "ej-pages-";

async function keptPages() {
  const found = [];
  for (const name of (await caches.keys()).filter((each) => each.startsWith(PAGES))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const text = (query) => page.querySelector(query)?.textContent.replace(/\s+/g, " ").trim() ?? "";
      const when = text(".crumbs li:last-child") || text(".day-nav__day");
      found.push({ path: new URL(request.url).pathname, name: text("main h1"), when });
    }
  }
  const rank = ({ path }) => ["/day/", "/lessons/", "/journals/"].findIndex((part) => path.includes(part));
  return found.sort((one, other) => rank(one) - rank(other));
}

async function show(list) {
  const pages = await keptPages();
  for (const { path, name, when } of pages) {
    const link = document.createElement("a");
    link.href = path;
    link.textContent = [name, when].filter(Boolean).join(" · ");
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  document.getElementById(pages.length ? "some" : "nothing").hidden = false;
}

if ("caches" in window) show(document.getElementById("kept"));
document.getElementById("again")?.addEventListener("click", () => window.location.reload());
window.addEventListener("online", () => window.location.reload());
