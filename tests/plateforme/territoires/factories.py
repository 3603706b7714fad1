"""Perimeters for the tests, on real communes of Centre-Val de Loire."""

from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.territoires.services import create_perimetre

METROPOLE = ("45234", "45146", "45147")  # Orléans, Fleury-les-Aubrais region neighbours


def make_perimetre(**changes) -> Perimetre:
    values = {"region": "24", "libelle": "Périmètre d'essai", "communes": METROPOLE}
    return create_perimetre(acteur=None, **values | changes)
