"""The facts, questions and runbook steps that Meshwise publishes, and their reader."""
