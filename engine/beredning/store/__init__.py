"""Store: the only folder that talks to a database."""
