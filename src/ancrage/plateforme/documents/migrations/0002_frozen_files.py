"""The list of an edition's files only grows."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid_changes


class Migration(migrations.Migration):
    """Add the trigger."""

    dependencies = (("documents", "0001_initial"),)

    operations = (
        forbid_changes(
            "documents_documentedition",
            message="Le document d'une édition publiée ne se modifie pas.",
        ),
    )
