"""A sheet read, written by two people, classified, validated, copied, commented, deleted."""

from html import unescape

import pytest
from django.test import Client

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.plan import IntervenantEcrit, JalonEcrit
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.fiches import freeze_fiche
from tests.plateforme.comptes.factories import OrganisationFactory
from tests.plateforme.contrats.factories import opened
from tests.plateforme.html_valide import faults
from tests.plateforme.programmes.factories import JOUR, a_fiche, role_on, with_prs
from tests.plateforme.web.programme.adresses import at, read, sent_by, stored

pytestmark = pytest.mark.django_db


def test_a_sheet_is_read_with_all_its_parts(coordo, atelier):
    key = with_prs(atelier)
    fiche = a_fiche(
        atelier, code="FA-01", liens_prs=(key,), effectif_vise=1200,
        jalons=(JalonEcrit(libelle="Ouvrir le premier lieu", pour_le=JOUR),),
    )  # fmt: skip
    html = read(coordo, at(atelier, "fiche", fiche.code))
    for told in (
        "Centre d’essai", "direction", "Association d’essai", "Habitants sans médecin traitant",
        "Orléans", "Ouvrir le premier lieu", "4 mars 2024", "Indicateur de resultat", "registre",
        "1\u202f200", "premier recours", "politiques de soins", "Besoin B1", "1.1",
    ):  # fmt: skip
        assert told in html, told


def test_a_form_that_changes_nothing_changes_nothing(coordo, atelier):
    """Every field of a full sheet comes back as it was: nothing is lost by a mere save."""
    key = with_prs(atelier)
    fiche = a_fiche(atelier, code="FA-01", liens_prs=(key,), etp="0.50", avancement=40)
    before = read_fiche(stored(fiche))
    url = at(atelier, "fiche_modifier", "FA-01")
    answer = coordo.post(url, sent_by(coordo.get(url)))
    assert answer.status_code == 302, answer.content.decode()
    assert read_fiche(stored(fiche)) == before


def test_a_title_is_enough_to_begin(coordo, atelier):
    url = at(atelier, "fiche_nouvelle")
    answer = coordo.post(url, {"titre": "Marche du mardi", "version": 1, "statut": "a_lancer"})
    assert answer["Location"] == at(atelier, "fiche", "FA-01")
    assert FicheAction.objects.of(atelier.contrat).get().titre == "Marche du mardi"


def test_what_was_typed_stays_when_it_is_refused(coordo, atelier, fiche):
    url = at(atelier, "fiche_modifier", "FA-01")
    data = sent_by(coordo.get(url)) | {
        "description": "Un long texte tapé ce soir", "debut": "2026-01-01", "fin": "2025-01-01",
        "jalons": ["Réunir", "", "bientôt", "non"],
    }  # fmt: skip
    answer = coordo.post(url, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Un long texte tapé ce soir" in html
    assert 'value="bientôt"' in html
    assert "date illisible" in html
    assert "La fin précède le début" not in html  # said once the dates can be read
    assert faults(html) == []


def test_the_rows_of_a_part_are_written(coordo, atelier, fiche):
    url = at(atelier, "fiche_modifier", "FA-01")
    data = sent_by(coordo.get(url)) | {
        "jalons": ["Réunir ; préparer", "Deux mots\r\nsur deux lignes", "01/02/2025", "oui",
                   "", "", "", "non"],
        "financements": ["ARS", "2025", "1250,50", "non"],
    }  # fmt: skip
    assert coordo.post(url, data).status_code == 302
    found = read_fiche(stored(fiche))
    (step,) = found.jalons
    assert (step.libelle, step.detail) == ("Réunir ; préparer", "Deux mots\nsur deux lignes")
    assert (step.pour_le.isoformat(), step.fait) == ("2025-02-01", True)
    assert [(one.financeur, one.centimes) for one in found.financements] == [("ARS", 125050)]


# --- two people at once


def two_forms(coordo, atelier):
    """Return both people's clients, the address, and the form as both opened it."""
    other = Client()
    other.force_login(role_on(atelier.contrat, Role.COORDONNATEUR))
    url = at(atelier, "fiche_modifier", "FA-01")
    return other, url, sent_by(coordo.get(url))


def test_two_people_who_change_different_fields_both_keep_theirs(coordo, atelier, fiche):
    other, url, opened_on = two_forms(coordo, atelier)
    other.post(url, opened_on | {"risques": "Recruter sera long", "statut": "en_cours",
                                 "jalons": ["Écrite par l’autre", "", "", "non"]})  # fmt: skip
    answer = coordo.post(url, opened_on | {"contexte": "Quatre communes", "avancement": "10"})
    assert answer.status_code == 302
    kept = read_fiche(stored(fiche))
    assert kept.risques == "Recruter sera long"
    assert kept.statut == "en_cours"
    assert [one.libelle for one in kept.jalons] == ["Écrite par l’autre"]
    assert (kept.contexte, kept.avancement) == ("Quatre communes", 10)


def test_two_people_who_change_the_same_field_are_asked(coordo, atelier, fiche):
    other, url, opened_on = two_forms(coordo, atelier)
    other.post(url, opened_on | {"titre": "Titre de l’autre", "risques": "Gardé de l’autre"})
    mine = opened_on | {
        "titre": "Mon titre", "jalons": ["La mienne", "", "", "non"], "etp": "0.25",
    }  # fmt: skip
    answer = coordo.post(url, mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon titre" in html and "Titre de l’autre" in html
    assert stored(fiche).titre == "Titre de l’autre"
    assert "choix-titre" in html and "choix-risques" not in html and "choix-jalons" not in html
    hidden = [part.split('"') for part in html.split('<input type="hidden" name="')[1:]]
    chosen: dict[str, list[str]] = {}
    for parts in hidden:
        chosen.setdefault(parts[0], []).append(unescape(parts[2]))
    chosen.pop("jeton", None)
    answer = coordo.post(url, chosen | {"choix-titre": "mien"})
    assert answer.status_code == 302, answer.content.decode()
    kept = read_fiche(stored(fiche))
    assert (kept.titre, kept.risques, str(kept.etp)) == ("Mon titre", "Gardé de l’autre", "0.25")
    assert [one.libelle for one in kept.jalons] == ["La mienne"]


def test_two_people_who_change_the_same_rows_are_asked(coordo, atelier, fiche):
    other, url, opened_on = two_forms(coordo, atelier)
    other.post(url, opened_on | {"jalons": ["La sienne", "", "", "non"]})
    answer = coordo.post(url, opened_on | {"jalons": ["La mienne", "", "", "non"]})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "La sienne" in html and "La mienne" in html and "choix-jalons" in html
    assert faults(html) == []


# --- typology


def test_a_suggestion_is_kept_or_turned_down_by_a_person(coordo, atelier):
    fiche = a_fiche(
        atelier, code="FA-01", titre="Prévenir le tabac et l’alcool au lycée", classements=()
    )
    url = at(atelier, "fiche_classer", "FA-01")
    html = read(coordo, url)
    assert "suggéré" in html and "«\u202ftabac\u202f»" in html.replace("\xa0", "\u202f")
    page = coordo.get(url)
    assert page.context["form"]["theme"].value() == []  # nothing is ticked by itself
    coordo.post(url, {"theme": ["tabac"], "domaine": "PREV"})
    rows = {(one.facette, one.code): one for one in fiche.classements.all()}
    assert rows["theme", "tabac"].statut == "valide"
    assert rows["theme", "tabac"].codeur == atelier.coordonnateur
    assert rows["theme", "alcool"].statut == "ecarte"
    shown = read(coordo, at(atelier, "fiche", "FA-01"))
    assert "tabac" in shown.partition("L’essentiel")[2]


# --- validation


def test_a_validated_sheet_changes_with_a_reason_and_keeps_its_code(client, atelier, fiche):
    siege = atelier.equipe.siege
    client.force_login(siege)
    html = read(client, at(atelier, "fiche", "FA-01"))
    assert "Valider la fiche" in html
    client.post(at(atelier, "fiche_valider", "FA-01"), {"version": fiche.version})
    assert stored(fiche).is_figee
    client.force_login(atelier.coordonnateur)
    url = at(atelier, "fiche_modifier", "FA-01")
    page = client.get(url)
    assert "code" not in page.context["form"].fields
    data = sent_by(page)
    assert client.post(url, data | {"contexte": "Changé"}).status_code == 422
    said = data | {"contexte": "Changé", "raison": "Erreur de saisie"}
    assert client.post(url, said).status_code == 302
    assert stored(fiche).contexte == "Changé"
    assert "Erreur de saisie" in read(client, at(atelier, "fiche", "FA-01"))


def test_an_incomplete_sheet_offers_no_validation_and_says_what_it_lacks(client, atelier):
    a_fiche(atelier, code="FA-01", contexte="")
    client.force_login(atelier.equipe.siege)
    html = read(client, at(atelier, "fiche", "FA-01"))
    assert "Valider la fiche" not in html
    assert "Il manque 1 point" in html and "le contexte" in html


def test_the_coordinator_does_not_validate(coordo, atelier, fiche):
    url = at(atelier, "fiche_valider", "FA-01")
    assert coordo.post(url, {"version": fiche.version}).status_code == 403
    assert not stored(fiche).is_figee


# --- copies, comments, end


def test_a_copy_says_where_it_comes_from(coordo, atelier, fiche):
    url = at(atelier, "fiche_dupliquer", "FA-01")
    answer = coordo.post(url, {"contrat": atelier.contrat.slug})
    copy = FicheAction.objects.of(atelier.contrat).exclude(pk=fiche.pk).get()
    assert answer["Location"] == at(atelier, "fiche", copy.code)
    assert copy.origine == fiche
    assert "reprise d’une autre fiche" in read(coordo, at(atelier, "fiche", copy.code))


def test_a_copy_goes_only_where_one_writes(coordo, atelier, fiche):
    elsewhere = opened(atelier.equipe, JOUR, nom="CLS voisin")
    answer = coordo.post(at(atelier, "fiche_dupliquer", "FA-01"), {"contrat": elsewhere.slug})
    assert answer.status_code == 422
    assert not elsewhere.fiches.exists()


def test_a_comment_is_written_then_settled(coordo, atelier, fiche):
    coordo.post(at(atelier, "commenter", "FA-01"), {"texte": "Et le transport ?"})
    html = read(coordo, at(atelier, "fiche", "FA-01"))
    assert "Et le transport" in html
    row = fiche.commentaires.get()
    coordo.post(at(atelier, "commentaire_regler", "FA-01", row.identifiant))
    assert "Réglé le" in read(coordo, at(atelier, "fiche", "FA-01"))


def test_a_draft_is_deleted_with_a_reason_and_a_validated_sheet_is_not(coordo, atelier, fiche):
    url = at(atelier, "fiche_supprimer", "FA-01")
    assert coordo.post(url, {"version": 1, "motif": ""}).status_code == 422
    freeze_fiche(acteur=atelier.equipe.siege, fiche=fiche, expected=fiche.version)
    assert coordo.post(url, {"version": 1, "motif": "Doublon"}).status_code == 422
    assert FicheAction.objects.filter(pk=fiche.pk).exists()
    a_fiche(atelier, code="FA-02")
    url = at(atelier, "fiche_supprimer", "FA-02")
    assert coordo.post(url, {"version": 1, "motif": "Doublon"}).status_code == 302
    assert not FicheAction.objects.of(atelier.contrat).filter(code="FA-02").exists()


def test_a_code_with_a_slash_has_an_address(coordo, atelier):
    a_fiche(atelier, code="1/2 bis")
    url = at(atelier, "fiche", "1/2 bis")
    assert "1~2" in url
    assert "1/2 bis" in read(coordo, url)


def test_the_pilot_s_organisation_changes_its_sheet_and_no_other(client, signe):
    structure = OrganisationFactory(nom="Centre d’essai")
    own = a_fiche(signe, code="FA-02", titre="La nôtre")
    named = (IntervenantEcrit(role="pilote", structure="Une autre", fonction="direction"),)
    a_fiche(signe, code="FA-01", intervenants=named)
    client.force_login(role_on(signe.contrat, Role.PILOTE_ACTION, organisation=structure))
    assert client.get(at(signe, "fiche_modifier", own.code)).status_code == 200
    assert client.get(at(signe, "fiche_modifier", "FA-01")).status_code == 403
    assert client.get(at(signe, "fiche_nouvelle")).status_code == 403
