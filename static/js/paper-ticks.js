// <paper-ticks>: one box in the head ticks all reports. [data-scan]: the field is empty again as soon
// as a code went off, so that a scanner may send the next one; all are sent, one after the other.
class PaperTicks extends HTMLElement {
  connectedCallback() {
    this.all = this.querySelector("[data-all]");
    if (!this.all) return;
    this.all.hidden = false;
    this.addEventListener("change", ({ target }) => (target === this.all ? this.tickAll() : this.look()));
  }

  get boxes() {
    return [...this.querySelectorAll("input[name=report]")];
  }

  tickAll() {
    for (const box of this.boxes) box.checked = this.all.checked;
  }

  look() {
    this.all.checked = this.boxes.every((box) => box.checked);
  }
}

customElements.define("paper-ticks", PaperTicks);

document.querySelector("[data-scan]")?.addEventListener("htmx:configRequest", ({ target }) => {
  target.elements.code.value = "";
  target.elements.code.focus();
});
