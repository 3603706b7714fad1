"""Keep some indicateurs of a DLS, or withdraw some from a published one."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ancrage.observatoire.api import Valeur
from ancrage.publication.analyses.recueil import Analyses
from ancrage.publication.documents.dls.contexte import MatiereDls, OptionsDls
from ancrage.publication.documents.dls.quartiers import POPULATION_QPV
from ancrage.publication.typographie import INSECABLE, date_longue

HABITANTS = "D01"
RETIRE = "manquant"  # the closed list of statuses has no other word: the reason says the rest


@dataclass(frozen=True, slots=True)
class Retrait:
    """What an erratum withdrew: an indicateur, or a rewritten text by its key."""

    code: str
    cle: str
    jour: date
    explication: str

    @property
    def objet(self) -> str:
        """Return what was withdrawn, as readers name it."""
        if self.code:
            return self.code
        kind, _, rest = self.cle.partition(":")
        if kind == "chapitre":
            return f"Texte d’ouverture du chapitre {rest}"
        return f"Phrase sur {rest.partition(':')[0]}"

    @property
    def mention(self) -> str:
        """Return the dated notice, as it stands in place of the figure."""
        return f"retiré le {date_longue(self.jour)}{INSECABLE}: {self.explication}"


def choose(matiere: MatiereDls, codes: Sequence[str]) -> MatiereDls:
    """Return what a DLS of these indicateurs alone is made of, in this order."""
    kept = set(codes)
    values = tuple(v for v in matiere.profil.indicateurs if v.code in kept)
    options = replace(_hush(matiere.options, kept.__contains__), selection=tuple(codes))
    return replace(
        matiere,
        profil=replace(matiere.profil, indicateurs=values),
        cartes={code: carte for code, carte in matiere.cartes.items() if code in kept},
        options=options,
    )


def withdraw(matiere: MatiereDls, retraits: Collection[Retrait]) -> MatiereDls:
    """Return a published DLS without what errata withdrew: each place says when and why."""
    if not retraits:
        return matiere
    gone = {one.code: one for one in retraits if one.code}
    keys = {one.cle for one in retraits if one.cle}
    values = tuple(
        _withdrawn(v, gone[v.code]) if v.code in gone else v for v in matiere.profil.indicateurs
    )
    texts = tuple(
        (cle, said)
        for cle, said in matiere.options.textes
        if cle not in keys and cle.split(":")[1] not in gone
    )
    options = replace(
        _hush(matiere.options, lambda code: code not in gone),
        textes=texts,
        mention=_mention(len(retraits)),
    )
    return replace(
        matiere,
        profil=replace(matiere.profil, indicateurs=values),
        cartes={code: carte for code, carte in matiere.cartes.items() if code not in gone},
        options=options,
    )


def _mention(count: int) -> str:
    plural = "s" if count > 1 else ""
    return f"Édition marquée{INSECABLE}: {count} élément{plural} retiré{plural}, voir la fin"


def _withdrawn(valeur: Valeur, retrait: Retrait) -> Valeur:
    return replace(
        valeur,
        value=None,
        lower=None,
        upper=None,
        numerator=None,
        denominator=None,
        status=RETIRE,
        comparaisons=(),
        position=None,
        reliability=None,
        membres=(),
        motif=retrait.mention,
    )


def _hush(options: OptionsDls, kept: Callable[[str], bool]) -> OptionsDls:
    """Leave out of what surrounds the profile the figures of indicateurs that are not kept."""
    communes = options.communes
    if not kept(HABITANTS):
        communes = tuple(replace(one, population=None) for one in communes)
    return replace(
        options,
        analyses=_prune(options.analyses, kept),
        communes=communes,
        quartiers=options.quartiers if kept(POPULATION_QPV) else (),
    )


def _prune(analyses: Analyses, kept: Callable[[str], bool]) -> Analyses:
    """Leave out of the analyses the indicateurs that are not kept."""
    bilan, peers, people = analyses.bilan, analyses.semblables, analyses.demographie
    if bilan is not None:
        bilan = replace(
            bilan,
            lignes=tuple(one for one in bilan.lignes if kept(one.code)),
            tendances=tuple(one for one in bilan.tendances if kept(one.code)),
        )
    if peers is not None:
        peers = replace(peers, lignes=tuple(p for p in peers.lignes if kept(p.valeur.code)))
    if people is not None:
        series = tuple(one for one in people.professions if kept(one.indicateur))
        people = replace(people, professions=series) if series else None
    gradient, funnel = analyses.gradient, analyses.entonnoir
    return replace(
        analyses,
        bilan=bilan,
        semblables=peers,
        demographie=people,
        gradient=gradient if gradient and kept(gradient.indicateur) else None,
        entonnoir=funnel if funnel and kept(funnel.indicateur) else None,
    )
