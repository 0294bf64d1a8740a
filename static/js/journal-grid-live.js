// What others write appears while the page is open: every three seconds it asks what changed since
// it last heard, and merges that without touching what is being typed or waits to be saved. Asked
// less often when nothing answers or nobody types for long, not at all while the page is hidden.
import { textOf } from "./journal-grid-text.js";

const PAUSE = 3000;
const BACKOFF = [3000, 6000, 12000, 30000];
const IDLE = 10 * 60 * 1000;

export class Live {
  constructor(grid) {
    this.grid = grid;
    this.since = grid.dataset.since;
    this.failures = 0;
    this.touched = Date.now();
  }

  connect() {
    for (const name of ["visibilitychange", "keydown", "pointerdown"]) document.addEventListener(name, this);
    for (const name of ["online", "pageshow"]) window.addEventListener(name, this);
    this.plan();
  }

  disconnect() {
    clearTimeout(this.timer);
    for (const name of ["visibilitychange", "keydown", "pointerdown"]) document.removeEventListener(name, this);
    for (const name of ["online", "pageshow"]) window.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "keydown" || event.type === "pointerdown") {
      this.touched = Date.now();
    } else if (event.type !== "pageshow" || event.persisted) {
      this.failures = 0;
      this.ask(); // a page shown again, from wherever it was kept, hears at once what it missed
    }
  }

  plan() {
    clearTimeout(this.timer);
    if (document.hidden) return;
    const idle = Date.now() - this.touched > IDLE ? 5 : 1;
    const pause = this.failures ? BACKOFF[Math.min(this.failures, BACKOFF.length - 1)] : PAUSE;
    this.timer = setTimeout(() => this.ask(), pause * idle);
  }

  async ask() {
    if (document.hidden || this.asking) return;
    clearTimeout(this.timer);
    this.asking = true;
    this.answered = new Set(); // cells the server answered for while we waited: ours is newer
    try {
      const url = new URL(this.grid.dataset.changes, window.location.href);
      url.searchParams.set("since", this.since);
      const response = await fetch(url, { signal: AbortSignal.timeout?.(10000), redirect: "error" });
      if (!response.ok) throw new Error(response.status);
      this.failures = 0;
      if (response.status !== 204) this.merge(await response.json());
    } catch {
      this.failures += 1;
    }
    this.asking = false;
    this.plan();
  }

  merge({ reload, since, cells = [], sums = {}, topics = {}, lacks = {}, columns }) {
    if (reload) return this.again();
    const changed = cells.map((cell) => this.put(cell)).filter(Boolean);
    this.sums(sums);
    for (const [lesson, html] of Object.entries(topics)) this.topic(lesson, html, lacks[lesson]);
    if (columns) document.querySelector("[data-other-columns]").hidden = false;
    if (changed.length) this.say(changed);
    if (!this.kept) this.since = since; // what was not put is heard again
    this.kept = false;
  }

  put({ l, s, text, html, by }) {
    const { places, writing, states } = this.grid;
    const td = places.cell(l, s);
    if (!td || td.classList.contains("x")) return false;
    if (writing.isBusy(td) || this.answered.has(td)) {
      this.kept ||= text !== textOf(td);
      return false;
    }
    const isOther = text !== textOf(td);
    if (td.innerHTML !== html) td.innerHTML = html;
    if (isOther) states.flash(td, by);
    if (isOther && this.grid.range.current === td) this.grid.range.label();
    return isOther && { td, text, by };
  }

  sums(rows) {
    const { places, range } = this.grid;
    for (const [student, html] of Object.entries(rows)) {
      const row = places.rows.find(({ dataset }) => dataset.s === student);
      if (!row) continue;
      const old = [...row.cells].slice(places.heads.length + 1);
      if (old.map((td) => td.textContent).join() === this.texts(html)) continue;
      const at = old.indexOf(range.current);
      const focus = document.activeElement === range.current;
      old.forEach((td) => td.remove());
      row.insertAdjacentHTML("beforeend", html);
      if (at >= 0) range.choose(range.end, { focus });
    }
  }

  texts(html) {
    const row = document.createElement("template");
    row.innerHTML = `<table><tr>${html}</tr></table>`;
    return [...row.content.querySelectorAll("td")].map((td) => td.textContent).join();
  }

  topic(lesson, html, lacksRegister) {
    const row = document.querySelector(`.topics tr[data-t="${lesson}"]`);
    if (row) row.outerHTML = html;
    const head = this.grid.places.heads.find(({ dataset }) => dataset.l === lesson);
    if (!lacksRegister) head?.querySelector(".lack")?.remove();
  }

  say(changed) {
    const [{ td, text, by }] = changed;
    const name = td.parentElement.cells[0].title;
    const day = this.grid.places.head(td).firstElementChild.textContent.trim();
    const more = changed.length > 1 ? ` (+${changed.length - 1})` : "";
    this.grid.states.say(`${by}: ${name}, ${day} — ${text || this.grid.dataset.empty}${more}`);
  }

  // Read the page again as soon as nothing is being typed and nothing waits.
  again() {
    const { editor, writing } = this.grid;
    if (!editor.isOpen && !writing.standing.size) window.location.reload();
  }
}
