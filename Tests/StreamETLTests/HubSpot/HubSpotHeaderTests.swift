import Testing

@testable import ETLFormats
@testable import ETLHubSpot
@testable import ETLMatching
@testable import ETLModel

@Suite struct `The header of a CRM export` {
    private let bench = HubSpotBench()

    @Test(arguments: [
        "Datensatz-ID,Vorname,Nachname,E-Mail,Unternehmensname,Für Kontakt zuständiger Mitarbeiter,Erstellungsdatum",
        "ID de fiche d'informations,Prénom,Nom,E-mail,Nom de l'entreprise,Propriétaire du contact,Date de création",
        "ID de registro,Nombre,Apellidos,Correo,Nombre de la empresa,Propietario del contacto,Fecha de creación",
        "ID do registro,Nome,Sobrenome,E-mail,Nome da empresa,Proprietário do contato,Data de criação",
        "ID record,Nome,Cognome,E-mail,Nome azienda,Proprietario del contatto,Data di creazione",
        "Record-ID,Voornaam,Achternaam,E-mail,Bedrijfsnaam,Contacteigenaar,Aanmaakdatum",
        "Post-ID,Förnamn,Efternamn,E-post,Företagsnamn,Kontaktägare,Skapat datum",
        "Identyfikator rekordu,Imię,Nazwisko,E-mail,Nazwa firmy,Właściciel kontaktu,Data utworzenia",
        "レコードID,名,姓,Eメール,会社名,コンタクト担当者,作成日",
        "hs_object_id,firstname,lastname,email,company,hubspot_owner_id,createdate",
        "id,properties.firstname,properties.lastname,properties.email,properties.company,properties.hubspot_owner_id,properties.createdate",
    ])
    func `tells a contact's columns in every language`(header: String) async throws {
        let record = try #require(
            try await bench.records(header + "\n801,Ana,Amostra,ana@acme.example,Acme,Nora,2024-06-28\n")
                .first)
        #expect(record.object == .contact && record.id == "801")
        #expect(record.fields[.firstName] == "Ana")
        #expect(record.fields[.lastName] == "Amostra")
        #expect(record.fields[.email] == "ana@acme.example")
        #expect(record.fields[.companyNames] == "Acme")
        #expect(record.fields[.owner] ?? record.fields[.ownerID] == "Nora")
        #expect(record.fields[.createdDate] == "2024-06-28")
    }

    @Test(arguments: [
        "Datensatz-ID,Dealname,Deal-Phase,Pipeline,Betrag,Abschlussdatum,Deal-Inhaber,Zugeordnete Unternehmens-IDs",
        "ID de l'enregistrement,Nom de la transaction,Phase de la transaction,Pipeline,Montant,Date de fermeture,Propriétaire de la transaction,ID des entreprises associées",
        "ID de registro,Nombre del negocio,Etapa del negocio,Pipeline,Importe,Fecha de cierre,Propietario del negocio,ID de empresas asociadas",
        "ID do registro,Nome do negócio,Etapa do negócio,Pipeline,Valor,Data de fechamento,Proprietário do negócio,IDs de empresas associadas",
        "ID record,Nome trattativa,Fase trattativa,Pipeline,Importo,Data di chiusura,Proprietario della trattativa,ID aziende associate",
        "Record-ID,Dealnaam,Dealfase,Pipeline,Bedrag,Sluitingsdatum,Deal-eigenaar,Gekoppelde bedrijfs-ID's",
        "Post-ID,Affärsnamn,Affärsfas,Pipeline,Belopp,Stängningsdatum,Affärsägare,Associerade företags-IDn",
        "Identyfikator rekordu,Nazwa transakcji,Etap transakcji,Lejek,Kwota,Data zamknięcia,Właściciel transakcji,Identyfikatory powiązanych firm",
        "Record-id,Aftalenavn,Aftalefase,Pipeline,Beløb,Lukkedato,Aftaleejer,Tilknyttede virksomheds-id'er",
        "レコードID,取引名,取引ステージ,パイプライン,金額,クローズ日,取引担当者,関連付けられた会社ID",
    ])
    func `tells a deal's columns in every language`(header: String) async throws {
        let record = try #require(
            try await bench.records(header + "\n9001,Pilot,Won,Sales,100,2024-06-28,Nora,701;702\n").first)
        #expect(record.object == .deal && record.id == "9001")
        let shown: [HubSpotField] = [.name, .stage, .pipeline, .amount, .closeDate, .owner, .companyIDs]
        #expect(
            shown.map { record.fields[$0] } == [
                "Pilot", "Won", "Sales", "100", "2024-06-28", "Nora", "701;702",
            ])
    }

    @Test(arguments: [
        "Datensatz-ID,Unternehmensname,Unternehmensdomain,URL der Website",
        "ID de l'enregistrement,Nom de l'entreprise,Nom de domaine de l'entreprise,URL du site web",
        "ID de registro,Nombre de la empresa,Nombre de dominio de la empresa,URL del sitio web",
        "ID do registro,Nome da empresa,Domínio da empresa,URL do site",
        "ID record,Nome azienda,Dominio azienda,URL sito web",
        "Record-ID,Bedrijfsnaam,Bedrijfsdomein,Website-URL",
        "Post-ID,Företagsnamn,Företagets domännamn,Webbplats-URL",
        "ID rekordu,Nazwa firmy,Nazwa domeny firmy,Adres URL witryny", "レコードID,会社名,会社のドメイン名,ウェブサイトURL",
        "hs_object_id,name,domain,website",
        "Record ID,Company name,Company Domain Name,Website URL,Email,Deal Stage",
    ])
    func `tells a company's columns in every language`(header: String) async throws {
        let row =
            "701,Acme,acme.example,https://acme.example"
            + (header.contains("Email") ? ",office@acme.example,x" : "")
        let record = try #require(try await bench.records(header + "\n" + row + "\n").first)
        #expect(record.object == .company && record.id == "701")
        #expect(record.fields[.name] == "Acme" && record.fields[.domain] == "acme.example")
    }

    @Test func `may be of internal names, whose ids the pages of pipelines and owners name`() async throws {
        let header = "hs_object_id,dealname,dealstage,pipeline,hubspot_owner_id,custom_note\n"
        let record = try #require(try await bench.records(header + "1,Acme,112,default,55,x\n").first)
        #expect(record.fields[.stageID] == "112" && record.fields[.pipelineID] == "default")
        #expect(record.fields[.ownerID] == "55")
    }

    @Test(arguments: [
        "All deals of May,,,\nRecord ID,Deal Name,Amount,Close Date\n",
        "All deals of May\n\nas of today\nRecord ID;Deal Name;Amount;Close Date\n",
        "\u{FEFF}Deals\r\n\r\nRecord ID\tDeal Name\tAmount\tClose Date\r\n",
        "Deals;;;\rRecord ID;Deal Name;Amount;Close Date\r",
    ])
    func `may stand below a title`(start: String) async throws {
        let delimiter = start.contains(";") ? ";" : start.contains("\t") ? "\t" : ","
        let rows =
            ["1", "Acme", "7", "2024-06-28"].joined(separator: delimiter) + "\n"
            + ["", "Nobody's", "", ""].joined(separator: delimiter) + "\n"
        let text = Array((start + rows).utf8)
        let probe = FileProbe(path: RelativePath("deals.csv"), head: text, byteCount: text.count)
        #expect(bench.csv.claims(probe))
        let contributions = try await bench.read(text)
        #expect(contributions.map(\.unit) == ["1"])
        let lines = start.replacing("\r\n", with: "\n").count { $0 == "\n" || $0 == "\r" }
        #expect(contributions.flatMap(\.warnings).compactMap(\.position?.line) == [lines + 2])
    }

    @Test func `is not looked for below twenty lines`() {
        let text = Array((String(repeating: "x\n", count: 20) + "Record ID,Deal Name\n").utf8)
        let probe = FileProbe(path: RelativePath("deals.csv"), head: text, byteCount: text.count)
        #expect(!bench.csv.claims(probe))
    }

    @Test(arguments: [
        ("Associated Company IDs,Associated Company IDs", "701,702", "701;702", nil as String?),
        ("Associated Company IDs (Partner),Associated Company IDs (Payer)", "701,702;701", "701;702", nil),
        ("Associated Company IDs,Associated Company IDs (Primary)", "701;702,702", "701;702", "702"),
        (
            "Zugeordnete Unternehmens-IDs,Zugeordnete Unternehmens-IDs (Primär)", "701;702,702", "701;702",
            "702"
        ),
        ("関連付けられた会社ID,関連付けられた会社ID（プライマリー）", "701;702,702", "701;702", "702"),
    ])
    func `may have several columns of associations`(
        header: String, cells: String, ids: String, primary: String?
    ) async throws {
        let record = try #require(
            try await bench.records("Record ID,Deal Name,\(header)\n1,Pilot,\(cells)\n").first)
        #expect(record.fields[.companyIDs] == ids)
        #expect(record.fields[.primaryCompanyIDs] == primary)
    }

    @Test func `tells associated companies from the one that somebody typed`() async throws {
        let header = "Record ID - Contact,First Name,Company name,Associated Company,Associated Company IDs\n"
        let contributions = try await bench.read(header + "1,Ann,Typed,Acme;Borealis,7;8\n2,Bo,Typed,,\n")
        let records = try contributions.map {
            try HubSpotRecord(kind: $0.kind, id: $0.unit, heading: $0.heading)
        }
        #expect(records.map { $0.fields[.companyNames] } == ["Acme;Borealis", "Typed"])
        #expect(String(decoding: contributions[0].payload, as: UTF8.self) == #"{"Company name":"Typed"}"#)
    }

    @Test(arguments: [",,\n", "  , ,\n", ",,,,,\n", "\"\",\"\",\"\"\n"])
    func `has no rows in lines of separators alone`(blank: String) async throws {
        let text =
            "Record ID,Deal Name,Amount\n1,Acme,7\n" + String(repeating: blank, count: 30) + "2,Borealis,8\n"
        let contributions = try await bench.read(text)
        #expect(contributions.map(\.unit) == ["1", "2"])
        #expect(contributions.flatMap(\.warnings).isEmpty)
    }
}
