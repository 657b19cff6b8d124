"""The commands of the classroom: make a class, serve it, take it home."""

from typing import Annotated

import typer

from buyermaze.classroom.play.store import MOST_ROUNDS, MOST_TEAMS
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.experiments.commands.shared.terminal import Screen
from buyermaze.experiments.commands.teaching.class_sheets import debrief, paper

File = Annotated[str, typer.Argument(metavar="FILE", help="The file of a class, as 'class new' made it.")]

class_ = typer.Typer(
    help="Teach a room of thirty: one laptop, one file, phones without the internet.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@class_.command("new")
@takes("quiet")
def new(
    given: Given,
    out: Annotated[str, typer.Option("--out", metavar="FILE.db", help="The file to make; nothing is written over.")],
    lesson: Annotated[
        list[str] | None,
        typer.Option("--lesson", metavar="KEY", help="A lesson; give it again for more. See 'class lessons'."),
    ] = None,
    teams: Annotated[int, typer.Option("--teams", metavar="N", min=1, max=MOST_TEAMS, help="Teams of the game.")] = 6,
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="N", min=0, max=MOST_ROUNDS, help="Years of the team game; 0: no game.")
    ] = 3,
    buyer: Annotated[bool, typer.Option("--buyer/--no-buyer", help="Whether everybody plays the buyer once.")] = True,
    title: Annotated[
        str, typer.Option("--title", metavar="WORDS", help="What the wall says above all.")
    ] = "Buyer Maze",
) -> None:
    """Make the file of a class."""
    import secrets

    from buyermaze.classroom.play.agenda import agenda, lesson_of
    from buyermaze.classroom.play.lesson import lesson_keys
    from buyermaze.classroom.play.room import new_code
    from buyermaze.classroom.play.store import Store
    from buyermaze.simulator.core.errors import InputProblem
    from buyermaze.simulator.core.plain_text import one_line

    lessons = tuple(dict.fromkeys(lesson or ()))
    for key in lessons:
        lesson_of(key)
    if not lessons and not rounds and not buyer:
        raise InputProblem(f"a class needs something to do: --lesson ({', '.join(lesson_keys())}), --rounds or --buyer")
    settings = {
        "title": one_line(title, 60) or "Buyer Maze", "lessons": list(lessons), "teams": teams, "rounds": rounds,
        "buyer": buyer, "code": new_code(), "trainer_key": secrets.token_urlsafe(12),
    }  # fmt: skip
    Store.create(out, settings).close()
    if given.quiet:
        return
    steps = agenda(lessons, rounds, buyer)
    screen = Screen()
    screen.text(f"{out}: {len(steps)} steps, {sum(step.minutes for step in steps):.0f} minutes.")
    screen.text(f"Go on with:  buyermaze class serve {out} --host 0.0.0.0")


@class_.command("serve")
@takes("quiet")
def serve(
    given: Given,
    file: File,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="0.0.0.0 lets the phones of the room in.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port to listen on; 0: any.")
    ] = 8600,
) -> None:
    """Serve a class to the room: print the address, a square to scan, the room's code and the trainer's key."""
    from buyermaze.classroom.serving import serve as start

    start(file, host, port, Screen().text)  # whoever serves needs address, code and key, also where it is quiet
    if not given.quiet:
        typer.echo(f"The class is no longer served; all of it is in {file}.")


@class_.command("lessons")
@takes(*ANSWERS, "quiet")
def lessons(given: Given) -> None:
    """List the lessons."""
    import pandas

    from buyermaze.classroom.play.lesson import lessons as shipped

    rows = [(each.key, each.title, f"{each.minutes:.0f}", each.question) for each in shipped()]
    columns = ["key", "title", "minutes", "question"]
    table = pandas.DataFrame(rows, columns=columns)
    if given.hand_out({"lessons": table}, {"lessons": table}):
        Screen().table("Lessons", columns, rows)


@class_.command("forget")
@takes("quiet")
def forget(given: Given, file: File) -> None:
    """Wipe names, codes and free text out of a class; every number stays."""
    from contextlib import closing

    from buyermaze.classroom.play.store import Store, only_server

    with closing(Store(file)) as store, closing(only_server(file)):
        n = store.forget()
    if not given.quiet:
        Screen().text(f"{n} people are forgotten; their numbers stay.")


@class_.command("check")
@takes(*ANSWERS, "quiet")
def check(
    given: Given,
    file: File,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address you will serve on.")] = "0.0.0.0",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port you will serve on.")
    ] = 8600,
) -> None:
    """Find out before the class whether this laptop and this network are ready for it."""
    import pandas

    from buyermaze.classroom.checking import checks

    found = checks(file, host, port)
    table = pandas.DataFrame([vars(each) for each in found])
    on_screen = given.hand_out({"checks": table}, {"checks": table})
    if on_screen:
        Screen().table("Ready?", ["what", "found"], [(each.what, each.found) for each in found])
    wrong = [each for each in found if not each.ready]
    if wrong:
        from buyermaze.simulator.core.errors import InputProblem

        raise InputProblem(f"not ready: {'; '.join(each.remedy for each in wrong)}")
    if on_screen and not given.quiet:
        Screen().text("Ready. Let somebody open the address on a phone once, before the room is full.")


class_.command("debrief")(debrief)
class_.command("paper")(paper)
