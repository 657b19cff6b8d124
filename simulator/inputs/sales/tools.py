"""Assets that people work with, not only read: what they spare, whom they serve, and what having one does to a rep."""

from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, switch, table


class Tool(Sheet):
    """What an asset of the catalogue does for whoever has it: a calculator, a checklist, a comparison guide."""

    name: Name = table("asset", "Asset of the library that is a tool.")
    share_saved: float = number(
        0.3, 0, 0.9, "share",
        "Time spared to who has it in later work on its question, alone or with our content.",
        "interactive decision aids shorten search (Haeubl & Trifts 2000), direction; sweep 0 to 0.6", "C",
    )  # fmt: skip
    p_settles: float = number(
        0.1, 0, 1, "probability",
        "Chance that who stands to lose is won over because they have it, where they would not be otherwise.",
        "decision aids lower conflict over a choice (Stacey et al. 2017, patients), direction; sweep 0 to 0.5", "C",
    )  # fmt: skip
    shared: bool = switch(
        False, "Made for buyers and reps alike: one asset to keep, which reps hand over in conversations."
    )


class Tools(Sheet):
    """Which assets are tools, and what an asset at hand does to a rep; as shipped assets are read and that is all."""

    assets: tuple[Tool, ...] = table((), "Assets of the library that are tools, each by its name.")
    fit_shared: float = number(
        0.85, 0, 1, "share",
        "How often an asset made for buyers and reps alike answers either, relative to one made for them alone.",
    )  # fmt: skip
    cost: float = number(10_000, 0, 1e6, "USD/year", "Yearly cost of running one tool, beside its upkeep as content.")
    confidence: float = number(
        0, 0, 1, "share",
        "How much better a rep answers who has a fitting asset at hand, whether the buyer's situation is known or not.",
        "self-efficacy raises what salespeople achieve (Krishnan, Netemeyer & Boles 2002), direction; sweep 0 to 0.3", "C",
    )  # fmt: skip
