"""Write the diagnosis of a territory: gather from the engine, render, replace in one step."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from ancrage.observatoire import api
from ancrage.observatoire.api import (
    FICTIF,
    CommuneSituee,
    DonneesCarte,
    Indicateur,
    Profil,
    QuartierPrioritaire,
    Territoire,
    Usage,
)
from ancrage.publication.analyses.recueil import gather
from ancrage.publication.documents.blocs import Document
from ancrage.publication.documents.dls import build_dls
from ancrage.publication.documents.dls.contexte import (
    CommuneDecrite,
    Contexte,
    MatiereDls,
    OptionsDls,
    QuartierDecrit,
)
from ancrage.publication.fichiers import check_suffix, write_whole

UsageOuvert = Usage | Literal["ouvert"]
Progress = Callable[[str, int, int], None]
FORMATS = (".pdf", ".docx", ".pptx", ".xlsx")


def write_diagnostic(
    territoire: str | Territoire,
    sorties: Sequence[Path],
    *,
    nom: str | None = None,
    progress: Progress = lambda _s, _d, _t: None,
) -> list[Path]:
    """Write the DLS of a territory in each of the formats asked by the file names."""
    for path in sorties:
        check_suffix(path, FORMATS)
    area = parse(territoire, nom)
    progress("calcul du profil", 0, len(sorties) + 1)
    document = build_document(area)
    for index, path in enumerate(sorties):
        progress(path.name, index + 1, len(sorties) + 1)
        write_whole(path, render(document, path.suffix.lower()))
    progress("écrit", len(sorties) + 1, len(sorties) + 1)
    return list(sorties)


def parse(territoire: str | Territoire, nom: str | None = None) -> Territoire:
    """Return the territory of a code, under a name of the user's choice."""
    if isinstance(territoire, Territoire):
        return territoire
    return api.parse_territoire(territoire, libelle=nom)


def build_document(
    territoire: Territoire, profil: Profil | None = None, usage: UsageOuvert = "diagnostic"
) -> Document:
    """Return the DLS of a territory from the store in use, or from a profile already computed.

    `usage` says what the figures serve: a restricted deposit answers for « ouvert » in no part.
    """
    return build_from(gather_matiere(territoire, profil, usage))


def build_from(matiere: MatiereDls) -> Document:
    """Return the DLS of what was gathered, now or when an edition was frozen."""
    return build_dls(matiere.profil, matiere.indicateurs, matiere.cartes, matiere.options)


def gather_matiere(
    territoire: Territoire, profil: Profil | None = None, usage: UsageOuvert = "diagnostic"
) -> MatiereDls:
    """Gather all that the DLS of a territory reads from the store in use."""
    profil = profil or api.profile(territoire, usage=usage)
    communes = api.communes_of(territoire)
    periods = {item.periode for item in communes if item.periode}
    options = OptionsDls(
        date=store_date(),
        analyses=gather(territoire, profil, usage),
        communes=tuple(_describe(item) for item in communes),
        annee_population=int(max(periods)[:4]) if periods else None,
        quartiers=tuple(_describe_quartier(item) for item in api.quartiers_of(territoire)),
    )
    cartes = find_cartes(territoire, profil, usage)
    return MatiereDls(profil, read_catalogue(profil), cartes, options)


def read_contexte(profil: Profil) -> Contexte:
    """Return the reading of a profile by chapter, without its maps nor analyses."""
    return Contexte(profil, read_catalogue(profil), OptionsDls(date=store_date()))


def _describe(item: CommuneSituee) -> CommuneDecrite:
    return CommuneDecrite(
        code=item.code,
        libelle=item.libelle,
        epci=item.epci,
        departement=item.departement,
        population=None if item.population is None else round(item.population),
        anneaux=item.anneaux,
    )


def _describe_quartier(item: QuartierPrioritaire) -> QuartierDecrit:
    return QuartierDecrit(
        code=item.code,
        libelle=item.libelle,
        commune=", ".join(item.communes),
        population=None if item.population is None else round(item.population),
        edition=item.periode or "",
    )


def read_catalogue(profil: Profil) -> dict[str, Indicateur]:
    """Return the catalogue, the labels of fictitious figures marked: a sentence has no source."""
    invented = {
        valeur.code
        for valeur in profil.indicateurs
        if valeur.source and valeur.source.titre.endswith(FICTIF)
    }
    return {
        code: item.model_copy(
            update={
                "libelle": f"{item.libelle} {FICTIF}",
                "libelle_court": f"{item.libelle_court} {FICTIF}",
            }
        )
        if code in invented
        else item
        for code, item in api.indicateurs().items()
    }


def store_date() -> date:
    """Return the day the store was built: two runs on one store give the same bytes."""
    return date.fromisoformat(str(api.store_infos()["date"]))


def find_cartes(
    territoire: Territoire, profil: Profil, usage: UsageOuvert = "diagnostic"
) -> dict[str, DonneesCarte]:
    """Return the communal maps of the indicateurs of a profile, where communes have values."""
    if territoire.niveau == "commune":
        return {}
    codes = dict.fromkeys(valeur.code for valeur in profil.indicateurs if valeur.periode)
    return api.cartes(territoire, list(codes), usage=usage)


def render(document: Document, suffix: str) -> bytes:
    """Return the document in the format of a file suffix."""
    if suffix == ".pdf":
        from ancrage.publication.documents.rendu_pdf import render_pdf

        return render_pdf(document)
    if suffix == ".docx":
        from ancrage.publication.documents.rendu_docx import render_docx

        return render_docx(document)
    if suffix == ".pptx":
        from ancrage.publication.documents.rendu_pptx import render_pptx

        return render_pptx(document)
    from ancrage.publication.documents.rendu_xlsx import render_xlsx

    return render_xlsx(document)
