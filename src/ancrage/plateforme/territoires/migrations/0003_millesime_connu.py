"""Take in the lists signed before the embedded vintages: communes are known from 2003 on.

SQLite makes the table again to change a constraint, which it refuses while the triggers of 0002
name it: they are dropped, then made again.
"""

from django.db import migrations, models

from ancrage.plateforme.commun.declencheurs import forbid


def frozen(row: str) -> str:
    """Return the SQL condition « the perimeter of this row is frozen »."""
    return (
        "EXISTS (SELECT 1 FROM territoires_perimetre p "
        f"WHERE p.id = {row}.perimetre_id AND p.fige_le IS NOT NULL)"
    )


TRIGGERS = tuple(
    forbid(
        table,
        acts={"INSERT": frozen("NEW"), "UPDATE": frozen("OLD"), "DELETE": frozen("OLD")},
        message="Un périmètre figé ne se modifie pas.",
    )
    for table in ("territoires_communeperimetre", "territoires_quartierperimetre")
)


class Migration(migrations.Migration):
    """Lower the first vintage of a perimeter."""

    dependencies = (("territoires", "0002_frozen_lists"),)

    operations = (
        *(migrations.RunPython(one.reverse_code, one.code, elidable=False) for one in TRIGGERS),
        migrations.RemoveConstraint(model_name="perimetre", name="perimetre_millesime_embarque"),
        migrations.AddConstraint(
            model_name="perimetre",
            constraint=models.CheckConstraint(
                condition=models.Q(("millesime__gte", 2003)), name="perimetre_millesime_connu"
            ),
        ),
        *TRIGGERS,
    )
