"""Offices in Vietnamese text: a position with its body ("Giám đốc Sở Y tế Hà Nội"), or a body alone."""
