import ETLModel
import ETLRendering
import ETLStore

/// Writes `metadata`, `statistics` and the start of `companies`.
package struct SnapshotHead {
    package let content: SnapshotContent
    /// Items per company and section.
    package let counts: [String: [String: Int]]
    let totals: [String: Int]

    package func write(generatedAt: Int64, statistics: PerformanceStatistics) -> [UInt8] {
        let rest = self.rest()
        let byteCount = metadata(generatedAt, statistics, blanks: 0).count + rest.count
        return metadata(generatedAt, statistics, blanks: SnapshotLayout.padded(byteCount) - byteCount) + rest
    }

    /// - Parameter blanks: What makes up for numbers of `performance_stats` that change their length, and
    ///   stands among them, since all else is a function of the files: what follows should not move.
    private func metadata(
        _ generatedAt: Int64, _ statistics: PerformanceStatistics, blanks: Int
    ) -> [UInt8] {
        var json = JSONWriter(reserving: 1_024)
        json.beginObject()
        json.key("metadata")
        json.beginObject()
        json.key("generated_at")
        json.value(UTCTime.text(generatedAt))
        json.key("etl_version")
        json.value(ETLVersion.text)
        json.key("data_sources")
        json.value(content.sources.map(\.rawValue))
        json.key("total_companies")
        json.value(content.companies.count)
        content.metadata.write(into: &json)
        json.key("performance_stats")
        write(statistics, blanks: blanks, into: &json)
        json.endObject()
        json.newline()
        return json.bytes
    }

    private func rest() -> [UInt8] {
        var json = JSONWriter(reserving: 65_536)
        json.raw(EmptyCollection())
        json.key("statistics")
        writeStatistics(into: &json)
        json.newline()
        json.key("companies")
        json.beginObject()
        json.newline()
        return json.bytes
    }

    private func write(_ statistics: PerformanceStatistics, blanks: Int, into json: inout JSONWriter) {
        json.beginObject()
        json.key("total_duration_seconds")
        json.value(Self.seconds(statistics.totalDuration))
        json.key("processing_times")
        json.beginObject()
        for time in statistics.processingTimes {
            json.key(named: time.name)
            json.value((time.seconds * 1_000_000).rounded() / 1_000_000)
        }
        json.blanks(blanks)
        json.endObject()
        json.key("total_errors")
        json.value(statistics.totalErrors)
        json.key("total_warnings")
        json.value(statistics.recordFaults.values.reduce(0) { $0 + $1.warnings })
        json.key("total_lost_records")
        json.value(statistics.recordFaults.values.reduce(0) { $0 + $1.lost })
        for (name, count) in [("warnings", \RecordFaultCount.warnings), ("lost_records", \.lost)] {
            json.key(named: name)
            json.beginObject()
            for source in content.sources {
                json.key(named: source.rawValue)
                json.value(statistics.recordFaults[source]?[keyPath: count] ?? 0)
            }
            json.endObject()
        }
        json.key("max_workers")
        json.value(statistics.maxWorkers)
        json.key("batch_size")
        json.value(statistics.batchSize)
        json.key("peak_memory_bytes")
        json.value(statistics.peakMemoryBytes)
        for count in statistics.readingCounts {
            json.key(named: count.name)
            json.value(count.count)
        }
        json.endObject()
    }

    private func writeStatistics(into json: inout JSONWriter) {
        let sourceOfSection = Dictionary(
            uniqueKeysWithValues: content.sections.map { ($0.section.key, $0.source) })
        var sourcesOfCompany: [String: Set<Source>] = [:]
        for (company, sections) in counts {
            sourcesOfCompany[company] = Set(sections.keys.compactMap { sourceOfSection[$0] })
        }
        json.beginObject()
        json.key("total_companies")
        json.value(content.companies.count)
        for source in content.sources {
            json.key(named: "companies_with_\(source.rawValue)")
            json.value(
                content.companies.count { sourcesOfCompany[$0.name]?.contains(source) ?? false })
        }
        for section in content.sections {
            json.key(named: section.section.totalKey)
            json.value(totals[section.section.key] ?? 0)
        }
        json.key("data_coverage")
        json.beginObject()
        for company in content.companies {
            let sources = sourcesOfCompany[company.name] ?? []
            json.key(named: company.name)
            json.beginObject()
            json.key("sources_count")
            json.value(sources.count)
            for source in content.sources {
                json.key(named: "has_\(source.rawValue)")
                json.value(sources.contains(source))
            }
            json.endObject()
        }
        json.endObject()
        json.endObject()
    }

    private static func seconds(_ duration: Duration) -> Double {
        let parts = duration.components
        return (Double(parts.seconds) * 1_000 + (Double(parts.attoseconds) / 1e15).rounded()) / 1_000
    }
}
