// <ej-choose data-label="…"> around a list of checkboxes: a field above it that narrows the list
// while one types; Enter ticks the first that is left and empties the field, goes on to the words when it is empty;
// Escape shows all.

class Choose extends HTMLElement {
  connectedCallback() {
    if (this.search) return;
    this.search = document.createElement("input");
    this.search.type = "search";
    this.search.dataset.aside = "";
    this.search.className = "form-control form-control-sm choose__search";
    this.search.autocomplete = "off";
    this.search.placeholder = this.dataset.label;
    this.search.setAttribute("aria-label", this.dataset.label);
    this.told = document.createElement("span");
    this.told.className = "visually-hidden";
    this.told.setAttribute("aria-live", "polite");
    this.prepend(this.search, this.told);
    for (const name of ["input", "change", "keydown"]) {
      this.search.addEventListener(name, (event) => this.typed(event));
    }
  }

  get labels() {
    return [...this.querySelectorAll("label")];
  }

  // Nothing of this is saved: the field around must not hear of it.
  typed(event) {
    event.stopPropagation();
    if (event.type === "keydown" && event.key === "Enter") {
      event.preventDefault();
      this.tick();
    } else if (event.type === "keydown" && event.key === "Escape") {
      this.search.value = "";
      this.narrow();
    } else if (event.type === "input") {
      this.narrow();
    }
  }

  narrow() {
    const words = fold(this.search.value).split(" ").filter(Boolean);
    for (const label of this.labels) {
      const name = fold(label.textContent);
      label.hidden = !words.every((word) => ` ${name}`.includes(` ${word}`));
    }
  }

  tick() {
    if (!this.search.value.trim()) return this.closest("ej-field")?.querySelector("textarea")?.focus();
    const first = this.labels.find((label) => !label.hidden);
    if (!first) return;
    first.querySelector("input").click();
    const sign = first.querySelector("input").checked ? "✓" : "−";
    this.told.textContent = `${sign} ${first.textContent.trim()}`;
    this.search.value = "";
    this.narrow();
  }
}

function fold(text) {
  return text.trim().toLowerCase().replaceAll("ё", "е").replace(/[\s-]+/g, " ");
}

customElements.define("ej-choose", Choose);
