"""Peers who know each other by name: how many of them there can be, and of how many things they talk."""

from typing import Final

N_LINKS: Final = 8  # most accounts an account knows by name
N_KNOWN: Final = 256  # accounts of a circle that later ones may know
N_TELLERS: Final = 512  # customers of ours whose words are remembered by name
N_ASPECTS: Final = 4  # easy or hard, honest or misleading, quick or slow, helpful or pushy: the order of their words in Reason
