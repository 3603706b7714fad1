"""The audit is append-only; only the two labels may change, when a person is erased."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid_changes

FROZEN = (
    "rang",
    "quand",
    "region",
    "acteur_id",
    "action",
    "objet_type",
    "objet_id",
    "motif",
    "differences",
    "precedente",
    "empreinte",
)


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = (("journal", "0001_initial"),)

    operations = (
        forbid_changes("journal_acte", message="Le journal ne se modifie pas.", columns=FROZEN),
    )
