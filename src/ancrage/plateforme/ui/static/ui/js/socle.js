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
const tab = document.querySelector(".ui-onglets > ul a[aria-current]");
if (tab) tab.closest("ul").scrollLeft = tab.offsetLeft - tab.closest("ul").offsetLeft - 16;

// A list of more than fifteen choices gets a field that narrows it as one types, accents apart.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const narrow = (select, wanted, told) => {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const [option, group] of select.choices) {
    const fits = words.every((word) => option.plain.includes(word));
    if (fits && option.value) found += 1;
    if (fits || option.selected || !option.value) group.append(option);
    else option.remove();
  }
  for (const group of select.groups) {
    if (group.children.length) select.append(group);
    else group.remove();
  }
  if (words.length && found === 1 && !select.multiple)
    select.value = select.choices.find(([one]) => one.value && words.every((word) => one.plain.includes(word)))[0].value;
  told.textContent = words.length ? `${found || "Aucun"} choix sur ${select.total}` : "";
};
for (const select of document.querySelectorAll("form[method=post] .ui-champ > select")) {
  select.choices = [...select.options].map((option) => [option, option.parentElement]);
  select.groups = [...select.querySelectorAll("optgroup")];
  select.total = select.choices.filter(([option]) => option.value).length;
  if (select.total <= 30) continue;
  for (const [option, group] of select.choices) option.plain = plain(`${option.text} ${group.label ?? ""}`);
  const field = document.createElement("input"), told = document.createElement("p");
  const label = select.closest(".ui-champ").querySelector("label")?.firstChild.textContent.trim() ?? "";
  Object.assign(field, { type: "search", autocomplete: "off", placeholder: "Taper pour réduire la liste" });
  field.className = "ui-reduit";
  field.setAttribute("aria-label", `Réduire la liste : ${label}`);
  field.setAttribute("aria-controls", select.id);
  told.className = "ui-reduit__dit";
  told.setAttribute("role", "status");
  select.before(field);
  select.after(told);
  field.addEventListener("input", () => narrow(select, field.value, told));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); select.focus(); }
  });
}

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
