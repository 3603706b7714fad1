"""A frozen contract: its four files, its manifest, what comes back signed."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Signature
from ancrage.plateforme.contrats.services.avenants import ArticleModifie, Projet, prepare_avenant
from ancrage.plateforme.contrats.services.signature import sign_contrat
from ancrage.plateforme.documents.consolidation import articles_as_signed
from ancrage.plateforme.documents.models import PieceVersion, VersionContrat
from ancrage.plateforme.documents.services.retours import (
    find_frozen,
    frozen_pdf,
    match_paper,
    match_signature,
    parapheur_of,
    take_back,
    waiting_of,
)
from ancrage.plateforme.documents.services.versions import ask_freeze, freeze_version
from ancrage.plateforme.travaux.models import Travail
from tests.plateforme.contrats.factories import bring_fact
from tests.plateforme.documents.dossier import JOUR, Dossier, upload
from tests.plateforme.documents.pki import Autorite, alter, sign

pytestmark = pytest.mark.django_db
NATURES = {"contrat.pdf", "contrat.docx", "public.pdf", "public.docx"}


@pytest.fixture
def autorite(settings, tmp_path: Path) -> Autorite:
    made = Autorite()
    settings.PARAPHEUR_CONFIANCE = made.write(tmp_path / "confiance")
    return made


@pytest.fixture
def dossier() -> Dossier:
    return Dossier().complete()


@pytest.fixture
def figee(dossier: Dossier) -> VersionContrat:
    return freeze_version(acteur=dossier.coordonnateur, contrat=dossier.contrat)


def back(dossier: Dossier, figee: VersionContrat, octets: bytes, mode: str = "parapheur"):
    return take_back(acteur=dossier.coordonnateur, figee=figee, mode=mode, upload=upload(octets))


def test_the_manifest_lists_every_piece_with_its_print(
    dossier: Dossier, figee: VersionContrat
) -> None:
    manifest = json.loads(figee.manifeste)
    assert hashlib.sha256(figee.manifeste.encode()).hexdigest() == figee.empreinte
    assert {one["nom"] for one in manifest["pieces"]} == NATURES
    for piece in manifest["pieces"]:
        octets = figee.pieces.get(nature=piece["nom"]).chemin.read_bytes()
        assert hashlib.sha256(octets).hexdigest() == piece["sha256"]
        assert len(octets) == piece["octets"]
    assert manifest["contenu"]["sha256"] == hashlib.sha256(figee.contenu.encode()).hexdigest()
    assert [one["rang"] for one in manifest["signataires"]] == [1, 2, 3]
    assert {one["signataire"] for one in manifest["actes"]} == {
        "Communauté porteuse", "Préfecture d'essai",
    }  # fmt: skip
    assert str(dossier.coordonnateur) not in figee.manifeste


def test_a_frozen_version_never_changes(figee: VersionContrat) -> None:
    for change in ({"contenu": "{}"}, {"manifeste": "{}"}, {"empreinte": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VersionContrat.objects.filter(pk=figee.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PieceVersion.objects.filter(figee=figee).update(sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        PieceVersion.objects.filter(figee=figee).delete()


def test_an_incomplete_contract_is_not_frozen() -> None:
    dossier = Dossier()
    with pytest.raises(ActeRefuse, match="Article 1, Parties signataires"):
        freeze_version(acteur=dossier.coordonnateur, contrat=dossier.contrat)


def test_freezing_runs_in_a_job_and_once(dossier: Dossier) -> None:
    job = ask_freeze(acteur=dossier.coordonnateur, contrat=dossier.contrat)
    assert ask_freeze(acteur=dossier.coordonnateur, contrat=dossier.contrat) == job
    assert Travail.objects.count() == 1


def test_the_package_of_the_parapheur(figee: VersionContrat) -> None:
    archive = zipfile.ZipFile(io.BytesIO(parapheur_of(figee)))
    assert archive.read("contrat.pdf") == frozen_pdf(figee)
    assert archive.read("manifeste.json").decode() == figee.manifeste
    people = json.loads(archive.read("signataires.json"))
    assert [one["organisation"] for one in people] == [
        "ARS d'essai", "Préfecture d'essai", "Communauté porteuse",
    ]  # fmt: skip
    assert parapheur_of(figee) == parapheur_of(figee), "the same bytes twice"


def test_signed_in_a_parapheur_verified_and_matched(
    dossier: Dossier, figee: VersionContrat, autorite: Autorite
) -> None:
    octets = frozen_pdf(figee)
    for rank, one in enumerate(waiting_of(figee), start=1):
        octets = sign(octets, autorite.signataire(one.representant, str(one)), f"Signature{rank}")
    retour = back(dossier, figee, octets)
    assert retour.valide and retour.constats["meme_document"]
    for rank, one in enumerate(waiting_of(figee), start=1):
        made = match_signature(
            acteur=dossier.coordonnateur, retour=retour, champ=f"Signature{rank}", signataire=one
        )
        assert made.fichier == retour.fichier
    assert waiting_of(figee) == [] and Signature.objects.count() == 3
    with pytest.raises(ActeRefuse, match="déjà signé la version"):
        freeze_version(acteur=dossier.coordonnateur, contrat=dossier.contrat)
    for fait in ("avis_ars",):
        bring_fact(dossier.equipe, dossier.contrat, fait, JOUR)
    contrat = dossier.reload()
    sign_contrat(acteur=dossier.equipe.siege, contrat=contrat, expected=contrat.version)
    assert dossier.reload().is_signed


def test_a_changed_byte_is_kept_as_found_and_records_nothing(
    dossier: Dossier, figee: VersionContrat, autorite: Autorite
) -> None:
    octets = alter(sign(frozen_pdf(figee), autorite.signataire("Dominique Essai")))
    retour = back(dossier, figee, octets)
    assert not retour.valide and not retour.constats["meme_document"]
    with pytest.raises(ActeRefuse, match="n’est pas vérifiée"):
        match_signature(
            acteur=dossier.coordonnateur, retour=retour, champ="Signature1",
            signataire=waiting_of(figee)[0],
        )  # fmt: skip
    assert not Signature.objects.exists()


def test_no_signature_is_refused_and_a_scan_is_matched_by_hand(
    dossier: Dossier, figee: VersionContrat
) -> None:
    with pytest.raises(ActeRefuse, match="aucune signature électronique"):
        back(dossier, figee, frozen_pdf(figee))
    scan = back(dossier, figee, frozen_pdf(figee), mode="papier")
    assert not scan.valide
    for one in waiting_of(figee):
        match_paper(acteur=dossier.coordonnateur, retour=scan, signataire=one, date_signature=JOUR)
    assert waiting_of(figee) == []


def test_a_later_version_replaces_the_one_to_sign(dossier: Dossier, figee: VersionContrat) -> None:
    later = freeze_version(acteur=dossier.coordonnateur, contrat=dossier.contrat)
    assert later.numero == 2 and later.empreinte != figee.empreinte
    with pytest.raises(ActeRefuse, match="plus récente"):
        back(dossier, figee, frozen_pdf(figee), mode="papier")


def test_a_file_is_recognised_whole_or_signed(figee: VersionContrat, autorite: Autorite) -> None:
    pdf = frozen_pdf(figee)
    assert find_frozen(pdf).figee == figee
    assert find_frozen(sign(pdf, autorite.signataire("Dominique Essai"))).figee == figee
    assert find_frozen(b"x" + pdf) is None and find_frozen(pdf[:-1]) is None


def test_an_amendment_has_its_own_version_and_its_own_signatures(
    dossier: Dossier, autorite: Autorite
) -> None:
    for one in waiting_of(freeze_version(acteur=dossier.coordonnateur, contrat=dossier.contrat)):
        bring_fact(dossier.equipe, dossier.contrat, "signatures_recues", JOUR)
        assert one
        break
    bring_fact(dossier.equipe, dossier.contrat, "avis_ars", JOUR)
    contrat = dossier.reload()
    sign_contrat(acteur=dossier.equipe.siege, contrat=contrat, expected=contrat.version)
    contrat = dossier.reload()
    avenant = prepare_avenant(
        acteur=dossier.coordonnateur, contrat=contrat,
        projet=Projet(
            "Durée", "Le temps d’évaluer (essai).", JOUR,
            (ArticleModifie(7, articles_as_signed(contrat)[7], "Quatre ans."),),
            date_fin=contrat.date_fin.replace(year=2030),
        ),
    )  # fmt: skip
    figee = freeze_version(acteur=dossier.coordonnateur, contrat=contrat, avenant=avenant)
    assert figee.numero == 1 and json.loads(figee.manifeste)["avenant"] == 1
    assert {one.nature for one in figee.pieces.all()} == NATURES
    first, *others = waiting_of(figee)
    octets = sign(frozen_pdf(figee), autorite.signataire(first.representant, str(first)))
    given = back(dossier, figee, octets)
    assert given.valide and given.constats["meme_document"]
    made = match_signature(
        acteur=dossier.coordonnateur, retour=given, champ="Signature1", signataire=first
    )
    assert made.avenant == avenant
    scan = back(dossier, figee, frozen_pdf(figee), mode="papier")
    for one in others:
        match_paper(acteur=dossier.coordonnateur, retour=scan, signataire=one, date_signature=JOUR)
    assert waiting_of(figee) == []
    with pytest.raises(ActeRefuse, match="ne pouvez pas figer"):
        freeze_version(acteur=dossier.coordonnateur, contrat=contrat)
