import ETLModel

/// What messages themselves say of their author.
struct SlackSpeaker: Hashable, Sendable {
    var user: String?
    /// What the message itself calls its author: `user_profile`, or a bot's `username`.
    var ownName: String?
    var ownEmail: String?
    var botID: String?
    /// Whether what kind of message it is tells that an app wrote it.
    var writesAsBot: Bool

    init(of message: SlackMessage) {
        user = message.user
        ownName = message.ownName
        ownEmail = message.ownEmail
        botID = message.botID
        writesAsBot =
            switch message.subtype {
            case "bot_message", "slackbot_response": true
            case "bot_add", "bot_remove": message.user == nil
            default: false
            }
    }

    /// Whether an app wrote. Apps write as users of their own too, which the lists tell from people.
    ///
    /// - Parameter listed: The author, if a list has one.
    func isBot(_ listed: SlackUser?) -> Bool {
        if writesAsBot { return true }
        return listed?.isBot ?? (botID != nil || user == SlackUser.slackbotID)
    }

    func encode(into writer: inout ByteWriter) {
        for text in [user, ownName, ownEmail, botID] { writer.write(text) }
        writer.write(writesAsBot)
    }

    init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        user = try reader.readOptionalString()
        ownName = try reader.readOptionalString()
        ownEmail = try reader.readOptionalString()
        botID = try reader.readOptionalString()
        writesAsBot = try reader.readBool()
    }
}
