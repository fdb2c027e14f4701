import Foundation
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLSettings

@Suite struct `The configuration's reference page` {
    @Test func `is the one that is checked in`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/configuration.md").standardizedFileURL
        let rendered = ConfigurationReference.markdown()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try Data(rendered.utf8).write(to: page)
        }
        let stored = try String(contentsOf: page, encoding: .utf8)
        #expect(stored == rendered, "Run the tests with UPDATE_GOLDEN=1 to write it anew")
    }

    @Test func `shows an example that can be read`() throws {
        let parts = ConfigurationReference.markdown().components(separatedBy: "```")
        let example = try #require(parts.first { $0.hasPrefix("yaml\n") }).dropFirst(5)
        let yaml = YAMLSettings(bytes: Array(example.utf8), file: "example")
        #expect(yaml.problems.isEmpty)
        #expect(yaml.values.count == 6)
    }

    @Test func `lists every key once`() {
        let page = ConfigurationReference.markdown()
        for key in SettingKey.all {
            #expect(page.components(separatedBy: "| `\(key.name)` |").count == 2, "\(key.name)")
        }
    }
}

@Suite struct `The table of settings` {
    @Test func `has no key and no variable twice`() {
        #expect(Set(SettingKey.all.map(\.name)).count == SettingKey.all.count)
        #expect(Set(SettingKey.all.map(\.environmentName)).count == SettingKey.all.count)
    }

    @Test(arguments: SettingKey.all.map(\.name))
    func `says what each one does in one sentence`(name: String) throws {
        let key = try #require(SettingKey.named(name))
        #expect(key.help.hasSuffix("."))
        #expect(!key.expected.isEmpty)
    }
}
