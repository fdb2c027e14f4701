"""Blocks of rich messages that show media or refer to something: RichHtmlRenderer's render… functions."""

from .media import framed, generic
from .rich_runs import EMPTY, block_attributes, run
from .serialize import SKIPPED, Clock, serialize

CLOCK = Clock(60)
# Paths are those of a single chat's export: relative to its page.
FOLDER = ""


def caption_json(text, credit):
    return {"text": text.json, "credit": credit.json}


def push_caption(page, text, credit):
    if not text.html and not credit.html:
        return
    page.push("figcaption", ' class="rich_media_caption" dir="auto"')
    if text.html:
        page.leaf("rich_caption_text", text.html)
    if credit.html:
        page.push("cite", ' class="rich_caption_credit"')
        page.text(credit.html)
        page.pop()
    page.pop()


def figure(kind, show_media, text, credit, json, classes="rich_media_item", tag="figure", **attributes):
    """A figure with a medium and its caption."""
    def show(page):
        page.push(tag, block_attributes(classes, kind, **attributes))
        show_media(page, FOLDER)
        push_caption(page, text, credit)
        page.pop()
    return show, json


def photo(number, text, credit=EMPTY):
    path = f"photos/photo_{number}.jpg"
    return figure("photo", framed("photo_wrap", "photo", path, path.replace(".jpg", "_thumb.jpg"), 260, 195), text, credit,
                  {"type": "photo", "photo_id": str(number), "photo": path, "photo_file_size": 90_000, "width": 1280,
                   "height": 960, "spoiler": False, "caption": caption_json(text, credit)},
                  data_photo_id=str(number), data_spoiler="false")


def video(number, text):
    return figure("video", generic("media_video", "Video file", SKIPPED["file_type"], "00:31, 4.1 MB"), text, EMPTY,
                  {"type": "video", "document_id": str(number), "file_skip_reason": "file_type", "file_size": 4_300_000,
                   "media_type": "video_file", "duration_seconds": 31, "autoplay": False, "loop": False, "spoiler": False,
                   "caption": caption_json(text, EMPTY)},
                  data_document_id=str(number), data_autoplay="false", data_loop="false", data_spoiler="false")


def audio(number):
    path = f"files/audio_{number}.mp3"
    return figure("audio", generic("media_audio_file", "The Knolls – Low Tide", status="03:20", link=path, is_file=True),
                  EMPTY, EMPTY, {"type": "audio", "document_id": str(number), "file": path, "file_size": 10**6,
                                 "media_type": "audio_file", "performer": "The Knolls", "title": "Low Tide",
                                 "duration_seconds": 200, "caption": caption_json(EMPTY, EMPTY)},
                  data_document_id=str(number))


def place(text):
    link = "https://maps.google.com/maps?q=52.5,13.4&ll=52.5,13.4&z=16"
    return figure("map", generic("media_location", "Location", status="52.5, 13.4", link=link), text, EMPTY,
                  {"type": "map", "geo": {"source": "geo_point", "latitude": 52.5, "longitude": 13.4}, "zoom": 13,
                   "width": 600, "height": 300, "caption": caption_json(text, EMPTY)},
                  "rich_reference_block", data_point_source="geo_point", data_zoom="13", data_source_width="600",
                  data_source_height="300")


def channel():
    return figure("channel", generic("media_contact", "News & more", status="@newsdesk, Channel",
                                     link="https://t.me/newsdesk"), EMPTY, EMPTY,
                  {"type": "channel", "channel": {"source": "channel", "id": "900200", "title": "News & more",
                                                  "username": "newsdesk", "broadcast": True}},
                  "rich_reference_block", "section", data_channel_source="channel", data_channel_id="900200",
                  data_broadcast="true", data_megagroup="false", data_monoforum="false")


def embed(text):
    url = "https://video.example/embed?v=1&t=2"
    return figure("embed", generic("media_file", "Embed", status=url, link=url), text, EMPTY,
                  {"type": "embed", "url": url, "full_width": False, "allow_scrolling": False,
                   "caption": caption_json(text, EMPTY)},
                  "rich_media_item rich_embed", data_full_width="false", data_allow_scrolling="false",
                  data_rich_has_meta="false")


def group(kind, items, text):
    """A collage or a slideshow."""
    def show(page):
        page.push("section", block_attributes("rich_media_group", kind, data_rich_has_items="true",
                                              data_rich_items_end_media="true"))
        page.div("rich_media_group_items")
        for one, _ in items:
            one(page)
        page.pop()
        push_caption(page, text, EMPTY)
        page.pop()
    return show, {"type": kind, "items": [json for _, json in items], "caption": caption_json(text, EMPTY)}


def author_date(name, moment):
    iso = CLOCK.iso(moment)

    def show(page):
        page.push("address", block_attributes("rich_author_date", "author-date", dir="auto"))
        page.text(f"{serialize(name)} • ")
        page.wrapped("time", f' data-date="{moment}" datetime="{iso}" dir="ltr"', CLOCK.date_time(moment))
        page.pop()
    return show, {"type": "author_date", "author": run(name).json, "date": iso, "date_unixtime": str(moment)}


def anchor(token):
    def show(page):
        page.wrapped("span", block_attributes("rich_anchor", "anchor", id=f"rich-anchor-{token}"), "")
    return show, {"type": "anchor", "name": token}


def makers(number, moment, text):
    """What draws each of them."""
    return [
        lambda: photo(number, text), lambda: video(number, text), lambda: audio(number), lambda: place(text), channel,
        lambda: embed(text), lambda: author_date("Nora & Élodie", moment), lambda: anchor(f"part{number}"),
        lambda: group("collage", [photo(number, EMPTY), photo(number + 1, EMPTY)], text),
        lambda: group("slideshow", [photo(number, EMPTY), photo(number + 1, EMPTY)], EMPTY),
    ]
