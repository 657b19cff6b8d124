"""What people say when asked: every answer with the reason behind it, and what those who did not answer would have said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.analysis.customers.free_text import Diary, Lived, said
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.phrases import QUESTIONS
from buyermaze.simulator.core.vocabulary import CAUSES, Channel, Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.model.rules.marketing.surveys import NPS_PROMOTER_FROM, SATISFIED_FROM
from buyermaze.simulator.model.steps.sales.selling import HOURS_LONG_WAIT
from buyermaze.simulator.runs.replications import replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

FAR_FROM_LUCK: Final = 3.0  # standard errors; a dozen themes are looked at together
EASY_FROM: Final = 5.0  # answers to the question of effort that tell of help; assumption: above the middle of 1 to 7
CONTENT_FROM: Final = {
    Reason.ASKED_EFFORT: EASY_FROM,
    Reason.ASKED_SATISFACTION: SATISFIED_FROM,
    Reason.ASKED_RECOMMEND: NPS_PROMOTER_FROM,
}
CONTENT: Final = {
    Reason.ASKED_EFFORT: "helpful",
    Reason.ASKED_SATISFACTION: "worth it",
    Reason.ASKED_RECOMMEND: "recommended",
}
ROWS: Final = ("account", "person", "kind", "reason", "channel", "time", "value", "job", "vendor", "hours", "detail")


@dataclass(frozen=True)
class Voices:
    """Everything said and left unsaid in some replications of a scenario."""

    scenario: "Scenario"
    asked: "pandas.DataFrame"

    def answers(self) -> "pandas.DataFrame":
        """Return the answers that came back, one line each; see ``ask`` for the columns."""
        return self.asked[self.asked["answered"]].drop(columns="answered").reset_index(drop=True)

    def themes(self) -> "pandas.DataFrame":
        """Return one line per question and theme: ``question, theme, n_answers, mean_score, share_said, share_would_say``.

        Shares are of the answers, and of all who were asked, to the same question: apart, they show who keeps silent.
        """
        import pandas

        lines = []
        for (question, theme), asked in self.asked.groupby(["question", "theme"], sort=True):
            same = self.asked[self.asked["question"] == question]
            said = asked[asked["answered"]]
            lines.append(
                {
                    "question": question,
                    "theme": theme,
                    "n_answers": len(said),
                    "mean_score": said["score"].mean(),
                    "share_said": len(said) / max(1, int(same["answered"].sum())),
                    "share_would_say": len(asked) / len(same),
                }
            )
        names = ["question", "theme", "n_answers", "mean_score", "share_said", "share_would_say"]
        table = pandas.DataFrame(lines, columns=names)
        return table.sort_values(["question", "share_would_say"], ascending=[True, False]).reset_index(drop=True)

    def sentences(self) -> list[str]:
        """Say what is heard most, and what silence hides."""
        if not len(self.asked):
            return ["Nobody is asked in this programme: the chance that a customer is asked is 0."]
        n, back = len(self.asked), int(self.asked["answered"].sum())
        lines = [f"{n:,} people were asked, {back:,} answered ({100 * back / n:.0f} %)."]
        table = self.themes()
        for question, themes in table.groupby("question", sort=True):
            first = themes.iloc[0]
            lines.append(
                f"Asked about {question}, most would say '{first['theme']}' ({100 * first['share_would_say']:.0f} % of those "
                f"asked, {100 * first['share_said']:.0f} % of the answers)."
            )
        return [*lines, self._silence(table)]

    def _silence(self, table: "pandas.DataFrame") -> str:
        """Say which theme is heard less often than it would be if all answered, if that is more than luck."""
        n_asked = self.asked.groupby("question").size()
        n_back = self.asked[self.asked["answered"]].groupby("question").size()
        n, back = table["question"].map(n_asked), table["question"].map(n_back).fillna(0).clip(lower=1)
        would = table["share_would_say"]
        error = (would * (1 - would) / back * (1 - back / n)).clip(lower=1e-12) ** 0.5  # answers drawn from those asked
        hidden = (would - table["share_said"]) / error
        most = table.loc[hidden.idxmax()]
        if hidden.max() < FAR_FROM_LUCK:
            return "No theme is missing from the answers by more than luck explains."
        return (
            f"Silence hides '{most['theme']}' most, on {most['question']}: {100 * most['share_would_say']:.1f} % of those "
            f"asked would say it, {100 * most['share_said']:.1f} % of the answers do."
        )


def voices(
    scenario: "Scenario", n_replications: int | None = None, progress: Callable[[int, int], None] | None = None
) -> Voices:
    """Collect what people were asked and what they said.

    Parameters
    ----------
    scenario : Scenario
        What to simulate; nobody is asked while ``programme.voice.p_survey`` is 0.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    found = []
    for run in runs_of(scenario, n):
        found.append(ask(run).assign(replication=run.replication))
        if progress:
            progress(run.replication + 1, n)
    return Voices(scenario, pandas.concat(found, ignore_index=True))


def ask(run: "Run") -> "pandas.DataFrame":
    """Return one line per person asked, in order of time.

    Columns are ``account``, ``person`` (``champion 1``), ``day`` (working day of the run), ``question`` (effort,
    satisfaction, recommending), ``score`` (1-7, 1-5, 0-10; what they would answer), ``answered``, ``theme`` and
    ``comment``. The theme is what truly lies behind the score, read from the journal: how the conversation went, the
    largest cause of the group's regret, a period without a word, an issue nobody solved. The comment is made of what the
    person lived through by then, and all of it can be counted in the journal.
    """
    import pandas

    people, clock = persona_labels(run.scenario), clock_of(run.scenario)
    lines = [
        (
            account,
            people[person],
            time / HOURS_PER_DAY,
            QUESTIONS[question].name,
            score,
            answered,
            theme,
            said(theme, lived, clock, time),
        )
        for account, person, time, question, score, answered, theme, lived in _asked(run)
    ]
    names = ["account", "person", "day", "question", "score", "answered", "theme", "comment"]
    kinds = {"account": int, "day": float, "score": float, "answered": bool}
    return pandas.DataFrame(lines, columns=names).astype(kinds)


def _asked(run: "Run") -> Iterator[tuple[int, int, float, Reason, float, bool, str, Lived]]:
    """Yield account, person, time, question, score, whether it came back, the theme, and what was lived through by then."""
    told = run.counted_rows()
    rows = list(zip(*(told[name].tolist() for name in ROWS), strict=True))
    in_use = told[told["kind"] == Kind.GO_LIVE]
    live = zip(in_use["account"].tolist(), in_use["value"].tolist(), in_use["detail"].tolist(), strict=True)
    diary = Diary(live={account: (realised, expected) for account, realised, expected in live})
    answered = {(a, p, t, r) for a, p, kind, r, _, t, *_ in rows if kind == Kind.SURVEY}
    causes = {(a, r): v for a, _, kind, r, _, _, v, *_ in rows if kind == Kind.REGRET}
    unsolved = {(a, t) for a, _, kind, r, _, t, *_ in rows if kind == Kind.ISSUE and r == Reason.UNANSWERED}
    alone = {(a, t) for a, _, kind, _, _, t, mood, *_ in rows if kind == Kind.USE and mood < 0.0}
    alone -= {(a, t) for a, _, kind, _, _, t, *_ in rows if kind == Kind.CARE}
    neglect_hurts = run.scenario.market.living.neglect > 0.0
    waited: dict[tuple[int, int], float] = {}  # until the conversation; who turned to a partner of ours waited for no rep
    talk: dict[tuple[int, int], tuple[float, int]] = {}
    for row in rows:
        account, person, kind, reason, channel, time, value, *_ = row
        diary.add(dict(zip(ROWS, row, strict=True)))
        if kind == Kind.SERVED:
            waited[account, person] = value
        elif kind == Kind.TOUCH and channel == Channel.REP:
            talk[account, person] = waited.pop((account, person), 0.0), reason
        elif kind == Kind.INVITED:
            question = Reason(reason)
            if value >= CONTENT_FROM[question]:
                theme = CONTENT[question]
            elif question == Reason.ASKED_EFFORT:
                theme = _of_talk(*talk[account, person])
            elif question == Reason.ASKED_RECOMMEND and (account, time) in unsolved:
                theme = "issue open"
            elif question == Reason.ASKED_RECOMMEND and neglect_hurts and (account, time) in alone:
                theme = "left alone"
            else:
                felt = [causes.get((account, cause), 0.0) for cause in CAUSES]
                theme = CAUSES[felt.index(max(felt))].name.lower()
            came_back = (account, person, time, reason) in answered
            yield account, person, time, question, value, came_back, theme, diary.of(account, person)


def _of_talk(hours_waited: float, how: int) -> str:
    if how == Reason.PUSHED:
        return "pushed"
    if hours_waited > HOURS_LONG_WAIT:
        return "waited"
    return "told it again" if how == Reason.OUT_OF_CONTEXT else "thin answer"
