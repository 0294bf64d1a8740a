// <ej-load data-url="…">: while homework is being set, one line that says how much is due on that
// day already. Asks once its part of the page ([data-load-scope]) is entered, and again when day,
// minutes or, with data-students, the students change. data-homework: the one that is rewritten.

const PAUSE = 400;
const ASKED = ["due", "due_day", "minutes"];

class Load extends HTMLElement {
  connectedCallback() {
    this.scope = this.closest("[data-load-scope]");
    for (const name of ["focusin", "input", "change"]) this.scope.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of ["focusin", "input", "change"]) this.scope.removeEventListener(name, this);
  }

  handleEvent() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  get wanted() {
    const wanted = new URLSearchParams();
    const names = "students" in this.dataset ? [...ASKED, "students"] : ASKED;
    for (const control of this.scope.querySelectorAll("[data-name]")) {
      if (!names.includes(control.dataset.name)) continue;
      if (control.type === "checkbox" && !control.checked) continue;
      if (control.value) wanted.append(control.dataset.name, control.value);
    }
    if (this.dataset.homework) wanted.set("homework", this.dataset.homework);
    return wanted.toString();
  }

  async ask() {
    const wanted = this.wanted;
    if (wanted === this.asked) return;
    this.asked = wanted;
    const response = await fetch(`${this.dataset.url}?${wanted}`).catch(() => null);
    if (response?.ok && !response.redirected && wanted === this.asked) this.innerHTML = await response.text();
    else if (!response) this.asked = undefined;
  }
}

customElements.define("ej-load", Load);
