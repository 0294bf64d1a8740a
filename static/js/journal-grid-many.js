// The answer to a request of many cells: all saved, or none and every bad cell named. Then the person
// says which of them to send again: the others, all with mine over theirs, or none.
import { problems } from "./journal-grid-problems.js";

function place(row) {
  return `${row[0]}.${row[1]}`;
}

export async function answeredMany(writing, type, entry, answer) {
  if (type === "ej:refused" && answer.code === "reason_needed") return; // the reason is asked first
  const rows = JSON.parse(entry.fields.find(([name]) => name === "cells")[1]);
  const found = rows.map((row) => [place(row), writing.places.cell(row[0], row[1])]);
  const cells = new Map(found.filter(([, td]) => td));
  for (const td of cells.values()) {
    if (writing.standing.has(td)) writing.standing.get(td).batches -= 1;
  }
  if (type === "ej:saved") saved(writing, cells, answer);
  else if (type === "ej:dropped" || answer.elsewhere) cells.forEach((td) => writing.restore(td));
  else if (answer.cells) await again(writing, entry, rows, cells, answer);
  else rows.filter((row) => cells.has(place(row))).forEach((row) => writing.fail(cells.get(place(row)), row[2], answer.message));
}

function saved(writing, cells, answer) {
  for (const { l, s, ...stands } of answer.cells) {
    if (cells.has(`${l}.${s}`)) writing.settle(cells.get(`${l}.${s}`), stands);
  }
  writing.grid.live.sums(answer.sums);
}

async function again(writing, entry, rows, cells, answer) {
  for (const { l, s, theirs, by, message } of answer.cells) {
    writing.states.set(cells.get(`${l}.${s}`), theirs === undefined ? "failed" : "clash", by || message);
  }
  const sent = await problems(writing.grid, { rows, cells, bad: answer.cells, message: answer.message });
  const kept = new Set(sent.map(place));
  const theirs = new Map(answer.cells.map((one) => [`${one.l}.${one.s}`, one.theirs]));
  for (const [at, td] of cells) {
    if (kept.has(at)) writing.standing.get(td).batches += 1;
    else if (theirs.get(at) !== undefined) writing.settle(td, { text: theirs.get(at) });
    else writing.restore(td);
  }
  if (sent.length) writing.post(sent, entry.fields.filter(([name]) => name === "reason"));
}
