"""Write the chiffres clés of one territory: PDF or XLSX, in one move."""

from pathlib import Path

from ancrage.observatoire.api import Profil, Territoire, parse_territoire
from ancrage.publication.documents.chiffres_cles.construction import build_chiffres_cles
from ancrage.publication.documents.chiffres_cles.precedent import read_profil
from ancrage.publication.documents.chiffres_cles.rendu import render_pdf
from ancrage.publication.documents.chiffres_cles.tableur import render_xlsx
from ancrage.publication.documents.chiffres_cles.territoire import read_carte, read_entrees
from ancrage.publication.fichiers import check_suffix, write_whole

FORMATS = (".pdf", ".xlsx")


def write_chiffres_cles(
    territoire: Territoire | str,
    sortie: Path,
    *,
    precedent: Profil | Path | None = None,
    nom: str | None = None,
) -> Path:
    """Write the eight pages of a territory, or their spreadsheet, as the name of the file says.

    `precedent`: the earlier edition that page 8 compares with, or its JSON file. `nom` names a
    union. The file is replaced only once it is whole. Raises `Erreur`.
    """
    check_suffix(sortie, FORMATS)
    kind = sortie.suffix.lower().removeprefix(".")
    area = parse_territoire(territoire, libelle=nom) if isinstance(territoire, str) else territoire
    earlier = read_profil(precedent) if isinstance(precedent, Path) else precedent
    write_whole(sortie, render(area, kind, earlier))
    return sortie


def render(territoire: Territoire, kind: str, precedent: Profil | None = None) -> bytes:
    """Return the bytes of the document: same territory, store and code, same bytes."""
    document = build_chiffres_cles(read_entrees(territoire, precedent))
    if kind == "xlsx":
        return render_xlsx(document)
    return render_pdf(document, read_carte(territoire))
