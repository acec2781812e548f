"""Pure functions over immutable values: the catalogue, the decision and the runbook."""
