"""The forms of the report of a campaign: the page, its tables and charts, and its twin in JSON."""
