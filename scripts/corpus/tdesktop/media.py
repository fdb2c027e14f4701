"""Media of a message: drawn once, printed as prepareMediaData and the push…Media functions do, and as JSON has them.

A medium is a pair: what prints it (called with the page and the folder of the chat's files), and its JSON members.
"""

from ..world.people import full_name
from .serialize import SKIPPED, duration_text, money, phone, serialize, size_text

MEDIA = []


def medium(weight, since=(0, 0), where="pgbc"):
    def register(draw):
        MEDIA.append((weight, since, where, draw))
        return draw
    return register


def media_of(chat_kind, version):
    known = [(weight, draw) for weight, since, where, draw in MEDIA if version >= since and chat_kind[0] in where]
    return [draw for _, draw in known], [weight for weight, _ in known]


def generic(classes, title="", description="", status="", link="", thumb="", is_file=False):
    """pushGenericMedia."""
    def show(page, folder):
        page.div("media_wrap clearfix")
        if link:
            href = serialize(folder + link if is_file else link)
            page.push("a", f' class="media clearfix pull_left block_link {classes}" href="{href}"')
        else:
            page.div(f"media clearfix pull_left {classes}")
        if thumb:
            page.empty("img", f' class="thumb pull_left" src="{serialize(folder + thumb)}"')
        else:
            page.div("fill pull_left")
            page.pop()
        page.div("body")
        for name, text in (("title bold", title), ("description", description), ("status details", status)):
            if text:
                page.leaf(name, serialize(text))
        page.pop()
        page.pop()
        page.pop()
    return show


def framed(wrap, image, path, thumb, width, height, inside=None):
    """A picture in a link to its file: photos, stickers, animations and videos."""
    def show(page, folder):
        page.div("media_wrap clearfix")
        page.push("a", f' class="{wrap} clearfix pull_left" href="{serialize(folder + path)}"')
        if inside:
            inside(page)
        page.empty("img", f' class="{image}" src="{serialize(folder + thumb)}" '
                          f'style="width: {width}px; height: {height}px"')
        page.pop()
        page.pop()
    return show


def file_of(scene, folder, name, share_of_missing=0.5):
    """A path that exists, or why there is none."""
    if scene.chance(share_of_missing):
        return "", scene.choice(["file_type", "file_type", "file_size", "unavailable"])
    return f"{folder}/{name}", ""


SKIPPED_JSON = {"unavailable": "(File unavailable, please try again later)",
                "file_size": "(File exceeds maximum size. Change data exporting settings to download.)",
                "file_type": "(File not included. Change data exporting settings to download.)"}


def document(path, skipped, name, size, mime, kind="", **members):
    """The JSON members that all documents have."""
    result = {"file": path or SKIPPED_JSON[skipped], "file_name": name, "file_size": size}
    if kind:
        result["media_type"] = kind
    return result | {"mime_type": mime} | members


def stamp(scene):
    """PrepareFileNameDatePart: the time in a file's name."""
    return f"{scene.number(1, 28):02d}-{scene.number(1, 12):02d}-2023_{scene.number(0, 23):02d}-{scene.number(0, 59):02d}-07"


@medium(34)
def photo(scene):
    if scene.chance(0.02):
        return (generic("media_photo", "Self-destructing photo", status="Please view it on your mobile"),
                {"photo": SKIPPED_JSON["unavailable"], "self_destruct_period_seconds": 10})
    width, height, size = scene.choice([1280, 960, 720]), scene.choice([720, 1280, 591]), scene.number(9_000, 400_000)
    number = scene.number(1, 4_000)
    path, skipped = file_of(scene, "photos", f"photo_{number}@{stamp(scene)}.jpg", 0.4)
    members = {"photo": path or SKIPPED_JSON[skipped], "photo_file_size": size, "width": width, "height": height}
    if scene.chance(0.05):
        members["media_spoiler"] = True
    if not path:
        return generic("media_photo", "Photo", SKIPPED[skipped], f"{width}×{height}, {size_text(size)}"), members
    shown = 260 if width >= height else 146
    return framed("photo_wrap", "photo", path, path.replace(".jpg", "_thumb.jpg"), shown, shown * height // width), members


@medium(9)
def sticker(scene):
    emoji = scene.choice(["😂", "❤️", "", "👍🏽"])
    path, skipped = file_of(scene, "stickers", f"sticker ({scene.number(1, 90)}).webp")
    members = document(path, skipped, "sticker.webp", 21_000, "image/webp", "sticker", sticker_emoji=emoji,
                       width=512, height=512)
    if path and scene.chance(0.6):
        return framed("sticker_wrap", "sticker", path, path.replace(".webp", "_thumb.webp"), 192, 192), members
    status = emoji if path else ", ".join(filter(None, [emoji, size_text(21_000)]))
    return generic("media_photo", "Sticker", SKIPPED.get(skipped, ""), status, path, is_file=True), members


def play(page, of_duration=None):
    """The sign over an animation or a video."""
    page.div("video_play_bg")
    if of_duration is None:
        page.leaf("gif_play", "GIF")
        page.pop()
    else:
        page.div("video_play")
        page.pop()
        page.pop()
        page.leaf("video_duration", duration_text(of_duration))


@medium(5)
def animation(scene):
    size = scene.number(50_000, 4_000_000)
    path, skipped = file_of(scene, "video_files", f"animation_{scene.number(1, 90)}.mp4")
    members = document(path, skipped, "animation.gif.mp4", size, "video/mp4", "animation", duration_seconds=3)
    if path:
        return framed("animated_wrap", "animated", path, path + "_thumb.jpg", 240, 136, play), members
    return generic("media_video", "Animation", SKIPPED[skipped], size_text(size)), members


@medium(6)
def video(scene):
    if scene.chance(0.02):
        return (generic("media_video", "Self-destructing video", status="Expired"),
                {"file": SKIPPED_JSON["unavailable"], "self_destruct_period_seconds": 30})
    size, duration = scene.number(10**6, 9 * 10**8), scene.number(2, 7_000)
    path, skipped = file_of(scene, "video_files", f"video_{scene.number(1, 90)}@{stamp(scene)}.mp4")
    members = document(path, skipped, "screen recording.mp4", size, "video/mp4", "video_file", duration_seconds=duration)
    if path:
        return framed("video_file_wrap", "video_file", path, path + "_thumb.jpg", 260, 146,
                      lambda page: play(page, duration)), members
    return generic("media_video", "Video file", SKIPPED[skipped], f"{duration_text(duration)}, {size_text(size)}"), members


def recorded(scene, kind, title, classes, folder, name, mime, thumb=""):
    """A voice or video message."""
    size, duration = scene.number(9_000, 3 * 10**6), scene.number(1, 400)
    path, skipped = file_of(scene, folder, name)
    status = duration_text(duration) + ("" if path else f", {size_text(size)}")
    return (generic(classes, title, SKIPPED.get(skipped, ""), status, path, path and thumb, is_file=True),
            document(path, skipped, "", size, mime, kind, duration_seconds=duration))


@medium(9)
def voice_message(scene):
    return recorded(scene, "voice_message", "Voice message", "media_voice_message", "voice_messages",
                    f"audio_{scene.number(1, 900)}@{stamp(scene)}.ogg", "audio/ogg")


@medium(3)
def video_message(scene):
    name = f"file_{scene.number(1, 900)}@{stamp(scene)}.mp4"
    return recorded(scene, "video_message", "Video message", "media_video", "round_video_messages", name, "video/mp4",
                    f"round_video_messages/{name}_thumb.jpg")


@medium(2)
def audio_file(scene):
    performer, title, name = scene.choice([("The Knolls", "Low Tide", "low tide.mp3"), ("", "", "minutes.m4a"),
                                           ("", "", "")])
    duration, size = scene.number(30, 900), scene.number(10**5, 10**7)
    path, skipped = file_of(scene, "files", name or "audio.mp3")
    shown = f"{performer} – {title}" if performer else name or "Audio file"
    status = duration_text(duration) + ("" if path else f", {size_text(size)}")
    tags = {"performer": performer, "title": title} if performer else {}
    return (generic("media_audio_file", shown, SKIPPED.get(skipped, ""), status, path, is_file=True),
            document(path, skipped, name, size, "audio/mpeg", "audio_file", duration_seconds=duration, **tags))


@medium(14)
def any_file(scene):
    name = scene.choice(["rotation plan.pdf", "Rechnung <März>.pdf", "отчёт.xlsx", "R&D \"v2\".docx", "log.txt", ""])
    size = scene.number(80, 3 * 10**8)
    path, skipped = file_of(scene, "files", name or "file")
    return (generic("media_file", name or "File", SKIPPED.get(skipped, ""), size_text(size), path, is_file=True),
            document(path, skipped, name, size, "application/pdf"))


@medium(1.5)
def contact(scene):
    person, digits = scene.other(), f"4930{scene.number(10**6, 10**7)}"
    first, last = person
    vcard = scene.chance(0.2)
    members = {"contact_information": {"first_name": first, "last_name": last, "phone_number": phone(digits)}}
    if vcard:
        members |= {"contact_vcard": "contacts/contact_1.vcard", "contact_vcard_file_size": 214}
    return (generic("media_contact", f"{first} {last}", status=phone(digits) + (" - vCard" if vcard else ""),
                    link="contacts/contact_1.vcard" if vcard else "", is_file=True), members)


def map_link(latitude, longitude):
    return f"https://maps.google.com/maps?q={latitude},{longitude}&ll={latitude},{longitude}&z=16"


@medium(1.5)
def location(scene):
    latitude, longitude = scene.number(-80, 80) + 0.123456, scene.number(-170, 170) + 0.654321
    is_live = scene.chance(0.3)
    members = {"location_information": {"latitude": latitude, "longitude": longitude}}
    if is_live:
        members["live_location_period_seconds"] = 900
    return (generic("media_live_location" if is_live else "media_location", "Live location" if is_live else "Location",
                    status=f"{latitude}, {longitude}", link=map_link(latitude, longitude)), members)


@medium(0.7)
def venue(scene):
    return (generic("media_venue", "Café & Bar", "Platz der Übung 4", link=map_link(52.52, 13.405)),
            {"place_name": "Café & Bar", "address": "Platz der Übung 4",
             "location_information": {"latitude": 52.52, "longitude": 13.405}})


@medium(0.4)
def game(scene):
    link = "https://t.me/gamebot?game=tiles"
    return (generic("media_game", "Tiles", "Put them \"right\"", link, link),
            {"game_title": "Tiles", "game_description": "Put them \"right\"", "game_link": link})


@medium(1.2, where="bgc")
def invoice(scene):
    amount, currency = scene.number(100, 10**6), scene.choice(["EUR", "USD", "JPY"])
    # A string that holds JSON: so it is written.
    inside = (f'{{\n    "title": "Plan",\n    "description": "A month",\n    "amount": {amount},\n'
              f'    "currency": "{currency}"\n   }}')
    return (generic("media_invoice", "Plan", "A month", money(amount, currency)), {"invoice_information": inside})


@medium(0.4, (5, 1))
def paid_media(scene):
    stars = scene.number(1, 500)
    return generic("media_invoice", status=money(stars, "XTR")), {"paid_stars_amount": stars}


@medium(2, where="p")
def phone_call(scene):
    """A message of its own in HTML, a service message in JSON."""
    duration = scene.number(3, 3_000) if scene.chance(0.6) else 0
    state = scene.choice(["Incoming", "Outgoing"]) if duration else scene.choice(["Missed", "Cancelled", "Declined"])
    reason = {"Missed": "missed", "Cancelled": "missed", "Declined": "busy"}.get(state, "hangup")
    status = state + (f" ({duration} seconds)" if duration else "")
    members = scene.service("phone_call", discard_reason=reason)
    if duration:
        members["duration_seconds"] = duration
    members["type"] = "service"
    name = full_name(scene.other()) or "Deleted Account"
    return generic("media_call success" if duration else "media_call", name, status=status), members


