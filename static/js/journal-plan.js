// <ej-plan>: topics of the plan beside the field of the lesson's topic. The button marked data-next,
// Alt+T anywhere, or Enter in the empty field take the next one; the list takes any. The words go
// into the field, the chosen line beside them, and <ej-field> around both saves them as one thing.
// A button with data-homework puts the plan's homework into the field of homework.
//
//   <ej-field …><textarea data-text>…<ej-plan><button data-next value="7">…<select>…</ej-plan></ej-field>

class Plan extends HTMLElement {
  connectedCallback() {
    this.text = this.closest("ej-field").querySelector("[data-text]");
    this.list = this.querySelector("select");
    this.next = this.querySelector("[data-next]");
    this.offered ??= this.words();
    this.place = this.closest("ej-field").dataset.url;
    document.addEventListener("ej:saved", this);
    this.list.addEventListener("change", this);
    this.next?.addEventListener("click", this);
    this.text.addEventListener("keydown", this);
    this.text.addEventListener("input", this);
    document.addEventListener("keydown", this);
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("ej:saved", this);
    document.removeEventListener("keydown", this);
    document.removeEventListener("click", this);
  }

  handleEvent(event) {
    if (event.currentTarget === document) return this.anywhere(event);
    if (event.type === "change") return this.choose();
    if (event.type === "click") {
      event.preventDefault();
      return this.take();
    }
    const empty = !this.text.value.trim();
    if (event.type === "input") {
      if (empty) this.list.value = "";
      return this.show();
    }
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || !empty || !this.offers) return;
    event.preventDefault();
    this.take();
  }

  anywhere(event) {
    if (event.type === "click") return this.homework(event);
    if (event.type === "ej:saved") return this.stands(event.detail);
    if (event.altKey && event.code === "KeyT" && this.offers) {
      event.preventDefault();
      this.take();
    }
  }

  get offers() {
    return this.next && !this.next.hidden;
  }

  words() {
    return this.list.selectedOptions[0]?.dataset.words ?? "";
  }

  // The list's own change bubbles to <ej-field>, which saves.
  choose() {
    const before = this.text.value.trim();
    if (!before || before === this.offered) this.text.value = this.words();
    this.offered = this.words();
    this.show();
  }

  // The next topic is offered as long as nothing is written.
  show() {
    if (this.next) this.next.hidden = Boolean(this.text.value.trim());
  }

  // Words typed just as in the plan are the plan's: the list says so once they are saved.
  stands({ entry, answer }) {
    if (entry.url !== this.place || !("planned" in answer) || answer.text !== this.text.value) return;
    this.list.value = answer.planned ?? "";
  }

  take() {
    this.list.value = this.next.value;
    this.list.dispatchEvent(new Event("change", { bubbles: true }));
    this.text.focus();
    this.text.setSelectionRange(this.text.value.length, this.text.value.length);
  }

  homework(event) {
    const button = event.target.closest("button[data-homework]");
    const field = document.getElementById("homework");
    if (!button || !field) return;
    event.preventDefault();
    field.value = [field.value.trim(), button.dataset.homework].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("change", { bubbles: true }));
    button.hidden = true;
    field.focus();
  }
}

customElements.define("ej-plan", Plan);
