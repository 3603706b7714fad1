"""The meetings of a contract: convocation, attendance, minutes, decisions."""
