"""Looking for an answer in our content."""

from buyermaze.simulator.core.vocabulary import Channel, Draw, Job, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.content import gap_number, p_found
from buyermaze.simulator.model.rules.buyers.memory import content_match
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import Account, Market, Person
from buyermaze.simulator.model.steps.marketing.surveys import is_heard
from buyermaze.simulator.model.steps.sales.anticipation import HIT

HOPE_AFTER_DEAD_END = 0.4  # share of the hope to find answers on a job that survives a dead end; assumption
DEAD_END_YIELD = 0.15  # what a search in vain yields of an answer; assumption
MATCH_WHEN_SENT_ON = 0.6  # of a found answer's match, when somebody fills the gap by hand; assumption


@rule
def read_content(q: Parameters, m: Market, a: Account, p: Person) -> tuple[float, int]:
    """Look for an answer in our content: found, a dead end, or a gap somebody noticed and filled."""
    c = Channel.CONTENT
    n = p.n_visits[c]
    match = content_match(q.marketing_skill, q.memory_tailoring, p.on_file)
    if p.guess == HIT:
        match *= 1.0 + q.anticipation_gain
    p.apart += (1.0 - p.apart) * q.memory_tailoring * p.on_file
    if draw(p.key, Draw.FOUND, 0, n) < p_found(q.found[p.persona, p.job], m.missing[p.persona, p.job]):
        if p.job == Job.VALIDATION:
            if a.self_serve == 1:
                a.met[0] = 1
            if draw(p.key, Draw.KIT, 0, n) < q.kit[p.persona]:
                a.kit = 1
        return match, Reason.FOUND
    if is_heard(q, a) and draw(p.key, Draw.VOICE, 0, n) < q.voice_p_noticed:
        a.fix = gap_number(p.persona, p.job)
        return MATCH_WHEN_SENT_ON * match, Reason.SENT_ON
    p.content_hope[p.job] *= HOPE_AFTER_DEAD_END
    return DEAD_END_YIELD * match, Reason.DEAD_END
