// The lesson by keyboard: Alt with 1, 2, 3… goes to a part of the page (data-section), F6 to the
// next one, «=» in the register to the next kind of mark, Ctrl+Enter in a form that waits for its
// button presses it.

const last = new Map(); // section → what had the focus there

const sections = () => [...document.querySelectorAll("[data-section]")];
const FIRST = "td.entry input:not([type=hidden]), textarea, input:not([type=hidden]), select, button";

function enter(section) {
  if (!section) return;
  const more = section.querySelector("[data-section-open]");
  if (more) more.open = true;
  const kept = last.get(section);
  const target = kept?.isConnected ? kept : (more ?? section).querySelector(FIRST);
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

function step(back) {
  const all = sections();
  const at = all.findIndex((section) => section.contains(document.activeElement));
  enter(all.at((at + (back ? -1 : 1) + all.length) % all.length));
}

// What is typed already is of the kind it was typed for.
function nextKind(input, back) {
  const kind = document.getElementById("kind");
  if (!kind) return false;
  input.closest("ej-register").commit(input);
  const count = kind.options.length;
  kind.selectedIndex = (kind.selectedIndex + (back ? -1 : 1) + count) % count;
  kind.dispatchEvent(new Event("change", { bubbles: true }));
  const said = document.getElementById("find");
  if (said) {
    said.hidden = false;
    said.textContent = kind.selectedOptions[0].textContent;
  }
  return true;
}

function give(event) {
  const field = event.target.closest("ej-field[data-explicit]");
  field?.querySelector("[data-save]")?.click();
  return Boolean(field);
}

function press(event) {
  const entry = event.target.closest("ej-register[data-writable] td.entry input");
  if (event.altKey && !event.ctrlKey && /^Digit[1-9]$/.test(event.code)) {
    enter(sections()[Number(event.code.at(-1)) - 1]);
    return true;
  }
  if (event.key === "F6" && !event.ctrlKey) {
    step(event.shiftKey);
    return true;
  }
  if (event.ctrlKey && event.key === "Enter") return give(event);
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
  return Boolean(entry) && isPlain && event.code === "Equal" && nextKind(entry, event.shiftKey);
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.target.closest("dialog") || !press(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);
document.addEventListener("focusin", ({ target }) => {
  const section = target.closest("[data-section]");
  if (section && target.matches("td.entry input")) last.set(section, target);
});
