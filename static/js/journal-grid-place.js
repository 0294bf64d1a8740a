// Where in the grid: rows × columns, folded columns left out. Keys that move, as in a spreadsheet.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const ENDS = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1], stay: [0, 0] };

export class Places {
  constructor(table) {
    this.rows = [...table.tBodies[0].rows];
    this.heads = [...table.querySelectorAll("tr.grid__days th")];
    this.cols = [...table.querySelectorAll("col")].slice(1);
    this.width = this.cols.length;
  }

  at(row, column) {
    return this.rows[row]?.cells[column + 1];
  }

  of(td) {
    return [this.rows.indexOf(td.parentElement), td.cellIndex - 1];
  }

  head(td) {
    return this.heads[td.cellIndex - 1];
  }

  cell(lesson, student) {
    const row = this.rows.find(({ dataset }) => dataset.s === String(student));
    const column = this.heads.findIndex(({ dataset }) => dataset.l === String(lesson));
    return column < 0 ? undefined : row?.cells[column + 1];
  }

  isShown(column) {
    return !this.cols[column].classList.contains("folded");
  }

  // The nearest shown column from here in that direction, here itself where there is none.
  beside(column, step) {
    for (let next = column + step; next >= 0 && next < this.width; next += step) {
      if (this.isShown(next)) return next;
    }
    return column;
  }

  // Ctrl+arrow: to the end of what is filled, or to the next filled cell, or to the border.
  jump([row, column], [down, right]) {
    const next = ([r, c]) => (right ? [r, this.beside(c, right)] : [r + down, c]);
    const isFilled = ([r, c]) => Boolean(this.at(r, c)?.textContent);
    const same = (one, other) => one[0] === other[0] && one[1] === other[1];
    const isInside = ([r, c]) => r >= 0 && r < this.rows.length && (!right || c < this.heads.length);
    const along = isFilled([row, column]) && isFilled(next([row, column]));
    for (let here = [row, column]; ; ) {
      const there = next(here);
      if (!isInside(there) || same(here, there)) return here;
      if (along && !isFilled(there)) return here;
      if (!along && isFilled(there)) return there;
      here = there;
    }
  }

  moved([row, column], [down, right]) {
    const next = Math.min(Math.max(row + down, 0), this.rows.length - 1);
    return [next, right ? this.beside(column, right) : column];
  }

  // Where a key leads from here; undefined where it leads nowhere.
  led(event, from) {
    const [row, column] = from;
    const last = this.rows.length - 1;
    const far = event.ctrlKey || event.metaKey;
    if (STEPS[event.key]) return far ? this.jump(from, STEPS[event.key]) : this.moved(from, STEPS[event.key]);
    if (event.key === "Home") return [far ? 0 : row, this.beside(-1, 1)];
    if (event.key === "End") return [far ? last : row, this.beside(this.heads.length, -1)];
    if (event.key === "PageUp") return [Math.max(0, row - 10), column];
    if (event.key === "PageDown") return [Math.min(last, row + 10), column];
    if (event.key === "Enter") return this.moved(from, ENDS[event.shiftKey ? "up" : "down"]);
    return undefined;
  }

  after(from, where) {
    return this.moved(from, ENDS[where] ?? ENDS.stay);
  }
}
