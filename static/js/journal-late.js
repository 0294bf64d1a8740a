// <ej-late hidden>: minutes of lateness by touch, inside <ej-register>. It comes below the buttons of
// a student who is late and goes when another line is touched. A chosen number is told upwards as
// ej:late, detail {minutes}; the keyboard writes "оп10" into the entry instead.
class Late extends HTMLElement {
  connectedCallback() {
    this.register ??= this.closest("ej-register");
    if (this.known) return; // moved to another line
    this.known = true;
    for (const name of ["click", "focusin"]) this.register.addEventListener(name, this);
  }

  handleEvent(event) {
    const row = event.target.closest("tr");
    if (!row) return;
    const minutes = event.type === "click" && event.target.closest("ej-late button");
    if (minutes) {
      this.hidden = true;
      const detail = { minutes: minutes.textContent };
      row.dispatchEvent(new CustomEvent("ej:late", { bubbles: true, detail }));
    } else if (event.type === "click" || event.target.matches("td.entry input")) {
      this.offer(row);
    }
  }

  // The register has answered the touch already: the line says who is late.
  offer(row) {
    this.hidden = row.dataset.sign !== "оп";
    if (!this.hidden) row.querySelector("td.signs").append(this);
    for (const button of this.querySelectorAll("button")) {
      const text = row.querySelector("td.entry input").value;
      button.setAttribute("aria-pressed", String(text.endsWith(`оп${button.textContent}`)));
    }
  }
}

customElements.define("ej-late", Late);
