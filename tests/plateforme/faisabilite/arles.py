"""The note of Arles, typed from its public text: the one complete case (domaine.md, F10)."""

from datetime import date

from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from tests.plateforme.faisabilite.factories import Service, make_note, write

REGION, DEPARTEMENT = "93", "13"
# Three inter-municipalities make the pays d’Arles today: 29 communes, where the note counts 28.
EPCI = ("epci:241300417", "epci:241300375", "epci:200035087")
TROIS_EPCI, UN_EPCI = "Les trois intercommunalités", "La communauté d’Arles seule"
FACTEURS = [
    {"code": "asv", "reponse": "oui",
     "preuve": "Un atelier santé ville existe ; son lien avec la CPTS s’est structuré."},
    {"code": "villes_sante", "reponse": "non", "preuve": "La note ne dit rien d’une adhésion."},
    {"code": "cls_clsm", "reponse": "oui",
     "preuve": "Mise en place concomitante d’un CLS et d’un CLSM, citée comme facilitante."},
]  # fmt: skip
CONDITIONS = [
    {"code": "portage", "score": 2, "preuve": "Rencontre en mairie, élus à accompagner en 2023."},
    {"code": "signataires", "score": 1, "preuve": "Liste à arrêter."},
    {"code": "mobilisation", "score": 3, "preuve": "La CPTS a mobilisé les communes en 2022."},
    {"code": "habitants", "score": 1, "preuve": "Participation à prévoir dans la démarche."},
    {"code": "ingenierie", "score": 1, "preuve": "Ingénierie de projets à mettre en place."},
]  # fmt: skip
ACTEURS = [
    {"type": "cpts", "nom": "CPTS du Pays d’Arles", "communes": 28,
     "realise": "Trois temps d’échanges avec les communes sur des actions intercommunales de "
     "santé publique, et sur le CLS.",
     "debut": date(2022, 1, 1), "fin": date(2022, 12, 31), "source": "note de contexte"},
    {"type": "asv", "nom": "Atelier santé ville d’Arles", "communes": None,
     "realise": "Co-portage technique de la préfiguration avec la CPTS, en interface avec l’ARS.\n"
     "Accompagnement conjoint des élus vers la formalisation d’un CLS.",
     "debut": None, "fin": None, "source": "note de contexte"},
]  # fmt: skip
JALONS = [
    {"libelle": "rencontre en mairie d’Arles", "date": date(2022, 11, 18), "precision": "jour"},
    {"libelle": "restitution des travaux de la CPTS, élus et institutions présents",
     "date": date(2023, 1, 1), "precision": "trimestre"},
    {"libelle": "préfiguration, co-portée par la CPTS et l’atelier santé ville",
     "date": date(2023, 1, 1), "precision": "annee"},
]  # fmt: skip
EXEMPLES = [
    {"nom": "Draguignan", "periode": "2018-2023", "contenu": "Sept priorités ; signé en décembre "
     "2018 par la ville et l’ARS.", "lien": ""},
    {"nom": "Pays d’Apt Luberon", "periode": "fin 2014, trois ans",
     "contenu": "Trois thématiques : premier recours, prévention, santé-environnement.",
     "lien": "https://www.paca.ars.sante.fr/media/2649/download?inline"},
    {"nom": "Pays de Martigues", "periode": "début 2015, trois ans",
     "contenu": "Quatre axes, dont la création d’un conseil local en santé mentale.",
     "lien": "https://www.paca.ars.sante.fr/media/1929/download?inline"},
]  # fmt: skip
MOYENS = [
    {"nature": "poste_cls", "libelle": "Coordination du CLS", "etp": "0.50", "centimes": None},
    {"nature": "poste_clsm", "libelle": "Coordination du CLSM", "etp": "0.50", "centimes": None},
]


def communes_of(*codes: str) -> list[str]:
    from ancrage.plateforme.territoires.lecture import read_liste

    return list(read_liste("\n".join(codes)).communes)


def make_arles(service: Service) -> NoteFaisabilite:
    """Return the note of Arles, as its text lets it be filled: no opinion, no decision."""
    note = make_note(service, libelle="Pays d’Arles", communes=communes_of(*EPCI))
    # fmt: off
    write(service, note, "objet", objet="Suite de la rencontre en mairie d’Arles.",
          date_rencontre=date(2022, 11, 18), lieu="mairie d’Arles",
          participants="élus de la ville, CPTS du Pays d’Arles, atelier santé ville")
    write(service, note, "facteurs", lignes=FACTEURS)
    write(service, note, "conditions", lignes=CONDITIONS)
    write(service, note, "acteurs", lignes=ACTEURS)
    write(service, note, "perimetres", lignes=[
        {"libelle": TROIS_EPCI, "communes": communes_of(*EPCI), "retenu": True,
         "avantages": "Le territoire de la CPTS.", "inconvenients": "Trois assemblées délibèrent."},
        {"libelle": UN_EPCI, "communes": communes_of(EPCI[0]), "retenu": False,
         "avantages": "Une seule assemblée délibère.", "inconvenients": "Laisse des communes."},
        {"libelle": "Arles seule", "communes": ["13004"], "retenu": False,
         "avantages": "L’atelier santé ville y est.", "inconvenients": "Coupe la communauté."},
    ])
    write(service, note, "moyens", lignes=MOYENS)
    write(service, note, "calendrier", lignes=JALONS)
    write(service, note, "exemples", lignes=EXEMPLES,
          liens="https://www.ars.sante.fr/les-contrats-locaux-de-sante\n"
          "https://www.paca.ars.sante.fr/contrats-locaux-de-sante-5")
    # fmt: on
    return note
