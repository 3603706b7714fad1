"""The nine articles: filled from the contract, rewritten by its team, complete or not."""

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.gardes import check_guards
from ancrage.plateforme.documents.articles import ARTICLES, part_of, parts_of
from ancrage.plateforme.documents.models import RedactionContrat
from ancrage.plateforme.documents.services.articles import drop_part, write_part
from ancrage.plateforme.documents.trame import CHAMPS, CLES, fill, trame_for
from ancrage.plateforme.journal.models import Acte
from ancrage.publication.documents.blocs import Liste
from tests.plateforme.documents.dossier import JOUR, Dossier
from tests.plateforme.prefiguration.factories import Prefig, agreed, an_indicateur

pytestmark = pytest.mark.django_db


def guard(dossier: Dossier):
    found = check_guards(dossier.reload(), "signer", JOUR)
    return next(one for one in found if one.fait == "articles_complets")


def test_the_template_has_nine_articles_and_no_unknown_field() -> None:
    trame = trame_for("24", JOUR)
    assert tuple(one.cle for one in trame.parties) == CLES and len(ARTICLES) == 9
    named = {name for part in trame.parties for one in part.alineas for name in one.champs}
    assert named == set(CHAMPS)


def test_nothing_known_leaves_no_blank_and_says_what_is_missing() -> None:
    parts = {one.cle: one for one in fill(trame_for("24", JOUR), {})}
    assert "[à compléter : les signataires]" in parts["article-1"].texte
    assert parts["article-7"].manques == ("la date de début", "la date de fin", "la durée")
    assert "{" not in " ".join(one.texte for one in parts.values())


def test_the_guard_of_the_signature_reads_the_text_itself() -> None:
    dossier = Dossier()
    before = guard(dossier)
    assert before.blocks and "Article 1, Parties signataires (les signataires)" in before.detail
    dossier.complete()
    assert not guard(dossier).blocks


def test_the_articles_tell_the_contract() -> None:
    dossier = Dossier().complete()
    parts = parts_of(dossier.contrat, JOUR)
    texts = {one.cle: one.texte.replace("\u00a0", " ").replace("\u202f", " ") for one in parts}
    assert "ARS d'essai (ARS, siège), représenté par Dominique Essai, maire" in texts["article-1"]
    assert "délibération n° 2024-12 du 2 mars 2026" in texts["article-1"]
    assert "accord écrit du 2 mars 2026 (préfète)" in texts["article-1"]
    assert "2 communes" in texts["article-2"] and "Accès aux soins" in texts["article-5"]
    assert "Aucun partenaire non signataire" in texts["article-4"]
    assert "2 fiches actions" in texts["article-6"]
    assert "pour 3 ans, du 2 mars 2026 au 1er mars 2029" in texts["article-7"]
    assert "Orléans Métropole" in texts["preambule"] and "habitants" in texts["preambule"]


def test_a_written_article_keeps_author_date_and_the_automatic_text() -> None:
    dossier = Dossier()
    made = write_part(
        acteur=dossier.coordonnateur, contrat=dossier.contrat, cle="article-7",
        texte="Le contrat dure trois ans.\r\n", expected=0, on=JOUR,
    )  # fmt: skip
    part = part_of(dossier.reload(), "article-7", JOUR)
    assert part is not None and part.texte == "Le contrat dure trois ans." and part.is_complete
    assert made.auteur_label == str(dossier.coordonnateur) and not part.a_revoir
    dossier.complete()
    moved = part_of(dossier.contrat, "article-7", JOUR)
    assert moved is not None and moved.a_revoir, "the dates came since"
    drop_part(acteur=dossier.coordonnateur, contrat=dossier.contrat, cle="article-7", expected=1)
    assert not RedactionContrat.objects.exists()
    kept = Acte.objects.get(action="revenir au texte automatique").differences["texte"]
    assert kept == ["Le contrat dure trois ans.", ""]


def test_two_people_do_not_overwrite_each_other() -> None:
    dossier = Dossier()
    give = {"acteur": dossier.coordonnateur, "contrat": dossier.contrat, "cle": "article-3"}
    write_part(**give, texte="Premier.", expected=0)
    with pytest.raises(EditionConcurrente):
        write_part(**give | {"contrat": dossier.reload()}, texte="Second.", expected=0)
    write_part(**give | {"contrat": dossier.reload()}, texte="Second.", expected=1)
    drop_part(acteur=dossier.coordonnateur, contrat=dossier.reload(), cle="article-3", expected=2)
    with pytest.raises(EditionConcurrente) as stale:
        write_part(**give | {"contrat": dossier.reload()}, texte="Troisième.", expected=2)
    assert stale.value.actuel["version"] == 0


def test_who_writes_and_when() -> None:
    dossier = Dossier()
    with pytest.raises(ActeRefuse, match="ne pouvez pas écrire"):
        write_part(acteur=dossier.equipe.people[Role.ORS], contrat=dossier.contrat,
                   cle="article-1", texte="Non.", expected=0)  # fmt: skip
    with pytest.raises(ActeRefuse, match="pas de partie"):
        write_part(acteur=dossier.coordonnateur, contrat=dossier.contrat, cle="article-10",
                   texte="Non.", expected=0)  # fmt: skip
    with pytest.raises(ActeRefuse, match="vide"):
        write_part(acteur=dossier.coordonnateur, contrat=dossier.contrat, cle="article-1",
                   texte=" \n ", expected=0)  # fmt: skip


def test_a_list_ends_as_a_sentence_and_the_page_lays_it_out() -> None:
    dossier = Dossier().complete()
    (parties,) = (one for one in parts_of(dossier.contrat, JOUR) if one.cle == "article-1")
    lines = [line for line in parties.automatique.split("\n") if line.startswith("- ")]
    assert len(lines) == 3
    assert [line[-2:] == " ;" for line in lines] == [True, True, False]
    assert lines[-1].endswith(".")
    assert any(isinstance(bloc, Liste) and len(bloc.points) == 3 for bloc in parties.blocs)


def test_article_9_tells_the_follow_up_that_both_sides_agreed_to() -> None:
    dossier = Dossier()
    prefig = Prefig(dossier.contrat, dossier.equipe)
    one = an_indicateur(prefig)
    before = part_of(dossier.contrat, "article-9", JOUR).texte
    assert one.nom not in before
    agreed(prefig, on=JOUR)
    assert one.nom in part_of(dossier.contrat, "article-9", JOUR).texte
