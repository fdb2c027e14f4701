import Foundation
import GRDB

extension ServeState {
    /// A token, without its secret.
    package struct Token: Hashable, Sendable {
        package let id: String
        package let name: String
        package let scope: Scope
        package let created: Int64
        package let expires: Int64?
        package let revoked: Int64?
    }

    /// Makes a token. Its text is given out here and never again.
    package func createToken(
        named name: String, scope: Scope, expires: Int64?, by who: String, at now: Int64
    ) throws -> String {
        let credential = Credential(.token)
        try database.write { db in
            try Self.insert(credential, name, scope, expires: expires, at: now, db)
            try Self.note("token.create", credential.id, by: who, at: now, db)
        }
        return credential.text
    }

    /// The tokens in the order in which they were made.
    package func tokens() throws -> [Token] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM credentials WHERE kind = 'token' ORDER BY created, id"
            ).map { row in
                Token(
                    id: row["id"], name: row["name"], scope: Scope(rawValue: row["scope"]) ?? .read,
                    created: row["created"], expires: row["expires"], revoked: row["revoked"])
            }
        }
    }

    /// Ends a token at once.
    ///
    /// - Returns: Whether there was one that was not ended yet.
    package func revokeToken(_ id: String, by who: String, at now: Int64) throws -> Bool {
        try database.write { db in
            try db.execute(
                sql: "UPDATE credentials SET revoked = ? WHERE id = ? AND kind = 'token' AND revoked IS NULL",
                arguments: [now, id])
            guard db.changesCount > 0 else { return false }
            try Self.note("token.revoke", id, by: who, at: now, db)
            return true
        }
    }

    /// Whether some token could be used now.
    package func hasToken(at now: Int64) throws -> Bool {
        try tokens().contains { $0.revoked == nil && $0.expires ?? .max > now }
    }

    /// Begins a browser's session; sessions that have ended are forgotten.
    func beginSession(named name: String, scope: Scope, expires: Int64, at now: Int64) async throws -> String
    {
        let credential = Credential(.session)
        try await database.write { db in
            try db.execute(
                sql: "DELETE FROM credentials WHERE kind = 'session' AND expires <= ?", arguments: [now])
            try Self.insert(credential, name, scope, expires: expires, at: now, db)
            try Self.note("session.begin", credential.id, by: name, at: now, db)
        }
        return credential.text
    }

    func endSession(_ id: String, by who: String, at now: Int64) async throws {
        try await database.write { db in
            try db.execute(
                sql: "DELETE FROM credentials WHERE kind = 'session' AND id = ?", arguments: [id])
            if db.changesCount > 0 { try Self.note("session.end", id, by: who, at: now, db) }
        }
    }

    /// Whose credential it is, where it holds at `now`.
    func caller(showing credential: Credential, at now: Int64) async throws -> Caller? {
        try await database.read { db -> Caller? in
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM credentials WHERE id = ? AND kind = ? AND revoked IS NULL",
                arguments: [credential.id, credential.kind.rawValue])
            guard let row, Credential.isEqual(row["hash"], credential.hash),
                let scope = Scope(rawValue: row["scope"])
            else { return nil }
            let expires: Int64? = row["expires"]
            guard expires ?? .max > now else { return nil }
            return Caller(id: credential.id, name: row["name"], scope: scope, expires: expires)
        }
    }

    private static func insert(
        _ credential: Credential, _ name: String, _ scope: Scope, expires: Int64?, at now: Int64,
        _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO credentials (id, kind, hash, name, scope, created, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                credential.id, credential.kind.rawValue, credential.hash, name, scope.rawValue, now, expires,
            ])
    }
}
