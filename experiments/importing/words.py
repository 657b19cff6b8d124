"""What the words of a table mean: won, lost or still open; answered, handed over. Whole words, negation and loss first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from buyermaze.simulator.core.errors import InputProblem, remedy


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


Meaning = Literal["won", "lost", "open", "unclear", "unknown"]
TRUE: Final = frozenset(
    {"1", "1.0", "true", "yes", "y", "t", "ja", "j", "oui", "si", "sí", "wahr", "vrai", "x", "✓", "checked"}
)
FALSE: Final = frozenset({"0", "0.0", "false", "no", "n", "f", "nein", "non", "falsch", "faux", "unchecked"})

WON: Final = _set(
    "won win wins signed bought purchased purchase ordered gewonnen gewinn gagné gagnée gagne gané ganado ganada "
    "vinto vinta ganho ganha vundet vunnet vunnit voitettu wygrana wygrane gagnée gagnées remportée ganados gewonnene "
    "受注 受注済 受注済み 成約 成約済み 赢单 成交 수주"
)
LOST: Final = _set(
    "lost loss losing disqualified unqualified abandoned cancelled canceled rejected declined denied refused dead "
    "outsold churned dropped withdrawn verloren perdu perdue perdido perdida perso persa tabt tapt förlorad przegrana "
    "lapsed expired unsuccessful perdues perdidos verlorene 失注 不成立 输单 丢单 실주"
)
LOST_PHRASES: Final = (
    "no decision", "gave up", "out sold", "went with competitor", "lost to", "no budget", "not interested", "chose rival",
    "nobody", "no purchase", "went dark", "did not buy", "wont buy", "will not buy", "rival", "competitor",
)  # fmt: skip
NEGATIONS: Final = _set("not no never non nicht kein keine pas nie without wont didnt isnt wasnt cannot cant un")
OPEN: Final = _set(
    "open new working contacted nurturing nurture nurtured prospect prospecting qualify qualified qualification "
    "qualifying discovery demo demonstration meeting appointment scheduled presentation presented proposal proposed "
    "quote quoted quotation negotiation negotiating negotiate review evaluation evaluating pending progress ongoing "
    "active engaged engaging develop developing development contract sent received waiting awaiting hold mql sql sal "
    "lead opportunity subscriber evangelist analysis perception decision makers maker verbal commit committed "
    "pipeline forecast trial pilot poc value proposition id identify identified needs need research stage step offen "
    "ouvert abierto aperto aberto in attempted unassigned assigned inbound outbound inquiry enquiry interested "
    "approach procurement legal security interest suspended bearbeitung verhandlung angebot cours négociation abierta abiertas "
    "proceso negociación andamento negociação lopend onderhandeling aperta corso trattativa 商談中 進行中 提案 交渉 商談 新規 보류"
)
HEDGES: Final = _set(
    "probability likelihood chance expected forecast plan planned planning strategy reason reasons review updated "
    "update changed back rate percent themes theme report analysis potential likely probable possible should could "
    "may might target pending awaiting requested prepared draft scheduled due to be sent nda"
)
ASKED: Final = _set(
    "closed close completed complete done converted ended end finished final finalised finalized archived inactive "
    "duplicate junk abgeschlossen fermé cerrado chiuso accepted approved success successful"
)
SQUEEZED: Final[Mapping[str, Meaning]] = {
    "closedwon": "won", "closewon": "won", "closedlost": "lost", "closelost": "lost", "closedloss": "lost", "wonclosed": "won",
    "dealwon": "won", "deallost": "lost", "opportunitywon": "won", "opportunitylost": "lost", "customer": "won",
    "nodecision": "lost", "closednodecision": "lost", "purchaseorderreceived": "won", "abgeschlossenundgewonnen": "won",
    "abgeschlossenundverloren": "lost", "omitted": "lost", "winback": "open", "winloss": "unclear", "wonlost": "unclear",
    "closedwonlost": "unclear", "decisionmakerboughtin": "open", "contractsent": "open", "qualifiedtobuy": "open",
    "presentationscheduled": "open", "appointmentscheduled": "open", "bought": "won", "boughtfromus": "won",
    "boughtfromrival": "lost", "notserious": "lost",
}  # fmt: skip

ANSWERED: Final = frozenset(
    ["meeting", "call", "called", "demo", "reply", "replied", "response", "responded", "answered", "served"]
)
HANDED: Final = ("handed over", "hand over", "hand off", "handoff", "handover", "lead accepted", "accepted by sales")
NOT_YET: Final = _set(
    "not no missed unanswered request requested asked due planned awaiting reminder cancelled canceled declined "
    "without scheduled attempted failed survey waiting invited"
)


@dataclass(frozen=True)
class Words:
    """What the user says that words mean; these go before what the program knows."""

    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    handed_over: tuple[str, ...] = ()

    def of(self, word: str) -> Meaning | None:
        """Return what the user says a word means, if anything."""
        plain = _plain(word)
        for meaning, words in (("lost", self.lost), ("won", self.won), ("open", self.open)):
            if plain in map(_plain, words):
                return meaning  # type: ignore[return-value]
        return None

    def check(self, met: Iterable[str]) -> None:
        """Refuse words that occur nowhere."""
        known = {_plain(word): word for word in met}
        for option, words in vars(self).items():
            for word in words:
                if _plain(word) not in known:
                    raise InputProblem(
                        f"--{option.replace('_', '-')} {word}: no cell holds this word; {remedy(word, list(known.values()))}"
                    )


@dataclass
class Met:
    """The words of a table, how often each was met and what it was taken for."""

    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, column: str, word: str, meaning: str, n: int = 1) -> None:
        """Note that a word was met."""
        key = (column, word, meaning)
        self.counts[key] = self.counts.get(key, 0) + n

    def rows(self) -> list[tuple[str, str, str, int]]:
        """Return column, word, what it was taken for, and how often it was met; the most frequent first."""
        order = sorted(self.counts.items(), key=lambda entry: (entry[0][0], -entry[1], entry[0][1]))
        return [(column, word, meaning, n) for (column, word, meaning), n in order]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("\u2019", "")))


def ended(text: str) -> Meaning:
    """Return what a word says of how a case ended.

    ``unclear`` may mean two things ("Closed"), ``unknown`` is no word this program knows ("Stage 7").
    """
    plain = _plain(text)
    if not plain:
        return "open"
    squeezed = plain.replace(" ", "")
    if squeezed in SQUEEZED:
        return SQUEEZED[squeezed]
    words = plain.split()
    has = set(words)
    wins, losses, negated = has & WON, has & LOST, has & NEGATIONS
    if wins and losses and not (losses & {"lost", "loss", "verloren", "perdu"} and _names_rival(plain)):
        return "unclear"
    if losses:
        return "open" if _denied(plain, LOST) or has & {"risk", "reason", "reasons", "prevention"} else "lost"
    if any(phrase in plain for phrase in LOST_PHRASES):
        return "lost"
    if wins:
        if _denied(plain, WON):
            return "lost"
        return "open" if has & HEDGES else "won"
    if negated and has & (ASKED | {"sold"}):
        return "lost" if has & {"accepted", "approved", "converted", "sold", "successful"} else "open"
    if has & {"sold"}:
        return "won"
    if has <= ASKED:
        return "unclear"
    if has & ASKED and not has & OPEN:
        return "unclear"
    return "open" if has & OPEN else "unknown"


def _denied(plain: str, words: frozenset[str]) -> bool:
    """Tell whether a negation stands right before one of some words, one word between them at most."""
    parts = plain.split()
    places = [place for place, word in enumerate(parts) if word in words]
    return any(NEGATIONS & set(parts[max(0, place - 2) : place]) for place in places)


def _names_rival(plain: str) -> bool:
    """Tell whether it is somebody else who won."""
    return bool(re.search(r"\b(competitor|competition|rival|other|another|incumbent|they|vendor)\b", plain))


WEAK_LOSSES: Final = frozenset(
    ["rejected", "declined", "denied", "refused", "cancelled", "canceled", "expired", "lapsed", "dropped", "withdrawn"]
)
ASIDE: Final = re.compile(r"^(vote|approval|renewal|issue|expansion|takes stock|regret|shock|survey|looped|review)\b")


def event_ended(activity: str) -> Meaning:
    """Return what the name of an event says of how its case ended.

    Events that merely mention winning leave it open; that something was rejected or cancelled is ``unclear``, because it may
    be an offer or a lead and not the deal.
    """
    plain = _plain(activity)
    words = set(plain.split())
    meaning = ended(activity)
    if ASIDE.match(plain) or (meaning == "won" and words & {"win", "wins", "purchase", "order"} and len(words) > 2):
        return "open"
    if meaning == "lost" and words & (WON | LOST):
        return "unclear" if not words & (LOST - WEAK_LOSSES) and words & WEAK_LOSSES else "lost"
    if meaning == "lost":
        return "lost" if any(phrase in plain for phrase in ("no decision", "gave up", "chose rival")) else "open"
    return "open" if meaning == "unknown" else meaning


def is_answer(activity: str, given: Sequence[str] = ()) -> bool:
    """Tell whether an event is an answer of ours: a reply, a call, a meeting that took place."""
    plain = _plain(activity)
    if given:
        return plain in map(_plain, given)
    if plain == "first contact us":
        return True
    words = set(plain.split())
    return bool(words & ANSWERED) and not words & NOT_YET


def is_handover(activity: str, given: Sequence[str] = ()) -> bool:
    """Tell whether an event hands a lead over from marketing to sales."""
    plain = _plain(activity)
    if given:
        return plain in map(_plain, given)
    return any(re.search(rf"\b{phrase}\b", plain) for phrase in HANDED) and not set(plain.split()) & NOT_YET
