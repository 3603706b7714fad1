"""Signatures of a PDF, against a PKI made here: what holds, what changed, what is unknown."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.documents.pades import from_row, verify
from ancrage.publication.documents.blocs import Document, Section, texte
from ancrage.publication.production import render
from tests.plateforme.documents.pki import Autorite, alter, append_change, sign

JOUR = date(2026, 1, 15)


@cache
def un_pdf(mot: str = "essai") -> bytes:
    section = Section("Objet", 1, (texte(f"Contrat d’{mot}."),))
    said = ("Contrat", "", "Territoire d’essai", "1", "1", JOUR, "essai", "valide")
    return render(Document(*said, (section,)), ".pdf")


@cache
def autorite() -> Autorite:
    return Autorite()


@pytest.fixture
def confiance(tmp_path: Path) -> Path:
    return autorite().write(tmp_path / "confiance")


def maire() -> bytes:
    return sign(un_pdf(), autorite().signataire("Dominique Essai"))


def test_a_good_signature_tells_who_and_when(confiance: Path) -> None:
    found = verify(maire(), confiance, un_pdf())
    one = found.signatures[0]
    assert found.valide and found.meme_document and one.couvre_tout
    assert (one.nom, one.organisation) == ("Dominique Essai", "Communauté porteuse")
    assert one.emetteur == "Autorité d’essai"
    assert one.moment is not None and not one.heure_attestee
    assert abs(datetime.now(UTC) - one.moment) < timedelta(minutes=5)
    assert from_row(found.as_row()) == found


def test_a_second_signature_changes_nothing_to_the_first(confiance: Path) -> None:
    twice = sign(maire(), autorite().signataire("Camille Essai", "ARS d’essai"), "Signature2")
    found = verify(twice, confiance, un_pdf())
    assert found.valide
    assert [one.nom for one in found.signatures] == ["Dominique Essai", "Camille Essai"]
    assert [one.couvre_tout for one in found.signatures] == [False, True]


def test_one_changed_byte_is_found(confiance: Path) -> None:
    found = verify(alter(maire()), confiance, un_pdf())
    assert not found.valide and not found.signatures[0].intacte and found.meme_document is False
    assert "octet signé a changé" in found.signatures[0].reserves[0]


def test_every_byte_of_the_frozen_document_counts(confiance: Path) -> None:
    """Change bytes all along the signed file: none passes as intact and as the same document."""
    signed = maire()
    for place in range(10, len(un_pdf()), len(un_pdf()) // 12):
        changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        try:
            assert not verify(changed, confiance, un_pdf()).valide, place
        except ActeRefuse:
            continue  # the change broke the file itself


def test_an_unknown_authority_is_not_trusted(confiance: Path) -> None:
    stranger = sign(un_pdf(), Autorite("Autre autorité").signataire("Inconnu Essai"))
    found = verify(stranger, confiance, un_pdf())
    assert not found.valide and found.signatures[0].intacte and not found.signatures[0].reconnue
    assert "n’est pas dans la liste de confiance" in found.signatures[0].reserves[0]


def test_an_expired_certificate_is_told(confiance: Path) -> None:
    old = autorite().signataire("Ancien Essai", fin=datetime(2021, 1, 1, tzinfo=UTC))
    found = verify(sign(un_pdf(), old), confiance, un_pdf())
    assert not found.valide
    assert "n’est plus valable (terme : 01/01/2021)" in found.signatures[0].reserves[0]


def test_another_document_is_told_though_its_signature_holds(confiance: Path) -> None:
    other = sign(un_pdf("autre chose"), autorite().signataire("Dominique Essai"))
    found = verify(other, confiance, un_pdf())
    assert found.signatures[0].valide and found.meme_document is False and not found.valide


def test_content_added_after_the_signature_is_found(confiance: Path) -> None:
    found = verify(append_change(maire()), confiance, un_pdf())
    assert not found.valide and not found.signatures[0].sans_ajout and found.meme_document is False
    assert "modifié après cette signature" in " ".join(found.signatures[0].reserves)


def test_content_added_before_the_signature_is_found(confiance: Path) -> None:
    changed = sign(append_change(un_pdf()), autorite().signataire("Dominique Essai"))
    found = verify(changed, confiance, un_pdf())
    assert found.signatures[0].valide, "the signature itself holds"
    assert found.meme_document is False and not found.valide


def test_no_signature(confiance: Path) -> None:
    found = verify(un_pdf(), confiance, un_pdf())
    assert found.signatures == () and found.meme_document and not found.valide


def test_without_a_trust_list_nothing_is_trusted() -> None:
    found = verify(maire(), None, un_pdf())
    assert not found.valide and found.signatures[0].intacte
    assert found.reserves == ("Aucune liste de confiance n’est réglée sur ce site.",)


def test_a_broken_file_is_refused_in_french(confiance: Path) -> None:
    with pytest.raises(ActeRefuse, match="ne peuvent pas être lues"):
        verify(b"%PDF-1.7 rien", confiance)
