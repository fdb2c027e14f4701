/// The program's version: `metadata.etl_version` and `etl-watch --version`.
public enum ETLVersion {
    public static let text = "1.0.0"
}
