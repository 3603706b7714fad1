"""What the two pages for the élus say: plain records, worded once, laid out by page and file."""

from dataclasses import dataclass
from datetime import date

from ancrage.publication.figures.modeles import CarteTypologie, Distribution

DECISIONS_MAX = 5


@dataclass(frozen=True, slots=True)
class ComptesActions:
    """Actions by status, given-up ones left out: what is done first."""

    realisees: int = 0
    en_cours: int = 0
    a_lancer: int = 0
    reportees: int = 0

    @property
    def total(self) -> int:
        """Return how many actions there are."""
        return self.realisees + self.en_cours + self.a_lancer + self.reportees

    @property
    def en_mots(self) -> str:
        """Return « 1 réalisée, 3 en cours », or « aucune »."""
        parts = (
            (self.realisees, "réalisée" if self.realisees < 2 else "réalisées"),
            (self.en_cours, "en cours"),
            (self.a_lancer, "à lancer"),
            (self.reportees, "reportée" if self.reportees < 2 else "reportées"),
        )
        return ", ".join(f"{count} {word}" for count, word in parts if count) or "aucune"


@dataclass(frozen=True, slots=True)
class ChiffreElu:
    """A figure in words. `valeur` is empty where none may be shown: `mot` says why.

    `lieu` names the area that the value really describes, when it is a larger one.
    """

    code: str
    libelle: str
    status: str
    mot: str
    valeur: str = ""
    unite: str = ""
    periode: str = ""
    intervalle: str = ""
    niveau: str = ""  # of the area really described
    lieu: str = ""
    repere: str = ""
    verdict: str | None = None
    sens: str = "neutre"
    lecture: str = ""
    place: str = ""
    motif: str = ""
    source: str = ""

    @property
    def montre(self) -> bool:
        """Say whether a number is shown."""
        return bool(self.valeur)


@dataclass(frozen=True, slots=True)
class PrioriteElu:
    """A priority that the COPIL chose: the objectives under its axes, their actions by status."""

    libelle: str
    objectifs: int
    actions: ComptesActions


@dataclass(frozen=True, slots=True)
class ActionElu:
    """An action as an élu follows it."""

    code: str
    titre: str
    statut: str
    pilote: str
    ou: str = ""  # the quarter, when it is not the whole commune


@dataclass(frozen=True, slots=True)
class CommuneElu:
    """A commune with the actions that name it, those of the whole perimeter left out."""

    code: str
    nom: str
    propres: tuple[ActionElu, ...]
    comptes: ComptesActions


@dataclass(frozen=True, slots=True)
class DecisionElu:
    """What waits for a decision: what, why, of whom, for when. `cle` says where it is taken."""

    cle: str
    quoi: str
    qui: str
    detail: str = ""
    quand: date | None = None
    en_retard: bool = False


@dataclass(frozen=True, slots=True)
class ContactElu:
    """Whom to ask: a function and an organisation, never a name."""

    fonction: str
    organisation: str


@dataclass(frozen=True, slots=True)
class SyntheseElus:
    """All that both layouts say."""

    nom: str
    generation: int
    etat: str
    dates: str
    perimetre: str
    jour: date
    essentiel: tuple[str, ...]
    acces: tuple[ChiffreElu, ...]
    reperes: tuple[ChiffreElu, ...]  # where the territory stands on a few other figures
    priorites: tuple[PrioriteElu, ...]
    sans_priorite: str
    decisions: tuple[DecisionElu, ...]
    autres_decisions: int
    sans_decision: str
    partout: tuple[ActionElu, ...]
    comptes_partout: ComptesActions
    sans_lieu: int
    communes: tuple[CommuneElu, ...]
    sans_action: str
    seance: str
    suite: str
    contacts: tuple[ContactElu, ...]
    bande: Distribution | None = None
    carte: CarteTypologie | None = None
    commune: CommuneElu | None = None  # the one that the reader chose
    mention: str = ""

    @property
    def actions(self) -> bool:
        """Say whether the plan has any action."""
        return not self.sans_action

    @property
    def visees(self) -> tuple[CommuneElu, ...]:
        """Return the communes that an action names."""
        return tuple(one for one in self.communes if one.propres)
