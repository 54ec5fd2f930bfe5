"""The dashboard, and who may open it."""

from typing import Annotated

import typer

from lantoa import settings
from lantoa.commands.options import HomeOption, JsonOption, print_json

app = typer.Typer()
members = typer.Typer(no_args_is_help=True, help="Who may open the dashboard.")


@app.command()
def dashboard(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8050,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    no_login: Annotated[bool, typer.Option("--no-login", help="Ask nobody; on this machine only.")] = False,
    user_header: Annotated[
        str | None, typer.Option(help="Header in which a reverse proxy names the user; needs --proxy.")
    ] = None,
    proxy: Annotated[str | None, typer.Option(help="Address from which that proxy asks.")] = None,
) -> None:
    """Serve the dashboard until Ctrl-C, to the users that `lantoa users add` made.

    Example: lantoa dashboard --no-login
    """
    from dashboards import app as dashboard_app
    from dashboards import auth

    place = settings.home(home)
    if (user_header is None) != (proxy is None):
        raise typer.BadParameter("--user-header and --proxy are given both or neither")
    if no_login and user_header:
        raise typer.BadParameter("--no-login asks nobody, --user-header believes a proxy: choose one")
    access = (
        auth.nobody_asked()
        if no_login
        else auth.Access(place.users, auth.session_key(place.session_key), user_header, proxy)
    )
    typer.echo(f"http://{host}:{port}")
    dashboard_app.serve(place.published, host, port, settings.now, access, place.codings)


@members.command("add")
def add_user(
    name: str,
    role: Annotated[
        str, typer.Option(help="viewer, coder (labels by hand) or editor (draws, settles and corrects too).")
    ],
    pseudonym: Annotated[
        str, typer.Option(help="What stands beside what this user codes; made of the name where left out.")
    ] = "",
    without_password: Annotated[
        bool, typer.Option("--without-password", help="Only a reverse proxy lets this user in.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Let a user open the dashboard, or change role and password of one; the password is asked for.

    Example: lantoa users add hoa-sen --role coder
    """
    from dashboards import users

    if role not in users.ROLES:
        raise typer.BadParameter(f"{role!r}: expected one of {', '.join(users.ROLES)}", param_hint="--role")
    password = "" if without_password else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    users.add(settings.home(home).users, name, role, password, pseudonym)


@members.command("remove")
def remove_user(name: str, home: HomeOption = None) -> None:
    """Let a user in no more; open sessions end too.

    Example: lantoa users remove hoa-sen
    """
    from dashboards import users

    users.remove(settings.home(home).users, name)


@members.command("list")
def list_users(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List users with their roles and pseudonyms.

    Example: lantoa users list
    """
    from dashboards import users

    found = {
        name: {"role": user.role, "pseudonym": users.pseudonym(name, user)}
        for name, user in sorted(users.load(settings.home(home).users).items())
    }
    if as_json:
        print_json(found)
        return
    for name, user in found.items():
        typer.echo(f"{name}  {user['role']}  {user['pseudonym']}")
