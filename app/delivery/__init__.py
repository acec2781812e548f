"""What goes out by itself: messages to webhooks, and questions whether cited pages are there."""
