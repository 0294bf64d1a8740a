// What a cell says, as journal/cells.py reads it: `reading("h 43", "2-5")` is "4/3 н", null where it
// says nothing the scale knows (the server has the last word and the reason); `written("4/3 н")` is
// its inside as the server shows a mark of the usual kind.

const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.<`~";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюбёё";
const ABSENCES = { н: "н", уп: "уп", у: "уп", б: "б", оп: "оп", о: "оп" };
const SIGNS = { зач: "зач", з: "зач", незач: "незач", нез: "незач", осв: "осв", "н/а": "н/а", "н.а": "н/а", "н\\а": "н/а", на: "н/а", "·": "·", ".": "·", ю: "·" };
const BORDERS = { "2-5": [2, 5], "1-5": [1, 5], 100: [0, 100] };
const MOST_MARKS = 4;

function russian(token) {
  if (token === "n" || token === "h") return "н";
  return [...token].map((letter) => RUSSIAN[LATIN.indexOf(letter)] ?? letter).join("");
}

function points(digits, scale) {
  const [low, high] = BORDERS[scale] ?? [1, 0];
  return Number(digits) >= low && Number(digits) <= high ? String(Number(digits)) : null;
}

function absence(token) {
  const word = russian(token);
  if (Object.hasOwn(ABSENCES, word)) return ABSENCES[word];
  const late = word.match(/^оп?(\d{1,3})$/);
  return late && late[1] >= 1 && late[1] <= 240 ? `оп${Number(late[1])}` : null;
}

function parts(first, second, scale) {
  const both = [points(first, scale), points(second, scale)];
  return both.includes(null) ? null : both.join("/");
}

function mark(token, scale) {
  if (scale === "none") return null;
  if (/^\d{1,12}$/.test(token)) {
    if (token.length === 2 && (scale === "2-5" || scale === "1-5")) return parts(token[0], token[1], scale);
    return points(token, scale);
  }
  const two = token.match(/^(\d{1,3})[/\\.|](\d{1,3})$/);
  if (two) return parts(two[1], two[2], scale);
  const sign = SIGNS[token] ?? SIGNS[russian(token)] ?? null;
  return sign?.endsWith("зач") && scale !== "pass" ? null : sign;
}

export function reading(text, scale) {
  const marks = [];
  let away = "";
  for (const token of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    const found = absence(token);
    if (found && away) return null;
    if (found) away = found;
    else marks.push(mark(token, scale));
  }
  if (marks.includes(null) || marks.length > MOST_MARKS) return null;
  return [...marks, away].filter(Boolean).join(" ");
}

export function written(text) {
  return text.split(" ").filter(Boolean).map((word) => {
    const isAway = Object.values(ABSENCES).includes(word.replace(/\d+$/, "")) && !/^\d/.test(word);
    const inside = document.createElement(isAway ? "i" : "b");
    const lowest = Math.min(...word.split("/").map(Number));
    inside.className = isAway ? "absence" : `m${lowest <= 5 ? lowest : ""}`;
    inside.textContent = word;
    return inside.outerHTML;
  }).join(" ");
}

// The text of a cell, without what is being typed over it.
export function textOf(td) {
  return td.textContent.trim().replace(/\s+/g, " ");
}
