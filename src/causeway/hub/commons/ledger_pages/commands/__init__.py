"""Looking at the ledger, which is itself entered."""
