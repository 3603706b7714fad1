"""The document of an amendment: object, reason, each article before, after, and what differs."""

from ancrage.publication.documents.blocs import (
    Bloc,
    Cellule,
    Couverture,
    Document,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.contrat.construction import signatures, visas
from ancrage.publication.documents.contrat.modeles import ArticleModifie, MatiereAvenant
from ancrage.publication.documents.contrat.textes import blocs_of, difference
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.typographie import date_longue

MAINTIEN = (
    "Les autres stipulations du contrat restent inchangées. L’avenant prend effet le {jour}, une "
    "fois signé de toutes les parties."
)


def build_avenant(matiere: MatiereAvenant) -> Document:
    """Return the whole document of an amendment."""
    told = "version publique, sans donnée privée" if matiere.publique else ""
    return proofread(
        Document(
            titre=f"Avenant n° {matiere.numero} au contrat local de santé",
            sous_titre=matiere.objet,
            territoire=matiere.nom,
            edition=f"avenant n° {matiere.numero}",
            version=str(matiere.version),
            date=matiere.jour,
            auteur=matiere.auteur,
            etat="valide" if matiere.fige else "brouillon",
            sections=tuple(_sections(matiere)),
            couverture=Couverture(mention=" · ".join(filter(None, (matiere.mention, told)))),
            mention=matiere.mention or told,
            description=f"Avenant n° {matiere.numero}, {matiere.objet}",
        )
    )


def _sections(matiere: MatiereAvenant) -> list[Section]:
    sections = [
        visas(matiere.visas),
        _follow("Objet et motif", (texte(matiere.objet, "chapeau"), *blocs_of(matiere.motif))),
        _follow("Modifications", _changes(matiere)),
    ]
    sections += [_article(one) for one in matiere.articles]
    last = texte(MAINTIEN.format(jour=date_longue(matiere.date_effet)))
    sections.append(Section("Dispositions finales", 2, (last,)))
    return [*sections, signatures(matiere.signataires, matiere.publique)]


def _follow(titre: str, blocks: tuple[Bloc, ...]) -> Section:
    """Return a chapter that follows on the same page where there is room."""
    return Section(titre, 1, blocks, nouvelle_page=True, souple=True)


def _changes(matiere: MatiereAvenant) -> tuple[Bloc, ...]:
    if not matiere.changements:
        return (texte("Cet avenant modifie les articles qui suivent."),)
    rows = tuple(
        (Cellule(what, gras=True), Cellule(before), Cellule(after))
        for what, before, after in matiere.changements
    )
    table = Tableau(
        "changements", "Ce que l’avenant change", ("Objet", "Avant", "Après"), rows,
        ("gauche",) * 3, (1.4, 3, 3),
    )  # fmt: skip
    return (table,)


def _article(one: ArticleModifie) -> Section:
    blocks: list[Bloc] = [texte("Nouvelle rédaction", "intertitre"), *blocs_of(one.apres)]
    blocks += [texte("Rédaction remplacée", "intertitre"), *blocs_of(one.avant)]
    marked = difference(one.avant, one.apres)
    if marked:
        blocks += [texte("Différences, mot à mot", "intertitre"), *marked]
    return Section(one.titre, 2, tuple(blocks))
