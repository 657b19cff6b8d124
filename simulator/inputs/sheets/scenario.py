"""A scenario: what the market is, what the seller does, and how the run is sized."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import replace
from functools import cached_property, lru_cache, reduce
from operator import attrgetter, getitem
from typing import Any, Final, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.notebook import card, one_line_of
from buyermaze.simulator.core.plain_text import LONGEST_STORY, checked_words
from buyermaze.simulator.core.vocabulary import CHANNEL_TRAITS, SOUGHT, Channel
from buyermaze.simulator.extensions.packages import load_packages, part_named
from buyermaze.simulator.extensions.registry import IN_SCENARIOS, PARTS
from buyermaze.simulator.inputs.customers.experience import Experience
from buyermaze.simulator.inputs.dates.dated_changes import DatedChange
from buyermaze.simulator.inputs.dates.epochs import (
    Epoch,
    checked_epochs,
    day_said,
    epochs_of,
    hours_of,
    moved_otherwise,
)
from buyermaze.simulator.inputs.dates.stretches import follows_calendar
from buyermaze.simulator.inputs.dates.timeline import check_calendar
from buyermaze.simulator.inputs.grammar.error_messages import explained
from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, table
from buyermaze.simulator.inputs.grammar.overlay import merged
from buyermaze.simulator.inputs.grammar.parameter_paths import resolve
from buyermaze.simulator.inputs.grammar.parsing import parsed
from buyermaze.simulator.inputs.grammar.yaml_reader import SCHEMA_VERSION
from buyermaze.simulator.inputs.sheets.levers import Lever, changed, levers_of, part_levers
from buyermaze.simulator.inputs.sheets.market import Market
from buyermaze.simulator.inputs.sheets.own_parts import checked_parts, defaults_of, sheet_of, switched
from buyermaze.simulator.inputs.sheets.programme import Programme
from buyermaze.simulator.inputs.sheets.run_settings import Run
from buyermaze.simulator.inputs.sheets.target import Target

N_SHOWN: Final = 8  # changed parameters a notebook shows
NEUTRAL: Final = (  # a single number before the sheet it is on
    ("programme", "outbound", "share_time"), ("programme", "outbound", "p_trusted"),
    ("programme", "anticipation", "p_offered"), ("programme", "anticipation", "cost_data"), ("market", "bargaining", "resentment"),
    ("market", "ideas", "weeks_turn"), ("programme", "teaching", "weeks_behind"), ("programme", "teaching", "cost_watching"),
    ("programme", "partners", "serves_below"), ("programme", "partners", "share_reported"),
    ("programme", "staff"), ("programme", "quarter"), ("programme", "coverage"), ("programme", "partners"),
    ("market", "seasons"), ("market", "pool"), ("market", "assistant"), ("market", "channels", "assistant"),
    ("market", "blockers"), ("market", "champion"), ("programme", "outbound"), ("market", "outbound_reception"),
    ("market", "impression"), ("programme", "tools"), ("programme", "logging"), ("programme", "succession"),
    ("programme", "segmentation"), ("programme", "anticipation"), ("programme", "process"), ("market", "step_reception"),
    ("programme", "governance", "scope"), ("programme", "governance", "cost_scope"),
    ("market", "tie"), ("programme", "service"), ("programme", "reactivation"), ("market", "customer_life"), ("market", "cold"),
    ("programme", "teaching"), ("market", "ideas"), ("programme", "discounts"), ("programme", "packages"), ("programme", "pilot"),
    ("market", "bargaining"), ("market", "pilot_reception"), ("market", "package_choice"), ("market", "peers"),
    ("programme", "scores"), ("programme", "voice", "begins"), ("programme", "voice", "cost_before_sale"),
    ("programme", "voice", "p_false_alarm"),
    ("programme", "campaign"), ("market", "material"), ("market", "regulation"), ("programme", "compliance"),
    ("market", "partner_trade"),
)  # fmt: skip
LATER_CHANNELS: Final = ("assistant",)  # liking them counts once somebody does
NOT_RESULTS = ("engine", "n_replications", "start", "calendar")


class Scenario(Sheet):
    """Everything a run depends on, checked when made and never changed afterwards."""

    schema_version: Literal[1] = Field(SCHEMA_VERSION, description="Version of the scenario file format.")
    name: Name = Field("scenario", description="Short name used in tables and options.")
    title: str = Field("", description="One line that says what this is.")
    story: str = Field("", description="What it is, what it costs and what it teaches, in plain words.")
    market: Market = table(Market(), "What the company does not control.")
    programme: Programme = table(Programme(), "What the company does control.")
    run: Run = table(Run(), "Seed, sizes and calendar.")
    timeline: tuple[DatedChange, ...] = table(
        (), "Dated changes of programme and market, in any order; none: all stays."
    )
    parts: dict[str, dict[str, Any]] = table({}, "Parts of your own that are used, each by name with its parameters.")
    target: Target | None = table(None, "What is to be reached by when; it changes no result.")
    experience: Experience | None = table(None, "What customers should live through; it changes no result.")

    @field_validator("title", "story")
    @classmethod
    def _plain_words(cls, text: str, about: ValidationInfo) -> str:
        return checked_words(text, LONGEST_STORY) if about.field_name == "story" else checked_words(text)

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise explained(error, type(self), data) from None

    def __repr__(self) -> str:
        size = f"{self.run.size}, seed {self.run.seed}"
        return one_line_of("Scenario", self.name, self.title or "no title", size, f"fingerprint {self.fingerprint}")

    __str__ = __repr__

    def _repr_html_(self) -> str:
        changed_here = differences(type(self)(), self)
        shown = [path for path, _, _ in changed_here if not path.startswith(("programme.library", "run."))]
        rows = [(path, _said(there), _said(here)) for path, here, there in changed_here if path in shown[:N_SHOWN]]
        more = f" and {len(shown) - N_SHOWN} more" if len(shown) > N_SHOWN else ""
        return card(
            f"{self.name}: {self.title}" if self.title else self.name,
            [self.story.split(". ")[0].rstrip(".") + "."] if self.story else [],
            [("parameter", "here", "default"), *rows] if rows else (),
            f"{len(shown)} parameters differ from the default{more and ', shown are the first ' + str(N_SHOWN)}; "
            f"{self.run.size}, {self.run.n_replications} replications, seed {self.run.seed}; "
            f"fingerprint {self.fingerprint}",
        )

    @field_validator("parts", mode="before")
    @classmethod
    def _parts_are_known(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            raise InputProblem("parts: give parts of your own by name, each with its parameters", ("parts",))
        return checked_parts(given)

    @model_validator(mode="after")
    def _engine_can_run_the_parts(self) -> "Scenario":
        refuse_engine(self, self.run.engine)
        return self

    @model_validator(mode="after")
    def _content_is_for_somebody(self) -> "Scenario":
        names = ["all", *(persona.name for persona in self.market.personas)]
        for asset in self.programme.library.assets:
            if asset.persona not in names:
                raise ValueError(
                    f"programme.library.assets: '{asset.name}' is written for '{asset.persona}', "
                    f"who is no persona of the market; {remedy(asset.persona, names)}"
                )
        return self

    @model_validator(mode="after")
    def _rows_are_of_what_there_is(self) -> "Scenario":
        market, programme = self.market, self.programme
        for path, rows, of, there in (
            ("programme.coverage", programme.coverage, "segment of the market", market.segments),
            ("programme.tools.assets", programme.tools.assets, "asset of programme.library", programme.library.assets),
            ("market.ideas.concerns", market.ideas.concerns, "persona of the market", market.personas),
        ):
            names = [each.name for each in there]  # type: ignore[attr-defined]
            given = [row.name for row in rows]  # type: ignore[attr-defined]
            for n, name in enumerate(given):
                if name not in names:
                    raise ValueError(f"{path}: '{name}' is no {of}; {remedy(name, names)}")
                if name in given[:n]:
                    raise ValueError(f"{path}: {of.split()[0]} '{name}' is named twice")
        return self

    @model_validator(mode="after")
    def _campaign_is_for_somebody(self) -> "Scenario":
        market, programme = self.market, self.programme
        segments = [segment.name for segment in market.segments]
        for wrong in (name for name in programme.campaign.segments if name not in segments):
            raise ValueError(f"programme.campaign.segments: there is no segment '{wrong}'; {remedy(wrong, segments)}")
        personas = [persona.name for persona in market.personas]
        assets = [asset.name for asset in programme.library.assets]
        for step in programme.campaign.steps:
            named = [(name, personas, "persona") for name in step.personas]
            if step.asset:
                named.append((step.asset, assets, "asset"))
            for given, there, what in named:
                if given not in there:
                    raise ValueError(f"programme.campaign.steps: '{step.name}': no {what} '{given}'; {remedy(given, there)}")
        return self

    @model_validator(mode="after")
    def _experience_is_of_personas(self) -> "Scenario":
        names = [persona.name for persona in self.market.personas]
        for each in self.experience.targets if self.experience else ():
            if each.persona and each.persona not in names:
                raise ValueError(f"experience: there is no persona '{each.persona}'; {remedy(each.persona, names)}")
        return self

    @model_validator(mode="after")
    def _timeline_can_be_done(self) -> "Scenario":
        if self.timeline:
            self.__dict__["epochs"] = checked_epochs(self)
        return self

    @model_validator(mode="after")
    def _holidays_are_known(self) -> "Scenario":
        check_calendar(self)
        return self

    @cached_property
    def epochs(self) -> tuple[Epoch, ...]:
        """Return what is in force from when until when; one epoch where there is no timeline."""
        return epochs_of(self)

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """Return the channels that people can choose from at any time; where nobody asks an assistant there is none."""
        asked = any(epoch.scenario.market.assistant.share_using > 0.0 for epoch in self.epochs)
        return tuple(channel for channel in SOUGHT if asked or not CHANNEL_TRAITS[channel].retells)

    @cached_property
    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that name everything the results depend on, and nothing else."""
        data = self.model_dump(mode="json", include={"market", "programme", "run"})
        for key in NOT_RESULTS:
            del data["run"][key]
        plain = _plain_one()
        for *parts, sheet in NEUTRAL:  # what came later and changes nothing as shipped leaves older fingerprints alone
            if attrgetter(".".join((*parts, sheet)))(self) == attrgetter(".".join((*parts, sheet)))(plain):
                del reduce(getitem, parts, data)[sheet]
        for persona in data["market"]["personas"]:
            for name in LATER_CHANNELS:
                if persona["appeal"][name] == 0.0:
                    del persona["appeal"][name]
        if follows_calendar(self):
            data["run"]["start"] = str(self.run.start)
            if self.run.calendar != plain.run.calendar:
                data["run"]["calendar"] = self.run.calendar.model_dump(mode="json")
        if self.timeline:
            shown = {"changes", "add", "weeks_ramp", "ramp", "share_handed_over", "weeks_to_hire", "cost"}
            entries = [entry.model_dump(mode="json", include=shown) for entry in self.timeline]
            moments = [hours_of(self, entry) for entry in self.timeline]
            data["timeline"] = [entry | {"hours": hours} for entry, hours in zip(entries, moments, strict=True)]
        if self.parts:
            data["parts"] = self.parts_used()
        text = json.dumps(_plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def parts_used(self) -> dict[str, Any]:
        """Return the parts of your own a run depends on, ready for JSON: parameters, digest of the code, where it is from."""
        told = {}
        for name, values in self.parts.items():
            part = part_named(name)
            plain = sheet_of(part)(**values).model_dump(mode="json")
            told[name] = {"kind": part.kind, "code": part.digest, "parameters": plain}
        return told

    def with_changes(self, changes: Mapping[str, Any]) -> "Scenario":
        """Return a new scenario with parameters changed.

        Parameters
        ----------
        changes
            New value by dotted path: ``{"programme.handoff.delay_hours": 24}``. Rows of tables are named or numbered:
            ``market.personas.champion.weight``. Text is read as the parameter's own type; a group may be given as a
            mapping, a table as a list.
        """
        data: Any = self.model_dump()
        touched: set[str | int] = set()
        for path, value in changes.items():
            if path.startswith("parts."):
                data["parts"] = _with_part(data["parts"], path, value)
                continue
            keys = resolve(path, data)
            if not keys or keys[0] == "schema_version":
                raise InputProblem(
                    f"'{path}' cannot be changed; start a path with market, programme, run, timeline, target or experience"
                )
            here = data
            for key in keys[:-1]:
                if isinstance(here[key], tuple):
                    here[key] = list(here[key])
                here = here[key]
            here[keys[-1]] = merged(here[keys[-1]], parsed(deepcopy(value), here[keys[-1]], path, keys), own=keys)
            touched.add(keys[0])
        shared = {
            section: getattr(self, section) for section in ("market", "programme", "run") if section not in touched
        }
        with nullcontext() if "timeline" in changes else moved_otherwise():  # a plan that is written down
            return type(self)(**data | shared)

    def levers(self) -> list[Lever]:
        """List every single parameter of programme and market with its value, bounds, unit and source."""
        found = levers_of(self, type(self)(), sections=("programme", "market"))
        for name, values in self.parts.items():
            found += part_levers(sheet_of(part_named(name))(**values), name)
        return found


def levers_at_rest(scenario: Scenario) -> list[Lever]:
    """List loaded parts that a scenario could use and does not, each before its parameters; all their values are ``off``."""
    load_packages()
    found = []
    for name, part in PARTS.items():
        if part.kind in IN_SCENARIOS and name not in scenario.parts:
            sheet = sheet_of(part)
            bare = sheet.model_construct(**{key: None for key, at in sheet.model_fields.items() if at.is_required()})
            switch = Lever(f"parts.{name}", "off", "off", None, None, "", part.meaning, "", "", "choice", ("on", "off"))
            found += [switch, *(replace(lever, value="off") for lever in part_levers(bare, name))]
    return found


def differences(first: Scenario, second: Scenario) -> list[tuple[str, Any, Any]]:
    """List what results can depend on that differs: path, value in the first, value in the second (None: absent)."""
    found = changed(first, second, sections=("programme", "market", "run"), without=NOT_RESULTS)
    for name in dict.fromkeys([*first.parts, *second.parts]):
        here, there = first.parts.get(name), second.parts.get(name)
        if here is None or there is None:
            found.append((f"parts.{name}", here and "on", there and "on"))
        else:
            found += [(f"parts.{name}.{key}", here[key], there[key]) for key in here if here[key] != there.get(key)]
    plans = [planned(first), planned(second)]
    return found if plans[0] == plans[1] else [*found, ("timeline", plans[0] or None, plans[1] or None)]


def refuse_engine(scenario: Scenario, engine: str) -> None:
    """Refuse to let the compiled engine run parts that are written for the reference engine."""
    alone = [name for name in scenario.parts if part_named(name).only_reference]
    if alone and engine == "compiled":
        kind = part_named(alone[0]).kind
        raise InputProblem(
            f"parts: the compiled engine cannot run '{alone[0]}', a {kind} written in Python; set run.engine to reference",
            ("parts", alone[0]),
        )


def _with_part(parts: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return parts with one changed, by ``parts.NAME`` or ``parts.NAME.PARAMETER``; to change a part switches it on."""
    _, name, *rest = path.split(".")
    if not rest:
        is_group = isinstance(value, str) and value.strip().startswith("{")
        given = parsed(value, defaults_of(name), path, ("parts", name)) if is_group else value
        values = switched(given, name)
        return {key: entry for key, entry in parts.items() if key != name} | ({} if values is None else {name: values})
    here = dict(parts.get(name) or defaults_of(name))
    keys = resolve(path, {"parts": {name: defaults_of(name) | here}})[2:]
    if len(keys) != 1:
        raise InputProblem(f"'{path}' cannot be changed; a parameter of a part is parts.NAME.PARAMETER")
    here[str(keys[0])] = parsed(value, here.get(str(keys[0])), path, keys)
    return {**parts, name: here}


def planned(scenario: Scenario) -> str:
    """Say a scenario's timeline in one line: ``2026-07-01 merge, 2026-10-01 two more reps``; empty without one."""
    entries = sorted(scenario.timeline, key=lambda entry: hours_of(scenario, entry))
    return ", ".join(f"{day_said(scenario, entry)} {entry.words}" for entry in entries)


def _said(value: Any) -> str:
    """Say a parameter's value in a few characters."""
    text = f"{value:g}" if isinstance(value, float) else "absent" if value is None else str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _plain(value: Any) -> Any:
    """Write equal numbers alike: 8.0 as 8, and no negative zero."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@lru_cache(maxsize=1)
def _plain_one() -> Scenario:
    """Return a scenario with all as it is where nothing is said, made once: it takes as long as a fingerprint."""
    return Scenario()
