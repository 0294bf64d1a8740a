/* <ej-code-fragment login="id" code="id" next="id">: fills the form from what stands behind # in
 * the address of a printed QR code. The browser sends that part to nobody; it is taken out of the
 * address at once. Without this script people type it. */
class CodeFragment extends HTMLElement {
  connectedCallback() {
    const printed = new URLSearchParams(location.hash.slice(1));
    const login = document.getElementById(this.getAttribute("login"));
    const code = document.getElementById(this.getAttribute("code"));
    if (!printed.get("c") || !login || !code) return;
    login.value = printed.get("l") ?? "";
    code.value = printed.get("c").replace(/^(\d{5})(\d{5})$/, "$1 $2");
    history.replaceState(null, "", location.pathname);
    document.getElementById(this.getAttribute("next"))?.focus();
  }
}
customElements.define("ej-code-fragment", CodeFragment);
