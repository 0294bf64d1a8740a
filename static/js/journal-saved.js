// <ej-saved>: one line that says whether everything typed is saved, and what waits for a decision.
// Its words are data attributes.
import "./journal-queue.js";

class Saved extends HTMLElement {
  connectedCallback() {
    for (const name of ["ej:queue", "ej:refused", "ej:saved"]) document.addEventListener(name, this);
    this.hidden = true;
    this.line = document.createElement("span");
    this.decide = document.createElement("button");
    this.decide.type = "button";
    this.decide.hidden = true;
    this.decide.addEventListener("click", () => document.dispatchEvent(new CustomEvent("ej:decide")));
    this.replaceChildren(this.line, this.decide);
  }

  disconnectedCallback() {
    for (const name of ["ej:queue", "ej:refused", "ej:saved"]) document.removeEventListener(name, this);
  }

  handleEvent({ type, detail }) {
    if (type === "ej:refused") {
      if (detail.answer.code !== "reason_needed") this.refusal = detail.answer.message || this.dataset.strange;
    } else if (type === "ej:saved") {
      this.typed = detail.answer.typed;
    } else {
      this.tell(detail);
    }
  }

  tell({ state, waiting, undecided }) {
    this.decide.hidden = !undecided;
    this.decide.textContent = `${this.dataset.decide} ${undecided}`;
    if (state !== "saved") this.used = true;
    if (state === "saved" && (this.refusal || undecided)) {
      this.show("refused", this.refusal ? `${this.dataset.failed}: ${this.refusal}` : "");
      this.refusal = "";
      return;
    }
    const clock = new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
    const typed = this.typed ? ` (${this.dataset.typed} ${this.typed})` : "";
    this.show(state, {
      saved: this.used ? `${this.dataset.all}, ${clock}${typed}` : "",
      saving: this.dataset.saving,
      waiting: `${this.dataset.waiting} ${waiting}`,
      login: this.dataset.login,
    }[state]);
    if (state === "saved") this.typed = "";
  }

  show(state, words) {
    this.dataset.state = state;
    this.line.textContent = words;
    this.hidden = !words && this.decide.hidden;
  }
}

customElements.define("ej-saved", Saved);
