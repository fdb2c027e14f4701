import ETLModel

/// Who and what is meant by an id: the lists of all exports, newest first, then what messages say of
/// their authors, which for people of other organisations is all there is.
struct SlackNames {
    private let directories: [SlackDirectory]
    private let profileNames: [String: String]

    /// - Parameter profileNames: What messages call their authors, by the users' ids.
    init(_ directories: [SlackDirectory], profileNames: [String: String]) {
        self.directories = directories
        self.profileNames = profileNames
    }

    func user(_ id: String) -> SlackUser? {
        for directory in directories {
            if let user = directory.users[id] { return user }
        }
        return nil
    }

    /// What the newest list with the user tells of their place in the workspace.
    func membership(ofUser id: String) -> Participant.Membership {
        for directory in directories {
            if let user = directory.users[id] { return directory.membership(of: user) }
        }
        return .untold
    }

    func name(ofUser id: String) -> String? {
        user(id)?.name ?? profileNames[id] ?? (id == SlackUser.slackbotID ? SlackUser.slackbotName : nil)
    }

    func name(ofChannel id: String) -> String? {
        for directory in directories {
            if let name = directory.channels[id]?.name { return name }
        }
        return nil
    }

    func name(of speaker: SlackSpeaker) -> String? {
        speaker.user.flatMap { user($0)?.name } ?? speaker.ownName
            ?? speaker.user.map { name(ofUser: $0) ?? $0 } ?? speaker.botID
    }
}
