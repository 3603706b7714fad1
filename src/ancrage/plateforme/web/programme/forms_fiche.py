"""The form of an action sheet: all its fields, in groups that follow how one thinks of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.programmes import listes
from ancrage.plateforme.programmes.plan import FicheEcrite, LieuEcrit
from ancrage.plateforme.programmes.references import References
from ancrage.plateforme.programmes.releve import LISTES, SIMPLES
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.plateforme.programmes.verification import build
from ancrage.plateforme.web.programme.champs import LignesField, text_of_records
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

LONG = forms.Textarea(attrs={"rows": 6})
COURT = forms.Textarea(attrs={"rows": 3})
CHOISIR = [("", "Choisissez")]
NIVEAU = " › "
TOUT = "tout"
FACETTE = "facette_"
LIGNES = {
    "jalons": ("Étapes", "une étape", "Ce qui sera fait, et pour quand."),
    "publics": ("Publics cibles", "un public", ""),
    "intervenants": (
        "Pilote et partenaires", "une structure",
        "Une structure et une fonction, jamais le nom d’une personne. Une fiche a un seul pilote.",
    ),
    "financements": ("Budget prévisionnel", "un financement", "Un financeur et une année par "
                     "ligne. La valorisation est une aide en nature."),
    "indicateurs": (
        "Indicateurs", "un indicateur",
        "Au moins un de réalisation et un de résultat, avec leur source et qui les relève.",
    ),
    "bilans": ("Bilans annuels", "un bilan", ""),
}  # fmt: skip


def _choice(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[*CHOISIR, *choices.choices], required=False, **options
    )


def _several(label: str, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, **options
    )


@dataclass(frozen=True, slots=True)
class Groupe:
    """One group of fields, as the page shows it."""

    titre: str
    champs: tuple[Any, ...]
    remplis: int
    ouvert: bool


GROUPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("L’action", ("titre", "code", "place", "nature", "structurant", "description", "jalons")),
    ("Pourquoi", ("besoins", "contexte", "liens_prs")),
    ("Pour qui et où", ("publics", "effectif_vise", "strategie_inegalites", "participation",
                        "lieux")),
    ("Avec qui", ("intervenants",)),
    ("Quand et avec quels moyens", ("debut", "fin", "etp", "statut_financement",
                                    "financements", "risques")),
    ("Comment on saura", ("indicateurs",)),
    ("Classement", ("domaine_legal", "reference", "fiches_liees")),
    ("Suivi", ("statut", "motif", "avancement", "bilans")),
)  # fmt: skip


class FicheForm(FormulaireVersionne):
    """A whole sheet. `titre` alone is asked for: the rest comes as it is known."""

    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400_000)
    titre = forms.CharField(label="Titre de l’action", max_length=300)
    code = forms.CharField(
        label="Code", max_length=20, required=False,
        help_text="Laissez vide : la fiche en recevra un. Il ne change plus après la validation.",
    )  # fmt: skip
    place = forms.ChoiceField(label="Axe et objectif", required=False)
    nature = _choice("Nature", listes.Nature)
    structurant = forms.BooleanField(label="Fiche structurante", required=False)
    description = forms.CharField(label="Description", required=False, widget=LONG)
    jalons: Any = None
    besoins = _several("Besoins auxquels elle répond")
    contexte = forms.CharField(label="Contexte, constat chiffré", required=False, widget=LONG)
    liens_prs = _several("Objectifs régionaux qu’elle décline (PRS et autres plans)")
    publics: Any = None
    effectif_vise = forms.IntegerField(
        label="Nombre de personnes visées", required=False, min_value=0, max_value=10**9
    )
    strategie_inegalites = _choice(
        "Stratégie face aux inégalités", listes.Strategie,
        help_text="Universelle : tout le monde. Ciblée : certains publics. Universalisme "
        "proportionné : tout le monde, davantage là où le besoin est plus grand.",
    )  # fmt: skip
    participation = _choice("Participation des habitants", listes.Participation)
    lieux = _several("Territoire d’application")
    intervenants: Any = None
    debut = Jour(label="Début", required=False)
    fin = Jour(label="Fin", required=False)
    etp = forms.DecimalField(
        label="Moyens humains (ETP)", required=False, min_value=0, max_digits=5, decimal_places=2
    )
    statut_financement = _choice("Statut du financement", listes.StatutFinancement)
    financements: Any = None
    risques = forms.CharField(label="Risques, conditions", required=False, widget=COURT)
    indicateurs: Any = None
    domaine_legal = _choice("Domaine légal", listes.DomaineLegal)
    reference = forms.CharField(
        label="Référence des données probantes", required=False, widget=COURT
    )
    fiches_liees = _several("Articulation avec d’autres fiches")
    statut = forms.ChoiceField(label="Statut", choices=listes.StatutAction.choices)
    motif = forms.CharField(
        label="Motif", required=False, widget=COURT,
        help_text="Demandé si l’action est reportée ou abandonnée.",
    )  # fmt: skip
    avancement = forms.IntegerField(
        label="Avancement (%)", required=False, min_value=0, max_value=100
    )
    bilans: Any = None

    def __init__(
        self, *args: Any, refs: References, figee: bool = False, code: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.refs, self.figee = refs, figee
        for nom, (label, quoi, aide) in LIGNES.items():
            self.fields[nom] = LignesField(nom, label=label, quoi=quoi, help_text=aide)
        self.places = places_of(refs)
        self._offer("place", [("", "Pas encore"), *((one, one) for one in self.places)])
        self._offer("besoins", [(one, str(row)) for one, row in refs.besoins.items()])
        others = sorted(one for one in refs.fiches if one != code)
        self._offer("fiches_liees", [(one, one) for one in others])
        self._offer("liens_prs", self._plans())
        self._offer("lieux", lieux_of(refs))
        if figee:
            self._freeze()

    def _plans(self) -> list[tuple[str, str]]:
        """Return the regional objectives to choose from: those in force, those the sheet holds.

        A signed contract keeps the version of its signature: it is offered them all.
        """
        held, on = set(self.initial.get("liens_prs") or ()), today()
        return [
            (key, f"{row.plan} : {row}")
            for key, row in self.refs.plans.items()
            if self.refs.contrat.is_signed or key in held or row.plan.holds(on)
        ]

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Set what a list offers; what the sheet holds already stays offered."""
        field: Any = self.fields[name]
        known = list(choices)
        held = self.initial.get(name) or ()
        codes = {code for code, _ in known}
        extra = [one for one in ([held] if isinstance(held, str) else held) if one not in codes]
        field.choices = [*known, *((one, one.split("|")[-1]) for one in extra if one)]

    def _freeze(self) -> None:
        """A validated sheet keeps its code, gives its typology here, and asks for a reason."""
        del self.fields["code"]
        for facette in typologie().facettes:
            name = FACETTE + facette.code
            choices = list(facette.labels().items())
            field: Any = (
                _several(capfirst(facette.libelle), choices=choices)
                if facette.multiple
                else forms.ChoiceField(
                    label=capfirst(facette.libelle), choices=[*CHOISIR, *choices],
                    required=False,
                )
            )  # fmt: skip
            self.fields[name] = field
        self.fields["raison"] = forms.CharField(
            label="Pourquoi le contenu de cette fiche validée change",
            required=False, widget=COURT, max_length=2_000,
            help_text="Inutile pour le suivi : statut, avancement, étapes, bilans.",
        )  # fmt: skip

    @property
    def groupes(self) -> list[Groupe]:
        """Return the fields in their groups; open: the first, and those with a fault."""
        found = []
        for rang, (titre, names) in enumerate(GROUPES):
            more = (
                [n for n in self.fields if n.startswith(FACETTE)] if titre == "Classement" else []
            )
            fields = tuple(self[one] for one in (*names, *more) if one in self.fields)
            filled = sum(bool(one.value()) for one in fields)
            wrong = any(one.errors for one in fields)
            found.append(Groupe(titre, fields, filled, rang == 0 or wrong))
        return found

    @property
    def cachees(self) -> Any:
        """Return the hidden fields, the texts that the form was opened on included."""
        return self.get_context()["hidden_fields"]

    def record(self, before: FicheEcrite) -> FicheEcrite:
        """Return the sheet as it was typed; `before` gives what the form does not hold."""
        data = self.cleaned_data
        values = {name: data[name] for name in (*SIMPLES, *LIGNES) if name in data}
        values |= {
            "code": data.get("code", before.code),
            "chemin": tuple(self.places.get(data["place"], ())) or self._kept_place(before),
            "besoins": tuple(data["besoins"]),
            "fiches_liees": tuple(data["fiches_liees"]),
            "liens_prs": tuple(data["liens_prs"]),
            "lieux": tuple(_lieu(key) for key in data["lieux"]),
            "classements": self._classements(before),
        }
        written: FicheEcrite = build(FicheEcrite, **dict(before) | values)
        return written

    def _kept_place(self, before: FicheEcrite) -> tuple[str, ...]:
        chosen = self.cleaned_data["place"]
        return before.chemin if chosen and chosen == NIVEAU.join(before.chemin) else ()

    def _classements(self, before: FicheEcrite) -> tuple[str, ...]:
        if not self.figee:
            return before.classements
        kept = []
        for facette in typologie().facettes:
            chosen = self.cleaned_data[FACETTE + facette.code]
            codes = chosen if facette.multiple else filter(None, [chosen])
            kept += [f"{facette.code}:{code}" for code in codes]
        return tuple(sorted(kept))


def places_of(refs: References) -> dict[str, tuple[str, ...]]:
    """Return the places where a sheet hangs, by how one reads them: « Axe › Objectif »."""
    found: dict[str, tuple[str, ...]] = {}
    for label in refs.axes:
        found[label] = (label,)
        paths = [path for path in refs.objectifs if path[0] == label]
        found |= {NIVEAU.join(path): path for path in paths}
    return found


def lieux_of(refs: References) -> list[tuple[str, str]]:
    """Return the places of the perimeter: all of it, its quarters, its communes."""
    quartiers = [
        (f"{one.type}|{one.code}|{one.libelle}", f"{one.libelle}, {one.get_type_display()}")
        for one in refs.contrat.dernier_perimetre.quartiers.all()
        if one.type in listes.TypeLieu.values
    ]
    communes = [(f"commune|{code}|{nom}", nom) for code, nom in refs.communes.items()]
    whole = (f"{TOUT}||{listes.TypeLieu.TOUT.label}", "Tout le périmètre")
    return [whole, *quartiers, *sorted(communes, key=lambda one: one[1])]


def key_of(lieu: LieuEcrit) -> str:
    """Return a place as the form names it."""
    return f"{lieu.type}|{lieu.code}|{lieu.libelle}"


def _lieu(key: str) -> LieuEcrit:
    type_, code, libelle = key.split("|", 2)
    made: LieuEcrit = build(LieuEcrit, type=type_, code=code, libelle=libelle)
    return made


def initial_of(contenu: FicheEcrite, version: int) -> dict[str, Any]:
    """Return a sheet as its form shows it."""
    values: dict[str, Any] = {name: getattr(contenu, name) for name in SIMPLES}
    for name in LISTES:
        if name != "lieux":
            part = LignesField(name, label="", quoi="").part
            values[name] = text_of_records(part, getattr(contenu, name))
    for name in ("besoins", "fiches_liees", "liens_prs"):
        values[name] = list(getattr(contenu, name))
    values["lieux"] = [key_of(one) for one in contenu.lieux]
    values["place"] = NIVEAU.join(contenu.chemin)
    return values | _facettes(contenu) | {"version": version}


def _facettes(contenu: FicheEcrite) -> dict[str, Any]:
    kept = [one.partition(":") for one in contenu.classements]
    found: dict[str, Any] = {}
    for facette in typologie().facettes:
        codes = [code for name, _, code in kept if name == facette.code]
        found[FACETTE + facette.code] = codes if facette.multiple else next(iter(codes), "")
    return found
