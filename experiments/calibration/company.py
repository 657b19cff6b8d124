"""A company of one's own from six to ten numbers one knows: named, with what they pin down and what they do not, in plain words."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from buyermaze.experiments.calibration.calibrate import KNOWN_HARDLY, KNOWN_WELL, Calibration, calibrate
from buyermaze.experiments.calibration.targets import OUTCOME_NAMES, value_and_error
from buyermaze.experiments.sweeps.run import Progress
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.phrases import times
from buyermaze.simulator.core.plain_text import as_name, checked_words
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

N_POINTS: Final = 400  # runs the numbers are held against; some hundred give intervals that hold
N_ACCOUNTS: Final = 120  # per run
Numbers = Mapping[str, "float | tuple[float, float]"]


@dataclass(frozen=True)
class Question:
    """A number many companies know: its name for ``calibrate``, the question, its unit and range, and a value as an example."""

    name: str
    words: str
    unit: str
    low: float
    high: float
    example: float
    fits: bool  # something the model has to arrive at; otherwise it is simply set
    about: str  # what it is, where one finds it, what it does

    @property
    def is_share(self) -> bool:
        """Return whether people say it in percent."""
        return self.unit == "%"


QUESTIONS: Final = (
    Question(
        "win_rate", "Of your opportunities, how many do you win?", "%", 1, 99, 22, True,
        "An opportunity is a buying group that met one of your reps. Closed-won opportunities over all that are closed, in "
        "your CRM, over a year or longer than a sale takes. The company made has to arrive at it: it tells most about how "
        "good your offer is.",
    ),
    Question(
        "no_decision_rate", "Of your opportunities, how many end without any decision?", "%", 1, 99, 40, True,
        "Opportunities that bought from nobody, over all that are closed. In most CRMs: closed-lost with a reason such as no "
        "decision, postponed or went silent. The company made has to arrive at it: it tells how easily groups give up.",
    ),
    Question(
        "days_to_close", "How long from the first contact to a signature?", "working days", 2, 700, 120, True,
        "From a buyer's first contact with you to the signature, won deals only; five working days a week. The age of "
        "closed-won opportunities in your CRM, longer where buyers were in touch before. The company made has to arrive at it: the "
        "pace of buyers.",
    ),
    Question(
        "lead_win_rate", "Of all inquiries, how many become customers?", "%", 0.1, 99, 8, True,
        "Inquiries that end in a purchase, over all inquiries. In your CRM: customers won, over the leads of the year they came "
        "from. The company made has to arrive at it: beside your win rate it tells how many inquiries have no project behind "
        "them.",
    ),
    Question(
        "leads_per_week", "How many inquiries reach you in a week?", "a week", 0.1, 60, 6, False,
        "Companies, not people, that get in touch for the first time. Leads created in your CRM or marketing system in a "
        "year, over 52, several people of one company counted once. It is set as you say, and with it how busy your reps are.",
    ),
    Question(
        "deal_value", "What is a usual deal worth?", "USD", 1000, 1e8, 250_000, False,
        "What a customer pays in the first contract. From your CRM: the middle of closed-won opportunities rather than their "
        "mean, which a few large ones pull up. It is set as you say: all amounts of money follow it.",
    ),
    Question(
        "people_in_group", "How many people take part in the purchase?", "people", 1, 12, 7, False,
        "Everybody at the buyer who looks for information or has a say. Contacts on a closed-won opportunity are fewer than "
        "there were: ask your reps. It is set as you say: larger groups need more answers and agree less easily.",
    ),
    Question(
        "reps", "How many reps sell?", "people", 1, 60, 6, False,
        "People who talk to buyers about a purchase, part-timers as parts of one. From the payroll or the list of owners in "
        "your CRM. It is set as you say: with the inquiries it decides how long buyers wait, and what selling costs.",
    ),
    Question(
        "content_people", "How many people make content?", "people", 0, 60, 4, False,
        "People who write and keep up pages, papers, calculators and mails, agencies counted by their hours. From the payroll "
        "and the agencies' bills. It is set as you say: how much there is to read, how fresh it is, and what it costs.",
    ),
    Question(
        "response_hours", "How long until a rep answers a request?", "working hours", 0, 200, 8, False,
        "From a buyer's request to a rep's first answer, eight working hours a day. First-response time in your CRM or "
        "service desk; else send a request of your own. It is set as you say: some buyers go elsewhere while they wait.",
    ),
)  # fmt: skip
OF_OPPORTUNITIES: Final = ("win_rate", "no_decision_rate")  # whose base is smaller than that of wins on every page
WORDS: Final = {  # what is found out, in plain words, by parameter
    "market.offer.benefit_mean": "how much buyers gain from a purchase like this",
    "market.group.give_up_per_tension": "how easily disagreement ends a project",
    "market.group.days_between_meetings": "how often buying groups meet",
    "market.group.pace": "how fast buyers work",
    "market.demand.share_not_serious": "how many inquiries have no project behind them",
}


@dataclass(frozen=True, eq=False)
class Company:
    """A named company: the likeliest scenario, and everything else that fits its numbers."""

    scenario: Scenario
    found: Calibration
    numbers: Numbers

    def pinned(self) -> list[str]:
        """Return in words what the numbers pin down, narrow or leave open, and whether the company reproduces them."""
        lines = []
        for low, high, said in (
            (KNOWN_WELL, 2.0, "Pinned down by your numbers"),
            (KNOWN_HARDLY, KNOWN_WELL, "Narrowed down"),
            (-9.0, KNOWN_HARDLY, "Not known, whatever the picture says"),
        ):
            chosen = [
                f"{WORDS.get(row.path, row.parameter)} ({row.median:.3g}, 90 % interval {row.low:.3g} to {row.high:.3g})"
                for row in self.found.parameters.itertuples()
                if low <= row.narrower < high
            ]
            if chosen:
                lines.append(f"{said}: {'; '.join(chosen)}.")
        for row in self.found.checks.itertuples():
            share = next((q.is_share for q in QUESTIONS if q.name == row.name), False)
            known, error, gives, least, most = (
                f"{100 * v:.0f} %" if share else f"{v:.3g}" for v in (row.observed, row.error, row.predicted, row.low, row.high)
            )
            within = f"; with your doubt, nine in ten of all that were found give {least} to {most}" if row.low == row.low else ""
            words = next((q.words.rstrip("?") for q in QUESTIONS if q.name == row.name), row.name)
            of_whom = OUTCOMES[position(OUTCOME_NAMES[row.name])].meaning.rstrip(".")
            lines.append(
                f"{words}: you say {known}, give or take {error}; your company in the model gives {gives}{within}, {row.words} "
                f"({of_whom})."
            )
        if any(row.name in OF_OPPORTUNITIES for row in self.found.checks.itertuples()):
            wins, serious = OUTCOMES[position("p_win")].label, OUTCOMES[position("p_win")].meaning.rstrip(".")
            lines.append(
                f"Other pages say {wins} of more accounts, also of those that no rep ever met ({serious}): there the share is "
                "smaller."
            )
        return lines

    def rebased(self, name: str, called: str = "") -> Scenario:
        """Return a shipped organisation in this company's market, with as many people at the same pay.

        Parameters
        ----------
        name : str
            A shipped scenario.
        called : str
            What people call it; by default its name.
        """
        other, ours = load(name), self.scenario
        team = ours.programme.team.model_dump() | {"n_qualifiers": other.programme.team.n_qualifiers}
        changes = {"market": ours.market.model_dump(), "programme.team": team, "run": ours.run.model_dump()}
        title = f"{other.title or name}, in the market and at the size of {ours.name}"
        return other.with_changes(changes).model_copy(update={"name": f"{called or name} at {ours.name}", "title": title})


def my_company(
    name: str,
    numbers: Numbers,
    organisation: str = "baton_pass",
    market: str = "reference",
    n_points: int = N_POINTS,
    seed: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Company:
    """Make a company of one's own from numbers one knows.

    Parameters
    ----------
    name : str
        What it is called.
    numbers : mapping
        Values, or (value, standard error), by name as in ``QUESTIONS``; shares from 0 to 1. One at least has to be something the
        model arrives at: a win rate, a share without decision, days to a signature.
    organisation : str
        The shipped organisation that is most like it.
    market : str
        The shipped market that is most like its own.
    n_points : int
        Runs the numbers are held against, 50 or more.
    seed : int
        Root of all luck, 0 or more.
    progress : callable (Progress), optional
        Told how far the runs are.

    Returns
    -------
    Company
        Its scenario at the medians, and every draw that fits.

    Raises
    ------
    InputProblem
        If a number is unknown or out of bounds, or none is given that the model has to arrive at.
    """
    if not name.strip():
        raise InputProblem("name: give your company a name")
    try:
        called = as_name(checked_words(name.strip()), "company")
    except ValueError as error:
        raise InputProblem(f"name: {error}") from None
    if n_points < 50:
        raise InputProblem(f"points: {n_points} is too few; give 50 or more")
    for question in QUESTIONS:
        given = numbers.get(question.name)
        value = None if given is None else value_and_error(question.name, given)[0]
        scale = 100 if question.is_share else 1
        if value is not None and not question.low <= scale * value <= question.high:
            raise InputProblem(
                f"{question.name}: {scale * value:g} {question.unit} is out of bounds, "
                f"allowed is {question.low:g} to {question.high:g}"
            )
    if not any(question.fits and question.name in numbers for question in QUESTIONS):
        asked = ", ".join(question.name for question in QUESTIONS if question.fits)
        raise InputProblem(f"nothing says how your deals end; give at least one of {asked}")
    with tempfile.TemporaryDirectory() as folder:
        found = calibrate(
            organisation,
            numbers,
            folder,
            market=market,
            n=n_points,
            n_accounts=N_ACCOUNTS,
            seed=seed,
            progress=progress,
        )
    usual = load(organisation, market=market).run
    said = ", ".join(f"{key} {value[0] if isinstance(value, tuple) else value:g}" for key, value in numbers.items())
    scenario = found.middle().with_changes({"run": usual.model_dump()})
    title = f"{called}: like {organisation}, fitted to {said}"
    like = f"Like {organisation.replace('_', ' ')}, with {times(len(numbers), 'number')} of its own."
    story = " ".join([like, *Company(scenario, found, numbers).pinned()])
    return Company(
        scenario.model_copy(update={"name": called, "title": title[:200], "story": story[:2000]}), found, numbers
    )
