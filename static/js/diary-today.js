// <diary-today>: on a phone, where the days stand one below the other, the week opens at today.
class DiaryToday extends HTMLElement {
  connectedCallback() {
    const isFolded = matchMedia("(max-width: 61.99rem)").matches;
    if (isFolded && !location.hash) document.getElementById("today")?.scrollIntoView();
  }
}

customElements.define("diary-today", DiaryToday);
