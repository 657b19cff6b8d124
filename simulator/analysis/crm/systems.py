"""The tables of Salesforce and HubSpot that their import wizards take, in their own names of fields, stages and types."""

from typing import Final

from buyermaze.simulator.analysis.crm.shape import Field as F
from buyermaze.simulator.analysis.crm.shape import Shape

OWN_WORDS: Final = "our own word for it; a field of your own"
SALESFORCE_STAGES: Final = {
    "Qualification": "Qualification", "Discovery": "Needs Analysis", "Evaluation": "Perception Analysis",
    "Proposal": "Proposal/Price Quote", "Closed Won": "Closed Won", "Closed Lost": "Closed Lost",
}  # fmt: skip
SALESFORCE_TYPES: Final = {"customer": "Customer - Direct", "former customer": "Other"}
SALESFORCE_LEADS: Final = {
    "MQL": "Open - Not Contacted", "SAL": "Working - Contacted", "SQL": "Working - Contacted",
    "rejected": "Closed - Not Converted", "converted": "Closed - Converted",
}  # fmt: skip
SALESFORCE_SOURCES: Final = {
    "page view": "Web", "email": "Web", "ad click": "Web", "meeting": "Phone Inquiry", "request": "Phone Inquiry",
    "score": "Web", "hand raise": "Phone Inquiry",
}  # fmt: skip
SALESFORCE_TASKS: Final = {
    "call": "Call", "check-in": "Call", "meeting": "Meeting", "email": "Email", "mailing": "Email", "survey sent": "Email",
    "expansion offer": "Email",
}  # fmt: skip
HUBSPOT_STAGES: Final = {
    "Qualification": "appointmentscheduled", "Discovery": "qualifiedtobuy", "Evaluation": "presentationscheduled",
    "Proposal": "contractsent", "Closed Won": "closedwon", "Closed Lost": "closedlost",
}  # fmt: skip
HUBSPOT_LIFECYCLE: Final = {
    "subscriber": "subscriber", "lead": "lead", "opportunity": "opportunity", "customer": "customer",
}  # fmt: skip
HUBSPOT_LEADS: Final = {
    "MQL": "new-stage-id", "SAL": "attempting-stage-id", "SQL": "connected-stage-id", "rejected": "unqualified-stage-id",
    "converted": "qualified-stage-id",
}  # fmt: skip
HUBSPOT_SOURCES: Final = {
    "page view": "ORGANIC_SEARCH", "email": "EMAIL_MARKETING", "ad click": "PAID_SEARCH", "event attended": "OFFLINE",
    "meeting": "DIRECT_TRAFFIC", "request": "DIRECT_TRAFFIC",
}  # fmt: skip
HUBSPOT_ENGAGEMENTS: Final = {
    "call": "CALL", "check-in": "CALL", "meeting": "MEETING", "email": "EMAIL", "mailing": "EMAIL", "survey sent": "EMAIL",
    "expansion offer": "EMAIL", "page view": "NOTE", "ad click": "NOTE", "event attended": "NOTE",
}  # fmt: skip

SALESFORCE: Final = (
    Shape("Account", "accounts", (
        F("Id", "account_id", "id", "id of the company"), F("Name", "name", "text", "made-up name"),
        F("Website", "domain", "text", "made-up, of a reserved domain"),
        F("Type", "status", "text", "how far we are with it", SALESFORCE_TYPES, "Prospect"),
        F("Lifecycle__c", "status", "text", OWN_WORDS),
        F("CreatedDate", "created_at", "moment", "when our systems first knew it"))),
    Shape("Contact", "contacts", (
        F("Id", "contact_id", "id", "id of the person"), F("AccountId", "account_id", "id", "company"),
        F("FirstName", "title", "text", "persona"), F("LastName", "name", "text", "made-up name"),
        F("Email", "email", "text", "made-up, of a reserved domain"), F("Title", "title", "text", "persona"),
        F("LeadSource", "source", "text", "what identified the person", SALESFORCE_SOURCES, "Other"),
        F("CreatedDate", "created_at", "moment", "when first identified"))),
    Shape("Lead", "leads", (
        F("Id", "lead_id", "id", "id of the lead"), F("LastName", "name", "text", "made-up name"),
        F("Company", "company", "text", "made-up name"),
        F("Status", "state", "text", "state", SALESFORCE_LEADS), F("Lifecycle__c", "status", "text", OWN_WORDS),
        F("Score__c", "score", "number", "lead score, points"),
        F("LeadSource", "source", "text", "score or hand raise", SALESFORCE_SOURCES, "Other"),
        F("IsConverted", "converted", "flag", "whether one of our reps met the account"),
        F("ConvertedAccountId", "converted_account_id", "id", "company, if converted"),
        F("ConvertedOpportunityId", "converted_opportunity_id", "id", "opportunity, if converted"),
        F("CreatedDate", "created_at", "moment", "when it became a lead"),
        F("LastModifiedDate", "changed_at", "moment", "last change of state"))),
    Shape("LeadHistory", "lead_history", (
        F("LeadId", "lead_id", "id", "lead"), F("Field", "", "text", "what changed", same="Lifecycle__c"),
        F("NewValue", "status", "text", "state entered, in our own words"), F("CreatedDate", "changed_at", "moment", "when"),
        F("Note__c", "note", "text", "why"))),
    Shape("Opportunity", "opportunities", (
        F("Id", "opportunity_id", "id", "id of the opportunity"), F("AccountId", "account_id", "id", "company"),
        F("OwnerId", "owner_id", "id", "rep"), F("Name", "name", "text", "made-up name"),
        F("StageName", "stage", "text", "stage as the rep entered it", SALESFORCE_STAGES),
        F("Type", "", "text", "kind of business", same="New Customer"),
        F("Amount", "amount", "number", "USD"), F("CurrencyIsoCode", "", "text", "currency of the amount", same="USD"),
        F("CloseDate", "due_at", "day", "when it closed; of an open one when the rep expects it to"),
        F("IsClosed", "is_closed", "flag", "whether it is closed"), F("IsWon", "is_won", "flag", "whether they bought from us"),
        F("Loss_Reason__c", "loss_reason", "text", "reason a rep logged"),
        F("CreatedDate", "created_at", "moment", "first conversation with a rep"),
        F("Closed_At__c", "closed_at", "moment", "moment of closing; empty while open"))),
    Shape("OpportunityHistory", "stage_history", (
        F("OpportunityId", "opportunity_id", "id", "opportunity"),
        F("StageName", "stage", "text", "stage entered", SALESFORCE_STAGES), F("CreatedDate", "changed_at", "moment", "when"))),
    Shape("Task", "activities", (
        F("Id", "activity_id", "id", "id of the activity"), F("WhatId", "account_id", "id", "company"),
        F("WhoId", "contact_id", "id", "person; empty: the account as a whole"), F("OwnerId", "owner_id", "id", "rep"),
        F("Subject", "subject", "text", "what happened, and the buying job it was about"),
        F("Type", "kind", "text", "kind of activity", SALESFORCE_TASKS, "Other"),
        F("Status", "", "text", "all of them are done", same="Completed"), F("Priority", "", "text", "usual", same="Normal"),
        F("ActivityDate", "at", "day", "when"), F("CompletedDateTime", "at", "moment", "when, to the second"),
        F("Activity__c", "kind", "text", OWN_WORDS),
        F("Hours__c", "our_hours", "number", "working time of our people, hours"))),
    Shape("SurveyResponse__c", "surveys", (
        F("Id", "survey_id", "id", "id of the answer"), F("Account__c", "account_id", "id", "company"),
        F("Contact__c", "contact_id", "id", "person"), F("SurveyName__c", "kind", "text", "which survey"),
        F("Score__c", "score", "number", "answer"), F("CreatedDate", "at", "moment", "when"))),
)  # fmt: skip
HUBSPOT: Final = (
    Shape("companies", "accounts", (
        F("hs_object_id", "account_id", "id", "id of the company"), F("name", "name", "text", "made-up name"),
        F("domain", "domain", "text", "made-up, of a reserved domain"),
        F("lifecyclestage", "status", "text", "how far we are with it", HUBSPOT_LIFECYCLE, "other"),
        F("createdate", "created_at", "moment", "when our systems first knew it"))),
    Shape("contacts", "contacts", (
        F("hs_object_id", "contact_id", "id", "id of the person"), F("associatedcompanyid", "account_id", "id", "company"),
        F("email", "email", "text", "made-up, of a reserved domain"), F("firstname", "title", "text", "persona"),
        F("lastname", "name", "text", "made-up name"), F("jobtitle", "title", "text", "persona"),
        F("hs_analytics_source", "source", "text", "what identified the person", HUBSPOT_SOURCES, "OTHER_CAMPAIGNS"),
        F("createdate", "created_at", "moment", "when first identified"))),
    Shape("leads", "leads", (
        F("hs_object_id", "lead_id", "id", "id of the lead"), F("associatedcompanyid", "account_id", "id", "company"),
        F("hs_lead_name", "lead_name", "text", "made-up name"),
        F("hs_lead_type", "", "text", "all of them new", same="NEW_BUSINESS"),
        F("hs_pipeline", "", "text", "the usual one", same="lead-pipeline-id"),
        F("hs_pipeline_stage", "state", "text", "state", HUBSPOT_LEADS), F("lifecycle", "status", "text", OWN_WORDS),
        F("score", "score", "number", "lead score, points"), F("lead_source", "source", "text", "score or hand raise"),
        F("is_converted", "converted", "flag", "whether one of our reps met the account"),
        F("hs_createdate", "created_at", "moment", "when it became a lead"),
        F("hs_lastmodifieddate", "changed_at", "moment", "last change of state"))),
    Shape("lead_status_history", "lead_history", (
        F("hs_object_id", "lead_id", "id", "lead"), F("lifecycle", "status", "text", "state entered, in our own words"),
        F("timestamp", "changed_at", "moment", "when"), F("note", "note", "text", "why"))),
    Shape("deals", "opportunities", (
        F("hs_object_id", "opportunity_id", "id", "id of the deal"), F("associatedcompanyid", "account_id", "id", "company"),
        F("hubspot_owner_id", "owner_id", "id", "rep"), F("dealname", "name", "text", "made-up name"),
        F("pipeline", "", "text", "the usual one", same="default"),
        F("dealstage", "stage", "text", "stage as the rep entered it", HUBSPOT_STAGES),
        F("dealtype", "", "text", "kind of business", same="newbusiness"), F("amount", "amount", "number", "USD"),
        F("deal_currency_code", "", "text", "currency of the amount", same="USD"),
        F("createdate", "created_at", "moment", "first conversation with a rep"),
        F("closedate", "due_at", "moment", "when it closed; of an open one when the rep expects it to"),
        F("hs_is_closed", "is_closed", "flag", "whether it is closed"),
        F("hs_is_closed_won", "is_won", "flag", "whether they bought from us"),
        F("closed_lost_reason", "loss_reason", "text", "reason a rep logged"))),
    Shape("deal_stage_history", "stage_history", (
        F("hs_object_id", "opportunity_id", "id", "deal"), F("dealstage", "stage", "text", "stage entered", HUBSPOT_STAGES),
        F("timestamp", "changed_at", "moment", "when"))),
    Shape("engagements", "activities", (
        F("hs_object_id", "activity_id", "id", "id of the activity"), F("associatedcompanyid", "account_id", "id", "company"),
        F("associatedcontactid", "contact_id", "id", "person; empty: the account as a whole"),
        F("hubspot_owner_id", "owner_id", "id", "rep"),
        F("hs_engagement_type", "kind", "text", "kind of activity", HUBSPOT_ENGAGEMENTS, "TASK"),
        F("hs_engagement_subject", "subject", "text", "what happened, and the buying job it was about"),
        F("hs_timestamp", "at", "moment", "when"), F("activity", "kind", "text", OWN_WORDS),
        F("hours", "our_hours", "number", "working time of our people, hours"))),
    Shape("feedback_submissions", "surveys", (
        F("hs_object_id", "survey_id", "id", "id of the answer"), F("associatedcompanyid", "account_id", "id", "company"),
        F("associatedcontactid", "contact_id", "id", "person"), F("hs_survey_name", "kind", "text", "which survey"),
        F("hs_response_value", "score", "number", "answer"), F("hs_submission_timestamp", "at", "moment", "when"))),
)  # fmt: skip
SHAPES: Final = {"salesforce": SALESFORCE, "hubspot": HUBSPOT}
TAKING_IN: Final = {
    "salesforce": (
        "Taking it in: accounts first, then contacts, leads, opportunities, tasks. The system gives ids of its own: map "
        "Id of each table to an external id field and refer to that; give OwnerId users of yours, or leave it out. It "
        "works out IsClosed, IsWon, IsConverted, what a lead was converted to, CompletedDateTime and both histories "
        "itself, and takes CreatedDate and LastModifiedDate only where audit fields may be set. Fields that end in `__c` "
        "have to be made first."
    ),
    "hubspot": (
        "Taking it in: companies first, then contacts, leads, deals, engagements. The system gives ids of its own: map "
        "hs_object_id to a property of yours with unique values and associate by that (as Record ID it would name records "
        "that are there already); give hubspot_owner_id owners of yours, or leave it out. It works out hs_is_closed, "
        "hs_is_closed_won, hs_lastmodifieddate, hs_analytics_source and both histories itself. lifecycle, score, "
        "lead_source, is_converted, activity and hours are properties that have to be made first."
    ),
}
