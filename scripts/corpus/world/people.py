"""Invented people, with names in several scripts."""

from ..invented import FAMILY, GIVEN, HOME, rng

SCRIPTS = {
    "english": (GIVEN, FAMILY),
    "german": ("Jörg Käthe Björn Grete Sören Anke Udo Heike Götz Frauke".split(),
               "Müldner Schäfke Größmann Bühring Höltje Kühnast Brömel Weißkopf".split()),
    "french": ("Élodie Noël Gaël Zoé Rémi Anaïs Loïc Maëlle Théo Inès".split(),
               "Bérouard Lacôte Duchêne Péliguet Marçonnet Beaugrain".split()),
    "russian": ("Аглая Борис Вера Глеб Дарья Егор Жанна Захар Инна Кирилл".split(),
                "Берёзин Волкова Громов Дроздова Ежов Журавлёва Зимин".split()),
    "arabic": ("أمل بدر تالا جاد دانا رامي سلمى طارق".split(), "البحري التميمي الجندي الحداد الرفاعي".split()),
    "hebrew": ("אורי דנה גיל הדס יואב נועה".split(), "אלוני ברקאי גולן דרור".split()),
    "chinese": ("明远 思涵 雨桐 浩然 欣怡 子轩".split(), "王 李 张 陈 林 赵".split()),
    "japanese": ("さくら 健太 陽菜 翔太 美咲".split(), "佐藤 高橋 山本 中村".split()),
    "korean": ("민준 서연 도윤 하은 지호".split(), "김 이 박 최".split()),
    "hindi": ("आरव दीया कबीर मीरा रोहन".split(), "वर्मा शर्मा कपूर मेहता".split()),
}
UNSPACED = {"chinese", "japanese", "korean"}


def draw_person(random_, script):
    """First and last name; a few people have only one, or an emoji in it."""
    given, family = SCRIPTS[script]
    first, last = random_.choice(given), random_.choice(family)
    if script in UNSPACED:
        return last + first, ""
    draw = random_.random()
    if draw < 0.06:
        return first, ""
    if draw < 0.09:
        return f"{first} {random_.choice('🚀🌿⚡🐙')}", last
    if draw < 0.12:
        return first, f"{last} | {HOME}"
    return first, last


def people_of(random_, script, count, deleted):
    """Distinct people of a chat as (first name, last name); one of a deleted account has neither."""
    people = []
    while len(people) < count:
        person = ("", "") if random_.random() < deleted else draw_person(random_, script)
        if person not in people or len(people) > 40:
            people.append(person)
    return people


def full_name(person):
    return " ".join(filter(None, person))


def staff(seed):
    """One's own people, the same in every source."""
    random_ = rng(seed, "staff")
    pairs = [(given, family) for given in GIVEN[:10] for family in FAMILY[:4]]
    random_.shuffle(pairs)
    return pairs
