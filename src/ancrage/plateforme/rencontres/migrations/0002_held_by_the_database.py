"""What the database itself holds: numbers follow one another, what was held or validated stays."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid


def changes(*columns: str) -> str:
    """Return the SQL condition « one of these columns changes »."""
    found = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns)
    return f"({found})"


def not_the_next(table: str, within: str) -> str:
    """Return the SQL condition « NEW does not bear the number after the last »."""
    return (
        f"NEW.numero <> COALESCE((SELECT MAX(x.numero) FROM rencontres_{table} x "
        f"WHERE x.{within} = NEW.{within}), 0) + 1"
    )


def closed(row: str) -> str:
    """Return the SQL condition « the meeting of this row is over, or cancelled »."""
    return (
        f"EXISTS (SELECT 1 FROM rencontres_reunion r WHERE r.id = {row}.reunion_id "
        "AND r.etat IN ('tenue', 'annulee'))"
    )


def validated(row: str) -> str:
    """Return the SQL condition « the meeting has validated minutes, and none in writing »."""
    return (
        f"(EXISTS (SELECT 1 FROM rencontres_compterendu v WHERE v.reunion_id = {row}.reunion_id "
        "AND v.valide_le IS NOT NULL) "
        f"AND NOT EXISTS (SELECT 1 FROM rencontres_compterendu b "
        f"WHERE b.reunion_id = {row}.reunion_id AND b.valide_le IS NULL))"
    )


NOBODY_THERE = (
    "(NEW.etat = 'tenue' AND NOT EXISTS (SELECT 1 FROM rencontres_presence p "
    "WHERE p.reunion_id = NEW.id AND p.etat IN ('present', 'represente')))"
)
OF_ANOTHER_BODY = (
    "NOT EXISTS (SELECT 1 FROM rencontres_reunion r JOIN rencontres_membreinstance m "
    "ON m.instance_id = r.instance_id WHERE r.id = NEW.reunion_id AND m.id = NEW.membre_id)"
)
OF_ANOTHER_CONTRACT = (
    "NOT EXISTS (SELECT 1 FROM rencontres_reunion r JOIN rencontres_instance i "
    "ON i.id = r.instance_id WHERE r.id = NEW.reunion_id AND i.contrat_id = NEW.contrat_id)"
)
NOT_HELD = (
    "(NEW.valide_le IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rencontres_reunion r "
    "WHERE r.id = NEW.reunion_id AND r.etat = 'tenue'))"
)


class Migration(migrations.Migration):
    dependencies = [("rencontres", "0001_initial"), ("contrats", "0002_state_follows_transitions")]

    operations = [
        forbid(
            "rencontres_instance",
            acts={"UPDATE": changes("contrat_id", "type", "region"), "DELETE": "TRUE"},
            message="Une instance reste dans son contrat.",
        ),
        forbid(
            "rencontres_membreinstance",
            acts={
                "UPDATE": changes("instance_id", "organisation_id"),
                "DELETE": "TRUE",
            },
            message="Un membre ne s’efface pas : son mandat finit.",
        ),
        forbid(
            "rencontres_reunion",
            acts={
                "INSERT": f"{not_the_next('reunion', 'instance_id')} "
                "OR NEW.etat IN ('tenue', 'annulee')",
                "UPDATE": f"OLD.etat IN ('tenue', 'annulee') OR {NOBODY_THERE} "
                f"OR {changes('instance_id', 'numero')}",
                "DELETE": "TRUE",
            },
            message="Une réunion tenue ou annulée ne se modifie pas, et nulle ne s’efface.",
        ),
        forbid(
            "rencontres_pointordredujour",
            acts={"INSERT": closed("NEW"), "UPDATE": closed("OLD"), "DELETE": closed("OLD")},
            message="L’ordre du jour d’une réunion tenue ne se modifie pas.",
        ),
        forbid(
            "rencontres_presence",
            acts={
                "INSERT": f"{closed('NEW')} OR {OF_ANOTHER_BODY}",
                "UPDATE": f"{closed('OLD')} OR {changes('reunion_id', 'membre_id')}",
                "DELETE": closed("OLD"),
            },
            message="L’émargement d’une réunion tenue ne se modifie pas.",
        ),
        forbid(
            "rencontres_convocation",
            acts={
                "INSERT": OF_ANOTHER_BODY,
                "UPDATE": changes("reunion_id", "membre_id", "rang"),
                "DELETE": "TRUE",
            },
            message="Une convocation envoyée reste.",
        ),
        forbid(
            "rencontres_decision",
            acts={
                "INSERT": f"{not_the_next('decision', 'contrat_id')} OR {OF_ANOTHER_CONTRACT} "
                f"OR {validated('NEW')}",
                "UPDATE": f"{changes('contrat_id', 'reunion_id', 'numero')} OR ({validated('OLD')} "
                f"AND {changes('objet', 'quoi', 'qui_id', 'fonction', 'quand')})",
                "DELETE": "TRUE",
            },
            message="Une décision garde son numéro et ne s’efface pas : elle est suivie.",
        ),
        forbid(
            "rencontres_compterendu",
            acts={
                "INSERT": f"{not_the_next('compterendu', 'reunion_id')} "
                "OR NEW.valide_le IS NOT NULL",
                # All but the name of who validated, which an erasure takes off.
                "UPDATE": "(OLD.valide_le IS NOT NULL AND "
                + changes(
                    "numero", "echanges", "avancement", "chiffres_cles", "budget", "vigilance",
                    "prochaine", "annexes", "motif", "empreinte", "valide_le", "valide_par_id",
                    "region", "version", "identifiant",
                )
                + f") OR (OLD.valide_le IS NOT NULL AND {changes('fige')}) "
                f"OR {changes('reunion_id')} OR {NOT_HELD}",
                "DELETE": "OLD.valide_le IS NOT NULL",
            },
            message="Un compte rendu validé ne se modifie pas : une autre édition le corrige.",
        ),
        forbid(
            "rencontres_retroplanning",
            acts={
                "UPDATE": "OLD.faite_le IS NOT NULL OR " + changes("reunion_id", "etape"),
                "DELETE": "TRUE",
            },
            message="Une étape faite ne se modifie pas.",
        ),
    ]  # fmt: skip
