"""Service actions of bots, payments, gifts and giveaways."""

from .scene import action, plain_names, user_name
from .serialize import Clock, money, serialize, serialize_list

CLOCK = Clock(60)
DOCUMENTS = {
    "personal_details": "Personal details", "passport": "Passport", "driver_license": "Driver license",
    "identity_card": "Identity card", "internal_passport": "Internal passport",
    "address_information": "Address information", "utility_bill": "Utility bill", "bank_statement": "Bank statement",
    "rental_agreement": "Rental agreement", "passport_registration": "Passport registration",
    "temporary_registration": "Temporary registration", "phone_number": "Phone number", "email": "Email",
}


@action(4, "b")
def send_payment(scene):
    amount, currency = scene.number(99, 500_000), scene.choice(["EUR", "USD", "GBP", "JPY", "XTR"])
    printed = money(amount, currency)
    how = scene.choice(["", "used", "init"])
    values = {"action": "send_payment", "amount": amount, "currency": currency,
              "invoice_message_id": scene.reply_to} | ({"recurring": how} if how else {})
    if how == "used":
        return f"You were charged {printed} via recurring payment", values
    text = f"You have successfully transferred {printed} for {scene.link('this invoice')}"
    return text + (" and allowed future recurring payments" if how else ""), values


@action(3, "b", (5, 2))
def refunded_payment(scene):
    amount = scene.number(1, 900)
    return (f"{serialize(scene.chat['title'])} refunded back {money(amount, 'XTR')}",
            {"action": "refunded_payment", "amount": amount, "currency": "XTR", "peer_name": scene.chat["title"],
             "peer_id": f"user{scene.chat['id']}", "charge_id": f"charge-{amount}"})


@action(4, "b")
def bot_allowed(scene):
    app = scene.choice(["", "Shop"])
    # The exporter asks for the app the wrong way round: it prints the name where there is none.
    text, values = scene.choice([
        ("You allowed this bot to message you when you added it in the attachment menu.",
         {"action": "attach_menu_bot_allowed"}),
        ("You allowed this bot to message you in his web-app.", {"action": "web_app_bot_allowed"}),
        ("You allowed this bot to message you when you opened " if not app else
         "You allowed this bot to message you when you logged in on shop.example",
         {"action": "allow_sending_messages", "reason_domain": "shop.example"})])
    return text, values


@action(1, "b")
def send_passport_values(scene):
    types = scene.random.sample(sorted(DOCUMENTS), k=scene.number(1, 4))
    return ("You have sent the following documents: " + serialize_list([DOCUMENTS[kind] for kind in types]),
            {"action": "send_passport_values", "values": types})


@action(2, "b", (4, 0))
def send_webview_data(scene):
    text = scene.choice(["Open", "Pay & go", "Выбрать"])
    return (f"You have just successfully transferred data from the &laquo;{serialize(text)}&raquo; button to the bot",
            {"action": "send_webview_data", "text": text})


@action(2, "p", (4, 1))
def send_premium_gift(scene):
    months = scene.choice([0, 3, 6, 12])
    if not months:
        return f"{scene.actor} sent you a gift.", scene.service("send_premium_gift")
    length, unit = (months * 30, "days") if scene.version >= (7, 0) else (months, "months")
    return (f"{scene.actor} sent you a gift for €14,99: Telegram Premium for {length} {unit}.",
            scene.service("send_premium_gift", cost="€14,99", **{unit: length}))


@action(1, "pc", (4, 11))
def gift_code_prize(scene):
    months = scene.choice([1, 3, 6])
    # "1month": so it is printed before 7.0.
    length = f"{months}{' months' if months > 1 else 'month'}"
    if scene.version >= (7, 0):
        length = f"{months * 30} days"
    how = scene.choice(["unclaimed", "via_giveaway", ""])
    text = {"unclaimed": f"This is an unclaimed Telegram Premium for {length} prize in a giveaway organized by a channel.",
            "via_giveaway": f"You won a Telegram Premium for {length} prize in a giveaway organized by a channel.",
            "": f"You've received a Telegram Premium for {length} gift from a channel."}[how]
    return text, {"action": "gift_code_prize", "gift_code": f"code{months}", "months": months,
                  "unclaimed": how == "unclaimed", "via_giveaway": how == "via_giveaway"}


@action(2, "gc", (4, 12))
def giveaway_launch(scene):
    return (f"{scene.actor} just started a giveaway of Telegram Premium subscriptions to its followers.",
            {"action": "giveaway_launch"})


@action(2, "gc", (4, 14))
def giveaway_results(scene):
    winners, unclaimed, stars = scene.choice([(0, 0, 0), (4, 1, 50), (4, 1, 0), (7, 0, 500), (9, 0, 0)])
    selected = "of the giveaway was randomly selected by Telegram and received"
    if not winners:
        text = "No winners of the giveaway could be selected."
    elif unclaimed:
        text = ("Some winners of the giveaway were randomly selected by Telegram and received "
                + ("their prize." if stars else "private messages with giftcodes."))
    else:
        text = f"{winners} {selected} " + ("their prize." if stars else "private messages with giftcodes.")
    return text, {"action": "giveaway_results", "winners": winners, "unclaimed": unclaimed, "stars": stars}


@action(2, "p", (5, 3))
def send_stars_gift(scene):
    amount = scene.choice([0, 50, 250, 2500])
    if not amount:
        return f"{scene.actor} sent you a gift.", scene.service("send_stars_gift")
    unit = scene.choice(["Telegram Stars", "TON"])
    return (f"{scene.actor} sent you a gift for $4.99: {amount} {unit}.",
            scene.service("send_ton_gift" if unit == "TON" else "send_stars_gift", cost="$4.99", amount_whole=amount,
                          amount_nano=0))


@action(1, "c", (5, 5))
def stars_prize(scene):
    # A line feed in a service line, as it is written.
    amount = scene.number(10, 900)
    return (f"You won a prize in a giveaway organized by {serialize(scene.chat['title'])}.\n Your prize is {amount} "
            "Telegram Stars.", scene.service("stars_prize", stars=amount, is_unclaimed=False, giveaway_msg_id=1))


@action(2, "p", (5, 6))
def send_star_gift(scene):
    stars = scene.number(15, 5_000)
    return (f"{scene.actor} sent you a gift of {stars} Telegram Stars.",
            scene.service("send_star_gift", gift_id=scene.number(10**9, 10**10), stars=stars, is_limited=False,
                          is_anonymous=False, gift_text="Thanks!"))


@action(1, "p", (5, 12))
def paid_messages_refund(scene):
    stars, count, name = scene.number(2, 60), scene.number(1, 6), serialize(scene.chat["title"])
    text = scene.choice([f"You refunded {stars} Stars for {count} messages to {name}",
                         f"{name} refunded {stars} Stars for {count} messages to you"])
    return text, scene.service("paid_messages_refund", messages_count=count, stars_count=stars)


@action(1, "gc", (5, 12))
def paid_messages_price_change(scene):
    stars, is_allowed = scene.number(0, 40), scene.chance(0.6)
    if not scene.is_channel:
        text = f"Price per message changed to {stars} Telegram Stars."
    elif is_allowed:
        text = f"Price per direct message changed to {stars} Telegram Stars."
    else:
        text = "Direct messages were disabled."
    return text, scene.service("paid_messages_price_change", price_stars=stars,
                               is_broadcast_messages_allowed=is_allowed)


@action(1, "c", (6, 0))
def process_suggested_post(scene):
    is_rejected = scene.chance(0.4)
    text = f"{scene.actor}{' rejected ' if is_rejected else ' approved '}your suggested post"
    if is_rejected:
        comment = scene.choice(["", "Too \"long\""])
        values = {"rejected": True} | ({"comment": comment} if comment else {})
        text += f", with comment: &quot;{serialize(comment)}&quot;" if comment else "."
    else:
        date = CLOCK.date_time(scene.date)
        values = {"price_amount_whole": "50", "price_amount_nano": "0", "price_currency": "Stars",
                  "scheduled_date": scene.date}
        text += f", for 50 stars, {CLOCK.date_text(scene.date)} at {date[11:16]}."
    return text, scene.service("process_suggested_post", **values)


@action(1, "c", (6, 0))
def suggested_post_success(scene):
    return ("The paid post was shown for 24 hours and 40 stars were transferred to the channel.",
            scene.service("suggested_post_success", price_amount_whole="40", price_amount_nano="0",
                          price_currency="Stars"))


@action(1, "c", (6, 0))
def suggested_post_refund(scene):
    by_payer = scene.chance(0.5)
    return ("The user refunded the payment, post was deleted." if by_payer else
            "The admin deleted the post early, the payment was refunded.",
            scene.service("suggested_post_refund", user_initiated=by_payer))


@action(1, "g", (7, 0))
def managed_bot_created(scene):
    person = scene.other()
    return (f"{scene.actor} created a bot {user_name(person)}",
            scene.service("managed_bot_created", bot=plain_names([person])[0]))


@action(2, "g", (7, 0))
def poll_append_answer(scene):
    return (f"{scene.actor} added &quot;Other day&quot; to the poll.",
            scene.service("poll_append_answer", option="Other day"))


@action(1, "g", (7, 0))
def poll_delete_answer(scene):
    return (f"{scene.actor} removed &quot;Other day&quot; from the poll.",
            scene.service("poll_delete_answer", option="Other day"))
