// Copy, cut and paste between the grid and any spreadsheet, as text with tabs. What is pasted starts
// at the upper left chosen cell; one copied cell fills the whole range. What does not fit, or meets a
// cell that cannot be written, is left out and said; what cannot be read is asked about first.
import { problems } from "./journal-grid-problems.js";
import { reading, textOf } from "./journal-grid-text.js";

// A table as spreadsheets put it into the clipboard: a quoted cell may hold tabs and new lines.
export function table(text) {
  const rows = [[""]];
  const marks = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").match(/"(?:[^"]|"")*"(?=[\t\n]|$)|\t|\n|[^\t\n]+/g) ?? [];
  for (const mark of marks) {
    const row = rows.at(-1);
    if (mark === "\t") row.push("");
    else if (mark === "\n") rows.push([""]);
    else row[row.length - 1] += mark.startsWith('"') && mark.endsWith('"') && mark.length > 1 ? mark.slice(1, -1).replaceAll('""', '"') : mark;
  }
  return rows.map((row) => row.map((cell) => cell.trim().replace(/\s+/g, " ")));
}

export class Clipboard {
  constructor(grid) {
    this.grid = grid;
  }

  handleEvent(event) {
    const { range, writing } = this.grid;
    if (!this.grid.contains(document.activeElement) || document.activeElement !== range.current) return;
    event.preventDefault();
    if (event.type === "paste") return this.paste(table(event.clipboardData.getData("text/plain")));
    event.clipboardData.setData("text/plain", range.rows.map((row) => row.map(textOf).join("\t")).join("\n"));
    if (event.type === "cut") writing.write(range.cells.map((td) => ({ td, text: "" })));
  }

  async paste(sheet) {
    const { places, range, states, writing } = this.grid;
    const words = this.grid.dataset;
    const cells = this.spread(sheet, range.rows);
    const wishes = cells.filter(({ td }) => td && writing.isOpen(td));
    const lost = cells.filter(({ td, text }) => text && !(td && writing.isOpen(td))).length;
    if (!wishes.length) return states.say(words.nowhere);
    const bad = wishes.filter(({ text }) => reading(text, words.scale) === null);
    let sent = wishes;
    if (bad.length) sent = await this.ask(wishes, bad);
    const [top, left] = range.corners;
    const end = places.of(wishes.at(-1).td);
    range.choose([top, left]);
    range.choose(end, { extend: true });
    writing.write(sent);
    states.say([`${words.pasted}: ${sent.length}`, lost && `${words.left}: ${lost}`].filter(Boolean).join(". "));
  }

  // The cells that the sheet falls on, each with its text; a place beyond the grid has no cell.
  spread(sheet, chosen) {
    const { places, range } = this.grid;
    if (sheet.length === 1 && sheet[0].length === 1) return chosen.flat().map((td) => ({ td, text: sheet[0][0] }));
    const [top, left] = range.corners;
    const found = [];
    sheet.forEach((line, down) => {
      let column = left;
      line.forEach((text, right) => {
        if (right) column = column === null || places.beside(column, 1) === column ? null : places.beside(column, 1);
        const td = column === null ? undefined : places.at(top + down, column);
        found.push({ td, text });
      });
    });
    return found;
  }

  async ask(wishes, bad) {
    const { places } = this.grid;
    const place = ({ td }) => [Number(places.head(td).dataset.l), Number(td.parentElement.dataset.s)];
    const rows = wishes.map((wish) => [...place(wish), wish.text]);
    const cells = new Map(wishes.map((wish) => [place(wish).join("."), wish.td]));
    const named = bad.map((wish) => {
      const [l, s] = place(wish);
      return { l, s, message: this.grid.dataset.unread };
    });
    const kept = await problems(this.grid, { rows, cells, bad: named, message: this.grid.dataset.strange });
    return kept.map(([l, s, text]) => ({ td: cells.get(`${l}.${s}`), text }));
  }
}
