"""The demo: the whole way on the bundled press."""

import os
import webbrowser

from rich.console import Console

from dashboards import app, auth
from lantoa import progress, settings, steps, summary
from lantoa.press.server import BUNDLED_ITEMS, Press
from lantoa.settings import CAMPAIGNS, Home, SettingError

PORT = 8050


def show(home: Home, console: Console, *, serve: bool) -> None:
    """Run both bundled campaigns on the bundled press, print what was found, and serve the dashboard.

    The clock stands at the press's own now, the end of its items.

    Raises:
        SettingError: The campaign files are not here: the demo runs from a clone of the project.
    """
    files = tuple(sorted(CAMPAIGNS.glob("*.toml")))
    if not files:
        raise SettingError(f"{CAMPAIGNS}: expected campaign files: run the demo from a clone of the project")
    with Press(items=BUNDLED_ITEMS) as press, progress.shown(console) as report:
        os.environ["LANTOA_NOW"] = press.edition.now.isoformat()
        result = steps.run_all(home, steps.Selection(files, press=press.url), report)
    summary.print_problems(console, result.crawled)
    summary.print_table(console, result, home)
    if serve:
        address = f"http://127.0.0.1:{PORT}"
        console.print(f"serving    {address} (Ctrl-C ends it)", highlight=False)
        webbrowser.open(address)
        app.serve(home.published, "127.0.0.1", PORT, settings.now, auth.nobody_asked(), home.codings)
