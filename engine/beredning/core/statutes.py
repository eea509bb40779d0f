"""The rules the product checks, as one table of dated rows: what each demands, where it stands and what a breach risks.

Two lines a rule. The first: id, kind (LAG, REGLEMENTE, LOKAL), severity, ground of annulment risked (KL 13:8 point
1–4, or "-"), in force from..to (inclusive, open when empty), origin as printed. The second: the rule in one Swedish
sentence. A rule whose wording changed stands once for each wording. Read through core.law, never directly.
"""

from __future__ import annotations

TABLE = """
KL-01 LAG VARNING 3 2018-01-01.. KL 6:3
En nämnd beslutar i frågor som rör förvaltningen, som den har enligt lag eller som fullmäktige delegerat till den.
KL-02 LAG VARNING 3 2018-01-01.. KL 5:1–2
Ärenden av principiell beskaffenhet eller annars av större vikt för kommunen beslutas av fullmäktige; nämnden föreslår.
KL-03 LAG FEL 1 2018-01-01.. KL 5:26–28
Ett ärende som fullmäktige avgör ska ha beretts av en nämnd, och styrelsen ska alltid få yttra sig.
KL-04 LAG FEL 4 2018-01-01.. KL 6:7
En nämnd får inte besluta i ett ärende där den företräder kommunen som part, och inte utöva tillsyn över sig själv.
KL-05 LAG INFO - 2018-01-01..2025-06-30 KL 6:6
Nämnden ska se till att verksamheten följer mål, riktlinjer och lag och att den interna kontrollen är tillräcklig.
KL-05 LAG INFO - 2025-07-01.. KL 6:6
Nämnden ska se till att verksamheten följer mål och lag och att intern kontroll förebygger fel och oegentligheter.
KL-06 LAG FEL 1 2018-01-01.. KL 6:21–22
Fullmäktige väljer nämndens presidium bland ledamöterna och bestämmer vem som annars fullgör ordförandens uppgifter.
KL-07 LAG INFO - 2018-01-01.. KL 6:44
Fullmäktige antar reglementen om nämndernas verksamhet och arbetsformer.
KL-08 LAG FEL 1 2018-01-01.. KL 6:41–42
Ett utskott väljs av nämnden bland nämndens ledamöter och ersättare.
KL-09 LAG FEL 3 2018-01-01.. KL 6:37, 6:41
Ett utskott bereder nämndens ärenden eller beslutar på delegation; varje punkt ska ange vilket.
KL-10 LAG INFO - 2018-01-01.. KL 6:23
Nämnden bestämmer tid och plats; sammanträde hålls också om en tredjedel av ledamöterna eller ordföranden vill.
KL-11 REGLEMENTE VARNING - 2018-01-01.. KL 6:44
När kallelse och handlingar ska vara utsända bestäms i reglementet.
KL-12 LAG FEL 1 2018-01-01.. KL 4:20–21
Varje ledamot får väcka ärenden i nämnden, och revisorerna i det som rör deras granskning.
KL-13 LAG VARNING - 2018-01-01.. KL 6:33
Ett ärende som inte stått i kallelsen får avgöras i en nämnd; varför det inte kan vänta ska antecknas.
KL-14 LAG FEL 1 2018-01-01.. KL 6:16–17, 4:22
Ersättare tjänstgör i den ordning som fullmäktige bestämt.
KL-15 LAG FEL 1 2018-01-01.. KL 6:26, 4:28
Den som kallats eller har närvarorätt får delta i överläggningarna när det är beslutat, men aldrig i besluten.
KL-16 LAG FEL 1 2018-01-01.. KL 7:10–19
Personalföreträdare, högst tre, deltar i överläggningar i vissa ärenden men aldrig i beslut.
KL-20 LAG FEL 1 2018-01-01.. KL 6:25
En nämnd sammanträder inom stängda dörrar, alltid vid myndighetsutövning och sekretess.
KL-21 LAG FEL 1 2018-01-01.. KL 6:24, 5:16
Deltagande på distans kräver beslut av fullmäktige och att alla ser och hör varandra på lika villkor.
KL-22 LAG FEL 1 2018-01-01.. KL 6:27
En nämnd får handlägga ett ärende bara om fler än hälften av ledamöterna är närvarande.
KL-23 LAG FEL 1 2018-01-01.. KL 6:27
Undantaget som låter fullmäktige besluta trots att jäv bryter beslutsförheten gäller inte en nämnd.
KL-24 LAG FEL 4 2018-01-01..2022-06-30 KL 6:28–29 i lydelsen före lag (2022:638)
Den är jävig som saken rör personligen eller som av annan särskild omständighet kan rubba förtroendet för opartiskheten.
KL-24 LAG FEL 4 2022-07-01.. KL 6:28–29
Den är jävig som är part eller kan antas påverkas inte oväsentligt, eller vars opartiskhet annars kan ifrågasättas.
KL-25 LAG FEL 4 2018-01-01.. KL 6:30
Den som är jävig får varken delta i eller närvara vid handläggningen av ärendet.
KL-26 LAG FEL 1 2018-01-01.. KL 6:30, 6:32
Den som känner till jäv mot sig själv ska säga det, och nämnden ska snarast besluta i jävsfrågan.
KL-27 LAG INFO - 2018-01-01.. KL 6:31
Uppdrag i kommunens bolag eller stiftelse är inte i sig jäv, utom vid myndighetsutövning mot enskilda.
KL-28 LAG FEL 4 2018-01-01.. KL 7:4
Reglerna om jäv gäller också anställda.
KL-30 LAG FEL 1 2018-01-01.. KL 5:53, 6:33
Ordföranden lägger fram förslag som kan besvaras med ja eller nej och redovisar vad som har beslutats.
KL-31 LAG FEL 1 2018-01-01.. KL 5:54–56, 6:33
Omröstning är öppen utom vid val och anställning; enkel majoritet avgör, vid lika röstetal ordföranden eller lotten.
KL-32 LAG FEL 1 2018-01-01.. KL 4:24–26
Varje ledamot har en röst och får avstå, utom ordföranden när det behövs och alla vid myndighetsutövning mot enskild.
KL-33 LAG INFO - 2018-01-01.. KL 6:33
Återremiss och bordläggning i en nämnd beslutas med enkel majoritet; minoritetsrätten gäller bara fullmäktige.
KL-34 LOKAL FEL 1 2018-01-01.. Lokal rutin
Varje paragraf slutar i ett känt utfall: återremiss anger vad som ska kompletteras, bordläggning till vilket möte.
KL-35 LAG FEL 1 2018-01-01.. KL 5:67, 6:35
En omröstning redovisas med propositionsordning, vad ja och nej betyder, namn och röst samt summor som stämmer.
KL-36 LAG FEL 1 2018-01-01.. KL 4:27
Den som deltagit i avgörandet får reservera sig, anmält innan sammanträdet avslutas.
KL-37 LOKAL INFO - 2018-01-01.. Lokal rutin
Protokollsanteckning är ingen rättighet; ordföranden eller nämnden medger den.
KL-40 LAG FEL 1 2018-01-01.. KL 5:65, 6:35
Protokoll förs på ordförandens ansvar vid varje sammanträde.
KL-41 LAG FEL 1 2018-01-01.. KL 5:66, 6:35
Protokollet redovisar vilka ledamöter och ersättare som tjänstgjort och vilka ärenden som handlagts.
KL-42 LAG FEL 1 2018-01-01.. KL 5:67, 6:35
Protokollet visar för varje ärende yrkanden, propositionsordning, omröstningar, beslut, deltagande och reservationer.
KL-43 LAG FEL 1 2018-01-01.. KL 5:69, 6:35
Protokollet justeras senast fjorton dagar efter sammanträdet.
KL-44 REGLEMENTE INFO - 2018-01-01.. Reglemente
En paragraf som justeras omedelbart läses upp vid mötet och får eget anslag och egen överklagandetid.
KL-45 LOKAL FEL 1 2018-01-01.. Lokal rutin
Paragrafnummer löper per organ och kalenderår från 1 utan luckor och dubbletter.
KL-46 LAG FEL 1 2018-01-01.. KL 8:9–11
Anslagstavlan innehåller det lagen räknar upp och inget annat.
KL-47 LAG FEL 1 2018-01-01.. KL 8:12, 6:35
Justeringen tillkännages på anslagstavlan senast andra dagen efter justeringen.
KL-48 LAG INFO - 2018-01-01.. KL 13:1–3
Laglighetsprövning begärs av medlem i kommunen, inte mot rent förberedande eller rent verkställande beslut.
KL-49 LAG FEL 1 2018-01-01.. KL 13:4–6
Överklagande ska ha kommit in inom tre veckor från tillkännagivandet, som ska sitta uppe hela tiden.
KL-50 LAG INFO - 2018-01-01.. KL 13:5; lag (1930:173) 1–2 §§
Sista dag är samma veckodag tre veckor senare, flyttad till nästa vardag.
KL-51 LAG VARNING - 2018-01-01.. Lag (1930:173) 2 §
En tid som slutar på en lördag, helgdag eller angiven afton kan räknas till nästa vardag.
KL-52 LAG FEL 1 2018-01-01.. KL 13:5
Laga kraft antecknas först när någon har kontrollerat att inget överklagande kommit in.
KL-53 LAG INFO - 2018-01-01.. KL 13:14
Ett beslut får verkställas innan det fått laga kraft, om inte särskilda skäl talar mot det.
KL-54 LAG FEL 4 2018-01-01.. KL 13:15
Har ett verkställt beslut upphävts ska verkställigheten rättas i den utsträckning som är möjlig.
KL-55 LAG INFO - 2018-01-01.. KL 13:8
Ett överklagat beslut upphävs på fyra grunder.
KL-56 LOKAL FEL 1 2018-01-01.. Arkivpraxis
Ett justerat protokoll ändras inte; fel antecknas i ett senare protokoll eller i en undertecknad rättelse.
KL-60 LAG INFO - 2018-01-01.. KL 5:35, 6:34
Ett medborgarförslag handläggs om möjligt så att det kan avgöras inom ett år.
KL-61 LAG INFO - 2018-01-01.. KL 12:1, 12:9
Revisorerna har när som helst rätt till upplysningar och handlingar.
KL-63 LOKAL VARNING - 2018-01-01.. Lokal rutin
Den som ska underteckna behöver stöd i delegationsordningen eller i beslutet.
DEL-01 LAG FEL 3 2018-01-01..2022-06-30 KL 6:37, 7:5 i lydelsen före lag (2022:638)
En nämnd får delegera till utskott, ledamot, ersättare och anställd, inte till flera anställda gemensamt eller blandat.
DEL-01 LAG FEL 3 2022-07-01.. KL 6:37, 7:5
En nämnd får delegera till presidium, utskott, ledamot, ersättare, anställd och automatiserad beslutsfunktion.
DEL-02 LAG FEL 3 2018-01-01.. KL 6:38
Mål och inriktning, yttranden till fullmäktige, viktig myndighetsutövning och medborgarförslag får inte delegeras.
DEL-03 LAG FEL 3 2022-07-01..2023-12-31 KL 6:38 andra stycket
En automatiserad funktion får inte besluta om laglighetsprövning eller överklagandeförbud gäller, eller om upphandling.
DEL-03 LAG FEL 3 2024-01-01.. KL 6:38 andra stycket
Automatiskt beslutas inget som laglighetsprövas, inte får överklagas eller rör upphandling eller auktorisationssystem.
DEL-04 LAG FEL 3 2018-01-01.. KL 6:39, 6:40
I brådskande ärenden får ordföranden eller annan utsedd ledamot besluta; beslutet anmäls vid nämndens nästa sammanträde.
DEL-05 LAG VARNING - 2018-01-01.. KL 6:40, 7:8
Delegationsbeslut anmäls i den utsträckning nämnden har bestämt.
DEL-06 LAG FEL 1 2018-01-01.. KL 6:40, 7:8, 8:10
Beslut som inte anmäls men får laglighetsprövas ska protokollföras särskilt och tillkännages.
DEL-07 LAG FEL 1 2018-01-01.. KL 13:5
För anmälda beslut löper tiden från anslaget av den justerade paragraf där beslutet kan identifieras.
DEL-08 LAG VARNING - 2018-01-01.. KL 6:40, 5:67
Delegationslistan visar nummer, datum, diarienummer, delegationspunkt, beslut och delegat.
DEL-09 LAG VARNING - 2018-01-01.. KL 6:37, 6:40
Anmälan är information: nämnden kan inte ompröva eller godkänna delegatens beslut.
DEL-10 LAG FEL 3 2018-01-01.. KL 7:6
Vidaredelegation sker i ett led, från förvaltningschef, om nämnden medgett det, och skriftligt.
DEL-11 LAG FEL 1 2018-01-01.. KL 7:7
Nämnden får villkora delegation till anställd med att brukarna först yttrar sig eller tillstyrker.
DEL-12 LAG FEL 3 2018-01-01.. KL 6:37
Delegationen ska ha funnits och gällt den dag beslutet fattades, och delegaten ska ha haft befattningen.
DEL-13 LAG INFO - 2018-01-01.. KL 13:2
Ren verkställighet är inget beslut och kräver varken delegation eller anmälan.
DEL-14 LAG VARNING - 2018-01-01.. Skollagen 2 kap.
Befogenhet som lagen ger en funktion direkt är inte delegation från nämnden.
DEL-15 LAG FEL 4 2018-01-01.. KL 7:4
Delegaten får inte vara jävig och har samma skyldighet att dokumentera.
DEL-16 LOKAL FEL 3 2018-01-01.. Delegationsordningen
Bara utpekad delegat eller utpekad ersättare beslutar; en chef gör det inte i delegatens ställe.
DEL-17 LOKAL FEL 3 2018-01-01.. Delegationsordningen
Beslutet håller sig inom punktens beloppsgräns och villkor.
MBL-01 LAG FEL - 1977-01-01.. MBL 11 §
Arbetsgivaren kallar själv till förhandling före beslut om viktigare förändring och väntar med beslutet.
MBL-02 LAG FEL - 1977-01-01.. MBL 12 §
Begär facket förhandling i annan fråga som rör medlem ska arbetsgivaren förhandla före beslut.
MBL-03 LAG FEL - 1977-01-01.. MBL 13 §
Med fack utan kollektivavtal förhandlas i fråga som särskilt angår dess medlem.
MBL-04 LAG FEL - 1977-01-01.. MBL 14 §
Efter oenighet lokalt får central förhandling begäras, och arbetsgivaren väntar tills den är fullgjord.
MBL-05 LAG VARNING - 1977-01-01.. MBL 19 §
Arbetsgivaren informerar fortlöpande om verksamhet, ekonomi och personalpolitik.
MBL-06 LAG FEL - 1977-01-01.. MBL 38 §
Före entreprenad eller inhyrning ska förhandling ske, med undantag.
MBL-07 LAG INFO - 1977-01-01.. MBL 11 §
Enighet krävs inte: sedan förhandlingsskyldigheten fullgjorts beslutar arbetsgivaren ensam.
MBL-08 LAG INFO - 1977-01-01.. MBL 4 §
Kollektivavtal får ersätta 11, 12, 14, 19–22 och 33–40 §§.
MBL-09 LOKAL FEL - 2017-01-01.. Samverkansavtal
Samverkan ersätter 11, 12 och 19 §§; 14 och 38 §§ bara om det lokala avtalet säger det.
MBL-10 LAG INFO - 1977-01-01.. MBL 54–55 §§
Brott mot förhandlingsskyldigheten ger skadestånd men gör inte beslutet ogiltigt.
MBL-11 LAG VARNING - 1977-01-01.. AML 3 kap.
Riskbedömning före förändring är något annat än förhandling och kan vara en egen bilaga.
G-MBL-1 LAG FEL - 1977-01-01.. MBL 11 §
Nämnden beslutar först när förhandlingen är avslutad, informationen lämnad eller MBL bedömts inte gälla.
G-MBL-2 LAG FEL - 1977-01-01.. MBL 11 §
Förhandlingen ska vara klar före det organ som slutligt beslutar, inte före ett utskott som bara bereder.
G-MBL-3 LOKAL FEL - 1977-01-01.. Lokal rutin
En handling säger inte att MBL är behandlad ett datum efter handlingens eget.
G-MBL-4 LOKAL VARNING - 1977-01-01.. Lokal rutin
Att MBL inte är tillämplig ska motiveras.
G-MBL-5 LOKAL FEL - 1977-01-01.. Lokal rutin
Hänvisas det till förhandlingsprotokoll ska det finnas bland handlingarna till det beslutande mötet.
G-MBL-6 LAG FEL - 1977-01-01.. MBL 14 §
Efter oenighet väntar nämnden tills tiden för att begära central förhandling gått ut eller facket avstått.
OSL-01 LAG FEL - 2009-06-30.. OSL 5:1
Allmänna handlingar registreras utan dröjsmål.
OSL-02 LAG FEL - 2009-06-30.. OSL 5:2
Registret visar datum, diarienummer, avsändare eller mottagare och vad handlingen rör.
OSL-03 LAG INFO - 2009-06-30.. OSL 5:5
En sekretessmarkering är en påminnelse; prövning görs på nytt vid varje begäran.
TF-01 LAG INFO - 2019-01-01.. TF 2:9
En handling är inkommen när den nått myndigheten eller behörig befattningshavare.
TF-02 LAG INFO - 2019-01-01.. TF 2:10
En handling är upprättad när den expedierats eller när ärendet slutbehandlats; ett protokoll när det justerats.
TF-03 LAG INFO - 2019-01-01.. TF 2:10
Protokoll i ärenden som organet bara bereder är inte upprättat genom justeringen.
TF-04 LAG INFO - 2019-01-01.. TF 2:12
Utkast som inte expedierats eller arkiveras är inte allmän handling.
TF-05 LAG INFO - 2019-01-01.. TF 2:10
Utskick till ledamöterna är inom myndigheten; publicering på webben är expediering.
FL-01 LAG INFO - 2018-07-01.. FL 2 §
I ärenden som laglighetsprövas gäller inte 9 § andra stycket, 10–12, 16–20 och 23–49 §§.
FL-02 LAG INFO - 2018-07-01.. FL 2, 32 §§
Motivering krävs i förvaltningsbesvärsärenden, inte i ärenden som laglighetsprövas.
FL-03 LAG FEL - 2018-07-01.. FL 12 §
Efter sex månader får en part begära avgörande, som ska komma eller avslås inom fyra veckor.
FL-04 LAG FEL - 2018-07-01.. FL 25 §
Part ska få del av allt material av betydelse och tid att yttra sig före beslut.
FL-05 LAG FEL - 2018-07-01.. FL 26 §
Av en remiss framgår vad yttrandet ska avse och när det senast ska ha kommit in.
FL-06 LAG INFO - 2018-07-01.. FL 28–30, 4 §§
Avvikande mening anmäls före expediering; för förtroendevalda går kommunallagen före.
FL-07 LAG FEL - 2018-07-01.. FL 31 §
För varje skriftligt beslut finns en handling som visar dag, innehåll, beslutande, föredragande och medverkande.
FL-08 LAG FEL - 2018-07-01.. FL 32–33 §§
Beslutet motiveras, och parten underrättas om innehållet och om hur det överklagas.
FL-09 LAG INFO - 2018-07-01.. FL 36–38 §§
Skrivfel får rättas, och beslut får eller ska ändras i vissa fall, dock inte vid laglighetsprövning.
FL-10 LAG FEL - 2018-07-01.. FL 43–46 §§
Förvaltningsbesvär ges in till beslutsmyndigheten inom tre veckor från den dag parten fick del av beslutet.
FL-11 LAG FEL - 2018-07-01.. FL 33 §; KL 8:10
Överklagandehänvisningen ska vara den som hör till ärendets sätt att överklagas.
G-01 LOKAL FEL - .. Lokal rutin
Den som granskar är en annan än den som skrivit, och handlingen har inga fel kvar.
G-02 REGLEMENTE VARNING - .. Reglemente
Ärendet kommer in före manusstopp, annars som sent ärende som ordföranden godkänt.
G-03 LOKAL FEL - .. Lokal rutin
Inför nämnden är utskottet klart, MBL hanterad och alla nämnda bilagor med.
G-04 LAG FEL 1 2018-01-01.. KL 6:27, 6:30, 5:67
Vid beslutet är nämnden beslutsför, jäv hanterat och rösterna summerade rätt.
G-05 LAG FEL 1 2018-01-01.. KL 5:69, 8:12
Justering sker inom fjorton dagar och anslag senast andra dagen, för varje del som justeras för sig.
G-06 LOKAL FEL - .. Lokal rutin
Expediering sker efter justering, och varje mottagare har en anteckning om datum, sätt och person.
G-07 LAG FEL - .. KL 12:9
Inget steg raderas; rättelse är en ny händelse med skäl.
G-08 LOKAL FEL - .. Lokal rutin
Efter återremiss får ärendet en ny version som anger paragrafen och vad som kompletterats.
G-09 LAG INFO - 2018-01-01.. KL 13:14
Verkställighet före laga kraft är tillåten men ska synas.
G-10 LOKAL FEL - .. Lokal rutin
Ärendet avslutas när allt är expedierat och inga uppdrag är öppna.
"""
