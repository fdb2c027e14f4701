/// How a column writes its amounts or dates.
package enum HubSpotColumnForm: Hashable, Sendable {
    case amount(HubSpotAmountForm)
    case date(HubSpotDateForm)
}

/// How the columns of a table write their amounts and dates, as all of its rows show.
struct HubSpotForms: Hashable, Sendable {
    /// Of each column, none for other columns.
    private(set) var columns: [HubSpotColumnForm?]
    /// The column that names each record's currency.
    let currency: Int?
    private let language: HubSpotLanguage
    private let delimiter: UInt8?

    /// - Parameter delimiter: What stands between the cells, where the table is text.
    init(_ table: HubSpotColumns, delimiter: UInt8? = nil) {
        currency = table.fields.firstIndex(of: .currency)
        language = table.language
        self.delimiter = delimiter
        columns = table.fields.map { field in
            switch field {
            case .amount, .companyAmount: .amount(HubSpotAmountForm())
            case .closeDate, .createdDate, .lastActivity, .modified: .date(HubSpotDateForm())
            default: nil
            }
        }
    }

    /// Whether rows must be counted before they can be read.
    var needsCounting: Bool { columns.contains { $0 != nil } }

    /// Takes a row into account.
    mutating func count(_ cells: [String]) {
        let code = currency.flatMap { $0 < cells.count ? HubSpotValue.trimmed(cells[$0]) : nil }
        for (index, cell) in cells.enumerated() where index < columns.count && !cell.isEmpty {
            switch columns[index] {
            case .amount(var form):
                columns[index] = nil
                form.count(cell, currency: code)
                columns[index] = .amount(form)
            case .date(var form):
                columns[index] = nil
                form.count(HubSpotValue.trimmed(cell))
                columns[index] = .date(form)
            case nil: break
            }
        }
    }

    /// Lets each column know what the others and the language tell.
    mutating func conclude() {
        var marks: Set<HubSpotDecimalMark> = []
        var orders: Set<HubSpotWrittenDate.Orders> = []
        for column in columns {
            switch column {
            case .amount(let form): if let mark = form.mark { marks.insert(mark) }
            case .date(let form): if let order = form.proven { orders.insert(order) }
            case nil: break
            }
        }
        // Spreadsheets separate cells by semicolons where a comma stands before decimals.
        let comma = delimiter == UInt8(ascii: ",")
        let semicolon = delimiter == UInt8(ascii: ";")
        var hints: Set<HubSpotDecimalMark> = marks
        if semicolon { hints.insert(.comma) }
        if comma, language == .english { hints.insert(.point) }
        if let mark = language.decimalMark, !comma || mark == .point { hints.insert(mark) }
        // Where that is so, nobody writes the month first.
        var dateHints = orders.count == 1 ? Array(orders) : []
        if !language.dateOrder.isEmpty { dateHints.append(language.dateOrder) }
        if semicolon || marks == [.comma] { dateHints.append(.dayFirst) }
        if orders.count > 1 { dateHints = [] }
        for index in columns.indices {
            switch columns[index] {
            case .amount(var form):
                form.hints = hints
                columns[index] = .amount(form)
            case .date(var form):
                form.hints = dateHints
                columns[index] = .date(form)
            case nil: break
            }
        }
    }
}
