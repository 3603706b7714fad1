"""The communes and quarters of a frozen perimeter never change, whatever the code does."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid


def frozen(row: str) -> str:
    """Return the SQL condition « the perimeter of this row is frozen »."""
    return (
        "EXISTS (SELECT 1 FROM territoires_perimetre p "
        f"WHERE p.id = {row}.perimetre_id AND p.fige_le IS NOT NULL)"
    )


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = (("territoires", "0001_initial"),)

    operations = tuple(
        forbid(
            table,
            acts={"INSERT": frozen("NEW"), "UPDATE": frozen("OLD"), "DELETE": frozen("OLD")},
            message="Un périmètre figé ne se modifie pas.",
        )
        for table in ("territoires_communeperimetre", "territoires_quartierperimetre")
    )
