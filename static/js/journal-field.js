// <ej-field data-url="…" data-known="what stands there">: saves the control marked data-text, with
// the named controls beside it, a moment after typing stops and at once when it is left. A checkbox
// says "1" or nothing. data-explicit waits for the button marked data-save; data-reload reads the
// page again afterwards. The state is shown in <output data-state>.
import { hear, save, unhear, waitingFor } from "./journal-queue.js";

const PAUSE = 1200;

class Field extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("[data-text]");
    this.state = this.querySelector("[data-state]");
    this.known ??= this.dataset.known ?? "";
    this.rest ??= this.others();
    this.addEventListener("input", this);
    this.addEventListener("change", this);
    this.addEventListener("focusout", this);
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    // Enter in some field of the page may not press a button of another.
    for (const button of this.querySelectorAll("[data-save]")) button.type = "button";
    hear(this);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    unhear(this);
  }

  get value() {
    return this.text.type === "checkbox" ? (this.text.checked ? "1" : "") : this.text.value;
  }

  handleEvent(event) {
    if (event.type.startsWith("ej:")) return this.answered(event.type, event.detail);
    if (event.type === "click") {
      if (!event.target.closest("[data-save]")) return;
      event.preventDefault();
      return this.commit(true);
    }
    if (event.type === "keydown" && !(event.key === "Enter" && event.target.tagName === "INPUT")) return;
    if (event.type === "keydown") event.preventDefault();
    if ("explicit" in this.dataset) return;
    clearTimeout(this.timer);
    if (event.type === "input" && this.text.type !== "checkbox") {
      this.state.textContent = "";
      this.timer = setTimeout(() => this.commit(), PAUSE);
    } else {
      this.commit();
    }
  }

  others() {
    return JSON.stringify(this.fields().filter(([name]) => name !== "text"));
  }

  fields() {
    const fields = [["text", this.value]];
    for (const control of this.querySelectorAll("select, input:not([type=hidden], [data-aside])")) {
      const unchecked = control.type === "checkbox" && !control.checked;
      if (control === this.text || unchecked) continue;
      fields.push([control.dataset.name ?? control.name, control.value]);
    }
    const reason = document.getElementById("reason")?.value.trim();
    if (reason) fields.push(["reason", reason]);
    return fields;
  }

  commit(anyway = false) {
    const same = this.value.trim() === (this.sent ?? this.known).trim();
    const rest = this.others();
    if (same && !anyway && (rest === this.rest || !this.value)) return;
    this.rest = rest;
    this.sent = this.value;
    this.classList.add("is-pending");
    this.classList.remove("is-bad");
    const words = document.querySelector("ej-saved")?.dataset;
    this.state.textContent = words?.saving ?? "";
    save({ url: this.dataset.url, fields: this.fields(), seen: this.known, mine: this.value, adds: "explicit" in this.dataset });
  }

  answered(type, { entry, answer }) {
    if (entry.url !== this.dataset.url) return;
    const words = document.querySelector("ej-saved")?.dataset ?? {};
    this.classList.toggle("is-pending", waitingFor(entry.url));
    if (type === "ej:saved") {
      this.stands(answer, entry);
      this.state.textContent = answer.at ? `${words.saved} ${answer.at}` : "";
      if ("reload" in this.dataset && !answer.kept) window.location.reload();
    } else if (type === "ej:dropped" || answer.code !== "reason_needed") {
      this.sent = undefined;
      this.classList.add("is-bad");
      this.state.textContent = `${words.failed}${answer?.message ? `: ${answer.message}` : ""}`;
      if (this.text.type === "checkbox") this.text.checked = Boolean(this.known);
    }
  }

  stands(answer, entry) {
    if (answer.text && this.dataset.clears) this.clear(this.dataset.clears);
    const untouched = answer.kept || this.value === entry.mine;
    this.known = answer.text ?? "";
    this.sent = undefined;
    this.classList.remove("is-bad");
    if (!untouched || "explicit" in this.dataset) return;
    if (this.text.type === "checkbox") this.text.checked = Boolean(this.known);
    else if (this.text !== document.activeElement || answer.kept) this.text.value = this.known;
    this.classList.toggle("is-done", Boolean(this.known));
  }

  // What this field says takes the other one back (homework is set: «none» is no longer said).
  clear(id) {
    const other = document.getElementById(id);
    other.checked = false;
    other.closest("ej-field").known = "";
  }
}

customElements.define("ej-field", Field);
