"""The pages of the signature: text, circuit, return of a signed file, public verification."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.services.avis import AvisRendu, give_opinion
from ancrage.plateforme.contrats.services.signature import sign_contrat
from ancrage.plateforme.documents.models import RedactionContrat, RetourSignature, VersionContrat
from ancrage.plateforme.documents.services.retours import (
    frozen_pdf,
    match_signature,
    take_back,
    waiting_of,
)
from ancrage.plateforme.documents.services.versions import freeze_version
from ancrage.plateforme.web.signature.views import verification
from ancrage.plateforme.web.socle import debit
from tests.plateforme.client_strict import ClientStrict
from tests.plateforme.contrats.factories import Equipe, bring_fact, taken_over
from tests.plateforme.documents.dossier import JOUR, Dossier, upload
from tests.plateforme.documents.pki import Autorite, alter, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def autorite(settings, tmp_path: Path) -> Autorite:
    made = Autorite()
    settings.PARAPHEUR_CONFIANCE = made.write(tmp_path / "confiance")
    return made


@pytest.fixture
def dossier() -> Dossier:
    return Dossier().complete()


@pytest.fixture
def equipe(client: ClientStrict, dossier: Dossier) -> ClientStrict:
    client.force_login(dossier.coordonnateur)
    return client


def frozen(dossier: Dossier) -> VersionContrat:
    return freeze_version(acteur=dossier.coordonnateur, contrat=dossier.contrat)


def signed_file(figee: VersionContrat, autorite: Autorite) -> bytes:
    octets = frozen_pdf(figee)
    for rank, one in enumerate(waiting_of(figee), start=1):
        octets = sign(octets, autorite.signataire(one.representant, str(one)), f"Signature{rank}")
    return octets


def sign_all(dossier: Dossier, autorite: Autorite) -> tuple[VersionContrat, bytes]:
    """Freeze, sign in a parapheur, give back, match, then sign the contract."""
    figee = frozen(dossier)
    octets = signed_file(figee, autorite)
    given = take_back(
        acteur=dossier.coordonnateur, figee=figee, mode="parapheur", upload=upload(octets)
    )
    for rank, one in enumerate(waiting_of(figee), start=1):
        match_signature(
            acteur=dossier.coordonnateur, retour=given, champ=f"Signature{rank}", signataire=one
        )
    bring_fact(dossier.equipe, dossier.contrat, "avis_ars", JOUR)
    contrat = dossier.reload()
    sign_contrat(acteur=dossier.equipe.siege, contrat=contrat, expected=contrat.version)
    dossier.reload()
    return figee, octets


def text_of(response) -> str:
    html = response.content.decode()
    return " ".join(html.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_the_text_says_what_it_lacks(client: ClientStrict) -> None:
    dossier = Dossier()
    client.force_login(dossier.coordonnateur)
    page = text_of(client.get(reverse("signature:texte", args=[dossier.contrat.slug])))
    assert "6 articles complets sur 9" in page
    assert "il manque la date de début, la date de fin, la durée" in page


def test_an_article_is_written_then_taken_back(equipe: ClientStrict, dossier: Dossier) -> None:
    address = reverse("signature:partie", args=[dossier.contrat.slug, "article-3"])
    assert "Le texte automatique" in text_of(equipe.get(address))
    sent = equipe.post(address, {"version": 0, "texte": "Le CLSM est associé."})
    assert sent.status_code == 302
    page = text_of(equipe.get(sent["Location"].partition("#")[0]))
    assert "écrit par l’équipe" in page and "Le CLSM est associé." in page
    late = equipe.post(address, {"version": 0, "texte": "Un autre texte."})
    assert late.status_code == 409 and "Le CLSM est associé." in text_of(late)
    again = reverse("signature:reprendre", args=[dossier.contrat.slug, "article-3"])
    assert equipe.post(again, {"version": 1}).status_code == 302
    assert not RedactionContrat.objects.exists()


def test_the_circuit_says_what_is_missing_and_who_brings_it(client: ClientStrict) -> None:
    dossier = Dossier()
    for fait in ("perimetre_contrat_fige", "duree_ecrite", "signataires_obligatoires"):
        bring_fact(dossier.equipe, dossier.contrat, fait, JOUR)
        dossier.reload()
    client.force_login(dossier.coordonnateur)
    page = text_of(client.get(reverse("signature:circuit", args=[dossier.contrat.slug])))
    assert "Avis de l’ARS, conformité au PRS" in page and "ARS, siège" in page
    assert "Délibération, il manque : aucune délibération" in page
    assert "Accord écrit, il manque : l’accord écrit" in page
    assert "Aucun acte : l’ARS signe de droit" in page


def test_a_draft_says_that_it_is_one(equipe: ClientStrict, dossier: Dossier) -> None:
    given = equipe.get(reverse("signature:projet", args=[dossier.contrat.slug, "pdf"]))
    pages = [one.extract_text() for one in PdfReader(BytesIO(given.content)).pages]
    assert all("Projet, version de travail" in " ".join(page.split()) for page in pages)


def test_freezing_is_asked_from_the_page(equipe: ClientStrict, dossier: Dossier) -> None:
    slug = dossier.contrat.slug
    assert equipe.post(reverse("signature:figer", args=[slug])).status_code == 302
    assert "Préparation de la version" in text_of(
        equipe.get(reverse("signature:circuit", args=[slug]))
    )


def test_a_signed_file_comes_back_by_the_pages(
    equipe: ClientStrict, dossier: Dossier, autorite: Autorite
) -> None:
    figee, slug = frozen(dossier), dossier.contrat.slug
    page = text_of(equipe.get(reverse("signature:circuit", args=[slug])))
    assert "dossier pour le parapheur, ZIP" in page and figee.empreinte in page
    address = reverse("signature:rendre", args=[slug, figee.identifiant])
    assert equipe.get(address).status_code == 200
    bare = equipe.post(address, {"mode": "parapheur", "fichier": upload(frozen_pdf(figee))})
    assert bare.status_code == 422 and "aucune signature électronique" in text_of(bare)
    octets = signed_file(figee, autorite)
    sent = equipe.post(address, {"mode": "parapheur", "fichier": upload(octets)})
    page = text_of(equipe.get(sent["Location"]))
    assert "Vérifié sans réserve" in page and "aucun octet n’a changé" in page
    for rank, one in enumerate(waiting_of(figee), start=1):
        made = equipe.post(
            sent["Location"], {"champ": f"Signature{rank}", "signataire": str(one.identifiant)}
        )
        assert made.status_code == 302
    page = text_of(equipe.get(reverse("signature:circuit", args=[slug])))
    assert page.count("électronique, vérifiée") == 3
    given = equipe.get(
        reverse("signature:fichier", args=[slug, RetourSignature.objects.get().identifiant])
    )
    assert given.content == octets


def test_a_scan_asks_for_the_day(equipe: ClientStrict, dossier: Dossier) -> None:
    figee, slug = frozen(dossier), dossier.contrat.slug
    address = reverse("signature:rendre", args=[slug, figee.identifiant])
    sent = equipe.post(address, {"mode": "papier", "fichier": upload(frozen_pdf(figee))})
    page = sent["Location"]
    assert "en répond" in text_of(equipe.get(page))
    one = waiting_of(figee)[0]
    assert equipe.post(page, {"signataire": str(one.identifiant)}).status_code == 422
    done = equipe.post(page, {"signataire": str(one.identifiant), "date_signature": "2026-03-02"})
    assert done.status_code == 302 and len(waiting_of(figee)) == 2


def test_the_public_reads_who_signed_and_takes_the_public_version_only(
    client: ClientStrict, dossier: Dossier, autorite: Autorite
) -> None:
    figee, _ = sign_all(dossier, autorite)
    slug = dossier.contrat.slug
    page = text_of(client.get(reverse("signature:verification", args=[slug])))
    assert "Dominique Essai, maire" in page and "aucun octet n’a changé" in page
    assert figee.empreinte in page and "@" not in page.partition("<main")[2]

    def status(nature: str) -> int:
        given = client.get(reverse("signature:piece", args=[slug, figee.identifiant, nature]))
        if given.streaming:
            list(given.streaming_content)
        return given.status_code

    assert [status(one) for one in ("public.pdf", "public.docx")] == [200, 200]
    private = ("contrat.pdf", "contrat.docx", "manifeste.json", "parapheur.zip")
    assert [status(one) for one in private] == [404] * 4


def test_nobody_else_sees_the_work(client: ClientStrict, dossier: Dossier) -> None:
    figee, slug = frozen(dossier), dossier.contrat.slug
    given = client.get(reverse("signature:piece", args=[slug, figee.identifiant, "public.pdf"]))
    assert given.status_code == 404, "not signed: nothing is public"
    client.force_login(dossier.equipe.people[Role.ORS])
    address = reverse("signature:rendre", args=[slug, figee.identifiant])
    assert client.get(address).status_code == 404
    assert client.post(reverse("signature:figer", args=[slug])).status_code == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one, "Document authentique"),
        (alter, "Ce document a changé"),
    ],
)
def test_anybody_verifies_a_file(
    client: ClientStrict, dossier: Dossier, autorite: Autorite, change, said: str
) -> None:
    _, octets = sign_all(dossier, autorite)
    kept = RetourSignature.objects.count()
    page = client.post(reverse("signature:verifier"), {"fichier": upload(change(octets))})
    assert page.status_code == 200 and said in text_of(page)
    assert RetourSignature.objects.count() == kept, "nothing is stored"


def test_the_frozen_file_alone_is_recognised_but_not_signed(
    client: ClientStrict, dossier: Dossier
) -> None:
    octets = frozen_pdf(frozen(dossier))
    page = client.post(reverse("signature:verifier"), {"fichier": upload(octets)})
    assert "Fichier gardé ici, non signé" in text_of(page)


def test_what_is_no_pdf_is_refused_in_french(client: ClientStrict) -> None:
    page = client.post(reverse("signature:verifier"), {"fichier": upload(b"texte", "a.pdf")})
    assert page.status_code == 422 and "ne correspond pas à son nom" in text_of(page)
    assert client.post(reverse("signature:verifier"), {}).status_code == 422


def test_the_manifest_reaches_the_team(equipe: ClientStrict, dossier: Dossier) -> None:
    figee = frozen(dossier)
    given = equipe.get(
        reverse("signature:piece", args=[dossier.contrat.slug, figee.identifiant, "manifeste.json"])
    )
    assert json.loads(given.content)["contrat"] == dossier.contrat.slug


def test_a_visitor_who_gives_many_files_waits(client, monkeypatch):
    monkeypatch.setattr(verification, "PAR_MINUTE", 1)
    monkeypatch.setattr(debit, "FENETRE", 10**9)
    files = [SimpleUploadedFile("essai.pdf", b"%PDF-1.4 essai", "application/pdf") for _ in "12"]
    answers = [client.post("/verifier/", {"fichier": one}) for one in files]
    assert answers[0].status_code in (200, 422)
    assert answers[1].status_code == 429
    assert "Attendez" in answers[1].content.decode()


def test_a_contract_taken_over_waits_for_nothing_it_did_not_bring(client: ClientStrict) -> None:
    equipe = Equipe()
    contrat = taken_over(equipe, Etat.EN_OEUVRE, timezone.localdate() - timedelta(days=30))
    client.force_login(equipe.siege)
    html = client.get(reverse("signature:circuit", args=[contrat.slug])).content.decode()
    assert "avant son entrée ici" in html
    assert "non fourni" in html
    assert ">attendu<" not in html


def test_the_ars_gives_its_opinion_on_the_page_of_the_circuit(
    client: ClientStrict, dossier: Dossier
) -> None:
    slug = dossier.contrat.slug
    address = reverse("signature:avis", args=[slug, "ars"])
    client.force_login(dossier.coordonnateur)
    assert "Rendre cet avis" not in text_of(client.get(address))
    assert client.post(address, {}).status_code == 403
    assert client.post(reverse("signature:demander_avis", args=[slug]), {}).status_code == 302
    assert "Avis demandé le" in text_of(client.get(address))
    client.force_login(dossier.equipe.siege)
    day = timezone.localdate().isoformat()
    values = {"sens": "reserve", "rendu_le": day, "fonction": "directrice (essai)"}
    bare = client.post(address, values)
    assert bare.status_code == 422 and "Écrivez les réserves" in text_of(bare)
    assert client.post(address, values | {"reserves": "Article 6."}).status_code == 302
    page = text_of(client.get(address))
    assert "réserves à lever" in page and "sur le texte de travail" in page
    given = dossier.contrat.avis.get()
    lift = reverse("signature:lever_reserves", args=[slug, given.identifiant])
    assert client.post(lift, {"levee": "Complété.", "on": day}).status_code == 302
    page = text_of(client.get(reverse("signature:circuit", args=[slug])))
    assert "réserves levées le" in page.lower()
    assert "Réserves levées" in text_of(client.get(reverse("contrat:frise", args=[slug])))


def test_the_page_of_an_opinion_asks_as_much_for_three_as_for_one(
    client: ClientStrict, dossier: Dossier
) -> None:
    address = reverse("signature:avis", args=[dossier.contrat.slug, "cotech"])
    client.force_login(dossier.coordonnateur)
    counts = []
    for count in (1, 3):
        while dossier.contrat.avis.count() < count:
            rendu = AvisRendu("favorable", JOUR, "cheffe de projet (essai)")
            give_opinion(
                acteur=dossier.coordonnateur, contrat=dossier.contrat, organe="cotech", rendu=rendu
            )
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
