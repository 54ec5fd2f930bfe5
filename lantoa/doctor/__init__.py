"""What an installation and its home look like to somebody who has to keep them running."""
