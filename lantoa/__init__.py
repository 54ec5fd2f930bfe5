"""The command line, the steps behind it, and the loopback press."""
