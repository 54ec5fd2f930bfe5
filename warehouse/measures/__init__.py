"""The measures: pure functions from counts to values with their basis."""
