"""From a scenario to the numbers the rules read: one flat record, field names taken from the parameter paths."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from pydantic import BaseModel

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.vocabulary import (
    N_BLOCKERS,
    N_INFO_JOBS,
    N_LEVELS,
    N_PEOPLE,
    N_PERSONAS,
    N_SEGMENTS,
    N_SHOCKS,
    N_SOUGHT,
    N_STEPS,
    RETELLS,
    SHOCKS,
    Channel,
    Cover,
    Job,
    Reason,
    words,
)
from buyermaze.simulator.inputs.dates.stretches import stretches_of
from buyermaze.simulator.inputs.dates.timeline import Timeline, timeline
from buyermaze.simulator.inputs.journey.blockers import RIVAL_INSIDE, TRIGGERS
from buyermaze.simulator.inputs.sheets.market import Market
from buyermaze.simulator.inputs.sheets.programme import Programme
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.demand import accounts_per_week, p_knows_us
from buyermaze.simulator.model.rules.buyers.content import p_answers, p_checkout, share_of_upkeep_for_reps, upkeep
from buyermaze.simulator.model.rules.customers.care import p_cared_for
from buyermaze.simulator.model.rules.journey.choice import content_hope, standing_rate

HOURS_PER_DAY = 8.0
HOURS_PER_WEEK = 40.0
HOURS_PER_YEAR = 2000.0
LiveAsset = tuple[Any, float, float]  # an asset, its chance to answer buyers, and its chance to help a rep
CONDITIONS = ("always", "taken", "not_taken")  # of a step of a campaign, numbered as steps.campaign reads them
N_KEPT = 64  # records of epochs, some twelve kilobytes each


def pack(scenario: Scenario) -> Any:
    """Return the parameters of a run as a record array: what is in force at the start, then epoch by epoch of its timeline.

    The first record is replaced as the run goes on; without a timeline it is the only one.
    """
    when = timeline(scenario)
    of_epochs = [_record(InForce.of(epoch.scenario), when) for epoch in scenario.epochs]
    stretches = stretches_of(scenario, when.end)
    rows = np.stack([of_epochs[each.epoch].view(np.float64) for each in stretches])
    params = rows.view(of_epochs[0].dtype)[:, 0].view(np.recarray)
    n_handed_over = 0
    for k, each in enumerate(stretches):
        q, epoch = params[k], scenario.epochs[each.epoch]
        q.epoch_number, q.epoch_from = float(k), each.hours
        if each.hours == epoch.hours:
            q.epoch_entry, q.epoch_handed_over = float(epoch.entry), epoch.share_handed_over
            n_handed_over += int(epoch.share_handed_over > 0.0)
            q.epoch_hand_over = float(n_handed_over)
        q.hours_between_arrivals /= each.demand
        q.priming_at_start = of_epochs[0]["marketing_priming"][0]
        if each.pressed:
            quarter = epoch.scenario.programme.quarter
            q.selling_need_focus *= 1.0 - quarter.share_pushed
            q.discount_now = quarter.discount / epoch.scenario.market.offer.price_unit
    return params


@dataclass(frozen=True)
class InForce:
    """The parameters in force in an epoch; two of the same values are equal, whoever made them."""

    values: str
    market: Market = field(compare=False)
    programme: Programme = field(compare=False)

    @classmethod
    def of(cls, scenario: Scenario) -> "InForce":
        market, programme = scenario.market, scenario.programme
        return cls(market.model_dump_json() + programme.model_dump_json(), market, programme)


@lru_cache(maxsize=N_KEPT)
def _record(rules: InForce, when: Timeline) -> Any:
    """Return what is in force as an array of one record, kept for plans whose dates move; it is not to be written to.

    Scalars keep their path as a name, ``handoff.delay_hours`` becoming ``handoff_delay_hours``; tables become arrays by
    persona, channel and job.
    """
    values = dict(_whenever(rules))
    values |= _shocks(rules.market, when.window_from)
    values |= _campaign(rules.market, rules.programme, when.window_from)
    values |= {f"run_{name}": moment for name, moment in vars(when).items() if name != "n_batches"}
    values |= {"epoch_number": 0.0, "epoch_from": 0.0, "epoch_entry": 0.0, "epoch_hand_over": 0.0}
    values |= {"epoch_handed_over": 0.0, "discount_now": 0.0, "priming_at_start": 0.0}
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in values.items()}
    layout = np.dtype([(name, np.float64, array.shape) for name, array in arrays.items()], align=True)
    record = np.concatenate([array.ravel() for array in arrays.values()]).view(layout)
    record.flags.writeable = False
    return record


@lru_cache(maxsize=N_KEPT)
def _whenever(rules: InForce) -> dict[str, Any]:
    """Return what is the same in every run of the same rules, such as the trial of a few accounts and the run itself.

    What depends on the window keeps its place among the rest, as if the window began with the run.
    """
    market, programme = rules.market, rules.programme
    values: dict[str, Any] = {}
    for part in (market, programme):
        for group, sheet in part:
            if isinstance(sheet, BaseModel) and group not in ("channels", "library", "governance"):
                values |= {
                    f"{group}_{name}": value
                    for name, value in sheet
                    if isinstance(value, int | float) and not (part is programme and name.startswith("cost"))
                }  # what the programme costs is no business of rules
    values |= _personas(market)
    values |= _library(market, programme)
    values |= _channels(market, programme, values["found"])
    values |= _approvals(market)
    values |= _segments(market, programme)
    values |= _rivals(market)
    values |= _shocks(market, 0.0)
    values |= _blockers(market)
    values |= _campaign(market, programme, 0.0)
    values |= {f"governance_{name}": value for name, value in programme.governance.in_force if name != "cost"}
    values |= {"governance_every_issue": float(programme.governance.mends_every_issue)}
    return values | _derived(market, programme)


def heeding(programme: Programme) -> float:
    """Return the chance that a rep answers the need: published scores make some of those answer it who would push."""
    scores, focus = programme.scores, programme.selling.need_focus
    return focus + (1.0 - focus) * (scores.share_heeded if scores.published else 0.0)


def _derived(market: Market, programme: Programme) -> dict[str, Any]:
    return {
        "ideas_matter": float(market.ideas.subject_pull > 0.0 or programme.teaching.p_challenge > 0.0),
        "offers_matter": float(market.bargaining.p_asks > 0.0 or programme.packages.n > 1 or programme.pilot.p_offered > 0.0),
        "depth": math.sqrt(market.offer.complexity),
        "selling_need_focus": heeding(programme),
        "listens_from": float(("first_touch", "proposal", "after_sale").index(programme.voice.begins)),
        "p_cared": p_cared_for(programme.care.share_caring),
        "p_checkout": p_checkout(programme.self_serve.share_of_deals, market.offer.complexity),
        "hours_between_arrivals": HOURS_PER_WEEK / accounts_per_week(market, programme),
        "p_knows_us": p_knows_us(market, programme),
        "hours_memory": market.group.days_memory * HOURS_PER_DAY,
        "hours_fatigue": market.mind.days_fatigue * HOURS_PER_DAY,
        "hours_longest": market.mind.days_longest * HOURS_PER_DAY,
        "quality_variance": max(market.offer.quality_sd**2 + market.offer.fit_sd**2, 1e-9),
        "change_variance": max(market.offer.benefit_sd**2, 1e-9),
        "signal_sd": [sheet.signal_sd for sheet in market.channels.sheets()],
        "credibility": [sheet.credibility for sheet in market.channels.sheets()],
        "fatigue": [sheet.fatigue for sheet in market.channels.sheets()],
        "visit_hours": [sheet.hours for sheet in market.channels.sheets()],
        "gain": [sheet.gain.row() for sheet in market.channels.sheets()],
    }


def _personas(market: Market) -> dict[str, Any]:
    def column(get: Any) -> list[float]:
        return _padded([float(get(persona)) for persona in market.personas], N_PERSONAS)

    need = np.zeros((N_PERSONAS, N_INFO_JOBS))
    for row, persona in enumerate(market.personas):
        need[row] = persona.need.row()
    names = [persona.name for persona in market.personas]
    wants = {concern.name: (concern.fix, concern.run, concern.grow) for concern in market.ideas.concerns}
    concern = np.ones((N_PERSONAS, 3))
    for row, name in enumerate(names):
        concern[row] = wants.get(name, (1.0, 1.0, 1.0))
    return {
        "concern": concern,
        "n_seats": len(market.group.seats),
        "seat": _padded([float(names.index(seat)) for seat in market.group.seats], N_PEOPLE),
        "weight": column(lambda p: p.weight),
        "usage": column(lambda p: p.usage),
        "support": column(lambda p: p.support),
        "can_veto": column(lambda p: p.can_veto),
        "meets_sellers": column(lambda p: p.meets_sellers),
        "joins_late": column(lambda p: p.joins_late),
        "needs_terms": column(lambda p: p.needs_terms),
        "needs_justification": column(lambda p: p.needs_justification),
        "hours_rest": column(lambda p: p.hours_between_activities),
        "need": need,
    }


def _channels(market: Market, programme: Programme, found: np.ndarray) -> dict[str, Any]:
    """Return the standing attraction of every channel by persona and job; 0 means it is not to be had."""
    reach = {
        Channel.EMAIL: programme.marketing.email,
        Channel.EVENT: programme.marketing.events,
        Channel.ADS: programme.marketing.ads,
    }
    attraction = np.zeros((N_PERSONAS, N_SOUGHT, N_INFO_JOBS))
    sought = zip(list(Channel)[:N_SOUGHT], market.channels.sheets(), strict=True)
    every = [(channel, sheet, sheet.gain.row()) for channel, sheet in sought]
    for row, persona in enumerate(market.personas):
        for channel, sheet, gains in every:
            if RETELLS[channel] and market.assistant.share_using <= 0.0:
                continue
            intensity = reach.get(channel, 1.0)
            liking = sheet.appeal + persona.appeal.get(channel.name.lower(), 0.0)  # type: ignore[call-overload]
            share = intensity * programme.marketing.skill**2 if channel in reach else 1.0
            for job, gain in enumerate(gains):
                if gain <= 0.0:
                    continue
                hoped = gain * content_hope(found[row, job]) if channel == Channel.CONTENT else gain
                attraction[row, channel, job] = share * standing_rate(
                    liking, hoped, sheet.hours, market.mind.gain_pull, market.mind.time_cost
                )
    return {"attraction": attraction}


def _library(market: Market, programme: Programme) -> dict[str, Any]:
    live = live_assets(market, programme)
    found, playbook = _found(market, live)
    tools = _tools(market, programme, live, found)
    return {"found": found, "playbook": playbook, "kit": _kit(market, live, found)} | tools


def _found(market: Market, live: list[LiveAsset]) -> tuple[np.ndarray, np.ndarray]:
    """Return the chance that content answers, and that reps have an asset for it, both by persona and job."""
    missed = np.ones((N_PERSONAS, N_INFO_JOBS))
    missed_by_reps = np.ones((N_PERSONAS, N_INFO_JOBS))
    for asset, answers, helps in live:
        job = Job[asset.job.upper()]
        for row in _readers(market, asset):
            missed[row, job] *= 1.0 - answers
        for row in range(N_PERSONAS) if asset.channel == "rep" else _readers(market, asset):
            missed_by_reps[row, job] *= 1.0 - helps
    return 1.0 - missed, 1.0 - missed_by_reps


def _readers(market: Market, asset: Any) -> list[int]:
    """Return the personas, by place in the market's list, that an asset is written for."""
    return [row for row, persona in enumerate(market.personas) if asset.persona in ("all", persona.name)]


def _kit(market: Market, live: list[LiveAsset], found: np.ndarray) -> np.ndarray:
    """Return, by persona, the chance that an answer found for validation is a kit fit for management."""
    kit = np.zeros(N_PERSONAS)
    for row in range(len(market.personas)):
        missed = 1.0
        for asset, answers, _ in live:
            if asset.kit and asset.job == "validation" and row in _readers(market, asset):
                missed *= 1.0 - answers
        answered = found[row, Job.VALIDATION]
        kit[row] = min(1.0, (1.0 - missed) / answered) if answered > 0.0 else 0.0
    return kit


def _tools(market: Market, programme: Programme, live: list[LiveAsset], found: np.ndarray) -> dict[str, Any]:
    """Return, by persona and job, the chance of coming across a tool, and what one spares and settles on average.

    ``tool_found``: chance that an answer found in our content is one. ``tool_given``: chance that a rep who uses assets has one
    to hand over.
    """
    shape = (N_PERSONAS, N_INFO_JOBS)
    unread, unused = np.ones(shape), np.ones(shape)
    weight, saves, settles = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    tools = {tool.name: tool for tool in programme.tools.assets}
    for asset, answers, helps in live:
        if asset.name not in tools:
            continue
        tool, job = tools[asset.name], Job[asset.job.upper()]
        given = helps if tool.shared else 0.0
        for row in _readers(market, asset):
            unread[row, job] *= 1.0 - answers
            unused[row, job] *= 1.0 - given
            weight[row, job] += answers + given
            saves[row, job] += (answers + given) * tool.share_saved
            settles[row, job] += (answers + given) * tool.p_settles
    met = np.where(weight > 0.0, weight, 1.0)
    answered = np.where(found > 0.0, found, 1.0)
    return {
        "n_tools": float(len(tools)),
        "tool_found": np.minimum(1.0, (1.0 - unread) / answered),
        "tool_given": 1.0 - unused,
        "tool_saves": saves / met,
        "tool_settles": settles / met,
    }


def live_assets(market: Market, programme: Programme) -> list[LiveAsset]:
    """Return every asset of the catalogue, as well as it is kept, with its chances of holding an answer.

    The first is that it answers a question of buyers it was made for, the second that it helps a rep with one; 0 where it is
    not for them. An asset made for both is kept once, among those of its channel.
    """
    library = programme.library
    shared = {tool.name for tool in programme.tools.assets if tool.shared}
    n_all = len(library.assets)
    n_for_reps = sum(asset.channel == "rep" for asset in library.assets)
    for_reps = share_of_upkeep_for_reps(n_for_reps, n_all, library.tilt) if n_all else 0.0
    kept = {
        channel: upkeep(
            programme.team.n_content * share,
            programme.coordination.share_time,
            library.n_assets_per_person,
            n * (1.0 + library.work_tailoring * programme.memory.tailoring if channel == "content" else 1.0),
            market.offer.complexity,
        )
        for channel, share, n in (("rep", for_reps, n_for_reps), ("content", 1.0 - for_reps, n_all - n_for_reps))
    }
    found = []
    for asset in library.assets:
        both = asset.name in shared
        fit = programme.tools.fit_shared if both else 1.0
        fresh = asset.quality, asset.days_age, library.days_shelf_life, kept[asset.channel]
        on_target = library.share_generic if asset.persona == "all" else 1.0
        answers = p_answers(*fresh, fit * on_target) if both or asset.channel == "content" else 0.0
        helps = p_answers(*fresh, fit) if both or asset.channel == "rep" else 0.0
        found.append((asset, answers, helps))
    return found


def _approvals(market: Market) -> dict[str, Any]:
    return {
        "n_levels": float(len(market.approvals)),
        "approval_wait": _padded([level.hours_wait for level in market.approvals], N_LEVELS),
        "approval_threshold": _padded([level.threshold for level in market.approvals], N_LEVELS),
    }


def _segments(market: Market, programme: Programme) -> dict[str, Any]:
    by = {cover.name: float(Cover[cover.by.upper()]) for cover in programme.coverage}
    partners, below = Cover.PARTNERS, programme.partners.serves_below
    covers = [by.get(segment.name, float(partners * (segment.people < below))) for segment in market.segments]
    total = sum(segment.weight for segment in market.segments)
    shares = np.cumsum([segment.weight / total for segment in market.segments])
    jobs = np.ones((N_SEGMENTS, N_INFO_JOBS))
    for row, segment in enumerate(market.segments):
        jobs[row] = segment.jobs.row()
    return {
        "n_segments": float(len(market.segments)),
        "segment_upto": _padded(list(shares), N_SEGMENTS),
        "segment_people": _padded([segment.people for segment in market.segments], N_SEGMENTS),
        "segment_needs": _padded([segment.needs for segment in market.segments], N_SEGMENTS),
        "segment_job": jobs,
        "segment_benefit": _padded([segment.benefit for segment in market.segments], N_SEGMENTS),
        "segment_pace": _padded([segment.pace for segment in market.segments], N_SEGMENTS),
        "segment_cover": _padded(covers, N_SEGMENTS),
    }


def _rivals(market: Market) -> dict[str, Any]:
    """Return the rivals' numbers by vendor; entry 0 is ours and stays 0, our numbers having sheets of their own."""
    names = [name for name in type(market.rivals[0]).model_fields if name != "name"]
    return {f"rival_{name}": [0.0, *(float(getattr(rival, name)) for rival in market.rivals)] for name in names}


def _shocks(market: Market, window_from: float) -> dict[str, Any]:
    """Return the calendar of shocks; one that comes back has done so since the start of the run."""
    shocks = market.shocks
    periods = [max(HOURS_PER_DAY, s.weeks_between * HOURS_PER_WEEK) if s.weeks_between else 0.0 for s in shocks]
    firsts = []
    for shock, period in zip(shocks, periods, strict=True):
        if Reason[shock.kind.upper()] not in SHOCKS:
            raise InputProblem(
                f"market.shocks: '{shock.kind}' strikes nobody; {remedy(shock.kind, [words(s) for s in SHOCKS])}"
            )
        hours = window_from + shock.week * HOURS_PER_WEEK
        firsts.append(hours % period if period else hours)
    return {
        "n_shocks": float(len(shocks)),
        "shock_hours": _padded(firsts, N_SHOCKS),
        "shock_period": _padded(periods, N_SHOCKS),
        "shock_kind": _padded([float(Reason[shock.kind.upper()]) for shock in shocks], N_SHOCKS),
        "shock_share": _padded([shock.share_struck for shock in shocks], N_SHOCKS),
        "shock_size": _padded([shock.size for shock in shocks], N_SHOCKS),
    }


def _blockers(market: Market) -> dict[str, Any]:
    blockers = market.blockers
    return {
        "n_blockers": float(len(blockers)),
        "blocker_trigger": _padded([float(TRIGGERS.index(blocker.trigger)) for blocker in blockers], N_BLOCKERS),
        "blocker_share": _padded([blocker.share for blocker in blockers], N_BLOCKERS),
        "blocker_foreseen": _padded([blocker.p_foreseen for blocker in blockers], N_BLOCKERS),
        "blocker_hours": _padded([blocker.days * HOURS_PER_DAY for blocker in blockers], N_BLOCKERS),
        "blocker_stops": _padded([blocker.p_stops for blocker in blockers], N_BLOCKERS),
        "blocker_for_rival": _padded([float(blocker.kind == RIVAL_INSIDE) for blocker in blockers], N_BLOCKERS),
    }


def _campaign(market: Market, programme: Programme, window_from: float) -> dict[str, Any]:
    """Return the steps of the campaign; ``campaign_answers`` is -1 for who does not get a step."""
    campaign = programme.campaign
    readers = {persona.name: row for row, persona in enumerate(market.personas)}
    answers = np.full((N_STEPS, N_PERSONAS), -1.0)
    live = {asset.name: (asset, chance) for asset, chance, _ in live_assets(market, programme)}
    for s, step in enumerate(campaign.steps):
        asset, chance = live.get(step.asset, (None, programme.nurture.share_relevant))
        of_asset = _readers(market, asset) if asset else list(readers.values())
        nobody = s == 0 and step.only_if == "taken"  # there is no step before the first that could have been taken up
        for row in [] if nobody else [readers[name] for name in step.personas] or readers.values():
            answers[s, row] = chance if row in of_asset else 0.0
    meant = [float(not campaign.segments or segment.name in campaign.segments) for segment in market.segments]
    begins = window_from + campaign.week * HOURS_PER_WEEK
    return {
        "campaign_n_steps": float(len(campaign.steps)),
        "campaign_segments": _padded(meant, N_SEGMENTS),
        "campaign_from": begins,
        "campaign_to": begins + campaign.weeks * HOURS_PER_WEEK,
        "campaign_by_region": float(campaign.held_out_by == "region"),
        "campaign_answers": answers,
        "campaign_channel": _padded([float(Channel[step.channel.upper()]) for step in campaign.steps], N_STEPS),
        "campaign_job": _padded([float(Job[step.job.upper()]) for step in campaign.steps], N_STEPS),
        "campaign_hours": _padded([HOURS_PER_DAY * step.days_wait for step in campaign.steps], N_STEPS),
        "campaign_if": _padded([float(CONDITIONS.index(step.only_if)) for step in campaign.steps], N_STEPS),
    }


def _padded(values: list[float], length: int) -> list[float]:
    return values + [0.0] * (length - len(values))
