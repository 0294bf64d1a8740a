// The panel of a cell inside the dialog #peek: its forms (data-panel) are sent without leaving the
// page and the panel is shown anew; after one that changes a mark (data-panel="changes") the page
// behind is read again. A long press on a cell opens its panel, as Ctrl+H does.
import { peek, show } from "./journal-peek.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("panel" in form.dataset) || !form.closest("#peek")) return;
  event.preventDefault();
  const body = form.closest("[data-body]");
  const response = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const typed = typedBeside(form, body);
  if (!response || !(await show(body, response))) return form.submit();
  for (const [id, value] of typed) {
    const input = document.getElementById(id);
    if (input) input.value = value;
  }
  if (response.ok && form.dataset.panel === "changes") {
    document.getElementById("peek").addEventListener("close", () => window.location.reload(), { once: true });
  }
});

// What stands unsaved in the other forms while this one is answered.
function typedBeside(form, body) {
  return [...body.querySelectorAll("form[data-panel] input[id]")]
    .filter((input) => input.form !== form && input.value !== input.defaultValue)
    .map((input) => [input.id, input.value]);
}

document.addEventListener("contextmenu", (event) => {
  if (event.pointerType !== "touch") return;
  const url = addressOf(event.target);
  if (!url) return;
  event.preventDefault();
  peek(url);
});

function addressOf(target) {
  const student = target.closest("tr[data-s]")?.dataset.s;
  const register = target.closest("ej-register");
  if (register && student) return register.dataset.history.replace("/cells/0/", `/cells/${student}/`);
  const td = target.closest("ej-grid tbody td");
  const head = td && td.closest("table").querySelectorAll("tr.grid__days th")[td.cellIndex - 1];
  if (!head?.dataset.l || !student) return "";
  const pattern = td.closest("ej-grid").dataset.history;
  return pattern.replace("/lessons/0/cells/0/", `/lessons/${head.dataset.l}/cells/${student}/`);
}
