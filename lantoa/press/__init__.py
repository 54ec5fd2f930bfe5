"""The loopback press: invented or recorded items served as the outlets' own sites, on one local port."""
