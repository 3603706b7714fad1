"""Several deposits of the same events: each one is protected with all that was admitted before.

The attacker of these tests puts what every deposit shows into one programme, over the deaths of
each commune, sex, cause × age and year.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import CodeSortie, Erreur
from tests.observatoire.moteur.attaque import SEXES, Attaque
from tests.observatoire.moteur.depots.extrait import EXTRAIT, cut, deposit, years
from tests.observatoire.moteur.portes_attaque import Reponse
from tests.observatoire.moteur.region import MEMBRES, commune_of, group_of

SEUIL = 5
FENETRE = ("2014", "2015", "2016", "2017")
CANCERS = '[[indicateurs]]\ncode = "M03"\n\n[[indicateurs]]\ncode = "M07"\ncauses = ["C00-C97"]\n'
INDICATEURS = {
    code: f'[[indicateurs]]\ncode = "{code}"\nmethod = "effectif_evenements"\n{more}\n\n'
    for code, more in {
        "M03": "",
        "M04": "age_max = 65",
        "M07": 'causes = ["C00-C97"]',
        "M11": 'causes = ["I00-I99"]',
    }.items()
}
POUMON = '[[indicateurs]]\ncode = "M07"\ncauses = ["C34"]\n'


BLOCS = {"2013": "a", "2014": "b", "2015": "b", "2016": "b", "2017": "c"}  # years cut alike


def blocks(cause: str, first: int, last: int) -> frozenset[str]:
    """Return the elementary groups of a cause over years: C34, other cancers, I, others."""
    causes = {"tous": "PCIX", "C": "PC", "I": "I", "P": "P", "jeunes": "PCIX"}[cause]
    ages = "<" if cause == "jeunes" else "<>"
    span = {BLOCS[str(year)] for year in range(first, last + 1)}
    return frozenset(f"{c}{a}{block}" for c in causes for a in ages for block in span)


def truth(extrait: Path, contents: dict[str, frozenset[str]]) -> dict[tuple[str, str, str], float]:
    """Count the whole extract with the standard library."""
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    with extrait.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            cause = "P" if row["CAUSE"] == "C34" else group_of(row["CAUSE"])
            young = int(row["CLAGE"].rstrip("+").partition("-")[0]) < 65
            group = f"{cause}{'<' if young else '>'}{BLOCS[row['ANNEE']]}"
            for aire, members in MEMBRES.items():
                if commune_of(row["COM"]) not in members:
                    continue
                for sexe, parts in SEXES.items():
                    if ("hommes" if row["SEXE"] == "1" else "femmes") in parts:
                        for mesure, content in contents.items():
                            found[aire, sexe, mesure] += group in content and int(row["NB_DECES"])
    return found


CONTENUS = {
    ("cepidc_fictif", "M03"): blocks("tous", 2013, 2017),
    ("cepidc_fictif", "M04"): blocks("jeunes", 2013, 2017),
    ("cepidc_fictif", "M07"): blocks("C", 2013, 2017),
    ("cepidc_fictif", "M11"): blocks("I", 2013, 2017),
    ("fenetre", "M03"): blocks("tous", 2014, 2017),
    ("fenetre", "M04"): blocks("jeunes", 2014, 2017),
    ("fenetre", "M07"): blocks("C", 2014, 2017),
    ("fenetre", "M11"): blocks("I", 2014, 2017),
    ("poumon", "M07"): blocks("P", 2013, 2017),
    ("causes", "M03"): blocks("tous", 2013, 2017),
    ("causes", "M07"): blocks("C", 2013, 2017),
    ("causes", "M11"): blocks("I", 2013, 2017),
    ("milieu", "M07"): blocks("P", 2014, 2016),
    ("dernier", "M07"): blocks("P", 2017, 2017),
    ("debut", "M03"): blocks("tous", 2013, 2016),
    ("debut", "M04"): blocks("jeunes", 2013, 2016),
    ("debut", "M07"): blocks("C", 2013, 2016),
    ("debut", "M11"): blocks("I", 2013, 2016),
    ("fin", "M03"): blocks("tous", 2014, 2017),
    ("fin", "M04"): blocks("jeunes", 2014, 2017),
    ("fin", "M07"): blocks("C", 2014, 2017),
    ("fin", "M11"): blocks("I", 2014, 2017),
}


def attack(extrait: Path, removed: Sequence[api.DepotEnregistre] = ()) -> list[object]:
    """Put all that the deposits show, or showed, into one programme; return what it betrays."""
    contents = {f"{depot} {code}": group for (depot, code), group in CONTENUS.items()}
    found = Attaque(SEUIL, MEMBRES, contents)
    learn_values(found, (*api.list_depots(), *removed))
    asked = {name for _, _, name in found.known} | {name for _, _, name in found.marks}
    return list(found.leaks(truth(extrait, {name: contents[name] for name in asked})))


def learn_values(found: Attaque, deposits: Sequence[api.DepotEnregistre]) -> None:
    """Read all that some deposits show."""
    for item in deposits:
        for row in item.valeurs.filter(~item.valeurs["indicateur"].str.ends_with("ICM")).iter_rows(
            named=True
        ):
            if row["aire"] in MEMBRES:
                answer = Reponse(row["indicateur"], row["sexe"], row["status"], row["numerator"])
                names = {(row["indicateur"], ""): f"{item.depot.code} {row['indicateur']}"}
                found.learn(row["aire"], names, [answer])


def second_window(files: Path) -> api.DepotEnregistre:
    return api.add_depot(
        *cut(files, "fenetre", years(*FENETRE), lambda row: row["ANNEE"] in FENETRE)
    )


def test_a_window_inside_another_tells_nothing_of_the_year_between(files: Path) -> None:
    deposit(files)
    assert second_window(files).statuts["valeur"] > 0
    assert attack(files / EXTRAIT) == []


def test_another_cause_of_the_same_deaths_is_protected_with_the_first(files: Path) -> None:
    deposit(files)
    api.add_depot(*cut(files, "poumon", indicateurs=POUMON))
    assert attack(files / EXTRAIT) == []


def test_two_deposits_solved_apart_would_tell_masked_counts(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the two tests above would miss: the second deposit, blind to the first."""
    monkeypatch.setattr("ancrage.observatoire.moteur.liens_extraits._same_events", lambda *_: False)
    deposit(files)
    second_window(files)
    assert attack(files / EXTRAIT)


def test_the_same_file_under_another_code_family_or_use_is_refused(files: Path) -> None:
    deposit(files)
    text = (files / "depot.toml").read_text("utf-8").replace("cepidc_fictif", "autre")
    for old, new in (
        ('famille = "cepidc"', 'famille = "depistage"'),
        ('["diagnostic", "chiffres_cles", "interne"]', '["interne"]'),
    ):
        (files / "autre.toml").write_text(text.replace(old, new), "utf-8")
        with pytest.raises(Erreur, match="octet pour octet") as refused:
            api.add_depot(files / EXTRAIT, files / "autre.toml")
        assert refused.value.sortie == CodeSortie.REFUS
    assert [item.depot.code for item in api.list_depots()] == ["cepidc_fictif"]


def test_the_same_rows_of_another_family_are_seen_as_the_same_events(files: Path) -> None:
    """One more byte and another family: the counts tell that these are the same deaths."""
    deposit(files)
    family = {'famille = "cepidc"': 'famille = "depistage"'}
    api.add_depot(*cut(files, "poumon", family, indicateurs=POUMON))
    assert attack(files / EXTRAIT) == []


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ({"seuil = 5": "seuil = 6"}, "seuils_differents"),
        ({'periode = "ANNEE"\n': ""}, "effectifs_incomparables"),
    ],
)
def test_what_cannot_be_compared_is_refused(files: Path, edits: dict[str, str], code: str) -> None:
    deposit(files)
    one_year = years("2013") if 'periode = "ANNEE"\n' in edits else {}
    keep = (lambda row: row["ANNEE"] == "2013") if one_year else (lambda row: True)
    with pytest.raises(Erreur, match="ne peuvent pas être protégés ensemble") as refused:
        api.add_depot(*cut(files, "autre", edits | one_year, keep))
    assert (refused.value.code, refused.value.sortie) == (code, CodeSortie.REFUS)
    assert [item.depot.code for item in api.list_depots()] == ["cepidc_fictif"]


def spoil(extrait: Path, share: int) -> None:
    """Add a death to one row with deaths out of `share`."""
    lines = extrait.read_text("utf-8").splitlines()
    counted = [n for n, line in enumerate(lines[1:], 1) if line.split(";")[5] != "0"]
    for n in counted[::share]:
        cells = lines[n].split(";")
        lines[n] = ";".join([*cells[:5], str(int(cells[5]) + 1), *cells[6:]])
    extrait.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize(
    ("famille", "share", "code"),
    [
        ("cepidc", 50, "effectifs_differents"),  # a corrected edition
        ("depistage", 50, "effectifs_differents"),
        ("cepidc", 1, "effectifs_incomparables"),
        ("depistage", 1, None),  # other events, of another source
    ],
)
def test_two_editions_of_the_same_counts_are_refused_other_events_are_not(
    files: Path, famille: str, share: int, code: str | None
) -> None:
    deposit(files)
    spoil(files / EXTRAIT, share)
    paths = cut(files, "autre", {'famille = "cepidc"': f'famille = "{famille}"'})
    if code is None:
        assert api.add_depot(*paths).statuts["valeur"] > 0
        return
    with pytest.raises(Erreur) as refused:
        api.add_depot(*paths)
    assert refused.value.code == code


@pytest.mark.parametrize(("label", "code"), [("C33", None), ("Poumon", "effectifs_incomparables")])
def test_causes_that_the_labels_tell_apart_are_other_events(
    files: Path, label: str, code: str | None
) -> None:
    no_lung = cut(files, "autres", keep=lambda row: row["CAUSE"] != "C34")
    api.add_depot(*no_lung)
    extrait, description = cut(
        files, "poumon", keep=lambda row: row["CAUSE"] == "C34",
        indicateurs=POUMON.replace('"C34"', f'"{label}"'),
    )  # fmt: skip
    extrait.write_text(extrait.read_text("utf-8").replace("C34", label), "utf-8")
    if code is None:
        assert api.add_depot(extrait, description)
        return
    with pytest.raises(Erreur) as refused:
        api.add_depot(extrait, description)
    assert refused.value.code == code


def test_a_measure_that_might_count_a_cause_the_other_lacks_is_refused(files: Path) -> None:
    """« All causes » of an extract of cancers only: nobody can tell that it means cancers."""
    deposit(files)
    only_cancers = cut(files, "autre", keep=lambda r: r["CAUSE"].startswith("C"),
                       indicateurs='[[indicateurs]]\ncode = "M03"\n')  # fmt: skip
    with pytest.raises(Erreur, match="rien ne dit si les indicateurs comptent aussi") as refused:
        api.add_depot(*only_cancers)
    assert refused.value.code == "causes_incomparables"


def merged(first: int, last: int) -> dict[str, str]:
    """Return the edits of a description that merge age bands."""
    return {f'-{age + 4}" = {age}\n': f'-{age + 4}" = {first}\n' for age in range(first, last, 5)}


def between(code: str, limit: str) -> str:
    return f'[[indicateurs]]\ncode = "{code}"\nmethod = "effectif_evenements"\n{limit}\n'


def test_age_bands_that_cross_are_refused(files: Path) -> None:
    """Over 15 of one, whose next band is 70; under 65 of the other, which has no 15: no 15-64."""
    api.add_depot(*cut(files, "large", merged(15, 70), indicateurs=between("M03", "age_min = 15")))
    with pytest.raises(Erreur, match="se croisent") as refused:
        api.add_depot(
            *cut(files, "fin", merged(10, 20), indicateurs=between("M04", "age_max = 65"))
        )
    assert refused.value.code == "ages_incomparables"


def test_measures_that_overlap_are_protected_by_what_both_count(files: Path) -> None:
    """2013-2016 and 2014-2017: 2014-2016 is in both, and shown by neither."""
    for code, first in (("debut", 2013), ("fin", 2014)):
        span = [str(year) for year in range(first, first + 4)]
        own = between("M03", "") + between("M04", "age_max = 65")
        api.add_depot(*cut(files, code, years(*span), lambda r, s=span: r["ANNEE"] in s, own))
    assert attack(files / EXTRAIT) == []


def removed(item: api.DepotEnregistre) -> api.DepotEnregistre:
    """Remove a deposit once its values have been read."""
    assert item.valeurs.height
    api.remove_depot(item.depot.code)
    return item


def test_a_removed_deposit_gives_the_same_marks_again(files: Path) -> None:
    before = removed(deposit(files)).valeurs
    assert deposit(files).valeurs.equals(before)


@pytest.mark.parametrize("number", ["M03 M04", "M03 M04 M07 M11"])
def test_the_renewal_of_a_removed_deposit_is_protected_from_what_it_showed(
    files: Path, number: str
) -> None:
    """2013-2016 was shown, then erased; 2014-2017 tells nothing more with it than the rule."""
    own = "".join(INDICATEURS[code] for code in number.split())
    spans = [[str(year) for year in range(first, first + 4)] for first in (2013, 2014)]
    pair = [
        cut(files, code, years(*span), lambda r, s=span: r["ANNEE"] in s, own)
        for code, span in zip(("debut", "fin"), spans, strict=True)
    ]
    before = removed(api.add_depot(*pair[0]))
    assert api.add_depot(*pair[1]).statuts["valeur"] > 0
    assert attack(files / EXTRAIT, [before]) == []


def test_a_renewal_blind_to_what_was_shown_would_tell_masked_counts(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = removed(deposit(files))
    monkeypatch.setattr("ancrage.observatoire.moteur.admission.list_traces", list)
    second_window(files)
    assert attack(files / EXTRAIT, [before])


def test_a_wider_window_is_protected_from_the_removed_one_that_it_holds(files: Path) -> None:
    before = removed(second_window(files))
    deposit(files)
    assert attack(files / EXTRAIT, [before]) == []


@pytest.mark.parametrize(
    ("code", "span"), [("milieu", ("2014", "2015", "2016")), ("dernier", ("2017",))]
)
def test_two_removed_deposits_weigh_together(files: Path, code: str, span: tuple[str]) -> None:
    """What both counted, some or all of it, is counted by nobody any more: its sums still hold."""
    befores = []
    for name, first in (("debut", 2013), ("fin", 2014)):
        wide = [str(year) for year in range(first, first + 4)]
        own = INDICATEURS["M03"] + INDICATEURS["M04"]
        paths = cut(files, name, years(*wide), lambda r, w=wide: r["ANNEE"] in w, own)
        befores.append(removed(api.add_depot(*paths)))
    only = cut(files, code, years(*span), lambda r: r["ANNEE"] in span, indicateurs=POUMON)
    assert api.add_depot(*only)
    assert attack(files / EXTRAIT, befores) == []


def test_another_edition_of_what_a_removed_deposit_showed_is_refused(files: Path) -> None:
    removed(deposit(files))
    spoil(files / EXTRAIT, 1)
    with pytest.raises(Erreur, match="même édition") as refused:
        api.add_depot(*cut(files, "autre"))
    assert (refused.value.code, refused.value.sortie) == (
        "effectifs_contradictoires",
        CodeSortie.REFUS,
    )
    assert "--jamais-diffuse" in str(refused.value)


def test_causes_that_a_removed_deposit_may_have_counted_are_refused(files: Path) -> None:
    """It knew no « C34 », which happened in its years: its « all causes » was another count."""
    before = deposit(files)
    forget(before, lambda facts: facts["causes"].remove("C34"))
    api.remove_depot("cepidc_fictif")
    window = cut(files, "fenetre", years(*FENETRE), lambda row: row["ANNEE"] in FENETRE)
    with pytest.raises(Erreur, match="rien ne dit si le dépôt retiré comptait C34") as refused:
        api.add_depot(*window)
    assert refused.value.code == "causes_incomparables"


def test_a_removed_deposit_of_another_threshold_is_refused(files: Path) -> None:
    removed(deposit(files))
    edits = years(*FENETRE) | {"seuil = 5": "seuil = 6"}
    window = cut(files, "fenetre", edits, lambda row: row["ANNEE"] in FENETRE)
    with pytest.raises(Erreur) as refused:
        api.add_depot(*window)
    assert refused.value.code == "seuils_differents"


def forget(item: api.DepotEnregistre, change: Callable[[dict], object]) -> None:
    """Write the facts of a deposit as something else wrote them."""
    path = item.dossier / "controle.json"
    facts = json.loads(path.read_text("utf-8"))
    change(facts)
    path.write_text(json.dumps(facts) + "\n", "utf-8")


def test_a_trace_that_does_not_name_its_causes_is_refused_until_it_is_erased(files: Path) -> None:
    """An earlier version of Ancrage kept it: nothing tells what its « all causes » counted."""
    forget(deposit(files), lambda facts: facts.pop("causes"))
    api.remove_depot("cepidc_fictif")
    window = cut(files, "fenetre", years(*FENETRE), lambda row: row["ANNEE"] in FENETRE)
    with pytest.raises(Erreur, match="ne peut plus être vérifiée") as refused:
        api.add_depot(*window)
    assert (refused.value.code, refused.value.sortie) == ("depot_retire", CodeSortie.REFUS)
    api.remove_depot("cepidc_fictif", jamais_diffuse=True)
    assert api.add_depot(*window).statuts["valeur"] > 0


def test_what_a_removed_deposit_leaves_holds_no_row(files: Path) -> None:
    item = deposit(files)
    root = item.dossier.parent
    api.remove_depot("cepidc_fictif")
    left = {path.name for path in root.rglob("*") if path.is_file()}
    assert left == {"controle.json", "depot.toml", "valeurs.parquet"}
    assert api.list_depots() == []


def test_a_deposit_that_never_left_the_house_leaves_no_trace(files: Path) -> None:
    item = deposit(files)
    api.remove_depot("cepidc_fictif", jamais_diffuse=True)
    assert [path for path in item.dossier.parent.rglob("*") if path.is_file()] == []


def test_an_expired_deposit_has_been_printed_and_still_weighs(files: Path) -> None:
    item = deposit(files)
    path = item.dossier / "depot.toml"
    path.write_text(path.read_text("utf-8").replace("2099-12-31", "2020-12-31"), "utf-8")
    marker = item.dossier / "controle.json"
    marker.write_text(marker.read_text("utf-8") + "\n", "utf-8")
    assert api.find_depot("cepidc_fictif").expire
    second_window(files)
    assert attack(files / EXTRAIT) == []


def test_years_apart_tie_nothing(files: Path) -> None:
    paths = cut(files, "fenetre", years(*FENETRE), lambda row: row["ANNEE"] in FENETRE)
    alone = api.add_depot(*paths).valeurs
    api.remove_depot("fenetre", jamais_diffuse=True)
    api.add_depot(*cut(files, "avant", years("2013"), lambda row: row["ANNEE"] == "2013"))
    assert api.add_depot(*paths).valeurs.equals(alone)
