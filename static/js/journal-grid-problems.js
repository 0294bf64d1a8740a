// The dialog that names every cell that cannot be written as it is: what the sheet said, what stands
// there, who wrote it. Answers which of the rows to send: the others, all (mine over theirs), none.

const MOST_SHOWN = 60;

function lines(grid, { rows, cells, bad }) {
  const wanted = new Map(rows.map((row) => [`${row[0]}.${row[1]}`, row[2]]));
  return bad.slice(0, MOST_SHOWN).map(({ l, s, theirs, by, message }) => {
    const td = cells.get(`${l}.${s}`);
    const line = document.createElement("li");
    const place = document.createElement("b");
    place.textContent = `${td.parentElement.cells[0].title}, ${grid.places.head(td).firstElementChild.title.split(" · ")[0]}`;
    const mine = wanted.get(`${l}.${s}`) || "—";
    line.append(place, theirs === undefined ? ` «${mine}»: ${message}` : `: ${by} «${theirs || "—"}» / «${mine}»`);
    return line;
  });
}

export async function problems(grid, { rows, cells, bad, message }) {
  const dialog = document.getElementById("problems");
  dialog.querySelector("[data-message]").textContent = message;
  dialog.querySelector("ul").replaceChildren(...lines(grid, { rows, cells, bad }));
  const isClash = bad.every(({ theirs }) => theirs !== undefined);
  dialog.querySelector("[value=mine]").hidden = !isClash;
  const named = new Map(bad.map((one) => [`${one.l}.${one.s}`, one.theirs]));
  const others = rows.filter((row) => !named.has(`${row[0]}.${row[1]}`));
  dialog.querySelector("[value=others]").hidden = !others.length;
  const before = document.activeElement;
  dialog.returnValue = "";
  dialog.showModal();
  const answer = await new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
  before?.focus?.({ preventScroll: true });
  if (answer === "others") return others;
  if (answer !== "mine") return [];
  return rows.map((row) => (named.has(`${row[0]}.${row[1]}`) ? [...row.slice(0, 3), named.get(`${row[0]}.${row[1]}`), ...row.slice(4)] : row));
}
