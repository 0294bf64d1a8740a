// What a cell is in: waiting for the server, not saved, or changed by somebody a moment ago. Said by
// colour, by a shape in its corner, by its title and by what screen readers hear.

const STATES = { pending: "is-pending", failed: "is-bad", clash: "is-clash" };
const MOMENT = 4000;

export class States {
  constructor(grid) {
    this.words = grid.dataset; // saving, failed, clash
    this.grid = grid;
  }

  set(td, state = "", message = "") {
    for (const [name, css] of Object.entries(STATES)) td.classList.toggle(css, name === state);
    td.toggleAttribute("aria-busy", state === "pending");
    if (state === "pending") td.setAttribute("aria-busy", "true");
    if (state === "failed" || state === "clash") td.setAttribute("aria-invalid", "true");
    else td.removeAttribute("aria-invalid");
    const word = { pending: this.words.saving, failed: this.words.failed, clash: this.words.clash }[state];
    td.title = [word, message].filter(Boolean).join(": ");
    if (this.grid.range?.current === td) this.grid.range.label();
  }

  // A softly lit cell, and who it was.
  flash(td, by) {
    td.title = by;
    td.classList.remove("is-new");
    void td.offsetWidth; // the same cell may change twice
    td.classList.add("is-new");
    setTimeout(() => {
      td.classList.remove("is-new");
      if (td.title === by) td.title = "";
    }, MOMENT);
  }

  say(words) {
    const line = this.grid.querySelector("[data-say]");
    line.textContent = words;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (line.textContent = ""), 2 * MOMENT);
  }
}
