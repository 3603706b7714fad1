"""The fields of each part of a note, as its form asks for them."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from ancrage.plateforme.faisabilite.listes import (
    SCORES,
    DomaineLegal,
    NatureMoyen,
    PrecisionDate,
    ReponseFacteur,
    Rubrique,
    TypeActeur,
)
from ancrage.plateforme.web.socle.champs import Jour, Nombre

Champ = Callable[[], forms.Field]


PREUVE = "Ce qui le montre : un document, une date, un fait."


def _long(label: str, aide: str = "", rows: int = 4) -> Champ:
    return lambda: forms.CharField(
        label=label, help_text=aide, required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _court(label: str, aide: str = "", longueur: int = 200) -> Champ:
    return lambda: forms.CharField(label=label, help_text=aide, required=False, max_length=longueur)


def _jour(label: str, aide: str = "") -> Champ:
    return lambda: Jour(label=label, help_text=aide, required=False)


def _choix(label: str, choices: Any, vide: str = "") -> Champ:
    offered = [("", vide), *choices] if vide else list(choices)
    return lambda: forms.ChoiceField(label=label, choices=offered, required=False)


# The texts of the note itself.
TEXTES: Mapping[str, Champ] = {
    "objet": _long("Objet de la note", "En une phrase ou deux, ce qui a conduit à cette note."),
    "date_rencontre": _jour("Date de la rencontre"),
    "lieu": _court("Lieu de la rencontre"),
    "participants": _long("Présents", "Des fonctions et des organisations, jamais un nom."),
    "cadre": _long("Complément au cadre légal", "Les textes de la région sont déjà cités."),
    "objectifs": _long("Objectifs", "Un par ligne."),
    "demarche": _long("Démarche", "Une étape par ligne.", 6),
    "pilotage": _long("Pilotage"),
    "domaines": lambda: forms.MultipleChoiceField(
        label="Domaines du contrat", choices=DomaineLegal.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    ),
    "determinants": _long("Déterminants visés", "Logement, éducation, environnement…", 2),
    "lecture_cadrage": _long(
        "Lecture des chiffres", "Ce que ces chiffres disent du territoire, sans chercher de cause."
    ),
    "porteur": _court("Porteur pressenti", "La commune ou le groupement qui signerait."),
    "competence": _long(
        "Compétence statutaire", "La compétence que ses statuts lui donnent, citée.", 3
    ),
    "statuts_du": _jour("Date des statuts"),
    "liens": _long("Liens", "Une adresse par ligne."),
}  # fmt: skip

# The lines: how one is called, and its fields in order.
LIGNES: Mapping[str, tuple[str, Mapping[str, Champ]]] = {
    Rubrique.PILOTAGE: ("Signataire", {
        "organisation": _court("Organisation"),
        "obligatoire": lambda: forms.BooleanField(label="Signature obligatoire", required=False),
    }),
    Rubrique.FACTEURS: ("", {
        "reponse": _choix("Présent sur le territoire", ReponseFacteur.choices, "À renseigner"),
        "preuve": _long("Preuve", PREUVE, 2),
    }),
    Rubrique.CONDITIONS: ("", {
        "score": _choix("Note", SCORES, "À renseigner"),
        "preuve": _long("Preuve", PREUVE, 2),
    }),
    Rubrique.ACTEURS: ("Acteur ou démarche", {
        "type": _choix("Type", TypeActeur.choices),
        "nom": _court("Nom"),
        "realise": _long("Ce qui a été fait", "Une action par ligne.", 3),
        "debut": _jour("Depuis le"),
        "fin": _jour("Jusqu’au"),
        "communes": lambda: forms.IntegerField(
            label="Communes touchées", required=False, min_value=1, max_value=2_000
        ),
        "source": _court("Source", "D’où vous le tenez.", 300),
    }),
    Rubrique.PERIMETRES: ("Périmètre", {
        "libelle": _court("Nom", longueur=120),
        "communes": _long(
            "Communes, EPCI ou départements", "Un nom ou un code par ligne.", 4
        ),
        "avantages": _long("Avantages", rows=3),
        "inconvenients": _long("Inconvénients", rows=3),
        "retenu": lambda: forms.BooleanField(label="Périmètre proposé", required=False),
    }),
    Rubrique.MOYENS: ("Ligne", {
        "nature": _choix("Nature", NatureMoyen.choices),
        "libelle": _court("Intitulé", "Le poste, la dépense ou le financeur."),
        "etp": lambda: Nombre(
            label="Temps de travail (ETP), pour un poste", required=False, min_value=0,
            max_value=20, max_digits=4, decimal_places=2,
        ),
        "centimes": lambda: Nombre(
            label="Montant par an, en euros", required=False, min_value=0,
            max_value=100_000_000, max_digits=11, decimal_places=2,
        ),
    }),
    Rubrique.CALENDRIER: ("Étape", {
        "libelle": _court("Étape", "Restitution, délibérations, accords, recrutement, diagnostic."),
        "date": _jour("Date", "Si seul le trimestre est connu, son premier jour."),
        "precision": _choix("On en connaît", PrecisionDate.choices),
    }),
    Rubrique.EXEMPLES: ("Contrat", {
        "nom": _court("Territoire"),
        "periode": _court("Années", longueur=60),
        "contenu": _long("Ce qu’il faut en retenir", rows=3),
        "lien": lambda: forms.URLField(
            label="Lien", required=False, max_length=300, assume_scheme="https"
        ),
    }),
}  # fmt: skip
