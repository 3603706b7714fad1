"""The closed lists of the components, and the classes that any template may use."""

from ancrage.publication.typographie.mots import STATUTS, VERDICTS_COURTS

# Role-named classes, defined in our style sheets: the only ones outside ui and the skeleton.
# A theme that replaces the open one defines them too.
CLASSES = frozenset({
    "chapeau", "colonnes", "deux-colonnes", "discret", "grille", "grille-large", "grille-trois",
    "hors-ecran", "ici", "insecable", "liste-nue", "nombre", "petit", "pile", "rangee", "section",
    "ui-onglets__vide",
})  # fmt: skip

STATUTS_CONNUS = tuple(STATUTS)
VERDICTS_CONNUS = tuple(VERDICTS_COURTS)
SENS_CONNUS = ("haut_favorable", "bas_favorable", "neutre")

# The drawings below take their colour from the text around them, so that they follow the theme.
MARQUES = {
    "superieur": '<path d="M8 2l6.5 11.5h-13z" fill="currentColor"/>',
    "inferieur": '<path d="M8 14L1.5 2.5h13z" fill="currentColor"/>',
    "non_different": '<circle cx="8" cy="8" r="5.5" fill="currentColor"/>',
    "non_concluant": '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" '
    'stroke-width="2" stroke-dasharray="2.6 1.9"/>',
}
_POINTS = "".join(
    f'<circle cx="{x}" cy="{y}" r="1.1" fill="currentColor"/>'
    for x in (4, 8, 12)
    for y in (4, 8, 12)
)
_CADRE = '<rect x="1" y="1" width="14" height="14" fill="{fill}" stroke="currentColor"{dash}/>'
_FIN = _CADRE.format(fill="none", dash="")
MOTIFS = {
    "valeur": "",
    "zero": "",
    "secret": _FIN + _POINTS,
    "secret_secondaire": _FIN + _POINTS,
    "manquant": _FIN
    + '<path d="M1 6l5-5M1 11L11 1M1 15L15 1M5 15L15 5M10 15l5-5" stroke="currentColor"/>',
    "non_fiable": _CADRE.format(fill="none", dash=' stroke-width="2"'),
    "non_applicable": _CADRE.format(fill="currentColor", dash=' opacity=".35"'),
    "non_additif": _CADRE.format(fill="currentColor", dash=' opacity=".65"'),
    "emprunte": _CADRE.format(fill="none", dash=' stroke-width="1.5" stroke-dasharray="3 2"'),
}
