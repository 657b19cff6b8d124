"""What the words of a table mean: won, lost or still open; answered, handed over. Whole words, negation and loss first."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from buyermaze.simulator.core.errors import InputProblem, remedy


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


Meaning = Literal["won", "lost", "open", "unclear", "unknown"]
TRUE: Final = _set(
    "1 1.0 true yes y t ja j oui si sí sim tak да wahr vrai verdadero verdadeiro vero waar prawda sant sand "
    "истина x ✓ checked"
)
FALSE: Final = _set(
    "0 0.0 false no n f nein nee nej non não nie нет falsch faux falso onwaar fałsz falskt falsk ложь unchecked"
)

WON: Final = _set(
    "won win wins awarded signed bought purchased purchase ordered gewonnen gewinn gagné gagnée gagne gané ganado ganada "
    "vinto vinta ganho ganha vundet vunnet vunnit voitettu wygrana wygrane gagnée gagnées remportée ganados gewonnene "
    "signé signée firmado firmada firmato firmata unterschrieben ondertekend beauftragt zuschlag wygrany wygrano vunnen vundna "
    "verkauft vendu vendue vendida vendido venduta venduto verkocht успешна выиграна "
    "vyhráno vyhraná vyhraný vyhrané vyhratá získané megnyert megnyerve câștigat câștigată dobljeno dobiveno "
    "kazanıldı 受注 受注済 受注済み 成約 成約済み 赢单 成交 수주"
)
LOST: Final = _set(
    "lost loss losing disqualified unqualified abandoned cancelled canceled rejected declined denied refused dead "
    "outsold churned dropped withdrawn verloren perdu perdue perdido perdida perso persa tabt tapt förlorad przegrana "
    "abgebrochen aufgegeben verworfen abandonné abandonnée abbandonata abbandonato descartado descartada desistiu vervallen "
    "kaybedildi hävitty tapte prohráno prohraná prohraný prohrané prehrané stratené förlorat förlorade stracona stracone stracony "
    "elveszett elveszítve pierdut pierdută izgubljeno "
    "abgelehnt abgesagt absage storniert annulé annulée refusé refusée cancelado cancelada rechazado rechazada annullato "
    "annullata rifiutato rifiutata afgewezen geannuleerd przegrany przegrano przegrane utracona utracone ghosted elsewhere "
    "lapsed expired unsuccessful unresponsive lose perdues perdidos verlorene провалена провал провала проиграна отказ "
    "abandonada abandonnées gescheitert échouée échoué fallido fallida fracassado falhou fallito "
    "失注 不成立 输单 丢单 실주"
)
LOST_PHRASES: Final = (
    "no decision", "gave up", "out sold", "went with competitor", "lost to", "no budget", "not interested", "chose rival",
    "not a fit", "no fit", "bad fit", "poor fit", "not a good fit", "do not contact", "nobody", "no purchase", "went dark",
    "did not buy", "wont buy", "will not buy", "rival", "competitor", "no sale", "no deal", "kein interesse", "pas intéressé",
    "sans suite", "no interesa", "sem interesse", "nessun interesse", "geen interesse", "not moving forward", "kein auftrag",
    "wettbewerb", "mitbewerb", "konkurren", "un concurrent", "concurrent a gagn", "la concurrence", "la competencia", "competidor",
    "concorren", "concurrentie", "por otro", "por otra", "por outro", "por outra", "par un autre", "da altri", "an andere",
    "einen anderen", "door een ander", "to other", "to another", "with other", "with another",
)  # fmt: skip
NEGATIONS: Final = _set(
    "not no zero never non nicht kein keine pas nie não niet ikke inte не without wont didnt isnt wasnt cannot cant dont un"
)
OPEN: Final = _set(
    "open new working contacted nurturing nurture nurtured prospect prospecting qualify qualified qualification "
    "qualifying discovery demo demonstration meeting appointment scheduled presentation presented proposal proposed "
    "quote quoted quotation negotiation negotiating negotiate review evaluation evaluating pending progress ongoing "
    "active engaged engaging develop developing development contract sent received waiting awaiting hold mql sql sal "
    "lead opportunity subscriber evangelist analysis perception decision makers maker verbal commit committed "
    "pipeline forecast trial pilot poc value proposition id identify identified needs need research offen "
    "ouvert abierto aperto aberto in attempted unassigned assigned inbound outbound inquiry enquiry interested "
    "reopened reactivated 谈判 "
    "discussion discussions pitched pitch shortlist shortlisted validation validating paused parked stalled "
    "approach procurement legal security interest suspended bearbeitung verhandlung angebot cours négociation abierta abiertas "
    "proceso negociación andamento negociação lopend onderhandeling aperta corso trattativa "
    "otwarta otwarty otwarte nowa nowy oferta negocjacje otevřeno otevřený otevřená otevřené jednání nabídka öppen öppna pågående "
    "förhandling offert åben igangværende forhandling tilbud åpen pågår avoin tarjous nyitott folyamatban deschis deschisă açık "
    "商談中 進行中 提案 交渉 商談 新規 보류"
)
HEDGES: Final = _set(
    "probability likelihood chance expected forecast plan planned planning strategy reason reasons review updated "
    "update changed back rate percent themes theme report analysis potential likely probable possible should could "
    "may might target pending awaiting requested prepared draft scheduled due to be sent nda"
)
NEARLY: Final = _set(
    "about best unsigned "
    "verbal verbally almost nearly partly partially close closing soon once previously formerly earlier soft virtually if when "
    "unless until unknown tbd maybe perhaps technical technically demo pre quick must round shortlist provisional provisionally "
    "tentative tentatively unconfirmed refunded refund loi letter mou pilot trial poc recovered revived rescued was storno "
    "vorläufig teilweise teils ausstehend partiellement parcialmente parzialmente pendiente pendente attente "
    "mündlich fast beinahe presque verbalement casi quasi"
)
STILL: Final = _set(
    "open pending offen offene ouvert ouverte abierto abierta aperto aperta lopend active ongoing reopened"
)
AGAINST: Final = _set(
    "against vs versus beat beaten displaced displacing replaced replacing analysis evaluation gegen contre contra contro"
)
"""Words that make a rival somebody who was met, and not who won."""
ASKED_FOR: Final = _set("meeting call demo access discount nda invite invitation appointment reschedule")
"""What else is declined than a deal."""
NO_LONGER: Final = _set("more longer mehr plus más più mais meer")
ASKED: Final = _set(
    "upsold resold presold former ex churn "
    "closed close completed complete done converted ended end finished final finalised finalized archived inactive "
    "duplicate junk abgeschlossen fermé fermée cerrado cerrada chiuso chiusa fechado fechada conclue conclu conclusa concluso "
    "concluído concluída clôturé clôturée erfolgreich réussi réussie accepted approved success successful"
)
AFTERWARDS: Final = _set(
    "paid invoiced delivered live client onboarding implementation implemented renewed solved resolved shipped fulfilled deleted "
    "removed spam invalid stopped gestoppt terminated failed failure eingestellt anulowana apology "
    "закрыта закрыто закрыт "
    "eliminado eliminada eliminato excluído gelöscht supprimé supprimée verwijderd usunięta doublon duplicado duplikat dublette "
    "geliefert bezahlt erledigt beendet terminé terminée clos payé po cold"
)
"""Words of what comes after an end, or of rows that are no leads any more: asked of a lead, without meaning as an event."""
BEGUN: Final = _set(
    "started begun yet noch called reached reviewed scheduled touched specified applicable available set closed close "
    "response reply answer begonnen bearbeitet commencé encore iniciado iniciada todavía contacted status data"
)
"""Words of what a lead that is not so is still open: *Not started*, *No response*, *Noch nicht bearbeitet*."""
SQUEEZED: Final[Mapping[str, Meaning]] = {
    "closedwon": "won", "closewon": "won", "closedlost": "lost", "closelost": "lost", "closedloss": "lost", "wonclosed": "won",
    "dealwon": "won", "deallost": "lost", "opportunitywon": "won", "opportunitylost": "lost", "customer": "won",
    "nodecision": "lost", "closednodecision": "lost", "purchaseorderreceived": "won", "abgeschlossenundgewonnen": "won",
    "abgeschlossenundverloren": "lost", "omitted": "lost", "winback": "open", "winloss": "unclear", "wonlost": "unclear",
    "closedwonlost": "unclear", "decisionmakerboughtin": "open", "contractsent": "open", "qualifiedtobuy": "open",
    "presentationscheduled": "open", "appointmentscheduled": "open", "bought": "won", "boughtfromus": "won",
    "boughtfromrival": "lost", "notserious": "lost", "auftragerhalten": "won", "nobid": "lost", "nogo": "lost", "poreceived": "won",
    "wentcold": "lost", "wontdo": "lost", "wontfix": "lost", "успешнореализовано": "won", "закрытоинереализовано": "lost",
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
    leads: dict[tuple[str, str], int] = field(default_factory=dict)  # by column and word, where a lead has several rows

    def add(self, column: str, word: str, meaning: str, n: int = 1) -> None:
        """Note that a word was met."""
        key = (column, word, meaning)
        self.counts[key] = self.counts.get(key, 0) + n

    def rows(self) -> list[tuple[str, str, str, int]]:
        """Return column, word, what it was taken for, and how often it was met; the most frequent first."""
        order = sorted(self.counts.items(), key=lambda entry: (entry[0][0], -entry[1], entry[0][1]))
        return [(column, word, meaning, n) for (column, word, meaning), n in order]


def _plain(text: str) -> str:
    return " ".join(
        re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower().replace("'", "").replace("\u2019", ""))
    )


def ended(text: str) -> Meaning:
    """Return what a word says of how a case ended.

    ``unclear`` may mean two things ("Closed"), ``unknown`` is no word this program knows ("Stage 7").
    """
    plain = _plain(text)
    if not plain:
        return "open"
    plain = re.sub(r"\b(bought|buy|buying|won|win|signed) (in|out)\b", "agreed", plain)  # who agrees has not bought yet
    squeezed = plain.replace(" ", "")
    if squeezed in SQUEEZED:
        return SQUEEZED[squeezed]
    if re.search(r"\bsigned up\b", plain):
        return "unclear"  # for a trial, for a newsletter, or with us
    words = plain.split()
    has = set(words)
    wins, losses, negated = has & WON, has & LOST, has & NEGATIONS
    rival = _rival_won(plain)
    if wins and not rival and not _denied(plain, WON) and (losses or _given_up(plain)):
        return "unclear"
    if (wins or losses) and has & (NEARLY | STILL) and not (has & {"close", "closing"} and len(has) == 2):
        return "unclear"
    if has & AGAINST and _given_up(plain):
        return "unclear"  # Beat competitor
    if losses and losses <= WEAK_LOSSES and has & ASKED_FOR:
        return "unclear"  # Declined meeting
    if losses:
        return "open" if _denied(plain, LOST) or has & {"risk", "reason", "reasons", "prevention"} else "lost"
    if rival or _given_up(plain):
        return "lost"
    if wins:
        if _denied(plain, WON):
            return "open" if has & {"yet", "noch"} else "lost"
        return "open" if has & HEDGES else "won"
    asked = has & (ASKED | AFTERWARDS)
    if negated and (asked or "sold" in has):
        return "lost" if has & {"accepted", "approved", "converted", "sold", "successful", "renewed"} else "open"
    if has & {"sold"}:
        return "won"
    if asked and not has & OPEN:
        return "unclear"
    if negated and words[0] in STILL and not has & NO_LONGER:
        return "open"  # Open - Not Contacted
    if negated and len(has) > 1 and not has & (OPEN | BEGUN):
        return "unclear"  # Not moving forward, Keine Rückmeldung
    if negated and has & BEGUN and not has & NO_LONGER:
        return "open"  # Not started
    return "unknown" if negated or not has & OPEN else "open"


def _given_up(plain: str) -> bool:
    """Tell whether a phrase of losing begins with one of the words: *rivals*, but not *arrival*."""
    return any(f" {phrase}" in f" {plain}" for phrase in LOST_PHRASES)


def _denied(plain: str, words: frozenset[str]) -> bool:
    """Tell whether a negation stands right before one of some words, one word between them at most."""
    parts = plain.split()
    places = [place for place, word in enumerate(parts) if word in words]
    return any(NEGATIONS & set(parts[max(0, place - 2) : place]) for place in places)


def _rival_won(plain: str) -> bool:
    """Tell whether it is somebody else who won, or to whom it went."""
    other = r"\b(competitors?|competition|rivals?|others?|another|incumbent|they|vendor)\b"
    return bool(
        re.search(rf"{other}( \w+)? (won|wins|win|bought)\b|\blost\b.*{other}|\bwon( back)? by( an?| the)? {other}", plain)
    )


WEAK_LOSSES: Final = frozenset(
    ["rejected", "declined", "denied", "refused", "cancelled", "canceled", "expired", "lapsed", "dropped", "withdrawn"]
)
WEAK_WINS: Final = _set(
    "win wins awarded signed bought purchased purchase ordered unterschrieben signé signée firmado firmato bestellt"
)
DEALS: Final = _set(
    "deal deals opportunity opp lead account sale sales order contract agreement proposal quote offer tender bid pitch project "
    "case po customer client closed close closing stage status state moved changed set is was has been marked as by from us "
    "we to the a an completed confirmed made received placed new renewal all both "
    "parties vertrag auftrag angebot contrat contrato contratto"
)
"""What may stand beside such a word in the name of an event that ends a case: *Contract signed*, but not *Winter wins*."""
NOT_DEALS: Final = _set(
    "password passwort connection session signal packet data mail letter key device cart basket login cookie cookies focus network"
)
"""What else gets lost."""
TOLD: Final = re.compile(
    r"^(e ?mail|mail|newsletter|webinar|blog|article|video|page|subject|campaign|ad|story|post|tweet|survey|download|ebook)\b"
)
"""How names begin of what somebody was told, whatever it tells of."""
ASIDE: Final = re.compile(r"^(vote|approval|renewal|issue|expansion|takes stock|regret|shock|survey|looped|review)\b")


def event_ended(activity: str) -> Meaning:
    """Return what the name of an event says of how its case ended.

    Events that merely mention winning leave it open; that something was rejected or cancelled is ``unclear``, because it may
    be an offer or a lead and not the deal.
    """
    activity = re.sub(r"(?i)^.*\b(changed|updated|moved|set)\b.*\bto\b[\s:]*(?=\w)", "", activity)  # Stage changed to Closed Won
    plain = _plain(activity)
    words = set(plain.split())
    meaning = ended(activity)
    if TOLD.match(plain) or (meaning == "lost" and words & NOT_DEALS):
        return "open"
    if ASIDE.match(plain) or (meaning == "won" and words & {"win", "wins", "purchase", "order"} and len(words) > 2):
        return "open"
    if meaning == "won" and words & WEAK_WINS and not words & (WON - WEAK_WINS) and words - WEAK_WINS - DEALS:
        return "unclear"
    if meaning == "lost" and words & (WON | LOST):
        return "unclear" if not words & (LOST - WEAK_LOSSES) and words & WEAK_LOSSES else "lost"
    if meaning == "lost":
        return "lost" if any(phrase in plain for phrase in ("no decision", "gave up", "chose rival")) else "open"
    if meaning == "unclear" and not words & (WON | LOST | ASKED):
        return "open"
    return "open" if meaning == "unknown" else meaning


def is_reopening(activity: str) -> bool:
    """Tell whether an event takes back an end that came before it."""
    return bool({"reopened", "reopen", "reactivated", "wiedereröffnet"} & set(_plain(activity).split()))


THEIRS: Final = _set("committee rival rivals competitor competitors internal board peer peers analyst")
"""Who meets or answers without us."""


def is_answer(activity: str, given: Sequence[str] = ()) -> bool:
    """Tell whether an event is an answer of ours: a reply, a call, a meeting that took place and that we were at."""
    plain = _plain(activity)
    if given:
        return plain in map(_plain, given)
    if plain == "first contact us":
        return True
    words = set(plain.split())
    return bool(words & ANSWERED) and not words & (NOT_YET | THEIRS)


def is_handover(activity: str, given: Sequence[str] = ()) -> bool:
    """Tell whether an event hands a lead over from marketing to sales."""
    plain = _plain(activity)
    if given:
        return plain in map(_plain, given)
    return any(re.search(rf"\b{phrase}\b", plain) for phrase in HANDED) and not set(plain.split()) & NOT_YET
