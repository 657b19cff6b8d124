"""Deal lists as tools write them in other languages and shapes, made up: text, won, lost, open, and what those won are worth."""

from typing import Final

EXPORTS: Final[dict[str, tuple[str, tuple[int, int, int], float]]] = {
    "HubSpot in German, two pipelines": (
        '"Datensatz-ID","Deal-Name","Deal-Phase","Pipeline","Abschlussdatum","Deal-Owner","Betrag","Erstellungsda'
        'tum","Gewonnen-Grund","Grund für verlorenen Deal"\n'
        '"9001","Acme Lizenz","Abgeschlossen und gewonnen (Sales Pipeline)","Sales Pipeline","2026-03-02 11:00","'
        'Eva","1500","2026-01-05 09:12","Preis",""\n'
        '"9002","Bolt Lizenz","Abgeschlossen und verloren (Sales Pipeline)","Sales Pipeline","2026-03-03 11:00","'
        'Eva","500","2026-01-06 09:12","","Wettbewerber hat gewonnen"\n'
        '"9003","Cork","Vertrag gesendet (Sales Pipeline)","Sales Pipeline","2026-12-30 11:00","Eva","700","2026-'
        '01-07 09:12","",""\n'
        '"9004","Dune","Abgeschlossen und gewonnen (Partner)","Partner","2026-04-02 11:00","Eva","3000","2026-01-'
        '08 09:12","",""\n'
        '"9005","Eiger","Abgeschlossen und verloren (Partner)","Partner","2026-04-02 11:00","Eva","100","2026-01-'
        '09 09:12","","Budget"\n'
        '"9006","Fjord","Termin vereinbart (Partner)","Partner","","Eva","100","2026-01-10 09:12","",""\n'
        '"9007","Gobi","Qualifiziert zum Kauf (Sales Pipeline)","Sales Pipeline","","Eva","100","2026-01-11 09:12'
        '","",""\n'
        '"9008","Hill","Abgeschlossen und gewonnen (Sales Pipeline)","Sales Pipeline","2026-05-02 11:00","Eva","4'
        '000","2026-01-12 09:12","Win-back",""\n',
        (3, 2, 3), 8500.0,
    ),
    "HubSpot in French, a loss that names who gained": (
        "\"ID de fiche d'informations\",\"Nom de la transaction\",\"Phase de la transaction\",\"Date de fermeture\",\"Prop"
        'riétaire de la transaction","Montant","Date de création","Raison de la perte","Est conclue et gagnée"\n'
        '"1","A","Conclue gagnée","2026-03-02 11:00","Eve","1000","2026-01-05 09:12","","true"\n'
        '"2","B","Conclue perdue","2026-03-03 11:00","Eve","500","2026-01-06 09:12","Gagné par un concurrent","fa'
        'lse"\n'
        '"3","C","Contrat envoyé","2026-12-13 11:00","Eve","500","2026-01-06 09:12","","false"\n'
        '"4","D","Conclue perdue","2026-03-03 11:00","Eve","500","2026-01-07 09:12","Prix","false"\n'
        '"5","E","Rendez-vous programmé","","Eve","500","2026-01-08 09:12","","false"\n'
        '"6","F","Conclue gagnée","2026-03-12 11:00","Eve","1000","2026-01-09 09:12","","true"\n',
        (2, 2, 2), 2000.0,
    ),
    "HubSpot in Spanish": (
        "ID de registro,Nombre del negocio,Etapa del negocio,Fecha de cierre,Propietario del negocio,Importe,Fech"
        "a de creación,Pipeline,Motivo de cierre perdido\n"
        "11,Uno,Cierre ganado,2026-02-02 10:00,Ana,1000,2026-01-02 10:00,Ventas,\n"
        "12,Dos,Cierre perdido,2026-02-03 10:00,Ana,1000,2026-01-02 10:00,Ventas,Ganó la competencia\n"
        "13,Tres,Contrato enviado,2026-12-20 10:00,Ana,1000,2026-01-02 10:00,Ventas,\n"
        "14,Cuatro,Calificado para comprar,,Ana,1000,2026-01-02 10:00,Ventas,\n"
        "15,Cinco,Cierre ganado,2026-02-20 10:00,Ana,1100,2026-01-05 10:00,Ventas,\n",
        (2, 1, 2), 2100.0,
    ),
    "Salesforce in German": (
        '"Opportunity-Inhaber";"Accountname";"Opportunity-Name";"Phase";"Geschäftszeitraum";"Betrag (Währung)";"B'
        'etrag";"Wahrscheinlichkeit (%)";"Alter";"Schlusstermin";"Erstelldatum";"Nächster Schritt";"Leadquelle";"'
        'Typ";"Opportunity-ID"\n'
        '"Eva";"A";"A neu";"Closed Won";"Q1-2026";"EUR";"1.200,50";"100";"30";"14.03.2026";"25.01.2026";"";"Web";'
        '"Neukunde";"0065g00000AAAAA"\n'
        '"Eva";"B";"B neu";"Closed Lost";"Q1-2026";"EUR";"900,00";"0";"31";"15.03.2026";"26.01.2026";"";"Web";"Ne'
        'ukunde";"0065g00000BBBBB"\n'
        '"Eva";"C";"C neu";"Needs Analysis";"Q4-2026";"EUR";"700,00";"20";"31";"15.12.2026";"27.01.2026";"";"Web"'
        ';"Neukunde";"0065g00000CCCCC"\n'
        '"Eva";"D";"D neu";"Closed Won";"Q1-2026";"EUR";"2.200,00";"100";"31";"15.03.2026";"28.01.2026";"";"Web";'
        '"Bestandskunde";"0065g00000DDDDD"\n'
        '"Eva";"E";"E neu";"Closed Lost";"Q1-2026";"EUR";"900,00";"0";"31";"16.03.2026";"28.01.2026";"";"Web";"Ne'
        'ukunde";"0065g00000EEEEE"\n'
        '"Eva";"F";"F neu";"Negotiation/Review";"Q4-2026";"EUR";"900,00";"90";"31";"16.12.2026";"28.01.2026";"";"'
        'Web";"Neukunde";"0065g00000FFFFF"\n',
        (2, 2, 2), 3400.5,
    ),
    "Salesforce in French, titles above": (
        "Rapport opportunités par étape\n"
        "Filtré par : Afficher Toutes les opportunités\n"
        "\n"
        "Propriétaire de l'opportunité;Nom du compte;Nom de l'opportunité;Étape;Montant;Date de clôture;Date de c"
        "réation;ID de l'opportunité;Fermé;Gagné\n"
        "Eve;A;Un;Fermée gagnée;1 200,00;14/03/2026;25/01/2026;006A1;1;1\n"
        "Eve;B;Deux;Fermée perdue;900,00;15/03/2026;26/01/2026;006A2;1;0\n"
        "Eve;C;Trois;Négociation;700,00;15/12/2026;27/01/2026;006A3;0;0\n"
        "Eve;D;Quatre;Qualification;700,00;15/12/2026;28/01/2026;006A4;0;0\n"
        "Eve;E;Cinq;Fermée gagnée;1 100,00;18/03/2026;29/01/2026;006A5;1;1\n",
        (2, 1, 2), 2300.0,
    ),
    "Pipedrive in German, reopened": (
        "Deal - ID,Deal - Titel,Deal - Status,Deal - Wert,Deal - Währung,Deal - Phase,Deal - Deal erstellt,Deal -"
        " Zeitpunkt gewonnen,Deal - Zeitpunkt verloren,Deal - Grund für Verlust,Deal - Erwartetes Abschlussdatum\n"
        "1,a,Gewonnen,1000,EUR,Verhandlung,2026-01-05 09:00:00,2026-02-01 10:00:00,,,2026-02-02\n"
        "2,b,Verloren,1000,EUR,Angebot,2026-01-05 09:00:00,,2026-02-01 10:00:00,Wettbewerber gewonnen,\n"
        "3,c,Offen,1000,EUR,Kontakt,2026-01-05 09:00:00,,,,2026-12-01\n"
        "4,d,Gewonnen,1500,EUR,Kontakt,2026-01-06 09:00:00,2026-02-03 10:00:00,2026-01-20 10:00:00,Preis,2026-12-"
        "01\n"
        "5,e,Verloren,1500,EUR,Kontakt,2026-01-06 09:00:00,2026-01-20 10:00:00,2026-02-03 10:00:00,Preis,2026-12-"
        "01\n",
        (2, 2, 1), 2500.0,
    ),
    "Pipedrive in Portuguese": (
        "Negócio - ID,Negócio - Título,Negócio - Status,Negócio - Valor,Negócio - Moeda,Negócio - Etapa,Negócio -"
        " Negócio criado em,Negócio - Data de ganho,Negócio - Data de perda,Negócio - Motivo da perda\n"
        "1,a,Ganho,10,BRL,Negociação,2026-01-05 09:00:00,2026-02-05 09:00:00,,\n"
        "2,b,Perdido,20,BRL,Proposta,2026-01-05 09:00:00,,2026-02-05 09:00:00,Ganho pela concorrência\n"
        "3,c,Aberto,30,BRL,Contato,2026-01-05 09:00:00,,,\n"
        "4,d,Aberto,30,BRL,Contato,2026-01-06 09:00:00,,,\n"
        "5,e,Ganho,20,BRL,Negociação,2026-01-05 09:00:00,2026-02-05 09:00:00,,\n",
        (2, 1, 2), 30.0,
    ),
    "Pipedrive in French": (
        "Affaire - ID,Affaire - Titre,Affaire - Statut,Affaire - Valeur,Affaire - Devise,Affaire - Étape,Affaire "
        "- Affaire créée,Affaire - Heure de gain,Affaire - Heure de perte,Affaire - Raison de la perte\n"
        "1,a,Gagnée,10,EUR,Négo,2026-01-05 09:00:00,2026-02-05 09:00:00,,\n"
        "2,b,Perdue,20,EUR,Propo,2026-01-05 09:00:00,,2026-02-05 09:00:00,Concurrent a gagné\n"
        "3,c,Ouverte,30,EUR,Contact,2026-01-05 09:00:00,,,\n"
        "4,d,Perdue,30,EUR,Contact,2026-01-05 09:00:00,,2026-02-06 09:00:00,Prix\n",
        (1, 2, 1), 10.0,
    ),
    "Zoho, as it was called": (
        '"Potential Id","Potential Name","Amount","Closing Date","Stage","Created Time","Type","Next Step","Proba'
        'bility","Campaign Source"\n'
        '"10001","a","€ 100,00","01/02/2026","Closed Won","05/01/2026 10:00 AM","Existing Business","","100",""\n'
        '"10002","b","€ 150,00","02/02/2026","Closed Lost","25/01/2026 10:00 AM","New Business","","0",""\n'
        '"10003","c","€ 200,00","25/02/2026","Closed Won","26/01/2026 10:00 AM","New Business","","100","Win-back'
        ' 2026"\n'
        '"10004","d","€ 100,00","25/12/2026","Id. Decision Makers","26/01/2026 10:00 AM","New Business","","60","'
        '"\n'
        '"10005","e","€ 100,00","25/02/2026","Closed-Lost to Competition","27/01/2026 10:00 AM","New Business",""'
        ',"0",""\n',
        (2, 2, 1), 300.0,
    ),
    "Dynamics in German": (
        "(Nicht ändern) Verkaufschance;(Nicht ändern) Zeilenprüfsumme;(Nicht ändern) Geändert am;Thema;Potenziell"
        "er Kunde;Gesch. Abschlussdatum;Gesch. Umsatz;Status;Statusgrund;Erstellt am;Tatsächl. Abschlussdatum;Tat"
        "sächl. Umsatz;Wahrscheinlichkeit\n"
        "g1;x=;01.02.2026 10:00;groß;A;10.02.2026;1.000,00 €;Gewonnen;Gewonnen;05.01.2026 10:00;01.02.2026;990,00"
        " €;100\n"
        "g2;y=;01.02.2026 10:00;mittel;B;10.02.2026;1.000,00 €;Verloren;Ausverkauft;05.01.2026 10:00;01.02.2026;0"
        ",00 €;0\n"
        "g3;z=;01.02.2026 10:00;klein;C;10.12.2026;1.000,00 €;Offen;In Bearbeitung;05.01.2026 10:00;;;50\n"
        "g4;z=;01.02.2026 10:00;klein;D;10.12.2026;1.000,00 €;Offen;Zurückgestellt;06.01.2026 10:00;;;50\n"
        "g5;z=;01.02.2026 10:00;klein;E;10.02.2026;1.000,00 €;Verloren;Abgebrochen;06.01.2026 10:00;03.02.2026;0,"
        "00 €;0\n"
        "g6;z=;01.02.2026 10:00;klein;F;10.02.2026;1.000,00 €;Gewonnen;Gewonnen;06.01.2026 10:00;03.02.2026;1.010"
        ",00 €;100\n",
        (2, 2, 2), 2000.0,
    ),
    "Copper in Spanish": (
        "ID de oportunidad,Nombre,Empresa,Contacto principal,Propietario,Embudo,Etapa,Estado,Valor,Probabilidad d"
        "e ganar,Motivo de pérdida,Fecha de creación,Fecha de cierre\n"
        "1,a,A,x,Ana,Ventas,Revisión,Ganada,100,100,,05/01/2026,25/02/2026\n"
        "2,b,B,x,Ana,Ventas,Propuesta,Perdida,100,0,Precio,25/01/2026,26/02/2026\n"
        "3,c,C,x,Ana,Ventas,Propuesta,Abandonada,100,0,Silencio,25/01/2026,27/02/2026\n"
        "4,d,D,x,Ana,Ventas,Calificada,Abierta,100,10,,25/01/2026,28/12/2026\n",
        (1, 2, 1), 100.0,
    ),
    "monday, a header above each group": (
        "Deals\n"
        "\n"
        "Active Deals\n"
        "Name,Contacts,Stage,Owner,Deal Value,Close Probability,Expected Close Date,Creation Log,Item ID (auto ge"
        "nerated)\n"
        'a,x,Negotiation,Eve,100,60,2026-12-01,"Eve Jan 5, 2026 10:00 AM",5001\n'
        'b,y,Discovery,Eve,100,20,2026-12-01,"Eve Jan 6, 2026 10:00 AM",5002\n'
        "\n"
        "Closed Won\n"
        "Name,Contacts,Stage,Owner,Deal Value,Close Probability,Expected Close Date,Creation Log,Item ID (auto ge"
        "nerated)\n"
        'c,x,Won,Eve,100,100,2026-02-01,"Eve Jan 5, 2026 10:00 AM",5003\n'
        'd,y,Won,Eve,200,100,2026-02-01,"Eve Jan 6, 2026 10:00 AM",5004\n'
        "\n"
        "Lost\n"
        "Name,Contacts,Stage,Owner,Deal Value,Close Probability,Expected Close Date,Creation Log,Item ID (auto ge"
        "nerated)\n"
        'e,x,Lost,Eve,100,0,2026-02-01,"Eve Jan 5, 2026 10:00 AM",5005\n',
        (2, 1, 2), 300.0,
    ),
    "Insightly, without blanks in names": (
        "RecordId,OpportunityName,OpportunityDetails,Probability,BidCurrency,BidAmount,BidType,ForecastCloseDate,"
        "ActualCloseDate,Category,Pipeline,CurrentStage,OpportunityState,ResponsibleUser,DateCreated,ReasonForLos"
        "s\n"
        "1,a,,100,USD,1000,Fixed Bid,1/25/2026,2/25/2026,,Sales,Negotiation,Won,Eve,1/5/2026,\n"
        "2,b,,0,USD,1000,Fixed Bid,1/25/2026,2/26/2026,,Sales,Negotiation,Lost,Eve,1/6/2026,Competitor won on pri"
        "ce\n"
        "3,c,,0,USD,1000,Fixed Bid,1/25/2026,2/27/2026,,Sales,Negotiation,Abandoned,Eve,1/13/2026,\n"
        "4,d,,50,USD,1000,Fixed Bid,12/25/2026,,,Sales,Negotiation,Open,Eve,1/14/2026,\n"
        "5,e,,50,USD,1000,Fixed Bid,12/25/2026,,,Sales,Negotiation,Suspended,Eve,1/15/2026,\n",
        (1, 2, 2), 1000.0,
    ),
    "SugarCRM, a row deleted": (
        '"Name","ID","Account Name","Type","Lead Source","Opportunity Amount","Expected Close Date","Next Step","'
        'Sales Stage","Probability (%)","Status","Date Created","Date Modified","Deleted"\n'
        '"a","u1","A","Existing Business","Web","10","02/27/2026","","Closed Won","100","Closed Won","01/25/2026 '
        '10:00am","02/27/2026 10:00am","0"\n'
        '"b","u2","B","New Business","Web","10","02/27/2026","","Closed Lost","0","Closed Lost","01/25/2026 10:00'
        'am","02/27/2026 10:00am","0"\n'
        '"c","u3","C","New Business","Web","10","12/27/2026","","Needs Analysis","20","In Progress","01/26/2026 1'
        '0:00am","02/27/2026 10:00am","0"\n'
        '"d","u4","D","New Business","Web","10","12/27/2026","","Proposal/Price Quote","20","New","01/26/2026 10:'
        '00am","02/27/2026 10:00am","0"\n'
        '"e","u5","E","New Business","Web","10","02/27/2026","","Closed Lost","0","Closed Lost","01/27/2026 10:00'
        'am","02/27/2026 10:00am","0"\n'
        '"f","u6","F","New Business","Web","10","02/27/2026","","Closed Won","100","Closed Won","01/27/2026 10:00'
        'am","02/27/2026 10:00am","1"\n',
        (1, 2, 2), 10.0,
    ),
    "Nutshell": (
        "Lead Number,Lead Name,Status,Outcome,Confidence,Lead Value,Currency,Assignee,Created Time,Closed Time,Du"
        "e Time,Competitors,Products,Sources,Tags\n"
        "1001,a,Won,Won,100,$300.00,USD,Eve,2026-01-05 10:00:00,2026-02-05 10:00:00,2026-02-01,,Widget,Web,\n"
        "1002,b,Lost,Price too high,0,$300.00,USD,Eve,2026-01-05 10:00:00,2026-02-05 10:00:00,2026-02-01,,Widget,"
        "Web,win-back\n"
        "1003,c,Open,,40,$300.00,USD,Eve,2026-01-05 10:00:00,,2026-12-01,,Widget,Web,\n"
        "1004,d,Cancelled,Duplicate,0,$300.00,USD,Eve,2026-01-05 10:00:00,2026-02-06 10:00:00,2026-12-01,,Widget,"
        "Web,\n"
        "1005,e,Won,Won,100,$400.00,USD,Eve,2026-01-05 10:00:00,2026-02-06 10:00:00,2026-02-01,,Widget,Web,\n",
        (2, 2, 1), 700.0,
    ),
    "Streak, reasons of both ends": (
        "Box Key,Name,Stage,Notes,Assigned To,Date Created,Last Updated,Date of Last Sent Email,Deal Size,Close D"
        "ate,Won/Lost Reason\n"
        'agxz1,a,Closed - Won,,Eve,"Jan 5, 2026 10:00 AM","Feb 5, 2026 10:00 AM",,2000,2026-02-05,\n'
        'agxz2,b,Closed - Lost,,Eve,"Jan 5, 2026 10:00 AM","Feb 5, 2026 10:00 AM",,2000,2026-02-05,rival won\n'
        'agxz3,c,Pitched,,Eve,"Jan 5, 2026 10:00 AM","Feb 5, 2026 10:00 AM",,2000,,\n'
        'agxz4,d,Demo,,Eve,"Jan 5, 2026 10:00 AM","Feb 5, 2026 10:00 AM",,2000,,\n',
        (1, 1, 2), 2000.0,
    ),
    "Attio": (
        "Record ID,Deal name,Deal stage,Deal owner,Deal value,Associated people,Associated company,Created at,Cre"
        "ated by,Closed at\n"
        "r-1,a,Won 🎉,Eve,1000 USD,x,A,2026-01-05T10:00:00.000Z,Eve,2026-02-05T10:00:00.000Z\n"
        "r-2,b,Lost,Eve,1000 USD,x,A,2026-01-05T10:00:00.000Z,Eve,2026-02-05T10:00:00.000Z\n"
        "r-3,c,In Progress,Eve,1000 USD,x,A,2026-01-05T10:00:00.000Z,Eve,\n"
        "r-4,d,Lead,Eve,1000 USD,x,A,2026-01-05T10:00:00.000Z,Eve,\n"
        "r-5,e,Won 🎉,Eve,2000 USD,x,A,2026-01-05T10:00:00.000Z,Eve,2026-02-05T10:00:00.000Z\n",
        (2, 1, 2), 3000.0,
    ),
    "ActiveCampaign": (
        '"ID","Title","Contact","Account","Owner","Pipeline","Stage","Status","Value","Currency","Created On","Ne'
        'xt Action","Forecasted Close Date","Won Date","Lost Date"\n'
        '"1","a","x","A","Eve","Sales","Signed","Won","1,000.00","USD","01/25/2026 09:00","","","02/25/2026 09:00'
        '",""\n'
        '"2","b","x","A","Eve","Sales","Signed","Lost","1,000.00","USD","01/25/2026 09:00","","","","02/25/2026 0'
        '9:00"\n'
        '"3","c","x","A","Eve","Sales","Signed","Open","1,000.00","USD","01/25/2026 09:00","","","",""\n'
        '"4","d","x","A","Eve","Win-back","In Contact","Open","1,000.00","USD","01/25/2026 09:00","","","",""\n',
        (1, 1, 2), 1000.0,
    ),
    "Capsule": (
        "Opportunity Id,Name,Description,Organisation,Milestone,Probability,Value,Currency,Duration,Duration Basi"
        "s,Expected Close Date,Actual Close Date,Owner,Created,Updated,Lost Reason,Pipeline\n"
        "71,a,,A,Won,100,100,GBP,,FIXED,01/02/2026,25/02/2026,Eve,25/01/2026,25/02/2026,,Sales\n"
        "72,b,,B,Lost,0,100,GBP,,FIXED,01/02/2026,26/02/2026,Eve,26/01/2026,25/02/2026,Competitor won,Sales\n"
        "73,c,,C,Proposal,50,100,GBP,,FIXED,01/12/2026,,Eve,27/01/2026,25/02/2026,,Sales\n"
        "74,d,,D,Lost,50,100,GBP,,FIXED,01/12/2026,27/02/2026,Eve,27/01/2026,27/02/2026,No budget,Sales\n",
        (1, 2, 1), 100.0,
    ),
    "Less Annoying CRM": (
        '"Pipeline Item Id","Company Name","Contact Name","Status","Priority","Date Added","Last Update","Estimat'
        'ed Value","Probability"\n'
        '"p1","A","x","Closed: Won","1","1/25/2026","2/25/2026","$500","100%"\n'
        '"p2","B","x","Closed: Lost","1","1/25/2026","2/25/2026","$500","0%"\n'
        '"p3","C","x","Active: Sent Quote","1","1/25/2026","2/25/2026","$500","50%"\n'
        '"p4","D","x","Closed: Lost","1","1/26/2026","2/25/2026","$500","0%"\n'
        '"p5","E","x","Active: New Lead","1","1/26/2026","2/25/2026","$500","10%"\n',
        (1, 2, 2), 500.0,
    ),
    "Airtable, a column of win-backs": (
        "Name,Account,Status,Priority,Estimated value,Proposal deadline,Expected close date,Last contact,Owner,Cr"
        "eated,Record ID,Win-back\n"
        'a,A,Closed—won,High,"$2,000.00",2026-01-20,2026-02-20,2026-02-10,Eve,1/5/2026 10:00am,rec1,checked\n'
        'b,B,Closed—lost,High,"$2,000.00",2026-01-20,2026-02-20,2026-02-10,Eve,1/15/2026 10:00am,rec2,\n'
        'c,C,Negotiation,High,"$2,000.00",2026-01-20,2026-12-20,2026-02-10,Eve,1/25/2026 10:00am,rec3,\n'
        'd,D,Qualification,High,"$2,000.00",2026-01-20,2026-12-20,2026-02-10,Eve,1/25/2026 10:00am,rec4,checked\n'
        'e,E,Closed—won,High,"$3,000.00",2026-01-20,2026-02-20,2026-02-10,Eve,1/25/2026 10:00am,rec5,\n',
        (2, 1, 2), 5000.0,
    ),
    "Notion": (
        "Name,Account Owner,Added,Company,Email,Estimated Value,Expected Close,Last Contact,Phone,Priority,Status"
        "\n"
        'Anna,Eve,"January 5, 2026",A,a@example.com,"$1,000.00","February 5, 2026","February 1, 2026",1,High,Won\n'
        'Bert,Eve,"January 5, 2026",B,b@example.com,"$1,000.00","February 5, 2026","February 1, 2026",1,High,Lost'
        "\n"
        'Carl,Eve,"January 6, 2026",C,c@example.com,"$1,000.00","December 5, 2026","February 1, 2026",1,High,Prop'
        "osal\n"
        'Dora,Eve,"January 7, 2026",D,d@example.com,"$2,000.00","February 5, 2026","February 1, 2026",1,High,Won\n'
        'Emil,Eve,"January 8, 2026",E,e@example.com,"$2,000.00","February 5, 2026","February 1, 2026",1,High,Lost'
        "\n"
        'Finn,Eve,"January 9, 2026",F,f@example.com,"$2,000.00","December 5, 2026","February 1, 2026",1,High,Qual'
        "ified\n",
        (2, 2, 2), 3000.0,
    ),
    "Marketo": (
        "externalopportunityid,name,amount,stage,isWon,isClosed,closeDate,externalCreatedDate,type,marketoGUID,cr"
        "eatedAt,leadSource\n"
        "006A,a,1000,Closed Won,true,true,2026-02-01,2026-01-05T10:00:00Z,New,g1,2026-01-06T10:00:00Z,Web\n"
        "006B,b,1000,Closed Lost,false,true,2026-02-01,2026-01-05T10:00:00Z,New,g2,2026-01-06T10:00:00Z,Web\n"
        "006C,c,1000,Closed - Competitor Won,false,true,2026-02-01,2026-01-05T10:00:00Z,New,g3,2026-01-06T10:00:0"
        "0Z,Web\n"
        "006D,d,1000,Proposal,false,false,2026-12-01,2026-01-05T10:00:00Z,New,g4,2026-01-06T10:00:00Z,Web\n",
        (1, 2, 1), 1000.0,
    ),
    "Close, hundredths and what they show": (
        "id,lead_id,lead_name,status_label,status_type,date_created,date_won,value,value_formatted,value_currency"
        ",value_period,confidence\n"
        'oppo_1,lead_1,A,Won,won,2026-01-05T10:00:00+00:00,2026-02-01,100000,"$1,000",USD,one_time,100\n'
        'oppo_2,lead_1,A,Lost,lost,2026-01-05T10:00:00+00:00,,100000,"$1,000",USD,one_time,0\n'
        'oppo_3,lead_2,B,Active,active,2026-01-05T10:00:00+00:00,,100000,"$1,000",USD,one_time,50\n',
        (1, 1, 1), 1000.0,
    ),
}  # fmt: skip
