"""Messages that leave for addresses which teams gave: resolved, checked, pinned and timed."""
