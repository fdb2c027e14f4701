"""Service actions of groups, channels, calls and settings: pushMessage and SerializeMessage, action by action."""

from .scene import action, plain_names, user_name, user_names
from .serialize import Clock, serialize

GROUPS, CHATS, ALL = "gc", "pgb", "pgbc"
UTC = Clock(60)
HOUR = 3_600


def quoted(title):
    return f"&laquo;{serialize(title)}&raquo;"


def either(scene, of_channel, of_group):
    """The sentence of a channel, or that of a group with who acts before it."""
    return of_channel if scene.is_channel else scene.actor + of_group


def create_group(scene):
    members = scene.some() if scene.chance(0.7) else []
    with_members = f" with members {user_names(members)}" if members else ""
    return (f"{scene.actor} created group {quoted(scene.chat['title'])}{with_members}",
            scene.service("create_group", title=scene.chat["title"], members=plain_names(members)))


def create_channel(scene):
    return (f"Channel {quoted(scene.chat['title'])} created",
            scene.service("create_channel", title=scene.chat["title"]))


@action(8, GROUPS)
def edit_group_title(scene):
    title = scene.title()
    return (either(scene, f"Channel title changed to {quoted(title)}", f" changed group title to {quoted(title)}"),
            scene.service("edit_group_title", title=title))


def edit_group_photo(scene):
    return either(scene, "Channel photo changed", " changed group photo"), scene.service("edit_group_photo")


@action(2, GROUPS)
def delete_group_photo(scene):
    return either(scene, "Channel photo removed", " removed group photo"), scene.service("delete_group_photo")


@action(16, "g")
def invite_members(scene):
    people = scene.some(4)
    return (f"{scene.actor} invited {user_names(people)}",
            scene.service("invite_members", members=plain_names(people)))


@action(7, "g")
def remove_members(scene):
    person = scene.other()
    return (f"{scene.actor} removed {user_name(person)}",
            scene.service("remove_members", members=plain_names([person])))


@action(9, "g")
def join_group_by_link(scene):
    person = scene.other()
    return (f"{scene.actor} joined group by link from {user_name(person)}",
            scene.service("join_group_by_link", inviter=plain_names([person])[0]))


@action(2, "g", (3, 1))
def join_group_by_request(scene):
    return f"{scene.actor} joined group by request", scene.service("join_group_by_request")


def migrate_to_supergroup(scene):
    return f"{scene.actor} converted this group to a supergroup", scene.service("migrate_to_supergroup")


def migrate_from_group(scene):
    title = scene.chat["title"]
    return (f"{scene.actor} converted a basic group to this supergroup {quoted(title)}",
            scene.service("migrate_from_group", title=title))


@action(20, ALL)
def pin_message(scene):
    return (f"{scene.actor} pinned {scene.link('this message')}",
            scene.service("pin_message", message_id=scene.reply_to))


@action(1, "p")
def clear_history(scene):
    return "History cleared", scene.service("clear_history")


@action(1, "gb")
def score_in_game(scene):
    score = scene.number(1, 9_000)
    return (f"{scene.actor} scored {score} in {scene.link('this game')}",
            scene.service("score_in_game", game_message_id=scene.reply_to, score=score))


@action(1, "p")
def take_screenshot(scene):
    return f"{scene.actor} took a screenshot", scene.service("take_screenshot")


@action(1, "gc")
def custom_action(scene):
    text = scene.choice(["The group was restored", "Messages before May were moved", "Notice of the operator"])
    members = scene.service("", information_text=text)
    del members["action"]
    return text, members


@action(2, "p")
def joined_telegram(scene):
    return f"{scene.actor} joined Telegram", scene.service("joined_telegram")


@action(1, "pg", (2, 5))
def proximity_reached(scene):
    distance = scene.choice([1, 40, 950, 1_500, 12_340])
    if distance >= 1000:
        printed = f"{10 * (distance // 10) / 1000:g} km"
    else:
        printed = "1 meter" if distance == 1 else f"{distance} meters"
    first, second = scene.other(), scene.other()
    text = scene.choice([f"You are now within {printed} from {user_name(second)}",
                         f"{user_name(first)} is now within {printed} from you",
                         f"{user_name(first)} is now within {printed} from {user_name(second)}"])
    return text, {"action": "proximity_reached", "from": plain_names([first])[0], "to": plain_names([second])[0],
                  "distance": distance}


@action(1, "p")
def requested_phone_number(scene):
    return f"{scene.actor} requested your phone number", scene.service("requested_phone_number")


@action(7, GROUPS, (2, 4))
def group_call(scene):
    duration = scene.number(5, 5_400) if scene.chance(0.5) else 0
    printed = f" ({duration} seconds)" if duration else ""
    length = {"duration": duration} if duration else {}
    return either(scene, "Voice chat" + printed, " started voice chat" + printed), scene.service("group_call", **length)


@action(4, "g", (2, 4))
def invite_to_group_call(scene):
    people = scene.some()
    return (f"{scene.actor} invited {user_names(people)} to the voice chat",
            scene.service("invite_to_group_call", members=plain_names(people)))


@action(3, GROUPS, (2, 7))
def group_call_scheduled(scene):
    date = scene.date + scene.number(1, 90) * HOUR
    text = UTC.date_time(date)
    return (either(scene, f"Voice chat scheduled for {text}", f" scheduled a voice chat for {text}"),
            scene.service("group_call_scheduled", schedule_date=date))


@action(3, ALL, (2, 6))
def set_messages_ttl(scene):
    period, printed = scene.choice([(0, ""), (7 * 86_400, "7 days"), (86_400, "24 hours"), (31 * 86_400, "")])
    if period:
        text = either(scene, f"New messages will auto-delete in {printed}",
                      f" has set messages to auto-delete in {printed}")
    else:
        text = either(scene, "New messages will not auto-delete", " has set messages not to auto-delete")
    return text, scene.service("set_messages_ttl", period=period)


@action(2, CHATS, (3, 0))
def edit_chat_theme(scene):
    emoji = scene.choice(["", "🐥", "⛄", "💜", "🎮"])
    if not emoji:
        return (either(scene, "Channel theme was disabled", " disabled chat theme"), scene.service("edit_chat_theme"))
    return (either(scene, f"Channel theme was changed to {emoji}", f" changed chat theme to {emoji}"),
            scene.service("edit_chat_theme", emoticon=emoji))


@action(5, "g", (4, 3))
def topic_created(scene):
    title = scene.choice(["Releases", "Keys & rotation", "Общее", "Q&A", "「お知らせ」"])
    return f"{scene.actor} created topic {quoted(title)}", scene.service("topic_created", title=title)


@action(2, "g", (4, 3))
def topic_edit(scene):
    title = scene.choice(["", "Releases 2", "Ключи"])
    icon = scene.number(10**17, 10**18) if scene.chance(0.5) or not title else 0
    parts = ([f"title to {quoted(title)}"] if title else []) + ([f"icon to &laquo;{icon}&raquo;"] if icon else [])
    values = ({"new_title": title} if title else {}) | ({"new_icon_emoji_id": icon} if icon else {})
    return f"{scene.actor} changed topic {','.join(parts)}", scene.service("topic_edit", **values)


def suggest_profile_photo(scene):
    return f"{scene.actor} suggests to use this photo", scene.service("suggest_profile_photo")


@action(1, "b", (4, 6))
def requested_peer(scene):
    return "requested: ", scene.service("requested_peer", button_id=scene.number(1, 9), peers="")


@action(2, "p", (4, 7))
def set_chat_wallpaper(scene):
    if scene.chance(0.5):
        return (f"{scene.actor} set {scene.link('the same background')} for this chat",
                scene.service("set_same_chat_wallpaper", message_id=scene.reply_to))
    return f"{scene.actor} set a new background for this chat", scene.service("set_chat_wallpaper")


@action(2, "g", (4, 15))
def boost_apply(scene):
    boosts = scene.number(1, 4)
    return (f"{scene.actor} boosted the group {boosts} {'times' if boosts > 1 else 'time'}",
            scene.service("boost_apply", boosts=boosts))


@action(1, "pg", (7, 0))
def suggest_birthday(scene):
    return (f"{scene.actor} suggests to add a date of birth: 9 March 1990",
            scene.service("suggest_birthday", day=9, month=3, year=1990))


@action(2, "pg", (7, 0))
def no_forwards_toggle(scene):
    is_off = scene.chance(0.5)
    return (f"{scene.actor} {'disabled' if is_off else 'enabled'} sharing in this chat",
            scene.service("no_forwards_toggle", new_value=is_off))


@action(1, "g", (7, 0))
def new_creator_pending(scene):
    person = scene.other()
    return (f"{user_name(person)} will become the new main admin in 7 days if {scene.actor} does not return",
            scene.service("new_creator_pending", new_creator=plain_names([person])[0]))


@action(1, "g", (7, 0))
def change_creator(scene):
    person = scene.other()
    return (f"{scene.actor} made {user_name(person)} the new main admin of the group",
            scene.service("change_creator", new_creator=plain_names([person])[0]))


@action(2, "pg", (6, 0))
def todo_completions(scene):
    done, undone = scene.choice([([1], []), ([1, 2, 4], []), ([], [3]), ([2, 3], [1, 5])])
    words = [f"{numbers(values)} {state}" for values, state in ((done, "as done"), (undone, "as not done yet")) if values]
    return (f"{scene.actor} marked {' and '.join(words)} in {scene.link('this todo list')}.",
            scene.service("todo_completions", completed=done, incompleted=undone))


@action(2, "pg", (6, 0))
def todo_append_tasks(scene):
    tasks = scene.choice([["Rotate keys"], ["Restart", "Tell the \"desk\""], ["R&D review"]])
    text = ", ".join(f"&quot;{serialize(task)}&quot;" for task in tasks)
    return (f"{scene.actor} added tasks: {text}",
            scene.service("todo_append_tasks", items=[{"text": task, "id": index + 1}
                                                      for index, task in enumerate(tasks)]))


def numbers(values):
    texts = list(map(str, values))
    return ", ".join(texts[:-1]) + " and " + texts[-1] if len(texts) > 1 else texts[0]

