"""Addresses of the préfiguration of a contract."""

from django.urls import path

from ancrage.plateforme.web.prefiguration.views import accompagnement, conduite, engagement, suivi

P = "contrats/<slug:slug>/prefiguration/"
C = f"{P}copilotes/<uuid:identifiant>/"
E = f"{P}accompagnement/<uuid:identifiant>/"
S = f"{P}suivi/"
I = f"{S}<uuid:identifiant>/"  # noqa: E741

app_name = "prefiguration"
urlpatterns = [
    path(P, conduite.prefiguration, name="prefiguration"),
    path(f"{P}pieces/<uuid:identifiant>/", conduite.piece, name="piece"),
    path(f"{P}copilotes/nouveau/", conduite.designer, name="designer"),
    path(f"{C}modifier/", conduite.modifier_copilote, name="modifier_copilote"),
    path(f"{C}fin/", conduite.finir_copilote, name="finir_copilote"),
    path(f"{P}accompagnement/proposer/", accompagnement.proposer, name="proposer_plan"),
    path(f"{P}accompagnement/nouvelle/", accompagnement.nouvelle, name="nouvelle_etape"),
    path(f"{E}modifier/", accompagnement.modifier, name="modifier_etape"),
    path(f"{E}deplacer/", accompagnement.deplacer, name="deplacer_etape"),
    path(f"{E}retirer/", accompagnement.retirer, name="retirer_etape"),
    path(f"{P}lettre/", engagement.enregistrer, name="enregistrer_lettre"),
    path(f"{P}lettre/<uuid:identifiant>/retirer/", engagement.retirer, name="retirer_lettre"),
    path(S, suivi.suivi, name="suivi"),
    path(f"{S}proposer/", suivi.proposer, name="proposer_suivi"),
    path(f"{S}nouvel/", suivi.nouvel, name="nouvel_indicateur"),
    path(f"{S}accord/<slug:partie>/", suivi.convenir, name="convenir"),
    path(f"{S}rouvrir/", suivi.rouvrir, name="rouvrir"),
    path(f"{I}modifier/", suivi.modifier, name="modifier_indicateur"),
    path(f"{I}retirer/", suivi.retirer, name="retirer_indicateur"),
    path(f"{I}mesurer/", suivi.mesurer, name="mesurer"),
]
