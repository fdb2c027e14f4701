import Testing

@testable import ETLModel
@testable import ETLSettings

@Suite struct `Values people write` {
    @Test(
        arguments: [
            ("100ms", Duration.milliseconds(100)), ("2s", .seconds(2)), ("1m", .seconds(60)),
            ("1.5h", .seconds(5_400)), ("0", .zero), ("1 d", .seconds(86_400)), ("0.1s", .milliseconds(100)),
        ] as [(String, Duration)])
    func `are durations`(text: String, duration: Duration) {
        #expect(SettingText.duration(text) == duration)
        #expect(SettingText.duration(SettingText.text(duration)) == duration)
    }

    @Test(arguments: ["", "5", "ms", "-1s", "1e9s", "1 fortnight", "99999999999999d", "1.2.3s", "٣s"])
    func `are no durations`(text: String) {
        #expect(SettingText.duration(text) == nil)
    }

    @Test(arguments: [
        ("512", 512), ("64KiB", 65_536), ("10 MB", 10_000_000), ("1.5GiB", 1_610_612_736), ("2tib", 2 << 40),
    ])
    func `are sizes`(text: String, bytes: Int) {
        #expect(SettingText.byteCount(text) == bytes)
        #expect(SettingText.byteCount(SettingText.text(byteCount: bytes)) == bytes)
    }

    @Test(arguments: ["", "-1", "12XB", "9999999TiB", "1e3"])
    func `are no sizes`(text: String) {
        #expect(SettingText.byteCount(text) == nil)
    }

    @Test(arguments: [
        ("2026-03-31", "2026-03-31T00:00:00Z"), ("2026-03-31T12:00", "2026-03-31T12:00:00Z"),
        ("2026-03-31T12:00:01Z", "2026-03-31T12:00:01Z"),
        ("2026-03-31 12:00:01.5+02:00", "2026-03-31T10:00:01Z"),
        ("2024-02-29T23:30:00-0330", "2024-03-01T03:00:00Z"),
    ])
    func `are instants`(text: String, utc: String) {
        #expect(SettingText.instant(text).map(UTCTime.text) == utc)
    }

    @Test(arguments: [
        "", "now", "2026-02-29", "2026-13-01", "2026-03-31T25:00", "2026-03-31T12:00:00 Berlin",
        "2026-03-31T12:00:00.Z", "2026-03-31T12", "2026-3-1",
    ])
    func `are no instants`(text: String) {
        #expect(SettingText.instant(text) == nil)
    }

    @Test(arguments: [
        ("UTC", ZoneSetting.utc), ("z", .utc), ("+02:00", .offset(seconds: 7_200)),
        ("-05:30", .offset(seconds: -19_800)), ("+09", .offset(seconds: 32_400)),
        ("Europe/Berlin", .named("Europe/Berlin")),
    ])
    func `are zones`(text: String, zone: ZoneSetting) {
        #expect(ZoneSetting(text) == zone)
        #expect(ZoneSetting(zone.text) == zone)
    }

    @Test(arguments: ["", "+25:00", "+1:00", "+02:60", "+:0200", "Mars/Olympus", "../etc/passwd", "EST5"])
    func `are no zones`(text: String) {
        #expect(ZoneSetting(text) == nil)
    }

    @Test(
        arguments: [
            ("max_worker", "max_workers"), ("db_pth", "db_path"), ("ouput_file", "output_file"),
            ("tiemzone", "timezone"), ("settle.time", nil), ("min_interval", "snapshot.min_interval"),
            ("telegram", "timezone.telegram"), ("qqqqqqqq", nil),
        ] as [(String, String?)])
    func `have a nearest name`(typed: String, nearest: String?) {
        #expect(NearestName.of(typed, among: SettingKey.all.map(\.name)) == nearest)
    }
}
