// <ej-ask>: two questions that saving may raise: somebody wrote here meanwhile (keep theirs or put
// mine), and a reason for a late correction. Without an answer nothing is saved.
import { save } from "./journal-queue.js";

class Ask extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.questions ??= [];
    document.addEventListener("ej:conflict", this);
    document.addEventListener("ej:refused", this);
  }

  disconnectedCallback() {
    document.removeEventListener("ej:conflict", this);
    document.removeEventListener("ej:refused", this);
  }

  handleEvent({ type, detail }) {
    if (type === "ej:refused" && detail.answer.code !== "reason_needed") return;
    if (type === "ej:conflict" && detail.answer.cells) return; // the grid names them all at once
    this.questions.push({ type, ...detail });
    if (this.questions.length === 1) this.ask();
  }

  async ask() {
    while (this.questions.length) {
      const question = this.questions[0];
      if (question.type === "ej:conflict") await this.conflict(question);
      else await this.reason(question);
      this.questions.shift();
    }
  }

  async conflict({ entry, answer }) {
    const dialog = this.querySelector("[data-conflict]");
    dialog.querySelector("[data-message]").textContent = answer.message;
    dialog.querySelector("[data-theirs]").textContent = answer.theirs || "—";
    dialog.querySelector("[data-mine]").textContent = entry.mine || "—";
    if ((await this.open(dialog)) === "mine") {
      save({ ...entry, seen: answer.theirs });
    } else {
      const stands = { text: answer.theirs, kept: true };
      document.dispatchEvent(new CustomEvent("ej:saved", { detail: { entry, answer: stands } }));
    }
  }

  async reason({ entry, answer }) {
    const deputy = document.querySelector("#lesson[data-deputy] #reason");
    const dialog = this.querySelector("[data-reason]");
    const input = dialog.querySelector("input");
    dialog.querySelector("[data-message]").textContent = answer.message;
    input.value = deputy?.value ?? "";
    const said = (await this.open(dialog)) === "say" ? input.value.trim() : "";
    if (said) {
      if (deputy) deputy.value = said;
      const fields = entry.fields.filter(([name]) => name !== "reason");
      save({ ...entry, fields: [...fields, ["reason", said]] });
    } else {
      document.dispatchEvent(new CustomEvent("ej:dropped", { detail: { entry } }));
    }
  }

  open(dialog) {
    const before = document.activeElement;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener(
        "close",
        () => {
          before?.focus?.();
          resolve(dialog.returnValue);
        },
        { once: true },
      );
    });
  }
}

customElements.define("ej-ask", Ask);
