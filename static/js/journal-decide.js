// The two answers to what could not be saved as it was typed.
import { giveUp, save } from "./journal-queue.js";

export function putMine(entry, reason = "") {
  const fields = theirsSeen(entry).filter(([name]) => !reason || name !== "reason");
  if (reason) fields.push(["reason", reason]);
  const seen = entry.outcome === "conflict" ? entry.answer.theirs : entry.seen;
  save({ ...entry, fields, seen });
}

// Of many cells sent at once, each says of itself what stands there.
function theirsSeen({ fields, answer }) {
  if (!answer.cells) return fields;
  const theirs = new Map(answer.cells.map(({ l, s, theirs: stands }) => [`${l}.${s}`, stands]));
  const seen = (row) => [...row.slice(0, 3), theirs.get(`${row[0]}.${row[1]}`) ?? row[3], ...row.slice(4)];
  const again = (rows) => JSON.stringify(JSON.parse(rows).map(seen));
  return fields.map(([name, value]) => [name, name === "cells" ? again(value) : value]);
}

// What stands there stays: another's entry where one was met.
export function keepTheirs(entry) {
  const { outcome, answer } = entry;
  giveUp(entry, outcome === "conflict" && !answer.cells ? { text: answer.theirs, kept: true } : undefined);
}
