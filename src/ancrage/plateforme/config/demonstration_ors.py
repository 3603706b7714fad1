"""The observatory's work in the demonstration: requests, a deposit, the calendar, all invented."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.observations.models import DemandeOrs
from ancrage.plateforme.observations.services import calendrier, demandes, depots

Say = Callable[[str], None]
REGION, METROPOLE = "24", "epci:244500468"
COMMUNES = ("45234", "45232", "45284")
ATTENDU = "M15"  # deaths by suicide: its source is given under agreement only
MARQUE = " (démonstration)"


def build_ors(say: Say) -> None:
    """Make the requests, the deposit and the calendar once; a second run changes nothing."""
    if DemandeOrs.objects.exists():
        return
    say("Demandes, dépôt et calendrier de l’observatoire")
    _build_requests()
    _build_deposit()
    _build_calendar()


def _person(role: str) -> Utilisateur:
    return Utilisateur.objects.get(email=f"{role}@demo.example")


def _ask(role: str, question: str, territoire: str, *indicateurs: str) -> DemandeOrs:
    asked = demandes.Question(
        question=question + MARQUE,
        echeance=timezone.localdate() + timedelta(days=30),
        territoire=territoire,
        indicateurs=indicateurs,
    )
    return demandes.ask(acteur=_person(role), posee=asked)


def _build_requests() -> None:
    """Leave one request in each state: asked, estimated, answered, refused with its letter."""
    ors = _person(Role.ORS)
    _ask(Role.COORDONNATEUR, "Combien de personnes âgées vivent seules ?", METROPOLE, "D09")
    estimated = _ask(Role.ELU, "Le chômage des jeunes a-t-il changé ?", METROPOLE, "S05")
    demandes.estimate(
        acteur=ors, demande=estimated, expected=estimated.version, charge_jours=Decimal("1.5"),
        date_prevue=timezone.localdate() + timedelta(days=14),
    )  # fmt: skip
    answered = _ask(Role.PREFECTURE, "Quelle est la population ?", METROPOLE, "D01")
    demandes.answer(
        acteur=ors, demande=answered, expected=answered.version,
        reponse="La réponse est sur la page du territoire (exemple).",
        lien=f"/territoires/{METROPOLE}/",
    )  # fmt: skip
    refused = _ask(Role.COORDONNATEUR, "Combien de suicides ?", "commune:45232", ATTENDU)
    cases = [one.cle for one in demandes.find_refusable(refused)]
    demandes.refuse(
        acteur=ors, demande=refused, expected=refused.version, cases=cases,
        motif="Exemple inventé pour la démonstration.",
    )  # fmt: skip


def _build_deposit() -> None:
    """Leave an extract that waits for its description."""
    depots.deposit(
        acteur=_person(Role.ORS), region=REGION, code="deces_demonstration",
        titre=f"Extrait de décès{MARQUE}", fictif=True,
        upload=SimpleUploadedFile("extrait-fictif.csv", "\n".join(_extract()).encode()),
    )  # fmt: skip


def _extract() -> Iterator[str]:
    """Yield invented counts, the same in every commune: nobody can take them for real ones."""
    yield "COM;ANNEE;SEXE;CLAGE;NB_DECES"
    for commune in COMMUNES:
        for annee in (2021, 2022):
            for sexe in (1, 2):
                yield from (f"{commune};{annee};{sexe};{age};7" for age in ("65-74", "75+"))


def _build_calendar() -> None:
    """Fill the calendar with what the catalogue announces, and one release typed by hand."""
    calendrier.sync_calendar(region=REGION)
    today = timezone.localdate()
    for days, said in ((-10, "Édition en retard"), (45, "Édition à venir")):
        calendrier.enter_release(
            acteur=_person(Role.ORS), region=REGION, source="insee_comparateur",
            annonce=said + MARQUE, attendue_le=today + timedelta(days=days),
        )  # fmt: skip
