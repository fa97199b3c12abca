"""The words the made-up company is made of: names, towns, trades and what people talk about."""

GIVEN = (
    "Ingrid", "Lars", "Silje", "Magnus", "Kari", "Henrik", "Nora", "Eirik", "Marte", "Jonas",
    "Ragnhild", "Sindre", "Astrid", "Torbjørn", "Hanne", "Kristoffer", "Solveig", "Anders", "Maja",
    "Øystein", "Camilla", "Håkon", "Tuva", "Espen", "Guro", "Vegard", "Linnea", "Steinar", "Ane",
    "Morten", "Synne", "Bjørn", "Frida", "Trond", "Ida", "Geir", "Thea", "Odd", "Live", "Rune",
    "Amina", "Mateusz", "Fatima", "Daniel", "Elif", "Johan", "Sunniva", "Petter", "Åse", "Knut",
)  # fmt: skip
FAMILY = (
    "Hansen", "Berg", "Nilsen", "Haugen", "Johannessen", "Lie", "Dahl", "Solberg", "Moen", "Strand",
    "Bakke", "Lund", "Aasen", "Myhre", "Sæther", "Hagen", "Rønning", "Tveit", "Eide", "Fossum",
    "Brekke", "Nygård", "Sandvik", "Holte", "Ødegård", "Vik", "Kvamme", "Aune", "Thorsen", "Gran",
    "Bråten", "Sørli", "Hovland", "Midtbø", "Nordby", "Skaar", "Viken", "Ulvestad", "Ruud", "Øien",
    "Nowak", "Ahmed", "Fjeld", "Lindqvist", "Tangen", "Kleiven", "Løken", "Stenberg", "Hoel", "By",
)  # fmt: skip

# Postal code, town, county.
PLACES = (
    ("0150", "Oslo", "Oslo"), ("0250", "Oslo", "Oslo"), ("0484", "Oslo", "Oslo"),
    ("0579", "Oslo", "Oslo"), ("1366", "Lysaker", "Akershus"), ("1472", "Fjellhamar", "Akershus"),
    ("1606", "Fredrikstad", "Østfold"), ("1707", "Sarpsborg", "Østfold"),
    ("2317", "Hamar", "Innlandet"), ("2609", "Lillehammer", "Innlandet"),
    ("2815", "Gjøvik", "Innlandet"), ("3015", "Drammen", "Buskerud"),
    ("3616", "Kongsberg", "Buskerud"), ("3111", "Tønsberg", "Vestfold"),
    ("3210", "Sandefjord", "Vestfold"), ("3717", "Skien", "Telemark"),
    ("4006", "Stavanger", "Rogaland"), ("4313", "Sandnes", "Rogaland"),
    ("5527", "Haugesund", "Rogaland"), ("4611", "Kristiansand", "Agder"),
    ("4836", "Arendal", "Agder"), ("5003", "Bergen", "Vestland"), ("5020", "Bergen", "Vestland"),
    ("5411", "Stord", "Vestland"), ("6812", "Førde", "Vestland"),
    ("6003", "Ålesund", "Møre og Romsdal"), ("6413", "Molde", "Møre og Romsdal"),
    ("6509", "Kristiansund", "Møre og Romsdal"), ("7010", "Trondheim", "Trøndelag"),
    ("7041", "Trondheim", "Trøndelag"), ("7606", "Levanger", "Trøndelag"),
    ("7713", "Steinkjer", "Trøndelag"), ("8006", "Bodø", "Nordland"),
    ("8514", "Narvik", "Nordland"), ("8622", "Mo i Rana", "Nordland"),
    ("9008", "Tromsø", "Troms"), ("9405", "Harstad", "Troms"), ("9510", "Alta", "Finnmark"),
    ("9600", "Hammerfest", "Finnmark"),
)  # fmt: skip
STREETS = (
    "Storgata", "Strandgata", "Kirkegata", "Havnegata", "Industriveien", "Jernbanegata",
    "Sjøgata", "Torggata", "Fjordveien", "Parkveien", "Kongens gate", "Verksgata", "Bryggegata",
)  # fmt: skip

# Division of NACE, what such companies are called, and whether they are public.
TRADES = (
    ("03", "{0} Havbruk AS", False), ("10", "{0} Sjømat AS", False),
    ("25", "{0} Mekaniske AS", False), ("28", "{0} Maskin AS", False),
    ("35", "{0} Kraft AS", False), ("35", "{0} Nett AS", False),
    ("36", "{0} Vann og Miljø AS", False), ("41", "{0} Entreprenør AS", False),
    ("43", "{0} Elektro AS", False), ("46", "{0} Engros AS", False),
    ("47", "{0} Handel AS", False), ("49", "{0} Transport AS", False),
    ("50", "{0} Rederi AS", False), ("55", "{0} Hotell AS", False),
    ("62", "{0} Programvare AS", False), ("64", "Sparebanken {0}", False),
    ("65", "{0} Forsikring AS", False), ("68", "{0} Eiendom AS", False),
    ("71", "{0} Ingeniører AS", False), ("84", "{0} regionråd", True),
    ("85", "{0} fagskole", True), ("86", "{0} Helseklinikk AS", False),
    ("91", "{0} museum", True), ("93", "{0} Idrettspark AS", False),
)  # fmt: skip
# First parts of invented companies' names; none of them is a municipality.
STEMS = (
    "Skarvøy", "Blåfjell", "Havgap", "Tindevik", "Granli", "Solvikstrand", "Polarvik", "Fjellgløtt",
    "Brattholm", "Elvestad", "Kvitnes", "Morild", "Stormyr", "Ørnefjord", "Lyngås", "Sildvik",
    "Fossdal", "Hegrevann", "Isbreen", "Vardø Kyst", "Bjørkås", "Steinvåg", "Langmyr", "Tordenvik",
    "Rypefjell", "Saltholm", "Furulia", "Vindstad", "Krystall", "Midtfjord", "Havørn", "Sørhei",
)  # fmt: skip

TITLES = (
    ("Daglig leder", "managing_director"), ("Økonomisjef", "finance"),
    ("IT-sjef", "technical"), ("Innkjøpssjef", "procurement"), ("Prosjektleder", "project_contact"),
    ("HR-sjef", "decision_maker"), ("Driftssjef", "user"), ("Kvalitetsleder", "user"),
)  # fmt: skip

# What is sold: name of the case, and whether it is sold at a fixed price.
ENGAGEMENTS = (
    ("Innføring av nytt CRM", False), ("Digital strategi", False), ("Dataplattform", False),
    ("Forprosjekt ERP", True), ("Kundeportal", False), ("Rammeavtale rådgivning", False),
    ("Organisasjonsutvikling", False), ("Skytransformasjon", False), ("Sikkerhetsrevisjon", True),
    ("Prosessforbedring innkjøp", False), ("Bærekraftsrapportering", False),
    ("Integrasjon av fagsystemer", False), ("Lederprogram", True),
    ("Rapportering og innsikt", False),
    ("Forvaltning av kundeportal", False), ("Anskaffelse av økonomisystem", True),
)  # fmt: skip
WORK = (
    "Arbeidsmøte med kunden", "Kravspesifikasjon", "Utvikling", "Test og retting", "Rapport",
    "Analyse av dagens løsning", "Opplæring av brukere", "Prosjektledelse", "Datamigrering",
    "Integrasjon", "Styringsgruppe", "Dokumentasjon", "Intervjuer", "Design av løsning",
)  # fmt: skip

SUBJECTS = {
    "meeting": ("Statusmøte", "Behovsavklaring", "Gjennomgang av tilbud", "Kvartalsmøte"),
    "call": ("Oppfølging per telefon", "Avklaring av omfang", "Første samtale"),
    "task": ("Sende referanser", "Oppdatere kundeplan", "Forberede presentasjon"),
    "email": ("Sendt oppsummering", "Svar på spørsmål om pris", "Invitasjon til frokostseminar"),
    "negotiation": ("Forhandling om pris", "Forhandling om kontraktsvilkår"),
}
OUTCOMES = (
    "Positive, ønsker et konkret forslag.",
    "Vil ta det opp i ledergruppen.",
    "Avtalt ny samtale om to uker.",
    "Fornøyd med leveransen så langt.",
    "Må vente på budsjettet for neste år.",
)
NOTES = (
    "Foretrekker møter før lunsj. Styret samles annenhver måned.",
    "Har dårlig erfaring med forrige leverandør: for lite opplæring av brukerne.",
    "Budsjettåret følger kalenderåret; større kjøp avgjøres i november.",
    "Ny daglig leder fra årsskiftet. Vil samle alle systemer hos én leverandør.",
    "Interessert i rammeavtale dersom vi kan stille med samme team.",
    "Viktig at data lagres i Norge eller EØS.",
)
COMPETITORS = ("Fjordtek", "Konsulenthuset Vest", "Digit Partner", "Norråd")
DECLINED = ("Prisen var for høy.", "Valgte en lokal leverandør.", "Prosjektet er utsatt.")
