// <ej-terms data-url="…/students/0/x/">: a sheet of period marks. An input is named
// m-<student>-<column> and saves itself when it is left. Enter and the arrows move, "=" takes the
// suggestion, Escape brings back what stood.
import { hear, save, unhear, waitingFor } from "./journal-queue.js";

class Terms extends HTMLElement {
  connectedCallback() {
    this.inputs = new Map(); // address → input
    this.rows = [...this.querySelectorAll("tbody tr")];
    for (const input of this.querySelectorAll("input[name^=m-]")) {
      const [, student, column] = input.name.split("-");
      input.dataset.url = this.dataset.url.replace("/0/x/", `/${student}/${column}/`);
      this.inputs.set(input.dataset.url, input);
    }
    this.addEventListener("keydown", this);
    this.addEventListener("change", this);
    this.addEventListener("focusin", this);
    hear(this);
    this.showNow();
    this.closest("form")?.addEventListener("submit", (event) => event.preventDefault());
  }

  // On a phone the column of today comes first, beside the names.
  showNow() {
    const now = this.querySelector("th[data-now]");
    const names = this.querySelector("thead th");
    if (now) this.querySelector(".grid-scroll").scrollLeft = now.offsetLeft - names.offsetWidth;
  }

  disconnectedCallback() {
    unhear(this);
  }

  handleEvent(event) {
    if (event.type.startsWith("ej:")) return this.answered(event.type, event.detail);
    if (!event.target.matches("input[name^=m-]")) return;
    if (event.type === "focusin") event.target.select();
    else if (event.type === "change") this.commit(event.target);
    else this.key(event);
  }

  key(event) {
    const input = event.target;
    const steps = { Enter: [event.shiftKey ? -1 : 1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    if (whole) Object.assign(steps, { ArrowLeft: [0, -1], ArrowRight: [0, 1] });
    if (event.key === "=" && !event.ctrlKey) {
      const suggested = this.suggested(input)?.textContent.trim();
      if (suggested) input.value = suggested;
      this.commit(input);
    } else if (event.key === "Escape") {
      input.value = input.defaultValue;
      input.select();
    } else if (steps[event.key]) {
      this.commit(input);
      this.go(input, ...steps[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  }

  go(input, down, right) {
    const cell = input.closest("td");
    let row = this.rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    for (;;) {
      row += down;
      column += right;
      const next = this.rows[row]?.cells[column];
      if (!next) return input.select();
      const found = next.querySelector("input[name^=m-]");
      if (found) return found.focus();
    }
  }

  suggested(input) {
    return input.closest("td").querySelector("[data-sug]");
  }

  commit(input) {
    const text = input.value.trim();
    const url = input.dataset.url;
    if (text === (input.dataset.sent ?? input.defaultValue)) return;
    input.dataset.sent = text;
    const cell = input.closest("td");
    cell.classList.add("is-pending");
    cell.classList.remove("is-bad");
    input.removeAttribute("aria-invalid");
    save({ url, fields: [["text", text]], seen: input.defaultValue, mine: text });
  }

  answered(type, { entry, answer }) {
    const input = this.inputs.get(entry.url);
    if (!input) return;
    const cell = input.closest("td");
    cell.classList.toggle("is-pending", waitingFor(entry.url));
    if (type === "ej:saved") {
      this.stands(input, answer, entry);
      for (const [column, text] of Object.entries(answer.suggested ?? {})) {
        const place = cell.parentElement.querySelector(`[data-sug="${column}"]`);
        if (place) place.textContent = text;
      }
    } else if (type === "ej:dropped") {
      input.value = input.defaultValue;
      delete input.dataset.sent;
    } else if (answer.code !== "reason_needed") {
      cell.classList.add("is-bad");
      input.setAttribute("aria-invalid", "true");
      input.title = answer.message ?? "";
      delete input.dataset.sent;
    }
  }

  stands(input, answer, entry) {
    const untouched = answer.kept || input.value.trim() === entry.mine;
    const cell = input.closest("td");
    const suggested = this.suggested(input)?.textContent.trim() ?? "";
    input.defaultValue = answer.text ?? "";
    input.title = "";
    delete input.dataset.sent;
    if (untouched) input.value = input.defaultValue;
    cell.classList.add("is-done");
    cell.classList.toggle("is-differing", Boolean(suggested && answer.text && suggested !== answer.text));
  }
}

customElements.define("ej-terms", Terms);
