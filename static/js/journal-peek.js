// Dialogs of the journal: [data-dialog="id"] opens that <dialog>, "?" follows the link #keys, and a
// link with data-peek shows the body of its page in the dialog #peek (without this: the page).

export async function peek(url) {
  const dialog = document.getElementById("peek");
  const body = dialog.querySelector("[data-body]");
  body.textContent = "…";
  dialog.showModal();
  try {
    const response = await fetch(url);
    if (!(await show(body, response))) throw new Error(response.status);
  } catch {
    window.location.assign(url);
  }
}

// Put the body of an answered page into the dialog; false where it has none.
export async function show(body, response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.querySelector("[data-peek-body]");
  if (found) body.replaceChildren(...found.childNodes);
  return Boolean(found);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  const link = event.target.closest("a[data-peek]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    peek(link.href);
  }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, input, select, dialog");
  if (event.key !== "?" || (typing && !event.target.closest("ej-register"))) return;
  event.preventDefault();
  document.getElementById("keys")?.click();
});
