// <ej-grid data-url="…/lessons/0/cells/0/" data-history="…" data-writable data-today="lesson">: the
// journal page as a spreadsheet. One cell has the focus; arrows move it, typing opens an editor,
// Delete empties, Ctrl+H shows the history. A column's heading knows its lesson, a row its student.
import { CellEditor } from "./journal-editor.js";
import { peek } from "./journal-peek.js";
import { hear, save, unhear, waitingFor } from "./journal-queue.js";

const STEPS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1], Enter: [1, 0],
};

class Grid extends HTMLElement {
  connectedCallback() {
    this.table = this.querySelector("table");
    this.table.setAttribute("role", "grid");
    this.heads = [...this.table.querySelectorAll("tr.grid__days th")];
    this.rows = [...this.table.tBodies[0].rows];
    this.editor = new CellEditor({ done: (...end) => this.edited(...end) });
    this.known = new WeakMap();
    for (const name of ["keydown", "mousedown", "dblclick"]) this.table.addEventListener(name, this);
    hear(this);
    this.showToday();
  }

  disconnectedCallback() { unhear(this); }

  // The first student's cell of today's column is where work begins; a phone shows it first.
  showToday() {
    const at = Math.max(0, this.heads.findIndex((head) => head.dataset.l === this.dataset.today));
    this.choose(this.rows[0].cells[at + 1], false);
    const { offsetLeft, offsetWidth } = this.current;
    const box = this.querySelector(".grid-scroll");
    const names = this.rows[0].cells[0].offsetWidth;
    if (offsetLeft + offsetWidth < box.clientWidth) return;
    box.scrollLeft = offsetLeft - names - (box.clientWidth - names) / 3;
  }

  handleEvent(event) {
    if (event.type.startsWith("ej:")) return this.answered(event.type, event.detail);
    const td = event.target.closest("tbody td");
    if (!td || this.editor.td === td) return;
    if (event.type === "keydown") return this.key(event, td);
    if (!this.head(td)) return event.type === "mousedown" && this.why(td);
    if (event.type === "dblclick") return this.edit(td, td.textContent.trim());
    event.preventDefault();
    if (document.activeElement === td && matchMedia("(pointer: coarse)").matches) this.edit(td, td.textContent.trim());
    else this.choose(td);
  }

  head(td) {
    return this.heads[td.cellIndex - 1];
  }

  choose(td, focus = true) {
    if (this.editor.isOpen) this.editor.close("stay");
    this.current?.removeAttribute("tabindex");
    this.current = td;
    td.tabIndex = 0;
    if (focus) td.focus();
  }

  move(td, [down, right]) {
    const next = this.rows[this.rows.indexOf(td.parentElement) + down]?.cells[td.cellIndex + right];
    this.choose(next?.matches("td") ? next : td);
  }

  // An average unfolds: the marks and weights it is made of.
  why(td) {
    this.choose(td);
    if (td.textContent) peek(this.dataset.average.replace("/students/0/", `/students/${td.parentElement.dataset.s}/`));
  }

  key(event, td) {
    if (!this.head(td) && event.key === "Enter") this.why(td);
    else if (!this.head(td) && !STEPS[event.key]) return;
    else if (event.ctrlKey && event.code === "KeyH") peek(this.url(td, this.dataset.history));
    else if (event.ctrlKey || event.metaKey || event.altKey || event.key === "?") return;
    else if (STEPS[event.key]) this.move(td, STEPS[event.key]);
    else if (event.key === "F2") this.edit(td, td.textContent.trim());
    else if (event.key === "Delete" || event.key === "Backspace") this.commit(td, "");
    else if (event.key === "Home" || event.key === "End") this.choose(td.parentElement.cells[event.key === "Home" ? 1 : this.heads.length]);
    else if (event.key.length === 1 && event.key !== " ") this.edit(td, event.key);
    else return;
    event.preventDefault();
  }

  isOpen(td) {
    return "writable" in this.dataset && !td.classList.contains("x") && "open" in (this.head(td)?.dataset ?? {});
  }

  edit(td, text) {
    this.choose(td);
    if (!this.isOpen(td)) return;
    const name = td.parentElement.cells[0].textContent.trim();
    this.editor.open(td, text, `${name}, ${this.head(td).textContent.trim()}`);
  }

  edited(td, text, where) {
    if (where !== "cancel") this.commit(td, text);
    if (where !== "stay") this.move(td, STEPS[where] ?? [0, 0]);
  }

  url(td, pattern) {
    const { l } = this.head(td).dataset;
    return pattern.replace("/lessons/0/cells/0/", `/lessons/${l}/cells/${td.parentElement.dataset.s}/`);
  }

  commit(td, text) {
    if (!this.isOpen(td) || text === td.textContent.trim()) return;
    if (!this.known.has(td)) this.known.set(td, { text: td.textContent.trim(), html: td.innerHTML });
    const fields = [["text", text]];
    const kind = document.getElementById("kind")?.value;
    if (kind) fields.push(["kind", kind]);
    else if (this.head(td).dataset.w) fields.push(["work", this.head(td).dataset.w]);
    td.textContent = text;
    td.classList.add("is-pending");
    td.classList.remove("is-bad");
    save({ url: this.url(td, this.dataset.url), fields, seen: this.known.get(td).text, mine: text });
  }

  answered(type, { entry, answer }) {
    const [, lesson, student] = entry.url.match(/\/lessons\/(\d+)\/cells\/(\d+)\/$/) ?? [];
    const row = this.rows.find(({ dataset }) => dataset.s === student);
    const td = row?.cells[this.heads.findIndex(({ dataset }) => dataset.l === lesson) + 1];
    if (!td || !this.head(td)) return;
    td.classList.toggle("is-pending", waitingFor(entry.url));
    if (type === "ej:saved") {
      this.known.delete(td);
      td.classList.remove("is-bad");
      if (!waitingFor(entry.url) && this.editor.td !== td) this.put(td, answer);
      if (answer.average !== undefined) row.cells[this.heads.length + 1].textContent = answer.average;
    } else if (type === "ej:dropped") {
      td.innerHTML = this.known.get(td)?.html ?? td.innerHTML;
      this.known.delete(td);
    } else if (answer.code !== "reason_needed") {
      td.classList.add("is-bad");
      td.title = answer.message ?? "";
    }
  }

  put(td, { html, text }) {
    if (html === undefined) td.textContent = text;
    else td.innerHTML = html;
    td.title = "";
  }
}

customElements.define("ej-grid", Grid);
