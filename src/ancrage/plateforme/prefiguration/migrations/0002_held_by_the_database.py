"""What the database itself holds: an agreed list, a letter, an agreement, who may type a value."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid, forbid_changes

DEFINITION = "nom, mesure, calcul, sens, cible, unite, frequence, qui, contrat_id"


def agreed(row: str) -> str:
    """Return the SQL condition « a side has agreed to the list of this row »."""
    return (
        "EXISTS (SELECT 1 FROM prefiguration_accordsuivi a "
        f"WHERE a.contrat_id = {row}.contrat_id AND a.retire_le IS NULL)"
    )


COUNTED = (
    "EXISTS (SELECT 1 FROM prefiguration_indicateursuivi i "
    "WHERE i.id = NEW.indicateur_id AND i.calcul <> '')"
)
EMPTY = (
    "NOT EXISTS (SELECT 1 FROM prefiguration_indicateursuivi i WHERE i.contrat_id = NEW.contrat_id)"
)
ALONE = (
    "EXISTS (SELECT 1 FROM prefiguration_accordsuivi a WHERE a.contrat_id = NEW.contrat_id "
    "AND a.retire_le IS NULL AND a.auteur_id = NEW.auteur_id)"
)


class Migration(migrations.Migration):
    dependencies = [("prefiguration", "0001_initial")]

    operations = [
        forbid(
            "prefiguration_indicateursuivi",
            acts={
                "INSERT": agreed("NEW"),
                f"UPDATE OF {DEFINITION}": agreed("OLD"),
                "DELETE": agreed("OLD"),
            },
            message="A list to which a side has agreed never changes",
        ),
        forbid(
            "prefiguration_accordsuivi",
            acts={
                "INSERT": f"{EMPTY} OR {ALONE}",
                "UPDATE OF contrat_id, partie, organisation_id, fonction, le": "TRUE",
                "DELETE": "TRUE",
            },
            message="An agreement is on a list, by two people, and never changes",
        ),
        forbid(
            "prefiguration_mesuresuivi",
            acts={"INSERT": COUNTED, "UPDATE OF indicateur_id": "TRUE"},
            message="What the site counts is never typed",
        ),
        forbid_changes(
            "prefiguration_lettreengagement",
            columns=("contrat_id", "fichier_id", "signee_le", "signataires", "enregistree_le"),
            message="A signed letter never changes",
        ),
    ]
