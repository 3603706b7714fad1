"""Addresses of this space."""

from django.urls import path

from ancrage.plateforme.web.contrat.views import (
    actes,
    actes_parties,
    avenants,
    contrat,
    elections,
    engagements,
    equipe,
    faits,
    frise,
    liste,
    ouverture,
    parties,
    perimetres,
)

app_name = "contrat"
_C = "contrats/<slug:slug>/"
_S = f"{_C}signataires/<uuid:identifiant>/"
_A = f"{_C}avenants/<uuid:identifiant>/"
_E = f"{_C}engagements/<uuid:identifiant>/"
urlpatterns = [
    path("contrats/", liste.liste, name="liste"),
    path("contrats/ouvrir/", ouverture.ouvrir, name="ouvrir"),
    path("contrats/elections/", elections.elections, name="elections"),
    path(_C, contrat.contrat, name="contrat"),
    path(f"{_C}frise/", frise.frise, name="frise"),
    path(f"{_C}pieces/<uuid:identifiant>/", contrat.piece, name="piece"),
    path(f"{_C}echeances/<uuid:identifiant>/lever/", contrat.lever, name="lever"),
    path(f"{_C}modifier/", ouverture.modifier, name="modifier"),
    path(f"{_C}noms/", ouverture.nom, name="nom"),
    path(f"{_C}actes/<str:acte>/", actes.acte, name="acte"),
    path(f"{_C}faits/<str:fait>/", faits.fait, name="fait"),
    path(f"{_C}faits/<str:fait>/derogation/", faits.deroger, name="deroger"),
    path(
        f"{_C}attestations/<uuid:identifiant>/retirer/", faits.retirer, name="retirer_attestation"
    ),
    # --- the parties
    path(f"{_C}parties/", parties.parties, name="parties"),
    path(f"{_C}porteurs/ajouter/", parties.ajouter_porteur, name="ajouter_porteur"),
    path(f"{_C}porteurs/<uuid:identifiant>/", parties.competence, name="competence"),
    path(f"{_C}signataires/ajouter/", parties.ajouter_signataire, name="ajouter_signataire"),
    path(f"{_S}retirer/", parties.retirer_signataire, name="retirer_signataire"),
    path(f"{_S}deliberation/", actes_parties.deliberation, name="deliberation"),
    path(f"{_S}accord/", actes_parties.accord, name="accord"),
    path(f"{_S}signature/", actes_parties.signature, name="signature_papier"),
    path(f"{_C}partenaires/ajouter/", parties.ajouter_partenaire, name="ajouter_partenaire"),
    path(
        f"{_C}partenaires/<uuid:identifiant>/fin/",
        parties.finir_partenaire,
        name="finir_partenaire",
    ),
    path(f"{_C}engagements/", engagements.engagements, name="engagements"),
    path(f"{_S}engagement/", engagements.ajouter, name="ajouter_engagement"),
    path(_E, engagements.modifier, name="engagement"),
    path(f"{_E}retirer/", engagements.retirer, name="retirer_engagement"),
    path(f"{_E}constat/", engagements.constater, name="constater_engagement"),
    # --- the territory
    path(f"{_C}perimetres/", perimetres.perimetres, name="perimetres"),
    path(f"{_C}perimetres/choisir/", perimetres.choisir, name="choisir_perimetres"),
    path(f"{_C}perimetres/retrait/", perimetres.retirer, name="retirer_communes"),
    # --- amendments
    path(f"{_C}avenants/", avenants.avenants, name="avenants"),
    path(f"{_C}avenants/nouveau/", avenants.nouveau, name="nouvel_avenant"),
    path(_A, avenants.avenant, name="avenant"),
    path(f"{_A}modifier/", avenants.modifier, name="modifier_avenant"),
    path(f"{_A}article/", avenants.article, name="article_avenant"),
    path(f"{_A}signer/", avenants.signer, name="signer_avenant"),
    path(f"{_A}abandonner/", avenants.abandonner, name="abandonner_avenant"),
    # --- the people
    path(f"{_C}equipe/", equipe.equipe, name="equipe"),
    path(f"{_C}equipe/poste/", equipe.poster, name="poster"),
    path(f"{_C}equipe/postes/<uuid:identifiant>/fin/", equipe.finir_poste, name="finir_poste"),
    path(f"{_C}equipe/mandat/", equipe.designer, name="designer"),
    path(f"{_C}equipe/confirmations/<uuid:identifiant>/", equipe.confirmer, name="confirmer"),
]
