// <ej-files data-url="…" data-homework="id or nothing">: sends chosen or dropped files at once, one
// after another, with their progress; takes one away by its [data-away] button. What hangs there
// now comes back as HTML into [data-list]. Words: data-sending, data-sent, data-offline.

class Files extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-list]");
    this.input = this.querySelector("input[type=file]");
    this.bar = this.querySelector("progress");
    this.state = this.querySelector("[data-state]");
    this.waiting ??= Promise.resolve();
    this.input.addEventListener("change", () => this.take(this.input.files));
    for (const name of ["click", "dragover", "dragleave", "drop"]) this.addEventListener(name, this);
    this.quiet();
  }

  // Enter in a field of the page may not press one of these.
  quiet() {
    for (const button of this.querySelectorAll("[data-away]")) button.type = "button";
  }

  handleEvent(event) {
    if (event.type === "click") {
      const away = event.target.closest("[data-away]");
      if (away) this.queue(() => this.send(away.dataset.away, new FormData()));
      return;
    }
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    this.classList.toggle("is-over", event.type === "dragover");
    if (event.type === "drop") this.take(event.dataTransfer.files);
  }

  take(files) {
    this.problems = [];
    for (const file of [...files]) this.queue(() => this.upload(file));
    this.queue(() => {
      this.input.value = "";
    });
  }

  queue(work) {
    this.waiting = this.waiting.then(work, work);
  }

  upload(file) {
    const body = new FormData();
    body.set("files", file);
    body.set("homework", this.dataset.homework ?? "");
    body.set("text", this.dataset.homework ? "" : (this.field?.value ?? ""));
    return this.send(this.dataset.url, body, file.name);
  }

  // The words of the homework, where files alone may become it.
  get field() {
    return this.closest("[data-load-scope]")?.querySelector("ej-field textarea[data-text]");
  }

  send(url, body, name = "") {
    body.set("request_key", crypto.randomUUID?.() ?? "");
    body.set("person", document.body.dataset.person ?? "");
    body.set("reason", document.getElementById("reason")?.value.trim() ?? "");
    this.say(`${this.dataset.sending} ${name}`);
    this.bar.hidden = false;
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.responseType = "json";
      request.setRequestHeader("X-CSRFToken", this.closest("form").elements.csrfmiddlewaretoken.value);
      request.upload.addEventListener("progress", (event) => {
        this.bar.value = event.total ? (100 * event.loaded) / event.total : 0;
      });
      request.addEventListener("loadend", () => {
        this.bar.hidden = true;
        this.bar.value = 0;
        this.answered(request, name);
        resolve();
      });
      request.send(body);
    });
  }

  answered(request, name) {
    const answer = request.response ?? {};
    if (request.status === 200) {
      this.list.innerHTML = answer.html;
      this.quiet();
      this.stands(answer.text);
      this.say(name ? `${this.dataset.sent}: ${name}` : "");
    } else {
      this.problems = [...(this.problems ?? []), answer.message ?? this.dataset.offline];
      this.say(this.problems.join(" "), true);
    }
  }

  // Files alone are homework too: then the server gave it words.
  stands(text) {
    const field = this.field;
    if (!field || field.value.trim() || !text) return;
    const entry = { url: field.closest("ej-field").dataset.url, mine: "" };
    const detail = { entry, answer: { text, kept: true } };
    document.dispatchEvent(new CustomEvent("ej:saved", { detail }));
  }

  say(words, bad = false) {
    if (this.problems?.length && !bad) return;
    this.state.textContent = words;
    this.classList.toggle("is-bad", bad);
  }
}

customElements.define("ej-files", Files);
