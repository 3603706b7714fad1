"""The closed lists of an action sheet: the codes that the database keeps, and their labels."""

from django.db import models


class Nature(models.TextChoices):
    """Where an action comes from (documents.md § 4)."""

    NOUVELLE = "nouvelle", "nouvelle"
    POURSUITE = "poursuite", "poursuite"
    DEVELOPPEMENT = "developpement", "développement"
    EXISTANTE_VALORISEE = "existante_valorisee", "existante valorisée"


class DomaineLegal(models.TextChoices):
    """The four domains of the law (R2)."""

    PROMOTION = "promotion", "promotion de la santé"
    PREVENTION = "prevention", "prévention"
    SOINS = "soins", "politiques de soins"
    MEDICO_SOCIAL = "medico_social", "accompagnement médico-social et social"


class Strategie(models.TextChoices):
    """Whom an action serves first, against inequalities."""

    UNIVERSEL = "universel", "universelle"
    CIBLE = "cible", "ciblée"
    PROPORTIONNE = "universalisme_proportionne", "universalisme proportionné"


class Participation(models.TextChoices):
    """How far inhabitants take part."""

    INFORMATION = "information", "information"
    CONSULTATION = "consultation", "consultation"
    COCONSTRUCTION = "coconstruction", "coconstruction"


class StatutFinancement(models.TextChoices):
    """Where the money stands."""

    ACQUIS = "acquis", "acquis"
    DEMANDE = "demande", "demandé"
    A_TROUVER = "a_trouver", "à trouver"
    SANS_OBJET = "sans_objet", "sans objet"


class StatutAction(models.TextChoices):
    """How far an action went."""

    A_LANCER = "a_lancer", "à lancer"
    EN_COURS = "en_cours", "en cours"
    REALISEE = "realisee", "réalisée"
    REPORTEE = "reportee", "reportée"
    ABANDONNEE = "abandonnee", "abandonnée"


MOTIVES = (StatutAction.REPORTEE, StatutAction.ABANDONNEE)


class NiveauObjectif(models.TextChoices):
    """The levels of an objective, from the widest."""

    GENERAL = "general", "général"
    SPECIFIQUE = "specifique", "spécifique"
    OPERATIONNEL = "operationnel", "opérationnel"


RANG_NIVEAU = {niveau: rang for rang, niveau in enumerate(NiveauObjectif.values)}


class EvolutionBesoin(models.TextChoices):
    """What became of a need between two diagnoses."""

    EMERGENT = "emergent", "émergent"
    AGGRAVE = "aggrave", "aggravé"
    PERSISTANT = "persistant", "persistant"
    EN_REDUCTION = "en_reduction", "en réduction"
    RESOLU = "resolu", "résolu"


class RoleIntervenant(models.TextChoices):
    """What an organisation does in an action; one pilot, any number of the others."""

    PILOTE = "pilote", "pilote"
    COPILOTE = "copilote", "copilote"
    FINANCIER = "financier", "partenaire financier"
    TECHNIQUE = "technique", "partenaire technique"
    RELAIS = "relais", "partenaire relais"


class NatureIndicateur(models.TextChoices):
    """What an indicator of an action tells."""

    SUIVI = "suivi", "suivi"
    REALISATION = "realisation", "réalisation"
    RESULTAT = "resultat", "résultat"
    IMPACT = "impact", "impact"


class Sexe(models.TextChoices):
    """Whom an action aims at, by sex."""

    TOUS = "tous", "femmes et hommes"
    FEMMES = "femmes", "femmes"
    HOMMES = "hommes", "hommes"


class TypeLieu(models.TextChoices):
    """Where an action applies."""

    TOUT = "tout", "tout le périmètre"
    COMMUNE = "commune", "commune"
    QUARTIER_PRIORITAIRE = "quartier_prioritaire", "quartier prioritaire"
    VEILLE_ACTIVE = "veille_active", "quartier en veille active"


class StatutClassement(models.TextChoices):
    """A suggestion is nothing until a person keeps it or turns it down."""

    SUGGERE = "suggere", "suggéré"
    VALIDE = "valide", "validé"
    ECARTE = "ecarte", "écarté"


class LienOrigine(models.TextChoices):
    """Why a sheet points to another one."""

    DUPLICATION = "duplication", "reprise d’une autre fiche"
    POURSUITE = "poursuite", "suite de la fiche du contrat précédent"


class EtatImport(models.TextChoices):
    """What became of an import."""

    APPLIQUE = "applique", "appliqué"
    ANNULE = "annule", "annulé"
