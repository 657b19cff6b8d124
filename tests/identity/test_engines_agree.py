"""Two engines, one journal: exact equality over scenarios drawn at random, extremes included."""

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.inputs.sheets.levers import Lever
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.runs.run import simulate
from tests.worlds import both_rivals, cohort

ORGANISATIONS = [found.name for found in available()]
MARKETS = [found.name for found in available_markets()]
BASES = {(name, market): load(name, market=market) for name in ORGANISATIONS for market in MARKETS}
# how long journeys may become, and how many there are, is drawn on its own to keep journals short
SIZES = (
    "market.mind.days_longest",
    "market.demand.n_visits_not_serious",
    "market.demand.n_visits_not_serious_sd",
    "market.group.n_people_mean",
    "programme.nurture.days_between",
    "programme.outbound.days_between",
)

PEOPLE = {
    "programme.staff.share_leaving": [0.0, 1.0],
    "market.tie.to_rep": [0.0, 5.0],
    "programme.succession.share_handed_on": [0.0, 0.5, 1.0],
    "programme.succession.days_vacant": [0.0, 500.0],
    "programme.logging.p_logged": [0.0, 0.5],
    "programme.logging.spread": [0.0, 0.5],
    "programme.segmentation.p_misread": [0.0, 1.0],
    "programme.segmentation.p_put_right": [0.3, 1.0],
    "programme.anticipation.p_prepared": [0.0, 1.0],
    "programme.anticipation.p_offered": [0.0, 1.0],
    "programme.outbound.share_time": [0.0, 0.3],
    "programme.outbound.p_trusted": [0.0, 1.0],
    "programme.process.rigidity": [0.0, 0.5, 1.0],
    "programme.service.p_on_time": [0.0, 1.0],
    "programme.service.p_bill_right": [0.0, 1.0],
    "programme.service.share_listening": [0.0, 1.0],
    "programme.service.p_amended": [0.0, 1.0],
    "programme.service.share_in_community": [0.0, 1.0],
    "programme.reactivation.share_tried": [0.0, 1.0],
    "market.cold.days": [0.0, 5.0],
    "market.step_reception.p_refused": [0.3, 1.0],
}


def value_of(lever: Lever) -> st.SearchStrategy[Any]:
    """Draw a value of a lever: half of the time one end of its bounds."""
    if lever.kind == "switch":
        return st.booleans()
    if lever.kind == "choice":
        return st.sampled_from(lever.choices)
    assert lever.low is not None
    assert lever.high is not None
    ends = st.sampled_from([lever.low, lever.high])
    if lever.kind == "count":
        return st.one_of(ends.map(int), st.integers(int(lever.low), int(lever.high)))
    return st.one_of(ends.map(float), st.floats(lever.low, lever.high, allow_subnormal=False))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw an organisation in a market with up to twenty levers moved anywhere within their bounds."""
    base = BASES[draw(st.sampled_from(sorted(BASES)))]
    levers = [lever for lever in base.levers() if lever.path not in SIZES]
    changes: dict[str, Any] = {
        **cohort(draw(st.integers(1, 40))),
        "run.arrivals_continue": draw(st.booleans()),
        "run.weeks_follow_up": draw(st.sampled_from([0.0, 1.0, 10_000.0])),
        "run.weeks_warm_up": draw(st.sampled_from([0.0, 1.0])),
        "run.n_batches": draw(st.integers(1, 3)),
        "run.seed": draw(st.integers(0, 2**53)),
        "market.group.n_people_mean": float(draw(st.integers(1, 12))),
        "market.mind.days_longest": draw(st.floats(20.0, 60.0)),
        "programme.nurture.days_between": draw(st.sampled_from([0.0, 0.5, 10.0])),
        "programme.outbound.days_between": draw(st.sampled_from([0.0, 0.5, 10.0])),
        "programme.team.n_reps": draw(st.sampled_from([1, 2, 5, 64])),
    }
    share = st.floats(0.0, 0.9)
    tool = st.fixed_dictionaries({"share_saved": share, "p_settles": share, "shared": st.booleans()})
    names = st.sampled_from(sorted({asset.name for asset in base.programme.library.assets} or {"none"}))
    tools = draw(st.dictionaries(names, tool, max_size=3)) if base.programme.library.assets else {}
    changes["programme.tools.assets"] = [each | {"name": name} for name, each in tools.items()]
    wants = st.fixed_dictionaries({name: st.floats(0.0, 10.0) for name in ("fix", "run", "grow")})
    changes["market.ideas.concerns"] = [draw(wants) | {"name": base.market.personas[0].name}]
    if draw(st.booleans()):
        names = st.sampled_from(["budget_freeze", "reorganisation", "champion_leaves", "rival_launch"])
        when, share = st.floats(0.0, 20.0), st.floats(0.0, 1.0)
        shock = st.fixed_dictionaries(
            {"kind": names, "week": when, "share_struck": share, "size": st.floats(0.0, 20.0)}
        )
        changes["market.shocks"] = draw(st.lists(shock, max_size=3))
    kinds = st.fixed_dictionaries(
        {"weight": st.floats(0.1, 9.0), "people": st.floats(0.1, 5.0), "needs": st.floats(0.1, 2.0)}
    )
    segments = draw(st.lists(kinds, min_size=1, max_size=4))
    changes["market.segments"] = [each | {"name": f"segment {n}"} for n, each in enumerate(segments)]
    sellers = draw(st.lists(st.sampled_from(["reps", "partners", "self_service"]), max_size=len(segments)))
    changes["programme.coverage"] = [{"name": f"segment {n}", "by": by} for n, by in enumerate(sellers)]
    if draw(st.booleans()):  # people who forget, leave, mistake, guess and insist
        changes |= {path: draw(st.sampled_from(values)) for path, values in PEOPLE.items()}
    for lever in draw(st.lists(st.sampled_from(levers), max_size=20, unique_by=lambda lever: lever.path)):
        if not lever.path.startswith(("market.shocks.", "market.segments.", "programme.coverage.")):
            changes[lever.path] = draw(value_of(lever))
    return base.with_changes(changes)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(scenarios())
def test_both_engines_write_the_same_journal(scenario: Scenario) -> None:
    compiled = simulate(scenario, engine="compiled")
    reference = simulate(scenario, engine="reference")
    difference = first_difference(compiled.journal, reference.journal)
    assert difference is None, f"{scenario.fingerprint}: {difference}"
    for field in ("time", "hours", "value", "detail"):
        assert np.isfinite(compiled.journal[field]).all(), f"{scenario.fingerprint}: {field} is not a number"


def test_every_organisation_and_every_market_agrees_as_it_stands() -> None:
    pairs = [(name, MARKETS[k % len(MARKETS)]) for k, name in enumerate(ORGANISATIONS)]
    pairs += [(ORGANISATIONS[(k + 3) % len(ORGANISATIONS)], market) for k, market in enumerate(MARKETS)]
    for name, market in pairs:
        scenario = BASES[name, market].with_changes(cohort(10))
        compiled, reference = (simulate(scenario, 3, engine).journal for engine in ("compiled", "reference"))
        assert first_difference(compiled, reference) is None, f"{name} in {market}"


def test_nobody_at_the_qualification_desk_means_nobody_in_either_engine() -> None:
    scenario = load("baton_pass").with_changes({"programme.team.n_qualifiers": 0, **cohort(40)})
    compiled, reference = (simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None


def test_signals_without_noise_stay_numbers() -> None:
    scenario = load("merged").with_changes({"market.mind.signal_noise": 0.05, **cohort(40)})
    compiled, reference = (simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert np.isfinite(compiled["value"]).all()


def test_everything_at_one_instant_happens_in_the_same_order() -> None:
    # no delay anywhere: requests, hand-offs and judgements fall on the same moment as what caused them
    scenario = load("baton_pass").with_changes(
        {
            "programme.handoff.delay_hours": 0,
            "programme.selling.hours_response": 0,
            "programme.selling.hours_per_lead": 0,
            "programme.voice.hours_recovery": 0,
            "market.approvals": [{"name": name, "hours_wait": 0.0, "threshold": -1.0} for name in ("head", "board")],
            "market.offer.days_to_use": 0,
            **both_rivals(hours_wait=0),
            **cohort(60),
        }
    )
    compiled, reference = (simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None


def test_outcomes_agree_as_well() -> None:
    scenario = load("product_led").with_changes(cohort(30))
    compiled, reference = (simulate(scenario, engine=engine).outcomes for engine in ("compiled", "reference"))
    assert np.array_equal(list(compiled.values()), list(reference.values()), equal_nan=True)
