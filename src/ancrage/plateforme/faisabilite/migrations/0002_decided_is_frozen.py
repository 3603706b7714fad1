"""What the database itself holds: a decided note and its parts never change."""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import forbid, forbid_changes

TEXTES = (
    "perimetre_id", "libelle", "objet", "date_rencontre", "lieu", "participants", "cadre",
    "objectifs", "demarche", "pilotage", "domaines", "determinants", "lecture_cadrage", "porteur",
    "competence", "statuts_du", "liens", "avis_dd", "avis_motif", "avis_le",
)  # fmt: skip
LIGNES = (
    "facteurfacilitant", "conditionreussite", "signatairepressenti", "acteurlocal",
    "scenarioperimetre", "lignemoyens", "jalonnote", "contratcomparable", "rubriquenote",
)  # fmt: skip


def decided(row: str) -> str:
    """Return the SQL condition « the note of this row is decided »."""
    return (
        "EXISTS (SELECT 1 FROM faisabilite_notefaisabilite n "
        f"WHERE n.id = {row}.note_id AND n.decidee_le IS NOT NULL)"
    )


# JSON has no equality in PostgreSQL but as jsonb, which Django uses: both vendors compare it.
CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in TEXTES)
REOPENED = "(NEW.decidee_le IS NULL AND NEW.numero = OLD.numero + 1)"


class Migration(migrations.Migration):
    dependencies = [("faisabilite", "0001_initial")]

    operations = [
        forbid(
            "faisabilite_notefaisabilite",
            acts={
                "UPDATE": (
                    "(OLD.decidee_le IS NOT NULL AND NOT "
                    + REOPENED
                    + " AND ("
                    + CHANGED
                    + " OR NEW.numero <> OLD.numero OR NEW.decidee_le IS DISTINCT FROM "
                    "OLD.decidee_le)) OR (OLD.contrat_id IS NOT NULL AND NEW.contrat_id IS "
                    "DISTINCT FROM OLD.contrat_id)"
                ),
                "DELETE": "OLD.decidee_le IS NOT NULL",
            },
            message="A decided note never changes; a note stays with its contract",
        ),
        *(
            forbid(
                f"faisabilite_{table}",
                acts={
                    "INSERT": decided("NEW"),
                    "UPDATE": f"{decided('OLD')} OR NEW.note_id <> OLD.note_id",
                    "DELETE": decided("OLD"),
                },
                message="A part of a decided note never changes",
            )
            for table in LIGNES
        ),
        forbid_changes(
            "faisabilite_decisionnote",
            columns=("note_id", "numero", "sens", "motif", "le", "contenu", "empreinte"),
            message="A decision never changes",
        ),
        forbid_changes("faisabilite_documentnote", message="A file of a decision never changes"),
    ]
