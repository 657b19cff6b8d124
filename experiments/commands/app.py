"""The command that starts the app."""

from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.shared_options import Given, takes


@takes("quiet")
def app(
    given: Given,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Address to listen on; 0.0.0.0 lets others on the network in."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="Port to listen on.")] = 8501,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Show the presets; no lever moves, nothing is uploaded.")
    ] = False,
    classroom: Annotated[
        bool,
        typer.Option("--classroom", help="Smaller runs and coarser levers, so that a class shares what is computed."),
    ] = False,
    sweep: Annotated[
        str | None, typer.Option("--sweep", metavar="FOLDER", help="A sweep to open on the page 'Sweeps'.")
    ] = None,
) -> None:
    """Start the app in the browser: compare organisations, watch the maze, follow one deal."""
    import os
    import sys
    from pathlib import Path

    from buyermaze.simulator.core.errors import InputProblem

    try:
        import click
        from streamlit import runtime
        from streamlit.web import cli
    except ImportError:
        raise InputProblem(
            "the app needs streamlit, which comes with buyermaze; install it again with: pip install buyermaze"
        ) from None

    from buyermaze.screens.engine.compute import start_warming
    from buyermaze.screens.settings import APP, CLASSROOM, READ_ONLY, SWEEP, flags

    if sweep is not None:
        if not Path(sweep).is_dir():
            raise InputProblem(f"--sweep {sweep}: there is no such folder; give the folder of a sweep")
        os.environ[SWEEP] = str(Path(sweep).resolve())
    os.environ[READ_ONLY] = "1" if read_only else "0"
    os.environ[CLASSROOM] = "1" if classroom else "0"
    options = flags(server__address=host, server__port=port, server__headless=no_browser or None)
    if not no_browser:
        options = [option for option in options if not option.startswith("--server.headless")] + [
            "--server.headless=false"
        ]
    start_warming()
    shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1") else host
    if not given.quiet:
        typer.echo(f"Buyer Maze is at http://{shown}:{port}; Ctrl-C ends it.")
    sys.argv = ["streamlit", "run", str(APP), *options]
    try:
        with cli.main.make_context("streamlit", sys.argv[1:]) as context:  # as 'main' does, which says an empty line of Ctrl-C
            cli.main.invoke(context)
    except (KeyboardInterrupt, click.Abort):
        if not runtime.exists():  # nothing was served yet
            raise KeyboardInterrupt from None
        if not given.quiet:
            typer.echo("Buyer Maze is no longer served.")
