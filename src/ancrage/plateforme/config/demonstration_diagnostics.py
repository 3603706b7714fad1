"""The diagnoses of the demonstration: real figures, invented people, every step by the services.

One is published, corrected by an erratum, published again; one, on the short frame, waits for its
review.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from ancrage.plateforme.comptes.models import Organisation, TypeOrganisation, Utilisateur
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.comptes.services.affectations import give_role
from ancrage.plateforme.config.demonstration import open_second_factor
from ancrage.plateforme.diagnostics.models import Diagnostic, Opinion
from ancrage.plateforme.diagnostics.services import commande, publication, relecture
from ancrage.plateforme.diagnostics.services.selection import choose, write_text
from ancrage.plateforme.diagnostics.textes import computed_codes
from ancrage.plateforme.documents.services import editions as documents
from ancrage.plateforme.observations.cadres import TYPE
from ancrage.plateforme.territoires.lecture import read_liste
from ancrage.plateforme.territoires.services import create_perimetre

Say = Callable[[str], None]
REGION = "24"
RELECTRICE = "ors.relecture@demo.example"
PUBLIE, EN_COURS = "epci:244500468", "epci:244500427"
CODES = ("D01", "D02", "D03", "S01", "S02", "S05", "M01", "M02", "V01", "N06", "O13", "A01")


def build_diagnostics(say: Say, password: str) -> None:
    """Make both diagnoses once; a second run changes nothing."""
    if Diagnostic.objects.exists():
        return
    _make_reviewer(password)
    say("Diagnostic publié, puis corrigé")
    published = _order("Diagnostic de la Communauté des Trois Rives (démonstration)", PUBLIE)
    _write(published, "chapitre:3", "Les chiffres de ce chapitre portent sur 2019 (exemple).")
    _publish(published)
    edition = _fresh(published).editions.get(numero=1)
    documents.withdraw(
        acteur=_person(Role.ORS_VALIDATEUR),
        edition=edition,
        cle="chapitre:3",
        explication="La phrase citait une année qui n’est pas celle des chiffres "
        "(exemple inventé pour la démonstration).",
    )
    found = _fresh(published)
    publication.prepare_next(acteur=_person(Role.ORS), diagnostic=found, expected=found.version)
    _write(published, "chapitre:3", "")
    _publish(published)
    say("Diagnostic en relecture")
    waiting = _order("Diagnostic du Val voisin (démonstration)", EN_COURS, cadre="dls_court")
    _submit(waiting)


def _person(role: str) -> Utilisateur:
    return Utilisateur.objects.get(email=f"{role}@demo.example")


def _fresh(diagnostic: Diagnostic) -> Diagnostic:
    return Diagnostic.objects.for_list().get(pk=diagnostic.pk)


def _organisation(kind: str) -> Organisation:
    return Organisation.objects.get(region=REGION, type=kind, nom__endswith="(démonstration)")


def _make_reviewer(password: str) -> None:
    """Add the third person of the observatory: who writes does not review, nor sign after."""
    user = Utilisateur(email=RELECTRICE, prenom="Olga", nom="Exemple", fonction="Relecture")
    user.set_password(password)
    user.save()
    give_role(
        acteur=None,
        utilisateur=user,
        organisation=_organisation(TypeOrganisation.ORS),
        role=Role.ORS,
        portee=Portee.REGION,
        code=REGION,
    )
    open_second_factor(user)


def _order(libelle: str, territoire: str, cadre: str = TYPE) -> Diagnostic:
    """Order a diagnosis and start it, a dozen indicators chosen."""
    ars, writer = _person(Role.ARS_SIEGE), _person(Role.ORS)
    perimetre = create_perimetre(
        acteur=ars,
        region=REGION,
        libelle=libelle.removeprefix("Diagnostic de la ").removeprefix("Diagnostic du "),
        communes=read_liste(territoire).communes,
    )
    made = commande.order_diagnostic(
        acteur=ars,
        perimetre=perimetre,
        libelle=libelle,
        commanditaire=_organisation(TypeOrganisation.ARS_SIEGE),
        operateur=_organisation(TypeOrganisation.ORS),
        demande=commande.Demande(
            "Quels besoins de prévention ?\nOù l’accès aux soins manque-t-il ?",
            _deadline(),
            "personnes de 75 ans et plus",
        ),
        cadre=cadre,
    )
    commande.start(acteur=writer, diagnostic=made, expected=made.version)
    known = set(computed_codes(made))
    codes = [code for code in CODES if code in known]
    choose(acteur=writer, diagnostic=made, expected=made.version, codes=codes)
    return _fresh(made)


def _deadline() -> date:
    return timezone.localdate() + timedelta(days=60)


def _write(diagnostic: Diagnostic, cle: str, texte: str) -> None:
    known = diagnostic.redactions.filter(cle=cle).first()
    write_text(
        acteur=_person(Role.ORS),
        diagnostic=_fresh(diagnostic),
        cle=cle,
        texte=texte,
        expected=known.version if known else 0,
    )


def _submit(diagnostic: Diagnostic) -> None:
    found = _fresh(diagnostic)
    relecture.submit(acteur=_person(Role.ORS), diagnostic=found, expected=found.version)


def _publish(diagnostic: Diagnostic) -> None:
    """Review, sign and publish here and now: the demonstration opens on a finished edition."""
    _submit(diagnostic)
    found = _fresh(diagnostic)
    relecture.review(
        acteur=Utilisateur.objects.get(email=RELECTRICE),
        diagnostic=found,
        expected=found.version,
        opinion=Opinion.FAVORABLE,
    )
    found, signer = _fresh(diagnostic), _person(Role.ORS_VALIDATEUR)
    relecture.sign(
        acteur=signer, diagnostic=found, expected=found.version, points=list(relecture.POINTS)
    )
    found = _fresh(diagnostic)
    documents.publish_now(acteur=signer, diagnostic=found, expected=found.version)
