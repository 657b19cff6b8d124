"""The channels of the maze: five of ours, four independent, two of rivals."""

from typing import Any

from pydantic import ValidationError, create_model

from buyermaze.simulator.core.own_channels import CHANNELS as OWN
from buyermaze.simulator.core.own_channels import OwnChannel
from buyermaze.simulator.core.vocabulary import N_SOUGHT, SOUGHT, Channel
from buyermaze.simulator.inputs.buyers.jobs import JobNumbers
from buyermaze.simulator.inputs.grammar.error_messages import explained
from buyermaze.simulator.inputs.grammar.fields import Sheet, number, table


class ChannelSheet(Sheet):
    """One channel: time it takes, how noisy and credible its signals are, and what it teaches per visit."""

    hours: float = number(0.5, 0.01, 40, "h", "A buyer's time for one visit.")
    signal_sd: float = number(1.0, 0, 20, "value units", "Noise of what a visit says about value; 0: it says nothing.")
    credibility: float = number(0.7, 0, 1, "weight", "Weight given to the channel's signals.")
    appeal: float = number(0.0, -10, 10, "utility", "Liking of the channel, all else equal.")
    fatigue: float = number(
        0.0, 0, 3, "per visit", "Attraction lost per recent visit: half of it after 1/fatigue visits."
    )
    gain: JobNumbers = table(JobNumbers(), "Information gained per visit, by job.")


def _channel(hours: float, sd: float, cred: float, appeal: float, fatigue: float, *gain: float) -> ChannelSheet:
    names = ("problem", "solution", "requirements", "selection", "validation")
    return ChannelSheet(
        hours=hours,
        signal_sd=sd,
        credibility=cred,
        appeal=appeal,
        fatigue=fatigue,
        gain=JobNumbers(**dict(zip(names, gain, strict=True))),
    )


class Channels(Sheet):
    """The channel table: five of ours, four independent, two of rivals."""

    rep: ChannelSheet = table(_channel(1.0, 1.0, 0.75, 0.25, 0.02, 0.09, 0.20, 0.42, 0.68, 0.68), "Our reps.")
    content: ChannelSheet = table(
        _channel(0.55, 1.3, 0.65, 0.85, 0.02, 0.35, 0.40, 0.38, 0.35, 0.40), "Our web content."
    )
    email: ChannelSheet = table(_channel(0.12, 2.2, 0.45, -0.10, 0.10, 0.14, 0.14, 0.06, 0.06, 0.05), "Our e-mail.")
    event: ChannelSheet = table(_channel(1.4, 1.5, 0.65, -1.0, 0.10, 0.32, 0.35, 0.22, 0.22, 0.18), "Our events.")
    ads: ChannelSheet = table(_channel(0.08, 3.0, 0.30, -0.50, 0.15, 0.12, 0.10, 0.03, 0.03, 0.01), "Our advertising.")
    peers: ChannelSheet = table(
        _channel(0.65, 1.0, 0.90, 0.15, 0.02, 0.25, 0.28, 0.25, 0.32, 0.34), "Reviews and peers."
    )
    analyst: ChannelSheet = table(_channel(0.90, 0.9, 1.0, -0.25, 0.02, 0.30, 0.42, 0.35, 0.36, 0.28), "Analysts.")
    own_work: ChannelSheet = table(_channel(0.75, 0.0, 1.0, 0.70, 0.01, 0.28, 0.20, 0.32, 0.15, 0.20), "Own desk work.")
    rival_rep: ChannelSheet = table(_channel(1.0, 1.0, 0.75, 0.50, 0.02, 0.09, 0.20, 0.42, 0.68, 0.64), "Rivals' reps.")
    rival_content: ChannelSheet = table(
        _channel(0.55, 1.3, 0.65, 0.50, 0.02, 0.32, 0.37, 0.34, 0.32, 0.33), "Rivals' content."
    )
    assistant: ChannelSheet = table(
        _channel(0.15, 1.3, 0.60, 0.40, 0.02, 0.40, 0.45, 0.35, 0.30, 0.20), "AI assistants, where buyers ask them."
    )

    def sheets(self) -> list[ChannelSheet]:
        """Return the sheets in channel order; what nobody can choose teaches nothing."""
        return [
            getattr(self, channel.name.lower()) if channel in SOUGHT else ChannelSheet()
            for channel in list(Channel)[:N_SOUGHT]
        ]


def _own(own: OwnChannel) -> tuple[Any, Any]:
    """Return the field of a channel of somebody's own."""
    numbers: dict[str, Any] = dict(own.numbers)
    if "gain" in numbers:
        numbers["gain"] = JobNumbers(**numbers["gain"])
    try:
        sheet = ChannelSheet(**numbers)
    except ValidationError as error:
        raise explained(error, ChannelSheet, numbers).at(f"channel '{own.name}'") from None
    return ChannelSheet, table(sheet, f"{own.label}.")


if OWN:
    fields: Any = {own.name: _own(own) for own in OWN}
    Channels = create_model("Channels", __base__=Channels, __doc__=Channels.__doc__, **fields)  # type: ignore[misc]
