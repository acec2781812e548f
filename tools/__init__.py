"""Programs that developers run by hand; nothing of the application needs them."""
