"""The programme of a contract: a summary, then each action sheet under its theme."""

from ancrage.publication.documents.blocs import (
    Alignement,
    Bloc,
    Cellule,
    Liste,
    Morceau,
    Point,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.contrat.modeles import FicheDite, MatiereContrat, ThemeProgramme
from ancrage.publication.documents.contrat.textes import blocs_of

A_GAUCHE: tuple[Alignement, ...] = ("gauche",) * 5


def programme(matiere: MatiereContrat) -> list[Section]:
    """Return the sections of the programme: a theme begins on its own page, and each sheet."""
    count = sum(len(one.fiches) for one in matiere.programme)
    if not count:
        empty = texte("Aucune fiche action n’est écrite à ce jour.")
        return [Section("Programme d’actions", 1, (empty,), nouvelle_page=True)]
    words = "fiche action, classée" if count == 1 else "fiches actions, classées"
    lead = texte(f"{count} {words} par thème.", "chapeau")
    sections = [
        Section("Programme d’actions", 1, (lead, _summary(matiere.programme)), nouvelle_page=True)
    ]
    for theme in matiere.programme:
        sections.append(Section(f"Programme : {theme.titre}", 1, (), nouvelle_page=True))
        sections += [_fiche(one, rank > 0) for rank, one in enumerate(theme.fiches)]
    return sections


def _summary(themes: tuple[ThemeProgramme, ...]) -> Tableau:
    rows = [
        (
            Cellule(one.code, gras=True),
            Cellule(one.titre),
            Cellule(theme.titre),
            Cellule(one.pilote),
        )
        for theme in themes
        for one in theme.fiches
    ]
    return Tableau(
        "programme", "Les fiches actions", ("Code", "Action", "Thème", "Pilote"), tuple(rows),
        ("gauche",) * 4, (1.2, 5, 3, 3), dense=len(rows) > 30,
    )  # fmt: skip


def _fiche(fiche: FicheDite, nouvelle_page: bool) -> Section:
    blocks: list[Bloc] = [
        Tableau(
            f"reperes-{fiche.code}",
            "Repères",
            ("Rubrique", "Contenu"),
            tuple((Cellule(name, gras=True), Cellule(said)) for name, said in fiche.reperes),
            ("gauche", "gauche"),
            (1.1, 3),
        )
    ]
    for titre, said in fiche.textes:
        blocks += [texte(titre, "intertitre"), *blocs_of(said)]
    if fiche.etapes:
        points = tuple(Point((Morceau(one),)) for one in fiche.etapes)
        blocks += [texte("Étapes", "intertitre"), Liste(points)]
    if fiche.indicateurs:
        blocks.append(_indicateurs(fiche))
    return Section(fiche.titre, 2, tuple(blocks), numero=fiche.code, nouvelle_page=nouvelle_page)


def _indicateurs(fiche: FicheDite) -> Tableau:
    rows = tuple(
        (
            Cellule(one.libelle, precision=one.nature),
            Cellule(one.depart or "non renseigné", discret=not one.depart),
            Cellule(one.cible or "non renseignée", discret=not one.cible),
            Cellule(", ".join(filter(None, (one.source, one.periodicite))) or "non renseignée",
                    discret=not (one.source or one.periodicite)),
        )
        for one in fiche.indicateurs
    )  # fmt: skip
    return Tableau(
        f"indicateurs-{fiche.code}", "Indicateurs",
        ("Indicateur", "Départ", "Cible", "Source, périodicité"), rows,
        ("gauche",) * 4, (4, 1.5, 1.5, 3),
    )  # fmt: skip


def annexe_indicateurs(matiere: MatiereContrat) -> Section:
    """Return the indicators of every sheet in one table."""
    fiches = [fiche for theme in matiere.programme for fiche in theme.fiches]
    named = not matiere.publique
    rows = tuple(
        (
            Cellule(fiche.code), Cellule(one.libelle), Cellule(one.nature),
            Cellule(one.cible or "non renseignée", discret=not one.cible),
            *((Cellule(one.responsable or "non renseigné", discret=not one.responsable),)
              if named else ()),
        )
        for fiche in fiches
        for one in fiche.indicateurs
    )  # fmt: skip
    if not rows:
        return Section("Annexe 4. Indicateurs", 2, (texte("Aucun indicateur à ce jour."),))
    heads = ("Fiche", "Indicateur", "Nature", "Cible", *(("Responsable",) if named else ()))
    widths = (1.2, 5, 2, 1.8, *((2.6,) if named else ()))
    table = Tableau(
        "annexe-indicateurs", "Les indicateurs de suivi et de résultat", heads, rows,
        A_GAUCHE[: len(heads)], widths, dense=True,
    )  # fmt: skip
    return Section("Annexe 4. Indicateurs", 2, (table,))
