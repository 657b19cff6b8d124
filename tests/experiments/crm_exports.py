"""Lead and deal lists as well-known tools write them, made up: text, then how many are won, lost and open."""

from typing import Final

EXPORTS: Final[dict[str, tuple[str, tuple[int, int, int]]]] = {
    "HubSpot, from the screen": (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date,Pipeline,Closed Lost Reason,Closed Won Reason\n"
        "901,North,Closed won,2026-03-02 11:00,Eve,1000,2026-01-05 09:12,Sales,,liked it\n"
        "902,East,Closed lost,2026-03-03 11:00,Eve,500,2026-01-06 09:12,Sales,won by a rival,\n"
        "903,South,Contract sent,2026-09-03 11:00,Eve,700,2026-01-07 09:12,Sales,,\n",
        (1, 1, 1),
    ),
    "HubSpot, from its interface": (
        "hs_object_id,dealname,dealstage,createdate,closedate,amount,hs_is_closed_won,hs_is_closed,pipeline\n"
        "1,a,closedwon,1767603120000,1772445600000,10,true,true,default\n"
        "2,b,closedlost,1767603120000,1772445600000,10,false,true,default\n"
        "3,c,decisionmakerboughtin,1767603120000,1782445600000,10,false,false,default\n"
        "4,d,qualifiedtobuy,1767603120000,,10,false,false,default\n",
        (1, 1, 2),
    ),
    "HubSpot, stages with numbers for names": (
        "Record ID,Deal Stage,Create Date,Close Date,Is Closed Won,Is Deal Closed?\n"
        "1,48213001,2026-01-05,2026-02-01,true,true\n2,48213002,2026-01-05,2026-02-01,false,true\n"
        "3,48213003,2026-01-05,2026-02-01,false,false\n",
        (1, 1, 1),
    ),
    "Salesforce report": (
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Expected Revenue,Probability (%),Age,"
        "Close Date,Created Date,Opportunity ID,Closed,Won\n"
        'Eve,A,A new,Closed Won,Q1-2026,"1,200","1,200",100,30,3/14/2026,1/25/2026,0065g00000AAAAA,1,1\n'
        "Eve,B,B new,Closed Lost,Q1-2026,900,0,0,31,3/15/2026,1/26/2026,0065g00000BBBBB,1,0\n"
        "Eve,C,C new,Value Proposition,Q3-2026,700,350,50,31,9/15/2026,1/27/2026,0065g00000CCCCC,0,0\n"
        '\n"Confidential Information - Do Not Distribute"\n"Copyright (c) 2000-2026 somebody, inc. All rights reserved."\n',
        (1, 1, 1),
    ),
    "Salesforce data loader": (
        '"ID","ISDELETED","ACCOUNTID","NAME","STAGENAME","AMOUNT","PROBABILITY","CLOSEDATE","TYPE","ISCLOSED","ISWON","CREATEDDATE"\n'
        '"006A","false","001A","x","Closed Won","10.0","100.0","2026-03-14","New","true","true","2026-01-05T10:00:00.000Z"\n'
        '"006B","false","001A","y","Closed Lost","10.0","0.0","2026-03-14","New","true","false","2026-01-05T10:00:00.000Z"\n'
        '"006C","false","001A","z","Prospecting","","10.0","2026-12-14","New","false","false","2026-01-05T10:00:00.000Z"\n',
        (1, 1, 1),
    ),
    "Pipedrive, from the screen": (
        "Deal - ID,Deal - Title,Deal - Status,Deal - Value,Deal - Currency,Deal - Stage,Deal - Deal created,Deal - Won time,"
        "Deal - Lost time,Deal - Lost reason,Deal - Expected close date\n"
        "1,a,Won,1000,EUR,Negotiation,2026-01-05 09:00:00,2026-02-01 10:00:00,,,2026-02-02\n"
        "2,b,Lost,1000,EUR,Proposal,2026-01-05 09:00:00,,2026-02-01 10:00:00,Not won on price,\n"
        "3,c,Open,1000,EUR,Contact made,2026-01-05 09:00:00,,,,2026-12-01\n",
        (1, 1, 1),
    ),
    "Pipedrive, from its interface": (
        "id,title,status,value,currency,add_time,won_time,lost_time,close_time,stage_id,lost_reason,org_id,person_id\n"
        "1,a,won,1000,USD,2026-01-05 09:00:00,2026-02-01 10:00:00,,2026-02-01 10:00:00,4,,7,8\n"
        "2,b,lost,1000,USD,2026-01-05 09:00:00,,2026-02-01 10:00:00,2026-02-01 10:00:00,3,price,7,9\n"
        "3,c,open,1000,USD,2026-01-05 09:00:00,,,,1,,7,9\n",
        (1, 1, 1),
    ),
    "Dynamics 365": (
        '"(Do Not Modify) Opportunity","(Do Not Modify) Row Checksum","(Do Not Modify) Modified On","Topic","Potential Customer",'
        '"Est. Close Date","Est. Revenue","Status","Status Reason","Created On","Actual Close Date","Actual Revenue"\n'
        '"0f1","x=","2026-02-01 10:00","big","A","2026-02-10","1000","Won","Won","2026-01-05 10:00","2026-02-01","990"\n'
        '"0f2","y=","2026-02-01 10:00","mid","B","2026-02-10","1000","Lost","Out-Sold","2026-01-05 10:00","2026-02-01","0"\n'
        '"0f3","z=","2026-02-01 10:00","low","C","2026-12-10","1000","Open","In Progress","2026-01-05 10:00","",""\n',
        (1, 1, 1),
    ),
    "Zoho": (
        "Record Id,Deal Owner,Amount,Deal Name,Closing Date,Account Name,Stage,Probability (%),"
        "Lead Source,Created Time,Modified Time\n"
        "zcrm_1,Eve,100.00,a,2026-02-01,A,Closed Won,100,Web,2026-01-05 10:00:00,2026-02-01 10:00:00\n"
        "zcrm_2,Eve,100.00,b,2026-02-01,B,Closed Lost to Competition,0,Web,2026-01-05 10:00:00,2026-02-01 10:00:00\n"
        "zcrm_3,Eve,100.00,c,2026-12-01,C,Needs Analysis,20,Web,2026-01-05 10:00:00,2026-02-01 10:00:00\n"
        "zcrm_4,Eve,100.00,d,2026-02-01,D,Closed Lost,0,Web,2026-01-05 10:00:00,2026-02-01 10:00:00\n",
        (1, 2, 1),
    ),
    "CRM sales opportunities": (
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
        "K1,Eve,GTX,A,Won,2026-01-05,2026-03-01,1054\nK2,Eve,GTX,B,Lost,2026-01-06,2026-03-11,0\n"
        "K3,Eve,GTX,C,Engaging,2026-01-07,,\nK4,Eve,GTX,,Prospecting,,,\n",
        (1, 1, 2),
    ),
    "Close": (
        "id,lead_id,status_label,status_type,date_created,date_won,value,value_formatted,value_currency\n"
        "oppo_1,lead_1,Won,won,2026-01-05T10:00:00+00:00,2026-02-01,100000,€1000.00,EUR\n"
        "oppo_2,lead_1,Lost,lost,2026-01-05T10:00:00+00:00,,100000,€1000.00,EUR\n"
        "oppo_3,lead_2,Active,active,2026-01-05T10:00:00+00:00,,100000,€1000.00,EUR\n",
        (1, 1, 1),
    ),
    "SugarCRM": (
        "ID,Opportunity Name,Sales Stage,Date Created,Expected Close Date,Opportunity Amount\n"
        "1,a,Closed Won,01/25/2026 10:00am,02/27/2026,10\n2,b,Closed Lost,01/25/2026 10:00am,02/27/2026,10\n"
        "3,c,Perception Analysis,01/25/2026 10:00am,02/27/2026,10\n",
        (1, 1, 1),
    ),
    "Insightly": (
        "OPPORTUNITY_ID,OPPORTUNITY_NAME,OPPORTUNITY_STATE,BID_CURRENCY,OPPORTUNITY_VALUE,DATE_CREATED_UTC,ACTUAL_CLOSE_DATE\n"
        "1,a,WON,USD,10,2026-01-05 10:00:00,2026-02-01\n2,b,LOST,USD,10,2026-01-05 10:00:00,2026-02-01\n"
        "3,c,ABANDONED,USD,10,2026-01-05 10:00:00,2026-02-01\n4,d,OPEN,USD,10,2026-01-05 10:00:00,\n"
        "5,e,SUSPENDED,USD,10,2026-01-05 10:00:00,\n",
        (1, 2, 2),
    ),
    "Zendesk Sell": (
        "id,name,stage_name,won_at,lost_at,added_at,value,currency\n1,a,Won,2026-02-01T10:00:00Z,,2026-01-05T10:00:00Z,5,USD\n"
        "2,b,Lost,,2026-02-01T10:00:00Z,2026-01-05T10:00:00Z,5,USD\n3,c,Unqualified,,,2026-01-05T10:00:00Z,5,USD\n"
        "4,d,Quote,,,2026-01-05T10:00:00Z,5,USD\n",
        (1, 2, 1),
    ),
    "Freshsales": (
        "Deal ID,Name,Deal stage,Deal value,Closed date,Created at,Lost reason\n1,a,Won,10,2026-02-01,2026-01-05,\n"
        "2,b,Lost,10,2026-02-01,2026-01-05,No budget\n3,c,Negotiation,10,,2026-01-05,\n",
        (1, 1, 1),
    ),
    "Salesforce, from its interface": (
        "Id,Name,StageName,CloseDate,CreatedDate,Amount,IsClosed,IsWon,ForecastCategoryName\n"
        "006Bm000000001AIAQ,a,Closed Won,2026-03-14,2026-01-05T10:00:00.000+0000,10.0,true,true,Closed\n"
        "006Bm000000002AIAQ,b,Closed Lost,2026-03-14,2026-01-05T10:00:00.000+0000,10.0,true,false,Omitted\n"
        "006Bm000000003AIAQ,c,Id. Decision Makers,2026-12-14,2026-01-05T10:00:00.000+0000,,false,false,Pipeline\n"
        "006Bm000000004AIAQ,d,Negotiation/Review,2026-02-14,2026-01-05T10:00:00.000+0000,,false,false,Commit\n",
        (1, 1, 2),
    ),
    "Copper": (
        "Opportunity ID,Name,Company,Primary Contact,Owned By,Pipeline,Stage,Status,Value,Win Probability,Loss Reason,"
        "Created At,Close Date,Closed Date,Last Stage Change\n"
        "1,a,A,x,Eve,Sales,Contract Review,Won,100,100,,2026-01-05,2026-02-01,2026-02-02,2026-02-02\n"
        "2,b,B,x,Eve,Sales,Proposal,Lost,100,0,Price,2026-01-05,2026-02-01,2026-02-02,2026-02-02\n"
        "3,c,C,x,Eve,Sales,Proposal,Abandoned,100,0,Went silent,2026-01-05,2026-02-01,2026-02-02,2026-02-02\n"
        "4,d,D,x,Eve,Sales,Qualified,Open,100,10,,2026-01-05,2026-12-01,,2026-02-02\n",
        (1, 2, 1),
    ),
    "Odoo": (
        '"External ID","Opportunity","Customer","Expected Revenue","Stage","Active","Created on","Closed Date","Lost Reason"\n'
        '"crm_lead_1","a","A","100.00","Won","True","2026-01-05 10:00:00","2026-02-01 10:00:00",""\n'
        '"crm_lead_2","b","B","100.00","Lost","False","2026-01-05 10:00:00","2026-02-01 10:00:00","Too expensive"\n'
        '"crm_lead_3","c","C","100.00","Proposition","True","2026-01-05 10:00:00","",""\n',
        (1, 1, 1),
    ),
    "monday": (
        "Deals\n\nName,Subitems,Owner,Stage,Deal Value,Close Probability,Expected Close Date,Creation Log,Item ID\n"
        "a,,Eve,Won,100,100,2026-02-01,2026-01-05,5001\nb,,Eve,Lost,100,0,2026-02-01,2026-01-05,5002\n"
        "c,,Eve,Negotiation,100,60,2026-12-01,2026-01-05,5003\n",
        (1, 1, 1),
    ),
    "Keap": (
        "Id,Opportunity Title,Contact Name,Stage,Owner,Date Created,Est. Close Date,Projected Revenue High,Projected Revenue Low,"
        "Loss Reason\n"
        "11,a,x,Won,Eve,01/25/2026,02/27/2026,100,90,\n12,b,x,Lost,Eve,01/26/2026,02/27/2026,100,90,Price\n"
        "13,c,x,Working,Eve,01/27/2026,12/27/2026,100,90,\n",
        (1, 1, 1),
    ),
    "NetSuite": (
        "Internal ID,Document Number,Date Created,Expected Close,Name,Opportunity Status,Probability,Projected Total,Currency,"
        "Win/Loss Reason\n"
        "501,OPP1,1/25/2026,2/27/2026,A,Closed Won,100.0%,100.00,USA,\n"
        "502,OPP2,1/26/2026,2/27/2026,B,Closed Lost,0.0%,100.00,USA,Price\n"
        "503,OPP3,1/27/2026,12/27/2026,C,In Negotiation,75.0%,100.00,USA,\n",
        (1, 1, 1),
    ),
    "SAP Sales Cloud": (
        "Opportunity ID;Name;Account;Sales Phase;Status;Reason for Status;Expected Value;Start Date;Close Date;Created On\n"
        "3001;a;A;Close;Won;Product fit;100,00;05.01.2026;25.02.2026;05.01.2026\n"
        "3002;b;B;Quotation;Lost;Price;100,00;05.01.2026;26.02.2026;05.01.2026\n"
        "3003;c;C;Value proposition;In Process;;100,00;05.01.2026;26.12.2026;05.01.2026\n"
        "3004;d;D;Qualify;Open;;100,00;05.01.2026;26.12.2026;05.01.2026\n",
        (1, 1, 2),
    ),
    "Nimble": (
        "Deal ID,Deal Name,Pipeline,Stage,Status,Amount,Expected Close Date,Created Date,Closed Date,Owner\n"
        "n1,a,Sales,Closing,Won,100,Feb 1 2026,Jan 5 2026,Feb 1 2026,Eve\n"
        "n2,b,Sales,Demo,Lost,100,Feb 1 2026,Jan 5 2026,Feb 1 2026,Eve\n"
        "n3,c,Sales,Demo,Open,100,Dec 1 2026,Jan 5 2026,,Eve\n",
        (1, 1, 1),
    ),
    "Capsule": (
        "Opportunity ID,Name,Contact,Milestone,Probability,Value,Currency,Expected Close,Closed On,Lost Reason,Created,Owner\n"
        "71,a,A,Won,100,100,GBP,01/02/2026,25/02/2026,,25/01/2026,Eve\n"
        "72,b,B,Lost,0,100,GBP,01/02/2026,26/02/2026,Price,26/01/2026,Eve\n"
        "73,c,C,Proposal,50,100,GBP,01/12/2026,,,27/01/2026,Eve\n",
        (1, 1, 1),
    ),
    "ActiveCampaign": (
        "Deal ID,Title,Value,Currency,Status,Stage,Pipeline,Deal Owner,Created,Last Updated,Contact Email\n"
        '1,a,"$1,000.00",usd,Won,Signed,Sales,Eve,2026-01-05 09:00,2026-02-01 09:00,a@example.com\n'
        '2,b,"$1,000.00",usd,Lost,Signed,Sales,Eve,2026-01-05 09:00,2026-02-01 09:00,b@example.com\n'
        '3,c,"$1,000.00",usd,Open,To Contact,Sales,Eve,2026-01-05 09:00,2026-02-01 09:00,c@example.com\n',
        (1, 1, 1),
    ),
    "Dynamics 365, from its interface": (
        "opportunityid,name,statecode,statuscode,createdon,actualclosedate,estimatedclosedate,actualvalue,estimatedvalue,"
        "statecode@OData.Community.Display.V1.FormattedValue\n"
        "a1,a,1,3,2026-01-05T10:00:00Z,2026-02-01,2026-02-03,100,100,Won\n"
        "a2,b,2,5,2026-01-05T10:00:00Z,2026-02-01,2026-02-03,0,100,Lost\n"
        "a3,c,0,1,2026-01-05T10:00:00Z,,2026-12-03,,100,Open\n",
        (1, 1, 1),
    ),
    "German, with a title and decimal commas": (
        "Pipeline der Abteilung;;;;\nStand 25.11.2026;;;;\n\nDatensatz-ID;Dealphase;Erstelldatum;Abschlussdatum;Betrag\n"
        "1;Abgeschlossen und gewonnen;05.01.2026;25.02.2026;1.200,50 €\n"
        "2;Abgeschlossen und verloren;05.01.2026;26.02.2026;900,00 €\n"
        "3;Angebot in Arbeit;05.01.2026;26.03.2026;700,00 €\n",
        (1, 1, 1),
    ),
    "an Excel export with its separator on top": (
        "sep=;\nLead ID;Created;Won?;Closed on\n1;05-Jan-2026;Yes;01-Feb-2026\n2;05-Jan-2026;No;01-Feb-2026\n3;05-Jan-2026;No;\n",
        (1, 1, 1),
    ),
    "a help desk's flags": (
        "id|created at|won|lost\n1|2026-01-05|Y|N\n2|2026-01-05|N|Y\n3|2026-01-05|N|N\n",
        (1, 1, 1),
    ),
    "days of a workbook": (
        "Deal ID,Created,Closed on,Outcome\n1,46027,46054.5,Won\n2,46028,46055,Lost\n3,46029,,Open\n",
        (1, 1, 1),
    ),
}
