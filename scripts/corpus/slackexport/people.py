"""Users of a workspace: one's own, guests with an account, and people of Slack Connect, whom no list has."""

from ..invented import rng
from ..world.people import draw_person, full_name, staff

HOME_TEAM = "T0HALDEN"


def user_of(identity, person, name, email, **more):
    """An entry of users.json."""
    profile = dict(title="", phone="", skype="", real_name=full_name(person), real_name_normalized=full_name(person),
                   display_name=person[0].lower() if len(person[0]) % 2 else "", display_name_normalized="",
                   fields={}, status_text="", status_emoji="", status_expiration=0, avatar_hash="a" * 12, email=email,
                   first_name=person[0], last_name=person[1],
                   image_72=f"https://avatars.example/{identity}_72.png", team=HOME_TEAM)
    return dict(id=identity, team_id=HOME_TEAM, name=name, deleted=False, color="9f69e7", real_name=full_name(person),
                tz="Europe/Berlin", tz_label="Central European Time", tz_offset=3600, profile=profile, is_admin=False,
                is_owner=False, is_primary_owner=False, is_restricted=False, is_ultra_restricted=False, is_bot=False,
                is_app_user=False, updated=1_700_000_000, is_email_confirmed=True) | more


def make_staff(seed):
    people = [user_of(f"U{index:06d}", person, f"{person[0]}.{person[1]}".lower(),
                      f"{person[0]}.{person[1]}@halden.example".lower())
              for index, person in enumerate(staff(seed))]
    people[7]["deleted"] = True
    return people


def make_guests(seed, companies):
    """A guest or two of each company, in users.json, with their company's address."""
    random_, guests = rng(seed, "slack guests"), {}
    for company in companies:
        members = []
        for number in range(random_.choice([1, 1, 2])):
            person = draw_person(random_, random_.choice(["english", "english", "german", "french"]))
            members.append(user_of(f"U{company['index']:04d}G{number}", person, f"guest{company['index']}{number}",
                                   f"guest{number}@{random_.choice(company['domains'])}", is_restricted=True))
        guests[company["name"]] = members
    return guests


def make_foreigners(seed, companies):
    """People of Slack Connect: known by the messages they wrote only."""
    random_, result = rng(seed, "slack connect"), {}
    for company in companies:
        team = f"T{company['index']:07d}"
        result[company["name"]] = [
            dict(id=f"U{company['index']:04d}C{number}", person=draw_person(random_, "english"), team=team)
            for number in range(2)]
    return result


def user_profile(identity, person, team):
    """What a message says of somebody whom users.json may not list."""
    return dict(avatar_hash="b" * 12, image_72=f"https://avatars.example/{identity}_72.png", first_name=person[0],
                real_name=full_name(person), display_name=person[0], team=team, name=person[0].lower(),
                is_restricted=False, is_ultra_restricted=False)


BOTS = [dict(id="B00ALERT", name="alertbot", app="A00ALERT"), dict(id="B00BUILD", name="Build & Deploy", app="A00BUILD")]


def bot_profile(bot):
    return dict(id=bot["id"], app_id=bot["app"], user_id="U" + bot["id"][1:], name=bot["name"], deleted=False,
                updated=1_690_000_000, team_id=HOME_TEAM, icons={"image_36": "https://avatars.example/bot_36.png"})
