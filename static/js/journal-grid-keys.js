// What the keys do in the grid while nothing is being typed; said to people in templates/journal/keys.html.
import { textOf } from "./journal-grid-text.js";
import { peek } from "./journal-peek.js";

export class Keys {
  constructor(grid) {
    this.grid = grid;
  }

  press(event, td) {
    if (event.ctrlKey || event.metaKey ? this.command(event, td) : this.plain(event, td)) event.preventDefault();
  }

  command(event, td) {
    const isInGrid = this.grid.places.head(td);
    if (event.code === "KeyH" && isInGrid) peek(this.grid.writing.url(td, this.grid.dataset.history));
    else if (event.code === "KeyZ" && !event.shiftKey) this.grid.again(this.grid.undo.back());
    else if (event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey)) this.grid.again(this.grid.undo.again());
    else if (event.code === "KeyA") this.chooseAll();
    else return this.go(event);
    return true;
  }

  plain(event, td) {
    if (event.altKey || event.key === "?") return false;
    if (!this.grid.places.head(td) && event.key === "Enter") this.grid.why(td);
    else if (event.key === "ArrowUp" && !event.shiftKey && this.grid.range.end[0] === 0) this.grid.heads.focus(this.grid.range.end[1]);
    else if (event.key === "F2") this.grid.edit(td, textOf(td));
    else if (event.key === "Delete" || event.key === "Backspace") this.grid.writing.write(this.grid.range.cells.map((one) => ({ td: one, text: "" })));
    else if (event.key === "Escape") this.grid.range.choose(this.grid.places.of(td));
    else if (event.key.length === 1 && event.key !== " ") this.grid.edit(td, event.key);
    else return this.go(event);
    return true;
  }

  go(event) {
    if (event.key === "Tab") return this.tab(event);
    const extend = event.shiftKey && event.key !== "Enter";
    const place = this.grid.places.led(event, extend ? this.grid.range.end : this.grid.places.of(this.grid.range.current));
    if (place) this.grid.range.choose(place, { extend });
    return Boolean(place);
  }

  // Tab goes along the row; from its last column it leaves the grid, as a page is left.
  tab(event) {
    const here = this.grid.places.of(this.grid.range.current);
    const there = this.grid.places.after(here, event.shiftKey ? "left" : "right");
    if (there[1] === here[1] || there[1] >= this.grid.places.heads.length) return false;
    this.grid.range.choose(there);
    return true;
  }

  // The column, and with the next press everything.
  chooseAll() {
    const [, column] = this.grid.range.end;
    const last = this.grid.places.rows.length - 1;
    const [top, left, bottom, right] = this.grid.range.corners;
    const isColumn = !top && bottom === last && left === right;
    this.grid.range.anchor = [0, isColumn ? 0 : column];
    this.grid.range.choose([last, isColumn ? this.grid.places.heads.length - 1 : column], { extend: true });
  }
}
