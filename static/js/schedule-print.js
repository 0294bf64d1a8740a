// <schedule-print> shows its button, which prints the page; without scripts the browser's menu does.
class SchedulePrint extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

customElements.define("schedule-print", SchedulePrint);
