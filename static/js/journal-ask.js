// <ej-ask>: what saving may ask: somebody wrote here meanwhile (keep theirs or put mine), and a
// reason for a late correction. One question at once when all has been sent; several, as after a
// day without a network, in one list (journal-list.js). Without an answer nothing is saved.
import { keepTheirs, putMine } from "./journal-decide.js";
import { showList } from "./journal-list.js";
import { undecided } from "./journal-queue.js";

const asks = ({ outcome, answer }) => outcome === "conflict" || answer.code === "reason_needed";

class Ask extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.asked ??= new Set(); // keys of what was asked already
    document.addEventListener("ej:queue", this);
    document.addEventListener("ej:decide", this);
  }

  disconnectedCallback() {
    document.removeEventListener("ej:queue", this);
    document.removeEventListener("ej:decide", this);
  }

  handleEvent({ type, detail }) {
    if (type === "ej:decide") return this.ask(undecided());
    if (detail.state !== "saved" || !document.hasFocus() || document.querySelector("dialog[open]")) return;
    const fresh = undecided().filter((entry) => asks(entry) && !this.asked.has(entry.key));
    if (fresh.length) this.ask(fresh.length > 1 ? undecided() : fresh);
  }

  async ask(entries) {
    for (const { key } of entries) this.asked.add(key);
    const [entry] = entries;
    if (entries.length > 1 || (entry && !asks(entry))) showList(this.querySelector("[data-list]"), entries);
    else if (entry?.outcome === "conflict") await this.conflict(entry);
    else if (entry) await this.reason(entry);
  }

  async conflict(entry) {
    const dialog = this.querySelector("[data-conflict]");
    dialog.querySelector("[data-message]").textContent = entry.answer.message;
    dialog.querySelector("[data-theirs]").textContent = entry.answer.theirs || "—";
    dialog.querySelector("[data-mine]").textContent = entry.mine || "—";
    const said = await this.open(dialog);
    if (said === "mine") putMine(entry);
    else if (said === "theirs") keepTheirs(entry);
  }

  async reason(entry) {
    const deputy = document.querySelector(".deputy-reason #reason");
    const dialog = this.querySelector("[data-reason]");
    const input = dialog.querySelector("input");
    dialog.querySelector("[data-message]").textContent = entry.answer.message;
    input.value = deputy?.value ?? "";
    const said = (await this.open(dialog)) === "say" ? input.value.trim() : "";
    if (said && deputy) deputy.value = said;
    if (said) putMine(entry, said);
    else keepTheirs(entry);
  }

  open(dialog) {
    const before = document.activeElement;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      const closed = () => {
        before?.focus?.();
        resolve(dialog.returnValue);
      };
      dialog.addEventListener("close", closed, { once: true });
    });
  }
}

customElements.define("ej-ask", Ask);
