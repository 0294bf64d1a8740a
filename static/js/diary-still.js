// <diary-still url seconds>: asks whether the open page may stay, while it is looked at and whenever
// it comes back into view. When it may not, everything of the child is taken off the page at once.
class DiaryStill extends HTMLElement {
  connectedCallback() {
    this.ask = this.ask.bind(this);
    this.timer = setInterval(this.ask, Number(this.getAttribute("seconds") || 15) * 1000);
    document.addEventListener("visibilitychange", this.ask);
    window.addEventListener("focus", this.ask);
    window.addEventListener("pageshow", this.ask);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.ask);
    window.removeEventListener("focus", this.ask);
    window.removeEventListener("pageshow", this.ask);
  }

  async ask() {
    if (document.hidden) return;
    if (this.asking) {
      this.again = true; // something changed while the answer was on its way
      return;
    }
    this.asking = true;
    try {
      const answer = await fetch(this.getAttribute("url"), { cache: "no-store", redirect: "manual" });
      if (answer.status !== 204 && answer.status < 500) this.close();
    } catch {
      // No network: the page stays as it was read.
    } finally {
      this.asking = false;
      if (this.again) {
        this.again = false;
        this.ask();
      }
    }
  }

  close() {
    const said = this.querySelector("template").content.cloneNode(true);
    const heading = said.querySelector("h1");
    document.title = heading.textContent;
    heading.tabIndex = -1;
    document.querySelector("main").replaceChildren(said);
    heading.focus();
    this.dispatchEvent(new CustomEvent("ej:closed"));
  }
}

customElements.define("diary-still", DiaryStill);
