// Writing into the grid without waiting for the server: a cell shows at once what was typed, as
// pending; the queue sends it. One cell goes alone, several in one request, all or nothing; what is
// refused says why at its cell, what somebody else wrote meanwhile is shown before anything is put.
import { answeredMany } from "./journal-grid-many.js";
import { reading, textOf, written } from "./journal-grid-text.js";
import { hear, save, unhear, waitingFor } from "./journal-queue.js";

const MOST = 1500;

export class Writing {
  constructor(grid, { places, states, undo }) {
    Object.assign(this, { grid, places, states, undo });
    this.standing = new Map(); // cell → {text, html: what the server said, sent: what waits, batches}
  }

  connect() {
    hear(this);
    document.addEventListener("ej:conflict", this);
  }

  disconnect() {
    unhear(this);
    document.removeEventListener("ej:conflict", this);
  }

  isOpen(td) {
    const head = this.places.head(td);
    return "writable" in this.grid.dataset && !td.classList.contains("x") && "open" in (head?.dataset ?? {});
  }

  isBusy(td) {
    return this.standing.has(td) || this.grid.editor.td === td;
  }

  isWaiting(td) {
    return waitingFor(this.url(td)) || this.standing.get(td)?.batches > 0;
  }

  url(td, pattern = this.grid.dataset.url) {
    const { l } = this.places.head(td).dataset;
    return pattern.replace("/lessons/0/cells/0/", `/lessons/${l}/cells/${td.parentElement.dataset.s}/`);
  }

  // wishes: [{td, or lesson and student; text; seen, kind where they are known}]
  write(wishes, { note = true } = {}) {
    const changes = wishes.map((wish) => this.change(wish)).filter(Boolean);
    if (!changes.length) return;
    if (note) this.undo.note(changes);
    const isOne = changes.length === 1 && !(this.standing.get(changes[0].td)?.batches > 0);
    if (isOne) return this.one(changes[0]);
    for (let from = 0; from < changes.length; from += MOST) this.many(changes.slice(from, from + MOST));
  }

  change({ td, lesson, student, text, seen, kind }) {
    td ??= this.places.cell(lesson, student);
    if (!td || !this.isOpen(td)) return null;
    const known = this.standing.get(td);
    const stands = known && known.sent === undefined ? known.text : textOf(td);
    const after = reading(text, this.grid.dataset.scale) ?? text;
    if (after === textOf(td) && (seen === undefined || seen === after)) return null;
    const head = this.places.head(td).dataset;
    const place = { td, lesson: Number(head.l), student: Number(td.parentElement.dataset.s) };
    const fresh = Number(kind === undefined ? document.getElementById("kind")?.value : kind) || null;
    const work = fresh ? null : Number(head.w) || null;
    return { ...place, before: stands, after, seen: seen ?? stands, kind: this.kindIn(td) ?? fresh, work, fresh };
  }

  // With which kind a mark that is taken out came in, for putting it back: its note says so.
  kindIn(td) {
    const note = td.querySelector("b[title]")?.title;
    const found = note && [...(document.getElementById("kind")?.options ?? [])].find((one) => one.value && note.startsWith(one.text));
    return found ? Number(found.value) : null;
  }

  show({ td, after }) {
    if (!this.standing.has(td)) this.standing.set(td, { text: textOf(td), html: td.innerHTML, batches: 0 });
    this.standing.get(td).sent = after;
    td.innerHTML = reading(after, this.grid.dataset.scale) === null ? "" : written(after);
    if (!td.innerHTML) td.textContent = after;
    this.states.set(td, "pending");
  }

  one(change) {
    const { td, after, work, fresh } = change;
    const seen = this.standing.get(td)?.text ?? change.seen;
    this.show(change);
    const fields = [["text", after]];
    if (fresh) fields.push(["kind", String(fresh)]);
    else if (work) fields.push(["work", String(work)]);
    save({ url: this.url(td), fields: [...fields, ...this.reason()], seen, mine: after });
  }

  many(changes, more = []) {
    const rows = changes.map((c) => [c.lesson, c.student, c.after, c.seen, c.work, c.fresh]);
    for (const change of changes) {
      this.show(change);
      this.standing.get(change.td).batches += 1;
    }
    this.post(rows, more);
  }

  post(rows, more) {
    const fields = [["cells", JSON.stringify(rows)], ...more];
    if (!more.some(([name]) => name === "reason")) fields.push(...this.reason());
    save({ url: this.grid.dataset.cells, fields, seen: "", mine: "", adds: true });
  }

  // Who writes in the teacher's place says why, once a page.
  reason() {
    const said = document.querySelector(".deputy-reason #reason")?.value.trim();
    return said ? [["reason", said]] : [];
  }

  handleEvent({ type, detail: { entry, answer, elsewhere } }) {
    if (entry.url === this.grid.dataset.cells) return answeredMany(this, type, entry, { ...answer, elsewhere });
    const [, lesson, student] = entry.url.match(/\/lessons\/(\d+)\/cells\/(\d+)\/$/) ?? [];
    const td = lesson && this.places.cell(lesson, student);
    if (!td) return;
    if (type === "ej:saved") this.settle(td, answer);
    else if (type === "ej:dropped") this.restore(td);
    else if (type === "ej:conflict") this.states.set(td, "clash", answer.by);
    else if (answer.code !== "reason_needed") this.fail(td, entry.mine, answer.message);
  }

  settle(td, { text, html }) {
    const known = this.standing.get(td);
    html ??= written(text);
    this.grid.live.answered?.add(td);
    if (this.isWaiting(td)) return known && Object.assign(known, { text, html });
    this.standing.delete(td);
    this.states.set(td);
    if (this.grid.editor.td !== td && td.innerHTML !== html) td.innerHTML = html;
  }

  restore(td) {
    const known = this.standing.get(td);
    if (known) this.settle(td, known);
  }

  fail(td, typed, message) {
    if (this.isWaiting(td)) return;
    if (!this.standing.has(td)) this.standing.set(td, { text: textOf(td), html: td.innerHTML, batches: 0 });
    this.standing.get(td).sent = undefined;
    if (this.grid.editor.td !== td) td.textContent = typed;
    this.states.set(td, "failed", message);
  }
}
