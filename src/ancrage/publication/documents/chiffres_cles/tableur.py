"""The spreadsheet that goes with the eight pages: every figure, unrounded, with its files."""

from ancrage.publication.documents.blocs import (
    Alignement,
    Cellule,
    Document,
    EntreeSource,
    FichierSource,
    Section,
    Sources,
    Tableau,
)
from ancrage.publication.documents.chiffres_cles.modeles import Changement, ChiffresCles, Retenu
from ancrage.publication.documents.rendu_xlsx import render_xlsx as render_tables

_ENTETES = ("Code", "Indicateur", "Avant", "Période", "Après", "Période", "Lecture")


def render_xlsx(document: ChiffresCles) -> bytes:
    """Return one sheet per page, the changes, what is awaited, the sources and their files."""
    tables = [*document.tableaux]
    if document.evolution.changements:
        tables.insert(-1, _changes(document.evolution.changements, document.evolution.titre))
    sections = [Section(table.titre, 1, (table,)) for table in tables]
    sections.append(Section("Sources", 1, (document.sources,)))
    return render_tables(
        Document(
            titre=document.titre,
            sous_titre="",
            territoire=document.territoire,
            edition=document.edition,
            version="1",
            date=document.jour,
            auteur="Ancrage",
            etat="brouillon",
            sections=tuple(sections),
            mention=document.mention,
            description=document.description,
        )
    )


def _changes(changes: tuple[Changement, ...], titre: str) -> Tableau:
    aligned: tuple[Alignement, ...] = tuple(
        "droite" if name in {"Avant", "Après"} else "gauche" for name in _ENTETES
    )
    rows = tuple(
        tuple(
            Cellule(text)
            for text in (
                change.code,
                change.libelle,
                change.avant,
                change.periode_avant,
                change.apres,
                change.periode_apres,
                change.lecture.texte,
            )
        )
        for change in changes
    )
    return Tableau(cle="Page 8", titre=titre, entetes=_ENTETES, lignes=rows, alignements=aligned)


def cite_sources(retenus: list[Retenu]) -> Sources:
    """Return the sources behind the pages with their files, by code and vintage."""
    found: dict[tuple[str, str], EntreeSource] = {}
    files: dict[tuple[str, str], dict[str, str]] = {}
    for valeur in (v for item in retenus for v in item.valeurs):
        cited = valeur.source
        if cited is None:
            continue
        key = (cited.code, cited.millesime)
        files.setdefault(key, {}).update({f.nom: f.sha256 for f in cited.fichiers})
        found[key] = EntreeSource(
            cited.code, cited.producteur, cited.titre, cited.licence, cited.millesime
        )
    return Sources(
        tuple(
            EntreeSource(
                entry.code,
                entry.producteur,
                entry.titre,
                entry.licence,
                entry.millesime,
                tuple(FichierSource(*item) for item in sorted(files[key].items())),
            )
            for key, entry in sorted(found.items())
        )
    )
