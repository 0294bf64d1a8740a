// Where on this page an entry belongs (its address names the place), how that place is called, and
// how what was typed is shown there while it waits: after a restart, or from another tab.

const CELL = /\/lessons\/(\d+)\/cells\/(\d+)\/$/;

function inRegister(url) {
  const student = url.match(CELL)?.[2];
  const register = document.querySelector("ej-register[data-url]");
  if (!student || register?.dataset.url.replace("/cells/0/", `/cells/${student}/`) !== url) return null;
  const row = register.querySelector(`tr[data-s="${student}"]`);
  const input = row?.querySelector("td.entry input:not([type=hidden])");
  return input ? { row, input } : null;
}

// One cell of the grid, or the many of one request: [[td, typed]…].
function inGrid({ url, mine, fields }) {
  const grid = document.querySelector("ej-grid[data-url]");
  if (!grid?.places) return null;
  const [, lesson, student] = url.match(CELL) ?? [];
  const many = url === grid.dataset.cells ? fields.find(([name]) => name === "cells")?.[1] : "[]";
  const rows = lesson ? [[lesson, student, mine]] : JSON.parse(many ?? "[]");
  const cells = rows.map(([l, s, typed]) => [grid.places.cell(l, s), typed]).filter(([td]) => td);
  return cells.length ? { grid, cells, isOne: Boolean(lesson) } : null;
}

function inField(url) {
  const fields = [...document.querySelectorAll("ej-field[data-url]")];
  const field = fields.find(({ dataset }) => dataset.url === url);
  const control = field?.querySelector("[data-text]");
  return control ? { field, control } : null;
}

const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

function fieldName({ field, control }) {
  return words(control.labels?.[0] ?? field.closest("section")?.querySelector("h2"));
}

const studentOf = (row) => row.querySelector("th").title || words(row.querySelector("th")).replace(/^\d+ /, "");

function cellName({ grid, cells }) {
  const [[td]] = cells;
  const day = grid.places.head(td)?.querySelector("a")?.title.split(" · ")[0] ?? "";
  const more = cells.length > 1 ? ` (+${cells.length - 1})` : "";
  return `${studentOf(td.parentElement)}, ${day}${more}`;
}

// {page, title, name}: the page it was typed on, what that is called, and the place there.
export function nameOf(entry) {
  const page = `${location.pathname}${location.search}`;
  const day = words(document.querySelector(".crumbs li:last-child"));
  const title = [words(document.querySelector("main h1")), day].filter(Boolean).join(", ");
  return { page, title, name: placeName(entry) };
}

function placeName(entry) {
  const register = inRegister(entry.url);
  if (register) return studentOf(register.row);
  const grid = inGrid(entry);
  if (grid) return cellName(grid);
  const field = inField(entry.url);
  return field ? fieldName(field) : "";
}

export function isHere(entry) {
  return Boolean(inRegister(entry.url) ?? inGrid(entry) ?? inField(entry.url));
}

// What waits stands in its place as it was typed, not what the server last said; what was refused
// says why. Where somebody is typing at this moment, his letters stay.
export function showPending(entry) {
  const grid = inGrid(entry);
  const register = inRegister(entry.url);
  const field = inField(entry.url);
  if (grid) showInGrid(grid, entry);
  else if (register) showInRegister(register, entry);
  else if (field) showInField(field, entry);
}

const isTypedIn = (control, known) => control === document.activeElement && control.value !== known;

function paint(element, { outcome, answer }) {
  element.classList.toggle("is-pending", !outcome);
  element.classList.toggle("is-bad", Boolean(outcome));
  if (outcome) element.title = answer?.message ?? "";
}

function showInGrid({ grid, cells, isOne }, { outcome, answer }) {
  const { editor, states, writing } = grid;
  for (const [td, after] of cells.filter(([each]) => each !== editor.td)) {
    if (outcome === "refused") {
      writing.fail(td, after, answer.message);
      continue;
    }
    writing.show({ td, after });
    if (outcome) states.set(td, "clash", answer.by);
    else if (!isOne) writing.standing.get(td).batches += 1;
  }
}

function showInRegister({ row, input }, entry) {
  const { mine, outcome } = entry;
  if (isTypedIn(input, input.dataset.known)) return;
  paint(input, entry);
  input.value = mine;
  if (!outcome) input.dataset.sent = mine;
  const sign = mine.match(/(?:^|\s)(н|уп|б|оп)\d*$/)?.[1] ?? "";
  if (sign) row.dataset.sign = sign;
  else delete row.dataset.sign;
  for (const button of row.querySelectorAll("button[data-sign]")) {
    button.setAttribute("aria-pressed", String(button.dataset.sign === sign));
  }
}

function showInField({ field, control }, entry) {
  const { mine, fields, outcome, answer } = entry;
  if (isTypedIn(control, field.known ?? "")) return;
  paint(field, entry);
  const said = document.querySelector("ej-saved")?.dataset ?? {};
  const state = field.querySelector("[data-state]");
  if ("explicit" in field.dataset) {
    state.textContent = `${outcome ? said.failed : said.kept}: ${mine}`;
    return;
  }
  if (control.type === "checkbox") control.checked = Boolean(mine);
  else control.value = mine;
  for (const [name, value] of fields) {
    const beside = [...field.querySelectorAll("select, input:not([type=hidden])")];
    const found = beside.find((other) => other !== control && (other.dataset.name ?? other.name) === name);
    if (found && found.type !== "checkbox") found.value = value;
  }
  field.sent = outcome ? undefined : mine;
  field.rest = field.others?.();
  state.textContent = outcome ? `${said.failed}: ${answer?.message ?? ""}` : said.kept;
}
