import ETLModel

/// The people who write in a conversation. Who wrote under several names is one by the user's id.
enum SlackParticipants {
    static func of(_ speakers: [SlackSpeaker: MessageShare], names: SlackNames) -> [Participant] {
        var participants: [Identity: Participant] = [:]
        for (speaker, share) in speakers {
            let user = speaker.user.flatMap { names.user($0) }
            if speaker.isBot(user) { continue }
            // Where nothing names a user, what is shown of them is their id.
            let shown = names.name(of: speaker)
            let name = shown == speaker.user || shown == speaker.botID ? nil : shown
            let identity = Identity(user: speaker.user, name: speaker.user == nil ? name : nil)
            var own = Participant(
                role: .author, name: name, address: user?.email ?? speaker.ownEmail, id: speaker.user)
            own.membership = speaker.user.map { names.membership(ofUser: $0) } ?? .untold
            own.share = share
            if let known = participants[identity] { own.unite(with: known) }
            participants[identity] = own
        }
        return participants.values.map { own in
            var own = own
            own.lastMessageID = own.share.last.map(SlackTimestamp.text)
            own.share = own.share.inSeconds
            return own
        }.sorted { Self.order($0) < Self.order($1) }
    }

    private struct Identity: Hashable {
        let user: String?
        let name: String?
    }

    private static func order(_ participant: Participant) -> (String, String) {
        (participant.name ?? "", participant.id ?? "")
    }
}

extension Participant {
    /// The order of the two makes no difference.
    fileprivate mutating func unite(with other: Participant) {
        share.add(other.share)
        name = [name, other.name].compactMap(\.self).min()
        address = [address, other.address].compactMap(\.self).min()
    }
}
