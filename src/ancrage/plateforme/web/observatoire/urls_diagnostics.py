"""Addresses of the workshop of diagnoses."""

from django.urls import path

from ancrage.plateforme.web.observatoire.views import (
    diagnostics,
    diagnostics_brouillons,
    diagnostics_publication,
    diagnostics_redaction,
    diagnostics_relecture,
)

_UN = "observatoire/diagnostics/<uuid:identifiant>/"

urlpatterns = [
    path("observatoire/diagnostics/", diagnostics.diagnostics, name="diagnostics"),
    path("observatoire/diagnostics/commander/", diagnostics.commander, name="dls_commander"),
    path(_UN, diagnostics.diagnostic, name="diagnostic"),
    path(f"{_UN}acte/", diagnostics.agir, name="dls_agir"),
    path(f"{_UN}commande/", diagnostics.modifier_commande, name="dls_modifier"),
    path(f"{_UN}annuler/", diagnostics.annuler, name="dls_annuler"),
    path(f"{_UN}indicateurs/", diagnostics_redaction.indicateurs, name="dls_indicateurs"),
    path(f"{_UN}chapitres/<int:numero>/", diagnostics_redaction.chapitre, name="dls_chapitre"),
    path(f"{_UN}textes/<str:cle>/", diagnostics_redaction.texte, name="dls_texte"),
    path(
        f"{_UN}textes/<str:cle>/brouillon/", diagnostics_brouillons.brouillon, name="dls_brouillon"
    ),
    path(
        f"{_UN}textes/<str:cle>/brouillon/abandon/",
        diagnostics_brouillons.abandonner,
        name="dls_abandonner",
    ),
    path(f"{_UN}textes/<str:cle>/abandon/", diagnostics_redaction.laisser, name="dls_laisser"),
    path(f"{_UN}a-revoir/", diagnostics_redaction.a_revoir, name="dls_a_revoir"),
    path(f"{_UN}relecture/", diagnostics_relecture.relecture, name="dls_relecture"),
    path(f"{_UN}relecture/<uuid:remarque>/", diagnostics_relecture.repondre, name="dls_repondre"),
    path(f"{_UN}avis/", diagnostics_relecture.avis, name="dls_avis"),
    path(f"{_UN}controle/", diagnostics_relecture.controle, name="dls_controle"),
    path(f"{_UN}controle/refus/", diagnostics.refuser, name="dls_refuser"),
    path(f"{_UN}publier/", diagnostics_publication.publier, name="dls_publier"),
    path(f"{_UN}erratum/", diagnostics_publication.erratum, name="dls_erratum"),
    path(f"{_UN}retirer/", diagnostics_publication.retirer, name="dls_retirer"),
]
