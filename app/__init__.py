"""Meshwise: choose a Kubernetes service mesh with evidence, and get its install runbook."""
