// Behaviours of the shell. Every page works without it; data- attributes bind it.

const theme = (choice) => {
  const media = { clair: "not all", sombre: "screen" };
  document.querySelector("link[data-sombre]").media = media[choice] ?? "screen and (prefers-color-scheme: dark)";
  if (media[choice]) document.documentElement.dataset.theme = choice;
  else delete document.documentElement.dataset.theme;
  for (const button of document.querySelectorAll("[data-apparence]"))
    button.setAttribute("aria-pressed", String(button.dataset.apparence === choice));
};

const keep = (choice) => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `apparence=${choice}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
};

for (const group of document.querySelectorAll(".ui-apparence")) group.hidden = false;
theme(document.documentElement.dataset.theme ?? "auto");

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const choice = at("[data-apparence]")?.dataset.apparence;
  if (choice) { theme(choice); keep(choice); }
  const opener = at("[data-ouvre]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.ouvre);
    if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
  }
  if (at("[data-ferme]")) at("dialog")?.close();
  if (at("[data-imprime]")) print();
  for (const menu of document.querySelectorAll(".ui-deroulant[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest(".ui-deroulant[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// On a phone the tabs slide: the one that is open must be seen.
const tab = document.querySelector(".ui-onglets a[aria-current]");
if (tab) tab.closest("ul").scrollLeft = tab.offsetLeft - tab.closest("ul").offsetLeft - 16;

// A folded table must not be missing from paper.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open], .ui-deroulant)")];
  for (const element of folded) element.open = true;
});
addEventListener("afterprint", () => { for (const element of folded) element.open = false; });

// The error summary of a form, or a result announced by the server, takes the focus.
document.querySelector("[data-focus]")?.focus();

const say = (text) => {
  const zone = document.getElementById("annonce");
  zone.textContent = text;
  zone.hidden = false;
};
for (const name of ["htmx:sendError", "htmx:timeout"])
  document.addEventListener(name, () =>
    say("Le site ne répond pas. Ce que vous avez écrit est toujours là : vérifiez la connexion, puis recommencez."));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  say(status === 401 || status === 403
    ? "Cette action vous est refusée, ou votre session a pris fin. Ouvrez une session dans un autre onglet, puis recommencez : votre texte est toujours là."
    : "L’action n’a pas abouti. Ce que vous avez écrit est toujours là : recommencez dans un instant.");
});
document.addEventListener("htmx:beforeRequest", () => { document.getElementById("annonce").hidden = true; });
