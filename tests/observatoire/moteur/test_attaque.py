"""The attacker against the whole product: 500 chains of queries, four doors, one programme.

Two deposits of the same events are open to it: 2013-2017 on the communes of 2018, 2014-2017 on
those of 2020, once two communes had merged. Each chain reads all its answers from one door.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import Profil
from ancrage.observatoire.calculs import secret, tables_liees
from ancrage.publication.production import write_diagnostic
from tests.conftest import FICHIERS_MINIATURE, GEOGRAPHIE_MINIATURE
from tests.observatoire.moteur.attaque import MASKS, SEXES, Attaque, Cellule
from tests.observatoire.moteur.portes_attaque import (
    Reponse,
    read_csv,
    read_json,
    read_pdf,
    read_xlsx,
)
from tests.observatoire.moteur.region import COMMUNES, MEMBRES, commune_of, group_of
from tests.preuve import portes

DEPOT = FICHIERS_MINIATURE / "depot"
EXTRAIT = "cepidc_extrait_fictif.csv"
LARGE, ETROITE, SEUIL, SEED = "2013-2017", "2014-2017", 5, 20261122
CAUSES = {"M03": "tous", "M03-ICM": "tous", "M04": "avant 65", "M07": "C", "M07-ICM": "C"}
CAUSES |= {"M11": "I"}
MESURES = {
    (code, periode): f"{mesure} {periode}"
    for code, mesure in CAUSES.items()
    for periode in (LARGE, ETROITE)
}
ELEMENTS = {
    "tous": [c + a for c in "CIX" for a in "<>"],
    "avant 65": ["C<", "I<", "X<"],
    "C": ["C<", "C>"],
    "I": ["I<", "I>"],
}
CONTENU = {
    f"{name} {periode}": frozenset(group + year for group in groups for year in years)
    for name, groups in ELEMENTS.items()
    for periode, years in ((LARGE, "ab"), (ETROITE, "b"))  # a: 2013, b: the four other years
}
PORTES = {"json": read_json, "csv": read_csv, "xlsx": read_xlsx, "pdf": read_pdf}
LARGES = [aire for aire in MEMBRES if not aire.startswith("commune:")]
# As earlier vintages wrote them: a commune that has merged, the EPCI that held it.
ANCIENS = ["commune:00009", "+".join(f"commune:{c}" for c in ("00003", "00009"))]
ANCIENS += ["+".join(f"commune:{c}" for c in ("00001", "00002", "00003", "00009", "00004"))]


def rows() -> list[dict[str, str]]:
    """Read the extract with the standard library."""
    with (DEPOT / EXTRAIT).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


@cache
def truth() -> dict[Cellule, float]:
    """Count the extract with the standard library, for every area, sex and measure."""
    found: dict[Cellule, float] = defaultdict(float)
    for row in rows():
        young = int(row["CLAGE"].rstrip("+").partition("-")[0]) < 65
        group = group_of(row["CAUSE"]) + ("<" if young else ">")
        group += "a" if row["ANNEE"] == "2013" else "b"
        own = "hommes" if row["SEXE"] == "1" else "femmes"
        for aire, members in MEMBRES.items():
            for sexe, parts in SEXES.items():
                for mesure, content in CONTENU.items():
                    if commune_of(row["COM"]) in members and own in parts and group in content:
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


def deposit_two_vintages(folder: Path) -> None:
    """Deposit the extract, then its last four years counted on the communes of 2020."""
    for item in api.list_depots():
        api.remove_depot(item.depot.code, jamais_diffuse=True)
    api.add_depot(DEPOT / EXTRAIT, DEPOT / "depot.toml")
    cells: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    people: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for row in rows():
        place = (commune_of(row["COM"]), row["ANNEE"], row["SEXE"], row["CLAGE"])
        if row["ANNEE"] != "2013":
            cells[*place, row["CAUSE"]][0] += int(row["NB_DECES"])
            people[place][row["COM"]] = int(row["POP"])
    lines = [
        ";".join((*cell, str(count), str(sum(people[cell[:4]].values()))))
        for cell, (count, _) in cells.items()
    ]
    text = (DEPOT / "depot.toml").read_text("utf-8").partition("[totaux]")[0]
    for old, new in (('["2013", ', "["), ("cog = 2018", "cog = 2020"), ("_fictif", "_etroit")):
        text = text.replace(old, new)
    total = sum(count for count, _ in cells.values())
    head = "COM;ANNEE;SEXE;CLAGE;CAUSE;NB_DECES;POP"
    (folder / "etroit.csv").write_text("\n".join([head, *lines]) + "\n", "utf-8")
    (folder / "etroit.toml").write_text(f"{text}[totaux]\neffectif = {total}\n", "utf-8")
    api.add_depot(folder / "etroit.csv", folder / "etroit.toml")


def chains(number: int) -> Iterator[list[str]]:
    """Draw chains of queries: an area, the same and one commune more, that commune, a vintage."""
    draw = random.Random(SEED)
    for _ in range(number):
        # The larger areas first: a union of two communes is refused like any other union.
        aire, commune = draw.choice([*LARGES, *LARGES, *COMMUNES[::4]]), draw.choice(COMMUNES)
        aire = aire if aire in MEMBRES else f"commune:{aire}"
        chain = [aire, f"commune:{commune}", draw.choice(ANCIENS)]
        if commune not in MEMBRES[aire]:
            chain.append(f"{aire}+commune:{commune}")
        yield draw.sample(chain, len(chain))


def attack(number: int, folder: Path) -> dict[str, Attaque]:
    """Send the chains through the doors in turn; return what each door teaches, then all."""
    deposit_two_vintages(folder)
    profiles = cache(lambda query: protected_part(api.profile(query, usage="diagnostic")))
    read = cache(lambda door, query: PORTES[door](profiles(query), folder))
    found = {door: Attaque(SEUIL, MEMBRES, CONTENU) for door in (*PORTES, "toutes")}
    for rank, chain in enumerate(chains(number)):
        door = list(PORTES)[rank % len(PORTES)]
        for query in chain:
            aire = area_of(profiles(query))
            for knowledge in (found[door], found["toutes"]) if aire else ():
                knowledge.learn(aire, MESURES, read(door, query))
            if not aire:
                check_refused(query, read(door, query))
    return found


def protected_part(profil: Profil) -> Profil:
    """Keep the indicateurs of the deposits: the other ones would only make the files heavier."""
    return replace(profil, indicateurs=tuple(v for v in profil.indicateurs if v.code in CAUSES))


def area_of(profil: Profil) -> str | None:
    """Return the area of the closed list that answered, by its code of today; None for a union."""
    return profil.territoire.code if profil.territoire.niveau not in {"union", "liste"} else None


def check_refused(query: str, answers: Iterable[Reponse]) -> None:
    """A free union never touches a protected source."""
    told = [a for a in answers if (a.code, a.periode) in MESURES]
    assert {(a.code, a.periode) for a in told} == set(MESURES), query
    assert all(a.numerator is a.value is a.denominator is None for a in told), query


@pytest.fixture(scope="module")
def attaques(
    etat: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Attaque]:
    """Return the attackers after 500 chains, 125 through each door."""
    return attack(500, tmp_path_factory.mktemp("portes"))


def test_500_chains_bound_no_masked_cell_tighter_than_the_rule(
    attaques: dict[str, Attaque],
) -> None:
    attaque = attaques["toutes"]
    assert {aire for aire, _, _ in attaque.known} == set(MEMBRES)  # every area has been asked
    assert {mesure for _, _, mesure in attaque.known} == set(CONTENU)
    assert set(attaque.marks.values()) == {"secret", "secret_secondaire"}
    assert all(low == pytest.approx(truth()[cell]) for cell, (low, _) in attaque.known.items())
    assert list(attaque.leaks(truth())) == []


@pytest.mark.parametrize("door", PORTES)
def test_each_door_tells_the_same_counts_and_no_masked_one(
    attaques: dict[str, Attaque], door: str
) -> None:
    own, every = attaques[door].known, attaques["toutes"]
    assert len({aire for aire, _, _ in own}) > 12
    assert own.keys().isdisjoint(every.marks)
    assert all(low == pytest.approx(truth()[cell]) for cell, (low, _) in own.items())


def test_the_same_chains_find_leaks_at_every_door_when_nothing_completes_the_primary_masks(
    attaques: dict[str, Attaque], tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secret, "protect", lambda t: secret.Solution(tables_liees.primary(t), ()))
        naive = attack(120, tmp_path)
    assert "secret_secondaire" not in naive["toutes"].marks.values()
    for door in PORTES:
        leak = next(fuite for fuite in naive[door].leaks(truth()) if fuite.high - fuite.low < 1e-6)
        assert leak.low == pytest.approx(truth()[leak.cell]), door


DOCUMENTES = ["epci:990000001", "commune:0A003"]


def test_whole_documents_teach_nothing_more(attaques: dict[str, Attaque], tmp_path: Path) -> None:
    """The DLS itself, PDF and XLSX: its values are in one table, rounded as it prints them."""
    deposit_two_vintages(tmp_path)
    for aire in DOCUMENTES:
        profil = api.profile(aire, usage="diagnostic")
        told = {
            (a.code, a.periode, a.sexe): a
            for a in read_json(profil, tmp_path)
            if (a.code, a.periode) in MESURES
        }
        paths = [tmp_path / f"document.{suffix}" for suffix in ("pdf", "xlsx")]
        write_diagnostic(aire, paths)
        for printed in (portes.read_pdf(paths[0]), portes.read_xlsx(paths[1])):
            answers = []
            for key, answer in told.items():
                text = str(printed[key])
                masked = text.startswith("secret")
                assert masked == (answer.status in MASKS), (aire, key, text)
                if answer.status == "valeur":
                    answers.append(as_printed(answer, text))
            attaques["toutes"].learn(aire, MESURES, answers)
    assert list(attaques["toutes"].leaks(truth())) == []


def as_printed(answer: Reponse, text: str) -> Reponse:
    """Return the answer that a printed figure gives: a value known to half its last digit."""
    value, decimals = portes.number(text.replace(".", ",")) or (None, 0)
    assert value is not None, (answer, text)
    return Reponse(
        answer.code, answer.sexe, "valeur", None, answer.denominator, value, 10.0**-decimals,
        answer.periode,
    )  # fmt: skip


def test_no_sum_over_an_open_source_holds_a_commune_that_its_producer_masked(
    etat: pytest.MonkeyPatch,
) -> None:
    """Caf, Filosofi, quartiers: their masked counts take part in no figure of a larger area."""
    for item in api.list_depots():
        api.remove_depot(item.depot.code, jamais_diffuse=True)
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
