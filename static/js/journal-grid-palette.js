// Keys under the fingers: where the pointer is a finger, the chosen cell gets a row of large buttons
// (5 4 3 2 н · and so on); a mark goes in and the next student is chosen.

export class Palette {
  constructor(grid) {
    this.grid = grid;
    this.bar = grid.querySelector("[data-palette]");
  }

  connect() {
    this.bar?.addEventListener("click", this);
  }

  // Called when a cell was chosen by hand.
  offer(td) {
    if (!this.bar || !matchMedia("(pointer: coarse)").matches) return;
    this.bar.hidden = !this.grid.writing.isOpen(td);
  }

  handleEvent(event) {
    const key = event.target.closest("button")?.dataset.key;
    if (key === undefined) return;
    const { range, places, writing } = this.grid;
    if (key === "type") return this.grid.edit(range.current, "");
    writing.write(range.cells.map((td) => ({ td, text: key })));
    if (range.isOne) range.choose(places.after(range.end, "down"), { focus: false });
    range.see(range.current);
  }
}
