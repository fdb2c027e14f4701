/// Names of emoji as they stand between colons. One emoji may have several; a message's text and its blocks
/// need not use the same.
enum SlackEmoji {
    /// Longer names are none.
    private static let longestByteCount = 100

    static let skinTone = Array("skin-tone-".utf8)

    /// Where the colon stands that ends a name which begins at `start`.
    static func end(ofNameAt start: Int, of text: UnsafeBufferPointer<UInt8>) -> Int? {
        var end = start
        // A time of day has colons, too.
        var hasLetter = false
        let limit = min(text.count, start + longestByteCount)
        while end < limit, text[end] != UInt8(ascii: ":") {
            switch text[end] {
            case 0x61...0x7A, 0x80..., UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                hasLetter = true
            case 0x30...0x39, UInt8(ascii: "'"): break
            default: return nil
            }
            end += 1
        }
        return end < limit && hasLetter ? end : nil
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, 0x80...: true
        default: false
        }
    }

    /// The first of the names that the emoji has, as far as it has several.
    static func commonName(of name: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        commonNames[Array(name)]
    }

    private static let commonNames: [[UInt8]: [UInt8]] = {
        var names: [[UInt8]: [UInt8]] = [:]
        for group in groups.split(separator: ";") {
            let group = group.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) }
            guard let common = group.last?.filter(isLetter) else { continue }
            for name in group { names[name] = common }
        }
        return names
    }()

    /// The short names that Slack's emoji have (those of emoji-data), as far as one emoji has several.
    private static let groups = """
        +1 thumbsup; -1 thumbsdown; simple_smile slightly_smiling_face; laughing satisfied; facepunch punch;
        hand raised_hand; middle_finger reversed_hand_with_middle_finger_extended; the_horns sign_of_the_horns;
        crossed_fingers hand_with_index_and_middle_fingers_crossed; hankey poop shit; boom collision;
        exclamation heavy_exclamation_mark; memo pencil; email envelope; phone telephone; book open_book;
        hocho knife; shirt tshirt; mans_shoe shoe; car red_car; boat sailboat; runner running;
        izakaya_lantern lantern; bee honeybee; ladybug lady_beetle; dolphin flipper; feet paw_prints;
        moon waxing_gibbous_moon; mostly_sunny sun_small_cloud; barely_sunny sun_behind_cloud;
        partly_sunny_rain sun_behind_rain_cloud; lightning lightning_cloud; tornado tornado_cloud;
        fried_egg cooking; mrs_claus mother_christmas; medical_symbol staff_of_aesculapius;
        man_and_woman_holding_hands woman_and_man_holding_hands couple;
        two_men_holding_hands men_holding_hands; two_women_holding_hands women_holding_hands;
        women-with-bunny-ears-partying woman-with-bunny-ears-partying;
        men-with-bunny-ears-partying man-with-bunny-ears-partying;
        face_with_raised_eyebrow face_with_one_eyebrow_raised; star-struck grinning_face_with_star_eyes;
        zany_face grinning_face_with_one_large_and_one_small_eye;
        shushing_face face_with_finger_covering_closed_lips;
        face_with_symbols_on_mouth serious_face_with_symbols_covering_mouth;
        face_with_hand_over_mouth smiling_face_with_smiling_eyes_and_hand_covering_mouth;
        face_vomiting face_with_open_mouth_vomiting; exploding_head shocked_face_with_exploding_head;
        cn flag-cn; de flag-de; es flag-es; fr flag-fr; gb uk flag-gb; it flag-it; jp flag-jp; kr flag-kr;
        ru flag-ru; us flag-us
        """
}
