* Verzonnen gegevens.
SET UNICODE=ON.
GET DATA
 /TYPE=TXT
 /FILE='srt_texts_c2024_t1.csv'
 /DELCASE=LINE
 /DELIMITERS=","
 /QUALIFIER='"'
 /ARRANGEMENT=DELIMITED
 /FIRSTCASE=2
 /IMPORTCASE=ALL
 /VARIABLES=
 V1 F4
 V2 DATETIME23.2
 V3 A64
 V4 A64
 V5 DATETIME23.2
 V6 DATETIME23.2
 V7 A64
 V8 A64
 V9 A64
 V10 A64
 V11 A64
 V12 A64
 V13 A64
 V14 A64
 V15 A64
 V16 A64
 V17 A64
 V18 A64
 V19 A64
 V20 A64
 V21 A64
 V22 A64
 V23 A64
 V24 A64
 V25 A64
 V26 A64
 V27 A64
 V28 A64
 V29 A64
 V30 A64
 V31 A64
 V32 A64
 V33 A64
 V34 A64.
CACHE.
EXECUTE.
*Define Variable Properties.
VARIABLE LABELS V1 "Antwoord-ID".
VARIABLE LABELS V2 "Datum van inzending".
VARIABLE LABELS V3 "Laatste pagina".
VARIABLE LABELS V4 "Starttaal".
VARIABLE LABELS V5 "Datum gestart".
VARIABLE LABELS V6 "Datum laatste actie".
VARIABLE LABELS V7 "IP-adres".
VARIABLE LABELS V8 "Verwijzende pagina".
VARIABLE LABELS V9 "Herkomst van deze gegevens".
VARIABLE LABELS V10 "Over welk leerteam gaat het?".
VARIABLE LABELS V11 "Wat is uw persoonlijke code?".
VARIABLE LABELS V12 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij leggen elkaar vragen uit de praktijk voor.]".
VARIABLE LABELS V13 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij proberen uit wat wij bespreken.]".
VARIABLE LABELS V14 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wat wij bespreken staat los van ons werk.]".
VARIABLE LABELS V15 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij bekijken samen voorbeelden van kinderen.]".
VARIABLE LABELS V16 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij komen terug op wat we hebben geprobeerd.]".
VARIABLE LABELS V17 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij hebben doelen voor de lange termijn.]".
VARIABLE LABELS V18 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Iedereen in ons team kent onze doelen.]".
VARIABLE LABELS V19 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Het is onduidelijk waar wij naartoe werken.]".
VARIABLE LABELS V20 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij stellen onze doelen samen bij.]".
VARIABLE LABELS V21 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij voelen ons één team.]".
VARIABLE LABELS V22 "Hoe gaat het in uw leerteam? (verzonnen vragen) [In ons team is iedereen gelijkwaardig.]".
VARIABLE LABELS V23 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Sommigen in ons team tellen minder mee.]".
VARIABLE LABELS V24 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij kunnen op elkaar rekenen.]".
VARIABLE LABELS V25 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij spreken uit waar wij het niet eens zijn.]".
VARIABLE LABELS V26 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Wij verdelen het werk eerlijk.]".
VARIABLE LABELS V27 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Afspraken worden bij ons vergeten.]".
VARIABLE LABELS V28 "Hoe gaat het in uw leerteam? (verzonnen vragen) [Er is ruimte voor een grap.]".
VARIABLE LABELS V29 "Waarvan leert uw leerteam? [Casussen]".
VARIABLE LABELS V30 "Waarvan leert uw leerteam? [Meekijken bij elkaar]".
VARIABLE LABELS V31 "Waarvan leert uw leerteam? [Literatuur]".
VARIABLE LABELS V32 "Waarvan leert uw leerteam? [Gesprekken met ouders]".
VARIABLE LABELS V33 "Waarvan leert uw leerteam? [Gasten van buiten]".
VARIABLE LABELS V34 "Waarvan leert uw leerteam? [Anders]".
*Define Value labels.
VALUE LABELS  V12
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V13
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V14
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V15
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V16
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V17
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V18
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V19
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V20
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V21
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V22
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V23
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V24
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V25
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V26
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V27
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V28
 "A1" "Klopt helemaal niet"
 "A2" "Klopt niet"
 "A3" "Klopt een beetje"
 "A4" "Klopt"
 "A5" "Klopt helemaal"
 "A6" "Niet van toepassing"
 "A7" "Weet ik niet".
VALUE LABELS  V29
 "Y" "Ja".
VALUE LABELS  V30
 "Y" "Ja".
VALUE LABELS  V31
 "Y" "Ja".
VALUE LABELS  V32
 "Y" "Ja".
VALUE LABELS  V33
 "Y" "Ja".
RENAME VARIABLE ( V1 = id ).
RENAME VARIABLE ( V2 = submitdate ).
RENAME VARIABLE ( V3 = lastpage ).
RENAME VARIABLE ( V4 = startlanguage ).
RENAME VARIABLE ( V5 = startdate ).
RENAME VARIABLE ( V6 = datestamp ).
RENAME VARIABLE ( V7 = ipaddr ).
RENAME VARIABLE ( V8 = refurl ).
RENAME VARIABLE ( V9 = HERKOMST ).
RENAME VARIABLE ( V10 = TEAM ).
RENAME VARIABLE ( V11 = CODE ).
RENAME VARIABLE ( V12 = SRT_SQ001 ).
RENAME VARIABLE ( V13 = SRT_SQ002 ).
RENAME VARIABLE ( V14 = SRT_SQ003 ).
RENAME VARIABLE ( V15 = SRT_SQ004 ).
RENAME VARIABLE ( V16 = SRT_SQ005 ).
RENAME VARIABLE ( V17 = SRT_SQ006 ).
RENAME VARIABLE ( V18 = SRT_SQ007 ).
RENAME VARIABLE ( V19 = SRT_SQ008 ).
RENAME VARIABLE ( V20 = SRT_SQ009 ).
RENAME VARIABLE ( V21 = SRT_SQ010 ).
RENAME VARIABLE ( V22 = SRT_SQ011 ).
RENAME VARIABLE ( V23 = SRT_SQ012 ).
RENAME VARIABLE ( V24 = SRT_SQ013 ).
RENAME VARIABLE ( V25 = SRT_SQ014 ).
RENAME VARIABLE ( V26 = SRT_SQ015 ).
RENAME VARIABLE ( V27 = SRT_SQ016 ).
RENAME VARIABLE ( V28 = SRT_SQ017 ).
RENAME VARIABLE ( V29 = LEERT_SQ001 ).
RENAME VARIABLE ( V30 = LEERT_SQ002 ).
RENAME VARIABLE ( V31 = LEERT_SQ003 ).
RENAME VARIABLE ( V32 = LEERT_SQ004 ).
RENAME VARIABLE ( V33 = LEERT_SQ005 ).
RENAME VARIABLE ( V34 = LEERT_other ).
