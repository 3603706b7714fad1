"""Page 8: verdicts where everything is comparable, reasons elsewhere, nothing from overlaps."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ancrage.observatoire.erreurs import Erreur
from ancrage.publication.documents.chiffres_cles.construction import build_chiffres_cles
from ancrage.publication.documents.chiffres_cles.precedent import read_profil

from .profils import build_entrees


def earlier(profil, **changes):
    """Return an edition seen ten years before, with the given changes to every entry."""
    entries = tuple(
        replace(v, **{"periode": shift(v.periode), **changes})
        for v in profil.indicateurs
        if v.periode
    )
    return replace(profil, indicateurs=entries, millesime=2014)


def shift(periode):
    return "-".join(str(int(year) - 15) for year in periode.split("-"))


def changes_with(profil, catalogue, precedent, **more):
    document = build_chiffres_cles(build_entrees(profil, catalogue, precedent=precedent, **more))
    return {c.code: c for c in document.evolution.changements}, document.evolution


def test_an_edition_with_fewer_cases_shows_a_rise_in_words(profil_essai, indicateurs_essai):
    before = earlier(profil_essai)
    entries = tuple(
        replace(v, numerator=round(v.numerator * 0.7), value=v.value * 0.7)
        if v.code == "D05" and v.value
        else v
        for v in before.indicateurs
    )
    changes, page = changes_with(
        profil_essai, indicateurs_essai, replace(before, indicateurs=entries)
    )
    assert "2014" in page.chapeau
    assert changes["D05"].lecture.verdict == "superieur"
    assert "en hausse" in changes["D05"].lecture.texte
    assert "points" in changes["D05"].lecture.texte


def test_the_same_counts_give_no_change(profil_essai, indicateurs_essai):
    changes, _ = changes_with(profil_essai, indicateurs_essai, earlier(profil_essai))
    assert changes["D05"].lecture.verdict == "non_different"
    assert changes["M15"].lecture.verdict == "non_concluant"


def test_the_same_period_twice_is_never_a_change(profil_essai, indicateurs_essai):
    changes, _ = changes_with(profil_essai, indicateurs_essai, profil_essai)
    assert "se chevauchent" in changes["D05"].lecture.texte
    assert all("hausse" not in c.lecture.texte for c in changes.values())


def test_what_is_not_comparable_leaves_the_table_and_is_told_by_reason(
    profil_essai, indicateurs_essai
):
    changes, page = changes_with(profil_essai, indicateurs_essai, profil_essai)
    assert not any(c.comparable for c in changes.values())
    assert "Pas de période nouvelle" in page.ecartes
    assert "65 ans et plus" in page.ecartes


def test_another_perimeter_is_not_comparable(profil_essai, indicateurs_essai):
    before = earlier(profil_essai)
    smaller = replace(before.territoire, communes=before.territoire.communes[1:])
    changes, _ = changes_with(profil_essai, indicateurs_essai, replace(before, territoire=smaller))
    assert all("périmètre différent" in c.lecture.texte for c in changes.values())


def test_borrowed_and_member_values_are_not_compared(profil_essai, indicateurs_essai):
    changes, _ = changes_with(profil_essai, indicateurs_essai, earlier(profil_essai))
    for code in ("S01", "V05"):
        assert changes[code].lecture.verdict is None
        assert "autre territoire" in changes[code].lecture.texte


def test_the_grid_needs_the_region_and_names_the_territory_own_progress(
    profil_essai, indicateurs_essai
):
    before = earlier(profil_essai)
    region = replace(
        profil_essai,
        indicateurs=tuple(
            replace(v, numerator=9e5, denominator=9e6, value=10.0, periode=periode)
            for v in profil_essai.indicateurs
            if v.code == "S05"
            for periode in (v.periode, shift(v.periode))
        ),
    )
    entries = tuple(
        replace(v, numerator=v.numerator * 1.5) if v.code == "S05" else v
        for v in before.indicateurs
    )
    changes, _ = changes_with(
        profil_essai,
        indicateurs_essai,
        replace(before, indicateurs=entries),
        region=region,
    )
    assert "amélioration propre au territoire" in changes["S05"].lecture.texte
    assert changes["S05"].lecture.ton == "favorable"


def test_without_an_earlier_edition_the_first_known_period_stands_in(document):
    changes = {c.code: c for c in document.evolution.changements}
    assert "Aucune édition antérieure" in document.evolution.chapeau
    assert (changes["D05"].periode_avant, changes["D05"].periode_apres) == ("2009", "2020")
    assert "exhaustif" in changes["D01"].lecture.texte


def test_an_edition_saved_as_json_reads_back_the_same(profil_essai, tmp_path: Path):
    path = tmp_path / "profil.json"
    path.write_text(json.dumps(profil_essai.to_dict()), "utf-8")
    assert read_profil(path) == profil_essai


@pytest.mark.parametrize(
    "content", ["", "[]", '{"schema": "autre/1"}', '{"schema": "ancrage.profil/1"}']
)
def test_a_file_that_is_no_profile_is_refused_by_name(content, tmp_path: Path):
    path = tmp_path / "faux.json"
    path.write_text(content, "utf-8")
    with pytest.raises(Erreur) as refused:
        read_profil(path)
    assert refused.value.fichier == path


def test_an_absent_earlier_edition_is_told(tmp_path: Path):
    with pytest.raises(Erreur, match="n'existe pas"):
        read_profil(tmp_path / "absent.json")
