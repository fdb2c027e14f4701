import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The unified JSON` {
    private static let july = 1_719_907_200  // 2024-07-02T08:00:00Z, a Tuesday
    private static let day = 86_400

    // MARK: Metadata

    @Test func `says by which settings it was made`() async throws {
        let metadata = try await AnswerPlace([:]).answers()["metadata"]
        #expect(metadata["schema_version"].text == "1.1.0")
        #expect(metadata["as_of"].text == "2024-07-20T00:00:00Z")
        #expect(metadata["timezone"].text == "Europe/Berlin")
        #expect(metadata["internal_domains"].texts == ["halden.example"])
        #expect(metadata["drops"].list.map { $0["name"].text } == ["sample"])
        #expect(metadata["drops"].list.allSatisfy { $0["source"].isNull })
    }

    @Test func `says that the clock counts, and which source has a zone of its own`() async throws {
        let place = try Workplace(sample: false)
        try
            "drops: [sample]\ntimezone:\n  default: '+02:00'\n  hubspot: America/New_York\noutput_file: u.json\n"
            .write(toFile: place.path + "/etl-watch.yaml", atomically: true, encoding: .utf8)
        _ = try await EtlWatchProcess.run(["backfill"], in: place.path)
        let metadata = try Answer(contentsOf: place.path + "/u.json")["metadata"]
        #expect(metadata.keys.contains("as_of") && metadata["as_of"].isNull)
        #expect(metadata["timezone"].text == "+02:00")
        #expect(metadata["timezones", "hubspot"].text == "America/New_York")
    }

    @Test func `is written again when only a setting that it shows has changed`() async throws {
        let place = try AnswerPlace(
            [
                "telegram/ChatExport_2024-07-10/result.json": AnswerPlace.telegram(
                    "Acme <> Halden", [(Self.july, "Uma Untold", "Hello")])
            ], options: [])
        let before = try await place.answers()["companies", "Acme", "people"].list
        #expect(before.first?["side"].text == "unknown")
        try "internal_people: [Uma Untold]\n".write(
            toFile: place.place.path + "/etl-watch.yaml", atomically: true, encoding: .utf8)
        let person = try #require(try await place.answers()["companies", "Acme", "people"].list.first)
        #expect(person["side"].text == "ours")
        #expect(person["side_reason"].text == "internal_people")
    }

    // MARK: A company at a glance

    @Test func `tells the last contact of each source apart from dates of the CRM`() async throws {
        let place = try AnswerPlace([
            "telegram/ChatExport_2024-07-10/result.json": AnswerPlace.telegram(
                "Acme <> Halden", [(Self.july, "Abel Acme", "Hi"), (Self.july + 60, "Nora Halden", "Yes")]),
            AnswerPlace.workspace + "users.json": AnswerPlace.slackUsers,
            AnswerPlace.workspace + "channels.json": AnswerPlace.slackChannels,
            AnswerPlace.workspace + "ext-acme/2024-07-03.json": """
            [{"type":"message","user":"U1","text":"Morning","ts":"\(Self.july + Self.day).000200"},
             {"type":"message","subtype":"channel_join","user":"U4","text":"joined","ts":"\(Self.july + 2 * Self.day).000100"},
             {"type":"message","subtype":"bot_message","bot_id":"B1","text":"build ok","ts":"\(Self.july + 3 * Self.day).000100"}]
            """,
            "calendar/a.ics": AnswerPlace.calendar([
                ("past", "20240701T090000Z", ["abel@acme.example"]),
                ("soon", "20240801T090000Z", ["abel@acme.example"]),
                ("later", "20240901T090000Z", ["abel@acme.example"]),
            ]),
            "hubspot/hubspot-crm-exports-all-companies-2024-07-19.csv": """
            Record ID,Company name,Company Domain Name,Create Date,Last Activity Date
            71,Acme,acme.example,2024-01-10 09:00,2024-07-18 09:00

            """,
        ])
        let summary = try await place.answers()["companies", "Acme", "summary"]
        #expect(summary["last_contact"].text == "2024-07-03T08:00:00Z")
        #expect(summary["first_contact"].text == "2024-07-01T09:00:00Z")
        let bySource = summary["last_contact_by_source"]
        #expect(bySource["slack"].text == "2024-07-03T08:00:00Z")
        #expect(bySource["telegram"].text == "2024-07-02T08:01:00Z")
        #expect(bySource["calendar"].text == "2024-07-01T09:00:00Z")
        #expect(summary["last_message", "author"].text == "Nora Halden")
        #expect(summary["last_message", "side"].text == "ours")
        #expect(summary["last_message", "message_id"].text == "\(Self.july + Self.day).000200")
        #expect(summary["last_message", "item_key"].text == "C1")
        #expect(summary["next_meeting", "start"].text == "2024-08-01T09:00:00Z")
        #expect(summary["next_meeting", "title"].text == "Talk soon")
        #expect(summary["last_activity"].text == summary["crm_last_activity"].text)
        #expect(summary["last_activity_of", "section"].text == "hubspot_companies")
        #expect(summary["last_activity_of", "item_key"].text == "71")
    }

    @Test func `tells of a company without anything that there is nothing`() async throws {
        let summary = try await AnswerPlace([:]).answers()["companies", "Quandrel", "summary"]
        for key in ["last_contact", "last_message", "next_meeting", "last_activity_of", "crm_last_activity"] {
            #expect(summary.keys.contains(key) && summary[key].isNull, "\(key)")
        }
        #expect(summary["open_deals", "count"].count == 0)
    }

    @Test func `counts messages and meetings by week from Monday to Sunday`() async throws {
        let sunday = 1_719_791_999 + 0  // 2024-06-30T23:59:59Z
        let place = try AnswerPlace([
            "telegram/ChatExport_2024-07-10/result.json": AnswerPlace.telegram(
                "Acme <> Halden",
                [
                    (sunday, "Abel Acme", "a"), (sunday + 1, "Abel Acme", "b"),
                    (sunday + 2, "Nora Halden", "c"), (sunday + 1 + 7 * Self.day, "Abel Acme", "d"),
                ]),
            "calendar/a.ics": AnswerPlace.calendar([("m", "20240703T090000Z", ["abel@acme.example"])]),
        ])
        let weeks = try await place.answers()["companies", "Acme", "activity"].list
        #expect(weeks.map { $0["week"].text } == ["2024-06-24", "2024-07-01", "2024-07-08"])
        #expect(weeks.map { $0["messages"].count } == [1, 2, 1])
        #expect(weeks.map { $0["meetings"].count } == [0, 1, 0])
    }

    @Test func `counts a message that two exports have once`() async throws {
        let chat = [(Self.july, "Abel Acme", "a"), (Self.july + 60, "Nora Halden", "b")]
        let more = chat + [(Self.july + 8 * Self.day, "Abel Acme", "c")]
        let place = try AnswerPlace([
            "telegram/ChatExport_2024-07-03/result.json": AnswerPlace.telegram("Acme <> Halden", chat),
            "telegram/ChatExport_2024-07-12/result.json": AnswerPlace.telegram("Acme <> Halden", more),
            AnswerPlace.workspace + "channels.json": AnswerPlace.slackChannels,
            AnswerPlace.workspace + "ext-acme/2024-07-02.json": AnswerPlace.slack([
                (Self.july, "U1", "x"), (Self.july + 5, "U1", "y"),
            ]),
            "slack/second/channels.json": AnswerPlace.slackChannels,
            "slack/second/ext-acme/2024-07-02.json": AnswerPlace.slack([
                (Self.july + 5, "U1", "y"), (Self.july + 9, "U1", "z"),
            ]),
        ])
        let company = try await place.answers()["companies", "Acme"]
        #expect(company["activity"].list.map { $0["messages"].count } == [5, 1])
        #expect(company["people"].first("name", "Abel Acme")["message_count"].count == 2)
        #expect(company["people"].list.first { $0["ids"].texts == ["slack:U1"] }?["message_count"].count == 3)
    }

    // MARK: People

    @Test func `makes one person of what an address or an id shows to be one`() async throws {
        let place = try AnswerPlace([
            AnswerPlace.workspace + "users.json": AnswerPlace.slackUsers,
            AnswerPlace.workspace + "channels.json": AnswerPlace.slackChannels,
            AnswerPlace.workspace + "ext-acme/2024-07-02.json": AnswerPlace.slack([
                (Self.july, "U4", "hi"), (Self.july + 1, "U4", "there"),
            ]),
            "calendar/a.ics": AnswerPlace.calendar([("m", "20240705T090000Z", ["abel@acme.example"])]),
            "hubspot/hubspot-crm-exports-all-companies-2024-07-19.csv": AnswerPlace.crmCompanies,
            "hubspot/hubspot-crm-exports-all-contacts-2024-07-19.csv": """
            Record ID,First Name,Last Name,Email,Associated Company IDs
            81,Abel,Acme,abel@ACME.example,71
            82,Vera,Vale,,71

            """,
            "telegram/ChatExport_2024-07-10/result.json": AnswerPlace.telegram(
                "Acme <> Halden", [(Self.july, "Abel Acme", "a"), (Self.july, "Vera Vale", "b")]),
        ])
        let people = try await place.answers()["companies", "Acme", "people"]
        let abel = people.list.filter { $0["name"].text == "Abel Acme" }
        #expect(abel.map { $0["sources"].texts } == [["slack", "calendar", "hubspot"], ["telegram"]])
        guard abel.count == 2 else { return }
        #expect(abel[0]["addresses"].texts == ["abel@acme.example"])
        #expect(abel[0]["ids"].texts == ["hubspot:81", "slack:U4"])
        #expect(abel[0]["message_counts", "slack"].count == 2)
        #expect(abel[0]["meeting_count"].count == 1)
        #expect(abel[0]["last_contact"].text == "2024-07-05T09:00:00Z")
        #expect(abel[1]["side_reason"].text == "name_of_theirs")
        let vera = people.list.filter { $0["name"].text == "Vera Vale" }
        #expect(vera.map { $0["side_reason"].text } == ["hubspot_contact", "name_of_theirs"])
    }

    @Test func `says on whose side everybody is, and why`() async throws {
        let place = try AnswerPlace([
            AnswerPlace.workspace + "users.json": AnswerPlace.slackUsers,
            AnswerPlace.workspace + "channels.json": AnswerPlace.slackChannels,
            AnswerPlace.workspace + "ext-acme/2024-07-02.json": AnswerPlace.slack(
                ["U1", "U2", "U3", "U4", "U5", "U9"].enumerated().map { (Self.july + $0, $1, "hi") }),
            "calendar/a.ics": AnswerPlace.calendar([
                ("m", "20240705T090000Z", ["x@elsewhere.example", "abel@acme.example"])
            ]),
            "hubspot/hubspot-crm-exports-all-deals-2024-07-19.csv": AnswerPlace.dealHeader
                + "91,Quandrel pilot,Contract Sent,1,EUR,Otto Owner,,\n",
            "telegram/ChatExport_2024-07-10/result.json": AnswerPlace.telegram(
                "Acme <> Halden", [(Self.july, "Otto Owner", "a"), (Self.july, "Zed", "b")]),
        ])
        let people = try await place.answers()["companies", "Acme", "people"]
        func side(_ name: String) -> [String?] {
            let person = people.first("name", name)
            return [person["side"].text, person["side_reason"].text]
        }
        #expect(side("Nora Halden") == ["ours", "internal_domain"])
        #expect(side("Ines Marrow") == ["ours", "workspace_member"])
        #expect(side("Gus Guest") == ["unknown", "workspace_guest"])
        #expect(side("Abel Acme") == ["theirs", "company_domain"])
        #expect(side("Olga Other") == ["unknown", "other_workspace"])
        #expect(side("Otto Owner") == ["ours", "owner_name"])
        #expect(side("Zed") == ["unknown", "no_address"])
        let stranger = people.list.first { $0["addresses"].texts == ["x@elsewhere.example"] }
        #expect(stranger?["side_reason"].text == "other_domain")
        #expect(stranger?["name"].isNull ?? false)
        let unlisted = people.list.first { $0["ids"].texts == ["slack:U9"] }
        #expect(unlisted?["side_reason"].text == "no_address")
    }

    @Test func `puts nobody on a side by a name that both sides have`() async throws {
        let place = try AnswerPlace([
            "calendar/a.ics": """
            BEGIN:VCALENDAR\r
            VERSION:2.0\r
            BEGIN:VEVENT\r
            UID:m\r
            DTSTART:20240705T090000Z\r
            DTEND:20240705T100000Z\r
            SUMMARY:Talk\r
            ATTENDEE;CN=Kim Doe:mailto:kim@acme.example\r
            ATTENDEE;CN=Kim Doe:mailto:kim@halden.example\r
            END:VEVENT\r
            END:VCALENDAR\r

            """,
            "telegram/ChatExport_2024-07-10/result.json": AnswerPlace.telegram(
                "Acme <> Halden", [(Self.july, "Kim Doe", "a")]),
        ])
        let people = try await place.answers()["companies", "Acme", "people"].list
        #expect(
            people.map { $0["side"].text }.sorted { ($0 ?? "") < ($1 ?? "") } == [
                "ours", "theirs", "unknown",
            ])
    }

    // MARK: Deals

    @Test(arguments: [
        ("Closed Won", false, true), ("closedlost", false, false),
        ("Abgeschlossen und gewonnen", false, true),
        ("Cierre perdido", false, false), ("失注", false, false), ("Contract Sent", true, false),
        ("Waiting for legal", true, false),
    ])
    func `tells by its stage whether a deal is open`(stage: String, isOpen: Bool, isWon: Bool) async throws {
        let place = try AnswerPlace([
            "hubspot/hubspot-crm-exports-all-companies-2024-07-19.csv": AnswerPlace.crmCompanies,
            "hubspot/hubspot-crm-exports-all-deals-2024-07-19.csv": AnswerPlace.dealHeader
                + "91,Pilot,\(stage),10,EUR,Nora Halden,71,Acme\n",
        ])
        let deal = try await place.answers()["companies", "Acme", "hubspot_deals"].list[0]
        #expect(deal["is_open"].flag == isOpen)
        #expect(deal["is_won"].flag == isWon)
        #expect(deal["owner_label"].text == "Nora Halden")
    }

    @Test func `believes the record and the pipelines before the name of a stage`() async throws {
        let place = try AnswerPlace([
            "hubspot/hubspot-crm-exports-all-companies-2024-07-19.csv": AnswerPlace.crmCompanies,
            "hubspot/deals.json": """
            {"results":[
             {"id":"1","properties":{"dealname":"Acme one","dealstage":"901","amount":"5","hubspot_owner_id":"55","hs_lastmodifieddate":"2024-07-01T00:00:00Z"},"updatedAt":"2024-07-01T00:00:00Z","associations":{"companies":{"results":[{"id":"71","type":"deal_to_company"}]}}},
             {"id":"2","properties":{"dealname":"Acme two","dealstage":"902","amount":"5","hs_lastmodifieddate":"2024-07-01T00:00:00Z"},"updatedAt":"2024-07-01T00:00:00Z","associations":{"companies":{"results":[{"id":"71","type":"deal_to_company"}]}}},
             {"id":"3","properties":{"dealname":"Acme three","dealstage":"903","amount":"5","hs_is_closed_won":"true","hs_is_closed":"true","hs_lastmodifieddate":"2024-07-01T00:00:00Z"},"updatedAt":"2024-07-01T00:00:00Z","associations":{"companies":{"results":[{"id":"71","type":"deal_to_company"}]}}}]}
            """,
            "hubspot/pipelines.json": """
            {"results":[{"id":"p","label":"Own","stages":[
             {"id":"901","label":"Live","metadata":{"isClosed":"true","probability":"1.0"}}]}]}
            """,
            "hubspot/owners.json": """
            {"results":[{"id":"55","email":"otto@private.example","firstName":"Otto","lastName":"Owner"}]}
            """,
        ])
        let deals = try await place.answers()["companies", "Acme", "hubspot_deals"]
        let one = deals.first("record_id", "1")
        #expect(one["is_won"].flag == true)
        #expect(one["state_basis"].text == "pipeline")
        #expect(one["stage_label"].text == "Live")
        #expect(one["owner_label"].text == "Otto Owner")
        let two = deals.first("record_id", "2")
        #expect(two["is_open"].isNull && two["is_won"].isNull && two["stage_label"].isNull)
        #expect(deals.first("record_id", "3")["state_basis"].text == "record")
    }

    @Test func `marks a deal of several companies, so that sums are right`() async throws {
        let place = try AnswerPlace([
            "hubspot/hubspot-crm-exports-all-companies-2024-07-19.csv": AnswerPlace.crmCompanies,
            "hubspot/hubspot-crm-exports-all-deals-2024-07-19.csv": AnswerPlace.dealHeader
                + "91,Joint,Contract Sent,0.1,EUR,Nora Halden,72;71,Quandrel;Acme\n"
                + "92,Own,Contract Sent,0.2,EUR,Nora Halden,71,Acme\n"
                + "93,Dollars,Contract Sent,7,USD,Nora Halden,71,Acme\n"
                + "94,Lost,Closed Lost,900,USD,Nora Halden,71,Acme\n",
        ])
        let companies = try await place.answers()["companies"]
        let joint = companies["Acme", "hubspot_deals"].first("record_id", "91")
        #expect(joint["companies"].texts.sorted() == ["Acme", "Quandrel"])
        #expect(joint["companies"].texts == companies["Quandrel", "hubspot_deals"].list[0]["companies"].texts)
        let open = companies["Acme", "summary", "open_deals"]
        #expect(open["count"].count == 3)
        #expect(open["values"].list.map { $0["currency"].text } == ["EUR", "USD"])
        #expect(open["values"].list.map { $0["value"].number } == [0.3, 7])
    }

    // MARK: Items

    @Test func `has the key that match takes, and title and time alike for all sources`() async throws {
        let place = try Workplace()
        _ = try await EtlWatchProcess.run(place.arguments("backfill", state: "state"), in: place.path)
        let companies = try Answer(contentsOf: place.path + "/state/unified.json")["companies"]
        var sections: Set<String> = []
        for company in companies.keys {
            for section in companies[company].keys {
                for item in companies[company, section].list where item.keys.contains("match_rule") {
                    sections.insert(section)
                    #expect(item["item_key"].text != nil && item.keys.isSuperset(of: ["title", "time"]))
                    #expect(item["time"].isNull || item["time"].text?.hasSuffix("Z") ?? false)
                }
            }
        }
        #expect(sections.count == 6)
        let channel = companies["Acme", "slack_channels"].list[0]
        #expect(channel["title"].text == "ext-acme")
        let key = channel["item_key"].text ?? ""
        let decided = try await EtlWatchProcess.run(
            place.arguments("match", state: "state") + [key, "Borealis"], in: place.path)
        #expect(decided.status == 0, "\(decided.errors)")
    }

    @Test func `describes what nobody has: how much, when, who, and whom it names`() async throws {
        let crowd = (1...9).map { (Self.july + $0, "Person \($0)", "Nothing") }
        let place = try AnswerPlace([
            "telegram/ChatExport_2024-07-10/result.json": AnswerPlace.telegram(
                "Weekend",
                [
                    (Self.july, "Rosa", "Has Quandrel called?"), (Self.july + 60, "Tom", "Quandrel did."),
                    (Self.july + 90, "Tom", "And Acme too."),
                ]),
            "telegram/ChatExport_2024-07-11/result.json": AnswerPlace.telegram("A large crowd", crowd),
        ])
        let items = try await place.answers()["unmatched", "telegram_chats", "items"]
        let weekend = items.first("title", "Weekend")
        #expect(weekend["message_count"].count == 3)
        #expect(weekend["first_activity"].text == "2024-07-02T08:00:00Z")
        #expect(weekend["last_activity"].text == "2024-07-02T08:01:30Z")
        #expect(weekend["participants"].texts == ["Rosa", "Tom"])
        #expect(weekend["mentions"].list.map { $0["company"].text } == ["Quandrel", "Acme"])
        #expect(weekend["mentions"].list.map { $0["message_count"].count } == [2, 1])
        let large = items.first("title", "A large crowd")
        #expect(large["participant_count"].count == 9)
        #expect(large["participants"].list.isEmpty)
    }

    @Test func `is after each change what a clean backfill makes`() async throws {
        let folder = "telegram/ChatExport_2024-07-"
        let place = try AnswerPlace(
            Dictionary(
                uniqueKeysWithValues: (1...40).map { number in
                    (
                        folder + "\(10 + number % 10)/c\(number)/result.json",
                        AnswerPlace.telegram("Chat \(number)", [(Self.july + number, "Ann \(number)", "a")])
                    )
                }), options: [])
        var arguments = place.place.arguments("run", state: "live")
        arguments += ["--quiet"]
        let daemon = try EtlWatchProcess(arguments, in: place.place.path)
        defer { daemon.send(SIGKILL) }
        let live = place.place.path + "/live/unified.json"
        try await eventually { FileManager.default.fileExists(atPath: live) }
        for round in 1...4 {
            let number = round * 9
            try place.write(
                AnswerPlace.telegram(
                    round == 3 ? "Acme <> Halden" : "Chat \(number)",
                    [(Self.july + number, "Ann \(number)", "a"), (Self.july + round * 86_400, "Bo", "Acme?")]),
                to: folder + "\(10 + number % 10)/c\(number)/result.json")
            try await eventually {
                let clean = try await place.place.cleanBackfill()
                return try place.place.snapshot("live") == clean
            }
        }
    }
}
