"""What the import wizards of Salesforce and HubSpot take, written down from their manuals, apart from what the program does.

Per table: fields that must be filled, the form of fields, and the values that pick lists of a new installation hold.
"""

from typing import Any, Final

DAY = r"\d{4}-\d\d-\d\d"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
FLAG = r"true|false"
MAIL = r"[a-z0-9]+@([a-z0-9-]+\.)*example\.(com|org|net)"
DOMAIN = r"([a-z0-9-]+\.)*example\.(com|org|net)"
DIGITS = r"[1-9]\d{5,15}"
NUMBER = r"-?\d+(\.\d{1,2})?"


def eighteen(prefix: str) -> str:
    """Return the form of an id of 18 characters."""
    return rf"{prefix}[A-Za-z0-9]{{12}}[A-Z0-5]{{3}}"


RULES: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "salesforce": {
        "Account": {
            "required": ["Name"],
            "form": {"Id": eighteen("001"), "Website": DOMAIN, "CreatedDate": MOMENT},
            "words": {"Type": ["Prospect", "Customer - Direct", "Customer - Channel", "Channel Partner / Reseller",
                               "Installation Partner", "Technology Partner", "Other"]},
        },
        "Contact": {
            "required": ["LastName"],
            "form": {"Id": eighteen("003"), "AccountId": eighteen("001"), "Email": MAIL, "CreatedDate": MOMENT},
            "words": {"LeadSource": ["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"]},
        },
        "Lead": {
            "required": ["LastName", "Company", "Status"],
            "form": {"Id": eighteen("00Q"), "ConvertedAccountId": eighteen("001") + "|",
                     "ConvertedOpportunityId": eighteen("006") + "|", "IsConverted": FLAG,
                     "CreatedDate": MOMENT, "LastModifiedDate": MOMENT},
            "words": {"Status": ["Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted"],
                      "LeadSource": ["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"]},
        },
        "Opportunity": {
            "required": ["Name", "StageName", "CloseDate"],
            "form": {"Id": eighteen("006"), "AccountId": eighteen("001"), "OwnerId": eighteen("005") + "|", "CloseDate": DAY,
                     "CreatedDate": MOMENT, "IsClosed": FLAG, "IsWon": FLAG, "Amount": NUMBER, "CurrencyIsoCode": "[A-Z]{3}"},
            "words": {"StageName": ["Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers",
                                    "Perception Analysis", "Proposal/Price Quote", "Negotiation/Review", "Closed Won",
                                    "Closed Lost"],
                      "Type": ["Existing Customer - Upgrade", "Existing Customer - Replacement",
                               "Existing Customer - Downgrade", "New Customer"]},
        },
        "Task": {
            "required": ["Subject", "Status", "Priority"],
            "form": {"Id": eighteen("00T"), "WhatId": eighteen("001"), "WhoId": eighteen("003") + "|", "ActivityDate": DAY,
                     "CompletedDateTime": MOMENT},
            "words": {"Status": ["Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"],
                      "Priority": ["High", "Normal", "Low"], "Type": ["Call", "Email", "Meeting", "Other"]},
        },
    },
    "hubspot": {
        "companies": {
            "required": ["name", "domain"],
            "form": {"hs_object_id": DIGITS, "domain": DOMAIN, "createdate": MOMENT},
            "words": {"lifecyclestage": ["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity",
                                         "customer", "evangelist", "other"]},
        },
        "contacts": {
            "required": ["email", "lastname"],
            "form": {"hs_object_id": DIGITS, "associatedcompanyid": DIGITS, "email": MAIL, "createdate": MOMENT},
            "words": {"hs_analytics_source": ["ORGANIC_SEARCH", "PAID_SEARCH", "EMAIL_MARKETING", "SOCIAL_MEDIA", "REFERRALS",
                                              "OTHER_CAMPAIGNS", "DIRECT_TRAFFIC", "OFFLINE", "PAID_SOCIAL"]},
        },
        "leads": {
            "required": ["hs_lead_name", "hs_pipeline", "hs_pipeline_stage"],
            "form": {"hs_object_id": DIGITS, "associatedcompanyid": DIGITS, "hs_createdate": MOMENT, "is_converted": FLAG},
            "words": {"hs_pipeline": ["lead-pipeline-id"],
                      "hs_pipeline_stage": ["new-stage-id", "attempting-stage-id", "connected-stage-id", "qualified-stage-id",
                                            "unqualified-stage-id"],
                      "hs_lead_type": ["NEW_BUSINESS", "RE_ATTEMPTING", "UPSELL"]},
        },
        "deals": {
            "required": ["dealname", "pipeline", "dealstage"],
            "form": {"hs_object_id": DIGITS, "associatedcompanyid": DIGITS, "hubspot_owner_id": DIGITS + "|",
                     "createdate": MOMENT, "closedate": MOMENT, "hs_is_closed": FLAG, "hs_is_closed_won": FLAG,
                     "amount": NUMBER, "deal_currency_code": "[A-Z]{3}"},
            "words": {"pipeline": ["default"], "dealtype": ["newbusiness", "existingbusiness"],
                      "dealstage": ["appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin",
                                    "contractsent", "closedwon", "closedlost"]},
        },
        "engagements": {
            "required": ["hs_timestamp", "hs_engagement_type"],
            "form": {"hs_object_id": DIGITS, "hs_timestamp": MOMENT, "associatedcontactid": DIGITS + "|"},
            "words": {"hs_engagement_type": ["CALL", "EMAIL", "MEETING", "NOTE", "TASK"]},
        },
    },
}  # fmt: skip
