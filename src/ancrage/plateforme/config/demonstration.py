"""The demonstration region: real communes and figures, invented organisations and people.

One account per role, « <role>@demo.example », one password drawn at install for all. Refused
unless ANCRAGE_DEMO is set: a real site never holds these accounts.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.commun.etat import state_dir
from ancrage.plateforme.comptes.models import Organisation, TypeOrganisation, Utilisateur
from ancrage.plateforme.comptes.roles import SECOND_FACTEUR, Portee, Role
from ancrage.plateforme.comptes.services.affectations import give_role
from ancrage.plateforme.comptes.services.organisations import create_organisation

REGION = "24"
METROPOLE = "epci:244500468"
CONTRAT = "cls-trois-rives-demonstration"
MOT_DE_PASSE = "mot-de-passe-demonstration.txt"
SECONDS_FACTEURS = "seconds-facteurs-demonstration.json"  # read by « ancrage demo code »
T = TypeOrganisation

# Kind, invented name, area.
ORGANISATIONS: tuple[tuple[str, str, str], ...] = (
    (T.ARS_SIEGE, "Agence de santé (démonstration)", "region:24"),
    (T.DD_ARS, "Délégation de santé du Loiret (démonstration)", "departement:45"),
    (T.ORS, "Observatoire de la santé (démonstration)", "region:24"),
    (T.EPCI, "Communauté des Trois Rives (démonstration)", METROPOLE),
    (T.PREFECTURE, "Préfecture (démonstration)", "departement:45"),
    (T.CONSEIL_DEPARTEMENTAL, "Conseil départemental (démonstration)", "departement:45"),
    (T.ASSOCIATION, "Association Bouge ton quartier (démonstration)", ""),
    (T.CPTS, "CPTS des Trois Rives (démonstration)", METROPOLE),
    (T.AUTRE, "Cabinet d'évaluation (démonstration)", ""),
)


@dataclass(frozen=True, slots=True)
class CompteDemo:
    """One demonstration account: role, first name, last name, organisation, scope."""

    role: str
    prenom: str
    nom: str
    organisation: str
    portee: str
    code: str

    @property
    def email(self) -> str:
        """Return the address of the account."""
        return f"{self.role}@demo.example"


_REGION = (Portee.REGION, REGION)
_LOIRET = (Portee.DEPARTEMENT, "45")
_METROPOLE = (Portee.TERRITOIRE, METROPOLE)
COMPTES: tuple[CompteDemo, ...] = tuple(
    CompteDemo(role, prenom, nom, organisation, *portee)
    for role, prenom, nom, organisation, portee in (
        (Role.ADMINISTRATEUR, "Ada", "Exemple", T.ARS_SIEGE, _REGION),
        (Role.ARS_SIEGE, "Simone", "Exemple", T.ARS_SIEGE, _REGION),
        (Role.DD_ARS, "Denis", "Exemple", T.DD_ARS, _LOIRET),
        (Role.ORS, "Odile", "Exemple", T.ORS, _REGION),
        (Role.ORS_VALIDATEUR, "Victor", "Exemple", T.ORS, _REGION),
        (Role.ELU, "Élise", "Exemple", T.EPCI, _METROPOLE),
        (Role.AGENT_COLLECTIVITE, "Agathe", "Exemple", T.EPCI, _METROPOLE),
        (Role.COORDONNATEUR, "Côme", "Exemple", T.EPCI, _METROPOLE),
        (Role.ANIMATEUR_ATELIER, "Anaïs", "Exemple", T.ASSOCIATION, _METROPOLE),
        (Role.PILOTE_ACTION, "Paul", "Exemple", T.CPTS, _METROPOLE),
        (Role.PREFECTURE, "Paule", "Exemple", T.PREFECTURE, _LOIRET),
        (Role.SIGNATAIRE_AUTRE, "Sacha", "Exemple", T.CONSEIL_DEPARTEMENTAL, _LOIRET),
        (Role.PARTENAIRE, "Paola", "Exemple", T.ASSOCIATION, _METROPOLE),
        (Role.EVALUATEUR, "Éva", "Exemple", T.AUTRE, (Portee.CONTRAT, CONTRAT)),
    )
)


def check_demo() -> None:
    """Refuse to go on outside a demonstration."""
    if not settings.DEMO:
        raise ActeRefuse(
            "Cette commande ne s'emploie que sur un site de démonstration.",
            "Donnez ANCRAGE_DEMO=1 à un site qui ne contient rien de réel.",
        )


@transaction.atomic
def build_region(say: Callable[[str], None] = lambda _text: None) -> str:
    """Make the accounts once, and return their password; a second run changes nothing."""
    check_demo()
    password = _password()
    if Utilisateur.objects.filter(email=COMPTES[0].email).exists():
        return password
    say("Comptes et organisations de démonstration")
    organisations = {
        kind: create_organisation(
            acteur=None, region=REGION, type=kind, nom=nom, territoire=territoire
        )
        for kind, nom, territoire in ORGANISATIONS
    }
    for compte in COMPTES:
        _make_account(compte, organisations[compte.organisation], password)
    return password


def _password() -> str:
    """Return the password of the demonstration accounts, drawn once and kept beside the base."""
    path = state_dir() / MOT_DE_PASSE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{secrets.token_urlsafe(12)}\n", encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


def _make_account(compte: CompteDemo, organisation: Organisation, password: str) -> None:
    user = Utilisateur(email=compte.email, prenom=compte.prenom, nom=compte.nom)
    user.fonction = Role(compte.role).label
    user.set_password(password)
    user.save()
    give_role(
        acteur=None,
        utilisateur=user,
        organisation=organisation,
        role=compte.role,
        portee=compte.portee,
        code=compte.code,
        fin=date(2030, 12, 31) if compte.role == Role.EVALUATEUR else None,
    )
    if compte.role in SECOND_FACTEUR:
        open_second_factor(user)


def open_second_factor(user: Utilisateur) -> None:
    """Give an account its second factor, and keep its secret beside the password of all."""
    check_demo()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    path = state_dir() / SECONDS_FACTEURS
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.touch(mode=0o600)
    known[user.email.partition("@")[0]] = secret
    path.write_text(json.dumps(known, indent=1), encoding="utf-8")
