"""What the model's numbers are taken from, as one cites it: authors, year, title, where it appeared, and a link.

Surveys whose report is not public are cited by the public page that reports them, and say so.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Source:
    """One publication; ``cited`` are the words by which cards of parameters and published facts name it."""

    cited: str
    authors: str
    year: str
    title: str
    where: str
    link: str = ""

    def sentence(self) -> str:
        """Return the citation without its link."""
        return f"{self.authors} ({self.year}). {self.title}. {self.where}."


_DOI: Final = "https://doi.org/"
SOURCES: Final[tuple[Source, ...]] = (
    # peer-reviewed
    Source("Sabnis et al. 2013", "Sabnis, G., Chatterjee, S. C., Grewal, R. & Lilien, G. L.", "2013",
           "The Sales Lead Black Hole: On Sales Reps' Follow-Up of Marketing Leads", "Journal of Marketing 77(1)",
           _DOI + "10.1509/jm.10.0047"),
    Source("J. Marketing 2013", "Sabnis, G., Chatterjee, S. C., Grewal, R. & Lilien, G. L.", "2013",
           "The Sales Lead Black Hole: On Sales Reps' Follow-Up of Marketing Leads", "Journal of Marketing 77(1)",
           _DOI + "10.1509/jm.10.0047"),
    Source("Oldroyd", "Oldroyd, J. B., McElheran, K. & Elkington, D.", "2011", "The Short Life of Online Sales Leads",
           "Harvard Business Review 89(3)", "https://hbr.org/2011/03/the-short-life-of-online-sales-leads"),
    Source("Nisbett & Wilson 1977", "Nisbett, R. E. & Wilson, T. D.", "1977",
           "The Halo Effect: Evidence for Unconscious Alteration of Judgments",
           "Journal of Personality and Social Psychology 35(4)", _DOI + "10.1037/0022-3514.35.4.250"),
    Source("Huberman", "Huberman, B. A., Pirolli, P. L. T., Pitkow, J. E. & Lukose, R. M.", "1998",
           "Strong Regularities in World Wide Web Surfing", "Science 280", _DOI + "10.1126/science.280.5360.95"),
    Source("Sethuraman", "Sethuraman, R., Tellis, G. J. & Briesch, R. A.", "2011",
           "How Well Does Advertising Work? Generalizations from Meta-Analysis of Brand Advertising Elasticities",
           "Journal of Marketing Research 48(3)", _DOI + "10.1509/jmkr.48.3.457"),
    Source("Leone 1995", "Leone, R. P.", "1995",
           "Generalizing What Is Known About Temporal Aggregation and Advertising Carryover",
           "Marketing Science 14(3, supplement)", _DOI + "10.1287/mksc.14.3.G141"),
    Source("Yaniv & Kleinberger 2000", "Yaniv, I. & Kleinberger, E.", "2000",
           "Advice Taking in Decision Making: Egocentric Discounting and Reputation Formation",
           "Organizational Behavior and Human Decision Processes 83(2)", _DOI + "10.1006/obhd.2000.2909"),
    Source("Bijmolt", "Bijmolt, T. H. A., van Heerde, H. J. & Pieters, R. G. M.", "2005",
           "New Empirical Generalizations on the Determinants of Price Elasticity", "Journal of Marketing Research 42(2)",
           _DOI + "10.1509/jmkr.42.2.141.62296"),
    Source("Goldberg & Hartwick 1990", "Goldberg, M. E. & Hartwick, J.", "1990",
           "The Effects of Advertiser Reputation and Extremity of Advertising Claim on Advertising Effectiveness",
           "Journal of Consumer Research 17(2)", _DOI + "10.1086/208547"),
    Source("Russo, Medvec & Meloy 1996", "Russo, J. E., Medvec, V. H. & Meloy, M. G.", "1996",
           "The Distortion of Information during Decisions", "Organizational Behavior and Human Decision Processes 66(1)",
           _DOI + "10.1006/obhd.1996.0041"),
    Source("Russo, Meloy & Wilks 2000", "Russo, J. E., Meloy, M. G. & Wilks, T. J.", "2000",
           "Predecisional Distortion of Information by Auditors and Salespersons", "Management Science 46(1)",
           _DOI + "10.1287/mnsc.46.1.13.15127"),
    Source("Blanchard, Carlson & Meloy 2014", "Blanchard, S. J., Carlson, K. A. & Meloy, M. G.", "2014",
           "Biased Predecisional Processing of Leading and Nonleading Alternatives", "Psychological Science 25(3)",
           _DOI + "10.1177/0956797613512663"),
    Source("Cohen & Levinthal 1990", "Cohen, W. M. & Levinthal, D. A.", "1990",
           "Absorptive Capacity: A New Perspective on Learning and Innovation", "Administrative Science Quarterly 35(1)",
           _DOI + "10.2307/2393553"),
    Source("Friestad & Wright 1994", "Friestad, M. & Wright, P.", "1994",
           "The Persuasion Knowledge Model: How People Cope with Persuasion Attempts", "Journal of Consumer Research 21(1)",
           _DOI + "10.1086/209380"),
    Source("Eisend 2015", "Eisend, M.", "2015",
           "Have We Progressed Marketing Knowledge? A Meta-Meta-Analysis of Effect Sizes in Marketing Research",
           "Journal of Marketing 79(3)", _DOI + "10.1509/jm.14.0288"),
    Source("Iyengar & Lepper 2000", "Iyengar, S. S. & Lepper, M. R.", "2000",
           "When Choice Is Demotivating: Can One Desire Too Much of a Good Thing?",
           "Journal of Personality and Social Psychology 79(6)", _DOI + "10.1037/0022-3514.79.6.995"),
    Source("Chernev", "Chernev, A., Böckenholt, U. & Goodman, J.", "2015",
           "Choice Overload: A Conceptual Review and Meta-Analysis", "Journal of Consumer Psychology 25(2)",
           _DOI + "10.1016/j.jcps.2014.08.002"),
    Source("Buehler, Griffin & Ross 1994", "Buehler, R., Griffin, D. & Ross, M.", "1994",
           'Exploring the "Planning Fallacy": Why People Underestimate Their Task Completion Times',
           "Journal of Personality and Social Psychology 67(3)", _DOI + "10.1037/0022-3514.67.3.366"),
    Source("Tversky & Kahneman 1992", "Tversky, A. & Kahneman, D.", "1992",
           "Advances in Prospect Theory: Cumulative Representation of Uncertainty", "Journal of Risk and Uncertainty 5(4)",
           _DOI + "10.1007/BF00122574"),
    Source("Smithson 1999", "Smithson, M.", "1999",
           "Conflict Aversion: Preference for Ambiguity vs Conflict in Sources and Evidence",
           "Organizational Behavior and Human Decision Processes 79(3)", _DOI + "10.1006/obhd.1999.2844"),
    Source("Brehm 1966", "Brehm, J. W.", "1966", "A Theory of Psychological Reactance", "Academic Press"),
    Source("Erdem & Swait 1998", "Erdem, T. & Swait, J.", "1998", "Brand Equity as a Signaling Phenomenon",
           "Journal of Consumer Psychology 7(2)", _DOI + "10.1207/s15327663jcp0702_02"),
    Source("Bakos", "Bakos, Y., Marotta-Wurgler, F. & Trossen, D. R.", "2014",
           "Does Anyone Read the Fine Print? Consumer Attention to Standard-Form Contracts", "Journal of Legal Studies 43(1)",
           _DOI + "10.1086/674424"),
    Source("Carpenter & Nakamoto 1989", "Carpenter, G. S. & Nakamoto, K.", "1989",
           "Consumer Preference Formation and Pioneering Advantage", "Journal of Marketing Research 26(3)",
           _DOI + "10.1177/002224378902600303"),
    Source("Connolly & Zeelenberg 2002", "Connolly, T. & Zeelenberg, M.", "2002", "Regret in Decision Making",
           "Current Directions in Psychological Science 11(6)", _DOI + "10.1111/1467-8721.00203"),
    Source("Bolton & Drew 1991", "Bolton, R. N. & Drew, J. H.", "1991",
           "A Longitudinal Analysis of the Impact of Service Changes on Customer Attitudes", "Journal of Marketing 55(1)",
           _DOI + "10.1177/002224299105500102"),
    Source("McPherson", "McPherson, M., Smith-Lovin, L. & Cook, J. M.", "2001",
           "Birds of a Feather: Homophily in Social Networks", "Annual Review of Sociology 27",
           _DOI + "10.1146/annurev.soc.27.1.415"),
    Source("Mizerski 1982", "Mizerski, R. W.", "1982",
           "An Attribution Explanation of the Disproportionate Influence of Unfavorable Information",
           "Journal of Consumer Research 9(3)", _DOI + "10.1086/208925"),
    Source("Oyer 1998", "Oyer, P.", "1998",
           "Fiscal Year Ends and Nonlinear Incentive Contracts: The Effect on Business Seasonality",
           "Quarterly Journal of Economics 113(1)", _DOI + "10.1162/003355398555559"),
    Source("Larkin 2014", "Larkin, I.", "2014",
           "The Cost of High-Powered Incentives: Employee Gaming in Enterprise Software Sales",
           "Journal of Labor Economics 32(2)", _DOI + "10.1086/673371"),
    # surveys and records
    Source("Gartner buyer survey 2017-19", "Gartner", "2019",
           "The New Imperative for B2B Sales and Marketing Leaders (keynote, survey of 750 buyers)", "Smarter with Gartner",
           "https://www.gartner.com/smarterwithgartner/gartner-keynote-the-new-imperative-for-b2b-sales-and-marketing-leaders/"),
    Source("Gartner 2018", "Gartner", "2018", "Gartner Says the Marketing-to-Sales Handoff Should No Longer Exist",
           "press release of 9 October",
           "https://www.gartner.com/en/newsroom/press-releases/2018-10-09-gartner-says-the-marketing-to-sales-handoff-should-no-longer-exist"),
    Source("Gartner 2019", "Toman, N. (Gartner)", "2019",
           "How Challenger Sales Organizations Should Make Sense of Sense Making", "Gartner blog network",
           "https://blogs.gartner.com/nick-toman/how-challenger-sales-organizations-should-make-sense-of-sense-making/"),
    Source("Gartner 2019-22", "Barnes, H. (Gartner)", "2023", "The Continued Decline of High Quality Deals", "Gartner blog network",
           "https://blogs.gartner.com/hank-barnes/2023/04/04/the-continued-decline-of-high-quality-deals/"),
    Source("Gartner 2020-21", "Barnes, H. (Gartner)", "2021", "No Decisions Should Rarely Be a Surprise", "Gartner blog network",
           "https://blogs.gartner.com/hank-barnes/2021/03/02/no-decisions-should-rarely-be-a-surprise/"),
    Source("Gartner 2021", "Gartner, as reported by Archyde", "2021", "One in two companies regret their IT purchases", "Archyde",
           "https://www.archyde.com/one-in-two-companies-regret-their-it-purchases/"),
    Source("Gartner 2021-24", "Barnes, H. (Gartner)", "2018",
           "Purchase Regret: The Bane of Land and Expand Strategies (the wider definition)", "Gartner blog network",
           "https://blogs.gartner.com/hank-barnes/2018/09/04/purchase-regret-the-bane-of-land-and-expand-strategies/"),
    Source("Gartner 2024", "Gartner, as reported by IT-Online", "2025", "B2B buyer teams demonstrate unhealthy conflict",
           "IT-Online",
           "https://it-online.co.za/2025/05/16/b2b-buyer-teams-demonstrate-unhealthy-conflict"),
    Source("Gartner Digital Markets 2024", "Gartner Digital Markets, as reported by Computer Sweden", "2024",
           "IT-avdelningar ångrar majoriteten av sina mjukvaruköp", "Computer Sweden",
           "https://computersweden.idg.se/2.2683/1.780239/it-avdelningar-angrar-majoriteten-av-sina-mjukvarukop"),
    Source("CEB 2012", "Apollo, B., on the figure of CEB", "2012", "The B2B buying decision process: challenging the 57% myth",
           "Inflexion-Point",
           "https://www.inflexion-point.com/blog/the-b2b-buying-decision-process-challenging-the-57-myth"),
    Source("McKinsey B2B Pulse", "McKinsey & Company, as shown on Ceros", "2021-24", "B2B Pulse, exhibit 2", "McKinsey",
           "https://view.ceros.com/mckinsey/b2b-pulse-exhibit-2-a-desktop"),
    Source("Forrester 2017-21", "Forrester, as reported by B2B Leaders", "2021",
           "3 bouleversements dans le comportement des acheteurs", "btob-leaders.com",
           "https://btob-leaders.com/forrester-3-bouleversements-comportement-acheteurs"),
    Source("Bain and Google 2022", "Bain & Company and Google", "2022",
           "Survey of about 1,200 business customers on the vendors they begin with",
           "known from retellings; no public page was found"),
    Source("Bain 2022", "Bain & Company and Google", "2022",
           "Survey of about 1,200 business customers on the vendors they begin with",
           "known from retellings; no public page was found"),
    Source("CSO Insights 2016-18", "CSO Insights", "2018", 'Overcoming the "No Decision" Sales Challenge, and More',
           "CSO Insights blog",
           "https://www.csoinsights.com/blog/overcoming-the-no-decision-sales-challenge-and-more/"),
    Source("Implisit 2014", "Implisit, as reported by eMarketer", "2015", "Referrals Fuel Highest B2B Conversion Rates",
           "eMarketer",
           "https://www.emarketer.com/Article/Referrals-Fuel-Highest-B2B-Conversion-Rates/1012000"),
    Source("6sense 2023-25", "6sense", "2024", "Buyer Experience Report (survey of 2,509 buyers), announcement", "Business Wire",
           "https://www.businesswire.com/news/home/20241009142556/en/"),
    Source("6sense 2024-25", "6sense", "2024", "Buyer Experience Report (survey of 2,509 buyers), announcement", "Business Wire",
           "https://www.businesswire.com/news/home/20241009142556/en/"),
    Source("6sense 2025", "6sense, as reported by Green Hat", "2025", "The B2B buyer is in control. Why are we in denial about it?",
           "Green Hat", "https://green-hat.com.au/articles/the-b2b-buyer-is-in-control.-why-are-we-in-denial-about-it"),
    Source("FocusVision", "FocusVision, as reported by MarketingProfs", "2021",
           "Why It Should No Longer Take 13 Pieces of Content to Convert a Buyer", "MarketingProfs",
           "https://www.marketingprofs.com/articles/2021/46283/why-it-should-no-longer-take-13-pieces-of-content-to-convert-a-buyer"),
    Source("SaaS Capital 2022", "SaaS Capital", "2022", "B2B SaaS Retention Benchmarks", "SaaS Capital, copy on Scribd",
           "https://www.scribd.com/document/707761431/B2B-SaaS-Retention-Benchmarks"),
    Source("seller-side surveys", "Challenger", "2022", "Losing to customer indecision", "Challenger",
           "https://challengerinc.com/losing-to-customer-indecision/"),
    Source("CRM and rep-reported panels", "Salesmotion", "2026", "Sales win rate benchmarks", "Salesmotion blog",
           "https://salesmotion.io/blog/sales-win-rate-benchmarks-2026"),
    Source("glossary ranges", "Omega", "undated", "MQL to SQL conversion (benchmark ranges without a public method)", "Omega",
           "https://omegapoint.systems/omega/benchmarks/mql-sql-conversion"),
    Source("vendor panels", "ClientSuccess", "2018", "Net Promoter Score benchmarks for customer success professionals",
           "ClientSuccess blog",
           "https://www.clientsuccess.com/blog/net-promoter-score-nps-benchmarks-for-customer-success-professionals/"),
    Source("response audits", "Bay Business Help", "2012", "Industry study reveals 36 % of leads never called", "Bay Business Help",
           "http://baybusinesshelp.com/2012/08/08/industry-study-reveals-36-of-leads-never-called/"),
    Source("clinical handovers", "Bhabra, G., Mackeith, S., Monteiro, P. & Pothier, D. D.", "2007",
           "An Experimental Comparison of Handover Methods", "Annals of the Royal College of Surgeons of England 89(3)",
           _DOI + "10.1308/003588407X168352"),
)  # fmt: skip


def sources_of(text: str) -> list[Source]:
    """Return the publications that a card or a published fact names, the most exactly named first; none for assumptions."""
    found = [source for source in SOURCES if source.cited.lower() in text.lower()]
    longer = [source for source in found if not any(source.cited in other.cited != source.cited for other in found)]
    return list({source.sentence(): source for source in longer}.values())


def all_sources() -> list[Source]:
    """Return every publication once, in the order of authors and years."""
    return sorted({source.sentence(): source for source in SOURCES}.values(), key=lambda each: each.sentence().lower())
