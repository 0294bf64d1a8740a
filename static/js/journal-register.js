// <ej-register data-url="…/cells/0/" data-history="…">: the register of one lesson. Each student has
// one entry ("5", "н", "5 н", "оп10") saved when it is left; the buttons н уп б оп write the absence
// into it. Arrows and Enter go from student to student, Ctrl+Enter takes the register.
import { peek } from "./journal-peek.js";
import { hear, save, unhear, waitingFor } from "./journal-queue.js";

const ABSENCE = /(^|\s)(?:н|уп|б|оп\d*)(?=\s|$)/g;

class Register extends HTMLElement {
  connectedCallback() {
    for (const name of ["keydown", "focusin", "focusout", "click", "ej:late"]) this.addEventListener(name, this);
    document.addEventListener("keydown", this.take);
    hear(this);
    if ("writable" in this.dataset && matchMedia("(pointer: fine)").matches) {
      this.querySelector("td.entry input:not([type=hidden])")?.focus({ preventScroll: true });
    }
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.take);
    unhear(this);
  }

  // From anywhere on the page, the box itself included.
  take = (event) => {
    if (!event.ctrlKey || event.key !== "Enter") return;
    event.preventDefault();
    const input = document.activeElement?.closest("td.entry")?.querySelector("input");
    if (input) this.commit(input);
    const taken = document.getElementById("taken");
    if (taken && !taken.checked) taken.click();
  };

  handleEvent(event) {
    if (event.type === "ej:late") return this.late(event.target, event.detail.minutes);
    if (event.type.startsWith("ej:")) return this.answered(event.type, event.detail);
    if (event.type === "click") return this.toggle(event.target.closest("button[data-sign]"));
    const input = event.target.closest("td.entry input");
    if (!input) return;
    if (event.type === "focusin") input.select();
    else if (event.type === "focusout") this.commit(input);
    else this.key(event, input);
  }

  key(event, input) {
    if (event.ctrlKey && event.key === "Enter") return;
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      this.go(input, 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      this.go(input, -1);
    } else if (event.key === "Escape") {
      input.value = input.dataset.known;
      input.classList.remove("is-bad");
      input.select();
    } else if (event.ctrlKey && event.code === "KeyH") {
      event.preventDefault();
      peek(this.dataset.history.replace("/cells/0/", `/cells/${this.student(input)}/`));
    }
  }

  go(input, step) {
    const inputs = [...this.querySelectorAll("td.entry input:not([type=hidden])")];
    const next = inputs[inputs.indexOf(input) + step];
    if (next) next.focus();
    else if (step > 0) document.getElementById("taken")?.focus();
  }

  student(element) {
    return element.closest("tr").dataset.s;
  }

  toggle(button) {
    if (!button) return;
    const input = button.closest("tr").querySelector("td.entry input");
    const pressed = button.getAttribute("aria-pressed") === "true";
    const marks = input.value.replace(ABSENCE, "").trim();
    input.value = pressed ? marks : `${marks} ${button.dataset.sign}`.trim();
    this.press(button.closest("tr"), pressed ? "" : button.dataset.sign);
    this.commit(input);
  }

  late(row, minutes) {
    const input = row.querySelector("td.entry input");
    input.value = `${input.value.replace(ABSENCE, "").trim()} оп${minutes}`.trim();
    this.press(row, "оп");
    this.commit(input);
  }

  press(row, sign) {
    row.dataset.sign = sign;
    if (!sign) delete row.dataset.sign;
    for (const button of row.querySelectorAll("button[data-sign]")) {
      button.setAttribute("aria-pressed", String(button.dataset.sign === sign));
    }
  }

  commit(input) {
    const text = input.value.trim().replace(/\s+/g, " ");
    if (text === (input.dataset.sent ?? input.dataset.known)) return;
    input.dataset.sent = text;
    input.classList.add("is-pending");
    input.classList.remove("is-bad");
    const fields = [["text", text]];
    const kind = document.getElementById("kind");
    if (kind?.value) {
      fields.push([kind.selectedOptions[0].matches("[data-work]") ? "work" : "kind", kind.value]);
    }
    const reason = document.getElementById("reason")?.value.trim();
    if (reason) fields.push(["reason", reason]);
    const url = this.dataset.url.replace("/cells/0/", `/cells/${this.student(input)}/`);
    save({ url, fields, seen: input.dataset.known, mine: text });
  }

  answered(type, { entry, answer }) {
    const student = entry.url.match(/\/cells\/(\d+)\/$/)?.[1];
    const lesson = this.dataset.url.replace("/cells/0/", `/cells/${student}/`);
    if (lesson !== entry.url) return;
    const row = this.querySelector(`tr[data-s="${student}"]`);
    const input = row?.querySelector("td.entry input");
    if (!input) return;
    input.classList.toggle("is-pending", waitingFor(entry.url));
    if (type === "ej:saved") this.stands(row, input, entry, answer);
    else if (type === "ej:dropped" || answer.code !== "reason_needed") {
      delete input.dataset.sent;
      input.classList.add("is-bad");
      input.title = answer?.message ?? "";
    }
  }

  stands(row, input, entry, answer) {
    const untouched = answer.kept || input.value.trim().replace(/\s+/g, " ") === entry.mine;
    input.dataset.known = answer.text;
    delete input.dataset.sent;
    input.classList.remove("is-bad");
    input.title = "";
    if (untouched) {
      input.value = answer.text;
      this.press(row, answer.text.match(/(?:^|\s)(н|уп|б|оп)\d*$/)?.[1] ?? "");
    }
    if (answer.average !== undefined) row.querySelector(".avg").textContent = answer.average;
  }
}

customElements.define("ej-register", Register);
