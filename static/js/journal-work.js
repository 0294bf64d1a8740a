// <ej-work data-url="…/lessons/0/works/">: the dialog that puts a work into a lesson of the grid; the
// page is read again when it stands.
import { save } from "./journal-queue.js";

class NewWork extends HTMLElement {
  connectedCallback() {
    this.querySelector("form").addEventListener("submit", this);
    document.addEventListener("ej:saved", this);
  }

  disconnectedCallback() {
    document.removeEventListener("ej:saved", this);
  }

  handleEvent(event) {
    if (event.type === "ej:saved") {
      if (event.detail.entry.url === this.waits) window.location.reload();
    } else if (event.submitter?.value === "save") {
      const form = new FormData(event.target);
      this.waits = this.dataset.url.replace("/lessons/0/", `/lessons/${form.get("lesson")}/`);
      const fields = [["kind", form.get("kind")], ["text", form.get("text")]];
      save({ url: this.waits, fields, seen: "", adds: true });
    }
  }
}

customElements.define("ej-work", NewWork);
