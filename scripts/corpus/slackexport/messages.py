"""Messages of a conversation: threads, edits, reactions, files, bots, service messages, Slack Connect."""

from .blocks import (app_attachment, draw_pieces, noted, rich_list, rich_text, shared_message, unfurl)
from .people import BOTS, HOME_TEAM, bot_profile, user_profile

SERVICE = ["channel_join", "channel_join", "channel_join", "channel_leave", "channel_topic", "channel_purpose",
           "channel_name", "channel_archive", "pinned_item", "huddle_thread", "sh_room_created"]
FILES = [("plan.pdf", "application/pdf", "pdf"), ("screen shot.png", "image/png", "png"),
         ("notes & keys.txt", "text/plain", "text")]


class ConversationDraw:
    """Draws one conversation; day files are made of what it draws."""

    def __init__(self, random_, channel, texts, shares, users, foreigners):
        self.random, self.channel, self.texts, self.shares = random_, channel, texts, shares
        self.users = {user["id"]: user for user in users}
        self.foreigners = foreigners if channel["is_connect"] else []
        self.threads = []

    def message(self, moment, number):
        draw, shares = self.random.random(), self.shares
        stamp = f"{moment}.{number:06d}"
        if draw < shares.slack_service and not self.channel["folder"].startswith(("D", "mpdm-")):
            return self.service(stamp, moment)
        if draw < shares.slack_service + shares.bots:
            return self.bot(stamp, number)
        message = self.human(stamp, number)
        self.add_thread(message, stamp)
        self.add_extras(message, stamp, moment, number)
        return message

    def author(self):
        """An id, and what the message says of somebody whom the lists do not have."""
        if self.foreigners and self.random.random() < 0.45:
            person = self.random.choice(self.foreigners)
            return person["id"], user_profile(person["id"], person["person"], person["team"]), person["team"]
        members = self.channel["visitors"] if self.channel["visitors"] and self.random.random() < 0.4 else (
            self.channel["entry"]["members"])
        identity = self.random.choice(members)
        user = self.users[identity]
        person = (user["profile"]["first_name"], user["profile"]["last_name"])
        return identity, user_profile(identity, person, HOME_TEAM), HOME_TEAM

    def human(self, stamp, number):
        identity, profile, team = self.author()
        pieces = draw_pieces(self.random, self.random.choice(self.texts), self.channel, number)
        message = dict(user=identity, type="message", ts=stamp, client_msg_id=f"{number:08x}-4a1b-4c2d-8e3f-0123456789ab",
                       text=noted(pieces), team=team, user_team=team, source_team=team, user_profile=profile)
        if self.random.random() < self.shares.blocks:
            if self.random.random() < 0.04:
                items = ["rotate keys", "restart & wait"]
                message["text"] += "".join(f"\n• {item.replace('&', '&amp;')}" for item in items)
                message["blocks"] = rich_list(pieces, items, f"b{number}")
            else:
                message["blocks"] = rich_text(pieces, f"b{number}")
        return message

    def bot(self, stamp, number):
        bot = self.random.choice(BOTS)
        if self.random.random() < 0.5:
            message = dict(subtype="bot_message", type="message", ts=stamp, bot_id=bot["id"], username=bot["name"],
                           text=self.random.choice(["", f"Build {number}"]), attachments=[app_attachment(number)])
        else:
            message = dict(user="U" + bot["id"][1:], type="message", ts=stamp, bot_id=bot["id"], app_id=bot["app"],
                           team=HOME_TEAM, bot_profile=bot_profile(bot), text=f"Deployed {number} to *staging*",
                           blocks=[dict(type="section", block_id=f"s{number}",
                                        text=dict(type="mrkdwn", text=f"Deployed {number} to *staging*", verbatim=False))])
        return message

    def service(self, stamp, moment):
        identity, profile, _ = self.author()
        kind = self.random.choice(SERVICE)
        text = {"channel_join": f"<@{identity}> has joined the channel",
                "channel_leave": f"<@{identity}> has left the channel",
                "channel_topic": f"<@{identity}> set the channel topic: R&amp;D",
                "pinned_item": f"<@{identity}> pinned a message",
                "channel_name": f"<@{identity}> has renamed the channel from \"old\" to \"new\"",
                "channel_archive": f"<@{identity}> archived the channel"}.get(kind, "")
        message = dict(subtype=kind, user=identity, type="message", ts=stamp, text=text)
        if kind == "channel_join" and self.foreigners:
            message["user_profile"] = profile
        if kind == "huddle_thread":
            message["room"] = dict(id=f"R{moment}", created_by=identity, date_start=moment, date_end=moment + 900)
        return message

    def add_thread(self, message, stamp):
        """Starts a thread, or answers in one; an answer may be sent to the channel too."""
        draw, share = self.random.random(), self.shares.threads
        if draw < share * 0.3 or (draw < share and not self.threads):
            message |= dict(thread_ts=stamp, reply_count=0, reply_users_count=0, latest_reply=stamp, reply_users=[],
                            replies=[], is_locked=False, subscribed=False)
            self.threads = [*self.threads[-3:], message]
        elif draw < share:
            root = self.random.choice(self.threads)
            message |= dict(thread_ts=root["ts"], parent_user_id=root["user"])
            root["replies"].append(dict(user=message["user"], ts=stamp))
            root["reply_count"] += 1
            root["latest_reply"] = stamp
            if message["user"] not in root["reply_users"]:
                root["reply_users"].append(message["user"])
                root["reply_users_count"] += 1
            if self.random.random() < 0.05:
                message |= dict(subtype="thread_broadcast",
                                root={name: root[name] for name in ("user", "type", "ts", "text", "thread_ts")})

    def add_extras(self, message, stamp, moment, number):
        draw, shares = self.random.random, self.shares
        if draw() < shares.edits:
            message["edited"] = dict(user=message["user"], ts=f"{moment + 60}.000000")
        if draw() < shares.slack_reactions:
            people = self.random.sample(self.channel["entry"]["members"], k=min(2, len(self.channel["entry"]["members"])))
            message["reactions"] = [dict(name=self.random.choice(["tada", "+1::skin-tone-3", "eyes", "halden-party"]),
                                         users=people, count=len(people))]
        if draw() < shares.unfurls:
            make = unfurl if draw() < 0.7 else shared_message
            message["attachments"] = [make(self.random, number)]
        if draw() < shares.files:
            self.add_file(message, stamp, number)

    def add_file(self, message, stamp, number):
        name, mime, kind = self.random.choice(FILES)
        mode = self.random.choice(["hosted", "hosted", "hosted", "tombstone", "hidden_by_limit"])
        value = dict(id=f"F{number:06d}", mode=mode)
        if mode == "hosted":
            value |= dict(created=int(stamp.split(".")[0]), name=name, title=name, mimetype=mime, filetype=kind,
                          user=message["user"], size=18_000, url_private=f"https://files.example/{number}/{kind}?t=x")
        message |= dict(files=[value], upload=False)
