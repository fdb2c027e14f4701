/// Whether the data of a file that vanishes or is damaged stays.
public enum Retention: String, CaseIterable, Codable, Sendable {
    /// It goes with the file: the state is a function of the files that are present.
    case mirror
    /// It stays as the file was last seen, also when the file cannot be read any more.
    case keep
}
