"""Refuse what a file must not be: of another type than its name says, a bomb, a trap."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath

import pikepdf

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.models import TypeFichier

MEGA = 1024 * 1024
TAILLE_MAX = 25 * MEGA
# A workbook that weighs more once opened, or swells more than this, is a bomb or a mistake.
OUVERT_MAX = 300 * MEGA
GONFLEMENT_MAX = 200
ENTREES_MAX = 5_000

SUFFIXES = {
    ".pdf": TypeFichier.PDF,
    ".docx": TypeFichier.DOCX,
    ".xlsx": TypeFichier.XLSX,
    ".ods": TypeFichier.ODS,
    ".pptx": TypeFichier.PPTX,
    ".csv": TypeFichier.CSV,
    ".txt": TypeFichier.TXT,
    ".toml": TypeFichier.TOML,
    ".png": TypeFichier.PNG,
    ".jpg": TypeFichier.JPEG,
    ".jpeg": TypeFichier.JPEG,
}
DEBUTS = {
    TypeFichier.PDF: b"%PDF-",
    TypeFichier.PNG: b"\x89PNG\r\n\x1a\n",
    TypeFichier.JPEG: b"\xff\xd8\xff",
}
BUREAUTIQUE = {
    TypeFichier.DOCX: "word/document.xml",
    TypeFichier.XLSX: "xl/workbook.xml",
    TypeFichier.ODS: "content.xml",
    TypeFichier.PPTX: "ppt/presentation.xml",
}
PIEGES = (
    (
        re.compile(r"vbaProject\.bin$|^(Basic|Scripts)/.", re.I),
        "des macros",
        "Enregistrez-le sans macros.",
    ),
    (
        re.compile(r"externalLinks?/", re.I),
        "des liens vers d'autres classeurs",
        "Dans Excel, menu Données, rompez les liaisons, puis enregistrez.",
    ),
    (
        re.compile(r"(embeddings|activeX)/|^Object \d+/", re.I),
        "des objets incorporés",
        "Enlevez les objets incorporés, puis enregistrez.",
    ),
)
# Active content of a PDF: scripts, programs to start, files hidden inside.
PDF_PIEGES = frozenset({"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia"})


def check_contenu(nom: str, contenu: bytes, admis: frozenset[str]) -> TypeFichier:
    """Return the type of a file whose name and bytes agree; raise `ActeRefuse` otherwise."""
    type_ = SUFFIXES.get(PurePath(nom).suffix.lower())
    if type_ is None or type_ not in admis:
        attendus = ", ".join(sorted(suffix for suffix, one in SUFFIXES.items() if one in admis))
        raise _refus(f"Le fichier « {nom} » n'est pas d'un type attendu.", f"Types : {attendus}.")
    if not contenu:
        raise _refus(f"Le fichier « {nom} » est vide.", "Vérifiez-le, puis déposez-le à nouveau.")
    if len(contenu) > TAILLE_MAX:
        raise _refus(
            f"Le fichier « {nom} » pèse plus de {TAILLE_MAX // MEGA} Mo.",
            "Réduisez-le (images moins lourdes, feuilles inutiles ôtées) ou partagez-le.",
        )
    if type_ in BUREAUTIQUE:
        _check_archive(nom, contenu, BUREAUTIQUE[type_])
    elif type_ in (TypeFichier.CSV, TypeFichier.TXT, TypeFichier.TOML):
        _check_texte(nom, contenu)
    elif not contenu.startswith(DEBUTS[type_]):
        raise _mislabelled(nom)
    if type_ == TypeFichier.PDF:
        _check_pdf(nom, contenu)
    return type_


def _check_pdf(nom: str, contenu: bytes) -> None:
    """Look at every object of the PDF, those inside compressed streams too."""
    try:
        with pikepdf.open(BytesIO(contenu)) as pdf:
            trapped = any(_is_active(one) for one in pdf.objects)
    except pikepdf.PdfError:
        raise _mislabelled(nom) from None
    if trapped:
        raise _refus(
            f"Le fichier « {nom} » contient un script ou un fichier caché.",
            "Imprimez-le en PDF, puis déposez le résultat.",
        )


def _is_active(one: pikepdf.Object) -> bool:
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return False
    values = {str(one.get(key, "")) for key in ("/S", "/Type", "/Subtype")}
    return not PDF_PIEGES.isdisjoint({*one.keys(), *values})


def _check_archive(nom: str, contenu: bytes, principal: str) -> None:
    """Look at the list of a workbook's parts before anything opens it."""
    try:
        archive = zipfile.ZipFile(BytesIO(contenu))
        names = archive.namelist()
        bomb = len(names) > ENTREES_MAX or _opens_beyond(
            archive, min(GONFLEMENT_MAX * len(contenu), OUVERT_MAX)
        )
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise _mislabelled(nom) from None
    if principal not in names:
        raise _mislabelled(nom)
    if bomb:
        raise _refus(
            f"Le fichier « {nom} » devient démesuré une fois ouvert.",
            "Recopiez les seules feuilles utiles dans un nouveau classeur.",
        )
    for pattern, what, remede in PIEGES:
        if any(pattern.search(name) for name in names):
            raise _refus(f"Le fichier « {nom} » contient {what}.", remede)


def _opens_beyond(archive: zipfile.ZipFile, limit: int) -> bool:
    """Say whether the parts together weigh more than `limit`; the sizes they declare may lie."""
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            while chunk := stream.read(MEGA):
                total += len(chunk)
                if total > limit:
                    return True
    return False


def _check_texte(nom: str, contenu: bytes) -> None:
    if b"\x00" in contenu:
        raise _mislabelled(nom)


def _mislabelled(nom: str) -> ActeRefuse:
    return _refus(
        f"Le contenu de « {nom} » ne correspond pas à son nom.",
        "Ouvrez-le dans son logiciel, enregistrez-le sous ce format, puis déposez-le.",
    )


def _refus(message: str, remede: str) -> ActeRefuse:
    return ActeRefuse(message, f"{remede} Rien n'a été gardé.", champ="fichier")
