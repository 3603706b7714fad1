"""What an élu reads of a contract, gathered once for the page and for the two sheets."""
