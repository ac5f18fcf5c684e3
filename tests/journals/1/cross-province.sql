-- A journal written by format 1: yrd replay of tests/scenarios/cross-province.jsonl, as SQL text. Never regenerated; later versions must read it.
BEGIN TRANSACTION;
CREATE TABLE [SchemaVersions] (
    SchemaVersionID INTEGER CONSTRAINT [PK_SchemaVersions_Id] PRIMARY KEY AUTOINCREMENT NOT NULL,
    ScriptName TEXT NOT NULL,
    Applied DATETIME NOT NULL
);
INSERT INTO "SchemaVersions" VALUES(1,'YrdClearing.Journal.Schema.sqlite.0001-journal.sql','2026-11-24 00:29:23.792367');
CREATE TABLE balance (
    book    TEXT    NOT NULL,
    account TEXT    NOT NULL,
    fen     INTEGER NOT NULL,
    PRIMARY KEY (book, account)
) WITHOUT ROWID;
CREATE TABLE checkpoint (
    book TEXT    NOT NULL PRIMARY KEY,
    seq  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE entry (
    book       TEXT    NOT NULL,
    seq        INTEGER NOT NULL,      -- from 1, without a gap
    at         INTEGER NOT NULL,      -- business time, microseconds since 1970-01-01 UTC
    recorded   INTEGER NOT NULL,      -- system time of the commit, the same unit
    actor      TEXT    NOT NULL,
    command_id TEXT,                  -- null for entries that a message caused
    body_hash  BLOB,                  -- SHA-256 of the command's canonical body; null where command_id is
    cause_book TEXT,                  -- the sender of the message that caused this entry
    cause_seq  INTEGER,
    cause_n    INTEGER,
    aggregate  TEXT    NOT NULL,      -- voucher:V1
    event      TEXT    NOT NULL,      -- stored name, voucher.approved.1
    data       TEXT    NOT NULL,      -- the event as JSON
    currency   TEXT    NOT NULL,
    accounts   TEXT    NOT NULL,      -- JSON array of account names
    amounts    TEXT    NOT NULL,      -- JSON array of fen, same order; debit positive; they add up to zero
    messages   TEXT,                  -- JSON array of {n,to,target,type,command,afterAll}; null when there are none
    due_kind   TEXT,                  -- Approval, ClawBack, ApprovalMirror, ClawBackMirror
    due_book   TEXT,
    due_fen    INTEGER,
    hash       BLOB    NOT NULL,      -- SHA-256 over the previous entry's hash and this entry's canonical bytes
    PRIMARY KEY (book, seq)
) WITHOUT ROWID;
INSERT INTO "entry" VALUES('fund:310000',1,1772413200000000,1795480165713604,'operator:network',NULL,NULL,'network',1,0,'fund:310000','fund.opened.1','{"fund":"310000","name":"Fund 310000"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'CA1BEECD60923599BD39ED6DC5DF6252E51F8FCC2815247FB02DE2A0C9C67584');
INSERT INTO "entry" VALUES('fund:310000',2,1772413200000000,1795480165733665,'operator:network','cross-province.jsonl:4',X'3EF98B6756F6DBADD5252CF931149D0DBEC78AF09D09C086CFD5A9E3A0B85E8D',NULL,NULL,NULL,'fund:310000','fund.policy-published.1','{"fund":"310000","policy":{"version":"P-310000-1","from":"2026-01-01","source":"test rules","route":"R3","rate":5000,"corridorRates":{"330000":4000},"annualCap":100000000,"useDays":365,"claimDays":90,"capMode":"Reject","excludedServices":[]}}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'23761FAA37765910E64FB66297CEC2794D47A7C5BD35D99886B36BBC7258569C');
INSERT INTO "entry" VALUES('fund:310000',3,1772413200000000,1795480165741225,'fund:310000/li','cross-province.jsonl:5',X'E08C9B5AF3E37589EDFA8EB56B9527AA3EEE15F36DA733C560F1541B397B7619',NULL,NULL,NULL,'fund:310000','fund.appropriated.1','{"fund":"310000","amount":50000000}','CNY','["budget:appropriated","budget:available"]','[50000000,-50000000]',NULL,NULL,NULL,NULL,X'B1F9A9594A5D0B31E9228799ACA1C0CBB7B091BA324C5695522C237B26CCEC4A');
INSERT INTO "entry" VALUES('fund:310000',4,1772413200000000,1795480165744304,'bank:network','cross-province.jsonl:6',X'B532B300493260337460B617E633AA35BEF754851392944B03304DE89B506E5D',NULL,NULL,NULL,'fund:310000','fund.deposited.1','{"fund":"310000","amount":20000000}','CNY','["assets:cash","equity:treasury"]','[20000000,-20000000]',NULL,NULL,NULL,NULL,X'04162A95BD240DA8306685F5D537CFBA152D3834C5757602CC40F507DF7BB745');
INSERT INTO "entry" VALUES('fund:310000',5,1772413200000000,1795480166053198,'enterprise:91310000MAXX00314U','cross-province.jsonl:21',X'F9B921485C32A162376B257E6E1A56D4CBA0BD4DDADA382693427F2ABB685E37',NULL,NULL,NULL,'voucher:V1','voucher.applied.1','{"voucher":"V1","enterprise":"91310000MAXX00314U","fund":"310000","amount":10000000}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'42A0F55F1225419FC42914D17E40EF64C54B4CA39F61A75FBB1D6342D246861A');
INSERT INTO "entry" VALUES('fund:310000',6,1772413200000000,1795480166067001,'fund:310000/wang','cross-province.jsonl:22',X'B9F4727C8CB95FA66F2C8CAF6471660B3E3560BE71B1ECBF98398290277BC8AB',NULL,NULL,NULL,'voucher:V1','voucher.approved.1','{"voucher":"V1","enterprise":"91310000MAXX00314U","amount":10000000,"policy":"P-310000-1","quotaYear":2026,"annualCap":100000000,"useBy":"2027-03-02","claimBy":"2027-05-31","after":{"status":"Issued","available":10000000,"reserved":0,"redeemed":0}}','CNY','["quota:granted:91310000MAXX00314U:2026","quota:available:91310000MAXX00314U:2026","budget:available","budget:issued","quota:available:91310000MAXX00314U:2026","quota:granted:91310000MAXX00314U:2026"]','[100000000,-100000000,10000000,-10000000,10000000,-10000000]',NULL,NULL,NULL,NULL,X'D4B6E1C46CD8B158B364D4142DDA6947A7918BC3CC64AE851F09FA245D0DA356');
INSERT INTO "entry" VALUES('fund:310000',7,1773622800000000,1795480166145010,'enterprise:91310000MAXX00314U','cross-province.jsonl:26',X'B0D9E45C54B03C0248FD19D4212DC00C5A140F270C722EA644DF950D0221AA23',NULL,NULL,NULL,'voucher:V1','order.placed.1','{"voucher":"V1","ordinal":0,"provider":"91330000MAXX00349N","hostFund":"330000","service":"testing","price":8000000,"policy":"P-310000-1","route":"R3","rate":4000,"subsidy":3200000,"own":4800000,"payee":"91330000MAXX00349N","payingBook":"fund:330000","placedAt":1773622800000000,"order":"O1","after":{"status":"PartlyUsed","available":6800000,"reserved":3200000,"redeemed":0}}','CNY','["budget:issued","budget:reserved"]','[3200000,-3200000]',NULL,NULL,NULL,NULL,X'E0C336E11FB06ACD6D5418A029338EC5B86AAAC45E860A6601646CF5B829A590');
INSERT INTO "entry" VALUES('fund:310000',8,1773622800000000,1795480166159614,'provider:91330000MAXX00349N','cross-province.jsonl:27',X'B5A215A53F8FC4F548EE51D0B2DFA2FEF93B27A312CF851F6A6A5DB98DCCD815',NULL,NULL,NULL,'voucher:V1','order.accepted.1','{"order":"O1"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'0C5AD4DB7FA58CED3A1AEC52C7211C956DD471297BFF2E74295E47E96845F6B7');
INSERT INTO "entry" VALUES('fund:310000',9,1773622800000000,1795480166171650,'provider:91330000MAXX00349N','cross-province.jsonl:28',X'8D31E03822DA33EE34259B8B4E8294EE3BE56F8332957B459022A352537F0959',NULL,NULL,NULL,'voucher:V1','order.delivered.1','{"contract":"2026310000030000","invoice":"26312000000000030001","invoiceAmount":8000000,"subsidy":3200000,"own":4800000,"released":{"toIssued":0,"toAvailable":0,"enterprise":"91310000MAXX00314U","quotaYear":2026},"order":"O1","after":{"status":"PartlyUsed","available":6800000,"reserved":3200000,"redeemed":0}}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'9AA21E8B95FC4E416C492DD2AEBB43DBA0113780E43054ABF13EF56BE3A6E570');
INSERT INTO "entry" VALUES('fund:310000',10,1773622800000000,1795480166173331,'enterprise:91310000MAXX00314U','cross-province.jsonl:29',X'4F568E122CDC344E75E5DBE633979B62CDB64D4A65F098063A46C6B5CD143623',NULL,NULL,NULL,'voucher:V1','order.confirmed.1','{"order":"O1"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'85595825845B9E29F6C9F447E66A4E462340A17A4F0AB020036CB2130D709729');
INSERT INTO "entry" VALUES('fund:310000',11,1773622800000000,1795480166205550,'provider:91330000MAXX00349N','cross-province.jsonl:34',X'1751755FAB511414B5619EA5CCA36B4DFCDB6F930D51466ACE9DE6EE2C13132A',NULL,NULL,NULL,'voucher:V1','claim.submitted.1','{"invoice":"26312000000000030001","order":"O1"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'13BC0FDE6A44E13CDBCA309B4519158576B9463540726B91128D5469AE1CB370');
INSERT INTO "entry" VALUES('fund:310000',12,1773622800000000,1795480166211280,'fund:330000/li','cross-province.jsonl:35',X'42371DD499486C18E71B60A38FE7CB95FC0720208EF85E8194B9A3ED230E78EE',NULL,NULL,NULL,'voucher:V1','claim.reviewed.1','{"reviewer":"fund:330000/li","order":"O1"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'C03DC1499BD333F7C9F12D6678A53FDF303BC1007103D56200BF5B74E3E7D485');
INSERT INTO "entry" VALUES('fund:310000',13,1773622800000000,1795480166214809,'fund:310000/zhao','cross-province.jsonl:36',X'FD85B9110DA838B67AC4C9683B0A5BB301EB6391303FA29134221DDCB5FD5DCD',NULL,NULL,NULL,'voucher:V1','claim.approved.1','{"amount":3200000,"payee":"91330000MAXX00349N","homeBook":"fund:310000","payingBook":"fund:330000","approver":"fund:310000/zhao","order":"O1","after":{"status":"PartlyUsed","available":6800000,"reserved":0,"redeemed":3200000}}','CNY','["budget:reserved","budget:approved","expenses:subsidy","liabilities:due-to:fund:330000"]','[3200000,-3200000,3200000,-3200000]','[{"n":0,"to":"fund:330000","target":"payout:O1","type":"payout.record-due.1","command":{"voucher":"V1","homeBook":"fund:310000","payingBook":"fund:330000","payee":"91330000MAXX00349N","amount":3200000,"order":"O1"}}]','Approval','fund:330000',3200000,X'5F45BCA3BC8BE4551EDAB565B305D505CE4144C87AD6446EBE6BE2241CE44EE9');
INSERT INTO "entry" VALUES('fund:310000',14,1773622800000000,1795480166239834,'fund:330000/zhao',NULL,NULL,'fund:330000',14,0,'payout:O2','payout.due.1','{"voucher":"V2","homeBook":"fund:330000","payingBook":"fund:310000","payee":"91310000MAXX00330H","amount":1200000,"order":"O2"}','CNY','["assets:due-from:fund:330000","liabilities:claims:91310000MAXX00330H"]','[1200000,-1200000]',NULL,'ApprovalMirror','fund:330000',1200000,X'E3264C05AEE64CBD1113F406193F97CABDBA629F43EDE8D3CE66206E9B23F897');
INSERT INTO "entry" VALUES('fund:310000',15,1773622800000000,1795480166299045,'fund:330000/chen',NULL,NULL,'fund:330000',15,0,'voucher:V1','claim.instructed.1','{"order":"O1"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'18F340FFB125B475133FF177C7A485ECFAA377DBE160518C5F1E6105A5B014E0');
INSERT INTO "entry" VALUES('fund:310000',16,1773622800000000,1795480166311449,'bank:network',NULL,NULL,'fund:330000',16,0,'voucher:V1','claim.paid.1','{"order":"O1"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'8E0A14942E8EBC64E803AAD8B5A93398B19F0397A7783DB579325DA75069A283');
INSERT INTO "entry" VALUES('fund:310000',17,1773622800000000,1795480166312473,'fund:310000/chen','cross-province.jsonl:42',X'EDF8E2050C6A03D653F05B54F559EEA3EC5514935FD78907EAABE19A483D7E01',NULL,NULL,NULL,'payout:O2','payout.instructed.1','{"payee":"91310000MAXX00330H","amount":1200000,"order":"O2"}','CNY','["liabilities:claims:91310000MAXX00330H","liabilities:payments-in-transit"]','[1200000,-1200000]','[{"n":0,"to":"fund:330000","target":"voucher:V2","type":"claim.record-instructed.1","command":{"order":"O2"}}]',NULL,NULL,NULL,X'06BE2A22534F9A93D3D3BFCF37A6478D05A4498C4D7FA8FCCF93BAC462B92117');
INSERT INTO "entry" VALUES('fund:310000',18,1773622800000000,1795480166314374,'bank:network','cross-province.jsonl:43',X'19D5500484586B116AE605005A10735062057D49D58611EF4ABE24A165DB3391',NULL,NULL,NULL,'payout:O2','payout.paid.1','{"amount":1200000,"spent":0,"order":"O2"}','CNY','["liabilities:payments-in-transit","assets:cash"]','[1200000,-1200000]','[{"n":0,"to":"fund:330000","target":"voucher:V2","type":"claim.record-paid.1","command":{"order":"O2"}}]',NULL,NULL,NULL,X'ADD672EFD26DA792694243BAFA4DFE3EF690733E0C1834D215511D9AD7A6948C');
INSERT INTO "entry" VALUES('fund:310000',19,1774972800000000,1795480166486874,'clearing:network',NULL,NULL,'network',13,0,'clearing:fund:310000','clearing.book-cut-off.1','{"cycle":"C1","book":"fund:310000"}','CNY','[]','[]','[{"n":0,"to":"fund:310000","target":"clearing:fund:310000","type":"clearing.state-obligations.1","command":{"cycle":"C1","book":"fund:310000"}}]',NULL,NULL,NULL,X'B8FA66A63E762133BCD74447AFACC5600F49C510D66022A042F34CC8DBB0C239');
INSERT INTO "entry" VALUES('fund:310000',20,1774972800000000,1795480166513755,'clearing:network',NULL,NULL,'fund:310000',19,0,'clearing:fund:310000','clearing.obligations-stated.1','{"fromSeq":0,"toSeq":19,"obligations":[{"counterparty":"fund:330000","approvals":3200000,"clawBacks":0}],"cycle":"C1","book":"fund:310000"}','CNY','[]','[]','[{"n":0,"to":"network","target":"cycle:C1","type":"cycle.report-obligations.1","command":{"book":"fund:310000","obligations":[{"counterparty":"fund:330000","approvals":3200000,"clawBacks":0}],"cycle":"C1"}},{"n":1,"to":"fund:330000","target":"clearing:fund:330000","type":"clearing.confirm-mirror.1","command":{"originator":"fund:310000","fromSeq":0,"toSeq":19,"approvals":3200000,"clawBacks":0,"cycle":"C1","book":"fund:330000"},"afterAll":true}]',NULL,NULL,NULL,X'6D796D4B5FC8C7113BB588F8871EE77D3D536A3DBA57B2200281CCE65DB4FCA2');
INSERT INTO "entry" VALUES('fund:310000',21,1774972800000000,1795480166553244,'clearing:network',NULL,NULL,'fund:330000',20,1,'clearing:fund:310000','clearing.mirror-confirmed.1','{"originator":"fund:330000","fromSeq":0,"toSeq":19,"approvals":1200000,"clawBacks":0,"statedApprovals":1200000,"statedClawBacks":0,"cycle":"C1","book":"fund:310000"}','CNY','[]','[]','[{"n":0,"to":"network","target":"cycle:C1","type":"cycle.report-mirror.1","command":{"originator":"fund:330000","book":"fund:310000","approvals":1200000,"clawBacks":0,"cycle":"C1"}}]',NULL,NULL,NULL,X'3BF3EDA001CD3788936485BDD5B4F85F4B6831C2EA618E99E401C62F3F53C703');
INSERT INTO "entry" VALUES('fund:310000',22,1774972800000000,1795480166662965,'clearing:network',NULL,NULL,'network',21,0,'clearing:fund:310000','clearing.book-settled.1','{"lines":[{"counterparty":"fund:330000","payable":3200000,"receivable":1200000}],"out":2000000,"in":0,"spent":3200000,"cycle":"C1","book":"fund:310000"}','CNY','["liabilities:due-to:fund:330000","assets:due-from:fund:330000","liabilities:settlement:C1","budget:approved","budget:spent"]','[3200000,-1200000,-2000000,3200000,-3200000]',NULL,NULL,NULL,NULL,X'D482F5BA1C4413F5DD02F4132E57749089EB4BE7B875D86D05B67B22A832EAB5');
INSERT INTO "entry" VALUES('fund:310000',23,1774972800000000,1795480166669351,'bank:network',NULL,NULL,'network',22,0,'clearing:fund:310000','clearing.book-paid.1','{"counterparty":"fund:330000","out":2000000,"in":0,"cycle":"C1","book":"fund:310000"}','CNY','["liabilities:settlement:C1","assets:cash"]','[2000000,-2000000]',NULL,NULL,NULL,NULL,X'D7AF4DBFF732042FBEC916232FDE042DA0DAC8CD9AE4E0B922E4320718C20219');
INSERT INTO "entry" VALUES('fund:330000',1,1772413200000000,1795480165748974,'operator:network',NULL,NULL,'network',2,0,'fund:330000','fund.opened.1','{"fund":"330000","name":"Fund 330000"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'CE23863D86B3F11E31AD60E07A9E0323254F78D324E0CAC8BD43F69198AE3D7A');
INSERT INTO "entry" VALUES('fund:330000',2,1772413200000000,1795480165750799,'operator:network','cross-province.jsonl:8',X'500CC16A6D64B6E824EE4ABA50E19D2FCCBEAF092793578A56EEA75B9406483A',NULL,NULL,NULL,'fund:330000','fund.policy-published.1','{"fund":"330000","policy":{"version":"P-330000-1","from":"2026-01-01","source":"test rules","route":"R3","rate":5000,"corridorRates":{},"annualCap":100000000,"useDays":365,"claimDays":90,"capMode":"Reject","excludedServices":[]}}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'F22558FD187A2B0BD70F60ABC06EC7F91D70CCE35AA3E45CD146BCC78F2F489C');
INSERT INTO "entry" VALUES('fund:330000',3,1772413200000000,1795480165757329,'fund:330000/li','cross-province.jsonl:9',X'AECF108A3436E5B2874BEC17099A77E6BA07D2BF2E133BE04ED157A9A1537E4B',NULL,NULL,NULL,'fund:330000','fund.appropriated.1','{"fund":"330000","amount":40000000}','CNY','["budget:appropriated","budget:available"]','[40000000,-40000000]',NULL,NULL,NULL,NULL,X'DC612FEBF170972C17FD9BB1C2DBD1D701BDE871A428E20E36515E0966B81E59');
INSERT INTO "entry" VALUES('fund:330000',4,1772413200000000,1795480165759830,'bank:network','cross-province.jsonl:10',X'AD87C973AB3261ACFFE2FA64967C84BDB8AE781A5E22DF76D3F8FA2F17F7EDB0',NULL,NULL,NULL,'fund:330000','fund.deposited.1','{"fund":"330000","amount":15000000}','CNY','["assets:cash","equity:treasury"]','[15000000,-15000000]',NULL,NULL,NULL,NULL,X'7FF22F7C8CB00C46AC015AF9D86E38C24ECDEAFE915269F3823BD1F51A415C68');
INSERT INTO "entry" VALUES('fund:330000',5,1772413200000000,1795480166069616,'enterprise:91330000MAXX00322Y','cross-province.jsonl:23',X'B4F48B003E9A238B515231CECC918430EE870D4536527974EC19E43B5F6452CF',NULL,NULL,NULL,'voucher:V2','voucher.applied.1','{"voucher":"V2","enterprise":"91330000MAXX00322Y","fund":"330000","amount":6000000}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'D4DEAD18AEBC8FB7E78035C690D9634F7C72EFD89C8FE779DC5ACABA89F10252');
INSERT INTO "entry" VALUES('fund:330000',6,1772413200000000,1795480166071131,'fund:330000/wang','cross-province.jsonl:24',X'5D16997E7778F892D9CD3F67F1DC8BE9E565CECA008D4497FA133940A5957481',NULL,NULL,NULL,'voucher:V2','voucher.approved.1','{"voucher":"V2","enterprise":"91330000MAXX00322Y","amount":6000000,"policy":"P-330000-1","quotaYear":2026,"annualCap":100000000,"useBy":"2027-03-02","claimBy":"2027-05-31","after":{"status":"Issued","available":6000000,"reserved":0,"redeemed":0}}','CNY','["quota:granted:91330000MAXX00322Y:2026","quota:available:91330000MAXX00322Y:2026","budget:available","budget:issued","quota:available:91330000MAXX00322Y:2026","quota:granted:91330000MAXX00322Y:2026"]','[100000000,-100000000,6000000,-6000000,6000000,-6000000]',NULL,NULL,NULL,NULL,X'255A3A52DE6655EBCC40A5C4B1D15CA43AE24C02D5DE8C6C8A59432B8B10BEA3');
INSERT INTO "entry" VALUES('fund:330000',7,1773622800000000,1795480166175044,'enterprise:91330000MAXX00322Y','cross-province.jsonl:30',X'193AA58B768F9FB7ED055C3C4784983A571A45027C5FBBB1F53DFD1337C06DD1',NULL,NULL,NULL,'voucher:V2','order.placed.1','{"voucher":"V2","ordinal":0,"provider":"91310000MAXX00330H","hostFund":"310000","service":"testing","price":2400000,"policy":"P-330000-1","route":"R3","rate":5000,"subsidy":1200000,"own":1200000,"payee":"91310000MAXX00330H","payingBook":"fund:310000","placedAt":1773622800000000,"order":"O2","after":{"status":"PartlyUsed","available":4800000,"reserved":1200000,"redeemed":0}}','CNY','["budget:issued","budget:reserved"]','[1200000,-1200000]',NULL,NULL,NULL,NULL,X'27D96C5625B4427732A7413B1F7A63B7C166E18C85E1BDCC4D0BF60CF1C1B8C2');
INSERT INTO "entry" VALUES('fund:330000',8,1773622800000000,1795480166175944,'provider:91310000MAXX00330H','cross-province.jsonl:31',X'90E93FEF439AC77823BA4F72D183EF393F1DD5B9C3C8244D9D3BC71361D2D5D7',NULL,NULL,NULL,'voucher:V2','order.accepted.1','{"order":"O2"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'558E7C6F714061551FB42E22D0CC1080F4028257923B27E20C9DA672105579D6');
INSERT INTO "entry" VALUES('fund:330000',9,1773622800000000,1795480166176641,'provider:91310000MAXX00330H','cross-province.jsonl:32',X'5ED2AD0254E9F4A71342D641780ED51D67684083D601BAEC3DBE9684CC7D8D5F',NULL,NULL,NULL,'voucher:V2','order.delivered.1','{"contract":"2026310000030001","invoice":"26312000000000030002","invoiceAmount":2400000,"subsidy":1200000,"own":1200000,"released":{"toIssued":0,"toAvailable":0,"enterprise":"91330000MAXX00322Y","quotaYear":2026},"order":"O2","after":{"status":"PartlyUsed","available":4800000,"reserved":1200000,"redeemed":0}}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'5FB87BC9A400B8F0D7463D67D5414F6F02A98D6178621BC9C074E468045C9E08');
INSERT INTO "entry" VALUES('fund:330000',10,1773622800000000,1795480166177305,'enterprise:91330000MAXX00322Y','cross-province.jsonl:33',X'DBFB2D4B9DC79BA514CE2BC3C72A58558B438303CA3D6283E21071B41A48B6E3',NULL,NULL,NULL,'voucher:V2','order.confirmed.1','{"order":"O2"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'6DE80760C09CAB2F4BEC7F1EE6B52134920A2FD65D4D88549DA1FB500FC27A7D');
INSERT INTO "entry" VALUES('fund:330000',11,1773622800000000,1795480166227925,'fund:310000/zhao',NULL,NULL,'fund:310000',13,0,'payout:O1','payout.due.1','{"voucher":"V1","homeBook":"fund:310000","payingBook":"fund:330000","payee":"91330000MAXX00349N","amount":3200000,"order":"O1"}','CNY','["assets:due-from:fund:310000","liabilities:claims:91330000MAXX00349N"]','[3200000,-3200000]',NULL,'ApprovalMirror','fund:310000',3200000,X'7AF9682453E96FA9D1390F7A1F530A585C6400DE06C09D2C8B1263693212B519');
INSERT INTO "entry" VALUES('fund:330000',12,1773622800000000,1795480166233910,'provider:91310000MAXX00330H','cross-province.jsonl:37',X'47AAAE19A95461DEFCAC5A2D3886F7F442D17ACD02C82D6BB8DE1124D273F969',NULL,NULL,NULL,'voucher:V2','claim.submitted.1','{"invoice":"26312000000000030002","order":"O2"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'00DB956CB7A1472C3AA052CE7FB3EBD8E2D4A49DE892B6B1EA84E4E750E75C5D');
INSERT INTO "entry" VALUES('fund:330000',13,1773622800000000,1795480166235614,'fund:310000/li','cross-province.jsonl:38',X'E638F0F01D818E1D1A85C3CB6D563F1CA9F15B4EB5A821DC6449AB6291E5318B',NULL,NULL,NULL,'voucher:V2','claim.reviewed.1','{"reviewer":"fund:310000/li","order":"O2"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'A74CA00677533B4EFA4485763DD37F5D21C96330F9FEE62A26A7C767D66AC6CD');
INSERT INTO "entry" VALUES('fund:330000',14,1773622800000000,1795480166236734,'fund:330000/zhao','cross-province.jsonl:39',X'65D5E4F8021997D6C7AC3A0412F135D69C4F296273A12C49FC36B4FFC33F2CC4',NULL,NULL,NULL,'voucher:V2','claim.approved.1','{"amount":1200000,"payee":"91310000MAXX00330H","homeBook":"fund:330000","payingBook":"fund:310000","approver":"fund:330000/zhao","order":"O2","after":{"status":"PartlyUsed","available":4800000,"reserved":0,"redeemed":1200000}}','CNY','["budget:reserved","budget:approved","expenses:subsidy","liabilities:due-to:fund:310000"]','[1200000,-1200000,1200000,-1200000]','[{"n":0,"to":"fund:310000","target":"payout:O2","type":"payout.record-due.1","command":{"voucher":"V2","homeBook":"fund:330000","payingBook":"fund:310000","payee":"91310000MAXX00330H","amount":1200000,"order":"O2"}}]','Approval','fund:310000',1200000,X'C0D4CE6F4655A2A68E37E5F716598EE4ECCCB5C8EB4EAA03627105C8C94DF854');
INSERT INTO "entry" VALUES('fund:330000',15,1773622800000000,1795480166291767,'fund:330000/chen','cross-province.jsonl:40',X'06C87CAC341353D37FCCE3869C1B8C90CF4FA2E2550C90C5D63D1E75D161262F',NULL,NULL,NULL,'payout:O1','payout.instructed.1','{"payee":"91330000MAXX00349N","amount":3200000,"order":"O1"}','CNY','["liabilities:claims:91330000MAXX00349N","liabilities:payments-in-transit"]','[3200000,-3200000]','[{"n":0,"to":"fund:310000","target":"voucher:V1","type":"claim.record-instructed.1","command":{"order":"O1"}}]',NULL,NULL,NULL,X'A4379C190D35CDC0CAF6D35ABD588B6DA2EB1D2CD1E82DA6FF5EBA1D51B47BDB');
INSERT INTO "entry" VALUES('fund:330000',16,1773622800000000,1795480166306086,'bank:network','cross-province.jsonl:41',X'19F2050AF8CCBE903F95345379C91139EE4D22B3E5F053CF2CA3ED86CDCE1653',NULL,NULL,NULL,'payout:O1','payout.paid.1','{"amount":3200000,"spent":0,"order":"O1"}','CNY','["liabilities:payments-in-transit","assets:cash"]','[3200000,-3200000]','[{"n":0,"to":"fund:310000","target":"voucher:V1","type":"claim.record-paid.1","command":{"order":"O1"}}]',NULL,NULL,NULL,X'E8A0010EF99F9097A0524BFF242419E99EDB687B02363ACF2059A7C00FBD2626');
INSERT INTO "entry" VALUES('fund:330000',17,1773622800000000,1795480166313538,'fund:310000/chen',NULL,NULL,'fund:310000',17,0,'voucher:V2','claim.instructed.1','{"order":"O2"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'CCBFF4F29B6A0C6B026933A46DDDCBF7B5AF3EC5CE71208EDC7E5868976D9D0B');
INSERT INTO "entry" VALUES('fund:330000',18,1773622800000000,1795480166315289,'bank:network',NULL,NULL,'fund:310000',18,0,'voucher:V2','claim.paid.1','{"order":"O2"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'19E45060BE1EADF329C3D8ED4248231E7FF1230A62B9C2F1C1905F7A4F7D48B5');
INSERT INTO "entry" VALUES('fund:330000',19,1774972800000000,1795480166480846,'clearing:network',NULL,NULL,'network',13,1,'clearing:fund:330000','clearing.book-cut-off.1','{"cycle":"C1","book":"fund:330000"}','CNY','[]','[]','[{"n":0,"to":"fund:330000","target":"clearing:fund:330000","type":"clearing.state-obligations.1","command":{"cycle":"C1","book":"fund:330000"}}]',NULL,NULL,NULL,X'FF347C8CECFE6312E804C4E98D0F863286966D30EC5EB62A478BBA8429BA034C');
INSERT INTO "entry" VALUES('fund:330000',20,1774972800000000,1795480166513866,'clearing:network',NULL,NULL,'fund:330000',19,0,'clearing:fund:330000','clearing.obligations-stated.1','{"fromSeq":0,"toSeq":19,"obligations":[{"counterparty":"fund:310000","approvals":1200000,"clawBacks":0}],"cycle":"C1","book":"fund:330000"}','CNY','[]','[]','[{"n":0,"to":"network","target":"cycle:C1","type":"cycle.report-obligations.1","command":{"book":"fund:330000","obligations":[{"counterparty":"fund:310000","approvals":1200000,"clawBacks":0}],"cycle":"C1"}},{"n":1,"to":"fund:310000","target":"clearing:fund:310000","type":"clearing.confirm-mirror.1","command":{"originator":"fund:330000","fromSeq":0,"toSeq":19,"approvals":1200000,"clawBacks":0,"cycle":"C1","book":"fund:310000"},"afterAll":true}]',NULL,NULL,NULL,X'C87984AA557F8DAD4D7B4FCD96AC3E9AD6038122CC2FCD8C9D647150592ACCF9');
INSERT INTO "entry" VALUES('fund:330000',21,1774972800000000,1795480166548365,'clearing:network',NULL,NULL,'fund:310000',20,1,'clearing:fund:330000','clearing.mirror-confirmed.1','{"originator":"fund:310000","fromSeq":0,"toSeq":19,"approvals":3200000,"clawBacks":0,"statedApprovals":3200000,"statedClawBacks":0,"cycle":"C1","book":"fund:330000"}','CNY','[]','[]','[{"n":0,"to":"network","target":"cycle:C1","type":"cycle.report-mirror.1","command":{"originator":"fund:310000","book":"fund:330000","approvals":3200000,"clawBacks":0,"cycle":"C1"}}]',NULL,NULL,NULL,X'9E62B2F72F96A510ABABF1C390FD6B0D7B677B75A77F09783F7E7E02E73E5F2C');
INSERT INTO "entry" VALUES('fund:330000',22,1774972800000000,1795480166662767,'clearing:network',NULL,NULL,'network',21,1,'clearing:fund:330000','clearing.book-settled.1','{"lines":[{"counterparty":"fund:310000","payable":1200000,"receivable":3200000}],"out":0,"in":2000000,"spent":1200000,"cycle":"C1","book":"fund:330000"}','CNY','["liabilities:due-to:fund:310000","assets:due-from:fund:310000","assets:settlement:C1","budget:approved","budget:spent"]','[1200000,-3200000,2000000,1200000,-1200000]',NULL,NULL,NULL,NULL,X'16A7CAF4C94E59A872F10844D4002169C4243BCF729D2C443C90D2A84EF199C7');
INSERT INTO "entry" VALUES('fund:330000',23,1774972800000000,1795480166669268,'bank:network',NULL,NULL,'network',22,1,'clearing:fund:330000','clearing.book-paid.1','{"counterparty":"fund:310000","out":0,"in":2000000,"cycle":"C1","book":"fund:330000"}','CNY','["assets:cash","assets:settlement:C1"]','[2000000,-2000000]',NULL,NULL,NULL,NULL,X'A6AF58336A7EFD41120FA38383839026F9BFEEB9553FA3A6259B35E97255C424');
INSERT INTO "entry" VALUES('network',1,1772413200000000,1795480165621310,'operator:network','cross-province.jsonl:3',X'4E74B9FDF506667CAA799AB4A2A86A717F16B224C8FD1770CA0DFBD9E5F5F82C',NULL,NULL,NULL,'opening:310000','opening.fund-opened.1','{"fund":"310000","name":"Fund 310000"}','CNY','[]','[]','[{"n":0,"to":"fund:310000","target":"fund:310000","type":"fund.record-opened.1","command":{"name":"Fund 310000","fund":"310000"}}]',NULL,NULL,NULL,X'B7308D54F16F53487445692683B41625ECB688567623A6E8C17C07C5944B663E');
INSERT INTO "entry" VALUES('network',2,1772413200000000,1795480165745711,'operator:network','cross-province.jsonl:7',X'951333AD1ADE0E016194A31748EB7A34289FFC52207B8F55E54986C7388C37A6',NULL,NULL,NULL,'opening:330000','opening.fund-opened.1','{"fund":"330000","name":"Fund 330000"}','CNY','[]','[]','[{"n":0,"to":"fund:330000","target":"fund:330000","type":"fund.record-opened.1","command":{"name":"Fund 330000","fund":"330000"}}]',NULL,NULL,NULL,X'DD1ED192B1B9636642FEE932A2A6D1F5EA42A79629022759555CA6D60F00879A');
INSERT INTO "entry" VALUES('network',3,1772413200000000,1795480165799330,'operator:network','cross-province.jsonl:11',X'656B2BA353DCDFAC662B8DEB80EBDBBC6C5B773EAD5115AB5E0CA8E801A629A9',NULL,NULL,NULL,'enterprise:91310000MAXX00314U','enterprise.registered.1','{"enterprise":"91310000MAXX00314U","name":"Enterprise 1","region":"310115","sme":true}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'80DBB0A6E65B1180E26A244A66D0AE5DEE39DCE10E1E60D06B991444427B45C1');
INSERT INTO "entry" VALUES('network',4,1772413200000000,1795480165804979,'operator:network','cross-province.jsonl:12',X'B6FFE42FF3494361BC6479B1813F2AB54B5108C08ECD62B0F8CF3CC3A54EB624',NULL,NULL,NULL,'enterprise:91330000MAXX00322Y','enterprise.registered.1','{"enterprise":"91330000MAXX00322Y","name":"Enterprise 2","region":"330106","sme":true}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'E1CC365C79FF77FF821E47170247C43AF74000016D447D01956AB59A2F0D20C3');
INSERT INTO "entry" VALUES('network',5,1772413200000000,1795480165831227,'operator:network','cross-province.jsonl:13',X'9AB647B7BD4841CA31D0973ADB923D81EF15BC927BC59FC4DC5A9D68F03DB5CA',NULL,NULL,NULL,'provider:91310000MAXX00330H','provider.applied.1','{"provider":"91310000MAXX00330H","name":"Provider 3","fund":"310000","services":["testing","design"],"account":{"bankCode":"313651021030","numberHash":"f230069438c0b01e778f7f47720cce9e8392c703f8484b2b570eb6f79cd7e530","numberMasked":"****0003","name":"Provider 3"}}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'6321DC367B1E54F6C91E8A6701DE4D334EAAD604997500EF47AECAF9CD9F5BC9');
INSERT INTO "entry" VALUES('network',6,1772413200000000,1795480165940398,'fund:310000/li','cross-province.jsonl:14',X'AA5C1F5B389174B213FCA20E1D34C63AFC2931031E5380E8E26D94CB381E228B',NULL,NULL,NULL,'provider:91310000MAXX00330H','provider.recognised.1','{"provider":"91310000MAXX00330H","province":"310000"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'606FD84280DB661AB0B22E70FE5FBE5A15DAB14FFF35E431CAB8C579509E97DB');
INSERT INTO "entry" VALUES('network',7,1772413200000000,1795480165944295,'operator:network','cross-province.jsonl:15',X'051EE9A0CD1A095D6B46F3F01AB589585883231109B5E8F608BEB9051C352097',NULL,NULL,NULL,'provider:91330000MAXX00349N','provider.applied.1','{"provider":"91330000MAXX00349N","name":"Provider 4","fund":"330000","services":["testing","design"],"account":{"bankCode":"313651021048","numberHash":"3db84a9c0118d322cf1e262bab9a81c39b2eef193acbb4ce5d6d1578e3cbf6f5","numberMasked":"****0004","name":"Provider 4"}}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'32E1B8FE344E999506896D46F6D8B71CC70D9DD036C971AEFB24F41E7A37FFE4');
INSERT INTO "entry" VALUES('network',8,1772413200000000,1795480165946708,'fund:330000/li','cross-province.jsonl:16',X'B404BB9769FB5DBA6791716E6910FE6A6CA5DBB888FEA06831C1FF029A15C2BB',NULL,NULL,NULL,'provider:91330000MAXX00349N','provider.recognised.1','{"provider":"91330000MAXX00349N","province":"330000"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'9C74DAE24AD368995674B62F7427C161F882E86022D5D3D11DB464CAC6BB89D9');
INSERT INTO "entry" VALUES('network',9,1772413200000000,1795480165951996,'fund:330000/li','cross-province.jsonl:17',X'8C72CDB781A4E76E0579A8BE14646006F7105A33994203331858F7F5B68BA99B',NULL,NULL,NULL,'provider:91330000MAXX00349N','provider.proposed.1','{"provider":"91330000MAXX00349N","province":"310000"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'21734C6CA87A26073BF654F1C43BF6C97995A477DC74EE57F7D3F7DF5569DAC5');
INSERT INTO "entry" VALUES('network',10,1772413200000000,1795480165957316,'fund:310000/li','cross-province.jsonl:18',X'A3AB5F02F85EAFF34EAB5B24449E6CAC0C18BE79DBB94E7A9DA750D08BA53B11',NULL,NULL,NULL,'provider:91330000MAXX00349N','provider.accepted.1','{"provider":"91330000MAXX00349N","province":"310000"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'25D8F6EEADB907B28D450923A4521C22FCBBFD6E9BACE501AA57BA86A6A67139');
INSERT INTO "entry" VALUES('network',11,1772413200000000,1795480165960477,'fund:310000/li','cross-province.jsonl:19',X'1D22AEE43A194278400CA88A8D376508F683997DEF8F362F954818B85D7D7E2E',NULL,NULL,NULL,'provider:91310000MAXX00330H','provider.proposed.1','{"provider":"91310000MAXX00330H","province":"330000"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'A523D1A6610EB787C4D57A18B2177BBA64AE604CCDE966A919360D6F1BD338A5');
INSERT INTO "entry" VALUES('network',12,1772413200000000,1795480165961367,'fund:330000/li','cross-province.jsonl:20',X'29E1AFE3D7AF69C15DF62FAAEBCFEE01CA12975D153F4123257C24A36CB69458',NULL,NULL,NULL,'provider:91310000MAXX00330H','provider.accepted.1','{"provider":"91310000MAXX00330H","province":"330000"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'D47C7C67FC2D3AE32DC22FB66AB30EAB099A15F7837258DC54278322516504EC');
INSERT INTO "entry" VALUES('network',13,1774972800000000,1795480166468824,'clearing:network','cross-province.jsonl:45',X'AD42A839527DCEBCDA70A736DAA1968039BE7064E3534B1497D4CC0B7892F6D9',NULL,NULL,NULL,'cycle:C1','cycle.cut-off.1','{"network":"Vouchers","mode":"Multilateral","books":["fund:310000","fund:330000"],"cycle":"C1","status":"CutOff"}','CNY','[]','[]','[{"n":0,"to":"fund:310000","target":"clearing:fund:310000","type":"clearing.cut-off-book.1","command":{"cycle":"C1","book":"fund:310000"}},{"n":1,"to":"fund:330000","target":"clearing:fund:330000","type":"clearing.cut-off-book.1","command":{"cycle":"C1","book":"fund:330000"}}]',NULL,NULL,NULL,X'9E8B02BB3FDCCDAB8301C0100F24377B4CB8EFDED0C84B4A58DCE581A1BF87C2');
INSERT INTO "entry" VALUES('network',14,1774972800000000,1795480166570262,'clearing:network',NULL,NULL,'fund:310000',20,0,'cycle:C1','cycle.obligations-reported.1','{"book":"fund:310000","obligations":[{"counterparty":"fund:330000","approvals":3200000,"clawBacks":0}],"cycle":"C1","status":"CutOff"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'A88E2E7957174CE748A6598854D23FC03E341B916745C1E9B86C2EF62AB618EC');
INSERT INTO "entry" VALUES('network',15,1774972800000000,1795480166571940,'clearing:network',NULL,NULL,'fund:330000',20,0,'cycle:C1','cycle.obligations-reported.1','{"book":"fund:330000","obligations":[{"counterparty":"fund:310000","approvals":1200000,"clawBacks":0}],"cycle":"C1","status":"CutOff"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'CA66B0982CE8EE5DDF20DBA96570FDEC9875C25D7D2F71A9DC7B4C0841139DB3');
INSERT INTO "entry" VALUES('network',16,1774972800000000,1795480166576210,'clearing:network',NULL,NULL,'fund:310000',21,0,'cycle:C1','cycle.mirror-reported.1','{"originator":"fund:330000","book":"fund:310000","approvals":1200000,"clawBacks":0,"cycle":"C1","status":"CutOff"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'452B685D63784668DB5533B5C5B2ED45BBBD28E55D82149FE3FF83D932137E9F');
INSERT INTO "entry" VALUES('network',17,1774972800000000,1795480166604718,'clearing:network',NULL,NULL,'fund:330000',21,0,'cycle:C1','cycle.mirror-reported.1','{"originator":"fund:310000","book":"fund:330000","approvals":3200000,"clawBacks":0,"cycle":"C1","status":"CutOff"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'76BB1DBB7CD2CC6D9EC8906BBE4851FF415E099C1362D4D226F9C557D580568B');
INSERT INTO "entry" VALUES('network',18,1774972800000000,1795480166635740,'clearing:network','cross-province.jsonl:46',X'FA32BAADB57749E1F914A6FCFB157A04F75C20F110EF25531D67740C3EE14264',NULL,NULL,NULL,'cycle:C1','cycle.calculated.1','{"gross":4400000,"net":2000000,"obligations":[{"from":"fund:310000","to":"fund:330000","amount":3200000},{"from":"fund:330000","to":"fund:310000","amount":1200000}],"positions":[{"book":"fund:310000","amount":-2000000},{"book":"fund:330000","amount":2000000}],"instructions":[{"from":"fund:310000","to":"fund:330000","amount":2000000}],"cycle":"C1","status":"Calculated"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'E6C0BE8920F0E236A9C9BA493DFCD4081816F37193AD98873616904C19E082D3');
INSERT INTO "entry" VALUES('network',19,1774972800000000,1795480166647952,'fund:310000/xu','cross-province.jsonl:47',X'B9C9F767DFE1566EBFE6B39EF7ACA524EBFCA698C433B193D8C0C7D717B240ED',NULL,NULL,NULL,'cycle:C1','cycle.confirmed.1','{"book":"fund:310000","cycle":"C1","status":"Calculated"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'7C19337174C8449B70A9A3EC9C9B747DBDEFC2D6DB2CD6291107DB5CA3CDB399');
INSERT INTO "entry" VALUES('network',20,1774972800000000,1795480166653493,'fund:330000/xu','cross-province.jsonl:48',X'CC62526301581B5E9C023FA844CE5922115E4D0555F0D79C7C31AF5C69B56797',NULL,NULL,NULL,'cycle:C1','cycle.confirmed.1','{"book":"fund:330000","cycle":"C1","status":"Confirmed"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'022991A9C1AE9CD966BAFA43682E8A71ED383945972545289A0C6934E2CD3C22');
INSERT INTO "entry" VALUES('network',21,1774972800000000,1795480166659071,'clearing:network','cross-province.jsonl:49',X'FBB4976D54A84762DC96DD30ADF096121EBA44D9013D7F665907D4E52571AB32',NULL,NULL,NULL,'cycle:C1','cycle.instructed.1','{"cycle":"C1","status":"Instructed"}','CNY','[]','[]','[{"n":0,"to":"fund:310000","target":"clearing:fund:310000","type":"clearing.settle-book.1","command":{"lines":[{"counterparty":"fund:330000","payable":3200000,"receivable":1200000}],"out":2000000,"in":0,"spent":3200000,"cycle":"C1","book":"fund:310000"}},{"n":1,"to":"fund:330000","target":"clearing:fund:330000","type":"clearing.settle-book.1","command":{"lines":[{"counterparty":"fund:310000","payable":1200000,"receivable":3200000}],"out":0,"in":2000000,"spent":1200000,"cycle":"C1","book":"fund:330000"}}]',NULL,NULL,NULL,X'3F2790654E73D19B0C41189CED878E9A34950DC7105DF70ACF3179C83B74468C');
INSERT INTO "entry" VALUES('network',22,1774972800000000,1795480166666653,'bank:network','cross-province.jsonl:50',X'6C740B26830B60E518E511D0978FB119132C363CD2364A426E7FF0A5835D361D',NULL,NULL,NULL,'cycle:C1','cycle.paid.1','{"from":"fund:310000","to":"fund:330000","amount":2000000,"cycle":"C1","status":"Settled"}','CNY','[]','[]','[{"n":0,"to":"fund:310000","target":"clearing:fund:310000","type":"clearing.pay-book.1","command":{"counterparty":"fund:330000","out":2000000,"in":0,"cycle":"C1","book":"fund:310000"}},{"n":1,"to":"fund:330000","target":"clearing:fund:330000","type":"clearing.pay-book.1","command":{"counterparty":"fund:310000","out":0,"in":2000000,"cycle":"C1","book":"fund:330000"}}]',NULL,NULL,NULL,X'D50611E4A83C06281A7230A23370FD1796C6AEBF65418E47C8D7A431D3C76567');
INSERT INTO "entry" VALUES('network',23,1774972800000000,1795480166671729,'clearing:network','cross-province.jsonl:51',X'391F1CC6FACDB1711475C236D4BA676B9B8B8398E18E7A696F3B20694A7943D8',NULL,NULL,NULL,'cycle:C1','cycle.closed.1','{"cycle":"C1","status":"Closed"}','CNY','[]','[]',NULL,NULL,NULL,NULL,X'954449CF5FFF4AE6F0D9EC7AF53DF5A89FB7097E6B5AD5B6D92CFF44DFCAB13C');
CREATE TABLE head (
    book  TEXT    NOT NULL PRIMARY KEY,
    seq   INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    hash  BLOB    NOT NULL
) WITHOUT ROWID;
INSERT INTO "head" VALUES('fund:310000',23,1,X'D7AF4DBFF732042FBEC916232FDE042DA0DAC8CD9AE4E0B922E4320718C20219');
INSERT INTO "head" VALUES('fund:330000',23,1,X'A6AF58336A7EFD41120FA38383839026F9BFEEB9553FA3A6259B35E97255C424');
INSERT INTO "head" VALUES('network',23,1,X'954449CF5FFF4AE6F0D9EC7AF53DF5A89FB7097E6B5AD5B6D92CFF44DFCAB13C');
CREATE TABLE key (
    key   TEXT    NOT NULL PRIMARY KEY,
    value TEXT    NOT NULL,
    book  TEXT    NOT NULL,
    seq   INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:10','fund:330000','fund:330000',4);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:11','enterprise:91310000MAXX00314U','network',3);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:12','enterprise:91330000MAXX00322Y','network',4);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:13','provider:91310000MAXX00330H','network',5);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:14','provider:91310000MAXX00330H','network',6);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:15','provider:91330000MAXX00349N','network',7);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:16','provider:91330000MAXX00349N','network',8);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:17','provider:91330000MAXX00349N','network',9);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:18','provider:91330000MAXX00349N','network',10);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:19','provider:91310000MAXX00330H','network',11);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:20','provider:91310000MAXX00330H','network',12);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:21','voucher:V1','fund:310000',5);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:22','voucher:V1','fund:310000',6);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:23','voucher:V2','fund:330000',5);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:24','voucher:V2','fund:330000',6);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:26','voucher:V1','fund:310000',7);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:27','voucher:V1','fund:310000',8);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:28','voucher:V1','fund:310000',9);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:29','voucher:V1','fund:310000',10);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:3','opening:310000','network',1);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:30','voucher:V2','fund:330000',7);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:31','voucher:V2','fund:330000',8);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:32','voucher:V2','fund:330000',9);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:33','voucher:V2','fund:330000',10);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:34','voucher:V1','fund:310000',11);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:35','voucher:V1','fund:310000',12);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:36','voucher:V1','fund:310000',13);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:37','voucher:V2','fund:330000',12);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:38','voucher:V2','fund:330000',13);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:39','voucher:V2','fund:330000',14);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:4','fund:310000','fund:310000',2);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:40','payout:O1','fund:330000',15);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:41','payout:O1','fund:330000',16);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:42','payout:O2','fund:310000',17);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:43','payout:O2','fund:310000',18);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:45','cycle:C1','network',13);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:46','cycle:C1','network',18);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:47','cycle:C1','network',19);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:48','cycle:C1','network',20);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:49','cycle:C1','network',21);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:5','fund:310000','fund:310000',3);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:50','cycle:C1','network',22);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:51','cycle:C1','network',23);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:6','fund:310000','fund:310000',4);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:7','opening:330000','network',2);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:8','fund:330000','fund:330000',2);
INSERT INTO "key" VALUES('cmd/cross-province.jsonl:9','fund:330000','fund:330000',3);
INSERT INTO "key" VALUES('cycle/C1','cycle:C1','network',13);
INSERT INTO "key" VALUES('enterprise/91310000MAXX00314U','enterprise:91310000MAXX00314U','network',3);
INSERT INTO "key" VALUES('enterprise/91330000MAXX00322Y','enterprise:91330000MAXX00322Y','network',4);
INSERT INTO "key" VALUES('fund/310000','opening:310000','network',1);
INSERT INTO "key" VALUES('fund/330000','opening:330000','network',2);
INSERT INTO "key" VALUES('invoice/26312000000000030001','voucher:V1','fund:310000',11);
INSERT INTO "key" VALUES('invoice/26312000000000030002','voucher:V2','fund:330000',12);
INSERT INTO "key" VALUES('msg/fund:310000/13/0','payout:O1','fund:330000',11);
INSERT INTO "key" VALUES('msg/fund:310000/17/0','voucher:V2','fund:330000',17);
INSERT INTO "key" VALUES('msg/fund:310000/18/0','voucher:V2','fund:330000',18);
INSERT INTO "key" VALUES('msg/fund:310000/19/0','clearing:fund:310000','fund:310000',20);
INSERT INTO "key" VALUES('msg/fund:310000/20/0','cycle:C1','network',14);
INSERT INTO "key" VALUES('msg/fund:310000/20/1','clearing:fund:330000','fund:330000',21);
INSERT INTO "key" VALUES('msg/fund:310000/21/0','cycle:C1','network',16);
INSERT INTO "key" VALUES('msg/fund:330000/14/0','payout:O2','fund:310000',14);
INSERT INTO "key" VALUES('msg/fund:330000/15/0','voucher:V1','fund:310000',15);
INSERT INTO "key" VALUES('msg/fund:330000/16/0','voucher:V1','fund:310000',16);
INSERT INTO "key" VALUES('msg/fund:330000/19/0','clearing:fund:330000','fund:330000',20);
INSERT INTO "key" VALUES('msg/fund:330000/20/0','cycle:C1','network',15);
INSERT INTO "key" VALUES('msg/fund:330000/20/1','clearing:fund:310000','fund:310000',21);
INSERT INTO "key" VALUES('msg/fund:330000/21/0','cycle:C1','network',17);
INSERT INTO "key" VALUES('msg/network/1/0','fund:310000','fund:310000',1);
INSERT INTO "key" VALUES('msg/network/13/0','clearing:fund:310000','fund:310000',19);
INSERT INTO "key" VALUES('msg/network/13/1','clearing:fund:330000','fund:330000',19);
INSERT INTO "key" VALUES('msg/network/2/0','fund:330000','fund:330000',1);
INSERT INTO "key" VALUES('msg/network/21/0','clearing:fund:310000','fund:310000',22);
INSERT INTO "key" VALUES('msg/network/21/1','clearing:fund:330000','fund:330000',22);
INSERT INTO "key" VALUES('msg/network/22/0','clearing:fund:310000','fund:310000',23);
INSERT INTO "key" VALUES('msg/network/22/1','clearing:fund:330000','fund:330000',23);
INSERT INTO "key" VALUES('order/O1','V1|fund:310000|fund:330000','fund:310000',7);
INSERT INTO "key" VALUES('order/O2','V2|fund:330000|fund:310000','fund:330000',7);
INSERT INTO "key" VALUES('provider/91310000MAXX00330H','provider:91310000MAXX00330H','network',5);
INSERT INTO "key" VALUES('provider/91330000MAXX00349N','provider:91330000MAXX00349N','network',7);
INSERT INTO "key" VALUES('voucher/V1','voucher:V1','fund:310000',5);
INSERT INTO "key" VALUES('voucher/V2','voucher:V2','fund:330000',5);
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "meta" VALUES('personal-key','ceea0ce86ce2e6d77222c216e78a38b7975e8b75e2b62b2cfd507d269dca19c1');
CREATE TABLE personal (
    hash  TEXT NOT NULL PRIMARY KEY,
    kind  TEXT NOT NULL,
    value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "personal" VALUES('3db84a9c0118d322cf1e262bab9a81c39b2eef193acbb4ce5d6d1578e3cbf6f5','account','6222000000000004');
INSERT INTO "personal" VALUES('f230069438c0b01e778f7f47720cce9e8392c703f8484b2b570eb6f79cd7e530','account','6222000000000003');
CREATE TABLE replayed (
    file    TEXT    NOT NULL,
    hash    TEXT    NOT NULL,
    line    INTEGER NOT NULL,
    command TEXT    NOT NULL,
    outcome TEXT    NOT NULL,
    book    TEXT,
    seq     INTEGER,
    PRIMARY KEY (file, hash, line)
) WITHOUT ROWID;
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',3,'cross-province.jsonl:3','ok','network',1);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',4,'cross-province.jsonl:4','ok','fund:310000',2);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',5,'cross-province.jsonl:5','ok','fund:310000',3);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',6,'cross-province.jsonl:6','ok','fund:310000',4);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',7,'cross-province.jsonl:7','ok','network',2);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',8,'cross-province.jsonl:8','ok','fund:330000',2);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',9,'cross-province.jsonl:9','ok','fund:330000',3);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',10,'cross-province.jsonl:10','ok','fund:330000',4);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',11,'cross-province.jsonl:11','ok','network',3);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',12,'cross-province.jsonl:12','ok','network',4);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',13,'cross-province.jsonl:13','ok','network',5);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',14,'cross-province.jsonl:14','ok','network',6);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',15,'cross-province.jsonl:15','ok','network',7);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',16,'cross-province.jsonl:16','ok','network',8);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',17,'cross-province.jsonl:17','ok','network',9);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',18,'cross-province.jsonl:18','ok','network',10);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',19,'cross-province.jsonl:19','ok','network',11);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',20,'cross-province.jsonl:20','ok','network',12);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',21,'cross-province.jsonl:21','ok','fund:310000',5);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',22,'cross-province.jsonl:22','ok','fund:310000',6);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',23,'cross-province.jsonl:23','ok','fund:330000',5);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',24,'cross-province.jsonl:24','ok','fund:330000',6);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',26,'cross-province.jsonl:26','ok','fund:310000',7);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',27,'cross-province.jsonl:27','ok','fund:310000',8);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',28,'cross-province.jsonl:28','ok','fund:310000',9);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',29,'cross-province.jsonl:29','ok','fund:310000',10);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',30,'cross-province.jsonl:30','ok','fund:330000',7);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',31,'cross-province.jsonl:31','ok','fund:330000',8);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',32,'cross-province.jsonl:32','ok','fund:330000',9);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',33,'cross-province.jsonl:33','ok','fund:330000',10);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',34,'cross-province.jsonl:34','ok','fund:310000',11);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',35,'cross-province.jsonl:35','ok','fund:310000',12);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',36,'cross-province.jsonl:36','ok','fund:310000',13);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',37,'cross-province.jsonl:37','ok','fund:330000',12);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',38,'cross-province.jsonl:38','ok','fund:330000',13);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',39,'cross-province.jsonl:39','ok','fund:330000',14);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',40,'cross-province.jsonl:40','ok','fund:330000',15);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',41,'cross-province.jsonl:41','ok','fund:330000',16);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',42,'cross-province.jsonl:42','ok','fund:310000',17);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',43,'cross-province.jsonl:43','ok','fund:310000',18);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',45,'cross-province.jsonl:45','ok','network',13);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',46,'cross-province.jsonl:46','ok','network',18);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',47,'cross-province.jsonl:47','ok','network',19);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',48,'cross-province.jsonl:48','ok','network',20);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',49,'cross-province.jsonl:49','ok','network',21);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',50,'cross-province.jsonl:50','ok','network',22);
INSERT INTO "replayed" VALUES('cross-province.jsonl','ac7e8c192d615642f6741ed9ce7724d14b99831232f513ed1036b5be06aaca4b',51,'cross-province.jsonl:51','ok','network',23);
CREATE TABLE state (
    id         TEXT    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    parent     TEXT,
    book       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    created    INTEGER NOT NULL,      -- seq of the first write
    at         INTEGER NOT NULL,      -- business time of the last write
    status     TEXT    NOT NULL,
    fund       TEXT,
    enterprise TEXT,
    provider   TEXT,
    claim      TEXT,
    amount     INTEGER,
    amount2    INTEGER,
    amount3    INTEGER,
    due        TEXT,                  -- ISO date
    body       TEXT    NOT NULL
) WITHOUT ROWID;
INSERT INTO "state" VALUES('clearing:fund:310000','clearing',NULL,'fund:310000',2,20,19,1774972800000000,'Open','310000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"book":"fund:310000","lastCutOff":19,"lastCycle":"C1"}');
INSERT INTO "state" VALUES('clearing:fund:330000','clearing',NULL,'fund:330000',2,20,19,1774972800000000,'Open','330000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"book":"fund:330000","lastCutOff":19,"lastCycle":"C1"}');
INSERT INTO "state" VALUES('cycle:C1','cycle',NULL,'network',11,23,13,1774972800000000,'Closed',NULL,NULL,NULL,NULL,4400000,2000000,NULL,NULL,'{"id":"C1","network":"Vouchers","mode":"Multilateral","status":"Closed","books":["fund:310000","fund:330000"],"instructions":[{"from":"fund:310000","to":"fund:330000","amount":2000000,"status":"Paid"}],"confirmed":["fund:310000","fund:330000"]}');
INSERT INTO "state" VALUES('enterprise:91310000MAXX00314U','enterprise',NULL,'network',1,3,3,1772413200000000,'Registered',NULL,'91310000MAXX00314U',NULL,NULL,NULL,NULL,NULL,NULL,'{"uscc":"91310000MAXX00314U","name":"Enterprise 1","region":"310115","sme":true}');
INSERT INTO "state" VALUES('enterprise:91330000MAXX00322Y','enterprise',NULL,'network',1,4,4,1772413200000000,'Registered',NULL,'91330000MAXX00322Y',NULL,NULL,NULL,NULL,NULL,NULL,'{"uscc":"91330000MAXX00322Y","name":"Enterprise 2","region":"330106","sme":true}');
INSERT INTO "state" VALUES('fund:310000','fund',NULL,'fund:310000',4,4,1,1772413200000000,'Open','310000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"region":"310000","name":"Fund 310000","policies":[]}');
INSERT INTO "state" VALUES('fund:330000','fund',NULL,'fund:330000',4,4,1,1772413200000000,'Open','330000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"region":"330000","name":"Fund 330000","policies":[]}');
INSERT INTO "state" VALUES('opening:310000','opening',NULL,'network',1,1,1,1772413200000000,'Open','310000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"fund":"310000","name":"Fund 310000"}');
INSERT INTO "state" VALUES('opening:330000','opening',NULL,'network',1,2,2,1772413200000000,'Open','330000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"fund":"330000","name":"Fund 330000"}');
INSERT INTO "state" VALUES('order:O1','order','voucher:V1','fund:310000',9,16,7,1773622800000000,'Confirmed','310000','91310000MAXX00314U','91330000MAXX00349N','Paid',8000000,3200000,0,NULL,'{"id":"O1","ordinal":0,"status":"Confirmed","provider":"91330000MAXX00349N","hostFund":"330000","service":"testing","policy":"P-310000-1","route":"R3","rate":4000,"payee":"91330000MAXX00349N","payingBook":"fund:330000","placedAt":1773622800000000,"price":8000000,"contract":"2026310000030000","invoice":"26312000000000030001","invoiceAmount":8000000,"subsidy":3200000,"own":4800000,"claim":"Paid","reviewer":"fund:330000/li","clawedBack":0}');
INSERT INTO "state" VALUES('order:O2','order','voucher:V2','fund:330000',9,18,7,1773622800000000,'Confirmed','330000','91330000MAXX00322Y','91310000MAXX00330H','Paid',2400000,1200000,0,NULL,'{"id":"O2","ordinal":0,"status":"Confirmed","provider":"91310000MAXX00330H","hostFund":"310000","service":"testing","policy":"P-330000-1","route":"R3","rate":5000,"payee":"91310000MAXX00330H","payingBook":"fund:310000","placedAt":1773622800000000,"price":2400000,"contract":"2026310000030001","invoice":"26312000000000030002","invoiceAmount":2400000,"subsidy":1200000,"own":1200000,"claim":"Paid","reviewer":"fund:310000/li","clawedBack":0}');
INSERT INTO "state" VALUES('payout:O1','payout',NULL,'fund:330000',3,16,11,1773622800000000,'Paid','330000',NULL,NULL,NULL,3200000,0,0,NULL,'{"order":"O1","voucher":"V1","homeBook":"fund:310000","payingBook":"fund:330000","payee":"91330000MAXX00349N","amount":3200000,"status":"Paid","clawedBack":0,"received":0,"isAbroad":true}');
INSERT INTO "state" VALUES('payout:O2','payout',NULL,'fund:310000',3,18,14,1773622800000000,'Paid','310000',NULL,NULL,NULL,1200000,0,0,NULL,'{"order":"O2","voucher":"V2","homeBook":"fund:330000","payingBook":"fund:310000","payee":"91310000MAXX00330H","amount":1200000,"status":"Paid","clawedBack":0,"received":0,"isAbroad":true}');
INSERT INTO "state" VALUES('policy:310000/P-310000-1','policy','fund:310000','fund:310000',1,2,2,1772413200000000,'Published','310000',NULL,NULL,NULL,100000000,NULL,NULL,NULL,'{"version":"P-310000-1","from":"2026-01-01","source":"test rules","route":"R3","rate":5000,"corridorRates":{"330000":4000},"annualCap":100000000,"useDays":365,"claimDays":90,"capMode":"Reject","excludedServices":[]}');
INSERT INTO "state" VALUES('policy:330000/P-330000-1','policy','fund:330000','fund:330000',1,2,2,1772413200000000,'Published','330000',NULL,NULL,NULL,100000000,NULL,NULL,NULL,'{"version":"P-330000-1","from":"2026-01-01","source":"test rules","route":"R3","rate":5000,"corridorRates":{},"annualCap":100000000,"useDays":365,"claimDays":90,"capMode":"Reject","excludedServices":[]}');
INSERT INTO "state" VALUES('provider:91310000MAXX00330H','provider',NULL,'network',4,12,5,1772413200000000,'Recognised','310000',NULL,'91310000MAXX00330H',NULL,NULL,NULL,NULL,NULL,'{"uscc":"91310000MAXX00330H","name":"Provider 3","fund":"310000","services":["testing","design"],"account":{"bankCode":"313651021030","numberHash":"f230069438c0b01e778f7f47720cce9e8392c703f8484b2b570eb6f79cd7e530","numberMasked":"****0003","name":"Provider 3"},"status":"Recognised","provinces":{"310000":"Effective","330000":"Effective"},"province":"310000"}');
INSERT INTO "state" VALUES('provider:91330000MAXX00349N','provider',NULL,'network',4,10,7,1772413200000000,'Recognised','330000',NULL,'91330000MAXX00349N',NULL,NULL,NULL,NULL,NULL,'{"uscc":"91330000MAXX00349N","name":"Provider 4","fund":"330000","services":["testing","design"],"account":{"bankCode":"313651021048","numberHash":"3db84a9c0118d322cf1e262bab9a81c39b2eef193acbb4ce5d6d1578e3cbf6f5","numberMasked":"****0004","name":"Provider 4"},"status":"Recognised","provinces":{"310000":"Effective","330000":"Effective"},"province":"330000"}');
INSERT INTO "state" VALUES('report:C1/fund:310000','report','cycle:C1','network',2,17,14,1774972800000000,'Agrees','310000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"book":"fund:310000","stated":[{"counterparty":"fund:330000","approvals":3200000,"clawBacks":0}],"mirrors":[{"counterparty":"fund:330000","approvals":3200000,"clawBacks":0}]}');
INSERT INTO "state" VALUES('report:C1/fund:330000','report','cycle:C1','network',2,16,15,1774972800000000,'Agrees','330000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"book":"fund:330000","stated":[{"counterparty":"fund:310000","approvals":1200000,"clawBacks":0}],"mirrors":[{"counterparty":"fund:310000","approvals":1200000,"clawBacks":0}]}');
INSERT INTO "state" VALUES('voucher:V1','voucher',NULL,'fund:310000',4,13,5,1773622800000000,'PartlyUsed','310000','91310000MAXX00314U',NULL,NULL,10000000,6800000,0,'2027-03-02','{"id":"V1","fund":"310000","enterprise":"91310000MAXX00314U","amount":10000000,"standing":{"status":"PartlyUsed","available":6800000,"reserved":0,"redeemed":3200000},"useBy":"2027-03-02","claimBy":"2027-05-31","policy":"P-310000-1","quotaYear":2026,"orders":[],"status":"PartlyUsed","homeBook":"fund:310000"}');
INSERT INTO "state" VALUES('voucher:V2','voucher',NULL,'fund:330000',4,14,5,1773622800000000,'PartlyUsed','330000','91330000MAXX00322Y',NULL,NULL,6000000,4800000,0,'2027-03-02','{"id":"V2","fund":"330000","enterprise":"91330000MAXX00322Y","amount":6000000,"standing":{"status":"PartlyUsed","available":4800000,"reserved":0,"redeemed":1200000},"useBy":"2027-03-02","claimBy":"2027-05-31","policy":"P-330000-1","quotaYear":2026,"orders":[],"status":"PartlyUsed","homeBook":"fund:330000"}');
CREATE INDEX entry_aggregate ON entry (aggregate, book, seq);
CREATE INDEX entry_due ON entry (book, due_kind, seq) WHERE due_book IS NOT NULL;
CREATE INDEX entry_mirror ON entry (book, cause_book, cause_seq) WHERE due_book IS NOT NULL AND cause_book IS NOT NULL;
CREATE INDEX entry_messages ON entry (book, seq) WHERE messages IS NOT NULL;
CREATE TRIGGER entry_balances BEFORE INSERT ON entry
WHEN json_array_length(NEW.accounts) <> json_array_length(NEW.amounts) OR (SELECT SUM(value) FROM json_each(NEW.amounts)) <> 0
BEGIN
    SELECT RAISE(ABORT, 'the entry does not balance');
END;
CREATE VIEW posting AS
    SELECT e.book, e.seq, a.key AS n, a.value AS account, m.value AS fen, e.currency, e.at
    FROM entry e, json_each(e.accounts) a JOIN json_each(e.amounts) m ON m.key = a.key;
CREATE INDEX state_parent ON state (parent) WHERE parent IS NOT NULL;
CREATE INDEX state_kind ON state (kind, id);
CREATE INDEX state_due ON state (book, kind, due) WHERE due IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('SchemaVersions',1);
COMMIT;
