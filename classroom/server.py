"""The class's own small web server: seats, wall and console, every page from this process and none from elsewhere."""

import asyncio
import io
import secrets
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from buyermaze.classroom.guard import App, Guard, Guesses
from buyermaze.classroom.pages import working
from buyermaze.classroom.pages.answers import read_answer, read_deed, read_draft
from buyermaze.classroom.pages.console_page import console
from buyermaze.classroom.pages.seat_page import screen
from buyermaze.classroom.pages.slips import slips_page, type_slip
from buyermaze.classroom.pages.views import clock, deadline
from buyermaze.classroom.pages.wall_page import wall
from buyermaze.classroom.play.room import NotKept, Room, same
from buyermaze.classroom.play.state import Person
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import one_line

HERE: Final = Path(__file__).parent
SEAT, KEY = "seat", "trainer"  # cookies
DAYS_KEPT: Final = 30  # of a cookie: a class may go on next week
STATIC: Final = {"room.css": "text/css; charset=utf-8", "room.js": "text/javascript; charset=utf-8"}
SECONDS_HELD: Final = 10.0  # a page that asks for news is answered after so long at the latest; assumption
SECONDS_TOGETHER: Final = 0.3  # what happens within so short a time is shown together; assumption
SECONDS_CACHED: Final = 31_536_000  # of script and style sheet, whose addresses change with them
TOO_MANY: Final = "too many wrong codes in this room; wait a minute"


class Pages:
    """The routes of one class."""

    def __init__(self, room: Room, address: str) -> None:
        self.room = room
        self.address = address
        self.guesses = Guesses()
        self.drawn: dict[str, tuple[object, str, str]] = {}  # by seat: what it showed, and as of which state
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, auto_reload=False
        )
        self.files = {name: (HERE / "static" / name).read_bytes() for name in STATIC}
        self.templates.globals["moment"] = moment
        self.templates.globals["file"] = lambda name: f"/static/{name}?v={zlib.crc32(self.files[name]):08x}"

    def page(self, template: str, status: int = 200, /, **values: Any) -> HTMLResponse:
        """Return a whole page."""
        return HTMLResponse(self.templates.get_template(template).render(**values), status)

    def fragment(self, name: str, values: dict[str, Any]) -> tuple[str, str]:
        """Return the changing part of a page, and a word that changes whenever it does."""
        text = self.templates.get_template(name).render(**values, address=self.address)
        return text, f"{zlib.crc32(text.encode()):08x}-{values['deadline']}"

    def part(self, name: str, template: str, values: Callable[[], dict[str, Any]], stamp: object) -> tuple[str, str]:
        """Return the changing part of a page and its version; drawn again only when the stamp has changed."""
        kept = self.drawn.get(name)
        if kept is None or kept[0] != stamp:
            kept = self.drawn[name] = (stamp, *self.fragment(template, values()))
        return kept[1:]

    async def watched(self, request: Request, part: Callable[[], Awaitable[tuple[str, str]]]) -> Response:
        """Answer a page that says what it shows as soon as that is something else; after a while in any case."""
        until = time.monotonic() + SECONDS_HELD
        while True:
            text, version = await part()
            left = until - time.monotonic()
            if request.query_params.get("v") != version or left <= 0.0 or self.room.leaving:
                return self.changed(request, text, version)
            await self.room.news(left)
            await asyncio.sleep(SECONDS_TOGETHER)

    def changed(self, request: Request, text: str, version: str) -> Response:
        """Answer a page that asks what is shown now: nothing while it is the same."""
        headers = {
            "x-version": version, "x-now": str(moment()), "x-deadline": str(deadline_of(self.room)),
        }  # fmt: skip
        if request.query_params.get("v") == version:
            return Response(status_code=204, headers=headers)
        return HTMLResponse(text, headers=headers)

    # seats

    def person(self, request: Request) -> Person | None:
        """Return whose seat asks."""
        return self.room.person_with(request.cookies.get(SEAT))

    def join_page(self, code: str = "", name: str = "", problem: str = "", status: int = 200) -> Response:
        """Return the page on which one joins."""
        teams = self.room.teams()
        return self.page(
            "join.html", status, code=code, name=name, problem=problem, teams=teams, key=secrets.token_urlsafe(18)
        )

    async def home(self, request: Request) -> Response:
        """Show the seat of whoever has one, the way in to everybody else."""
        if self.person(request) is not None:
            return RedirectResponse("/seat", 303)
        return self.join_page(one_line(request.query_params.get("code", ""), 12))

    async def join(self, request: Request) -> Response:
        """Give a seat to somebody who knows the room's code."""
        form = await request.form()
        code, name, key = (str(form.get(field, "")) for field in ("code", "name", "key"))
        shown = one_line(code, 12), one_line(name, 24)
        if self.guesses.too_many(caller(request)):
            return self.join_page(*shown, TOO_MANY, 429)
        if not same("".join(code.split()).upper(), self.room.state.settings["code"]):
            self.guesses.wrong(caller(request))
            return self.join_page(*shown, "this is not the room's code; it is on the wall", 403)
        if len(key) < 16:
            return self.join_page(*shown, "that page was too old; send it again", 400)
        team = str(form.get("team", ""))
        try:
            person, token = await self.room.join(name, int(team) if team.isdecimal() and len(team) < 4 else None, key)
        except InputProblem as problem:
            return self.join_page(*shown, str(problem), 400)
        return seated(person, token)

    async def back(self, request: Request) -> Response:
        """Give somebody their own seat again."""
        if self.guesses.too_many(caller(request)):
            return self.join_page(problem=TOO_MANY, status=429)
        try:
            person, token = await self.room.come_back(str((await request.form()).get("own", ""))[:40])
        except InputProblem as problem:
            self.guesses.wrong(caller(request))
            return self.join_page(problem=str(problem), status=403)
        return seated(person, token)

    async def seat_fragment(self, person: Person) -> tuple[str, str]:
        """Return what a seat shows now; a buyer's life is lived beside the event loop, all else is read in it."""
        stamp = self.room.stamp_of(person)
        known = person.seat in self.drawn and self.drawn[person.seat][0] == stamp
        if self.room.state.here.kind == "buyer" and not known:
            await self.room.life_beside(person, self.room.state.step)
        return self.part(person.seat, "seat_now.html", lambda: screen(self.room, person), stamp)

    async def wall_fragment(self) -> tuple[str, str]:
        """Return what the wall shows now."""
        return self.part("wall", "wall_now.html", lambda: wall(self.room), self.room.stamp())

    async def console_fragment(self) -> tuple[str, str]:
        """Return what the console shows now."""
        return self.part("console", "trainer_now.html", lambda: console(self.room), self.room.stamp())

    async def seat(self, request: Request) -> Response:
        """Show a seat."""
        person = self.person(request)
        if person is None:
            return RedirectResponse("/", 303)
        text, version = await self.seat_fragment(person)
        shown = {"me": person, "title": self.room.state.settings["title"], "deadline": deadline_of(self.room)}
        return self.page("seat.html", fragment=Markup(text), version=version, **shown)

    async def seat_now(self, request: Request) -> Response:
        """Answer a seat that asks what it shows now."""
        person = self.person(request)
        if person is None:
            return PlainTextResponse("no seat", 401)

        async def part() -> tuple[str, str]:
            return await self.seat_fragment(person) if self.person(request) else ("", "gone")

        found = await self.watched(request, part)
        return found if self.person(request) else PlainTextResponse("no seat", 401)

    async def answer(self, request: Request) -> Response:
        """Lock an answer: it is on the disk when this returns."""
        person = self.person(request)
        as_json = request.headers.get("content-type", "").startswith("application/json")
        if person is None:
            return JSONResponse({"problem": "this browser has no seat; join again"}, 401)
        try:
            given = await request.json() if as_json else dict(await request.form())
            event = await read_answer(self.room, person, given)
        except (ValueError, RecursionError) as error:
            problem = str(error) if isinstance(error, InputProblem) else "this is no answer"
            return JSONResponse({"problem": problem}, 400) if as_json else PlainTextResponse(problem, 400)
        if event.kind == "plan":
            await working.begin(self.room)
        told = {"at": clock(event.at), "number": event.number}
        return JSONResponse(told) if as_json else RedirectResponse("/seat", 303)

    async def draft(self, request: Request) -> Response:
        """Take a plan whose forecast is being written: its year is lived ahead, nothing is locked."""
        person = self.person(request)
        if person is None:
            return JSONResponse({"problem": "this browser has no seat; join again"}, 401)
        try:
            plan = read_draft(self.room, await request.json())
        except (ValueError, RecursionError):
            return JSONResponse({"problem": "this is no plan"}, 400)
        if (person.team, self.room.state.step) not in self.room.state.plans:
            working.begin_draft(self.room, person.team, plan)
        return Response(status_code=204)

    # the wall

    async def wall(self, request: Request) -> Response:
        """Show the wall."""
        text, version = await self.wall_fragment()
        theme = request.query_params.get("theme")
        shown = {"title": self.room.state.settings["title"], "theme": theme if theme in ("dark", "light") else ""}
        return self.page("wall.html", fragment=Markup(text), version=version, **shown)

    async def wall_now(self, request: Request) -> Response:
        """Answer a wall that asks what it shows now."""
        return await self.watched(request, self.wall_fragment)

    # the trainer

    def is_trainer(self, request: Request) -> bool:
        """Tell whether the trainer asks."""
        return self.room.is_trainer(request.cookies.get(KEY))

    async def trainer(self, request: Request) -> Response:
        """Show the console to the trainer; anybody else is asked for the key."""
        if "key" in request.query_params:
            return self._opened(request, request.query_params["key"])
        if not self.is_trainer(request):
            return self.page("trainer_key.html", problem="")
        text, version = await self.console_fragment()
        settings = self.room.state.settings
        shown = {"title": settings["title"], "code": settings["code"], "deadline": deadline_of(self.room)}
        return self.page("trainer.html", fragment=Markup(text), version=version, **shown)

    async def trainer_key(self, request: Request) -> Response:
        """Take the trainer's key from the form."""
        return self._opened(request, str((await request.form()).get("key", "")))

    def _opened(self, request: Request, key: str) -> Response:
        if self.guesses.too_many(caller(request)):
            return self.page("trainer_key.html", 429, problem=TOO_MANY)
        if not self.room.is_trainer(key.strip()):
            self.guesses.wrong(caller(request))
            return self.page("trainer_key.html", 403, problem="this is not the trainer's key")
        return with_cookie(RedirectResponse("/trainer", 303), KEY, key.strip())

    async def trainer_now(self, request: Request) -> Response:
        """Answer a console that asks what it shows now."""
        if not self.is_trainer(request):
            return PlainTextResponse("not the trainer", 401)
        return await self.watched(request, self.console_fragment)

    async def trainer_do(self, request: Request) -> Response:
        """Do what the trainer asks for."""
        if not self.is_trainer(request):
            return JSONResponse({"problem": "only the trainer can do this"}, 403)
        as_json = request.headers.get("content-type", "").startswith("application/json")
        try:
            given = await request.json() if as_json else dict(await request.form())
            event = await self.room.trainer(read_deed(self.room, given))
        except (ValueError, RecursionError) as error:
            problem = str(error) if isinstance(error, InputProblem) else "this cannot be done"
            return JSONResponse({"problem": problem}, 400)
        await working.begin(self.room)
        return JSONResponse({"at": clock(event.at)}) if as_json else RedirectResponse("/trainer", 303)

    async def slips(self, request: Request) -> Response:
        """Let the trainer type in predictions written on paper."""
        if not self.is_trainer(request):
            return self.page("trainer_key.html", 403, problem="")
        given: dict[str, Any] = {}
        told, problem = "", ""
        if request.method == "POST":
            given = dict(await request.form())
            try:
                told, given = await type_slip(self.room, given), {}
            except InputProblem as error:
                problem = str(error)
        shown = slips_page(self.room.state) | {"given": given, "told": told, "problem": problem}
        return self.page(
            "slips.html", 400 if problem else 200, **shown, key=given.get("key") or secrets.token_urlsafe(18)
        )

    # what all pages use

    async def static(self, request: Request) -> Response:
        """Return the script or the style sheet."""
        name = request.path_params["name"]
        if name not in STATIC:
            return PlainTextResponse("there is no such page", 404)
        headers = (
            {"cache-control": f"public, max-age={SECONDS_CACHED}, immutable"} if "v" in request.query_params else {}
        )
        return Response(self.files[name], media_type=STATIC[name], headers=headers)

    async def qr(self, request: Request) -> Response:
        """Return the square that leads to this class."""
        return Response(square(f"{self.address}/?code={self.room.state.settings['code']}"), media_type="image/svg+xml")

    async def health(self, request: Request) -> Response:
        """Say that the server is there."""
        return PlainTextResponse("ok")


def moment() -> int:
    """Return the present moment by the server's clock, in milliseconds since 1970."""
    return int(1000 * time.time())


def caller(request: Request) -> str:
    """Return the address a request came from."""
    return request.client.host if request.client else ""


def deadline_of(room: Room) -> int:
    """Return when the present step's time is over, for the clock; 0 when none runs."""
    return deadline(room.state) if room.state.phase == "open" and not room.state.paused else 0


def seated(person: Person, token: str) -> Response:
    """Send somebody to their seat, with the key to it."""
    return with_cookie(RedirectResponse("/seat", 303), SEAT, token)


def with_cookie(response: Response, name: str, value: str) -> Response:
    """Let a browser keep a key that no script can read."""
    response.set_cookie(name, value, max_age=86_400 * DAYS_KEPT, httponly=True, samesite="strict", path="/")
    return response


def square(words: str) -> bytes:
    """Return a QR code as SVG."""
    import segno

    out = io.BytesIO()
    segno.make(words, error="m").save(out, kind="svg", border=2, xmldecl=False, omitsize=True)
    return out.getvalue()


def application(room: Room, address: str) -> App:
    """Return the web application of a class."""
    pages = Pages(room, address)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        working.remember(room)
        room.begin_anew()
        await working.begin(room)
        yield
        room.close()

    async def not_kept(request: Request, error: Exception) -> Response:
        return JSONResponse({"problem": f"this could not be kept, send it again in a moment: {error}"}, 503)

    async def failed(request: Request, error: Exception) -> Response:
        return PlainTextResponse("something went wrong here; the class is whole, load the page again", 500)

    routes = [
        Route("/", pages.home),
        Route("/join", pages.join, methods=["POST"]),
        Route("/back", pages.back, methods=["POST"]),
        Route("/seat", pages.seat),
        Route("/seat/now", pages.seat_now),
        Route("/answer", pages.answer, methods=["POST"]),
        Route("/draft", pages.draft, methods=["POST"]),
        Route("/wall", pages.wall),
        Route("/wall/now", pages.wall_now),
        Route("/trainer", pages.trainer),
        Route("/trainer/key", pages.trainer_key, methods=["POST"]),
        Route("/trainer/now", pages.trainer_now),
        Route("/trainer/do", pages.trainer_do, methods=["POST"]),
        Route("/trainer/slips", pages.slips, methods=["GET", "POST"]),
        Route("/static/{name}", pages.static),
        Route("/qr.svg", pages.qr),
        Route("/health", pages.health),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan, exception_handlers={Exception: failed, NotKept: not_kept}))
