"""The attacker against the whole product: 500 chains of queries, every door, one programme."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.calculs import secret
from ancrage.observatoire.erreurs import Erreur
from ancrage.publication.production import write_diagnostic
from tests.conftest import FICHIERS_MINIATURE, GEOGRAPHIE_MINIATURE
from tests.observatoire.moteur.attaque import (
    MASKS,
    SEXES,
    Attaque,
    Cellule,
    Reponse,
    read_csv,
    read_json,
)
from tests.preuve import portes

DEPOT = FICHIERS_MINIATURE / "depot"
EXTRAIT = "cepidc_extrait_fictif.csv"
PERIODE, SEUIL, SEED = "2013-2017", 5, 20261122
COMMUNES = [f"0000{n}" for n in range(1, 8)] + [f"0A00{n}" for n in range(1, 6)]
MEMBRES = {f"commune:{code}": (code,) for code in COMMUNES} | {
    "epci:990000001": tuple(COMMUNES[:4]),
    "epci:990000002": tuple(COMMUNES[4:8]),
    "epci:990000003": tuple(COMMUNES[8:]),
    "departement:00": tuple(COMMUNES[:7]),
    "departement:0A": tuple(COMMUNES[7:]),
    "region:99": tuple(COMMUNES),
}
MESURES = {"M03": "tous", "M03-ICM": "tous", "M04": "avant 65", "M07": "C", "M07-ICM": "C"}
MESURES |= {"M11": "I"}
GROUPES = [cause + age for cause in "CIX" for age in "<>"]
CONTENU = {
    "tous": frozenset(GROUPES),
    "avant 65": frozenset(g for g in GROUPES if g[1] == "<"),
    "C": frozenset({"C<", "C>"}),
    "I": frozenset({"I<", "I>"}),
}


@cache
def truth() -> dict[Cellule, float]:
    """Count the extract with the standard library, for every area, sex and measure."""
    found: dict[Cellule, float] = defaultdict(float)
    with (DEPOT / EXTRAIT).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            commune = "00003" if row["COM"] == "00009" else row["COM"]
            cause = (
                row["CAUSE"][0] if row["CAUSE"][0] in "CI" and row["CAUSE"][1:2].isdigit() else "X"
            )
            young = int(row["CLAGE"].rstrip("+").partition("-")[0]) < 65
            group = cause + ("<" if young else ">")
            own = "hommes" if row["SEXE"] == "1" else "femmes"
            for aire, members in MEMBRES.items():
                for sexe, parts in SEXES.items():
                    for mesure, content in CONTENU.items():
                        if commune in members and own in parts and group in content:
                            found[aire, sexe, mesure] += int(row["NB_DECES"])
    return found


@pytest.fixture(scope="module")
def etat(
    store_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pytest.MonkeyPatch]:
    """Give this module a state of its own, on the shared store."""
    folder = tmp_path_factory.mktemp("attaque")
    (folder / "magasin").symlink_to(store_folder / "magasin")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
        patch.setenv("ANCRAGE_STATE_DIR", str(folder))
        yield patch


def chains(number: int) -> Iterator[list[str]]:
    """Draw chains of queries: an area, the area with one more commune, that commune."""
    draw = random.Random(SEED)
    for _ in range(number):
        aire, commune = draw.choice(sorted(MEMBRES)), draw.choice(COMMUNES)
        chain = [aire, f"commune:{commune}"]
        if commune not in MEMBRES[aire]:
            chain.append(f"{aire}+commune:{commune}")
        yield draw.sample(chain, len(chain))


def attack(number: int) -> Attaque:
    """Send the chains through JSON and CSV, and keep all that they teach."""
    api.add_depot(DEPOT / EXTRAIT, DEPOT / "depot.toml")
    profiles = cache(lambda code: api.profile(code, period=PERIODE))
    found = Attaque(SEUIL, MEMBRES, CONTENU)
    for query in dict.fromkeys(query for chain in chains(number) for query in chain):
        answers = read_json(profiles(query), PERIODE)
        assert {a.code for a in answers} >= set(MESURES), query
        if query in MEMBRES:
            found.learn(query, MESURES, answers)
            found.learn(query, MESURES, read_csv(profiles(query), PERIODE))
        else:  # a free union never touches a protected source
            refused = [a for a in answers if a.code in MESURES]
            assert all(a.numerator is a.value is a.denominator is None for a in refused)
    return found


@pytest.fixture(scope="module")
def attaque(etat: pytest.MonkeyPatch) -> Attaque:
    """Return the attacker after 500 chains."""
    return attack(500)


def test_500_chains_bound_no_masked_cell_tighter_than_the_rule(attaque: Attaque) -> None:
    assert {aire for aire, _, _ in attaque.known} == set(MEMBRES)  # every area has been asked
    assert set(attaque.marks.values()) == {"secret", "secret_secondaire"}
    assert all(low == pytest.approx(truth()[cell]) for cell, (low, _) in attaque.known.items())
    assert list(attaque.leaks(truth())) == []


DOCUMENTES = ["epci:990000001", "epci:990000002", "departement:00", "region:99"]
DOCUMENTES += ["commune:00002", "commune:0A003"]


def test_a_dozen_documents_teach_nothing_more(attaque: Attaque, tmp_path: Path) -> None:
    for aire in DOCUMENTES:
        profil = api.profile(aire, usage="diagnostic")
        told = {(a.code, a.sexe): a for a in read_json(profil, PERIODE) if a.code in MESURES}
        paths = [tmp_path / f"document.{suffix}" for suffix in ("pdf", "xlsx")]
        write_diagnostic(aire, paths)
        for printed in (portes.read_pdf(paths[0]), portes.read_xlsx(paths[1])):
            answers = []
            for key, answer in told.items():
                text = str(printed[key[0], PERIODE, key[1]])
                masked = text.startswith("secret")
                assert masked == (answer.status in MASKS), (aire, key, text)
                if answer.status == "valeur":
                    answers.append(as_printed(answer, text))
            attaque.learn(aire, MESURES, answers)
    assert list(attaque.leaks(truth())) == []


def as_printed(answer: Reponse, text: str) -> Reponse:
    """Return the answer that a printed figure gives: a value known to half its last digit."""
    value, decimals = portes.number(text.replace(".", ",")) or (None, 0)
    assert value is not None, (answer, text)
    return Reponse(
        answer.code, answer.sexe, "valeur", None, answer.denominator, value, 10.0**-decimals
    )


def test_the_same_attack_finds_leaks_when_nothing_completes_the_primary_masks(
    etat: pytest.MonkeyPatch,
) -> None:
    for item in api.list_depots():
        api.remove_depot(item.depot.code)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secret, "protect", lambda t: secret.Solution(secret.primary(t), ()))
        found = attack(200)
    assert "secret_secondaire" not in found.marks.values()
    leak = next(fuite for fuite in found.leaks(truth()) if fuite.high - fuite.low < 1e-6)
    assert leak.low == pytest.approx(truth()[leak.cell])


def test_two_windows_that_overlap_are_refused(etat: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """2013-2017 less 2014-2017 would tell the deaths of 2013."""
    for item in api.list_depots():
        api.remove_depot(item.depot.code)
    api.add_depot(DEPOT / EXTRAIT, DEPOT / "depot.toml")
    text = (DEPOT / "depot.toml").read_text("utf-8")
    other = text.replace('"cepidc_fictif"', '"cepidc_autre"').replace('["2013", ', "[")
    (tmp_path / "autre.toml").write_text(other, "utf-8")
    with pytest.raises(Erreur, match="livrent l'année de leur différence") as refused:
        api.add_depot(DEPOT / EXTRAIT, tmp_path / "autre.toml")
    assert refused.value.sortie == api.CodeSortie.REFUS
    assert [item.depot.code for item in api.list_depots()] == ["cepidc_fictif"]


def test_no_sum_over_an_open_source_holds_a_commune_that_its_producer_masked(
    etat: pytest.MonkeyPatch,
) -> None:
    """Caf, Filosofi, quartiers: their masked counts take part in no figure of a larger area."""
    for item in api.list_depots():
        api.remove_depot(item.depot.code)
    protected = {code for code, source in api.sources().items() if not source.secret.libre}
    told: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    hidden: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for aire in MEMBRES:
        for v in api.profile(aire).indicateurs:
            if v.source and v.source.code in protected and v.status != "emprunte":
                key = v.code, v.periode or "", v.sexe
                if v.numerator is not None or v.denominator is not None:
                    told[key].add(aire)
                elif v.status == "secret" and aire.startswith("commune:"):
                    hidden[key].add(MEMBRES[aire][0])
    assert hidden and told
    for key, areas in told.items():
        members = {commune for aire in areas for commune in MEMBRES[aire]}
        assert members.isdisjoint(hidden[key]), key
