/// The labels themselves, a line a meaning. Words in braces take turns.
enum HubSpotWordings {
    static func text(of language: HubSpotLanguage) -> String {
        switch language {
        case .english: english
        case .german: german
        case .french: french
        case .spanish: spanish
        case .portuguese: portuguese
        case .italian: italian
        case .dutch: dutch
        case .swedish: swedish
        case .danish: danish
        case .norwegian: norwegian
        case .finnish: finnish
        case .polish: polish
        case .japanese: japanese
        case .chinese: chinese
        case .korean: korean
        }
    }

    private static let english = """
        recordID: Record ID | Object ID | HubSpot ID | HubSpot Record ID
        dealID: Record ID - Deal
        companyID: Record ID - Company
        contactID: Record ID - Contact
        olderDealID: Deal ID
        olderCompanyID: Company ID
        olderContactID: Contact ID
        dealName: Deal Name
        dealStage: Deal Stage
        pipeline: Pipeline | Deal Pipeline
        amount: Amount | Deal Amount
        companyAmount: Amount in company currency
        currency: Currency | Deal Currency | Deal Currency Code
        closeDate: Close Date | Closed Date
        companyName: Company name | Company
        domain: Company Domain Name | Company Domain | Domain Name
        website: Website URL
        firstName: First Name
        lastName: Last Name
        email: Email | Email Address
        plainName: Name
        created: Create Date | Created Date | Created At
        activity: Last Activity Date | Last Activity
        modified: Last Modified Date | Object last modified date/time | Last Modified
        owner: HubSpot Owner | Owner
        dealOwner: Deal owner
        companyOwner: Company owner
        contactOwner: Contact owner
        companyIDs: Associated Company IDs | Associated Company ID
        primaryCompanyIDs: Primary Associated Company ID | Primary Associated Company IDs
        companies: Associated Company | Associated Companies | Associated Company Names
        primaryCompanies: Primary Associated Company | Primary Company
        contactIDs: Associated Contact IDs | Associated Contact ID
        primary: Primary
        """

    private static let german = """
        recordID: {Datensatz,Objekt,Record}-ID | ID des Datensatzes
        dealID: Datensatz-ID - {Deal,Deals} | Datensatz-ID des Deals
        companyID: Datensatz-ID - {Unternehmen,Firma} | Datensatz-ID des Unternehmens
        contactID: Datensatz-ID - Kontakt | Datensatz-ID des Kontakts
        olderDealID: Deal-ID
        olderCompanyID: Unternehmens-ID | Firmen-ID
        olderContactID: Kontakt-ID
        dealName: Dealname | Name des Deals
        dealStage: Dealphase | Phase des Deals
        pipeline: Pipeline | Deal-Pipeline
        amount: Betrag | Dealbetrag | Betrag des Deals
        companyAmount: Betrag in {Unternehmenswährung,Firmenwährung,der Unternehmenswährung}
        currency: Währung | Währung des Deals | Dealwährung
        closeDate: Abschlussdatum | Schließdatum | Abschlusstermin
        companyName: Unternehmensname | Name des Unternehmens | Firmenname | Unternehmen | Firma | Name der Firma
        domain: Domain-Name des Unternehmens | Domain des Unternehmens | {Unternehmens,Firmen}domain | {Unternehmens,Firmen}-Domain-Name | Domainname | Domain-Name der Firma
        website: Website-URL | URL der Website
        firstName: Vorname
        lastName: Nachname
        email: E-Mail | E-Mail-Adresse
        created: Erstellungsdatum | Erstelldatum | Erstellt am
        activity: Datum der letzten Aktivität | Letzte Aktivität | Letztes Aktivitätsdatum | Letzter Aktivitätszeitpunkt
        modified: Datum der letzten Änderung | Zuletzt geändert | Letzte Änderung | Datum der letzten Bearbeitung | Zuletzt geändert am | Objekt zuletzt geändert (Datum/Uhrzeit)
        owner: Zuständiger Mitarbeiter | Zuständiger Benutzer | Inhaber | Besitzer
        dealOwner: Deal-{Inhaber,Besitzer,Verantwortlicher} | Für Deal zuständiger Mitarbeiter | Zuständiger Mitarbeiter für {Deal,den Deal} | Für den Deal zuständiger Mitarbeiter
        companyOwner: Für {Unternehmen,das Unternehmen,die Firma} zuständiger Mitarbeiter | Zuständiger Mitarbeiter für {Unternehmen,das Unternehmen} | {Unternehmens,Firmen}inhaber
        contactOwner: Für {Kontakt,den Kontakt} zuständiger Mitarbeiter | Zuständiger Mitarbeiter für {Kontakt,den Kontakt} | Kontaktinhaber | Kontaktbesitzer
        companyIDs: Zugeordnete {Unternehmens,Firmen}-IDs | Zugeordnete {Unternehmens,Firmen}-ID | IDs {der zugeordneten,zugeordneter} Unternehmen | Zugehörige Unternehmens-IDs | ID des zugeordneten Unternehmens
        primaryCompanyIDs: ID des primär zugeordneten Unternehmens | Primäre zugeordnete Unternehmens-ID | ID des primären zugeordneten Unternehmens
        companies: Zugeordnetes Unternehmen | Zugeordnete Unternehmen | Namen der zugeordneten Unternehmen | Zugehörige Unternehmen | Zugeordnete Firma | Zugeordnete Firmen
        primaryCompanies: Primär zugeordnetes Unternehmen | Primäres zugeordnetes Unternehmen
        contactIDs: Zugeordnete Kontakt-IDs | Zugeordnete Kontakt-ID | IDs {der zugeordneten,zugeordneter} Kontakte | Zugehörige Kontakt-IDs
        primary: Primär
        """

    private static let french = """
        recordID: ID de {fiche,la fiche} d'informations | ID de l'enregistrement | ID d'enregistrement | ID de l'objet | ID d'objet | Identifiant de la fiche | Identifiant de l'enregistrement | ID de la fiche
        dealID: {ID de fiche d'informations,ID de l'enregistrement,ID d'enregistrement} - Transaction
        companyID: {ID de fiche d'informations,ID de l'enregistrement,ID d'enregistrement} - Entreprise
        contactID: {ID de fiche d'informations,ID de l'enregistrement,ID d'enregistrement} - Contact
        olderDealID: ID de la transaction | ID de transaction
        olderCompanyID: ID de l'entreprise | ID d'entreprise
        olderContactID: ID du contact | ID de contact
        dealName: Nom de {la,} transaction | Nom de {l'affaire,l'opportunité}
        dealStage: {Phase,Étape} de {la,} transaction | {Phase,Étape} de {l'affaire,l'opportunité}
        pipeline: Pipeline | Pipeline de {la,} transaction | Pipeline des transactions
        amount: Montant | Montant de la transaction
        companyAmount: Montant dans la devise de {l'entreprise,la société} | Montant en devise de l'entreprise
        currency: Devise | Devise de la transaction
        closeDate: Date de {fermeture,clôture} | Date de conclusion
        companyName: Nom de {l',}entreprise | Nom de la société | Entreprise | Société
        domain: Nom de domaine de {l'entreprise,la société} | Nom de domaine | Domaine de l'entreprise
        website: URL du site web | URL de site web | URL du site internet | Site web
        firstName: Prénom
        lastName: Nom de famille
        plainLastName: Nom
        plainName: Nom
        email: E-mail | Adresse e-mail | Adresse email | Adresse électronique | Courriel
        created: Date de création | Créé le
        activity: Date de {la dernière,dernière} activité | Dernière activité | Date de l'activité la plus récente
        modified: Date de {la dernière,dernière} modification | Dernière modification | Dernière modification le
        owner: Propriétaire | Propriétaire HubSpot
        dealOwner: Propriétaire de {la,} transaction
        companyOwner: Propriétaire de {l'entreprise,la société,l'entreprise} | Propriétaire d'entreprise
        contactOwner: Propriétaire {du,de} contact
        companyIDs: {ID,IDs} {des entreprises associées,d'entreprises associées,d'entreprise associée,de l'entreprise associée}
        primaryCompanyIDs: ID de l'entreprise associée principale | ID de l'entreprise principale associée
        companies: {Entreprise associée,Entreprises associées,Noms des entreprises associées,Nom de l'entreprise associée}
        primaryCompanies: Entreprise associée principale | Entreprise principale
        contactIDs: {ID,IDs} {des contacts associés,de contacts associés,de contact associé,du contact associé}
        primary: Principal | Principale
        """

    private static let spanish = """
        recordID: ID {de,del} {registro,objeto} | Identificador de registro | ID de HubSpot
        dealID: ID {de,del} registro - {Negocio,Trato,Acuerdo}
        companyID: ID {de,del} registro - {Empresa,Compañía}
        contactID: ID {de,del} registro - Contacto
        olderDealID: ID {de,del} {negocio,trato}
        olderCompanyID: ID de {la,} {empresa,compañía}
        olderContactID: ID {de,del} contacto
        dealName: Nombre {de,del} {negocio,trato,acuerdo}
        dealStage: {Etapa,Fase} {de,del} {negocio,trato,acuerdo}
        pipeline: Pipeline | Pipeline {de,del} {negocios,negocio,tratos,trato} | Canal de ventas | Flujo de ventas
        amount: Importe | Monto | Cantidad | Valor | {Importe,Monto,Valor} del {negocio,trato}
        companyAmount: {Importe,Monto,Cantidad} en {la,} {moneda,divisa} de {la,} {empresa,compañía}
        currency: Moneda | Divisa | {Moneda,Divisa} del {negocio,trato}
        closeDate: Fecha de cierre | Fecha de cierre del {negocio,trato}
        companyName: Nombre de {la,} {empresa,compañía} | Empresa | Compañía
        domain: Nombre de dominio de {la,} {empresa,compañía} | Dominio de {la,} {empresa,compañía} | Nombre {de,del} dominio
        website: URL {del,de} sitio web | URL del sitio | Sitio web
        firstName: Nombre de pila | Primer nombre
        plainFirstName: Nombre | Nombres
        plainName: Nombre
        lastName: Apellidos | Apellido
        email: Correo electrónico | Correo | Dirección de correo electrónico | Email | Correo-e
        created: Fecha de creación | Fecha de alta | Creado el
        activity: Fecha de {la,} última actividad | Última actividad | Fecha de la actividad más reciente
        modified: Fecha de {la,} última modificación | Última modificación | Última fecha de modificación
        owner: Propietario | Propietario de HubSpot
        dealOwner: {Propietario,Responsable} {de,del} {negocio,trato,acuerdo}
        companyOwner: {Propietario,Responsable} de {la,} {empresa,compañía}
        contactOwner: {Propietario,Responsable} {de,del} contacto
        companyIDs: {ID,IDs} de {,las} {empresas,compañías} asociadas | ID de {la,} {empresa,compañía} asociada
        primaryCompanyIDs: ID de {la,} empresa {principal asociada,asociada principal}
        companies: {Empresa asociada,Empresas asociadas,Compañía asociada,Compañías asociadas} | Nombres de {las,} empresas asociadas | Nombre de {la,} empresa asociada
        primaryCompanies: Empresa {principal asociada,asociada principal} | Empresa principal
        contactIDs: {ID,IDs} de {,los} contactos asociados | ID {de,del} contacto asociado
        primary: Principal | Primaria | Primario
        """

    private static let portuguese = """
        recordID: ID {do,de} {registro,objeto,registo} | Identificação do registro
        dealID: ID {do,de} {registro,registo} - Negócio
        companyID: ID {do,de} {registro,registo} - Empresa
        contactID: ID {do,de} {registro,registo} - {Contato,Contacto}
        olderDealID: ID {do,de} negócio
        olderCompanyID: ID {da,de} empresa
        olderContactID: ID {do,de} {contato,contacto}
        dealName: Nome {do,de} negócio | Nome da {negociação,oportunidade}
        dealStage: {Etapa,Fase,Estágio} {do,de} negócio | {Etapa,Fase} da {negociação,oportunidade}
        pipeline: Pipeline | Pipeline {de,do} {negócios,negócio}
        amount: Valor | Quantia | Montante | Valor do negócio
        companyAmount: {Valor,Quantia,Montante} na moeda da empresa | Valor em moeda da empresa
        currency: Moeda | Moeda do negócio
        closeDate: Data de {fechamento,fecho,encerramento} | Data de fechamento do negócio
        companyName: Nome da empresa | Empresa
        domain: Nome {de,do} domínio da empresa | Domínio da empresa | Nome de domínio
        website: URL do site | URL do website | Site
        firstName: Primeiro nome | Nome próprio
        plainFirstName: Nome
        plainName: Nome
        lastName: Sobrenome | Apelido | Último nome
        email: E-mail | Endereço de e-mail | Correio eletrónico
        created: Data de criação | Criado em
        activity: Data da última atividade | Última atividade | Data da atividade mais recente
        modified: Data da última modificação | Última modificação | Data da última alteração | Data de modificação
        owner: Proprietário | Proprietário do HubSpot
        dealOwner: {Proprietário,Responsável} {do,pelo} negócio
        companyOwner: {Proprietário,Responsável} {da,pela} empresa
        contactOwner: {Proprietário,Responsável} {do,pelo} {contato,contacto}
        companyIDs: {ID,IDs} {de,das} empresas associadas | ID da empresa associada
        primaryCompanyIDs: ID da empresa {associada principal,principal associada}
        companies: {Empresa associada,Empresas associadas} | {Nomes,Nome} {de,das,da} {empresas associadas,empresa associada}
        primaryCompanies: Empresa {associada principal,principal associada} | Empresa principal
        contactIDs: {ID,IDs} {de,dos} {contatos,contactos} associados | ID do {contato,contacto} associado
        primary: Principal | Primária | Primário
        """

    private static let italian = """
        recordID: ID {record,oggetto,del record,dell'oggetto} | Record ID | ID del record
        dealID: {ID record,ID del record} - {Trattativa,Deal,Affare}
        companyID: {ID record,ID del record} - Azienda
        contactID: {ID record,ID del record} - Contatto
        olderDealID: ID {trattativa,deal,della trattativa,del deal}
        olderCompanyID: ID {azienda,dell'azienda}
        olderContactID: ID {contatto,del contatto}
        dealName: Nome {trattativa,della trattativa,deal,del deal,affare,dell'affare,dell'offerta}
        dealStage: Fase {trattativa,della trattativa,deal,del deal,affare,dell'affare} | Stato {trattativa,della trattativa}
        pipeline: Pipeline | Pipeline {trattative,delle trattative,trattativa,della trattativa,del deal}
        amount: Importo | Ammontare | Importo {trattativa,della trattativa,del deal}
        companyAmount: Importo {nella,in} valuta {aziendale,dell'azienda} | Importo nella valuta della società
        currency: Valuta | Valuta {trattativa,della trattativa}
        closeDate: Data {di,} chiusura
        companyName: Nome {azienda,dell'azienda,società,della società} | Azienda | Società
        domain: {Nome di,Nome del,Nome} dominio {azienda,dell'azienda,aziendale} | Dominio {azienda,dell'azienda,aziendale} | Nome {di,} dominio
        website: URL {sito web,del sito web,sito,del sito} | Sito web
        firstName: Nome di battesimo
        plainFirstName: Nome
        plainName: Nome
        lastName: Cognome
        email: E-mail | Indirizzo e-mail | Indirizzo email
        created: Data {di,} creazione | Creato il
        activity: Data {ultima,dell'ultima,di ultima} attività | Ultima attività
        modified: Data {ultima,dell'ultima,di ultima} modifica | Ultima modifica
        owner: Proprietario | Proprietario HubSpot
        dealOwner: {Proprietario,Responsabile} {trattativa,della trattativa,deal,del deal,dell'affare}
        companyOwner: {Proprietario,Responsabile} {azienda,dell'azienda}
        contactOwner: {Proprietario,Responsabile} {contatto,del contatto}
        companyIDs: ID {aziende associate,azienda associata,delle aziende associate,dell'azienda associata}
        primaryCompanyIDs: ID {azienda,dell'azienda} {associata principale,principale associata}
        companies: {Azienda associata,Aziende associate} | {Nomi,Nome} {aziende associate,delle aziende associate,dell'azienda associata}
        primaryCompanies: Azienda {associata principale,principale associata} | Azienda principale
        contactIDs: ID {contatti associati,contatto associato,dei contatti associati,del contatto associato}
        primary: Principale | Primaria | Primario
        """

    private static let dutch = """
        recordID: Record-ID | Object-ID | ID van record | ID van object
        dealID: Record-ID - Deal
        companyID: Record-ID - Bedrijf
        contactID: Record-ID - {Contact,Contactpersoon}
        olderDealID: Deal-ID
        olderCompanyID: Bedrijfs-ID
        olderContactID: Contact-ID
        dealName: Dealnaam | Naam {deal,van deal,van de deal}
        dealStage: Dealfase | Fase {deal,van deal,van de deal} | Dealstadium
        pipeline: Pipeline | Deal-pipeline | Dealpijplijn | Pijplijn
        amount: Bedrag | Dealbedrag
        companyAmount: Bedrag in {bedrijfsvaluta,valuta van bedrijf,valuta van het bedrijf,de valuta van het bedrijf}
        currency: Valuta | Valuta {van deal,van de deal}
        closeDate: Sluitingsdatum | Afsluitdatum | Slotdatum | Einddatum
        companyName: Bedrijfsnaam | Naam {bedrijf,van bedrijf,van het bedrijf} | Bedrijf
        domain: Domeinnaam {bedrijf,van bedrijf,van het bedrijf} | Bedrijfsdomein | Bedrijfsdomeinnaam | Domeinnaam
        website: Website-URL | URL van website | URL van de website
        firstName: Voornaam
        lastName: Achternaam
        plainName: Naam
        email: E-mail | E-mailadres
        created: Aanmaakdatum | Datum van aanmaak | Aangemaakt op | Datum aangemaakt
        activity: Datum {laatste,van laatste,van de laatste} activiteit | Laatste activiteit | Laatste activiteitsdatum
        modified: Laatst gewijzigd op | Laatst gewijzigd | Datum {laatste,van laatste} wijziging | Laatste wijzigingsdatum | Wijzigingsdatum
        owner: Eigenaar | HubSpot-eigenaar
        dealOwner: Deal-eigenaar | Eigenaar {van,van de} deal
        companyOwner: Bedrijfseigenaar | Eigenaar {van,van het} bedrijf
        contactOwner: Contacteigenaar | Eigenaar {van,van het} contact | Eigenaar van contactpersoon
        companyIDs: {Gekoppelde,Geassocieerde,Bijbehorende} {bedrijfs-ID's,bedrijfs-ID} | {ID's,ID} van {gekoppelde bedrijven,gekoppeld bedrijf,geassocieerde bedrijven}
        primaryCompanyIDs: ID van primair gekoppeld bedrijf
        companies: {Gekoppeld,Geassocieerd,Bijbehorend} bedrijf | {Gekoppelde,Geassocieerde,Bijbehorende} bedrijven
        primaryCompanies: Primair gekoppeld bedrijf
        contactIDs: {Gekoppelde,Geassocieerde,Bijbehorende} {contact-ID's,contact-ID} | {ID's,ID} van gekoppelde contacten
        primary: Primair | Primaire
        """
}
