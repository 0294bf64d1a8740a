// <ej-left data-due="…">: the time left until a deadline, counted down while the page stays open;
// once it is past, the label around it says so. The words of the first minute come with the page.

const EVERY = 15_000;

class Left extends HTMLElement {
  connectedCallback() {
    this.due = Date.parse(this.dataset.due);
    this.words = new Intl.RelativeTimeFormat(document.documentElement.lang || "ru", { numeric: "always" });
    this.timer = setInterval(() => this.tell(), EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tell() {
    const left = this.due - Date.now();
    if (left <= 0) return this.over();
    const minutes = Math.floor(left / 60_000);
    this.textContent = minutes < 1 ? this.dataset.soon : minutes < 60 ? this.words.format(minutes, "minute") : this.long(minutes);
  }

  long(minutes) {
    const words = this.dataset.words.replace("%(hours)d", Math.floor(minutes / 60));
    return words.replace("%(minutes)d", minutes % 60);
  }

  over() {
    clearInterval(this.timer);
    const label = this.closest(".state--due");
    if (!label) return;
    label.classList.replace("state--due", "state--missing");
    this.textContent = this.dataset.over;
  }
}

customElements.define("ej-left", Left);
