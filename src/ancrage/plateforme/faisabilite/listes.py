"""The closed lists of a feasibility note (documents.md § 1)."""

from django.db import models


class Rubrique(models.TextChoices):
    """The fifteen parts of a note, in the order of the document."""

    OBJET = "objet", "Objet et rencontre"
    CADRE = "cadre", "Cadre légal"
    OBJECTIFS = "objectifs", "Deux objectifs majeurs"
    DEMARCHE = "demarche", "Démarche"
    PILOTAGE = "pilotage", "Pilotage et signataires pressentis"
    CHAMPS = "champs", "Champs d’action"
    FACTEURS = "facteurs", "Trois facteurs facilitants"
    CONDITIONS = "conditions", "Cinq conditions de réussite"
    ACTEURS = "acteurs", "Acteurs et démarches du territoire"
    CADRAGE = "cadrage", "Dix chiffres de cadrage"
    PERIMETRES = "perimetres", "Périmètres possibles"
    MOYENS = "moyens", "Moyens"
    CALENDRIER = "calendrier", "Calendrier"
    COMPETENCE = "competence", "Compétence, avis et décision"
    EXEMPLES = "exemples", "Exemples comparables et liens"


class Facteur(models.TextChoices):
    """The three outside factors that help a contract to start."""

    ASV = "asv", "Atelier santé ville ou volet santé d’un contrat de ville"
    VILLES_SANTE = "villes_sante", "Soutien du réseau des Villes-Santé de l’OMS"
    CLS_CLSM = "cls_clsm", "Contrat local de santé et contrat local de santé mentale ensemble"


class ReponseFacteur(models.TextChoices):
    """Whether a factor is there."""

    OUI = "oui", "oui"
    NON = "non", "non"
    SANS_OBJET = "sans_objet", "sans objet"


class Condition(models.TextChoices):
    """The five conditions of success."""

    PORTAGE = "portage", "Portage politique par les élus locaux"
    SIGNATAIRES = "signataires", "Nombre restreint de signataires"
    MOBILISATION = "mobilisation", "Large mobilisation des acteurs associés"
    HABITANTS = "habitants", "Participation des habitants et des usagers"
    INGENIERIE = "ingenierie", "Ingénierie de projet au service de la démarche"


SCORES = (
    (0, "0 : absente"), (1, "1 : amorcée"), (2, "2 : acquise en partie"), (3, "3 : acquise"),
)  # fmt: skip
SCORE_TENU = 2  # from there on, political support is taken as found


class TypeActeur(models.TextChoices):
    """What is already there on the territory."""

    CPTS = "cpts", "communauté professionnelle territoriale de santé (CPTS)"
    ASV = "asv", "atelier santé ville (ASV)"
    CLSM = "clsm", "conseil local de santé mentale (CLSM)"
    MSP = "msp", "maison de santé pluriprofessionnelle (MSP)"
    CONTRAT_VILLE = "contrat_ville", "contrat de ville"
    AUTRE = "autre", "autre acteur ou démarche"


SIGLES = {
    TypeActeur.CPTS: "CPTS", TypeActeur.ASV: "ASV", TypeActeur.CLSM: "CLSM",
    TypeActeur.MSP: "MSP", TypeActeur.CONTRAT_VILLE: "Contrat de ville",
    TypeActeur.AUTRE: "Autre",
}  # fmt: skip


class NatureMoyen(models.TextChoices):
    """What a line of the means is: a post, another expense, or money expected."""

    POSTE_CLS = "poste_cls", "poste de coordination du CLS"
    POSTE_CLSM = "poste_clsm", "poste de coordination du CLSM"
    POSTE_AUTRE = "poste_autre", "autre poste"
    DEPENSE = "depense", "autre dépense"
    ACQUIS = "acquis", "financement acquis"
    DEMANDE = "demande", "financement demandé"
    A_TROUVER = "a_trouver", "financement à trouver"


COORDINATION = (NatureMoyen.POSTE_CLS, NatureMoyen.POSTE_CLSM)
POSTES = (*COORDINATION, NatureMoyen.POSTE_AUTRE)
DEPENSES = (*POSTES, NatureMoyen.DEPENSE)
FINANCEMENTS = (NatureMoyen.ACQUIS, NatureMoyen.DEMANDE, NatureMoyen.A_TROUVER)


class PrecisionDate(models.TextChoices):
    """How precisely a milestone is known."""

    JOUR = "jour", "le jour"
    MOIS = "mois", "le mois"
    TRIMESTRE = "trimestre", "le trimestre"
    ANNEE = "annee", "l’année"


class Sens(models.TextChoices):
    """An opinion, or the decision."""

    FAVORABLE = "favorable", "favorable"
    RESERVE = "reserve", "favorable avec réserve"
    DEFAVORABLE = "defavorable", "défavorable"


class DomaineLegal(models.TextChoices):
    """The four domains of the law."""

    PROMOTION = "promotion", "promotion de la santé"
    PREVENTION = "prevention", "prévention"
    SOINS = "soins", "politiques de soins"
    MEDICO_SOCIAL = "medico_social", "accompagnement médico-social"
