"""The parameters that each rule takes, validated: one class per rule that has any."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ancrage.plateforme.commun.erreurs import ActeRefuse

Compte = Annotated[int, Field(ge=1, le=1000)]
Centimes = Annotated[int, Field(ge=1, le=100_000_000)]
Secteur = Literal["prevention", "medico_social", "soins_autres"]
Partie = Literal["ars", "collectivite", "prefecture"]
Volet = Literal["quantitatif", "qualitatif", "ressources", "delta"]


class Parametres(BaseModel):
    """A rule without parameter; the others extend it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Domaines(Parametres):
    """R2: the legal domains that an action may bear on."""

    domaines: tuple[Literal["promotion", "prevention", "soins", "medico_social"], ...]


class Parties(Parametres):
    """R3: who must sign (refused otherwise), who should (an alert otherwise)."""

    obligatoires: tuple[Partie, ...]
    recommandees: tuple[Partie, ...] = ()


class Fourchette(Parametres):
    """R6: how many priorities; outside, a motivated derogation is asked for."""

    minimum: Compte
    maximum: Compte

    @model_validator(mode="after")
    def _ordered(self) -> "Fourchette":
        if self.minimum > self.maximum:
            raise ValueError("le minimum dépasse le maximum")
        return self

    def holds(self, count: int) -> bool:
        """Say whether a count of priorities is inside."""
        return self.minimum <= count <= self.maximum


class Volets(Parametres):
    """R7: the parts of a diagnosis, and those of a renewal."""

    volets: tuple[Volet, ...]
    renouvellement: tuple[Volet, ...]


class Annees(Parametres):
    """R8: how far back the inventory of resources goes, in years."""

    annees: Compte


class Auteur(Parametres):
    """R10: who carries out the diagnosis, on which template."""

    auteur: Literal["ors"]
    modele: str = Field(min_length=1, max_length=40)


class IndicateursMax(Parametres):
    """R11: how many indicators an evaluation reads again at most."""

    maximum: Compte


class ChiffresClesReglage(Parametres):
    """R12: pages, editions per year, and when they are made."""

    pages: Compte
    par_an: Compte
    quand: Literal["fin_de_contrat", "sur_demande", "annuel"]


class IndicateursParAction(Parametres):
    """R14: how many indicators of each nature an action needs."""

    realisation: Compte
    resultat: Compte


class Poste(Parametres):
    """R15: the mission of the fund that pays the post, and how much; None: not said."""

    mission: Literal["M1", "M2", "M3", "M4", "M5"] | None = None
    montant_centimes: Centimes | None = None


class DemiPoste(Parametres):
    """R16: the post paid when a CLS and a CLSM run together; `part`: ceiling of what is paid."""

    etp: Annotated[float, Field(gt=0, le=2)]
    part: Annotated[float, Field(gt=0, le=1)] | None = None


class Seuil(Parametres):
    """R17: above how many signatories to warn; None: the region has set none."""

    maximum: Compte | None = None


class Fongibilite(Parametres):
    """R18: the transfers allowed between budget sectors, from one to the other."""

    permis: tuple[tuple[Secteur, Secteur], ...]


class Duree(Parametres):
    """R20: usual and longest duration of a contract, in years."""

    usuelle: Compte
    maximale: Compte

    @model_validator(mode="after")
    def _ordered(self) -> "Duree":
        if self.usuelle > self.maximale:
            raise ValueError("la durée usuelle dépasse la durée maximale")
        return self


class Instances(Parametres):
    """R21: usual quorum of a COPIL, and the days counted around it; the quorum may be unset.

    Before the COPIL: technical committee, convocation, file; after it: minutes, deliberations.
    """

    quorum: Annotated[int, Field(ge=1, le=100)] | None = None
    cotech: Compte = 28
    convocation: Compte = 21
    dossier: Compte = 10
    compte_rendu: Compte = 15
    deliberations: Compte = 60


PARAMETRES: dict[str, type[Parametres]] = {
    f"R{numero}": Parametres for numero in range(1, 22)
} | {
    "R2": Domaines,
    "R3": Parties,
    "R6": Fourchette,
    "R7": Volets,
    "R8": Annees,
    "R10": Auteur,
    "R11": IndicateursMax,
    "R12": ChiffresClesReglage,
    "R14": IndicateursParAction,
    "R15": Poste,
    "R16": DemiPoste,
    "R17": Seuil,
    "R18": Fongibilite,
    "R20": Duree,
    "R21": Instances,
}  # fmt: skip


def read_parametres(code: str, values: dict[str, Any]) -> Any:
    """Return the validated parameters of a rule; raise `ActeRefuse` that names the wrong one."""
    if code not in PARAMETRES:
        raise ActeRefuse(f"Il n’y a pas de règle « {code} ».", "Les règles vont de R1 à R21.")
    try:
        return PARAMETRES[code].model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "paramètres"
        expected = ", ".join(PARAMETRES[code].model_fields) or "aucun"
        why = first["msg"].removeprefix("Value error, ")
        raise ActeRefuse(
            f"Règle {code}, « {where} » : cette valeur ne convient pas ({why}).",
            f"Paramètres attendus : {expected}.",
            champ="parametres",
        ) from error
