/// Parts of messages as Telegram Desktop writes them.
extension TelegramHTML {
    static let reply = """
               <div class="reply_to details">
        In reply to <a href="messages2.html#go_to_message17" onclick="return GoToMessage(17)">this message</a>
               </div>

        """
    static let forward = """
               <div class="pull_left forwarded userpic_wrap">

                <div class="userpic userpic5" style="width: 42px; height: 42px">

                 <div class="initials" style="line-height: 42px">
        C
                 </div>

                </div>

               </div>

               <div class="forwarded body">

               <div class="from_name">
        Carol <span class="date details" title="01.02.2020 10:00:00 UTC+02:00"> 01.02.2020 10:00:00</span>
               </div>

               <div class="text">
        passed on
               </div>

               </div>

        """
    static let file = """
               <div class="media_wrap clearfix">

                <a class="media clearfix pull_left block_link media_voice_message" href="voice_messages/a&amp;b.ogg">

                 <div class="fill pull_left">

                 </div>

                 <div class="body">

                  <div class="title bold">
        Voice message
                  </div>

                  <div class="status details">
        00:03, 12.5 KB
                  </div>

                 </div>

                </a>

               </div>

        """
    static let photo = """
               <div class="media_wrap clearfix">

                <a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg">

                 <img class="photo" src="photos/photo_1_thumb.jpg" style="width: 260px; height: 195px"/>

                </a>

               </div>

               <div class="signature details">
        Ann
               </div>

        """
    static let reactions = """
               <span class="reactions">

                <span class="reaction active">

                 <span class="emoji">
        👍
                 </span>

                 <span class="userpics">

                  <div class="userpic userpic1" style="width: 20px; height: 20px">

                   <div class="initials" style="line-height: 20px" title="Ann &amp; Bob">
        A
                   </div>

                  </div>

                 </span>

                 <span class="count">
        12
                 </span>

                </span>

               </span>

        """
    static let formatted = """
               <div class="text">
        <strong>a <em>b <u>c <s>d</s></u></em></strong><br><code>e &lt; f</code><pre>let g = &quot;h&quot;<br></pre>\
        <blockquote>i<br>j</blockquote>&#39;k&nbsp;&#x09;l <a href="https://m.example/?n=1&amp;o=2#p">q</a>
               </div>

        """
    /// As versions 4.15.1 to 5.8 print them: the end of the table comes where the message's body should end,
    /// and the message stays open.
    static let openButtons = """
               <table class="bot_buttons_table">

                <tbody>

                 <tr>

                  <td class="bot_button_row">

                   <div class="bot_button">

                    <a ="" href="https://x.example/?a=1&amp;b=2">

                     <div>
        R&D <3

                     </div>

                    </a>

                   </div>

                  </td>

                 </tr>

                </tbody>

               <div class="signature details">
        Board
               </div>

               </table>

        """
    static let buttons = openButtons.replacing(
        "       </tbody>\n\n", with: "       </tbody>\n\n       </table>\n\n"
    )
    .replacing("               </table>\n\n        ", with: "")
    static let brokenButtons = """
               <table class="bot_buttons_table">
               <tbody>
                <tr>
                 <td class="bot_button_row">
                  <div class="bot_button">
                   <a href="https://x.example">
                    <div>
        Open

        """
    static let poll = """
               <div class="media_wrap clearfix">

                <div class="media_poll">

                 <div class="question bold">
        Which <a href="https://x.example">one</a>?
                 </div>

                 <div class="details">
        Anonymous poll
                 </div>

                 <div class="answer">
        - A <span class="details">2 votes, chosen vote</span>
                 </div>

                 <div class="total details\t">
        2 votes
                 </div>

                </div>

               </div>

        """
    static let ownReactions = """
               <span class="reactions">

                <span class="reaction">

                 <span class="emoji">
        <a href = "stickers/a.webp">👋</a>
                 </span>

                 <span class="count">
        2
                 </span>

                </span>

                <span class="reaction">

                 <span class="emoji">
        <a href="" onclick="return ShowNotLoadedEmoji();">👋</a>
                 </span>

                 <span class="count">
        3
                 </span>

                </span>

               </span>

        """
    static let rich = """
               <div class="text rich_message" data-rich-message="1" data-rich-part="false" dir="auto">
                <h2 class="rich_block rich_heading" data-level="2" data-rich-kind="heading">
        Plan
                </h2>

                <p class="rich_block rich_paragraph" data-rich-kind="paragraph" dir="auto">
        Read <strong>this</strong> <a href="https://x.example">page</a><br>now
                </p>

                <ul class="rich_block rich_list" data-rich-kind="list">

                 <li class="rich_list_item rich_task_item" data-rich-content="text">
        <span aria-checked="true" class="rich_task_marker" role="checkbox">☑</span><span class="rich_list_content">One</span>
                 </li>

                 <li class="rich_list_item" data-rich-content="blocks">
        <div class="rich_list_content">
                  <p class="rich_block rich_paragraph" data-rich-kind="paragraph" dir="auto">
        Two
                  </p>
        </div>
                 </li>

                </ul>
        <pre class="rich_block rich_code" data-rich-kind="code" dir="auto"><code class="rich_code_content">let a<br>  let b</code></pre>
                <div class="rich_block rich_table_wrap" data-rich-kind="table" tabindex="0">

                 <table class="rich_table bordered">

                  <tbody>

                   <tr>

                    <th class="rich_align_left rich_valign_top">
        Node
                    </th>

                    <td class="rich_align_left rich_valign_top">
        up
                    </td>

                   </tr>

                  </tbody>

                 </table>

                </div>

                <hr class="rich_block rich_divider" data-rich-kind="divider"/>

                <figure class="rich_block rich_media_item" data-photo-id="1" data-rich-kind="photo" data-spoiler="false">

                <div class="media_wrap clearfix">

                 <a class="photo_wrap clearfix pull_left" href="photos/a.jpg">

                  <img class="photo" src="photos/a_thumb.jpg" style="width: 260px; height: 195px"/>

                 </a>

                </div>

                 <figcaption class="rich_media_caption" dir="auto">

                  <cite class="rich_caption_credit">
        By Ann
                  </cite>

                 </figcaption>

                </figure>
        </div>
        """
    static let inlineParts = """
               <div class="text">
        <span class="spoiler hidden" onclick="ShowSpoiler(this)"><span aria-hidden="true">secret</span></span> \
        <a href="" onclick="return ShowHashtag(&quot;tag&quot;)">#tag</a> <a href = "emoji/1.tgs">🙂</a>
               </div>

        """
}

extension TelegramRandom {
    /// A number below `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Changes, drops, doubles or cuts off some bytes.
    mutating func change(_ bytes: inout [UInt8]) {
        let place = below(bytes.count - 8)
        switch next() % 6 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: next())
        case 1: bytes[place] = pick(Array("az09 \n=-./é".utf8))
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(pick(Array("<>\"'&/=; \n\0\t#".utf8)), at: place)
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + below(200)))
        default:
            let from = below(bytes.count - 8)
            bytes.insert(contentsOf: bytes[from..<min(from + 40, bytes.count)], at: place)
        }
    }

    /// The page with a line doubled, dropped or moved, or cut off in the middle.
    mutating func changedLines(_ lines: [ArraySlice<UInt8>]) -> [UInt8] {
        var lines = lines
        let place = below(lines.count)
        switch next() % 4 {
        case 0: lines.insert(lines[place], at: place)
        case 1: lines.remove(at: place)
        case 2: lines.insert(lines.remove(at: place), at: below(lines.count))
        default: lines.removeSubrange(place..<min(lines.count, place + below(12)))
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    /// Elements in one another, nearly always balanced.
    mutating func markup(depth: Int) -> String {
        guard depth > 0 else { return word() }
        let inner = (0...below(3)).reduce(into: "") { text, _ in text += markup(depth: depth - 1) }
        switch next() % 9 {
        case 8:
            return pick([
                TelegramHTML.openButtons, TelegramHTML.rich, TelegramHTML.ownReactions, TelegramHTML.poll,
                TelegramHTML.brokenButtons,
            ])
        case 0: return word() + "<br>" + inner
        case 1:
            return
                "<a href=\"\(pick(["", "x#go_to_message7", "#go_to_message-12", "a?b&amp;c"]))\">\(word())</a>"
        case 2: return word() + "<img class=\"photo\" src=\"x\"/>" + inner
        case 3 where below(20) == 0:
            return pick([
                "<p>", "</div>", "<a class=\"text\">", "&", "<b>", "</td>", "<table>", "</p>", "<", "<li>",
            ]) + inner
        default:
            let name = pick([
                "div", "span", "strong", "em", "u", "s", "code", "pre", "blockquote", "p", "li", "ul", "h2",
                "td", "tr",
                "table", "tbody", "b", "figure", "ol", "address", "th", "caption",
            ])
            return "<\(name)\(classes())>\(inner)</\(name)>"
        }
    }

    private mutating func classes() -> String {
        guard below(3) == 0 else { return "" }
        let names = [
            "text", "body", "details", "body details", "from_name", "date", "forwarded body", "reply_to",
            "title",
            "media_wrap", "media_file", "media_poll", "description", "status", "reactions", "reaction",
            "emoji",
            "count", "userpic", "signature", "bold", "page_header", "message", "message service", "question",
            "text rich_message", "rich_task_marker", "media_giveaway", "section_title", "bot_buttons_table",
        ]
        return " class=\"\(pick(names))\"" + (below(4) == 0 ? " id=\"message\(below(9))\"" : "")
    }

    private mutating func word() -> String {
        pick([
            "x", " ", "\n", "a b", "&amp;", "&lt;i&gt;", "é", "🙂", "&nbsp;y", "12", "Ann via @bot", "Sticker",
            "&laquo;", "&#x41;", "&#65", "R&D", "1 < 2", "&hellip", "&#x0B;",
            "<a href=\"https://x.example\">l</a>",
        ])
    }
}
