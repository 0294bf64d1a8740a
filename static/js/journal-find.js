// Finding a student in the register by the keyboard, from any entry: letters that can be no sign
// jump to the surname they begin («к», «кр»; once more: the next one); a capital letter always
// does. Space begins a search in which every letter counts, ended by Enter, a digit or an arrow.
// The layout does not matter. «н» where н stands takes it back.

const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюёхъжэбюё";
const SIGNS = ["н", "уп", "б", "оп", "зач", "незач", "осв", "н/а", "н.а", "ю"];
const ENTRY = "ej-register[data-writable] td.entry input:not([type=hidden])";

let found = ""; // letters of the jump or the search so far
let searched = false;

const letterOf = (key) => RUSSIAN[LATIN.indexOf(key.toLowerCase())] ?? key.toLowerCase();
const isLetter = (letter) => letter.length === 1 && RUSSIAN.includes(letter);
const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
const entries = () => [...document.querySelectorAll(ENTRY)];

function surname(input) {
  const name = input.closest("tr").querySelector("th").textContent;
  return fold(name.replace(/^\s*\d+\s*/, ""));
}

function isUntouched(input) {
  return input.selectionEnd - input.selectionStart === input.value.length;
}

// Whether the letter begins or goes on with what may stand in an entry.
function isOfEntry(input, letter) {
  const typed = isUntouched(input) ? "" : input.value;
  const word = typed.toLowerCase().split(/\s+/).at(-1).split("").map(letterOf).join("");
  return SIGNS.some((sign) => sign.startsWith(word + letter));
}

function next(from, letters, { inclusive }) {
  const all = entries();
  const at = all.indexOf(from);
  const after = [...all.slice(at + (inclusive ? 0 : 1)), ...all.slice(0, at + 1)];
  return after.find((input) => surname(input).startsWith(fold(letters)));
}

function jump(input, letters) {
  const longer = next(input, letters, { inclusive: letters.length > 1 });
  if (longer) return go(longer, letters);
  const again = letters.length > 1 && !searched && next(input, letters.at(-1), { inclusive: false });
  return again ? go(again, letters.at(-1)) : false;
}

function go(input, letters) {
  if (input !== document.activeElement) input.focus();
  found = letters;
  return true;
}

function say(words) {
  const said = document.getElementById("find");
  if (!said) return;
  said.hidden = !words;
  said.textContent = words;
}

function stop() {
  found = "";
  searched = false;
  say("");
}

function search(event, input) {
  if (event.key === "Enter" || event.key === "Escape") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return stop();
  }
  const letter = letterOf(event.key);
  const shorter = event.key === "Backspace";
  if (!isLetter(letter) && !shorter && event.key !== "-") {
    if (event.key.length === 1 || event.key.startsWith("Arrow") || event.key === "Tab") stop();
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  found = shorter ? found.slice(0, -1) : found + (isLetter(letter) ? letter : event.key);
  if (found) jump(input, found);
  say(`${found}…`);
}

function isJump(event, input, letter) {
  return isLetter(letter) && (event.shiftKey || !isOfEntry(input, letter));
}

function press(event, input) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (searched) return search(event, input);
  const letter = letterOf(event.key);
  if (event.key === " " && isUntouched(input)) {
    searched = true;
    found = "";
    say("…");
  } else if (!event.shiftKey && letter === "н" && input.value === "н" && isUntouched(input)) {
    input.value = "";
  } else if (!isJump(event, input, letter) || !jump(input, isUntouched(input) ? found + letter : letter)) {
    found = "";
    return;
  }
  event.preventDefault();
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.target.matches?.(ENTRY)) press(event, event.target);
  },
  { capture: true },
);
document.addEventListener("mousedown", stop);
