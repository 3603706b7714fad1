"""The text in force: amendments in order, each passage with its own, the original untouched."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Avenant
from ancrage.plateforme.contrats.services.avenants import (
    ArticleModifie,
    Projet,
    edit_avenant,
    parties_of,
    prepare_avenant,
    sign_avenant,
)
from ancrage.plateforme.contrats.services.parties import (
    record_accord,
    record_deliberation,
    record_signature,
)
from ancrage.plateforme.contrats.services.signature import sign_contrat
from ancrage.plateforme.documents.consolidation import (
    Passage,
    apply,
    articles_as_signed,
    consolidate,
)
from ancrage.plateforme.documents.contenu import canonical, digest
from ancrage.plateforme.documents.matiere_consolide import gather_consolide
from ancrage.plateforme.documents.matiere_contrat import gather_contrat
from ancrage.plateforme.documents.models import VersionContrat
from ancrage.plateforme.documents.services.versions import freeze_version, plain
from ancrage.publication.documents.contrat import build_contrat
from tests.plateforme.contrats.factories import a_vote, bring_fact
from tests.plateforme.documents.dossier import JOUR, Dossier

PARAGRAPHES = st.lists(st.text("abc ", min_size=1).map(str.strip).filter(bool), max_size=5)


@given(PARAGRAPHES, st.lists(PARAGRAPHES, min_size=1, max_size=4))
def test_amendments_in_order_yield_the_last_after(first: list[str], after: list[list[str]]) -> None:
    passages = tuple(Passage(one) for one in first)
    for numero, text in enumerate(after, start=1):
        before = {one.texte for one in passages}
        passages = apply(passages, "\n\n".join(text), numero)
        written = [one.texte for one in passages]
        assert all(one.texte in before for one in passages if one.avenant != numero)
    assert written == after[-1]


@pytest.fixture
def dossier(db) -> Dossier:
    """Return a signed contract whose frozen version was stored without drawing its files."""
    made = Dossier().complete()
    matiere = gather_contrat(made.contrat, JOUR, fige=True)
    VersionContrat.objects.create(
        region="24", contrat=made.contrat, numero=1, jour=JOUR,
        contenu=canonical(plain(matiere)), manifeste="{}", empreinte=digest("{}"),
        auteur_label="essai",
    )  # fmt: skip
    for fait in ("avis_ars", "signatures_recues"):
        bring_fact(made.equipe, made.contrat, fait, JOUR)
    contrat = made.reload()
    sign_contrat(acteur=made.equipe.siege, contrat=contrat, expected=contrat.version, on=JOUR)
    made.reload()
    return made


def article_4(dossier: Dossier) -> str:
    return articles_as_signed(dossier.contrat)[4]


def prepared(dossier: Dossier, avant: str, apres: str, days: int = 1, **changes) -> Avenant:
    projet = Projet(
        "Partenaires", "De nouveaux partenaires (essai).", JOUR + timedelta(days=days),
        [ArticleModifie(4, avant, apres)], **changes,
    )  # fmt: skip
    return prepare_avenant(acteur=dossier.coordonnateur, contrat=dossier.contrat, projet=projet)


def sign(dossier: Dossier, avenant: Avenant) -> None:
    siege = dossier.equipe.siege
    for one in parties_of(avenant):
        if one.organisation.type == "epci":
            record_deliberation(
                acteur=siege, signataire=one, vote=a_vote(dossier.equipe, JOUR), avenant=avenant
            )
        if one.organisation.type == "prefecture":
            record_accord(
                acteur=siege, signataire=one, date_accord=JOUR, auteur="D. Essai",
                fonction="préfète", fichier=dossier.equipe.fichier, avenant=avenant,
            )  # fmt: skip
        record_signature(acteur=siege, signataire=one, date_signature=JOUR, avenant=avenant)
    avenant.refresh_from_db()
    sign_avenant(acteur=siege, avenant=avenant, expected=avenant.version, on=JOUR)
    dossier.reload()


def test_each_passage_bears_its_amendment_and_the_original_stays(dossier: Dossier) -> None:
    before = article_4(dossier)
    frozen = VersionContrat.objects.get().contenu
    first = f"{before}\n\nUn comité des partenaires se réunit."
    sign(dossier, prepared(dossier, before, first))
    second = f"{first}\n\nIl rend compte chaque année."
    sign(dossier, prepared(dossier, first, second, days=20))
    text = consolidate(dossier.contrat, JOUR + timedelta(days=30))
    part = next(one for one in text.parties if one.cle == "article-4")
    assert [one.avenant for one in part.passages[-2:]] == [1, 2]
    assert {one.avenant for one in part.passages[:-2]} == {0}
    assert part.notes[0].replace("\u00a0", " ") == (
        "Article 4, modifié par l’avenant n° 1 du 2 mars 2026"
    )
    assert VersionContrat.objects.get().contenu == frozen
    assert articles_as_signed(dossier.contrat)[4] == before
    said = repr(build_contrat(gather_consolide(dossier.contrat, JOUR + timedelta(days=30))))
    assert "Il rend compte chaque année. [avenant" in said and "seuls les documents signés" in said


def test_an_amendment_applies_from_its_effect_on(dossier: Dossier) -> None:
    before = article_4(dossier)
    sign(dossier, prepared(dossier, before, "Tout autre texte.", days=20))
    text = consolidate(dossier.contrat, JOUR + timedelta(days=19))
    assert text.avenants == () and [one.numero for one in text.a_venir] == [1]
    text = consolidate(dossier.contrat, JOUR + timedelta(days=20))
    part = next(one for one in text.parties if one.cle == "article-4")
    assert part.texte == "Tout autre texte. [avenant n° 1]"
    assert text.depuis == JOUR + timedelta(days=20)


def test_what_changed_meanwhile_is_told(dossier: Dossier) -> None:
    before = article_4(dossier)
    with pytest.raises(ActeRefuse, match="n’est pas celui du contrat signé"):
        prepared(dossier, "Un texte inventé.", "Un autre.")
    one, other = (prepared(dossier, before, f"Texte {name}.") for name in "AB")
    sign(dossier, one)
    with pytest.raises(ActeRefuse, match="l’article 4 a changé : l’avenant n° 1, signé le 02/03"):
        sign(dossier, other)
    other.refresh_from_db()
    projet = Projet("Suite", "Essai.", JOUR + timedelta(days=2),
                    [ArticleModifie(4, "Texte A.", "Texte B.")])  # fmt: skip
    edit_avenant(acteur=dossier.coordonnateur, avenant=other, expected=other.version, projet=projet)
    sign_avenant(acteur=dossier.equipe.siege, avenant=other, expected=other.version, on=JOUR)
    text = consolidate(dossier.contrat, date(2027, 1, 1))
    assert next(p for p in text.parties if p.cle == "article-4").texte == "Texte B. [avenant n° 2]"


def test_an_amendment_is_not_slipped_under_a_signed_one(dossier: Dossier) -> None:
    before = article_4(dossier)
    sign(dossier, prepared(dossier, before, "Texte A.", days=20))
    with pytest.raises(ActeRefuse, match="modifie ensuite l’article 4"):
        prepared(dossier, before, "Texte B.", days=5)


def test_a_new_end_is_told_beside_the_duration(dossier: Dossier) -> None:
    fin = dossier.contrat.date_fin + timedelta(days=365)
    before = article_4(dossier)
    sign(dossier, prepared(dossier, before, "Texte A.", date_fin=fin))
    text = consolidate(dossier.contrat, JOUR + timedelta(days=2))
    part = next(one for one in text.parties if one.cle == "article-7")
    assert part.notes[0].startswith("Terme porté au")
    assert all(one.avenant == 0 for one in part.passages)


def test_what_is_signed_is_what_was_frozen(dossier: Dossier, monkeypatch) -> None:
    monkeypatch.setattr("ancrage.plateforme.documents.services.versions.draw", lambda *_: b"%PDF")
    before = article_4(dossier)
    avenant = prepared(dossier, before, "Texte A.")
    figee = freeze_version(acteur=dossier.coordonnateur, contrat=dossier.contrat, avenant=avenant)
    assert json.loads(figee.contenu)["articles"][0]["apres"] == "Texte A."
    projet = Projet("Partenaires", "Essai.", avenant.date_effet,
                    [ArticleModifie(4, before, "Texte B.")])  # fmt: skip
    edit_avenant(acteur=dossier.coordonnateur, avenant=avenant, expected=1, projet=projet)
    with pytest.raises(ActeRefuse, match="a changé depuis la version figée"):
        sign(dossier, avenant)
