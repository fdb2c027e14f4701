package import ETLAlerting
package import ETLSettings
import GRDB

extension ServeState {
    /// What is watched and told.
    package var alerts: AlertDesk { AlertDesk(database) }

    /// Silences a rule until `end`.
    package func silence(
        _ rule: AlertRule.Name, until end: Int64, reason: String, by who: String, at now: Int64
    ) throws {
        try database.write { db in
            try AlertDesk.silence(rule, until: end, reason: reason, by: who, at: now, db)
            try Self.note("alert.silence", rule.rawValue, by: who, at: now, db)
        }
    }

    /// Ends a rule's silences.
    ///
    /// - Returns: Whether there were any.
    package func endSilence(of rule: AlertRule.Name, by who: String, at now: Int64) throws -> Bool {
        try database.write { db in
            guard try AlertDesk.endSilence(of: rule, at: now, db) else { return false }
            try Self.note("alert.silence_end", rule.rawValue, by: who, at: now, db)
            return true
        }
    }
}
