"""Many files: ledger, isolated workers, engines. `run.run` is the door."""
