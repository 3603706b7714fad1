"""The writes of the doctrine: publish rules, load what the catalogue holds, revise plans."""
