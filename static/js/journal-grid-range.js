// The chosen cells of the grid: one that has the focus, and a rectangle between it and the cell where
// choosing began. Screen readers hear the student and the day of the cell, and what stands there.

export class Range {
  constructor(grid, places) {
    this.grid = grid;
    this.places = places;
    this.painted = [];
  }

  get corners() {
    const [[top, left], [bottom, right]] = [this.anchor, this.end];
    return [Math.min(top, bottom), Math.min(left, right), Math.max(top, bottom), Math.max(left, right)];
  }

  get isOne() {
    return this.anchor[0] === this.end[0] && this.anchor[1] === this.end[1];
  }

  // Rows of cells of the rectangle; columns that are folded are not in it.
  get rows() {
    const [top, left, bottom, right] = this.corners;
    const columns = [];
    for (let column = left; column <= right; column += 1) {
      if (this.places.isShown(column)) columns.push(column);
    }
    const rows = [];
    for (let row = top; row <= bottom; row += 1) rows.push(columns.map((column) => this.places.at(row, column)));
    return rows;
  }

  get cells() {
    return this.rows.flat();
  }

  choose(place, { focus = true, extend = false } = {}) {
    this.end = place;
    if (!extend) this.anchor = place;
    this.paint();
    if (extend) return this.see(this.places.at(...place));
    const td = this.places.at(...place);
    if (this.current !== td) {
      this.current?.removeAttribute("tabindex");
      this.current?.removeAttribute("aria-label");
      this.current = td;
      td.tabIndex = 0;
    }
    this.label();
    if (focus) td.focus({ preventScroll: true });
    if (focus) this.see(td);
    return td;
  }

  paint() {
    for (const td of this.painted) {
      td.classList.remove("is-in");
      td.removeAttribute("aria-selected");
    }
    this.painted = this.isOne ? [] : this.cells;
    for (const td of this.painted) {
      td.classList.add("is-in");
      td.setAttribute("aria-selected", "true");
    }
  }

  label() {
    const td = this.current;
    const head = this.places.head(td);
    const day = head ? head.firstElementChild.title : this.places.cols[td.cellIndex - 1].dataset.name;
    const words = [td.parentElement.cells[0].title, day, td.textContent || this.grid.dataset.empty, td.title];
    td.setAttribute("aria-label", words.filter(Boolean).join(", "));
  }

  // The names, the heading and the last columns lie over the cells: what is chosen comes from under
  // them.
  see(td) {
    const box = this.grid.querySelector(".grid-scroll");
    const [inner, cell] = [box.getBoundingClientRect(), td.getBoundingClientRect()];
    const left = inner.left + td.parentElement.cells[0].offsetWidth;
    const top = inner.top + this.grid.table.tHead.offsetHeight;
    if (cell.left < left) box.scrollLeft -= left - cell.left;
    else if (cell.right > inner.left + box.clientWidth) box.scrollLeft += cell.right - inner.left - box.clientWidth;
    if (cell.top < top) box.scrollTop -= top - cell.top;
    else if (cell.bottom > inner.top + box.clientHeight) box.scrollTop += cell.bottom - inner.top - box.clientHeight;
  }
}
