"""Uploads: what agrees with its name is kept whole; every trap is refused and leaves nothing."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers import controle
from ancrage.plateforme.fichiers.models import Fichier, TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier

pytestmark = pytest.mark.django_db
TOUS = frozenset(TypeFichier.values)


def workbook(extra: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet().write(0, 0, "commune")
    book.close()
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pdf(script: bool = False) -> bytes:
    document, buffer = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    if script:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = document.make_indirect(action)
    # Object streams compress the action: a search in the raw bytes would miss it.
    document.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def deposit(nom: str, contenu: bytes, admis=TOUS) -> Fichier:
    upload = SimpleUploadedFile(nom, contenu)
    return deposit_fichier(acteur=None, region="99", upload=upload, admis=admis)


def kept() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("nom", "contenu", "type_"),
    [
        ("plan.xlsx", workbook(), "xlsx"),
        ("délibération.PDF", pdf(), "pdf"),
        ("communes.csv", "code;libelle\n01004;Ambérieu".encode("cp1252"), "csv"),
    ],
)
def test_a_sound_file_is_kept_byte_for_byte(nom, contenu, type_):
    fichier = deposit(nom, contenu)
    assert (fichier.nom, fichier.type) == (nom, type_)
    assert fichier.chemin.read_bytes() == contenu


@pytest.mark.parametrize(
    ("nom", "contenu", "message"),
    [
        ("plan.exe", b"MZ", "type attendu"),
        ("image.svg", b"<svg onload='alert(1)'/>", "type attendu"),
        ("plan.xlsx", b"", "est vide"),
        ("plan.xlsx", b"pas un classeur", "ne correspond pas"),
        ("plan.docx", workbook(), "ne correspond pas"),
        ("photo.png", b"\xff\xd8\xff\xe0", "ne correspond pas"),
        ("notes.csv", b"a\x00b", "ne correspond pas"),
        ("plan.xlsx", workbook({"xl/vbaProject.bin": b"x"}), "des macros"),
        ("plan.xlsx", workbook({"xl/externalLinks/externalLink1.xml": b"x"}), "des liens"),
        ("plan.xlsx", workbook({"xl/embeddings/o.bin": b"x"}), "objets incorporés"),
        ("plan.xlsx", workbook({"xl/bombe.xml": b"0" * 40_000_000}), "démesuré"),
        ("note.pdf", b"%PDF-1.7 tronque", "ne correspond pas"),
        ("note.pdf", pdf(script=True), "script"),
    ],
)
def test_a_trap_is_refused_with_its_remedy_and_nothing_is_kept(nom, contenu, message):
    with pytest.raises(ActeRefuse, match=message) as refus:
        deposit(nom, contenu)
    assert refus.value.remede.endswith("Rien n'a été gardé.")
    assert (Fichier.objects.count(), kept()) == (0, [])


def test_a_part_that_lies_about_its_size_is_still_refused(monkeypatch):
    monkeypatch.setattr(controle, "OUVERT_MAX", 6_000_000)
    content = workbook({"xl/gros.xml": b"0" * 9_000_000})
    lie = content.replace((9_000_000).to_bytes(4, "little"), (90).to_bytes(4, "little"))
    assert lie != content
    with pytest.raises(ActeRefuse):
        deposit("plan.xlsx", lie)


def test_a_file_over_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("ancrage.plateforme.fichiers.services.TAILLE_MAX", 10)
    with pytest.raises(ActeRefuse, match="pèse plus"):
        deposit("communes.csv", b"x" * 11)


def test_a_type_that_the_form_does_not_expect_is_refused():
    with pytest.raises(ActeRefuse, match=r"Types : \.csv"):
        deposit("note.pdf", pdf(), admis=frozenset({TypeFichier.CSV}))


def test_equal_bytes_are_stored_once_and_each_deposit_has_its_row():
    deposit("un.csv", b"code")
    deposit("deux.csv", b"code")
    assert (Fichier.objects.count(), len(kept())) == (2, 1)


def test_a_name_with_a_path_keeps_its_last_part_only():
    assert deposit("../../etc/passwd.csv", b"code").nom == "passwd.csv"
