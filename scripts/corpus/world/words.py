"""Words of everyday chatter in several languages, for texts without meaning."""

from ..invented import WORDS

LANGUAGES = {
    "english": WORDS,
    "german": ("und die der nächste Prüfung läuft heute über morgen größer Schlüssel Rechnung müssen können für wäre "
               "Straße Büro fällt später Änderung Sitzung genügt Übersicht während Bestätigung bitte danke schön "
               "Gespräch Auftrag geprüft gültig zurück fünf zwölf weiß heißt außer gemäß").split(),
    "french": ("et le la réunion prochaine déjà après être même très création problème élément clé où ça façon dernière "
               "vérifié reçu société facture à côté système réseau février août français hôte forêt naïf cœur bœuf "
               "garçon leçon été merci voilà").split(),
    "russian": ("и в на проверка узел сегодня завтра ключ счёт встреча ещё уже после перед можно нужно спасибо готово "
                "обновление версия сеть журнал ошибка ответ вопрос договор платёж неделя сообщение команда сервер "
                "запуск объём съезд").split(),
    "arabic": ("و في من على اجتماع اليوم غدا مفتاح فاتورة شكرا جاهز تحديث شبكة سؤال جواب عقد أسبوع رسالة فريق خادم "
               "مراجعة بعد قبل نعم لا").split(),
    "hebrew": "של על אם פגישה היום מחר מפתח חשבונית תודה מוכן עדכון רשת שאלה תשובה חוזה שבוע הודעה צוות שרת".split(),
    "chinese": "节点 验证 今天 明天 会议 合同 付款 更新 版本 网络 日志 错误 问题 回答 谢谢 准备 好了 下周 团队 服务器".split(),
    "japanese": "ノード 検証 今日 明日 会議 契約 支払い 更新 バージョン ネットワーク ログ エラー 質問 回答 ありがとう 準備 来週 チーム".split(),
    "korean": "노드 검증 오늘 내일 회의 계약 결제 업데이트 버전 네트워크 로그 오류 질문 답변 감사합니다 준비 다음주 팀".split(),
    "hindi": "नोड जाँच आज कल बैठक अनुबंध भुगतान अद्यतन संस्करण नेटवर्क त्रुटि प्रश्न उत्तर धन्यवाद तैयार सप्ताह टीम".split(),
}
UNSPACED = {"chinese", "japanese"}
OTHERS = [name for name in LANGUAGES if name != "english"]
# How often each is drawn among the languages that are not English.
OTHER_WEIGHTS = [6, 4, 8, 3, 2, 4, 3, 2, 2]
EMOJI = ("👍 🎉 🔥 ✅ 👀 🙏 🚀 😂 ❤️ 🤝 💯 🧵 ⚠️ 👩‍💻 👨‍👩‍👧 🏳️‍🌈 🇩🇪 🇯🇵 👍🏽 🤷‍♀️ 1️⃣ ™️ ☕ 🫡").split()


def plain_text(random_, language, median):
    """A text of some words, capitalised where the script has capitals, with an end."""
    words = LANGUAGES[language]
    count = min(220, max(1, int(random_.lognormvariate(0, 0.85) * median)))
    if language in UNSPACED:
        return "".join(random_.choices(words, k=max(1, count // 2))) + random_.choice(["。", "。", "？", "！", ""])
    chosen = random_.choices(words, k=count)
    if count > 6 and random_.random() < 0.4:
        chosen[count // 2] += random_.choice([",", ",", ";", ":", " –", "."])
    text = " ".join(chosen)
    return text[0].upper() + text[1:] + random_.choice([".", ".", "?", "!", "", "", "…"])
