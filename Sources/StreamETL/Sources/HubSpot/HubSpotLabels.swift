/// The labels of columns in the languages that HubSpot exports in.
///
/// English, German, French, Spanish, Portuguese, Japanese, Italian and Dutch, with the wordings of
/// several years side by side. A label is compared without case, blanks and punctuation.
enum HubSpotLabels {
    /// The id of a record of whatever kind.
    static let recordID = normalised([
        "Record ID", "Object ID", "Datensatz-ID", "Objekt-ID", "ID de fiche d'informations",
        "ID de l'enregistrement", "ID d'enregistrement", "ID de l'objet", "Identifiant de la fiche",
        "ID de registro", "ID del registro", "ID de objeto", "ID del objeto", "ID do registro",
        "ID do objeto",
        "レコードID", "オブジェクトID", "ID record", "ID oggetto", "Record-ID",
    ])

    /// The record's id, which says what it is a record of.
    static let recordIDs: [HubSpotObject: Set<String>] = [
        .deal: normalised(["Record ID - Deal", "Datensatz-ID - Deal"]),
        .company: normalised(["Record ID - Company", "Datensatz-ID - Unternehmen"]),
        .contact: normalised([
            "Record ID - Contact", "Datensatz-ID - Kontakt", "ID de registro - Contacto",
        ]),
    ]

    /// The record's id of older exports; with another kind of record, the id of what goes with it.
    static let olderIDs: [HubSpotObject: Set<String>] = [
        .deal: normalised(["Deal ID"]), .company: normalised(["Company ID"]),
        .contact: normalised(["Contact ID"]),
    ]

    /// Labels that tell an object, the first that any is of: contacts have columns of their company, and
    /// deals may have columns of either.
    static let telling: [(object: HubSpotObject, labels: Set<String>)] = [
        (.deal, normalised(dealNames + dealStages)),
        (.contact, normalised(firstNames + lastNames + emails)),
        (.company, normalised(companyNames + companyDomains)),
    ]

    static let fields: [HubSpotObject: [String: HubSpotField]] = [
        .deal: table([
            (.name, dealNames), (.stage, dealStages), (.pipeline, pipelines), (.amount, amounts),
            (.companyAmount, companyAmounts), (.currency, currencies), (.closeDate, closeDates),
        ]),
        .company: table([
            (.name, companyNames + ["Name", "Nom", "Nombre", "Nome", "名前", "Naam"]),
            (.domain, companyDomains), (.website, websites),
        ]),
        .contact: table([
            (.firstName, firstNames), (.lastName, lastNames + ["Nom"]), (.email, emails),
            (.companyNames, companyNames),
        ]),
    ]

    private static let dealNames = [
        "Deal Name", "Dealname", "Name des Deals", "Nom de la transaction", "Nombre del negocio",
        "Nombre del trato", "Nome do negócio", "Nome da negociação", "取引名", "Nome trattativa",
        "Nome dell'affare", "Dealnaam", "Naam deal",
    ]
    private static let dealStages = [
        "Deal Stage", "Deal-Phase", "Dealphase", "Phase de la transaction", "Étape de la transaction",
        "Etapa del negocio", "Fase del trato", "Etapa do negócio", "Etapa da negociação", "Fase do negócio",
        "取引ステージ", "取引のステージ", "Fase della trattativa", "Fase trattativa", "Dealfase",
    ]
    private static let pipelines = [
        "Pipeline", "Deal Pipeline", "Deal-Pipeline", "Pipeline de la transaction", "Pipeline de negocios",
        "Pipeline de negócios", "パイプライン",
    ]
    private static let amounts = [
        "Amount", "Deal Amount", "Betrag", "Dealbetrag", "Montant", "Importe", "Monto", "Cantidad", "Valor",
        "Quantia", "金額", "取引額", "Importo", "Bedrag",
    ]
    private static let companyAmounts = [
        "Amount in company currency", "Betrag in Unternehmenswährung", "Betrag in Firmenwährung",
        "Montant dans la devise de l'entreprise", "Importe en la moneda de la empresa",
        "Monto en la moneda de la empresa", "Valor na moeda da empresa", "会社の通貨での金額", "会社通貨での金額",
        "Importo nella valuta aziendale", "Bedrag in bedrijfsvaluta",
    ]
    private static let currencies = [
        "Currency", "Deal Currency", "Währung", "Devise", "Moneda", "Divisa", "Moeda", "通貨", "Valuta",
    ]
    private static let closeDates = [
        "Close Date", "Abschlussdatum", "Schließdatum", "Date de fermeture", "Date de clôture",
        "Fecha de cierre", "Data de fechamento", "Data de fecho", "クローズ日", "完了予定日", "Data di chiusura",
        "Sluitingsdatum",
    ]
    private static let companyNames = [
        "Company name", "Company", "Unternehmensname", "Name des Unternehmens", "Firmenname",
        "Nom de l'entreprise", "Nombre de la empresa", "Nome da empresa", "会社名", "Nome azienda",
        "Nome dell'azienda", "Bedrijfsnaam",
    ]
    private static let companyDomains = [
        "Company Domain Name", "Domain-Name des Unternehmens", "Domain des Unternehmens",
        "Unternehmensdomain", "Unternehmens-Domain-Name", "Firmendomain", "Nom de domaine de l'entreprise",
        "Nombre de dominio de la empresa", "Dominio de la empresa", "Nome de domínio da empresa",
        "Domínio da empresa", "会社のドメイン名", "会社ドメイン名", "Nome di dominio dell'azienda",
        "Domeinnaam bedrijf", "Domeinnaam van bedrijf",
    ]
    private static let websites = [
        "Website URL", "Website-URL", "URL der Website", "URL du site web", "URL de site web",
        "URL del sitio web", "URL do site", "ウェブサイトURL", "ウェブサイトのURL", "URL sito web",
        "URL del sito web",
    ]
    private static let firstNames = ["First Name", "Vorname", "Prénom", "Primeiro nome", "名", "Voornaam"]
    private static let lastNames = [
        "Last Name", "Nachname", "Nom de famille", "Apellidos", "Apellido", "Sobrenome", "Apelido", "姓",
        "Cognome", "Achternaam",
    ]
    private static let emails = [
        "Email", "E-Mail", "E-Mail-Adresse", "Email Address", "Adresse e-mail", "Adresse email",
        "Correo electrónico", "Correo", "Eメール", "メール", "メールアドレス", "Indirizzo e-mail", "E-mailadres",
    ]

    /// Columns that every object may have.
    private static let common: [(HubSpotField, [String])] = [
        (
            .createdDate,
            [
                "Create Date", "Created Date", "Created At", "Erstellungsdatum", "Erstelldatum",
                "Date de création", "Fecha de creación", "Data de criação", "作成日", "Data di creazione",
                "Aanmaakdatum",
            ]
        ),
        (
            .lastActivity,
            [
                "Last Activity Date", "Last Activity", "Datum der letzten Aktivität", "Letzte Aktivität",
                "Letztes Aktivitätsdatum", "Date de la dernière activité", "Date de dernière activité",
                "Fecha de la última actividad", "Fecha de última actividad", "Data da última atividade",
                "最終アクティビティー日", "最終アクティビティ日", "前回のアクティビティー日", "Data ultima attività",
                "Datum laatste activiteit",
            ]
        ),
        (
            .modified,
            [
                "Last Modified Date", "Object last modified date/time", "Datum der letzten Änderung",
                "Zuletzt geändert", "Date de la dernière modification", "Date de dernière modification",
                "Fecha de la última modificación", "Fecha de última modificación",
                "Data da última modificação",
                "最終更新日", "Data ultima modifica", "Laatst gewijzigd op",
            ]
        ),
        (
            .owner,
            [
                "Deal owner", "Company owner", "Contact owner", "HubSpot Owner", "Owner", "Deal-Inhaber",
                "Für Deal zuständiger Mitarbeiter", "Zuständiger Mitarbeiter für Deal",
                "Zuständiger Mitarbeiter", "Für Unternehmen zuständiger Mitarbeiter",
                "Zuständiger Mitarbeiter für Unternehmen", "Für Kontakt zuständiger Mitarbeiter",
                "Zuständiger Mitarbeiter für Kontakt", "Propriétaire de la transaction",
                "Propriétaire de l'entreprise", "Propriétaire du contact", "Propietario del negocio",
                "Propietario del trato", "Propietario de la empresa", "Propietario del contacto",
                "Proprietário do negócio", "Proprietário da empresa", "Proprietário do contato", "取引担当者",
                "取引の担当者", "会社の担当者", "会社担当者", "コンタクト担当者", "コンタクトの担当者",
                "Proprietario della trattativa", "Proprietario dell'azienda", "Proprietario del contatto",
                "Deal-eigenaar", "Eigenaar van deal",
            ]
        ),
        (
            .companyIDs,
            [
                "Associated Company IDs", "Associated Company ID", "Zugeordnete Unternehmens-IDs",
                "IDs der zugeordneten Unternehmen", "Zugehörige Unternehmens-IDs",
                "ID des entreprises associées", "ID d'entreprise associée", "ID de empresas asociadas",
                "IDs de empresas asociadas", "IDs de empresas associadas", "関連付けられた会社ID",
                "関連する会社のID", "ID aziende associate", "Gekoppelde bedrijfs-ID's",
            ]
        ),
        (
            .primaryCompanyIDs,
            [
                "Associated Company IDs (Primary)", "Primary Associated Company ID",
                "Zugeordnete Unternehmens-IDs (Primär)", "ID des primär zugeordneten Unternehmens",
                "Primäre zugeordnete Unternehmens-ID", "ID des entreprises associées (Principal)",
                "ID de l'entreprise associée principale", "ID de empresas asociadas (Principal)",
                "ID de la empresa principal asociada", "IDs de empresas associadas (Principal)",
                "ID da empresa associada principal", "関連付けられた会社ID（プライマリー）", "プライマリー会社ID",
            ]
        ),
        (
            .companyNames,
            [
                "Associated Company", "Associated Companies", "Associated Company Names",
                "Zugeordnetes Unternehmen", "Zugeordnete Unternehmen", "Namen der zugeordneten Unternehmen",
                "Entreprise associée", "Noms des entreprises associées", "Empresa asociada",
                "Nombres de empresas asociadas", "Empresa associada", "Nomes de empresas associadas",
                "関連付けられた会社", "関連付けられた会社名", "関連する会社", "Azienda associata", "Gekoppeld bedrijf",
            ]
        ),
        (
            .primaryCompanyNames,
            [
                "Associated Company (Primary)", "Associated Company Names (Primary)",
                "Zugeordnetes Unternehmen (Primär)", "Entreprise associée (Principal)",
                "Empresa asociada (Principal)", "Empresa associada (Principal)",
                "関連付けられた会社（プライマリー）",
            ]
        ),
        (
            .contactIDs,
            [
                "Associated Contact IDs", "Zugeordnete Kontakt-IDs", "IDs der zugeordneten Kontakte",
                "ID des contacts associés", "ID de contactos asociados", "IDs de contactos asociados",
                "IDs de contatos associados", "関連付けられたコンタクトID", "関連するコンタクトのID",
                "ID contatti associati", "Gekoppelde contact-ID's",
            ]
        ),
    ]

    private static func normalised(_ labels: [String]) -> Set<String> {
        Set(labels.map(HubSpotColumns.normalised))
    }

    /// Earlier entries win where a label has two meanings.
    private static func table(_ own: [(HubSpotField, [String])]) -> [String: HubSpotField] {
        var table: [String: HubSpotField] = [:]
        for (field, labels) in own + common {
            for label in labels where table[HubSpotColumns.normalised(label)] == nil {
                table[HubSpotColumns.normalised(label)] = field
            }
        }
        return table
    }
}
