// <ej-saved>: one line that says whether everything typed is saved. Its words are data attributes.
import "./journal-queue.js";

class Saved extends HTMLElement {
  connectedCallback() {
    document.addEventListener("ej:queue", this);
    document.addEventListener("ej:refused", this);
  }

  disconnectedCallback() {
    document.removeEventListener("ej:queue", this);
    document.removeEventListener("ej:refused", this);
  }

  handleEvent({ type, detail }) {
    if (type === "ej:refused") {
      if (detail.answer.code !== "reason_needed") this.refusal = detail.answer.message || this.dataset.strange;
      return;
    }
    const { state, waiting } = detail;
    if (state === "saved" && this.refusal) {
      this.show("refused", `${this.dataset.failed}: ${this.refusal}`);
      this.refusal = "";
      return;
    }
    const clock = new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
    const words = {
      saved: this.used ? `${this.dataset.all}, ${clock}` : "",
      saving: this.dataset.saving,
      waiting: `${this.dataset.waiting} ${waiting}`,
      login: this.dataset.login,
    };
    if (state !== "saved") this.used = true;
    this.show(state, words[state]);
  }

  show(state, words) {
    this.dataset.state = state;
    this.textContent = words;
  }
}

customElements.define("ej-saved", Saved);
