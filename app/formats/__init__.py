"""A runbook as Markdown, a shell script and a zip bundle."""
