"""The pages on which an organisation reads its ledger. They stand here because the ledger itself lies below acting."""
