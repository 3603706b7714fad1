"""Whatever is done to decisions and meetings, in any order: numbers follow, nothing goes."""

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.rencontres.models import Decision, Reunion
from ancrage.plateforme.rencontres.services.decisions import follow_decision
from ancrage.plateforme.rencontres.services.reunions import cancel_reunion
from tests.plateforme.rencontres.factories import Salle, decided, fresh, planned

JOUR = date(2026, 11, 2)
ETATS = ("a_faire", "en_cours", "faite", "abandonnee")
GESTES = st.lists(
    st.one_of(
        st.tuples(st.just("prevoir"), st.integers(0, 90)),
        st.tuples(st.just("annuler"), st.integers(0, 5)),
        st.tuples(st.just("decider"), st.integers(0, 5)),
        st.tuples(st.sampled_from(ETATS), st.integers(0, 8)),
    ),
    max_size=12,
)


def do(salle: Salle, what: str, n: int) -> None:
    """Do one act; a refusal changes nothing and is no fault."""
    meetings, taken = list(Reunion.objects.order_by("numero")), list(Decision.objects.all())
    if what == "prevoir":
        planned(salle, JOUR + timedelta(days=n))
    elif what in ETATS and taken:
        one = taken[n % len(taken)]
        follow_decision(
            acteur=salle.coordonnateur, decision=one, expected=one.version, etat=what,
            motif="Plus d’objet (exemple)",
        )  # fmt: skip
    elif what == "annuler" and meetings:
        one = meetings[n % len(meetings)]
        cancel_reunion(acteur=salle.coordonnateur, reunion=one, expected=one.version, motif="Essai")
    elif what == "decider" and meetings:
        decided(salle, meetings[n % len(meetings)])


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(gestes=GESTES)
def test_numbers_follow_one_another_and_nothing_is_lost(db, gestes):
    with at(JOUR), transaction.atomic():
        salle, seen = Salle(), set()
        for what, n in gestes:
            try:
                with transaction.atomic():
                    do(salle, what, n)
            except ActeRefuse:
                continue
            numbers = list(Decision.objects.values_list("numero", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
            assert seen <= set(Decision.objects.values_list("pk", flat=True))
            seen = set(Decision.objects.values_list("pk", flat=True))
        held = list(Reunion.objects.order_by("numero").values_list("numero", flat=True))
        assert held == list(range(1, len(held) + 1))
        for one in Decision.objects.all():
            assert (fresh(one).faite_le is not None) == (one.etat == "faite")
            assert bool(one.motif) == (one.etat == "abandonnee")
        transaction.set_rollback(True)
