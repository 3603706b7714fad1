"""A frozen contract never changes, nor what its verification found."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid_changes


class Migration(migrations.Migration):
    """Add the triggers; the name of who froze it alone may be taken off."""

    dependencies = (("documents", "0004_contract_versions"),)

    operations = (
        forbid_changes(
            "documents_versioncontrat",
            message="Une version figée ne se modifie pas.",
            columns=("contrat_id", "avenant_id", "numero", "jour", "contenu", "manifeste",
                     "empreinte"),
        ),
        forbid_changes(
            "documents_pieceversion", message="La pièce d'une version figée ne se modifie pas."
        ),
        forbid_changes(
            "documents_retoursignature",
            message="Un retour de signature ne se modifie pas.",
        ),
    )  # fmt: skip
