"""No sequence of actions reaches a signed contract without its mandatory acts (Hypothesis)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.etats import ACTES, AVANT_SIGNATURE, SIGNES, Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.attestations import derogate, withdraw_attestation
from ancrage.plateforme.contrats.services.cycle import advance
from ancrage.plateforme.contrats.services.parties import (
    Vote,
    record_deliberation,
    remove_signataire,
)
from ancrage.plateforme.contrats.services.signature import sign_contrat
from tests.plateforme.contrats.factories import (
    CHAINE,
    MOTIF,
    Equipe,
    bring_fact,
    fresh,
    opened,
    taken_over,
)

pytestmark = pytest.mark.django_db

JOUR = date(2019, 3, 4)
PAS = (*CHAINE, "signer")
# Written from domaine.md § 3 and documents.md § 3: the papers that a signature supposes, by the
# state where the contract came into the site (a takeover is exempt from what came before).
DEPUIS_VALIDATION = {"avis_ars", "articles_complets"}
DEPUIS_REDACTION = DEPUIS_VALIDATION | {"avis_cotech"}
DEPUIS_DEBUT = DEPUIS_REDACTION | {
    "territoire_eligible", "portage_politique", "ingenierie_financee", "copil_installe",
    "volets_complets", "controles_signes", "forum_tenu", "inscriptions_enregistrees",
    "priorites_retenues", "fiches_completes", "fiches_liees_au_prs", "indicateurs_par_action",
}  # fmt: skip
PIECES = {
    Etat.SOLLICITATION: DEPUIS_DEBUT,
    Etat.REDACTION: DEPUIS_REDACTION,
    Etat.VALIDATION: DEPUIS_VALIDATION,
}


class Vie(RuleBasedStateMachine):
    """Random people do random things to one contract; whoever signs must have it all."""

    equipe: Equipe
    signed = 0

    @initialize(depart=st.sampled_from([*PIECES, Etat.VALIDATION, Etat.VALIDATION]))
    def open(self, depart: Etat) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.depart, self.checked = depart, False
        start = opened if depart == Etat.SOLLICITATION else None
        self.contrat = start(self.equipe, JOUR) if start else taken_over(self.equipe, depart, JOUR)

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Let an action be refused, without a trace."""
        try:
            with transaction.atomic():
                yield
        except ActeRefuse:
            pass
        self.contrat = fresh(self.contrat)

    @property
    def next_act(self) -> str:
        etats = list(AVANT_SIGNATURE)
        return PAS[etats.index(self.contrat.etat)] if self.contrat.etat in etats else "signer"

    def bring(self, priorites: int, left_out: str) -> None:
        wanted = [garde.fait for garde in ACTES[self.next_act].gardes]
        if "priorites_en_nombre" in wanted:  # what it counts, for a contract taken over later
            wanted.insert(0, "priorites_retenues")
        for fait in wanted:
            if fait != left_out:
                with self.attempt():
                    bring_fact(self.equipe, self.contrat, fait, JOUR, priorites=priorites)

    @rule(data=st.data(), priorites=st.sampled_from([4, 4, 2, 7]))
    def bring_most(self, data: st.DataObject, priorites: int) -> None:
        """Bring what the next act asks for, all but one thing."""
        wanted = [garde.fait for garde in ACTES[self.next_act].gardes]
        self.bring(priorites, data.draw(st.sampled_from(wanted)))

    @rule(priorites=st.sampled_from([4, 4, 6]))
    def press_on(self, priorites: int) -> None:
        """Bring all that the next act asks for that is not there yet, then take it."""
        self.bring(priorites, "")
        self.take(self.next_act)

    @rule()
    def press_on_again(self) -> None:
        self.press_on(4)

    @rule()
    def take_next(self) -> None:
        self.take(self.next_act)

    @rule(acte=st.sampled_from([*PAS, "abandonner"]))
    def take(self, acte: str) -> None:
        with self.attempt():
            if acte == "signer":
                sign_contrat(
                    acteur=self.equipe.siege, contrat=self.contrat,
                    expected=self.contrat.version, on=JOUR,
                )  # fmt: skip
                return
            advance(
                acteur=self.equipe.who(ACTES[acte].roles), contrat=self.contrat, acte=acte,
                expected=self.contrat.version, on=JOUR, motif=MOTIF,
            )  # fmt: skip

    @precondition(lambda self: self.contrat.attestations.exists())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        papers = list(self.contrat.attestations.filter(retiree_le__isnull=True))
        if papers:
            paper = data.draw(st.sampled_from(papers))
            with self.attempt():
                withdraw_attestation(
                    acteur=self.equipe.siege, attestation=paper, motif="erreur", on=JOUR
                )

    @precondition(lambda self: self.contrat.signataires.exists())
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        parties = list(self.contrat.signataires.all())
        if parties:
            with self.attempt():
                remove_signataire(
                    acteur=self.equipe.siege, signataire=data.draw(st.sampled_from(parties))
                )

    @precondition(lambda self: self.contrat.signataires.exists())
    @rule()
    def vote_in_part(self) -> None:
        for one in self.contrat.signataires.filter(organisation__type="epci"):
            with self.attempt():
                record_deliberation(
                    acteur=self.equipe.siege, signataire=one, vote=Vote("1", JOUR, JOUR)
                )

    @rule()
    def lift(self) -> None:
        with self.attempt():
            derogate(
                acteur=self.equipe.siege, contrat=self.contrat, fait="priorites_en_nombre",
                motif="besoins nombreux", on=JOUR,
            )  # fmt: skip

    @invariant()
    def a_signed_contract_has_its_acts(self) -> None:
        contrat = getattr(self, "contrat", None)
        if contrat is None or contrat.etat not in SIGNES or self.checked:
            return
        self.checked = True
        Vie.signed += 1
        assert missing(contrat, PIECES[self.depart]) == []


def missing(contrat: Contrat, pieces: set[str]) -> list[str]:
    """Return what a signed contract lacks, looked for row by row."""
    kept = contrat.attestations.filter(retiree_le__isnull=True)
    papers = {one.fait: one for one in kept.order_by("pk")}
    lacking = sorted(pieces - set(papers))
    parties = list(contrat.signataires.select_related("organisation"))
    kinds = {one.organisation.type for one in parties}
    lacking += [kind for kind in ("ars_siege", "epci") if kind not in kinds]
    for one in parties:
        votes = one.deliberations.filter(
            date_transmission__isnull=False, date_publication__isnull=False,
            autorise_signature=True, fichier__isnull=False,
        )  # fmt: skip
        if one.organisation.type == "epci" and not votes.exists():
            lacking.append(f"délibération de {one}")
        if one.organisation.type == "prefecture" and not one.accordecrits.exists():
            lacking.append(f"accord de {one}")
        if not one.signatures.exists():
            lacking.append(f"signature de {one}")
    if contrat.perimetre is None or contrat.perimetre.fige_le is None:
        lacking.append("périmètre")
    if None in (contrat.date_debut, contrat.date_fin, contrat.doctrine, contrat.date_signature):
        lacking.append("dates ou doctrine")
    count = latest_count(contrat)
    lifted = contrat.derogations.filter(nombre=count).exists()
    if count is None or not (3 <= count <= 5 or lifted):
        lacking.append(f"priorités : {count}")
    return lacking


def latest_count(contrat: Contrat) -> int | None:
    found = contrat.attestations.filter(fait="priorites_retenues", retiree_le__isnull=True)
    return found.order_by("-date", "-pk").values_list("nombre", flat=True).first()


def test_nothing_is_signed_without_its_mandatory_acts():
    Vie.equipe, Vie.signed = Equipe(), 0
    run_state_machine_as_test(
        Vie,
        settings=settings(
            max_examples=14,
            stateful_step_count=8,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=(Phase.generate,),
            deadline=None,
        ),
    )
    assert Vie.signed >= 1  # else the invariant proved nothing
