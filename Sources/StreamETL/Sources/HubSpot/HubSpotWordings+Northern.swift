extension HubSpotWordings {
    static let swedish = """
        recordID: {Post,Objekt,Record}-ID | Postens ID | ID för post
        dealID: Post-ID - {Affär,Avtal}
        companyID: Post-ID - Företag
        contactID: Post-ID - Kontakt
        olderDealID: {Affärs,Avtals}-ID
        olderCompanyID: Företags-ID
        olderContactID: Kontakt-ID
        dealName: {Affärs,Avtals}namn | Namn på {affär,affären,avtal} | Affärens namn
        dealStage: {Affärs,Avtals}fas | {Affärs,Avtals}steg | {Affärs,Avtals}stadium | {Fas,Steg} för {affär,affären} | Affärens fas
        pipeline: Pipeline | Affärspipeline | Pipeline för affär
        amount: Belopp | Affärsbelopp
        companyAmount: Belopp i {företagets,företags,bolagets} valuta | Belopp i företagsvaluta
        currency: Valuta | Affärens valuta
        closeDate: Stängningsdatum | Slutdatum | Avslutsdatum | Avslutningsdatum
        companyName: Företagsnamn | Företagets namn | Företag | Namn på företag
        domain: Företagets {domännamn,domän} | Företagsdomän | Företagsdomännamn | Domännamn | Domännamn för företag
        website: Webbplatsens URL | Webbplats-URL | URL till webbplats | Webbadress | URL för webbplats
        firstName: Förnamn
        lastName: Efternamn
        plainName: Namn
        email: E-post | E-postadress | Mejl
        created: Skapat datum | Datum skapad | Skapad | Skapandedatum | Skapelsedatum | Skapad den | Datum för skapande
        activity: Datum för senaste aktivitet | Senaste aktivitetsdatum | Senaste aktivitet | Senaste aktivitetsdatumet | Sista aktivitetsdatum
        modified: Senast ändrad | Datum för senaste ändring | Senast ändrad den | Senaste ändringsdatum | Senast modifierad
        owner: Ägare | HubSpot-ägare
        dealOwner: {Affärs,Avtals}ägare | {Affärens,Avtalets} ägare | Ägare av affär
        companyOwner: Företagsägare | Företagets ägare
        contactOwner: Kontaktägare | Kontaktens ägare
        companyIDs: {Associerade,Kopplade,Tillhörande} företags-{ID,IDn} | ID för {associerade,associerat,kopplade} företag | Associerat företags-ID
        companies: {Associerat,Associerade,Kopplat,Kopplade} företag
        contactIDs: {Associerade,Kopplade} kontakt-{ID,IDn} | ID för {associerade,kopplade} kontakter | Associerat kontakt-ID
        primary: Primär | Primärt | Primära
        """

    static let danish = """
        recordID: {Record,Post,Objekt}-id | Post-id | Registrerings-id
        olderDealID: {Aftale,Handels,Deal}-id
        olderCompanyID: {Virksomheds,Firma}-id
        olderContactID: {Kontakt,Kontaktperson}-id
        dealName: {Aftalenavn,Dealnavn,Handelsnavn} | {Aftalens,Handlens} navn | Navn på aftale
        dealStage: {Aftalefase,Dealfase,Handelsfase,Aftaletrin} | Fase for aftale
        pipeline: Pipeline | Aftalepipeline
        amount: Beløb | Aftalebeløb
        companyAmount: Beløb i {virksomhedens valuta,firmavaluta,virksomhedsvaluta}
        currency: Valuta
        closeDate: Lukningsdato | Lukkedato | Slutdato
        companyName: {Virksomhedsnavn,Firmanavn} | Virksomhedens navn | Virksomhed | Firma
        domain: Virksomhedens domænenavn | {Virksomheds,Firma}domæne | {Virksomheds,Firma}domænenavn | Domænenavn
        website: {Websteds,Website,Hjemmeside}-URL | Webstedets URL | URL til websted
        firstName: Fornavn
        lastName: Efternavn
        plainName: Navn
        email: E-mail | E-mailadresse | Mail
        created: Oprettelsesdato | Oprettet | Oprettet den | Oprettet dato
        activity: Dato for seneste aktivitet | Seneste aktivitetsdato | Seneste aktivitet | Sidste aktivitetsdato
        modified: Dato for seneste ændring | Senest ændret | Sidst ændret | Seneste ændringsdato
        owner: Ejer
        dealOwner: {Aftaleejer,Dealejer,Handelsejer} | Aftalens ejer
        companyOwner: {Virksomhedsejer,Firmaejer} | Virksomhedens ejer
        contactOwner: {Kontaktejer,Kontaktpersonejer} | Kontaktens ejer
        companyIDs: {Tilknyttede,Associerede} {virksomheds,firma}-id'er | {Tilknyttet,Associeret} virksomheds-id | Id'er for tilknyttede virksomheder
        companies: {Tilknyttet,Associeret} {virksomhed,firma} | {Tilknyttede,Associerede} {virksomheder,firmaer}
        contactIDs: {Tilknyttede,Associerede} {kontakt,kontaktperson}-id'er | {Tilknyttet,Associeret} kontakt-id
        primary: Primær | Primære
        """

    static let norwegian = """
        recordID: {Oppførings,Record,Post,Objekt}-ID | Oppførings-ID
        olderDealID: {Avtale,Handels}-ID
        olderCompanyID: {Bedrifts,Selskaps,Firma}-ID
        olderContactID: {Kontakt,Kontaktperson}-ID
        dealName: {Avtalenavn,Handelsnavn} | {Avtalens,Navn på} {navn,avtale} | Salgsmulighetens navn
        dealStage: {Avtalefase,Avtalestadium,Avtaletrinn} | {Fase,Stadium} for avtale
        pipeline: Pipeline | Avtalepipeline
        amount: Beløp | Avtalebeløp
        companyAmount: Beløp i {bedriftens,selskapets,firmaets} valuta | Beløp i selskapsvaluta
        currency: Valuta
        closeDate: {Avslutningsdato,Lukkedato,Sluttdato,Lukkingsdato}
        companyName: {Bedriftsnavn,Selskapsnavn,Firmanavn} | {Bedriftens,Selskapets} navn | Bedrift | Selskap
        domain: {Bedriftens,Selskapets,Firmaets} domenenavn | {Bedrifts,Selskaps,Firma}domene | {Bedrifts,Selskaps}domenenavn | Domenenavn
        website: {Nettsteds,Nettside,Nettsted}-URL | URL til nettsted | Nettadresse
        firstName: Fornavn
        lastName: Etternavn
        plainName: Navn
        email: E-post | E-postadresse
        created: Opprettelsesdato | Opprettet | Opprettet dato | Dato opprettet
        activity: Dato for siste aktivitet | Siste aktivitetsdato | Siste aktivitet
        modified: Dato for siste endring | Sist endret | Siste endringsdato
        owner: Eier
        dealOwner: {Avtaleeier,Handelseier} | Avtalens eier | Eier av avtale
        companyOwner: {Bedriftseier,Selskapseier,Firmaeier} | {Bedriftens,Selskapets} eier
        contactOwner: {Kontakteier,Kontaktpersoneier} | {Kontaktens,Kontaktpersonens} eier
        companyIDs: {Tilknyttede,Assosierte} {bedrifts,selskaps,firma}-ID-er | {Tilknyttet,Assosiert} {bedrifts,selskaps}-ID | ID-er for tilknyttede {bedrifter,selskaper}
        companies: {Tilknyttet,Assosiert} {bedrift,selskap,firma} | {Tilknyttede,Assosierte} {bedrifter,selskaper,firmaer}
        contactIDs: {Tilknyttede,Assosierte} {kontakt,kontaktperson}-ID-er | {Tilknyttet,Assosiert} kontakt-ID
        primary: Primær | Primære
        """

    static let finnish = """
        recordID: {Tietueen,Objektin} tunnus | {Tietue,Objekti}tunnus | Tietueen ID
        olderDealID: {Kaupan,Sopimuksen} {tunnus,ID}
        olderCompanyID: Yrityksen {tunnus,ID}
        olderContactID: {Yhteyshenkilön,Kontaktin} {tunnus,ID}
        dealName: {Kaupan,Sopimuksen,Diilin} nimi
        dealStage: {Kaupan,Sopimuksen,Diilin} vaihe
        pipeline: Pipeline | {Kaupan,Kauppojen} {putki,myyntiputki} | Myyntiputki
        amount: Summa
        companyAmount: {Summa,Määrä} yrityksen valuutassa
        currency: Valuutta | Kaupan valuutta
        closeDate: {Sulkemispäivä,Päättymispäivä,Suljepäivä,Sulkemispäivämäärä,Päättymispäivämäärä,Sulkeutumispäivä}
        companyName: Yrityksen nimi | Yritys
        domain: Yrityksen {verkkotunnus,verkkotunnuksen nimi,toimialueen nimi,domain} | Verkkotunnus
        website: {Verkkosivuston,Sivuston} {URL,URL-osoite}
        firstName: Etunimi
        lastName: Sukunimi
        plainName: Nimi
        email: Sähköposti | Sähköpostiosoite
        created: {Luontipäivä,Luontipäivämäärä,Luotu,Luomispäivä,Luomispäivämäärä}
        activity: {Viimeisin,Viimeisimmän,Viimeisen} {toiminta,toiminnan päivämäärä,toiminnan päivä,aktiviteetti}
        modified: {Viimeksi muokattu,Viimeisin muokkauspäivä,Viimeisin muokkaus,Viimeisimmän muokkauksen päivämäärä}
        owner: Omistaja
        dealOwner: {Kaupan,Sopimuksen} omistaja
        companyOwner: Yrityksen omistaja
        contactOwner: {Yhteyshenkilön,Kontaktin} omistaja
        companyIDs: {Liitettyjen,Liittyvien,Yhdistettyjen} yritysten {tunnukset,ID:t} | Liitetyn yrityksen tunnus
        companies: {Liitetty,Liittyvä,Yhdistetty} yritys | {Liitetyt,Liittyvät} yritykset
        contactIDs: {Liitettyjen,Liittyvien} {yhteyshenkilöiden,kontaktien} {tunnukset,ID:t}
        primary: Ensisijainen
        """

    static let polish = """
        recordID: {ID,Identyfikator} {rekordu,obiektu}
        dealID: {ID,Identyfikator} rekordu - {Transakcja,Deal}
        companyID: {ID,Identyfikator} rekordu - Firma
        contactID: {ID,Identyfikator} rekordu - Kontakt
        olderDealID: {ID,Identyfikator} {transakcji,umowy,deala}
        olderCompanyID: {ID,Identyfikator} firmy
        olderContactID: {ID,Identyfikator} kontaktu
        dealName: Nazwa {transakcji,umowy,deala,oferty,szansy sprzedaży}
        dealStage: {Etap,Faza} {transakcji,umowy,deala,oferty}
        pipeline: Pipeline | Lejek | {Lejek,Pipeline} {transakcji,sprzedaży,umowy}
        amount: Kwota | Kwota transakcji
        companyAmount: Kwota w walucie {firmy,firmowej,spółki}
        currency: Waluta | Waluta transakcji
        closeDate: Data {zamknięcia,zakończenia}
        companyName: Nazwa firmy | Firma
        domain: Nazwa domeny {firmy,firmowej} | Domena {firmy,firmowa} | Nazwa domeny
        website: Adres URL {witryny,strony internetowej,strony,witryny internetowej} | URL {witryny,strony internetowej}
        firstName: Imię
        lastName: Nazwisko
        plainName: Nazwa
        email: E-mail | Adres e-mail
        created: Data utworzenia | Utworzono
        activity: Data ostatniej aktywności | Ostatnia aktywność
        modified: Data ostatniej {modyfikacji,zmiany} | Ostatnia modyfikacja | Ostatnio zmodyfikowano
        owner: Właściciel
        dealOwner: Właściciel {transakcji,umowy,deala}
        companyOwner: Właściciel firmy
        contactOwner: Właściciel kontaktu
        companyIDs: {ID,Identyfikatory} {powiązanych,skojarzonych} firm | {ID,Identyfikator} {powiązanej,skojarzonej} firmy
        companies: {Powiązana,Skojarzona} firma | {Powiązane,Skojarzone} firmy
        contactIDs: {ID,Identyfikatory} {powiązanych,skojarzonych} kontaktów | {ID,Identyfikator} powiązanego kontaktu
        primary: {Podstawowa,Podstawowy,Główna,Główny}
        """
}
