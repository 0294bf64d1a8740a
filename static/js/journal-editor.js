// The little input that opens over a cell of the grid while something is typed into it.

export class CellEditor {
  constructor({ done }) {
    this.done = done; // (td, text, where) after Enter, Tab or leaving; where: "down", "right", …, "fill"
    this.input = document.createElement("input");
    this.input.className = "grid-editor";
    this.input.maxLength = 40;
    this.input.autocapitalize = "off";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.enterKeyHint = "next";
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close("stay"));
  }

  get isOpen() {
    return Boolean(this.td);
  }

  open(td, text, label) {
    this.td = td;
    this.input.setAttribute("aria-label", label);
    this.input.value = text;
    td.classList.add("is-edited");
    td.append(this.input);
    this.input.focus();
    this.input.setSelectionRange(text.length, text.length);
  }

  key(event) {
    const far = event.ctrlKey || event.metaKey;
    const where = {
      Enter: far ? "fill" : event.shiftKey ? "up" : "down",
      Tab: event.shiftKey ? "left" : "right",
      ArrowUp: "up",
      ArrowDown: "down",
    }[event.key];
    event.stopPropagation();
    if (event.key === "Escape") this.close("cancel");
    else if (where) this.close(where);
    else return;
    event.preventDefault();
  }

  close(where) {
    if (!this.td) return;
    const td = this.td;
    this.td = null;
    td.classList.remove("is-edited");
    this.input.remove();
    this.done(td, this.input.value.trim().replace(/\s+/g, " "), where);
  }
}
