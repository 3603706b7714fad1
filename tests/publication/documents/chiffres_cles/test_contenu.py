"""What the pages say, and what they never say."""

import re
from dataclasses import asdict, replace

import pytest

from ancrage.observatoire.api import cadres
from ancrage.publication.documents.chiffres_cles.construction import (
    build_chiffres_cles,
    choose_pages,
)
from ancrage.publication.documents.chiffres_cles.couverture import quartiers_text
from ancrage.publication.typographie import breaches, texte

from .profils import build_entrees

PAGES = cadres()["chiffres_cles"].parties


def fiches(document):
    return {fiche.code: fiche for page in document.pages for fiche in page.fiches}


def texts(item):
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        for key, value in item.items():
            if key not in {"code", "verdict", "ton", "sha256", "nom", "cle"}:
                yield from texts(value)
    elif isinstance(item, list | tuple):
        for value in item:
            yield from texts(value)


def test_every_core_indicateur_is_shown_or_named_as_awaited(document, indicateurs_essai):
    for page, partie in zip(document.pages, PAGES[1:7], strict=True):
        waiting = " ".join(group.libelles for group in page.attendus)
        for code in partie.indicateurs:
            shown = code in {fiche.code for fiche in page.fiches}
            assert shown or texte(indicateurs_essai[code].libelle_court) in waiting, code


def test_an_awaited_indicateur_names_its_file_and_producer(document, indicateurs_essai):
    wait = indicateurs_essai["A01"].attente
    groups = [group for page in document.pages for group in page.attendus]
    group = next(g for g in groups if indicateurs_essai["A01"].libelle_court in g.libelles)
    assert group.fichier == texte(wait.fichier)
    assert group.producteur == texte(wait.producteur)


def test_every_figure_bears_its_period_level_and_source(document):
    for fiche in fiches(document).values():
        assert fiche.periodes and fiche.maille and fiche.source, fiche.code


def test_no_value_is_empty_and_a_masked_one_says_its_word(document):
    words = {"secret statistique", "effectif trop faible", "non calculable sur une union"}
    for fiche in fiches(document).values():
        for chiffre in fiche.chiffres:
            assert chiffre.valeur, fiche.code
            assert chiffre.discret == (chiffre.valeur in words), fiche.code
            if chiffre.discret:
                assert not chiffre.intervalle and not chiffre.lectures


def test_a_masked_value_leaves_no_number_behind(profil_essai, indicateurs_essai):
    value = next(v for v in profil_essai.indicateurs if v.code == "D05" and v.periode == "2020")
    hidden = replace(value, status="secret", value=77.7, lower=66.6, upper=88.8)
    others = tuple(v for v in profil_essai.indicateurs if v.code != "D05")
    profil = replace(profil_essai, indicateurs=(*others, hidden))
    document = build_chiffres_cles(build_entrees(profil, indicateurs_essai))
    printed = " ".join(texts(asdict(document)))
    assert not any(number in printed for number in ("77,7", "66,6", "88,8"))


def test_a_borrowed_value_says_whose_it_is_and_takes_no_verdict(document):
    vaccin = fiches(document)["V05"]
    assert vaccin.emprunte
    assert "département" in vaccin.maille
    assert "faute de chiffre plus local" in " ".join(vaccin.raisons)
    assert all(not chiffre.lectures for chiffre in vaccin.chiffres)


def test_a_rate_without_counts_says_that_it_has_no_interval(document):
    score = fiches(document)["S14"]
    assert "ni intervalle ni verdict" in " ".join(score.raisons)
    assert not score.chiffres[0].intervalle


def test_a_median_of_a_union_lists_the_values_of_its_members(document):
    revenu = fiches(document)["S01"].chiffres[0]
    assert revenu.valeur == "non calculable sur une union"
    assert "23\u202f110" in revenu.membres and "secret statistique" in revenu.membres


def test_a_verdict_is_read_and_never_guessed_from_two_values(profil_essai, indicateurs_essai):
    entries = tuple(
        replace(
            v, comparaisons=tuple(replace(c, verdict=None, motif="aucun") for c in v.comparaisons)
        )
        for v in profil_essai.indicateurs
    )
    profil = replace(profil_essai, indicateurs=entries)
    document = build_chiffres_cles(build_entrees(profil, indicateurs_essai))
    for page in document.pages:
        assert all(m.verdict is None for m in page.messages)
        assert all(not c.lectures for f in page.fiches for c in f.chiffres)


def test_the_page_opens_on_what_differs_from_the_region(document):
    lines = {m.verdict: m.texte for m in document.pages[0].messages}
    assert "65 ans et plus" in lines["superieur"]
    assert "moins de 20 ans" in lines["inferieur"]
    assert "la région" in lines["superieur"]


def test_a_crude_rate_never_makes_the_message_of_a_page(document):
    messages = " ".join(m.texte for page in document.pages for m in page.messages)
    assert "mortalité" not in messages.lower()


def test_a_region_is_not_read_against_its_own_departements(profil_essai, indicateurs_essai):
    entries = tuple(
        replace(v, geographie=replace(v.geographie, niveau="region", code="region:99"))
        for v in profil_essai.indicateurs
    )
    profil = replace(profil_essai, indicateurs=entries)
    document = build_chiffres_cles(build_entrees(profil, indicateurs_essai))
    for fiche in fiches(document).values():
        for chiffre in fiche.chiffres:
            labels = [r.label for r in chiffre.trace.reperes] if chiffre.trace else []
            assert not any("Essarts" in label or "région" in label for label in labels)


def test_the_cover_has_six_figures_own_values_first(document):
    assert len(document.chiffres) == 6
    assert document.chiffres[0].libelle == "Population municipale"
    assert all(c.mention and all(number for _, number in c.valeurs) for c in document.chiffres)


def test_a_cover_figure_known_by_sex_shows_women_and_men(document):
    sexes = [tuple(sex for sex, _ in c.valeurs) for c in document.chiffres]
    assert ("Femmes", "Hommes") in sexes
    assert all(found in {("",), ("Femmes", "Hommes")} for found in sexes)


def test_no_territory_without_priority_area_is_told_as_zero_inhabitants(
    profil_essai, indicateurs_essai
):
    assert "Aucun quartier prioritaire" in quartiers_text(profil_essai, indicateurs_essai)


def test_a_near_match_leaves_the_page_when_its_indicateur_has_a_local_value(
    profil_essai, indicateurs_essai
):
    near = next(i for i in indicateurs_essai.values() if i.proche_de == "D06" and i.computed)
    value = next(v for v in profil_essai.indicateurs if v.code == "D05" and v.periode == "2020")
    alone = replace(profil_essai, indicateurs=(replace(value, code=near.code),))
    both = replace(alone, indicateurs=(*alone.indicateurs, replace(value, code="D06")))
    for profil, expected in ((alone, True), (both, False)):
        _, page = choose_pages(build_entrees(profil, indicateurs_essai))[0]
        assert (near.code in {item.indicateur.code for item in page}) is expected


def test_a_value_hidden_by_its_producer_leaves_the_last_published_one_and_says_so(
    profil_essai, indicateurs_essai
):
    old = next(v for v in profil_essai.indicateurs if v.code == "D05" and v.periode == "2020")
    new = replace(old, periode="2021", status="secret", value=None, lower=None, upper=None)
    profil = replace(profil_essai, indicateurs=(old, new))
    document = build_chiffres_cles(build_entrees(profil, indicateurs_essai))
    fiche = fiches(document)["D05"]
    assert fiche.periodes == "2020"
    assert "2021\u00a0: secret statistique" in fiche.notes


def test_a_fictitious_extract_is_marked_on_its_page_on_the_cover_and_among_changes(
    profil_essai, indicateurs_essai
):
    fictif = replace(profil_essai.indicateurs[0].source, titre="Décès (extrait fictif)")
    entries = tuple(replace(v, source=fictif) for v in profil_essai.indicateurs)
    profil = replace(profil_essai, indicateurs=entries)
    document = build_chiffres_cles(build_entrees(profil, indicateurs_essai))
    labels = [f.libelle for f in fiches(document).values()]
    labels += [c.libelle for c in (*document.chiffres, *document.evolution.changements)]
    assert all("(extrait fictif)" in label for label in labels)


def test_definitions_speak_no_code(document):
    for fiche in fiches(document).values():
        codes = re.findall(r"\b[DSMAPVOEYBN]\d\d\b", fiche.definition)
        assert codes == [], fiche.definition


def test_an_indicateur_shown_without_verdict_says_why(profil_essai, indicateurs_essai):
    entries = tuple(
        replace(
            v,
            comparaisons=tuple(
                replace(c, verdict=None, motif="un taux brut ne se compare pas")
                for c in v.comparaisons
            ),
        )
        for v in profil_essai.indicateurs
        if v.code == "D05"
    )
    profil = replace(profil_essai, indicateurs=entries)
    document = build_chiffres_cles(build_entrees(profil, indicateurs_essai))
    assert fiches(document)["D05"].raisons == ("Un taux brut ne se compare pas",)


@pytest.mark.parametrize("place", ["pages", "evolution", "chiffres", "tableaux"])
def test_the_texts_keep_french_typography(document, place):
    found = [
        breach
        for text in texts(asdict(document)[place])
        for breach in breaches(text)
        if ".csv" not in text and ".txt" not in text
    ]
    assert found == []
