"""Numbers as people and programs write them; what a point or a comma means is decided per column, never per cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.table import GAPS

Decimal = Literal["point", "comma"]
DECIMALS: Final = ("point", "comma")
BLANK: Final = "[\\s\u00a0\u2007\u2009\u202f'\u2019_]"
BLANKS: Final = re.compile(BLANK)
GROUPS: Final = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:{BLANK}\d{{2,3}})*{BLANK}\d{{3}}(?!\d|{BLANK}\d)")
"""Blanks between thousands: 1 200 000, 12'000, 1 20 000; others stand between two numbers."""
SIGNS: Final = {
    "円": "JPY", "元": "CNY", "원": "KRW", "₱": "PHP", "฿": "THB", "₴": "UAH", "₸": "KZT", "₾": "GEL", "nt$": "TWD", "rp": "IDR",
    "tl": "TRY", "rm": "MYR", "r": "ZAR", "лв": "BGN", "лв.": "BGN", "руб": "RUB", "руб.": "RUB", "грн": "UAH", "грн.": "UAH",
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₪": "ILS", "₫": "VND", "₦": "NGN",
    "zł": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON", "kr": "kr", "kr.": "kr", "fr.": "CHF", "sfr.": "CHF",
    "din": "RSD", "din.": "RSD", "fr": "CHF", "sfr": "CHF", "rs": "Rs", "\\": "JPY",  # the last as older Japanese alphabets show ¥
    "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "r$": "BRL", "hk$": "HKD",
    "s$": "SGD", "mx$": "MXN", "$": "$",
}  # fmt: skip
ABBREVIATED: Final = re.compile(r"(?i)^([+-]?(?:rs|kr|s?fr))\.(?=\d)")  # the point of Rs. 5,000 is none of the number
NUMBER: Final = re.compile(r"^([+-]?)(\d[\d.,]*|[.,]\d+)([eE][+-]?\d{1,3})?$")
CODES: Final = (
    "EUR USD GBP CHF JPY CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN BRL MXN ARS CLP COP INR SGD HKD CNY TWD KRW THB IDR MYR "
    "PHP VND ZAR NGN KES EGP ILS TRY AED SAR UAH RUB"
)
ALL_CODES: Final = frozenset(
    (
        f"{CODES} AFN ALL AMD ANG AOA AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BSD BTN BWP BYN BZD CDF CRC CUP CVE DJF DOP DZD ERN "
        "ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HNL HTG IQD IRR ISK JMD JOD KGS KHR KMF KPW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
        "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MZN NAD NIO NPR OMR PAB PEN PGK PKR PYG QAR RMB RSD RUR RWF SBD SCR SDG SHP "
        "SLE SOS SRD SSP STN SVC SYP SZL TJS TMT TND TOP TTD TZS UGX UYU UZS VES VUV WST XAF XCD XOF XPF YER ZMW ZWL"
    ).split()
)
"""Codes of money (ISO 4217); other three letters behind a number are no money: *30 Tsd*, *12 mth*, *1 mil*."""
SIGN: Final = rf"[€$£¥₹円]|zł|Kč|kr\.?|Ft|lei|(?:{CODES.replace(' ', '|')})\b"
HEADER_UNIT: Final = re.compile(
    rf"(?:[(（\[/,]|\b(?:in|i|w|v|em|en)\b)\s*(?:in\s+)?(?P<before>{SIGN})?\s*"
    r"(?P<times>(?i:'?000s?|x ?1[.,' ]?000|thousands?|tsd\.?|tys\.?|tis\.?|k|t|mio\.?|mln\.?|mn|mm|millions?|m)|千|万|百万|億)?\s*"
    rf"(?P<after>{SIGN})?\s*[)）\]]?\s*$"
)
HEADER_TAIL: Final = re.compile(
    rf"(?i)_(?=.)(?P<times>k|tsd|mio|mn|thousands?|millions?)?_?(?P<code>{CODES.replace(' ', '|')})?$"
)
"""How names without blanks say the same: ``value_k_eur``, ``amount_usd``."""
HUNDREDTHS: Final = re.compile(
    r"(?<!\w)(?<!per )(cents?|pence|pennies|centimes?|centavos?|centimos?|centesimi|rappen|groszy?|öre|øre|minor|¢)( units?)?\)?$"
)
"""How names end, in words, of columns that count hundredths: ``amount_cents``, ``Betrag in Cent``, ``amountMinorUnits``."""
HEADER_TIMES: Final = {
    "k": 1e3, "t": 1e3, "tsd": 1e3, "000": 1e3, "000s": 1e3, "thousand": 1e3, "thousands": 1e3, "m": 1e6, "mn": 1e6, "mm": 1e6,
    "mio": 1e6, "mln": 1e6, "tys": 1e3, "tis": 1e3, "x1000": 1e3,
    "million": 1e6, "millions": 1e6, "千": 1e3, "万": 1e4, "百万": 1e6, "億": 1e8,
}  # fmt: skip
MULTIPLES: Final = {"k": 1e3, "m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "mio.": 1e6, "bn": 1e9, "b": 1e9,
    "tsd": 1e3, "tsd.": 1e3, "tys": 1e3, "tys.": 1e3, "tis": 1e3, "tis.": 1e3,
    "тыс": 1e3, "тыс.": 1e3, "млн": 1e6, "млн.": 1e6, "mln": 1e6, "mln.": 1e6,
    "mrd": 1e9, "mrd.": 1e9, "mld": 1e9, "mld.": 1e9, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "万": 1e4, "億": 1e8,
    "亿": 1e8}  # fmt: skip
WITH_MONEY: Final = MULTIPLES | {"t": 1e3, "te": 1e3}  # letters that are multiples only before a currency: 1,2 T€


@dataclass(frozen=True)
class Amount:
    """A number as read, or why it cannot be; and the currency that stands beside it."""

    value: float | None
    problem: str = ""
    currency: str = ""


def parsed_numbers(
    words: Sequence[str], column: str, *, decimal: Decimal | None = None, typed: bool = False, delimiter: str = ""
) -> list[Amount]:
    """Return what the different cells of one column say.

    Parameters
    ----------
    words
        The different cells of the column.
    column
        Its name, for messages.
    decimal
        What separates decimals, where the column does not say so itself.
    typed
        Whether the file itself holds them as numbers, so that a point is a decimal point.
    delimiter
        What separates the cells of the file; where it is a comma, no number is written with a decimal comma unasked.

    Raises
    ------
    InputProblem
        If the column says two things, or a separator may mean two.
    """
    split = [_split(word) for word in words]
    decimal = decimal or ("point" if typed else _decimal([core for core, _, _ in split], column, delimiter))
    return [_amount(word, *parts, decimal) for word, parts in zip(words, split, strict=True)]


def unit_of(header: str) -> tuple[float, str]:
    """Return how many units one of a column stands for and its currency, as its header says: ``Amount (k€)``, ``amount_cents``."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_(]", " ", header).lower().replace("é", "e").strip()
    if HUNDREDTHS.search(words):
        return 0.01, ""
    match = HEADER_UNIT.search(HEADER_TAIL.sub(lambda m: f" ({m['times'] or ''} {(m['code'] or '').upper()})", header))
    if not match or not (match["times"] or match["before"] or match["after"]):
        return 1.0, ""
    sign = (match["before"] or match["after"] or "").replace("円", "¥").upper()
    times = HEADER_TIMES.get(re.sub(r"(?<=1)[.,' ](?=0)|\s|^'|\.$", "", (match["times"] or "").lower()), 1.0)
    return times, _currency(sign) if sign else ""


def looks_numeric(words: Sequence[str]) -> bool:
    """Tell whether most different cells of a column are numbers."""
    filled = [word for word in words if word.lower() not in GAPS]
    return bool(filled) and sum(bool(NUMBER.match(_split(word)[0])) for word in filled) >= 0.6 * len(filled)


def _split(word: str) -> tuple[str, float, str]:
    """Take signs of currency, blanks and multiples from a number; return its bare form, its factor, its currency."""
    text = word.strip().replace("\u2212", "-").replace("￥", "¥")
    if re.search(rf"\d{BLANK}+\d", GROUPS.sub("1", text)):
        return text, 1.0, ""  # two numbers in one cell
    text = BLANKS.sub("", text)
    factor, currency = 1.0, ""
    if bracketed := re.match(r"^([^\d()]*)\(([^()]*)\)([^\d()]*)$", text):
        text, factor = "".join(bracketed.groups()).removeprefix("-"), -1.0
    text = re.sub(r"(?<=\d)/[-=]$", "", text)  # 1,200/- is a whole amount too
    text = ABBREVIATED.sub(r"\1", text)
    text = re.sub(r"(?<=\d)[.,:][-–—]+(?=\D*$)", "", text)  # 900.-, 900,- Kč and 900:- are whole amounts
    if text.endswith("-") and len(text) > 1:
        text, factor = text[:-1], -factor
    start = re.match(r"^([+-]?)([^\d.,+-]*)([+-]?)", text)
    if start and start[2]:
        currency = _currency(start[2])
        if currency:
            text = start[1] + text[start.end(2) :]
    end = re.search(r"([^\d.,][^\d,]*)$", text)
    if end and not re.search(r"\d[eE]$", text):
        tail = end[1]
        head = text[: end.start()]
        if tail.lower() in MULTIPLES and head:
            text, factor = head, factor * MULTIPLES[tail.lower()]
        elif _currency(tail) and head:
            text, currency = head, currency or _currency(tail)
        elif head and (parts := _multiple_of_money(tail)):
            text, factor, currency = head, factor * parts[0], parts[1]
    return text, factor, currency


def _multiple_of_money(tail: str) -> tuple[float, str] | None:
    """Read ``T€``, ``Mio.€``, ``MUSD`` and ``万円``: a multiple, then a currency."""
    for cut in range(1, len(tail)):
        times, money = WITH_MONEY.get(tail[:cut].lower()), _currency(tail[cut:])
        if times and money:
            return times, money
    return None


def _currency(word: str) -> str:
    if word.lower() in SIGNS:
        return SIGNS[word.lower()]
    if word.upper() in ALL_CODES:
        return word.upper()
    signs = [sign for sign in "€£¥₹$" if sign in word]
    rest = re.sub(r"[€£¥₹$]", "", word)
    is_code = rest.upper() in ALL_CODES
    return (rest.upper() if is_code else SIGNS[signs[0]]) if signs and (not rest or is_code) else ""


def _decimal(cores: Sequence[str], column: str, delimiter: str) -> Decimal:
    """Find out from a column what separates decimals."""
    points: list[str] = []
    commas: list[str] = []
    unclear: list[str] = []
    for core in cores:
        match = NUMBER.match(core)
        if not match:
            continue
        body = match[2]
        if "." in body and "," in body:
            (points if body.rfind(".") > body.rfind(",") else commas).append(core)
            continue
        for mark, mine, other in ((".", points, commas), (",", commas, points)):
            if mark not in body:
                continue
            whole, _, part = body.rpartition(mark)
            if mark in whole:
                other.append(core)  # 1.200.000: the mark stands between thousands
            elif len(part) != 3 or len(whole) > 3 or whole in ("", "0") or match[3]:
                mine.append(core)
            else:
                unclear.append(core)
    if points and commas:
        raise InputProblem(
            f"column '{column}' holds both {points[0]} and {commas[0]}; say what separates decimals with --decimal point "
            "or --decimal comma"
        )
    if points or commas:
        return "point" if points else "comma"
    if unclear and (delimiter != "," or any("." in core for core in unclear)):
        raise InputProblem(
            f"column '{column}': '{unclear[0]}' may mean two numbers; say which with --decimal point or --decimal comma"
        )
    return "point"


def _amount(word: str, core: str, factor: float, currency: str, decimal: Decimal) -> Amount:
    if word.strip().lower() in GAPS:
        return Amount(None)
    match = NUMBER.match(core)
    wrong = Amount(None, f"'{word[:40]}' is no number", currency)
    if not match:
        return wrong
    thousands, mark = (",", ".") if decimal == "point" else (".", ",")
    body = match[2]
    if body.count(mark) > 1 or (mark in body and thousands in body and body.rfind(thousands) > body.rfind(mark)):
        return wrong
    whole, _, part = body.partition(mark)
    groups = whole.split(thousands)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(2 <= len(group) <= 3 for group in groups[1:])
                                and len(groups[-1]) == 3):  # fmt: skip
        return wrong
    try:
        value = float(f"{match[1]}{''.join(groups) or '0'}.{part or '0'}{match[3] or ''}") * factor
    except ValueError:
        return wrong
    return Amount(value, "", currency) if abs(value) < 1e18 else wrong
