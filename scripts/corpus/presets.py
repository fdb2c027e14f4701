"""Sizes and proportions by name."""

from .world.proportions import Proportions

SIZES = {
    "S": dict(chats=400, messages=24_000, companies=60, channels=12, slack=4_000, events=200, deals=200),
    "M": dict(chats=3_958, messages=240_000, companies=300, channels=120, slack=40_000, events=2_000, deals=2_000),
    "L": dict(chats=40_000, messages=2_400_000, companies=3_000, channels=1_200, slack=400_000, events=20_000,
              deals=20_000),
    "single": dict(chats=1, messages=200_000, companies=20, channels=4, slack=400, events=60, deals=40),
    "unseen": dict(chats=2_700, messages=170_000, companies=410, channels=90, slack=26_000, events=1_500, deals=2_600),
}
OLD = {f"old-{name}": SIZES[name] for name in ("S", "M", "L", "single")}

# Nobody tunes on `unseen`: another seed and other proportions, to be tried when the rest is done.
UNSEEN_SEED = 7_919
UNSEEN = Proportions(
    company_chats=0.21, joint_chats=0.05, mention_chats=0.4, mention_messages=0.02, size_spread=1.5,
    personal_chats=0.25, bot_chats=0.1, channels=0.25, migrated_groups=0.25, repeated_author=0.3, service=0.06,
    media=0.3, caption=0.6, reply=0.3, forward=0.11, reactions=0.3, via_bot=0.02, buttons=0.03, rich=0.2,
    formatted=0.3, links=0.15, emoji=0.3, quotes=0.2, odd_signs=0.03, other_scripts=0.55, words=22.0,
    eras=(("7.0", 0.3), ("6.1", 0.2), ("5.8", 0.2), ("5.12", 0.1), ("4.9", 0.1), ("3.5", 0.1)),
    company_channels=0.4, connect=0.6, threads=0.4, unfurls=0.15, company_meetings=0.4, series=0.25, all_day=0.12,
    from_both=0.15, localised=0.8, api_records=0.3)


def proportions_of(name):
    return UNSEEN if name == "unseen" else Proportions()


def seed_of(name):
    return UNSEEN_SEED if name == "unseen" else 1
