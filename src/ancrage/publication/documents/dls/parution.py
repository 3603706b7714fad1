"""The last page of a published DLS: number, date, print, who wrote, reviewed and signed."""

from ancrage.publication.documents.blocs import (
    Bloc,
    Cellule,
    Encadre,
    Liste,
    Morceau,
    Point,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.dls.contexte import OptionsDls, Parution
from ancrage.publication.typographie import date_longue


def build_parution(options: OptionsDls) -> list[Section]:
    """Return the section that closes a published edition; none for an automatic document."""
    parution = options.parution
    if parution is None:
        return []
    blocs: list[Bloc] = [texte(_LEAD, "chapeau"), _table(options, parution)]
    if parution.retraits:
        blocs.append(_withdrawn(parution))
    return [Section("Cette édition", 1, tuple(blocs), numero="15", nouvelle_page=True)]


_LEAD = (
    "Ce document est figé. Une correction donne une nouvelle édition ; celle-ci reste lisible, "
    "avec la mention de ce qui en a été retiré."
)


def _table(options: OptionsDls, parution: Parution) -> Tableau:
    rows = [
        ("Édition", str(parution.numero)),
        ("Date", date_longue(options.date)),
        ("Commanditaire", parution.commanditaire),
        ("Réalisation", options.auteur),
        ("Rédaction", ", ".join(parution.redacteurs)),
        ("Relecture", ", ".join(parution.relecteurs)),
        ("Contrôle du secret", parution.signataire),
        ("Textes réécrits", _rewritten(parution)),
        ("Édition des chiffres", parution.magasin),
        ("Empreinte SHA-256 du contenu", parution.empreinte),
    ]
    if parution.corrige:
        rows.insert(2, ("Corrige", parution.corrige))
    return Tableau(
        cle="Cette édition",
        titre=f"Diagnostic {parution.validation}",
        entetes=("Mention", "Contenu"),
        lignes=tuple((Cellule(name), Cellule(value)) for name, value in rows if value),
        alignements=("gauche", "gauche"),
        largeurs=(2.2, 6.0),
        note="L’empreinte est celle du contenu figé : les chiffres, les textes et leurs sources. "
        "La même figure sur la page de l’édition, avec l’empreinte de chaque fichier.",
    )


def _rewritten(parution: Parution) -> str:
    if not parution.textes:
        return "aucun : tous les textes sont automatiques"
    return " ; ".join(parution.textes)


def _withdrawn(parution: Parution) -> Encadre:
    return Encadre(
        "Retiré depuis la publication",
        "attention",
        (Liste(tuple(Point((Morceau(one),)) for one in parution.retraits)),),
        long=True,
    )
