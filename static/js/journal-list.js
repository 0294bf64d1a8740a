// The list of what waits for a decision: one line for each entry, with what stands there, what was
// typed here, and two answers. One reason serves all lines that need one.
import { keepTheirs, putMine } from "./journal-decide.js";
import { isHere } from "./journal-places.js";

const needsReason = ({ answer }) => answer.code === "reason_needed";
const canBePut = (entry) => entry.outcome === "conflict" || needsReason(entry);

function line(dialog, entry) {
  const row = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
  const { title, name, page } = entry.where ?? {};
  const link = row.querySelector("a");
  link.textContent = [name, isHere(entry) ? "" : title].filter(Boolean).join(" · ") || page;
  link.href = page;
  row.querySelector("[data-message]").textContent = entry.answer.message || dialog.dataset.strange;
  row.querySelector("[data-theirs]").textContent = entry.outcome === "conflict" ? entry.answer.theirs || "—" : "";
  row.querySelector("[data-mine]").textContent = entry.mine || "…";
  row.querySelector("[value=mine]").hidden = !canBePut(entry);
  row.addEventListener("click", ({ target }) => {
    const answer = target.closest("button")?.value;
    if (answer && decide(dialog, entry, answer)) leave(dialog, row);
  });
  return row;
}

function leave(dialog, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  if (next) next.querySelector("button:not([hidden])").focus();
  else dialog.close();
}

function decide(dialog, entry, answer) {
  if (answer === "theirs") {
    keepTheirs(entry);
    return true;
  }
  const reason = dialog.querySelector("#list-reason");
  if (needsReason(entry) && !reason.value.trim()) {
    reason.focus();
    return false;
  }
  putMine(entry, needsReason(entry) ? reason.value.trim() : "");
  return true;
}

function decideAll(dialog, lines, answer) {
  for (const { entry, row } of lines) {
    if (!row.isConnected || (answer === "mine" && !canBePut(entry))) continue;
    if (!decide(dialog, entry, answer)) return;
    leave(dialog, row);
  }
}

export function showList(dialog, entries) {
  const lines = entries.map((entry) => ({ entry, row: line(dialog, entry) }));
  dialog.querySelector("tbody").replaceChildren(...lines.map(({ row }) => row));
  dialog.querySelector("[data-reason-row]").hidden = !entries.some(needsReason);
  for (const button of dialog.querySelectorAll("[data-all]")) {
    button.onclick = () => decideAll(dialog, lines, button.dataset.all);
  }
  dialog.showModal();
  dialog.querySelector("tbody button:not([hidden])")?.focus();
}
