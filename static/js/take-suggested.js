// [data-take-suggested]: choose what is suggested wherever nothing is chosen yet; nothing is saved.
document.querySelector("[data-take-suggested]")?.addEventListener("click", () => {
  for (const select of document.querySelectorAll("select[data-suggested]")) {
    if (!select.value) select.value = select.dataset.suggested;
  }
});
