// <ej-results data-most data-borders data-scale>: the results of a work as a column. Enter and the
// arrows move between students, a column copied from a spreadsheet fills downwards, points show the
// mark they give before anything is saved. Without this file the form works as it stands.

const STEP = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

class Results extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    for (const name of ["keydown", "paste", "input", "focusin", "submit"]) this.addEventListener(name, this);
    window.addEventListener("beforeunload", this);
    this.inputs("mark").find((input) => input.classList.contains("is-bad"))?.focus();
  }

  disconnectedCallback() {
    window.removeEventListener("beforeunload", this);
  }

  handleEvent(event) {
    if (event.type === "submit") return void (this.isSent = true);
    if (event.type === "beforeunload") return this.isChanged && !this.isSent && event.preventDefault();
    const input = event.target.closest?.("[data-column]");
    if (!input) return;
    if (event.type === "focusin") input.select();
    else if (event.type === "input") this.typed(input);
    else if (event.type === "paste") this.pasted(event, input);
    else this.key(event, input);
  }

  inputs(column) {
    return [...this.querySelectorAll(`[data-column="${column}"]`)];
  }

  get isChanged() {
    return [...this.querySelectorAll("[data-column]")].some((input) => input.value !== input.dataset.known);
  }

  key(event, input) {
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const step = STEP[event.key] && (event.key === "Enter" && event.shiftKey ? -1 : STEP[event.key]);
    const side = this.side(event, input);
    if (isSend) this.form.requestSubmit();
    else if (step) this.below(input, step)?.focus();
    else if (side) side.focus();
    else return;
    event.preventDefault();
  }

  below(input, step) {
    const column = this.inputs(input.dataset.column);
    return column[column.indexOf(input) + step];
  }

  // Left and right leave the field at the ends of its text.
  side(event, input) {
    const left = event.key === "ArrowLeft" && input.selectionStart === 0;
    const right = event.key === "ArrowRight" && input.selectionEnd === input.value.length;
    if (!left && !right) return null;
    const row = [...input.closest("tr").querySelectorAll("[data-column]")];
    return row[row.indexOf(input) + (left ? -1 : 1)];
  }

  typed(input) {
    input.classList.remove("is-bad");
    input.classList.toggle("is-changed", input.value !== input.dataset.known);
    if (input.dataset.column === "points") this.reckon(input);
  }

  // Several lines with names wait in the box for the server, which finds whose they are.
  pasted(event, input) {
    const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n+$/, "");
    if (!text.includes("\n") && !text.includes("\t")) return;
    event.preventDefault();
    const box = document.getElementById("pasted");
    if (text.includes("\t")) {
      box.value = text;
      box.focus();
      return;
    }
    const column = this.inputs(input.dataset.column);
    const first = column.indexOf(input);
    text.split("\n").forEach((line, step) => {
      const target = column[first + step];
      if (!target) return void (box.value += `${line}\n`);
      target.value = line.trim();
      this.typed(target);
    });
  }

  // The same sum as the server's, in hundredths, beside the field; a mark typed by hand wins.
  reckon(input) {
    const points = Number(input.value.trim().replace(",", "."));
    const most = Number(this.dataset.most);
    const isNumber = input.value.trim() && points >= 0 && points <= most;
    const shown = input.parentElement.querySelector("output");
    shown.textContent = isNumber ? `→ ${this.markOf(points, most)}` : "";
  }

  markOf(points, most) {
    const share = Math.round(points * 100) * 100;
    const whole = Math.round(most * 100);
    if (this.dataset.scale === "100") return String(Math.floor(share / whole + 0.5));
    if (!["2-5", "1-5"].includes(this.dataset.scale)) return "";
    const borders = this.dataset.borders.split(" ").map(Number);
    return String(2 + borders.filter((border) => share >= border * whole).length);
  }
}

customElements.define("ej-results", Results);
