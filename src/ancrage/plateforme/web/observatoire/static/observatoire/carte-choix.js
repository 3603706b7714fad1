// Pick communes on the map: a click adds the code to the list, another takes it off. The list
// itself is the field: whoever does not use the map types or pastes in it.
const carte = document.querySelector("[data-carte-choix]");
const liste = carte && document.getElementById(carte.dataset.carteChoix);
const dit = document.querySelector("[data-carte-dit]");

function codes() {
  return new Set(liste.value.match(/\b(?:\d{5}|2[AB]\d{3})\b/g) || []);
}

function marquer() {
  const choisis = codes();
  for (const forme of carte.querySelectorAll("path[data-code]")) {
    forme.classList.toggle("ui-choix--pris", choisis.has(forme.dataset.code));
  }
}

function basculer(forme) {
  const { code, nom } = forme.dataset;
  const lignes = liste.value.split("\n").filter((ligne) => ligne.trim());
  const sans = lignes.filter((ligne) => !new RegExp(`(^|\\D)${code}(\\D|$)`).test(ligne));
  const ajout = sans.length === lignes.length;
  liste.value = (ajout ? [...lignes, `${code} ${nom}`] : sans).join("\n");
  dit.textContent = ajout ? `${nom} ajoutée` : `${nom} retirée`;
  marquer();
}

if (liste) {
  carte.addEventListener("click", (evenement) => {
    const forme = evenement.target.closest("path[data-code]");
    if (forme) basculer(forme);
  });
  liste.addEventListener("input", marquer);
  marquer();
}
