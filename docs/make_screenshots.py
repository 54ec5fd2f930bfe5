"""Make the pictures in the docs: run the demo into a temporary folder and photograph its dashboard.

Example: .venv/bin/python docs/make_screenshots.py
"""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from dashboards import app, auth
from lantoa import settings

DOCS = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
SIZES = {"dashboard": (1440, 1900), "dashboard-phone": (390, 844)}
CAMPAIGN = "dai-hoi-xiv"


def main() -> None:
    """Write docs/dashboard.png and docs/dashboard-phone.png."""
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(  # noqa: S603 (our own command)
            [Path(sys.executable).with_name("lantoa"), "demo", "--no-serve", "--home", home], check=True
        )
        # The clock of the demo: the page shows the age of what it reads.
        os.environ["LANTOA_NOW"] = "2026-02-03T18:00:00+07:00"
        server = make_server(
            "127.0.0.1", 0, app.create(Path(home) / "published", settings.now, auth.nobody_asked()).server
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _photograph(f"http://127.0.0.1:{server.port}/spread?campaign={CAMPAIGN}")
        server.shutdown()


def _photograph(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto(address)
            page.wait_for_selector(".js-plotly-plot .main-svg")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=DOCS / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
