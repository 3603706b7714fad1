"""What the database itself holds: a plan stays in its contract, a frozen code never changes."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid, forbid_changes


def changes(*columns: str) -> str:
    """Return the SQL condition « one of these columns changes »."""
    found = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns)
    return f"({found})"


def apart(left: str, left_key: str, right: str, right_key: str) -> str:
    """Return the SQL condition « the two rows that NEW ties are of two contracts »."""
    return (
        f"NOT EXISTS (SELECT 1 FROM programmes_{left} l JOIN programmes_{right} r "
        f"ON r.contrat_id = l.contrat_id WHERE l.id = NEW.{left_key} AND r.id = NEW.{right_key})"
    )


ASTRAY = (
    "((NEW.axe_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM programmes_axe a "
    "WHERE a.id = NEW.axe_id AND a.contrat_id = NEW.contrat_id)) "
    "OR (NEW.objectif_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM programmes_objectif o "
    "WHERE o.id = NEW.objectif_id AND o.axe_id = NEW.axe_id)))"
)
FROZEN = f"(OLD.fige_le IS NOT NULL AND {changes('code', 'fige_le')})"
LEVEL = "CASE {}.niveau WHEN 'general' THEN 0 WHEN 'specifique' THEN 1 ELSE 2 END"
UNDER = (
    "(NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM programmes_objectif p "
    "WHERE p.id = NEW.parent_id AND p.axe_id = NEW.axe_id "
    f"AND {LEVEL.format('p')} < {LEVEL.format('NEW')}))"
)
TIES = (
    ("priorite_besoins", "priorite", "priorite_id", "besoin", "besoin_id"),
    ("axe_priorites", "axe", "axe_id", "priorite", "priorite_id"),
    ("ficheaction_besoins", "ficheaction", "ficheaction_id", "besoin", "besoin_id"),
    (
        "ficheaction_fiches_liees", "ficheaction", "from_ficheaction_id",
        "ficheaction", "to_ficheaction_id",
    ),
)  # fmt: skip
KEPT = ("besoin", "priorite", "axe")


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        forbid(
            "programmes_ficheaction",
            acts={
                "INSERT": ASTRAY,
                "UPDATE": f"{ASTRAY} OR {FROZEN} OR {changes('contrat_id')}",
                "DELETE": "OLD.fige_le IS NOT NULL",
            },
            message="A sheet stays in its contract and its axis; frozen, it keeps its code",
        ),
        forbid(
            "programmes_objectif",
            acts={"INSERT": UNDER, "UPDATE": f"{UNDER} OR {changes('axe_id')}"},
            message="An objective stays in its axis, under a wider one",
        ),
        *(
            forbid(
                f"programmes_{table}",
                acts={"INSERT": apart(left, left_key, right, right_key)},
                message="Two rows of two contracts are not tied",
            )
            for table, left, left_key, right, right_key in TIES
        ),
        *(
            forbid(
                f"programmes_{table}",
                acts={"UPDATE": changes("contrat_id")},
                message="A part of a plan stays in its contract",
            )
            for table in KEPT
        ),
        forbid_changes("programmes_versionfiche", message="A version of a sheet never changes"),
    ]
