"""Buyer Maze: buying groups wander a maze of channels; organisations are compared under the same luck.

>>> import buyermaze as bm
>>> result = bm.compare([bm.load("baton_pass"), bm.load("merged")], n_replications=2)
>>> [name for name in result.names]
['baton_pass', 'merged']

Scenarios
    ``available``, ``available_markets``, ``load``, ``to_yaml``, ``Scenario``, ``InputProblem``
Runs
    ``simulate`` one scenario, ``compare`` several; ``Run``, ``Comparison``, ``OUTCOMES`` (what is measured, in which unit)
Plans with dates
    ``transition`` from one organisation to another, ``timeline`` (curves with and without the plan), ``outlook`` (the odds),
    ``hinges`` (what the answer of a transition hangs on)
Looking into a run
    ``story``, ``milestones``, ``event_log``, ``seller_log``, ``autopsy``, ``lost_deals``, ``rescue``, ``export_crm``
Looking into an organisation
    ``journey_map``, ``attribute``, ``why``, ``budget``, ``funnel_thinking``, ``ladder``, ``links`` (from impression to cash),
    ``first_contacts``, ``reps``, ``asset_use``, ``promises`` (``deal_promises`` of one account), ``aftermath``, ``call_backs``,
    ``scorecard``, ``moments_of_truth``, ``experience_board``, ``governance_trial``, ``dialled``, ``dial_curve``,
    ``cause_and_effect``, ``media_returns``, ``drift_cost``, ``campaign_trial``, ``with_campaign``,
    ``analyse`` (by an analyser of your own, see docs/extending.md)
Experiments
    ``sweep``, ``open_sweep``, ``Sweep``, ``planned``, ``points_study``
Answers from a sweep
    ``sensitivity``, ``discover``, ``flip``, ``profile``, ``frontier``, ``optimize``, ``memo``
A company's own numbers
    ``import_leads``, ``known_from_leads``, ``my_company``, ``calibrate``, ``write_calibration``

Everything is loaded on first use, so that ``import buyermaze`` is light. The rooms behind these names are
``buyermaze.simulator`` and ``buyermaze.experiments``; shipped scenarios are the data of ``buyermaze.scenarios``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from buyermaze.experiments.answers.break_even import flip as flip
    from buyermaze.experiments.answers.frontier import frontier as frontier
    from buyermaze.experiments.answers.memo import memo as memo
    from buyermaze.experiments.answers.optimize import optimize as optimize
    from buyermaze.experiments.answers.profile import profile as profile
    from buyermaze.experiments.answers.scenario_discovery import discover as discover
    from buyermaze.experiments.answers.sensitivity import sensitivity as sensitivity
    from buyermaze.experiments.calibration.calibrate import calibrate as calibrate
    from buyermaze.experiments.calibration.company import my_company as my_company
    from buyermaze.experiments.calibration.lead_numbers import known_from_leads as known_from_leads
    from buyermaze.experiments.calibration.report import write_calibration as write_calibration
    from buyermaze.experiments.importing.leads import import_leads as import_leads
    from buyermaze.experiments.plans.from_table import points_study as points_study
    from buyermaze.experiments.plans.plan import planned as planned
    from buyermaze.experiments.sweeps.results import Sweep as Sweep
    from buyermaze.experiments.sweeps.results import open_sweep as open_sweep
    from buyermaze.experiments.sweeps.run import sweep as sweep
    from buyermaze.simulator.analysis.attribution.attribution import attribute as attribute
    from buyermaze.simulator.analysis.budget import budget as budget
    from buyermaze.simulator.analysis.campaign_trial import campaign_trial as campaign_trial
    from buyermaze.simulator.analysis.campaign_trial import with_campaign as with_campaign
    from buyermaze.simulator.analysis.cause_and_effect import cause_and_effect as cause_and_effect
    from buyermaze.simulator.analysis.crm.export import export_crm as export_crm
    from buyermaze.simulator.analysis.customers.aftermath import aftermath as aftermath
    from buyermaze.simulator.analysis.customers.call_backs import call_backs as call_backs
    from buyermaze.simulator.analysis.customers.experience_board import experience_board as experience_board
    from buyermaze.simulator.analysis.customers.promises import deal_promises as deal_promises
    from buyermaze.simulator.analysis.customers.promises import promises as promises
    from buyermaze.simulator.analysis.deals.autopsy import autopsy as autopsy
    from buyermaze.simulator.analysis.deals.reps import reps as reps
    from buyermaze.simulator.analysis.deals.rescue import lost_deals as lost_deals
    from buyermaze.simulator.analysis.deals.rescue import rescue as rescue
    from buyermaze.simulator.analysis.dials import dial_curve as dial_curve
    from buyermaze.simulator.analysis.dials import dialled as dialled
    from buyermaze.simulator.analysis.drift import drift_cost as drift_cost
    from buyermaze.simulator.analysis.funnel_thinking.cost import funnel_thinking as funnel_thinking
    from buyermaze.simulator.analysis.governance import governance_trial as governance_trial
    from buyermaze.simulator.analysis.journeys.asset_use import asset_use as asset_use
    from buyermaze.simulator.analysis.journeys.first_contacts import first_contacts as first_contacts
    from buyermaze.simulator.analysis.journeys.funnel import ladder as ladder
    from buyermaze.simulator.analysis.journeys.journey_maps import journey_map as journey_map
    from buyermaze.simulator.analysis.journeys.links import links as links
    from buyermaze.simulator.analysis.journeys.moments_of_truth import moments_of_truth as moments_of_truth
    from buyermaze.simulator.analysis.journeys.three_failures import scorecard as scorecard
    from buyermaze.simulator.analysis.media import media_returns as media_returns
    from buyermaze.simulator.analysis.own import analyse as analyse
    from buyermaze.simulator.analysis.why import why as why
    from buyermaze.simulator.comparison.comparison import Comparison as Comparison
    from buyermaze.simulator.comparison.comparison import compare as compare
    from buyermaze.simulator.core.errors import InputProblem as InputProblem
    from buyermaze.simulator.inputs.reading.loading import load as load
    from buyermaze.simulator.inputs.reading.loading import transition as transition
    from buyermaze.simulator.inputs.reading.shelves import available as available
    from buyermaze.simulator.inputs.reading.shelves import available_markets as available_markets
    from buyermaze.simulator.inputs.reading.uploads import to_yaml as to_yaml
    from buyermaze.simulator.inputs.sheets.scenario import Scenario as Scenario
    from buyermaze.simulator.journal.event_log import event_log as event_log
    from buyermaze.simulator.journal.milestones import milestones as milestones
    from buyermaze.simulator.journal.seller_view import seller_log as seller_log
    from buyermaze.simulator.journal.story import story as story
    from buyermaze.simulator.outcomes.definitions import OUTCOMES as OUTCOMES
    from buyermaze.simulator.outlook.curves import timeline as timeline
    from buyermaze.simulator.outlook.hinges import hinges as hinges
    from buyermaze.simulator.outlook.outlook import outlook as outlook
    from buyermaze.simulator.runs.run import Run as Run
    from buyermaze.simulator.runs.run import simulate as simulate

_HOMES = {
    "Comparison": "simulator.comparison.comparison",
    "InputProblem": "simulator.core.errors",
    "OUTCOMES": "simulator.outcomes.definitions",
    "Run": "simulator.runs.run",
    "Scenario": "simulator.inputs.sheets.scenario",
    "Sweep": "experiments.sweeps.results",
    "aftermath": "simulator.analysis.customers.aftermath",
    "analyse": "simulator.analysis.own",
    "attribute": "simulator.analysis.attribution.attribution",
    "autopsy": "simulator.analysis.deals.autopsy",
    "available": "simulator.inputs.reading.shelves",
    "available_markets": "simulator.inputs.reading.shelves",
    "budget": "simulator.analysis.budget",
    "call_backs": "simulator.analysis.customers.call_backs",
    "calibrate": "experiments.calibration.calibrate",
    "campaign_trial": "simulator.analysis.campaign_trial",
    "cause_and_effect": "simulator.analysis.cause_and_effect",
    "compare": "simulator.comparison.comparison",
    "deal_promises": "simulator.analysis.customers.promises",
    "dial_curve": "simulator.analysis.dials",
    "dialled": "simulator.analysis.dials",
    "drift_cost": "simulator.analysis.drift",
    "discover": "experiments.answers.scenario_discovery",
    "event_log": "simulator.journal.event_log",
    "experience_board": "simulator.analysis.customers.experience_board",
    "export_crm": "simulator.analysis.crm.export",
    "first_contacts": "simulator.analysis.journeys.first_contacts",
    "flip": "experiments.answers.break_even",
    "frontier": "experiments.answers.frontier",
    "funnel_thinking": "simulator.analysis.funnel_thinking.cost",
    "import_leads": "experiments.importing.leads",
    "journey_map": "simulator.analysis.journeys.journey_maps",
    "known_from_leads": "experiments.calibration.lead_numbers",
    "ladder": "simulator.analysis.journeys.funnel",
    "links": "simulator.analysis.journeys.links",
    "asset_use": "simulator.analysis.journeys.asset_use",
    "load": "simulator.inputs.reading.loading",
    "lost_deals": "simulator.analysis.deals.rescue",
    "media_returns": "simulator.analysis.media",
    "memo": "experiments.answers.memo",
    "milestones": "simulator.journal.milestones",
    "moments_of_truth": "simulator.analysis.journeys.moments_of_truth",
    "my_company": "experiments.calibration.company",
    "open_sweep": "experiments.sweeps.results",
    "governance_trial": "simulator.analysis.governance",
    "hinges": "simulator.outlook.hinges",
    "outlook": "simulator.outlook.outlook",
    "optimize": "experiments.answers.optimize",
    "planned": "experiments.plans.plan",
    "points_study": "experiments.plans.from_table",
    "profile": "experiments.answers.profile",
    "promises": "simulator.analysis.customers.promises",
    "reps": "simulator.analysis.deals.reps",
    "rescue": "simulator.analysis.deals.rescue",
    "scorecard": "simulator.analysis.journeys.three_failures",
    "seller_log": "simulator.journal.seller_view",
    "sensitivity": "experiments.answers.sensitivity",
    "simulate": "simulator.runs.run",
    "story": "simulator.journal.story",
    "sweep": "experiments.sweeps.run",
    "transition": "simulator.inputs.reading.loading",
    "timeline": "simulator.outlook.curves",
    "to_yaml": "simulator.inputs.reading.uploads",
    "why": "simulator.analysis.why",
    "with_campaign": "simulator.analysis.campaign_trial",
    "write_calibration": "experiments.calibration.report",
}
__all__ = sorted([*_HOMES, "__version__"])


if not TYPE_CHECKING:  # to a type checker a wrong name is an error, not anything at all

    def __getattr__(name: str) -> Any:
        """Load what is asked for when it is asked for the first time."""
        if name == "__version__":
            found = import_module("buyermaze.simulator.runs.manifest").package_version()
        elif name in _HOMES:
            found = getattr(import_module(f"buyermaze.{_HOMES[name]}"), name)
        else:
            raise AttributeError(f"module 'buyermaze' has no attribute '{name}'; it has {', '.join(__all__)}")
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return __all__
