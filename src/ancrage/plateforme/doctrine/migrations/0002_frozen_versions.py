"""A version of a rule, of a doctrine, of a text or of a plan never changes: it only ends."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid


def ends_only(*columns: str) -> str:
    """Return the SQL condition « something else than the end changes, or the end changes again »."""
    changed = [f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns]
    return " OR ".join(
        [*changed, "(OLD.date_fin IS NOT NULL AND NEW.date_fin IS DISTINCT FROM OLD.date_fin)"]
    )


FROZEN_PLAN = (
    "EXISTS (SELECT 1 FROM doctrine_planregional p "
    "WHERE p.id = {row}.plan_id AND p.fige_le IS NOT NULL)"
)


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = (("doctrine", "0001_initial"),)

    operations = (
        forbid(
            "doctrine_regleregionale",
            acts={"UPDATE": ends_only("region", "code", "numero", "date_debut", "enonce",
                                      "effet", "parametres", "source"),
                  "DELETE": "TRUE"},
            message="Une version de règle ne se modifie pas.",
        ),
        forbid(
            "doctrine_doctrine",
            acts={"UPDATE": ends_only("region", "numero", "date_debut", "libelle", "delais",
                                      "source"),
                  "DELETE": "TRUE"},
            message="Une doctrine publiée ne se modifie pas.",
        ),
        # The set of rules of an edition: written with it, then closed with it.
        forbid(
            "doctrine_doctrine_regles",
            acts={"INSERT": "EXISTS (SELECT 1 FROM doctrine_doctrine d "
                  "WHERE d.id = NEW.doctrine_id AND d.date_fin IS NOT NULL)",
                  "UPDATE": "TRUE", "DELETE": "TRUE"},
            message="Les règles d’une doctrine publiée ne se modifient pas.",
        ),
        forbid(
            "doctrine_visa",
            acts={"UPDATE": ends_only("region", "code", "numero", "texte", "date_debut"),
                  "DELETE": "TRUE"},
            message="Un visa ne se modifie pas : une version suit l’autre.",
        ),
        forbid(
            "doctrine_planregional",
            acts={"UPDATE": "OLD.fige_le IS NOT NULL AND ("
                  + ends_only("region", "type", "numero", "date_debut", "libelle", "source",
                              "fige_le") + ")",
                  "DELETE": "OLD.fige_le IS NOT NULL"},
            message="Une version de plan publiée ne se modifie pas.",
        ),
        forbid(
            "doctrine_objectifregional",
            acts={"INSERT": FROZEN_PLAN.format(row="NEW"),
                  "UPDATE": FROZEN_PLAN.format(row="OLD"),
                  "DELETE": FROZEN_PLAN.format(row="OLD")},
            message="Les objectifs d’un plan publié ne se modifient pas.",
        ),
    )  # fmt: skip
