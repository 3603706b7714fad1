"""The meetings of a contract: bodies, convocation, attendance, minutes, decisions."""
