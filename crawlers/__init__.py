"""From the press to articles: the outlet register, the crawl, the archive, extraction."""
