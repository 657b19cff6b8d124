"""Who comes, what of that media bring, and the kinds of account there are."""

from buyermaze.simulator.inputs.buyers.jobs import JobFactors
from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, table


class Demand(Sheet):
    """Who comes, how often, and how many are real."""

    n_accounts_per_week: float = number(
        4.2,
        0.05,
        500,
        "accounts/week",
        "Inquiries a week with media at intensity 1; with the size of the desk they set the load on reps.",
    )
    load: float = number(
        1, 0.05, 20, "factor", "Inquiries relative to that rate: how much more or less is asked of the same desks."
    )
    share_not_serious: float = number(
        0.7, 0, 0.97, "share", "Inquiries with no project behind them.", "most inquiries never buy", "C"
    )
    n_visits_not_serious: float = number(6, 1, 60, "visits", "Mean visits of an inquiry without a project.")
    n_visits_not_serious_sd: float = number(
        1,
        0,
        2,
        "log sd",
        "How unlike these are: most look once or twice, students, consultants and rivals read everything; 0: all alike.",
        "depths of visits have heavy tails (Huberman, Pirolli, Pitkow & Lukose 1998); the size is ours",
    )
    p_knows_us: float = number(
        0.5, 0, 1, "probability", "Chance that a buyer knows us at the start, with media at intensity 1."
    )
    share_by_ads: float = number(
        0.15,
        0,
        0.3,
        "share",
        "Part of the inquiries, and of those who know us, that advertising at intensity 1 brings.",
        "long-run elasticities of 0.03 to 0.3 (Sethuraman, Tellis & Briesch 2011) need about this much",
        "C",
    )
    share_by_events: float = number(0.1, 0, 0.3, "share", "The same for events at intensity 1.")
    share_by_email: float = number(0.05, 0, 0.3, "share", "The same for e-mail at intensity 1.")
    weeks_carry_over: float = number(
        13,
        0.1,
        200,
        "weeks",
        "Mean life of the goodwill that media build.",
        "90 % of an effect within six to nine months (Leone 1995)",
        "A",
    )
    weeks_saturating: float = number(
        10,
        0.1,
        1000,
        "weeks",
        "Goodwill, in weeks of a medium at intensity 1, that reaches 63 % of those it can reach at all.",
    )
    share_latent: float = number(0.3, 0, 1, "share", "Later buyers who can be reached before they look.")
    priming_effect: float = number(
        0.15, 0, 3, "value units", "Image beyond the truth of whoever planted the idea; evidence corrects it."
    )

    @property
    def rate(self) -> float:
        """Return the accounts that arrive in a week with media at intensity 1."""
        return self.n_accounts_per_week * self.load


class Seasons(Sheet):
    """Inquiries by calendar month, relative to one another; all alike, as shipped."""

    january: float = number(1, 0.02, 10, "relative", "Inquiries in January, relative to the other months.")
    february: float = number(1, 0.02, 10, "relative", "Inquiries in February, relative to the other months.")
    march: float = number(1, 0.02, 10, "relative", "Inquiries in March, relative to the other months.")
    april: float = number(1, 0.02, 10, "relative", "Inquiries in April, relative to the other months.")
    may: float = number(1, 0.02, 10, "relative", "Inquiries in May, relative to the other months.")
    june: float = number(1, 0.02, 10, "relative", "Inquiries in June, relative to the other months.")
    july: float = number(1, 0.02, 10, "relative", "Inquiries in July, relative to the other months.")
    august: float = number(1, 0.02, 10, "relative", "Inquiries in August, relative to the other months.")
    september: float = number(1, 0.02, 10, "relative", "Inquiries in September, relative to the other months.")
    october: float = number(1, 0.02, 10, "relative", "Inquiries in October, relative to the other months.")
    november: float = number(1, 0.02, 10, "relative", "Inquiries in November, relative to the other months.")
    december: float = number(1, 0.02, 10, "relative", "Inquiries in December, relative to the other months.")

    @property
    def factors(self) -> tuple[float, ...]:
        """Return the factor of each month on the rate of inquiries, mean 1."""
        given = [float(value) for _, value in self]
        mean = sum(given) / len(given)
        return tuple(value / mean for value in given)


class Segment(Sheet):
    """A kind of account: how common, how large, how hard to answer, how keen, how slow."""

    name: Name = table("all", "Name shown in tables.")
    weight: float = number(1, 0, 1000, "relative", "How common the segment is, relative to the others.")
    people: float = number(1, 0.1, 5, "factor", "Size of the group relative to the market's mean.")
    needs: float = number(1, 0.1, 5, "factor", "Questions relative to the persona sheets.")
    benefit: float = number(0, -3, 3, "value units", "Benefit of change relative to the market's mean.")
    pace: float = number(1, 0.1, 5, "factor", "Slowness relative to the market's.")
    jobs: JobFactors = table(JobFactors(), "Kind of purchase: questions of every buying job relative to the persona sheets.")
