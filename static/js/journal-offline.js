// <ej-offline data-keep="address of the list" data-words="…" data-back="…">: makes the day's pages
// work without a network (worker-keep.js), where the address is a safe one. A page that was
// shown from its copy says of what time it is; what was saved since is copied anew.

const PERSON = document.body.dataset.person;
const PAUSE = 5000;

class Offline extends HTMLElement {
  connectedCallback() {
    const { keptAt } = document.body.dataset;
    if (keptAt) this.say(new Date(Number(keptAt)));
    document.addEventListener("ej:saved", this);
    document.addEventListener("ej:queue", this);
    window.addEventListener("online", this);
    if ("serviceWorker" in navigator && PERSON) this.install();
  }

  disconnectedCallback() {
    document.removeEventListener("ej:saved", this);
    document.removeEventListener("ej:queue", this);
    window.removeEventListener("online", this);
    clearTimeout(this.timer);
  }

  // «No network, as of 08:12»
  say(moment) {
    const today = new Date().toDateString() === moment.toDateString();
    const clock = { hour: "2-digit", minute: "2-digit" };
    const at = moment.toLocaleString("ru", today ? clock : { ...clock, day: "2-digit", month: "2-digit" });
    this.querySelector("[data-at]").textContent = at;
    this.hidden = false;
  }

  async install() {
    try {
      await navigator.serviceWorker.register("/sw.js");
      if (this.dataset.keep) await this.keep();
    } catch {
      // without it the journal works as long as the network does
    }
  }

  async tell(message) {
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ type: "keep", person: PERSON, ...message });
  }

  async keep() {
    const answer = await fetch(this.dataset.keep);
    if (answer.ok) await this.tell(await answer.json());
  }

  handleEvent({ type, detail }) {
    if (type === "ej:saved") this.changed = true;
    else if (type === "online") this.querySelector("[data-back]").hidden = this.hidden;
    else if (detail.state === "saved" && this.changed) this.copySoon();
  }

  // The copy of this page is of before what was saved: take a new one when the hand rests.
  copySoon() {
    clearTimeout(this.timer);
    if (!("serviceWorker" in navigator)) return;
    this.timer = setTimeout(() => {
      this.changed = false;
      this.tell({ pages: [window.location.pathname], anew: true });
    }, PAUSE);
  }
}

customElements.define("ej-offline", Offline);
