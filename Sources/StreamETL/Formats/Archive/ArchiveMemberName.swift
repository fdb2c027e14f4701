package import ETLModel
import ETLRendering

/// Reads the names that archives give to their members.
///
/// Zip writers store UTF-8 with or without saying so, or code page 437: bytes that are valid UTF-8 are
/// kept, others are read as code page 437. Tools of Windows write back slashes between folders, some both
/// signs in one name. A name never leads out of the archive. Files that desktops leave in archives are recognised.
package enum ArchiveMemberName: Hashable, Sendable {
    case path(RelativePath)
    /// Hidden files, `__MACOSX`, and folders whose names end in a back slash.
    case litter
    /// Absolute, above the archive, empty, or too long for a path.
    case outside

    /// A longer name could not be unpacked either (PATH_MAX).
    private static let longestByteCount = 4_095

    package init(stored: some Collection<UInt8>) {
        guard stored.count <= Self.longestByteCount else {
            self = .outside
            return
        }
        let bytes = Self.decoded(Array(stored))
        let backslash = UInt8(ascii: "\\")
        let slash = UInt8(ascii: "/")
        guard let first = bytes.first, first != slash, first != backslash, !Self.hasDriveLetter(bytes),
            !bytes.split(whereSeparator: { $0 == slash || $0 == backslash }).contains(where: {
                $0.elementsEqual("..".utf8)
            })
        else {
            self = .outside
            return
        }
        let components = bytes.split(whereSeparator: { $0 == slash || $0 == backslash }).filter {
            !$0.elementsEqual(".".utf8)
        }
        guard let name = components.last else {
            self = .outside
            return
        }
        if name.first == UInt8(ascii: ".") || bytes.last == backslash
            || components.contains(where: { $0.elementsEqual("__MACOSX".utf8) })
        {
            self = .litter
        } else {
            self = .path(RelativePath(bytes: Array(components.joined(separator: [slash]))))
        }
    }

    private static func hasDriveLetter(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 3, bytes[1] == UInt8(ascii: ":") else { return false }
        let letter = bytes[0] | 0x20
        return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
            && (bytes[2] == UInt8(ascii: "\\") || bytes[2] == UInt8(ascii: "/"))
    }

    private static func decoded(_ stored: [UInt8]) -> [UInt8] {
        if stored.withUnsafeBufferPointer({ UTF8.isValid($0) }) { return stored }
        var text: [UInt8] = []
        text.reserveCapacity(stored.count * 3)
        for byte in stored {
            if byte < 0x80 {
                text.append(byte)
            } else {
                text.append(
                    contentsOf: UTF8.encode(upperHalf[Int(byte) - 0x80]) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return text
    }

    /// 0x80 to 0xFF of code page 437.
    private static let upperHalf = Array(
        """
        ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
        αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}
        """.unicodeScalars)
}
