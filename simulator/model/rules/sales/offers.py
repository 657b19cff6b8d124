"""Offers in numbers: what a rep may give, when a pilot fails, which package is picked, what a lost discount does."""

from buyermaze.simulator.model.compiler.rule import rule

WITH_SMALLER = 3  # packages from which on there is a smaller one
TENTHS = 10.0  # tenths of a whole


@rule
def within_authority(asked: float, authority: float, taken_off: float) -> float:
    """Return what a rep gives alone of what is asked, share of the list price.

    ``asked``: what is asked beyond what was taken off before, share.
    ``authority``: what a rep may take off in all, share.
    ``taken_off``: what was taken off before, share.
    """
    return min(asked, max(0.0, authority - taken_off))


@rule
def p_pilot_fails(p_fails: float, support: float) -> float:
    """Return the chance that a pilot fails for reasons that are not the product's.

    ``p_fails``: that chance if nobody prevents it, 0 to 1.
    ``support``: failures prevented, 0 to 1.
    """
    return p_fails * (1.0 - support)


@rule
def package_picked(want: float, n: int) -> int:
    """Return the package that is worth most to who wants so much: 0 the standard, 1 the larger, -1 the smaller one.

    ``want``: what a larger package seems worth beyond its price, of that price.
    ``n``: packages there are, 1 to 3.
    """
    if n > 1 and want > 0.0:
        return 1
    return -1 if n >= WITH_SMALLER and want < 0.0 else 0


@rule
def package_gain(package: int, want: float, step: float) -> float:
    """Return what a package is worth beyond the standard one, its price paid, in the unit of ``step``.

    ``package``: -1, 0 or 1.
    ``want``: what a larger one is worth beyond its price, of that price.
    ``step``: difference in price from one to the next.
    """
    return package * step * want


@rule
def resented(refused: float, resentment: float) -> float:
    """Return what a refused discount counts for, as if it had been put on the price, share of the list price.

    ``refused``: what was asked for and not given, share.
    ``resentment``: part of it that counts.
    """
    return resentment * max(0.0, refused)


@rule
def reference_loss(taken_off: float, pain: float) -> float:
    """Return the satisfaction lost when what had been taken off the price is asked again, points.

    ``taken_off``: share of the list price.
    ``pain``: points lost per tenth of it.
    """
    return pain * TENTHS * taken_off
