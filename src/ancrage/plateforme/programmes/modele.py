"""Our own workbook: its sheets and columns, as data that the writer and the reader share."""

from dataclasses import dataclass
from typing import Any

from ancrage.plateforme.programmes import listes, plan
from ancrage.plateforme.programmes.typologie import typologie

TITRE = "Plan d’actions Ancrage, modèle 1"
NOTICE = (
    "Une ligne par besoin, priorité, axe, objectif et fiche ; les feuilles qui suivent détaillent "
    "les fiches, que leur code relie.",
    "Laissez vide ce que vous ne savez pas encore. Une case qui prend plusieurs valeurs en prend "
    "une par ligne (Alt + Entrée).",
    "Une fiche sans code en reçoit un. Une fiche dont le code existe déjà est mise à jour.",
)
NIVEAUX_CHEMIN = 4  # the axis, then up to three objectives


@dataclass(frozen=True, slots=True)
class Colonne:
    """One column: its head, the field it fills, how its cells are read."""

    entete: str
    champ: str
    genre: str = "texte"
    choix: Any = None


@dataclass(frozen=True, slots=True)
class FeuilleModele:
    """One sheet; `partie`: the part of its owner that its rows fill, found by the first column."""

    nom: str
    record: type[Any]
    colonnes: tuple[Colonne, ...]
    partie: str = ""


def _choix(entete: str, champ: str, choices: Any) -> Colonne:
    return Colonne(entete, champ, "choix", choices)


_C = Colonne
CHEMIN = (
    _C("Axe", "chemin.0"), _C("Objectif", "chemin.1"), _C("Sous-objectif", "chemin.2"),
    _C("Sous-sous-objectif", "chemin.3"),
)  # fmt: skip
FICHE = (
    _C("Code", "code"), _C("Titre", "titre"), *CHEMIN,
    _choix("Nature", "nature", listes.Nature), _C("Structurante", "structurant", "oui_non"),
    _choix("Domaine légal", "domaine_legal", listes.DomaineLegal),
    *(_C(one.libelle.capitalize(), one.code, "facette") for one in typologie().facettes),
    _choix("Stratégie face aux inégalités", "strategie_inegalites", listes.Strategie),
    _C("Contexte", "contexte"), _C("Description", "description"),
    _C("Effectif visé", "effectif_vise", "entier"),
    _choix("Participation des habitants", "participation", listes.Participation),
    _C("Référence probante", "reference"), _C("Début", "debut", "date"), _C("Fin", "fin", "date"),
    _C("ETP", "etp", "decimal"),
    _choix("Statut du financement", "statut_financement", listes.StatutFinancement),
    _C("Risques, conditions", "risques"), _choix("Statut", "statut", listes.StatutAction),
    _C("Motif", "motif"), _C("Avancement (%)", "avancement", "entier"),
    _C("Besoins", "besoins", "lignes"), _C("Fiches liées", "fiches_liees", "lignes"),
    _C("Liens PRS", "liens_prs", "lignes"),
)  # fmt: skip
_F = _C("Fiche", "de")
FEUILLES = (
    FeuilleModele("Besoins", plan.BesoinEcrit, (
        _C("Code", "code"), _C("Libellé", "libelle"), _C("Description", "description"),
        _choix("Évolution", "evolution", listes.EvolutionBesoin),
    )),
    FeuilleModele("Appuis", plan.AppuiEcrit, (
        _C("Besoin", "de"), _C("Empreinte de l’édition", "edition"),
        _C("Indicateur", "indicateur"), _C("Constat", "constat"), _C("Source", "source"),
    ), "appuis"),
    FeuilleModele("Grille", plan.CritereEcrit, (
        _C("Code", "code"), _C("Libellé", "libelle"), _C("Poids", "poids", "decimal"),
        _C("Note maximale", "note_maximale", "entier"),
    )),
    FeuilleModele("Priorités", plan.PrioriteEcrite, (
        _C("Libellé", "libelle"), _C("Besoins", "besoins", "lignes"),
        _C("Notes", "notes", "lignes"),
        _C("Décision du COPIL", "decision"), _C("Retenue le", "decidee_le", "date"),
    )),
    FeuilleModele("Axes", plan.AxeEcrit, (
        _C("Libellé", "libelle"), _C("Description", "description"),
        _C("Priorités", "priorites", "lignes"),
    )),
    FeuilleModele("Objectifs", plan.ObjectifEcrit, (
        *CHEMIN, _choix("Niveau", "niveau", listes.NiveauObjectif),
        _C("Structurant", "structurant", "oui_non"),
    )),
    FeuilleModele("Fiches", plan.FicheEcrite, FICHE),
    FeuilleModele("Intervenants", plan.IntervenantEcrit, (
        _F, _choix("Rôle", "role", listes.RoleIntervenant), _C("Structure", "structure"),
        _C("Fonction", "fonction"),
    ), "intervenants"),
    FeuilleModele("Jalons", plan.JalonEcrit, (
        _F, _C("Libellé", "libelle"), _C("Détail", "detail"), _C("Pour le", "pour_le", "date"),
        _C("Fait", "fait", "oui_non"),
    ), "jalons"),
    FeuilleModele("Financements", plan.FinancementEcrit, (
        _F, _C("Financeur", "financeur"), _C("Année", "annee", "entier"),
        _C("Montant en euros", "centimes", "montant"),
        _C("Valorisation", "valorisation", "oui_non"),
    ), "financements"),
    FeuilleModele("Indicateurs", plan.IndicateurEcrit, (
        _F, _choix("Nature", "nature", listes.NatureIndicateur), _C("Libellé", "libelle"),
        _C("Unité", "unite"), _C("Valeur initiale", "valeur_initiale", "decimal"),
        _C("Cible", "cible", "decimal"), _C("Source", "source"),
        _C("Périodicité", "periodicite"), _C("Responsable", "responsable"),
    ), "indicateurs"),
    FeuilleModele("Publics", plan.PublicEcrit, (
        _F, _C("Libellé", "libelle"), _choix("Sexe", "sexe", listes.Sexe),
        _C("Âge à partir de", "age_min", "entier"), _C("Âge jusqu’à", "age_max", "entier"),
        _C("Vulnérabilité", "vulnerabilite"), _C("Nombre", "effectif", "entier"),
    ), "publics"),
    FeuilleModele("Lieux", plan.LieuEcrit, (
        _F, _choix("Type", "type", listes.TypeLieu), _C("Code", "code"), _C("Nom", "libelle"),
    ), "lieux"),
    FeuilleModele("Bilans", plan.BilanEcrit, (
        _F, _C("Année", "annee", "entier"), _C("Texte", "texte"),
    ), "bilans"),
)  # fmt: skip
LISTES_DU_PLAN = {
    "Besoins": "besoins", "Grille": "criteres", "Priorités": "priorites", "Axes": "axes",
    "Objectifs": "objectifs", "Fiches": "fiches",
}  # fmt: skip
