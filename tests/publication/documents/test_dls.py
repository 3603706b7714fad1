"""What the diagnosis must contain, and what it must never say."""

import re
from dataclasses import astuple, replace
from datetime import date
from itertools import pairwise

from ancrage.observatoire.api import Membre
from ancrage.publication.documents.blocs import (
    ARemplir,
    Encadre,
    FigureBloc,
    Tableau,
    iter_document,
)
from ancrage.publication.documents.dls import OptionsDls, QuartierDecrit, build_dls
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.documents.dls.figures import name_all
from ancrage.publication.documents.dls.quartiers import build_quartiers
from ancrage.publication.documents.dls.tableaux import build_membres
from ancrage.publication.documents.phrases import phrase_valeur
from ancrage.publication.figures.modeles import Carte, RepereEpine, SerieTemporelle
from ancrage.publication.typographie import breaches

CAUSAL = re.compile(
    r"\b(à cause de|en raison de|dû à|due à|grâce à|provoque|entraîne|explique par)"
)


def find_table(document, cle: str) -> Tableau:
    return next(b for b in iter_document(document) if isinstance(b, Tableau) and b.cle == cle)


def row_of(document, cle: str, label: str) -> list[str]:
    rows = find_table(document, cle).lignes
    return next([c.texte for c in row] for row in rows if row[0].texte.startswith(label))


def test_chapters_0_to_14_stand_in_order(dls):
    chapters = [s.numero for s in dls.sections if s.niveau == 1]
    assert chapters == [str(number) for number in range(15)]


def test_a_frame_keeps_its_chapters_under_their_numbers_and_says_what_it_leaves(
    profil_essai, indicateurs_essai, cartes_essai, options_essai
):
    options = replace(options_essai, titre="Un cadre", chapitres=(0, 1, 2, 3, 4, 9, 11, 13, 14))
    document = build_dls(profil_essai, indicateurs_essai, cartes_essai, options)
    told = [astuple(bloc) for bloc in iter_document(document)]
    assert [s.numero for s in document.sections if s.niveau == 1] == [
        "0", "1", "2", "3", "4", "9", "11", "13", "14",
    ]  # fmt: skip
    assert document.titre == "Un cadre"
    whole = str(told).replace("\\xa0", " ").replace("\\u202f", " ")
    assert "Les chapitres 2 à 4 et 9 et les annexes" in whole
    assert "des chapitres 1, 11 et 13 attendent" in whole
    assert "les chapitres 5 à 8, 10 et 12 du document type" in whole
    # An indicator awaited in a chapter left out is awaited by another document.
    awaited = Contexte(profil_essai, indicateurs_essai, options).awaited()
    assert {item.chapitre_dls for item in awaited} <= {2, 3, 4, 9}


def test_headings_never_skip_a_level(dls):
    levels = [s.niveau for s in dls.sections]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_french_typography_is_right_in_every_text(textes_dls):
    assert [found for text in textes_dls for found in breaches(text)] == []


def test_no_cause_no_rank_no_bare_significance(textes_dls):
    whole = " ".join(textes_dls).lower()
    whole = whole.replace("potentiel radon significatif", "")  # the name of the official class
    assert CAUSAL.findall(whole.replace("ce que le hasard explique", "")) == []
    assert "significati" not in whole
    assert not re.search(r"\b\d+e rang|palmarès|(premi|derni)(er|ère)s? des communes", whole)


def test_stakes_and_qualitative_parts_wait_for_people(dls):
    waiting = [b for b in iter_document(dls) if isinstance(b, ARemplir)]
    assert any(b.titre.startswith("Trois à cinq enjeux") for b in waiting)
    assert all(b.attendu and b.redacteur for b in waiting)


def test_masked_values_are_words_and_differ_by_status(dls):
    assert "Admissions en ALD" in row_of(dls, "Sans chiffre 4", "secret statistique")[1]
    assert "Mortalité infantile" in row_of(dls, "Sans chiffre 4", "effectif trop faible")[1]
    assert "Femmes de 15 à 49" in row_of(dls, "Sans chiffre 5", "sans objet")[1]
    union = row_of(dls, "Sans chiffre 3", "non calculable sur une union")
    assert "Niveau de vie médian" in union[1]
    assert union[2] == "Une médiane ne se somme pas."


def test_figures_not_shown_for_one_reason_stand_together(dls):
    for table in iter_document(dls):
        if isinstance(table, Tableau) and table.cle.startswith("Sans chiffre"):
            said = [(row[0].texte, row[2].texte) for row in table.lignes]
            assert len(said) == len(set(said))


def test_the_sexes_of_an_indicateur_are_named_once_in_a_list(profil_essai, indicateurs_essai):
    labels = {code: item.libelle_court for code, item in indicateurs_essai.items()}
    first, second = sorted({v.code for v in profil_essai.indicateurs} & set(labels))[:2]
    any_valeur = profil_essai.indicateurs[0]
    valeurs = [
        replace(any_valeur, code=code, sexe=sexe)
        for code, sexe in ((first, "femmes"), (first, "hommes"), (second, "ensemble"))
    ]
    contexte = Contexte(profil_essai, indicateurs_essai, OptionsDls(date(2026, 1, 1)))
    said = name_all(contexte, valeurs)
    assert said == f"{labels[first]} (femmes et hommes) et {labels[second]}"


def test_a_union_without_median_lists_its_members(dls):
    table = find_table(dls, "Membres 3")
    assert [row[0].texte for row in table.lignes] == [
        "CC des Essarts",
        "CA de Fontelle",
        "CC du Val d’Essai",
    ]
    assert table.lignes[2][1].texte == "secret statistique"


def test_quartiers_are_named_with_their_communes_and_the_census_behind(
    profil_essai, indicateurs_essai, options_essai
):
    known = QuartierDecrit("QP000002", "Le Grand Clos", "Fontelle, Hautbois", 1480, "2022")
    unknown = QuartierDecrit("QP000003", "La Fontaine", "Montessai")
    options = replace(options_essai, quartiers=(known, unknown))
    _, table, _ = build_quartiers(Contexte(profil_essai, indicateurs_essai, options))
    assert [cell.texte for cell in table.lignes[0][:3]] == list(astuple(known)[:3])
    assert table.lignes[0][3].nombre == 1480
    assert table.lignes[1][3].texte == "non disponible"
    assert "recensement" in table.note
    assert "2022" in table.entetes[3]


def test_quartiers_listed_for_a_territory_are_not_called_its_parts(
    profil_essai, indicateurs_essai, options_essai
):
    contexte = Contexte(profil_essai, indicateurs_essai, options_essai)
    valeur = replace(
        next(v for v in profil_essai.indicateurs if v.membres),
        membres=(Membre("qpv:QP000001", "Les Tilleuls", 46.3, "valeur"),),
    )
    (table,) = build_membres(contexte, 3, [valeur])
    assert table.entetes[0] == "Quartier prioritaire"
    assert "membre" not in phrase_valeur(valeur, contexte.of(valeur))


def test_a_borrowed_value_names_its_level(dls):
    table = find_table(dls, "Territoire plus grand 4")
    assert table.entetes == ("Indicateur", "Ensemble", "Femmes", "Hommes")
    cell = next(row[0] for row in table.lignes if row[0].texte.startswith("Espérance de vie"))
    assert "valeur du département" in (cell.precision or "")


def test_a_rate_without_counts_has_neither_interval_nor_verdict(dls):
    row = row_of(dls, "Chapitre 3", "Indice européen")
    assert (row[2], row[-1]) == ("–", "sans verdict")


def test_every_entry_with_a_period_is_in_the_annexes(dls, profil_essai):
    rows = find_table(dls, "Toutes les valeurs").lignes
    assert len(rows) == sum(v.periode is not None for v in profil_essai.indicateurs)


def test_every_awaited_indicateur_names_its_file(dls, profil_essai, indicateurs_essai):
    known = {v.code for v in profil_essai.indicateurs}
    awaited = {i.code for i in indicateurs_essai.values() if i.attente and i.code not in known}
    rows = find_table(dls, "En attente").lignes
    assert {row[0].texte for row in rows} == awaited
    assert all(row[3].texte for row in rows)


def test_awaiting_boxes_are_one_a_chapter(dls):
    boxes = [b for b in iter_document(dls) if isinstance(b, Encadre) and b.ton == "attente"]
    assert 1 <= len(boxes) <= 7


def test_figures_stay_within_their_budget(dls, options_essai):
    figures = [b.figure for b in iter_document(dls) if isinstance(b, FigureBloc)]
    assert len(figures) <= options_essai.graphiques_max
    assert sum(isinstance(f, Carte) for f in figures) <= options_essai.cartes_max
    assert any(isinstance(f, RepereEpine) for f in figures)


def test_headcounts_are_neither_mapped_nor_set_on_a_spine(dls):
    labels = [
        line.label
        for b in iter_document(dls)
        if isinstance(b, FigureBloc) and isinstance(b.figure, RepereEpine)
        for line in b.figure.lignes
    ]
    assert "Population municipale" not in labels
    assert "Naissances domiciliées" not in labels


def test_a_spine_holds_only_values_with_limits(dls):
    for bloc in iter_document(dls):
        if isinstance(bloc, FigureBloc) and isinstance(bloc.figure, RepereEpine):
            assert all(line.lower is not None for line in bloc.figure.lignes)


def test_a_break_of_series_is_drawn_with_its_reason(dls):
    series = [
        b.figure
        for b in iter_document(dls)
        if isinstance(b, FigureBloc) and isinstance(b.figure, SerieTemporelle)
    ]
    assert any(r.motif.startswith("changement de codage") for s in series for r in s.ruptures)


def test_slides_are_twenty_at_most_with_one_title_each(dls):
    assert 1 + len(dls.vues) <= 20
    assert all(vue.titre for vue in dls.vues)


def test_an_empty_profile_still_makes_a_whole_document(
    profil_essai, indicateurs_essai, options_essai
):
    empty = replace(profil_essai, indicateurs=())
    document = build_dls(empty, indicateurs_essai, {}, options_essai)
    assert [s.numero for s in document.sections if s.niveau == 1][-1] == "14"
