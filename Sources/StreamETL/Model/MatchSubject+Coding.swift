extension MatchSubject {
    /// The compact form in which the store keeps subjects.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 128)
        writer.write(source.rawValue)
        writer.write(section)
        writer.write(key)
        for list in [names, emails, domains, people, crmCompanyIDs, crmContactIDs] { writer.write(list) }
        writer.write(crmRecordID)
        // Most items have none.
        if !crmCompanyNames.isEmpty { writer.write(crmCompanyNames) }
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(ByteReader.Corruption) {
        var reader = ByteReader(bytes)
        self.init(
            source: Source(rawValue: try reader.readString()), section: try reader.readString(),
            key: try reader.readString(), names: try reader.readStrings(), emails: try reader.readStrings(),
            domains: try reader.readStrings(), people: try reader.readStrings(),
            crmCompanyIDs: try reader.readStrings(), crmContactIDs: try reader.readStrings(),
            crmRecordID: try reader.readOptionalString())
        if !reader.isAtEnd { crmCompanyNames = try reader.readStrings() }
    }
}

extension MatchDecision {
    /// The compact form in which the store keeps decisions.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 128)
        for list in [matches, candidates] {
            writer.write(list) { writer, match in
                writer.write(match.company)
                writer.write(match.rule.rawValue)
                writer.write(Int64((match.confidence * 10_000).rounded()))
                writer.write(match.evidence) { writer, evidence in
                    for text in [evidence.kind, evidence.found, evidence.expected, evidence.origin] {
                        writer.write(text)
                    }
                }
            }
        }
        // Most items have none.
        if !mentions.isEmpty {
            writer.write(mentions) { writer, mention in
                writer.write(mention.company)
                writer.write(mention.messageCount)
            }
        }
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(ByteReader.Corruption) {
        var reader = ByteReader(bytes)
        self.init(
            matches: try Self.readMatches(&reader), candidates: try Self.readMatches(&reader))
        guard !reader.isAtEnd else { return }
        mentions = try reader.readArray { reader throws(ByteReader.Corruption) in
            CompanyMention(company: try reader.readString(), messageCount: try reader.readInt())
        }
    }

    private static func readMatches(
        _ reader: inout ByteReader
    ) throws(ByteReader.Corruption) -> [CompanyMatch] {
        try reader.readArray { reader throws(ByteReader.Corruption) in
            CompanyMatch(
                company: try reader.readString(), rule: MatchRule(rawValue: try reader.readString()),
                confidence: Double(try reader.readInt64()) / 10_000,
                evidence: try reader.readArray { reader throws(ByteReader.Corruption) in
                    MatchEvidence(
                        kind: try reader.readString(), found: try reader.readString(),
                        expected: try reader.readString(), origin: try reader.readString())
                })
        }
    }
}
