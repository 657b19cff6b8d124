"""What a class is given on paper before, and what it takes home afterwards."""

from pathlib import Path
from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.outputs import prepared
from buyermaze.experiments.commands.shared.shared_options import Given, takes
from buyermaze.experiments.commands.shared.terminal import Screen
from buyermaze.simulator.core.errors import InputProblem

File = Annotated[str, typer.Argument(metavar="FILE", help="The file of a class, as 'class new' made it.")]


@takes("quiet")
def debrief(
    given: Given,
    file: File,
    out: Annotated[
        str,
        typer.Option("--out", metavar="FILE.html", help="Slides as one file, also for print; '-': standard output."),
    ],
    pptx: Annotated[
        str | None, typer.Option("--pptx", metavar="FILE.pptx", help="The same slides for PowerPoint.")
    ] = None,
) -> None:
    """Write the slides of a class: what was asked, predicted and found, a page for each team, what people said."""
    from buyermaze.classroom.pages.deck import deck
    from buyermaze.classroom.pages.deck_html import html_of
    from buyermaze.classroom.pages.deck_pptx import save_pptx
    from buyermaze.classroom.play.state import class_of
    from buyermaze.classroom.play.store import Store
    from buyermaze.simulator.core.atomic_write import whole_file
    from buyermaze.simulator.core.local_files import understood

    if out.casefold().endswith(".pptx"):
        raise InputProblem(f"--out: {out} would hold HTML; name a file .html, and the one for PowerPoint with --pptx")
    outputs = prepared(out=out, pptx=pptx)
    store = Store(file)
    try:
        state = class_of(store)
    finally:
        store.close()
    with understood(file, "class"):
        slides = deck(state)
    if "pptx" in outputs:
        with whole_file(Path(outputs["pptx"].place).resolve()) as unfinished:
            save_pptx(unfinished, slides)
    outputs["out"].write_text(html_of(str(state.settings["title"]), slides))
    if not (given.quiet or outputs["out"].is_standard):
        written = " and ".join(output.place for output in outputs.values())
        Screen().text(f"{len(slides)} slides in {written}.")


@takes("quiet")
def paper(
    given: Given,
    out: Annotated[
        str, typer.Option("--out", metavar="FILE.html", help="Sheets to print on A4; '-': standard output.")
    ],
    lesson: Annotated[
        list[str] | None,
        typer.Option("--lesson", metavar="KEY", help="A lesson; give it again for more. By default all."),
    ] = None,
    game: Annotated[bool, typer.Option("--game/--no-game", help="Role cards and the lever card too.")] = True,
) -> None:
    """Write the sheets of a class: briefings, prediction slips for a room without phones, role cards, the lever card."""
    from buyermaze.classroom.pages.paper import paper as sheets
    from buyermaze.classroom.play.lesson import lesson_keys, load_lesson

    outputs = prepared(out=out)
    lessons = [load_lesson(key) for key in dict.fromkeys(lesson or lesson_keys())]
    outputs["out"].write_text(sheets(lessons, game))
    if not (given.quiet or outputs["out"].is_standard):
        Screen().text(
            f"The sheets of {len(lessons)} lesson{'s' if len(lessons) != 1 else ''} in {out}; print them from a browser."
        )
