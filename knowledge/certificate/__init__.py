"""The safety certificate: every patient of a discretised space is planned, and the invariants are checked on each."""
