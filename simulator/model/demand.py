"""Who comes to us because of media: one response for inquiries and for being known."""

from buyermaze.simulator.inputs.sheets.market import Market
from buyermaze.simulator.inputs.sheets.programme import Programme
from buyermaze.simulator.model.rules.marketing.media import goodwill, media_added, reached


def media_pull(market: Market, programme: Programme) -> float:
    """Return how many come, or know us, relative to every medium at intensity 1."""
    demand, marketing = market.demand, programme.marketing

    def reach(intensity: float) -> float:
        return reached(goodwill(intensity, demand.weeks_carry_over), demand.weeks_saturating)

    media = (
        (demand.share_by_ads, marketing.ads),
        (demand.share_by_events, marketing.events),
        (demand.share_by_email, marketing.email),
    )
    return 1.0 + sum(media_added(share, reach(level), reach(1.0)) for share, level in media)


def accounts_per_week(market: Market, programme: Programme) -> float:
    """Return the inquiries that come in a week."""
    return market.demand.rate * media_pull(market, programme)


def p_knows_us(market: Market, programme: Programme) -> float:
    """Return the chance that a buyer knows us at the start."""
    return min(1.0, market.demand.p_knows_us * media_pull(market, programme))
