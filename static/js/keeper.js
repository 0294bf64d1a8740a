// What a person left on this device is his alone: entries that wait and kept pages of another go
// when somebody else logs in, one's own at logout, which asks first where something is not sent.
import { forgetLeft } from "./journal-leaving.js";
import { all, forget } from "./journal-store.js";

const PERSON = document.body.dataset.person ?? "";
const PAGES = "ej-pages-";

async function forgetPages(exceptOf) {
  if (!("caches" in window)) return;
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PAGES) && name !== PAGES + exceptOf);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function forgetAll(exceptOf) {
  forgetLeft(exceptOf);
  await Promise.all([forget({ exceptOf }), forgetPages(exceptOf)]);
}

async function leave(form) {
  const unsent = (await all(PERSON)).length;
  const { offline, unsent: warning } = form.dataset;
  if (unsent && !window.confirm(warning.replace("#", unsent))) return;
  if (!navigator.onLine && !window.confirm(offline)) return;
  await forgetAll(null);
  form.submit();
}

forgetAll(PERSON);
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-logout]")) return;
  event.preventDefault();
  leave(event.target);
});
