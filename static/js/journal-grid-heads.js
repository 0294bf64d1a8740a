// The heading of a column opens a menu: the lesson, the results of its works, for which of them marks
// are typed here, a new work. Columns of lessons ahead unfold by the button [data-fold].

export class Heads {
  constructor(grid, places) {
    Object.assign(this, { grid, places });
    this.menu = document.getElementById("head-menu");
    this.folder = document.querySelector("[data-fold]");
  }

  connect() {
    this.places.heads.forEach((head) => head.querySelector("a")?.setAttribute("tabindex", "-1"));
    this.grid.table.tHead.addEventListener("click", this);
    this.grid.table.tHead.addEventListener("keydown", this);
    this.folder?.addEventListener("click", this);
  }

  handleEvent(event) {
    if (event.currentTarget === this.folder) return this.fold();
    const head = event.target.closest("th[data-l]");
    if (!head || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.type === "click" && event.target.closest("a")) {
      event.preventDefault();
      this.open(head);
    } else if (event.type === "keydown") {
      this.key(event, head);
    }
  }

  key(event, head) {
    const column = this.places.heads.indexOf(head);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) this.focus(this.places.beside(column, step));
    else if (event.key === "ArrowDown" || event.key === "Escape") this.grid.range.choose([0, column]);
    else return;
    event.preventDefault();
  }

  focus(column) {
    this.places.heads[column]?.querySelector("a")?.focus();
  }

  fold() {
    const isOpen = this.folder.getAttribute("aria-expanded") === "true";
    this.folder.setAttribute("aria-expanded", String(!isOpen));
    for (const col of this.places.cols) {
      if ("ahead" in col.dataset) col.classList.toggle("folded", isOpen);
    }
  }

  open(head) {
    const words = this.menu.dataset;
    const link = head.querySelector("a");
    const lines = [this.link(words.lesson, link.href)];
    for (const [work, name] of JSON.parse(head.dataset.works ?? "[]")) {
      lines.push(this.link(`${words.results}: ${name}`, this.grid.dataset.work.replace("/works/0/", `/works/${work}/`)));
      if ("open" in head.dataset && head.dataset.w !== String(work)) lines.push(this.button(`${words.write}: ${name}`, () => (head.dataset.w = work)));
    }
    if (document.getElementById("add-work")) lines.push(this.button(words.add, () => this.addWork(head)));
    this.menu.querySelector("[data-title]").textContent = link.title;
    this.menu.querySelector("ul").replaceChildren(...lines);
    this.menu.showPopover();
    const box = head.getBoundingClientRect();
    this.menu.style.insetBlockStart = `${box.bottom}px`;
    this.menu.style.insetInlineStart = `${Math.max(0, Math.min(box.left, window.innerWidth - this.menu.offsetWidth - 4))}px`;
    this.menu.querySelector("a").focus();
  }

  link(words, href) {
    const line = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href, textContent: words });
    line.append(link);
    return line;
  }

  button(words, act) {
    const line = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.addEventListener("click", () => {
      this.menu.hidePopover();
      act();
    });
    line.append(button);
    return line;
  }

  addWork(head) {
    const dialog = document.getElementById("add-work");
    dialog.querySelector("[name=lesson]").value = head.dataset.l;
    dialog.showModal();
  }
}
