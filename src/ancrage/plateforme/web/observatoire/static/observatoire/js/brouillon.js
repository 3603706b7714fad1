// The server keeps what is typed at each pause. This browser keeps it too until the server has
// answered: a closed tab or a lost connection loses nothing.

for (const form of document.querySelectorAll("form[data-brouillon]")) {
  const key = `brouillon ${form.dataset.brouillon}`;
  const field = form.querySelector("textarea");
  const notice = form.querySelector("[data-brouillon-avis]");
  const version = form.querySelector("[name=version]")?.value;
  if (!field || !notice) continue;

  const say = (text) => { notice.textContent = text; notice.hidden = !text; };
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  // A copy of another version was saved, or overtaken, since: it is not put over the new text.
  if (kept?.version === version && kept.text !== field.value) {
    field.value = kept.text;
    say("Texte retrouvé dans ce navigateur : il n’était pas encore gardé par le site.");
    // Once htmx listens: it is then kept as if it had just been typed.
    addEventListener("load", () => field.dispatchEvent(new Event("input", { bubbles: true })));
  } else localStorage.removeItem(key);

  field.addEventListener("input", () =>
    localStorage.setItem(key, JSON.stringify({ version, text: field.value })));
  form.addEventListener("htmx:afterRequest", (event) => {
    const sent = event.detail.requestConfig?.parameters?.get?.("texte");
    if (!event.detail.successful || sent !== field.value) return;
    localStorage.removeItem(key);
    say("");
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-brouillon-oublie]")) localStorage.removeItem(key);
  });
}
