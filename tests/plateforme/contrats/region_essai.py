"""Sixteen years of a region, by the services alone: an agenda of dated acts, played in order.

The territories (each letter a group, each line a life):
A1-A4  the four of 2011, taken over; renewed in 2015 and 2019; A2-A4 extended in 2024
B1-B3  second contracts taken over in 2018, with their past one; renewed in 2021
C1-C2  from the request of 2012; renewed in 2018; C1 again in 2024, C2 extended
D1-D3  taken over in 2016, renewed in 2019, then left without a decision
E1-E5  second contracts taken over in 2022, with their past one
F1     from the request of 2019; F2 left without a decision, then not renewed; F3 extended
F4-F7  taken over in 2021: F4 paused, F5 loses a commune, F6 has a merger, F7 goes on mid-way
G1-G7  in preparation in 2023: G1 from the request, G2 given up in 2024, G7 signed in 2025
N1-N5  not renewed in 2016, 2020 and 2021; N1 starts again in 2025
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.contrats.models import Contrat, Coordonnateur
from ancrage.plateforme.contrats.services.avenants import Projet, prepare_avenant, sign_avenant
from ancrage.plateforme.contrats.services.calendrier import run_day
from ancrage.plateforme.contrats.services.communes import declare_departure, watch_contrat
from ancrage.plateforme.contrats.services.cycle import complete_duty
from ancrage.plateforme.contrats.services.equipe import end_coordonnateur, post_coordonnateur
from ancrage.plateforme.contrats.services.mandats import designate_mandat, hold_elections
from ancrage.plateforme.contrats.services.parties import (
    record_accord,
    record_deliberation,
    record_signature,
)
from ancrage.plateforme.contrats.services.renouvellement import renew_contrat
from ancrage.plateforme.contrats.services.reprise import Antecedent, take_over
from ancrage.plateforme.doctrine.models import PlanRegional
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif
from ancrage.plateforme.doctrine.services.revisions import record_revision
from ancrage.plateforme.programmes.plan import FicheEcrite
from ancrage.plateforme.programmes.rattachements import rattachements_of
from ancrage.plateforme.programmes.services.fiches import create_fiche
from ancrage.plateforme.programmes.services.rattachement import Choix, relink_fiches
from ancrage.plateforme.territoires.models import Usage
from tests.plateforme.comptes.factories import UtilisateurFactory
from tests.plateforme.contrats.factories import (
    COMMUNES,
    ELUE,
    Equipe,
    a_dossier,
    a_signed,
    a_vote,
    bring_fact,
    freeze,
    opened,
    take,
)
from tests.plateforme.doctrine.factories import make_plan
from tests.plateforme.territoires.factories import make_perimetre

FUSION = ("18033", "18131", "18173")  # Bourges; Osmery, one commune with its neighbour in 2025
# The steps of a light renewal, in days before the signature.
SUITE = (
    ("demarrer_dls", 90), ("restituer_dls", 70), ("ouvrir_priorisation", 60),
    ("ouvrir_ateliers", 50), ("ouvrir_redaction", 30), ("soumettre_validation", 15),
)  # fmt: skip


def jour(text: str) -> date:
    return date.fromisoformat(text)


class RegionEssai:
    """The region and its agenda; `play` goes through it, `contrats` holds each line's last one."""

    def __init__(self) -> None:
        self.equipe = Equipe()
        self.contrats: dict[str, Contrat] = {}
        self.agenda: list[tuple[date, int, Callable[[date], Any]]] = []
        self.perimetre = make_perimetre(communes=COMMUNES)
        self.signe = make_perimetre(communes=COMMUNES, usage=Usage.CONTRAT)
        for one in (self.perimetre, self.signe):
            freeze(one)
        self.equipe.perimetre_contrat = self.signe
        for plan in (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.n):
            plan()
        self.events()

    # --- the agenda

    def on(self, day: str, act: Callable[[date], Any]) -> None:
        self.agenda.append((jour(day), len(self.agenda), act))

    def play(self, until: date, since: date = date(2011, 1, 1)) -> None:
        """Do what falls from a day to another, the calendar of contracts first each time."""
        for day, _, act in sorted(self.agenda, key=lambda one: one[:2]):
            if since <= day <= until:
                with at(day):
                    run_day()
                    act(day)
        with at(until):
            run_day()

    def get(self, line: str) -> Contrat:
        return Contrat.objects.get(pk=self.contrats[line].pk)

    # --- the acts

    def takes_over(
        self,
        line: str,
        etat: str,
        depuis: date,
        signature: str = "",
        fin: str = "",
        past: str = "",
        perimetre: Any = None,
    ) -> None:
        """Take a contract over; `past`: signature of the one before, when it is the second."""
        changes: dict[str, Any] = {}
        if signature:
            changes["signe"] = a_signed(
                self.equipe, jour(signature), jour(fin), perimetre=perimetre or self.signe
            )
        if past:
            end = jour(signature) - timedelta(days=1)
            changes["antecedents"] = [Antecedent(f"CLS {line} (1)", jour(past), jour(past), end)]
        dossier = a_dossier(
            self.equipe, etat, depuis, nom=f"CLS {line}",
            perimetre=perimetre or self.perimetre, **changes,
        )  # fmt: skip
        self.contrats[line] = take_over(acteur=self.equipe.siege, dossier=dossier)

    def reprend(self, line: str, day: str, depuis: str, *args: str, **more: Any) -> None:
        """Put a takeover in the agenda: en œuvre since `depuis`."""
        self.on(day, lambda on: self.takes_over(line, "en_oeuvre", jour(depuis), *args, **more))

    def acts(self, line: str, day: str, acte: str, **known: Any) -> None:
        """Put an act in the agenda, with the pieces that it needs."""
        self.on(day, lambda on: take(self.equipe, self.get(line), acte, on, **known))

    def opens(self, line: str, day: str, after: str = "") -> None:
        def act(on: date) -> None:
            precedent = self.get(after) if after else None
            self.contrats[line] = opened(
                self.equipe, on, nom=f"CLS {line}", perimetre=self.perimetre,
                contrat_precedent=precedent,
            )  # fmt: skip

        self.on(day, act)

    def renews(self, line: str, evalue: str, decide: str, signe: str, debut: str, fin: str) -> None:
        """Evaluate, decide, and lead the next contract to its signature; it starts by itself."""
        if evalue:
            self.acts(line, evalue, "ouvrir_evaluation")

        def decided(on: date) -> None:
            contrat = self.get(line)
            bring_fact(self.equipe, contrat, "decision_de_renouvellement", on)
            self.contrats[line] = renew_contrat(
                acteur=self.equipe.siege, contrat=contrat, nom=f"CLS {line}",
                expected=contrat.version,
            )  # fmt: skip

        self.on(decide, decided)
        for acte, before in SUITE:
            self.acts(line, str(jour(signe) - timedelta(days=before)), acte)
        self.acts(line, signe, "signer", debut=jour(debut), fin=jour(fin))

    def extends(self, line: str, day: str, fin: str) -> None:
        projet = Projet("Prolongation", "le temps de l’évaluation", jour(day), date_fin=jour(fin))
        self.on(day, lambda on: self.amends(line, on, projet))

    def amends(self, line: str, on: date, projet: Projet | None = None) -> None:
        """Have everybody vote and sign an amendment: a new one, or the draft that waits."""
        contrat, siege = self.get(line), self.equipe.siege
        avenant = (
            prepare_avenant(acteur=siege, contrat=contrat, projet=projet)
            if projet
            else contrat.avenants.get(signe_le__isnull=True)
        )
        if avenant.perimetre:
            freeze(avenant.perimetre)
        for one in contrat.signataires.select_related("organisation"):
            if one.organisation.type == "epci":
                record_deliberation(
                    acteur=siege, signataire=one, avenant=avenant, vote=a_vote(self.equipe, on)
                )
            if one.organisation.type == "prefecture":
                self.agrees(one, avenant, on)
            record_signature(acteur=siege, signataire=one, avenant=avenant, date_signature=on)
        sign_avenant(acteur=siege, avenant=avenant, expected=avenant.version)

    def agrees(self, signataire: Any, avenant: Any, on: date) -> None:
        record_accord(
            acteur=self.equipe.siege, signataire=signataire, avenant=avenant, date_accord=on,
            auteur="Dominique Essai", fonction="préfète", fichier=self.equipe.fichier,
        )  # fmt: skip

    # --- the lines

    def a(self) -> None:
        for line in ("A1", "A2", "A3", "A4"):
            self.reprend(line, "2011-09-01", "2011-06-15", "2011-06-15", "2015-06-14")
            self.renews(line, "2015-01-10", "2015-02-01", "2015-06-01", "2015-06-15", "2019-06-14")
            self.renews(line, "2019-01-10", "2019-02-01", "2019-06-01", "2019-06-15", "2024-06-14")
        self.acts("A1", "2025-03-10", "ne_pas_reconduire")
        for line in ("A2", "A3", "A4"):
            self.extends(line, "2024-05-01", "2025-12-31")

    def b(self) -> None:
        for line in ("B1", "B2", "B3"):
            self.reprend(line, "2018-03-01", "2017-02-01", "2017-02-01", "2021-01-31",
                         past="2013-01-15")  # fmt: skip
            self.renews(line, "2020-09-01", "2020-10-01", "2021-01-20", "2021-02-01", "2026-01-31")

    def c(self) -> None:
        steps = (
            ("2012-03-01", "ouvrir_faisabilite"), ("2012-09-01", "engager_prefiguration"),
            ("2013-02-01", "commander_dls"), ("2013-03-01", "demarrer_dls"),
            ("2013-10-01", "restituer_dls"), ("2013-11-15", "ouvrir_priorisation"),
            ("2014-01-15", "ouvrir_ateliers"), ("2014-05-01", "ouvrir_redaction"),
            ("2014-07-01", "soumettre_validation"),
        )  # fmt: skip
        for line in ("C1", "C2"):
            self.opens(line, "2012-01-10")
            for day, acte in steps:
                self.acts(line, day, acte)
            self.acts(line, "2014-09-15", "signer", debut=jour("2014-10-01"),
                      fin=jour("2018-09-30"))  # fmt: skip
            self.renews(line, "2018-03-01", "2018-04-01", "2018-09-20", "2018-10-01", "2023-09-30")
        self.on("2014-11-28", lambda on: self.meets("C1"))
        self.renews("C1", "2023-11-02", "2023-12-01", "2024-11-20", "2024-11-20", "2029-11-19")
        self.extends("C2", "2024-01-15", "2025-09-30")

    def meets(self, line: str) -> None:
        duty = self.get(line).echeances.get(code="conference_locale")
        complete_duty(acteur=self.equipe.siege, echeance=duty)

    def d(self) -> None:
        for line in ("D1", "D2", "D3"):
            self.reprend(line, "2016-02-01", "2015-03-01", "2015-03-01", "2019-02-28")
            self.renews(line, "2018-09-01", "2018-10-01", "2019-02-20", "2019-03-01", "2024-02-29")

    def e(self) -> None:
        for number in range(1, 6):
            self.reprend(f"E{number}", "2022-02-01", "2021-06-01", "2021-06-01", "2026-05-31",
                         past="2017-05-01")  # fmt: skip

    def f(self) -> None:
        self.opens("F1", "2019-09-02")
        for day, acte in (
            ("2019-11-04", "ouvrir_faisabilite"), ("2020-02-03", "engager_prefiguration"),
            ("2020-09-01", "commander_dls"), ("2020-10-01", "demarrer_dls"),
            ("2021-03-01", "restituer_dls"), ("2021-04-01", "ouvrir_priorisation"),
            ("2021-05-03", "ouvrir_ateliers"), ("2021-09-01", "ouvrir_redaction"),
            ("2021-11-02", "soumettre_validation"),
        ):  # fmt: skip
            self.acts("F1", day, acte)
        self.acts("F1", "2021-12-15", "signer", debut=jour("2022-01-01"), fin=jour("2024-12-31"))
        for line in ("F2", "F3"):
            self.reprend(line, "2020-10-01", "2019-11-01", "2019-11-01", "2022-10-31")
        self.acts("F2", "2024-02-10", "ne_pas_reconduire")
        self.extends("F3", "2022-10-15", "2024-10-31")
        merged = make_perimetre(communes=FUSION, usage=Usage.CONTRAT, millesime=2022)
        freeze(merged)
        for line in ("F4", "F5", "F6", "F7"):
            self.reprend(line, "2021-03-01", "2021-01-01", "2020-12-15", "2025-12-31",
                         perimetre=merged if line == "F6" else None)  # fmt: skip
        self.acts("F4", "2023-02-01", "suspendre")
        self.acts("F4", "2023-10-01", "relancer")
        self.acts("F4", "2025-11-20", "ne_pas_reconduire")
        self.on("2022-04-01", lambda on: declare_departure(
            acteur=self.equipe.siege, contrat=self.get("F5"), communes=["45146"],
            motif="nouvelle intercommunalité (essai)",
        ))  # fmt: skip
        self.on("2022-06-15", lambda on: self.amends("F5", on))
        self.on("2025-02-01", lambda on: watch_contrat(contrat=self.get("F6"), on=on))
        self.on("2025-05-15", lambda on: self.amends("F6", on))
        self.acts("F7", "2023-05-02", "ouvrir_evaluation")
        self.acts("F7", "2023-07-03", "poursuivre")

    def g(self) -> None:
        self.opens("G1", "2022-06-01")
        for day, acte in (
            ("2022-07-01", "ouvrir_faisabilite"), ("2022-10-03", "engager_prefiguration"),
            ("2023-01-09", "commander_dls"), ("2023-01-23", "demarrer_dls"),
            ("2023-05-02", "restituer_dls"), ("2023-06-01", "ouvrir_priorisation"),
            ("2023-07-03", "ouvrir_ateliers"), ("2024-02-01", "ouvrir_redaction"),
            ("2024-04-02", "soumettre_validation"),
        ):  # fmt: skip
            self.acts("G1", day, acte)
        self.acts("G1", "2024-06-20", "signer", debut=jour("2024-07-01"), fin=jour("2029-06-30"))
        self.opens("G2", "2023-01-10")
        self.acts("G2", "2023-02-01", "ouvrir_faisabilite")
        self.acts("G2", "2024-04-10", "abandonner")
        etats = ("prefiguration", "dls_commande", "dls_en_cours", "priorisation", "redaction")
        for number, etat in enumerate(etats, start=3):
            self.on("2023-03-01", lambda on, line=f"G{number}", etat=etat: self.takes_over(
                line, etat, jour("2023-02-15")))  # fmt: skip
        self.on("2025-01-06", lambda on: bring_fact(
            self.equipe, self.get("G7"), "priorites_retenues", on))  # fmt: skip
        self.acts("G7", "2025-01-06", "soumettre_validation")
        self.acts("G7", "2025-03-10", "signer", debut=jour("2025-04-01"), fin=jour("2030-03-31"))
        self.opens("H1", "2023-06-01")

    def n(self) -> None:
        for line in ("N1", "N2", "N3"):
            self.reprend(line, "2013-05-01", "2012-10-01", "2012-10-01", "2016-09-30")
            self.acts(line, "2016-09-15", "ne_pas_reconduire")
        for line in ("N4", "N5"):
            self.reprend(line, "2017-05-02", "2016-06-01", "2016-06-01", "2020-05-31")
        self.acts("N4", "2020-05-15", "ne_pas_reconduire")
        self.acts("N5", "2021-02-01", "ne_pas_reconduire")
        self.opens("N1 bis", "2025-01-15", after="N1")
        self.acts("N1 bis", "2025-02-10", "ouvrir_faisabilite")

    # --- what happens to the region

    def events(self) -> None:
        for day in ("2014-03-30", "2020-06-28", "2026-03-22"):
            self.on(day, lambda on: hold_elections(
                acteur=self.equipe.siege, region="24", libelle=f"Municipales {on.year}",
                le=on))  # fmt: skip
        self.on("2019-01-15", lambda on: designate_mandat(
            acteur=self.equipe.siege, contrat=self.get("C1"), organisation=self.equipe.porteur,
            type_="elu_referent", titulaire=ELUE.nom, fonction=ELUE.fonction))  # fmt: skip
        self.on("2018-07-01", lambda on: make_plan(None))
        self.on("2023-05-15", self.writes_fiches)
        self.on("2023-11-01", self.revises)
        self.on("2023-12-01", self.ties_again)
        self.on("2016-03-01", lambda on: end_coordonnateur(
            acteur=self.equipe.siege, poste=Coordonnateur.objects.get(contrat=self.get("C1")),
            motif="mutation (essai)"))  # fmt: skip
        self.on("2016-09-01", lambda on: post_coordonnateur(
            acteur=self.equipe.siege, contrat=self.get("C1"), utilisateur=UtilisateurFactory(),
            employeur=self.equipe.porteur, etp="1"))  # fmt: skip

    def revises(self, on: date) -> None:
        old = PlanRegional.objects.get(type="prs")
        new = make_plan(None, date_debut=on, objectifs=(NouvelObjectif("A", "Santé (exemple)"),))
        record_revision(acteur=None, ancien=old, nouveau=new, correspondances={"1": ["A"]})

    def writes_fiches(self, on: date) -> None:
        """Tie sheets to the first version: of a contract in force, and of one in preparation."""
        for line in ("D1", "G7"):
            for code, liens in (("FA-01", ("prs:1:1",)), ("FA-02", ("prs:1:2",))):
                create_fiche(
                    acteur=self.equipe.siege, contrat=self.get(line),
                    contenu=FicheEcrite(titre="Essai", code=code, liens_prs=liens),
                )  # fmt: skip

    def ties_again(self, on: date) -> None:
        """Accept what the revision proposes to the contract in preparation."""
        contrat = self.get("G7")
        choix = [
            Choix(one.fiche, one.fiche.version, one.ancien, one.proposes)
            for one in rattachements_of(contrat, on)
            if one.proposes
        ]
        relink_fiches(acteur=self.equipe.siege, contrat=contrat, choix=choix, on=on)
