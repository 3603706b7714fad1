"""One figure, ten doors, in time: deposit, two people, publication, erratum, correction.

The whole is done in the browser by those whose work it is; each door is asked at each step.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.services.jetons import create_token
from ancrage.plateforme.config import demonstration_diagnostics
from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.observations.etats import USAGES
from ancrage.plateforme.travaux import execution
from ancrage.publication.typographie import date_longue, mot_statut, nombre
from tests.plateforme.portes import BRUTES, Brute, Cle, read_docx, read_json, reads_as, squeeze
from tests.portes import gestes
from tests.portes.editions import EditionLue
from tests.portes.extrait import METROPOLE, PERIODE, rate
from tests.portes.gestes import Atelier
from tests.portes.lecture import pdf_of

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

FAUX, JUSTE = 60, 65  # the bound of « before 65 », as the first description and the second say it
LIBELLE, SLUG = "Diagnostic des portes", "diagnostic-des-portes"
SANTE = 4  # the chapter of mortality
SEXES = ("ensemble", "femmes", "hommes")
CODES = ("D01", "M03", "M04")
MORTALITE = [("M03", sexe, PERIODE) for sexe in SEXES]
PREMATUREE = [("M04", sexe, PERIODE) for sexe in SEXES]
SECRETS = {"femmes", "hommes"}
PHRASE = "phrase:M04:ensemble"
WITHDRAWN = (None, "manquant")
FLATTEUR = "On meurt moins tôt ici qu’ailleurs"
EXPLICATION = "La borne d’âge était 60 ans : les décès de 60 à 64 ans manquaient."


@pytest.fixture
def atelier(entrer: Any, ouvrir: Any, mot_de_passe: str, tmp_path: Path, monkeypatch: Any) -> Any:
    """Return the people of the demonstration; the observatory has its three."""
    monkeypatch.setattr(execution, "BATTEMENT_SECONDES", 3_600.0)  # its thread has no connection
    demonstration_diagnostics._make_reviewer(mot_de_passe)
    return Atelier(entrer, ouvrir, tmp_path)


def test_every_door_follows_a_figure_from_its_deposit_to_its_correction(atelier: Atelier) -> None:
    adresse = gestes.order(atelier, LIBELLE)
    depot = gestes.deposit(atelier, FAUX)
    nothing_answers(atelier)
    gestes.approve(atelier, depot)
    the_use_alone_answers(atelier, depot)
    first = publish_first(atelier, adresse)
    check_edition(first, FAUX)
    read_by_evaluator(atelier)
    marked = correct(atelier, adresse)
    check_withdrawn(marked, first)
    replace_deposit(atelier, depot)
    second = publish_second(atelier, adresse)
    check_edition(second, JUSTE)
    check_succession(atelier, second)


def tells(text: str, words: str) -> bool:
    """Say whether a text holds these words, whatever blanks French typography puts in them."""
    return squeeze(words) in squeeze(text)


# --- before and after the second person


def nothing_answers(atelier: Atelier) -> None:
    """A deposit that one person alone has sent gives no figure, to her either."""
    page = atelier.go("ors", "/observatoire/depots/")
    page.get_by_role("link", name="Décès domiciliés").click()
    assert not page.get_by_role("link", name="Lire ses chiffres").count()
    assert "M04" not in codes_of(protected(atelier))


def protected(atelier: Atelier) -> Any:
    """Return what the observatory's own token reads of the métropole, for a diagnosis."""
    atelier.page("ors")
    answer = atelier.page("visiteur").request.get(
        f"{atelier.base}/api/v1/territoires/{METROPOLE}/profil",
        params={"usage": "diagnostic"},
        headers={"Authorization": f"Bearer {jeton()}"},
    )
    assert answer.status == 200
    return read_json(answer.body())


def jeton() -> str:
    """Return a token of the statistician that opens the protected values."""
    _, secret = create_token(
        acteur=Utilisateur.objects.get(email="ors@demo.example"),
        libelle=f"portes {timezone.now()}",
        portees=["valeurs_protegees"],
        fin=timezone.localdate() + timedelta(days=1),
    )
    return secret


def codes_of(read: dict[Cle, Brute]) -> set[str]:
    return {code for (code, _, _), (value, _) in read.items() if value is not None}


def the_use_alone_answers(atelier: Atelier, depot: str) -> None:
    """The agreement permits diagnoses: the observatory reads, the public doors hold nothing."""
    check_protected(atelier, depot, FAUX)
    for format, read in BRUTES.items():
        file = read(atelier.read(f"/territoires/{METROPOLE}/profil.{format}"))
        assert not {*MORTALITE, *PREMATUREE} & set(file), format
    public = f"/api/v1/territoires/{METROPOLE}/profil"
    assert "M04" not in codes_of(read_json(atelier.read(public)))
    atelier.read(public, status=403, usage="diagnostic")
    atelier.read(f"/territoires/{METROPOLE}/indicateurs/M04/", status=404)
    for format in ("docx", "pdf"):
        address = f"/territoires/{METROPOLE}/diagnostic.{format}"
        atelier.read(address)  # asks for it: a job draws it
        atelier.work()
        document = atelier.read(address)
        assert not printed_of(format, document) & {"M04"}, format


def printed_of(format: str, document: bytes) -> set[str]:
    """Return the codes whose value a document of the territory prints for the deposit's years."""
    read = read_docx(document) if format == "docx" else pdf_of(document)
    return {code for code, _, periode in read if periode == PERIODE and code[:3] in ("M03", "M04")}


def check_protected(atelier: Atelier, depot: str, borne: int) -> None:
    """Check the doors of the observatory: its page for each use, its workshop, its token."""
    page = atelier.go("ors", f"{depot}chiffres/?territoire={METROPOLE}&usage=diagnostic")
    assert page.locator("select[name=usage] option").all_inner_texts() == [USAGES["diagnostic"]]
    rows = page.get_by_role("main").locator("tbody tr").all_inner_texts()
    assert len(rows) == len(MORTALITE) + len(PREMATUREE)
    printed = squeeze(nombre(rate("ensemble", borne), 1))
    assert [squeeze(row).endswith(printed) for row in rows].count(True) == 1, rows
    assert [mot_statut("secret") in row for row in rows].count(True) == len(SECRETS)
    read = protected(atelier)
    for cle in [*MORTALITE, *PREMATUREE]:
        check_worked_out(cle, read[cle], borne)
    raw = atelier.go("ors", depot).get_by_role("main").locator("a").evaluate_all(
        "links => links.map(link => link.href)"
    )  # fmt: skip
    assert not [link for link in raw if link.endswith((".csv", ".xlsx"))]


def check_worked_out(cle: Cle, brute: Brute, borne: int) -> None:
    """Check a figure against its sum; by sex, early deaths are too few or would give the others."""
    code, sexe, _ = cle
    value, status = brute
    if code == "M04" and sexe in SECRETS:
        assert value is None and status in ("secret", "secret_secondaire")
    else:
        worked_out = rate(sexe, borne if code == "M04" else None)
        assert (value, status) == (pytest.approx(worked_out, rel=1e-12), "valeur")


# --- the editions


def publish_first(atelier: Atelier, adresse: str) -> EditionLue:
    """Write, review, sign and publish on the wrong bound; one text quotes the wrong figure."""
    gestes.start(atelier, adresse, CODES)
    told = f"{FLATTEUR} : {nombre(rate('ensemble', FAUX), 0)} pour 100 000."
    gestes.write(atelier, adresse, PHRASE, told)
    gestes.review(atelier, adresse)
    gestes.sign(atelier, adresse)
    gestes.publish(atelier, adresse)
    found = EditionLue(atelier, SLUG, 1, SANTE)
    assert told in found.chapter_text
    return found


def check_edition(lue: EditionLue, borne: int) -> None:
    """Check the ten doors: the figure worked out by hand, and its secrets."""
    lue.check([*MORTALITE, *PREMATUREE])
    for cle in [*MORTALITE, *PREMATUREE]:
        check_worked_out(cle, lue.brute(cle), borne)
        assert reads_as(lue.printed(cle), lue.brute(cle))
    check_figure(lue, borne)
    assert f"{gestes.PRODUCTEUR}" in lue.chapter_text and "extrait fictif" in lue.chapter_text


def check_figure(lue: EditionLue, borne: int) -> None:
    """Check the table of the chapter, and the data table and text alternative of its figure.

    The wrong bound puts the territory below its département; the right one does not.
    """
    printed = squeeze(lue.printed(PREMATUREE[0]))
    assert printed in squeeze(lue.chapter_text)
    ((alternative, table),) = lue.figures("Mortalité avant 65 ans")
    assert printed in squeeze(table), (printed, table)
    lower = re.search(r"Plus faible que le département[^.]*Mortalité avant 65 ans", alternative)
    assert bool(lower) == (borne == FAUX), alternative


def read_by_evaluator(atelier: Atelier) -> None:
    """Someone without any role over the territory uses the figures: she takes the CSV away."""
    page = atelier.go("evaluateur", f"/diagnostics/{SLUG}/editions/1/")
    with page.expect_download():
        page.get_by_role("link", name="CSV").click()


# --- the erratum


def correct(atelier: Atelier, adresse: str) -> EditionLue:
    """Withdraw the wrong figure: page and data follow at once, documents once drawn again."""
    gestes.declare_erratum(atelier, adresse, "M04", EXPLICATION)
    public = f"/diagnostics/{SLUG}/editions/1/"
    assert tells(atelier.read(public).decode(), EXPLICATION)
    assert read_json(atelier.read(f"{public}donnees.json"))[PREMATUREE[0]] == WITHDRAWN
    atelier.read(f"{public}document.pdf", status=400)
    atelier.work()
    return EditionLue(atelier, SLUG, 1, SANTE)


def check_withdrawn(marked: EditionLue, first: EditionLue) -> None:
    """Check that the figure left every door, that the others stayed, that its users know."""
    marked.check([*MORTALITE, *PREMATUREE])
    for cle in PREMATUREE:
        assert marked.brute(cle) == WITHDRAWN
    for cle in MORTALITE:
        assert marked.brute(cle) == first.brute(cle)
    gone = squeeze(first.printed(PREMATUREE[0]))
    assert gone not in squeeze(marked.chapter_text) and FLATTEUR not in marked.chapter_text
    assert tells(marked.text, f"retiré le {date_longue(timezone.localdate())}")
    assert tells(marked.text, EXPLICATION)
    told = Notification.objects.filter(cle__startswith="erratum:", texte__contains=EXPLICATION)
    people = set(told.values_list("destinataire__email", flat=True))
    assert {f"{role}@demo.example" for role in ("evaluateur", "coordonnateur", "elu")} <= people
    sent = {one.to[0]: one.body for one in mail.outbox if EXPLICATION in one.body}
    assert (
        set(sent) == people
        and f"/diagnostics/{SLUG}/editions/1/" in sent["evaluateur@demo.example"]
    )


def replace_deposit(atelier: Atelier, depot: str) -> None:
    """Take the wrong deposit away, then bring it in well described, by two people again."""
    gestes.withdraw_deposit(atelier, depot, EXPLICATION)
    assert "M04" not in codes_of(protected(atelier))
    corrected = gestes.deposit(atelier, JUSTE)
    gestes.approve(atelier, corrected)
    check_protected(atelier, corrected, JUSTE)


def publish_second(atelier: Atelier, adresse: str) -> EditionLue:
    """Prepare the next edition: the text that quoted the wrong figure must be read again."""
    gestes.click(atelier.go("ors", adresse), "Préparer l’édition suivante")
    page = atelier.go("ors", adresse)
    expect(page.get_by_role("main")).to_contain_text("1 texte à revoir")
    gestes.write(atelier, adresse, PHRASE, "")
    gestes.review(atelier, adresse)
    gestes.sign(atelier, adresse)
    gestes.publish(atelier, adresse)
    return EditionLue(atelier, SLUG, 2, SANTE)


def check_succession(atelier: Atelier, second: EditionLue) -> None:
    """The old edition stays readable under its notice, and leads to the one that corrects it."""
    old = EditionLue(atelier, SLUG, 1, SANTE)
    assert old.brute(PREMATUREE[0]) == WITHDRAWN
    assert "remplacée" in old.text and "Corrigé dans l’édition 2" in old.text
    assert tells(second.text, EXPLICATION) and "édition 1 (M04)" in second.text
    page = atelier.go("visiteur", f"/diagnostics/{SLUG}/")
    assert gestes.path_of(page) == f"/diagnostics/{SLUG}/editions/2/"
    page = atelier.go("visiteur", f"/territoires/{METROPOLE}/")
    assert page.locator(f"a[href='/diagnostics/{SLUG}/editions/2/']").count()
