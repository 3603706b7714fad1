"""The frame that several extracts are laid on: areas and sexes, and what each measure counts.

Years, causes and ages make the contents; what two measures both count is cut from an extract that
can be, and what public sources count is laid beside them.
"""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.observatoire.catalogue.depots import DepotRestreint, IndicateurDepose
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.cube_depot import areas_of
from ancrage.observatoire.moteur.extraits import Extrait, cut_extract, matching
from ancrage.observatoire.moteur.faits_publics import Comptes, FaitPublic, known_totals
from ancrage.observatoire.moteur.secret_depots import OUVERT, Cases, Compte, Contenu, Statuts
from ancrage.observatoire.moteur.systeme_secret import (
    Annees,
    Drapeaux,
    Groupe,
    Tableau,
    blocks_of,
)
from ancrage.observatoire.moteur.traces_depots import Trace
from ancrage.observatoire.sources.depot import unique_mesures

Comptable = Extrait | Trace
_AILLEURS = "hors de l'extrait"  # the causes of the events that no extract holds


def refusal(other: DepotRestreint, description: Path, code: str, colonne: str, why: str) -> Erreur:
    return Erreur(
        code,
        f"Cet extrait et le dépôt « {other.code} » ({other.periode}) ne peuvent pas être protégés "
        f"ensemble : {why}.",
        fichier=description,
        colonne=colonne,
        attendu="les mêmes événements, comptés de la même façon, ou des années disjointes",
        remede=f"réunissez les indicateurs dans un seul extrait, ou retirez « {other.code} »",
        sortie=CodeSortie.REFUS,
    )


class Frame:
    """The areas, sexes, causes and ages that several extracts are laid on."""

    def __init__(self, extraits: Sequence[Comptable]) -> None:
        touched = {aire for item in extraits for aire in item.aires}
        self.codes = sorted(a.removeprefix("commune:") for a in touched if a.startswith("commune:"))
        self.aires, self.links, sizes = areas_of(pl.Series(self.codes))
        self.whole = np.asarray(self.links.sum(axis=1)).ravel() == sizes
        self.rows = {aire: rank for rank, aire in enumerate(self.aires["aire"])}
        self.communes = np.array([self.rows[f"commune:{code}"] for code in self.codes])
        self.columns = max(len(item.sexes) for item in extraits)
        self.columns += self.columns > 1
        self.causes = frozenset().union(*(item.causes for item in extraits))
        self.ages = sorted({age for item in extraits for age in item.depot.ages_lus})

    def contents(self, extrait: Comptable) -> dict[str, Contenu]:
        """Return what each measure of an extract counts."""
        depot = extrait.depot
        return {item.mesure: self._content(item, depot) for item in unique_mesures(depot)}

    def _content(self, item: IndicateurDepose, depot: DepotRestreint) -> Contenu:
        """Return the years, causes and ages that a measure counts."""
        ages = [age for age in self.ages if item.age_min <= age < (item.age_max or 200)]
        causes = matching(item.causes, self.causes)
        return Contenu(frozenset(depot.periodes), frozenset(itertools.product(causes, ages)))

    def _place(self, extrait: Comptable) -> tuple[Drapeaux, tuple[np.ndarray, ...]]:
        """Return which of its areas are here today, and where they stand."""
        here = np.array([aire in self.rows for aire in extrait.aires])
        rows = np.array([self.rows[aire] for aire in extrait.aires if aire in self.rows])
        alone = len(extrait.sexes) == 1
        return here, np.ix_(rows, np.arange(self.columns)[-1 if alone else 0 :])

    def place(self, extrait: Comptable, mesure: str) -> Cases:
        """Return the cells of a measure on the common areas and sexes."""
        counts, known = extrait.counts[mesure]
        here, at = self._place(extrait)
        observed = np.zeros((self.aires.height, self.columns))
        answered = np.zeros(observed.shape, dtype=bool)
        observed[at], answered[at] = counts[here], known[here]
        return self._cases(observed, answered)

    def _cases(self, observed: Tableau, answered: Drapeaux) -> Cases:
        """Keep the areas whose communes all have a count."""
        lacking = self.links @ (~answered[self.communes]).astype(float)
        return Cases(observed, answered & (lacking == 0), self.links, self.communes)

    def spread(self, extrait: Comptable, marks: Statuts) -> Statuts:
        """Return the marks of the cells of a measure, on the common areas and sexes."""
        found = np.full((self.aires.height, self.columns), OUVERT, dtype="<U20")
        here, at = self._place(extrait)
        found[at] = marks[here]
        return found

    def read(self, extrait: Extrait, status: Statuts) -> Statuts:
        """Return statuses on the areas and sexes of an extract."""
        return np.asarray(status[self._place(extrait)[1]])

    def common_parts(
        self, extraits: Sequence[Comptable], comptes: Sequence[Compte], description: Path
    ) -> list[Compte]:
        """Return the blocks of years of each measure, and what two extracts both count of them.

        `comptes`: the measures, and the public totals.
        """
        contents = [compte.contenu for compte in comptes]
        wanted: dict[Annees, dict[Groupe, None]] = {}
        for content in contents:
            blocks = blocks_of(content.annees, contents)
            for block in blocks if len(blocks) > 1 else ():
                wanted.setdefault(block, {})[content.groupe] = None
        for one, other in itertools.combinations(extraits, 2):
            pair = self.contents(one).values(), self.contents(other).values()
            for ours, theirs in itertools.product(*pair):
                group = ours.groupe & theirs.groupe
                if group in (frozenset(), ours.groupe, theirs.groupe):
                    continue
                for block in blocks_of(ours.annees & theirs.annees, contents):
                    wanted.setdefault(block, {})[group] = None
        held = set(contents)
        found: list[Compte] = []
        for block, groups in wanted.items():
            lacking = [group for group in groups if Contenu(block, group) not in held]
            found += self._count_block(extraits, comptes, block, lacking, description)
        return found

    def _count_block(
        self,
        extraits: Sequence[Comptable],
        comptes: Sequence[Compte],
        block: Annees,
        groups: Sequence[Groupe],
        description: Path,
    ) -> Iterator[Compte]:
        """Count groups over a block of years, each from an extract whose age bands allow it.

        What no extract counts any more is lost; what none could ever count is refused.
        """
        asked: dict[int, list[Groupe]] = {}
        told = np.full((self.aires.height, self.columns), OUVERT, dtype="<U20")
        for group in groups:
            able = [rank for rank, item in enumerate(extraits) if self._counts(item, block, group)]
            if able:
                asked.setdefault(able[0], []).append(group)
                continue
            content = Contenu(block, group)
            within = [c for c in comptes if block <= c.contenu.annees and group <= c.contenu.groupe]
            lost = any(isinstance(item, Trace) for item in extraits)
            if not lost and not any(compte.public for compte in within):
                text = "leurs classes d'âge se croisent sans se découper"
                raise refusal(extraits[-1].depot, description, "ages_incomparables", "ages", text)
            answered = np.logical_and.reduce([compte.cases.answered for compte in within])
            lost_cases = self._cases(np.where(answered, np.nan, 0.0), answered)
            yield Compte("", lost_cases, content, told)
        for rank, wanted in asked.items():
            extrait = extraits[rank]
            assert isinstance(extrait, Extrait)  # noqa: S101 (only an extract counts)
            for group, cases in self._cut(extrait, block, wanted, description):
                yield Compte("", cases, Contenu(block, group), told)

    def _counts(self, extrait: Comptable, block: Annees, group: Groupe) -> bool:
        """Tell whether an extract counts a group over a block of years."""
        if not isinstance(extrait, Extrait) or not extrait.covers(block):
            return False
        if not {cause for cause, _ in group} <= self.causes:
            return False
        first, after = self._ages(group)
        return {first, after} - {None} <= set(extrait.depot.ages_lus)

    def _ages(self, group: Groupe) -> tuple[int, int | None]:
        ages = [age for _, age in group]
        return min(ages), min((age for age in self.ages if age > max(ages)), default=None)

    def _cut(
        self, extrait: Extrait, block: Annees, groups: Sequence[Groupe], description: Path
    ) -> Iterator[tuple[Groupe, Cases]]:
        """Return the cells of some groups over a block of years."""
        items = []
        for rank, group in enumerate(groups):
            first, after = self._ages(group)
            causes = tuple(sorted({cause for cause, _ in group} & extrait.causes))
            code = f"X{rank:02}"
            items.append(IndicateurDepose(code=code, causes=causes, age_min=first, age_max=after))
        years = {"periodes": tuple(sorted(block)), "indicateurs": tuple(items)}
        depot = extrait.depot.model_copy(update=years)
        rows = extrait.table
        if depot.colonnes.periode:
            rows = rows.filter(pl.col("periode").is_in(sorted(block)))
        cut = cut_extract(rows, depot, description.name)
        for group, item in zip(groups, items, strict=True):
            yield group, self.place(cut, item.mesure)

    def public_counts(
        self, extraits: Sequence[Extrait], facts: Sequence[FaitPublic], complete: bool
    ) -> Iterator[Compte]:
        """Yield the public totals that bound the measures; `complete`: the extracts hold them all.

        Where the extracts count the same total, theirs stands for it: two producers differ by a
        few, and the reader is supposed to know the very count.
        """
        contents = [c for item in extraits for c in self.contents(item).values()]
        windows = sorted({content.annees for content in contents}, key=sorted)
        elsewhere = () if complete else (_AILLEURS,)
        group = frozenset(itertools.product((*self.causes, *elsewhere), self.ages))
        for years, counts in known_totals(windows, facts).items():
            local = self._consistent(self._local(counts), years, extraits, complete)
            known = ~np.isnan(local)
            observed = np.zeros((self.aires.height, self.columns))
            answered = np.zeros(observed.shape, dtype=bool)
            observed[:, -1] = self.links @ np.where(known, local, 0.0)
            answered[:, -1] = self.whole & (self.links @ (~known).astype(float) == 0)
            cases = self._cases(observed, answered)
            yield Compte("", cases, Contenu(years, group), public=True)

    def _consistent(
        self, local: Tableau, years: Annees, extraits: Sequence[Extrait], complete: bool
    ) -> Tableau:
        """Return the public total of each commune, made to agree with what the extracts count."""
        for item in extraits:
            shared = years & set(item.depot.periodes)
            if shared and item.covers(shared):
                own = self._local(item.events(shared))
                exact = complete and shared == years
                found = own if exact else np.maximum(local, own)
                local = np.where(np.isnan(own) | np.isnan(local), local, found)
            elif complete and years < set(item.depot.periodes):
                own = self._local(item.events(item.depot.periodes))
                local = np.where(np.isnan(own), local, np.minimum(local, own))
        return local

    def _local(self, counts: Comptes) -> Tableau:
        return np.array([counts.get(code, np.nan) for code in self.codes])
