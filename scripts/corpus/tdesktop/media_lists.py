"""Media that are made of lists: polls, to-do lists and giveaways."""

from ..world.people import full_name
from .media import medium
from .scene import bare_id, user_name
from .serialize import Clock, format_text, serialize

CLOCK = Clock(60)
QUESTIONS = ["Which day suits?", "Wann passt's?", "Когда встреча?", "Ship \"v2\" & <v3>?"]
ANSWERS = ["Monday", "Dienstag", "среда", "木曜日", "R&D day", "None of <these>"]


def votes(count):
    return f"{count} {'votes' if count > 1 else 'vote'}" if count else "No votes"


def piece_of(scene, text):
    """A question or an answer; since 4.16 with custom emoji in it."""
    if scene.version >= (5, 0) and scene.chance(0.1):
        return (("plain", text + " ", ""), ("custom_emoji", "👋", "stickers/sticker (3).webp"))
    return (("plain", text, ""),)


def json_text(parts):
    if len(parts) == 1:
        return parts[0][1]
    return [text if kind == "plain" else {"type": kind, "text": text, "document_id": extra} for kind, text, extra in parts]


def listing(page, heading, details, answers, base="../../"):
    """What a poll and a to-do list have in common. Returns with the outer blocks still open."""
    page.div("media_wrap clearfix")
    page.div("media_poll")
    page.leaf("question bold", format_text(heading, base))
    page.leaf("details", details)
    for parts, count in answers:
        page.leaf("answer", "- " + format_text(parts, base) + count)


@medium(2.5)
def poll(scene):
    question, is_closed = piece_of(scene, scene.choice(QUESTIONS)), scene.chance(0.3)
    texts = [piece_of(scene, text) for text in scene.random.sample(ANSWERS, k=scene.number(2, 5))]
    counts = [scene.number(0, 9) for _ in texts]
    mine = scene.number(0, len(texts) - 1)
    total = sum(counts)

    def details(index):
        if not counts[index]:
            return ""
        chosen = ", chosen vote" if index == mine else ""
        return f' <span class="details">{votes(counts[index])}{chosen}</span>'

    def show(page, _):
        listing(page, question, "Final results" if is_closed else "Anonymous poll",
                [(text, details(index)) for index, text in enumerate(texts)])
        # The class ends in a tab, which the attribute holds as a reference.
        page.leaf("total details&#x09;", votes(total))
        page.pop()
        page.pop()

    return show, {"poll": {
        "question": json_text(question), "closed": is_closed, "total_voters": total,
        "answers": [{"text": json_text(text), "voters": count, "chosen": index == mine}
                    for index, (text, count) in enumerate(zip(texts, counts))]}}


@medium(1, (6, 0), "pg")
def todo_list(scene):
    title, tasks = piece_of(scene, "Before Friday"), [piece_of(scene, text) for text in ("Rotate keys", "R&D review")]

    def show(page, _):
        listing(page, title, "To-do List", [(task, "") for task in tasks])
        page.pop()
        page.pop()

    return show, {"todo_list": {
        "title": json_text(title), "others_can_append": True, "others_can_complete": scene.chance(0.5),
        "answers": [{"text": json_text(task), "id": index + 1} for index, task in enumerate(tasks)]}}


def sections(page, blocks):
    """Titles and bodies of a giveaway."""
    page.div("media_wrap clearfix")
    page.div("media_giveaway")
    for kind, text in blocks:
        page.leaf("section_title bold" if kind == "title" else "section_body", page.linked(text))
    page.pop()
    page.pop()


@medium(0.6, (4, 12), "gc")
def giveaway(scene):
    quantity, months, until = scene.number(1, 20), scene.choice([1, 3, 12]), scene.date + 86_400 * 5
    name = serialize(scene.chat["title"])
    blocks = [("title", "Giveaway Prizes" if quantity > 1 else "Giveaway Prize"), ("body", f"<b>{quantity}</b> "),
              ("title", "with"),
              ("body", f"<b>{quantity}</b> Telegram Premium Subscription{'s' if quantity > 1 else ''} for "
                       f"<b>{months}</b> {'months' if months > 1 else 'month'}."),
              ("title", "Participants"), ("body", f"All subscribers of the channel:<b>{name}</b>")]
    if scene.chance(0.4):
        blocks.append(("body", "from 🇩🇪\u00a0Germany and 🇫🇷\u00a0France"))
    blocks += [("title", "Winners Selection Date"), ("body", CLOCK.date_time(until))]
    return (lambda page, _: sections(page, blocks)), {"giveaway_information": {
        "quantity": quantity, "months": months, "until_date": CLOCK.iso(until), "channels": [scene.chat["id"]],
        "countries": ["DE", "FR"], "additional_prize": "", "stars": 0, "is_only_new_subscribers": False}}


@medium(0.6, (4, 14), "gc")
def giveaway_winners(scene):
    count, shown = scene.number(1, 30), scene.some(3)
    many = count > 1
    names = ", ".join(f"<b>{user_name(person)}</b>" for person in shown)
    more = f" and {count - len(shown)} more!" if count > len(shown) else ""
    blocks = [("title", "Winners Selected!" if many else "Winner Selected!"),
              ("body", f"<b>{count}</b> {'winners' if many else 'winner'} of the {scene.link('Giveaway')} was randomly "
                       "selected by Telegram."),
              ("title", "Winners" if many else "Winner"), ("body", names + more),
              ("body", "All winners received gift links in private messages." if many else
               "The winner received their gift link in a private message.")]
    return (lambda page, _: sections(page, blocks)), {"giveaway_results": {
        "channel": scene.chat["id"], "winners": [bare_id(person) for person in shown if full_name(person)],
        "additional_prize": "", "until_date": CLOCK.iso(scene.date), "launch_message_id": scene.reply_to,
        "additional_peers_count": 0, "winners_count": count, "unclaimed_count": 0, "months": 3, "stars": 0,
        "is_refunded": False, "is_only_new_subscribers": False}}
