// <ej-grid data-url data-cells data-changes data-since data-history data-average data-scale
// data-writable data-today>: the journal page as a spreadsheet. One cell has the focus, a range may be
// chosen; keys move it, typing opens an editor, Delete empties. A heading knows its lesson, a row its
// student. What each part does is in the journal-grid-….js beside this file.
import { CellEditor } from "./journal-editor.js";
import { Clipboard } from "./journal-grid-clipboard.js";
import { Heads } from "./journal-grid-heads.js";
import { Keys } from "./journal-grid-keys.js";
import { Live } from "./journal-grid-live.js";
import { Palette } from "./journal-grid-palette.js";
import { Places } from "./journal-grid-place.js";
import { Range } from "./journal-grid-range.js";
import { States } from "./journal-grid-state.js";
import { textOf } from "./journal-grid-text.js";
import { Undo } from "./journal-grid-undo.js";
import { Writing } from "./journal-grid-writing.js";
import { peek } from "./journal-peek.js";

const ON_TABLE = ["keydown", "mousedown", "mouseover", "dblclick"];
const CLIPS = ["copy", "cut", "paste"];

class Grid extends HTMLElement {
  connectedCallback() {
    this.table = this.querySelector("table");
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-multiselectable", "true");
    this.table.setAttribute("aria-readonly", String(!("writable" in this.dataset)));
    const places = (this.places = new Places(this.table));
    this.range = new Range(this, places);
    this.states = new States(this);
    this.undo = new Undo();
    this.editor = new CellEditor({ done: (...end) => this.edited(...end) });
    this.writing = new Writing(this, { places, states: this.states, undo: this.undo });
    this.live = new Live(this);
    this.clipboard = new Clipboard(this);
    this.keys = new Keys(this);
    this.palette = new Palette(this);
    this.heads = new Heads(this, places);
    for (const name of ON_TABLE) this.table.tBodies[0].addEventListener(name, this);
    for (const name of CLIPS) document.addEventListener(name, this.clipboard);
    for (const part of [this.writing, this.live, this.palette, this.heads]) part.connect();
    this.showToday();
  }

  disconnectedCallback() {
    for (const name of CLIPS) document.removeEventListener(name, this.clipboard);
    this.writing.disconnect();
    this.live.disconnect();
  }

  // The first student's cell of today's column is where work begins; a phone shows that column first.
  showToday() {
    const { heads, rows } = this.places;
    const column = Math.max(0, heads.findIndex((head) => head.dataset.l === this.dataset.today));
    const td = this.range.choose([0, column], { focus: false });
    const box = this.querySelector(".grid-scroll");
    const names = rows[0].cells[0].offsetWidth;
    const isPhone = matchMedia("(max-width: 47.99rem)").matches;
    const left = td.getBoundingClientRect().left - this.table.getBoundingClientRect().left;
    if (!isPhone && left + td.offsetWidth < box.clientWidth) return;
    const wanted = left - names - (isPhone ? 0 : (box.clientWidth - names) / 3);
    const lacks = wanted + box.clientWidth - this.table.offsetWidth;
    if (isPhone && lacks > 0) box.style.setProperty("--grid-after", `${lacks}px`);
    box.scrollLeft = wanted;
  }

  handleEvent(event) {
    const td = event.target.closest("td");
    if (!td || this.editor.td === td) return;
    if (event.type === "keydown") return this.keys.press(event, td);
    if (event.type === "mouseover") return event.buttons === 1 && this.dragging && this.choose(td, { extend: true });
    if (event.type === "dblclick") return this.edit(td, textOf(td));
    if (event.button) return;
    event.preventDefault();
    this.dragging = true;
    document.addEventListener("mouseup", () => (this.dragging = false), { once: true });
    this.choose(td, { extend: event.shiftKey });
    if (!this.places.head(td)) this.why(td);
    this.palette.offer(td);
  }

  choose(td, how) {
    if (this.editor.isOpen) this.editor.close("stay");
    return this.range.choose(this.places.of(td), how);
  }

  // An average unfolds: the marks and weights it is made of.
  why(td) {
    const isAverage = td.cellIndex === this.places.heads.length + 1;
    if (isAverage && td.textContent) peek(this.dataset.average.replace("/students/0/", `/students/${td.parentElement.dataset.s}/`));
  }

  again(wishes) {
    if (!wishes.length) return;
    this.writing.write(wishes, { note: false });
    const td = this.places.cell(wishes[0].lesson, wishes[0].student);
    if (td) this.choose(td);
  }

  edit(td, text) {
    if (this.range.isOne) this.choose(td);
    if (!this.writing.isOpen(td)) return;
    this.editor.open(td, text, td.getAttribute("aria-label"));
  }

  edited(td, text, where) {
    if (where === "fill") this.writing.write(this.range.cells.map((one) => ({ td: one, text })));
    else if (where !== "cancel") this.writing.write([{ td, text }]);
    if (where !== "stay") this.range.choose(this.places.after(this.places.of(td), where));
  }
}

customElements.define("ej-grid", Grid);
