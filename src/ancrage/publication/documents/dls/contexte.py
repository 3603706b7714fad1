"""What the builder of the DLS reads: the profile, the catalogue, the maps, the options."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from ancrage.observatoire.api import Comparaison, DonneesCarte, Indicateur, Profil, Valeur
from ancrage.publication.analyses.recueil import Analyses
from ancrage.publication.documents.blocs import Etat, Illustration
from ancrage.publication.documents.phrases import COMPTES, is_alone, nearest_first
from ancrage.publication.figures.modeles import Anneau
from ancrage.publication.typographie import nom_territoire

CHAPITRES = {
    3: "Population et conditions sociales",
    4: "État de santé",
    5: "Populations",
    6: "Santé mentale",
    7: "Comportements et prévention",
    8: "Santé-environnement",
    9: "Offre et accès aux soins, médico-social",
}
TITRE = "Diagnostic local de santé"
_PALIERS = {"K": 0, "S": 1, "X": 2}
_SEXES = {"ensemble": 0, "femmes": 1, "hommes": 2}


@dataclass(frozen=True, slots=True)
class CommuneDecrite:
    """A commune of the territory as listed in chapter 2."""

    code: str
    libelle: str
    epci: str = ""
    departement: str = ""
    population: int | None = None
    anneaux: tuple[Anneau, ...] = ()


@dataclass(frozen=True, slots=True)
class QuartierDecrit:
    """A priority neighbourhood (QPV), with its communes and all its inhabitants."""

    code: str
    libelle: str
    commune: str
    population: int | None = None
    edition: str = ""  # of the population


@dataclass(frozen=True, slots=True)
class Parution:
    """What makes a diagnosis a published edition: its number, its people, its print."""

    numero: int
    empreinte: str = ""  # SHA-256 of the frozen content, known once it is written
    magasin: str = ""  # edition of the figures
    commanditaire: str = ""
    redacteurs: tuple[str, ...] = ()
    relecteurs: tuple[str, ...] = ()
    signataire: str = ""
    textes: tuple[str, ...] = ()  # « chapitre 3, par …, le … »
    corrige: str = ""
    retraits: tuple[str, ...] = ()  # what was withdrawn since, each with its date
    validation: str = "validé par l’observatoire"


@dataclass(frozen=True, slots=True)
class OptionsDls:
    """What the profile does not say: dates, authors, communes, neighbourhoods, cover map."""

    date: date
    auteur: str = "Ancrage"
    version: str = "1"
    edition: str = ""  # as readers name it; by default the year of the limits
    etat: Etat = "brouillon"
    mention: str = "Calcul automatique, non validé"
    titre: str = TITRE
    chapitres: tuple[int, ...] = ()  # those of the frame; none: the fifteen of the document type
    communes: tuple[CommuneDecrite, ...] = ()
    annee_population: int | None = None
    quartiers: tuple[QuartierDecrit, ...] = ()
    limites: tuple[tuple[Anneau, ...], ...] = ()  # outlines of the EPCI
    cartes_max: int = 8
    graphiques_max: int = 24
    analyses: Analyses = field(default_factory=Analyses)
    selection: tuple[str, ...] = ()  # indicateurs kept, in their order; none: the catalogue's
    textes: tuple[tuple[str, str], ...] = ()  # texts rewritten by key (cle_chapitre, cle_phrase)
    parution: Parution | None = None


@dataclass(frozen=True, slots=True)
class MatiereDls:
    """All that a DLS is made of: frozen with an edition, it gives the same document for ever."""

    profil: Profil
    indicateurs: Mapping[str, Indicateur]
    cartes: Mapping[str, DonneesCarte]
    options: OptionsDls


@dataclass(frozen=True)
class Contexte:
    """The reading of a profile by chapter, in the order of the document."""

    profil: Profil
    indicateurs: Mapping[str, Indicateur]
    options: OptionsDls
    cartes: Mapping[str, DonneesCarte] = field(default_factory=dict)
    carte_territoire: Illustration | None = None  # for half a page or half a slide

    @property
    def nom(self) -> str:
        """Return the name of the territory."""
        return self.profil.territoire.libelle

    @property
    def chapitres(self) -> tuple[int, ...]:
        """Return the numbers of the chapters of the document, from its frame."""
        return self.options.chapitres or tuple(range(15))

    def text(self, cle: str) -> str | None:
        """Return the text that replaces an automatic one, or None."""
        return dict(self.options.textes).get(cle)

    def keep(self, codes: Sequence[str]) -> "Contexte":
        """Return the reading of these indicateurs alone, in this order."""
        kept = tuple(v for v in self.profil.indicateurs if v.code in set(codes))
        options = replace(self.options, selection=tuple(codes))
        return replace(self, profil=replace(self.profil, indicateurs=kept), options=options)

    def chapitre(self, numero: int) -> list[Valeur]:
        """Return the latest entries of a chapter, core indicateurs first, one per sex."""
        return [v for v in self.latest() if self.indicateurs[v.code].chapitre_dls == numero]

    def latest(self) -> list[Valeur]:
        """Return the most recent entry of every indicateur and sex that has a period."""
        return list(self._latest)

    @cached_property
    def _latest(self) -> tuple[Valeur, ...]:
        newest: dict[tuple[str, str], Valeur] = {}
        for valeur in self.profil.indicateurs:
            key = (valeur.code, valeur.sexe)
            if valeur.periode is None or valeur.code not in self.indicateurs:
                continue
            if key not in newest or (newest[key].periode or "") < valeur.periode:
                newest[key] = valeur
        return tuple(sorted(newest.values(), key=self._order))

    def awaited(self, numero: int | None = None) -> list[Indicateur]:
        """Return the indicateurs of a chapter (or all) that wait for their source."""
        known = {v.code for v in self.profil.indicateurs if v.periode is not None}
        return [
            item
            for item in self.indicateurs.values()
            if item.chapitre_dls in self.chapitres
            and (numero is None or item.chapitre_dls == numero)
            and item.code not in known
            and item.attente is not None
        ]

    def of(self, valeur: Valeur) -> Indicateur:
        """Return the definition of a value."""
        return self.indicateurs[valeur.code]

    def main(self, valeur: Valeur) -> Comparaison | None:
        """Return the comparison with the document's main reference, or the nearest one."""
        if valeur.method in COMPTES:
            return None  # a headcount is not read against that of a larger area
        return next(iter(nearest_first(valeur.comparaisons)), None)

    def references(self, valeurs: Sequence[Valeur]) -> list[Comparaison]:
        """Return the reference areas of these values, one column each, at most four.

        Départements beyond two are left to the annexes: the table would not be read.
        """
        seen: dict[tuple[str, str], Comparaison] = {}
        for valeur in valeurs:
            for comparaison in valeur.comparaisons if valeur.method not in COMPTES else ():
                if comparaison.value is not None:
                    seen.setdefault((comparaison.reference, comparaison.code), comparaison)
        order = {"departement": 0, "region": 1, "france": 2}
        areas = sorted(seen.values(), key=lambda c: (order.get(c.reference, 3), c.code))
        if sum(c.reference == "departement" for c in areas) > 2:
            areas = [c for c in areas if c.reference != "departement"]
        return areas

    def _order(self, valeur: Valeur) -> tuple[int, int, str, int, str, int]:
        item, chosen = self.indicateurs[valeur.code], self.options.selection
        return (
            item.chapitre_dls,
            chosen.index(item.code) if item.code in chosen else len(chosen),
            item.dimension,
            _PALIERS[item.palier],
            item.code,
            _SEXES.get(valeur.sexe, 3),
        )


def cle_chapitre(numero: int) -> str:
    """Return the key of the lead of a chapter, which may be rewritten."""
    return f"chapitre:{numero}"


def cle_phrase(valeur: Valeur) -> str:
    """Return the key of the sentence of a value, which may be rewritten."""
    return f"phrase:{valeur.code}:{valeur.sexe}"


def ton(verdict: str | None, indicateur: Indicateur) -> str | None:
    """Return whether an established difference is favourable, where the sense is known."""
    if verdict not in {"superieur", "inferieur"} or indicateur.sense == "neutre":
        return None
    high = verdict == "superieur"
    return "favorable" if high == (indicateur.sense == "haut_favorable") else "defavorable"


def main_kind(contexte: Contexte) -> str:
    """Return which area the document is judged against: « region », « france », « departement »."""
    first, _ = _first_comparison(contexte)
    return first.reference if first else "region"


def _first_comparison(contexte: Contexte) -> tuple[Comparaison | None, Sequence[Comparaison]]:
    return next(
        ((c, v.comparaisons) for v in contexte.latest() if (c := contexte.main(v)) is not None),
        (None, ()),
    )


def main_reference(contexte: Contexte) -> str:
    """Return the name of the main reference: « la région », or « la France » for a région.

    A territory astride two régions is judged against the first, which is then named.
    """
    first, beside = _first_comparison(contexte)
    if first and first.reference == "region" and not is_alone(first, beside):
        return nom_territoire(first.reference, first.libelle)
    if first is None or first.reference == "region":
        return "la région"
    return "la France" if first.reference == "france" else "le département"
