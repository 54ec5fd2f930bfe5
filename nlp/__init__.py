"""From text to facts: pure functions; nothing here reads or writes anything but its own model files."""
