"""Many files: ledger, isolated workers, engines."""
