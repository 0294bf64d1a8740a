// A page that is left commits what is being typed. It may not have the time to write that to the
// device: it goes into localStorage, and among the other entries when a page opens next.
import { add, all } from "./journal-store.js";

const LEFT = "ej-left";

function left() {
  try {
    return JSON.parse(localStorage.getItem(LEFT) ?? "[]");
  } catch {
    return [];
  }
}

export async function arrive(person) {
  const brought = left();
  if (!brought.length) return;
  localStorage.removeItem(LEFT);
  const keys = new Set((await all(person)).map(({ key }) => key));
  for (const entry of brought) {
    if (entry.person === person && !keys.has(entry.key)) await add(entry);
  }
}

export function forgetLeft(exceptOf) {
  if (left().some(({ person }) => person !== exceptOf)) localStorage.removeItem(LEFT);
}

// `unwritten()` are the entries not on the device yet. A tab behind another may be ended without a
// word: it commits too, and gives the focus back.
export function onLeaving(unwritten) {
  window.addEventListener("pagehide", () => {
    document.activeElement?.blur?.();
    const entries = unwritten();
    try {
      if (entries.length) localStorage.setItem(LEFT, JSON.stringify(entries));
    } catch {
      // the writing that has begun must do
    }
  });
  document.addEventListener("visibilitychange", () => {
    const at = document.activeElement;
    if (!document.hidden || at?.matches(".grid-editor")) return;
    at?.blur?.();
    at?.focus?.({ preventScroll: true });
  });
}
