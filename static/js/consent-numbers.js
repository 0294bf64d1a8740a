// <consent-numbers application="118" consent="94">: shows beside each ticked paper the number it will
// get, and ticks a whole column. Without it the server numbers the ticked papers in the same order.
class ConsentNumbers extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.number());
    this.addEventListener("input", () => this.number());
    for (const button of this.querySelectorAll("[data-all]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.tickAll(button.dataset.all));
    }
    this.number();
  }

  boxes(kind) {
    return this.querySelectorAll(`input[type=checkbox][name^="${kind}-"]`);
  }

  tickAll(kind) {
    const boxes = [...this.boxes(kind)];
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    this.number();
  }

  number() {
    for (const kind of ["application", "consent"]) {
      let next = this.getAttribute(kind);
      for (const box of this.boxes(kind)) {
        const typed = this.querySelector(`[name="${box.name}-number"]`);
        const gets = box.checked && !typed.value;
        typed.placeholder = gets ? next : "№";
        if (gets) next = after(next);
      }
    }
  }
}

// 118 → 119, С-009 → С-010
function after(number) {
  const found = number.match(/^(.*?)(\d+)(\D*)$/);
  if (!found) return number;
  const [, before, digits, rest] = found;
  return before + String(Number(digits) + 1).padStart(digits.length, "0") + rest;
}

customElements.define("consent-numbers", ConsentNumbers);
