#!/usr/bin/env python3
"""Links on a made register: what `annalist link` finds of activities that are told twice.

200 activities stand in a report's row and on a page, 60 of them in two languages: half of the rows
carry the page's address (`reports`), half do not (`same-event`). 60 of the pages are there a second
time, as a later capture, a print or a text without an address (`same-page`). 500 more are told
once and are alike: another day of a series, another event of the same day and city, of the same
body and day, of the same name in another city, another item at the address of a list.

    cargo build --release && benches/link.py [--seed 1] [--details]

Prints precision and recall by kind and ends with 1 where they are below what is asked.
"""

import argparse
import csv
import datetime
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

ANNALIST = Path(__file__).resolve().parent.parent / "target/release/annalist"
ASKED = {"reports": (0.97, 0.90), "same-page": (0.97, 0.90), "same-event": (0.95, 0.70)}
LANGUAGES = ["en", "ru", "kk", "uz"]
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr".split(),
}
# One row a thing: English, Russian, Kazakh, Uzbek.
KINDS = [
    ("book fair", "книжная ярмарка", "кітап жәрмеңкесі", "kitob yarmarkasi"),
    ("lecture", "лекция", "дәріс", "ma’ruza"),
    ("seminar", "семинар", "семинар", "seminar"),
    ("exhibition", "выставка", "көрме", "ko‘rgazma"),
    ("round table", "круглый стол", "дөңгелек үстел", "davra suhbati"),
    ("contest", "конкурс", "байқау", "tanlov"),
    ("workshop", "мастер-класс", "шеберлік сағаты", "mahorat darsi"),
    ("poetry evening", "поэтический вечер", "поэзия кеші", "she’riyat kechasi"),
]
NAMES = [
    ("Old maps", "Старые карты", "Ескі карталар", "Eski xaritalar"),
    ("The way of Abai", "Путь Абая", "Абай жолы", "Abay yo‘li"),
    ("Reading without borders", "Чтение без границ", "Шекарасыз оқу", "Chegarasiz mutolaa"),
    ("Water of the mountains", "Вода гор", "Тау суы", "Tog‘ suvi"),
    ("Books of my childhood", "Книги моего детства", "Балалық шағымның кітаптары", "Bolaligim kitoblari"),
    ("Voices of the steppe", "Голоса степи", "Дала үні", "Dasht ovozlari"),
    ("Safe internet", "Безопасный интернет", "Қауіпсіз интернет", "Xavfsiz internet"),
    ("Silk Road manuscripts", "Рукописи Шёлкового пути", "Жібек жолы қолжазбалары", "Ipak yo‘li qo‘lyozmalari"),
    ("Letters from the front", "Письма с фронта", "Майдан хаттары", "Frontdan maktublar"),
    ("Green library", "Зелёная библиотека", "Жасыл кітапхана", "Yashil kutubxona"),
    ("Songs of the akyns", "Песни акынов", "Ақындар әндері", "Oqinlar qo‘shiqlari"),
    ("Open science", "Открытая наука", "Ашық ғылым", "Ochiq fan"),
    ("Heritage of Navoi", "Наследие Навои", "Науаи мұрасы", "Navoiy merosi"),
    ("My native language", "Мой родной язык", "Менің ана тілім", "Mening ona tilim"),
    ("Stars above us", "Звёзды над нами", "Үстіміздегі жұлдыздар", "Ustimizdagi yulduzlar"),
    ("First steps in copyright", "Первые шаги в авторском праве", "Авторлық құқықтағы алғашқы қадамдар", "Mualliflik huquqida ilk qadamlar"),
    ("Carpets of the valley", "Ковры долины", "Алқап кілемдері", "Vodiy gilamlari"),
    ("Manas for everyone", "Манас для всех", "Баршаға арналған Манас", "Hamma uchun Manas"),
    ("Digital grandmother", "Цифровая бабушка", "Цифрлық әже", "Raqamli buvi"),
    ("Memory of the city", "Память города", "Қала жады", "Shahar xotirasi"),
    ("Women of science", "Женщины науки", "Ғылымдағы әйелдер", "Fan ayollari"),
    ("The living alphabet", "Живая азбука", "Тірі әліппе", "Tirik alifbo"),
    ("Rivers and people", "Реки и люди", "Өзендер мен адамдар", "Daryolar va odamlar"),
    ("Night of tales", "Ночь сказок", "Ертегілер түні", "Ertaklar kechasi"),
]
CITIES = [
    ("Osh", "Ош", "Ош", "O‘sh", "KG"),
    ("Naryn", "Нарын", "Нарын", "Norin", "KG"),
    ("Bishkek", "Бишкек", "Бішкек", "Bishkek", "KG"),
    ("Almaty", "Алматы", "Алматы", "Almati", "KZ"),
    ("Shymkent", "Шымкент", "Шымкент", "Chimkent", "KZ"),
    ("Karaganda", "Караганда", "Қарағанды", "Qarag‘anda", "KZ"),
    ("Taraz", "Тараз", "Тараз", "Taroz", "KZ"),
    ("Dushanbe", "Душанбе", "Душанбе", "Dushanbe", "TJ"),
    ("Khujand", "Худжанд", "Худжанд", "Xo‘jand", "TJ"),
    ("Tashkent", "Ташкент", "Ташкент", "Toshkent", "UZ"),
    ("Samarkand", "Самарканд", "Самарқанд", "Samarqand", "UZ"),
    ("Bukhara", "Бухара", "Бұхара", "Buxoro", "UZ"),
    ("Nukus", "Нукус", "Нүкіс", "Nukus", "UZ"),
]
COUNTRIES = {"KG": "Kyrgyzstan", "KZ": "Kazakhstan", "TJ": "Tajikistan", "UZ": "Uzbekistan"}
HOUSES = [
    ("{} City Library", "городская библиотека имени {}", "{} атындағы қалалық кітапхана", "{} nomidagi shahar kutubxonasi"),
    ("{} Children’s Library", "детская библиотека имени {}", "{} атындағы балалар кітапханасы", "{} nomidagi bolalar kutubxonasi"),
    ("{} Museum of History", "исторический музей имени {}", "{} атындағы тарих музейі", "{} nomidagi tarix muzeyi"),
    ("{} State University", "государственный университет имени {}", "{} атындағы мемлекеттік университет", "{} nomidagi davlat universiteti"),
]
NAMESAKES = [
    ("Aitmatov", "Айтматова", "Айтматов", "Aytmatov"),
    ("Osmonov", "Осмонова", "Осмонов", "Osmonov"),
    ("Rudaki", "Рудаки", "Рудаки", "Rudakiy"),
    ("Navoi", "Навои", "Науаи", "Navoiy"),
    ("Auezov", "Ауэзова", "Әуезов", "Avezov"),
    ("Toktogul", "Токтогула", "Тоқтағұл", "To‘xtag‘ul"),
    ("Lohuti", "Лахути", "Лахути", "Lohutiy"),
    ("Pushkin", "Пушкина", "Пушкин", "Pushkin"),
    ("Tursunzade", "Турсунзаде", "Тұрсынзаде", "Tursunzoda"),
    ("Berdakh", "Бердаха", "Бердақ", "Berdaq"),
    ("Valikhanov", "Валиханова", "Уәлиханов", "Valixonov"),
    ("Saraev", "Сараева", "Сараев", "Sarayev"),
]
WOMEN = [("Aigul", "Айгуль", "Айгүл", "Oygul"), ("Meerim", "Мээрим", "Мейірім", "Meyrim"), ("Dilnoza", "Дильноза", "Дилноза", "Dilnoza"),
         ("Gulnara", "Гульнара", "Гүлнар", "Gulnora"), ("Zarina", "Зарина", "Зарина", "Zarina"), ("Farida", "Фарида", "Фарида", "Farida")]
MEN = [("Nurlan", "Нурлан", "Нұрлан", "Nurlan"), ("Rustam", "Рустам", "Рүстем", "Rustam"), ("Timur", "Тимур", "Темір", "Temur"),
       ("Askar", "Аскар", "Асқар", "Asqar"), ("Bakhyt", "Бахыт", "Бақыт", "Baxit"), ("Shavkat", "Шавкат", "Шәукат", "Shavkat")]
FAMILIES = [
    ("Toktorov", "Токторов", "Тоқторов", "To‘qtorov"), ("Seitkaziev", "Сейтказиев", "Сейтқазиев", "Seytqaziyev"),
    ("Yusupov", "Юсупов", "Жүсіпов", "Yusupov"), ("Karimov", "Каримов", "Кәрімов", "Karimov"),
    ("Abdrakhmanov", "Абдрахманов", "Әбдірахманов", "Abdurahmonov"), ("Zhumabekov", "Жумабеков", "Жұмабеков", "Jumabekov"),
    ("Nazarov", "Назаров", "Назаров", "Nazarov"), ("Kasymov", "Касымов", "Қасымов", "Qosimov"),
    ("Ibraimov", "Ибраимов", "Ыбырайымов", "Ibragimov"), ("Sadykov", "Садыков", "Садықов", "Sodiqov"),
    ("Mirzoev", "Мирзоев", "Мырзаев", "Mirzayev"), ("Tursunov", "Турсунов", "Тұрсынов", "Tursunov"),
]
FORMS = {
    "en": {
        "lead": ["On {day} the {body} in {city} held a {kind} “{name}”.", "The {kind} “{name}” took place in {city} on {day}. It was held by the {body}."],
        "person": "{person} spoke to those who had come.", "count": "{count} readers took part.",
        "title": ["“{name}” brought readers together", "{Kind} “{name}” held in {city}", "{count} readers at a {kind}", "What “{name}” was about"],
        "more": ["Tea was served in the small room behind the hall.", "The hall was full until the evening.", "Those who came asked many questions.",
                 "Pictures of the day can be seen in the reading room.", "Everyone was given a small book at the end.", "The next meeting will be told of in time."],
    },
    "ru": {
        "lead": ["{day} в городе {city} прошло мероприятие: {kind} «{name}». Организатор – {body}.", "В городе {city} {day} состоялось мероприятие «{name}» ({kind}). Его подготовил коллектив: {body}."],
        "person": "Перед собравшимися выступил {person}.", "person_f": "Перед собравшимися выступила {person}.", "count": "В нём приняли участие {count} читателей.",
        "title": ["«{name}» собрали читателей", "{Kind} «{name}» в городе {city}", "{Kind}: {count} читателей", "О чём говорили на встрече «{name}»"],
        "more": ["После встречи всех угостили чаем.", "Зал был полон до самого вечера.", "Гости задали много вопросов.",
                 "Снимки можно увидеть в читальном зале.", "Каждому подарили небольшую книгу.", "О следующей встрече сообщат позже."],
    },
    "kk": {
        "lead": ["{day} {city} қаласында {body} «{name}» атты {kind} өткізді.", "{city} қаласында {day} «{name}» атты {kind} өтті. Ұйымдастырушы – {body}."],
        "person": "Шарада {person} сөз сөйледі.", "count": "Оған {count} оқырман қатысты.",
        "title": ["«{name}» оқырмандарды жинады", "{city} қаласында «{name}» атты {kind} өтті", "«{name}» туралы сөз болды"],
        "more": ["Кездесуден кейін шай берілді.", "Зал кешке дейін толы болды.", "Қонақтар көп сұрақ қойды.", "Суреттерді оқу залынан көруге болады.", "Әркімге шағын кітап сыйланды."],
    },
    "uz": {
        "lead": ["{day} {city} shahrida {body} “{name}” mavzusida {kind} o‘tkazdi.", "{city} shahrida {day} “{name}” nomli {kind} bo‘lib o‘tdi. Tashkilotchi – {body}."],
        "person": "Tadbirda {person} so‘zga chiqdi.", "count": "Unda {count} nafar kitobxon ishtirok etdi.",
        "title": ["“{name}” kitobxonlarni birlashtirdi", "{city} shahrida “{name}” nomli {kind} o‘tdi", "“{name}” haqida suhbat"],
        "more": ["Uchrashuvdan keyin choy berildi.", "Zal kechgacha to‘la bo‘ldi.", "Mehmonlar ko‘p savol berishdi.", "Suratlarni o‘quv zalida ko‘rish mumkin.", "Har kimga kichik kitob sovg‘a qilindi."],
    },
}


def day_words(day, lang, chance):
    """A day as texts of the language write it."""
    month = MONTHS[lang][day.month - 1]
    if lang == "kk":
        return f"{day.year} жылғы {day.day} {month} күні"
    if lang == "uz":
        return f"{day.year}-yil {day.day}-{month} kuni"
    if lang == "ru":
        return f"{day.day} {month} {day.year} года"
    return chance.choice([f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"])


class Event:
    """What happened: the same in every telling."""

    def __init__(self, chance):
        self.day = datetime.date(2021, 1, 1) + datetime.timedelta(days=chance.randrange(240))
        self.city, self.kind, self.name = chance.choice(CITIES), chance.choice(KINDS), chance.choice(NAMES)
        self.house, self.namesake = chance.choice(HOUSES), chance.choice(NAMESAKES)
        self.draw_guests(chance)

    def draw_guests(self, chance):
        self.woman = chance.random() < 0.5
        self.first, self.family = chance.choice(WOMEN if self.woman else MEN), chance.choice(FAMILIES)
        self.count = chance.randrange(33, 480)

    def like(self, chance, kind):
        """Another event that shares something with this one."""
        other = Event(chance)
        shared = {
            "series": ("city", "kind", "name", "house", "namesake"),
            "city": ("day", "city"),
            "body": ("day", "city", "house", "namesake"),
            "name": ("day", "kind", "name"),
            "none": (),
        }[kind]
        for field in shared:
            setattr(other, field, getattr(self, field))
        differs = {"series": "day", "city": "namesake", "body": "name", "name": "city"}.get(kind)
        while differs and getattr(other, differs) == getattr(self, differs):
            setattr(other, differs, getattr(Event(chance), differs))
        return other

    def words(self, lang, chance):
        at = LANGUAGES.index(lang)
        ending = {"en": "a", "ru": "а", "kk": "а", "uz": "a"}[lang] if self.woman else ""
        kind = self.kind[at]
        return {
            "day": day_words(self.day, lang, chance), "city": self.city[at], "kind": kind, "Kind": kind.capitalize(), "name": self.name[at],
            "body": self.house[at].format(self.namesake[at]), "person": f"{self.first[at]} {self.family[at]}{ending}", "count": self.count,
        }


def telling(event, lang, chance):
    """Headline and paragraphs: what one who was there writes. Body, person and count may be left out, not all."""
    forms, words = FORMS[lang], event.words(lang, chance)
    person = forms.get("person_f" if event.woman else "person", forms["person"])
    said = [part for part, often in ((person, 0.75), (forms["count"], 0.75)) if chance.random() < often] or [person]
    more = chance.sample(forms["more"], chance.randint(1, 3))
    text = [chance.choice(forms["lead"])] + chance.sample(said + more, len(said + more))
    lines = [line.format(**words) for line in text]
    lines = [line[0].upper() + line[1:] for line in lines]
    cut = chance.randint(1, len(lines))
    return chance.choice(forms["title"]).format(**words), [" ".join(part) for part in (lines[:cut], lines[cut:]) if part]


def page(title, parts, address, chance, published):
    links = "".join(f"<li><a href='/s{chance.randint(1, 999)}'>Section {chance.randint(1, 99)}</a></li>" for _ in range(chance.randint(3, 8)))
    body = "".join(f"<p>{part}</p>" for part in parts)
    known = f'<link rel=canonical href="{address}">' if address else ""
    return f"""<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{known}
<meta property="article:published_time" content="{published}T09:00:00+06:00"></head><body><nav><ul>{links}</ul></nav>
<main><article><h1>{title}</h1>{body}</article></main><footer><p>Visitors: {chance.randint(9, 9999)}</p></footer></body></html>"""


def address(number, lang, chance):
    """Addresses as systems make them."""
    host = chance.choice(["news", "lib", "kitap", "bilim"])
    path = chance.choice([f"news/2021/{number}-item", f"index.php?option=com_content&view=article&id={number}:item&catid={number % 9}&lang={lang}",
                          f"node/{number}", f"{lang}/{number}-2/", f"новости/встреча-{number}/"])
    return f"https://{host}{number % 7}.example/{path}"


def written(address, chance):
    """The same address as somebody else writes it."""
    plain = address.split("://")[1]
    slash = address.rstrip("/") if "?" in address else address.rstrip("/") + chance.choice(["", "/"])
    return chance.choice([address, f"http://{plain}", f"https://www.{plain}", slash, f"{address}{'&' if '?' in address else '?'}utm_source=report",
                          quote(address, safe=":/?&=%"), f"https://web.archive.org/web/2021070{number_of(plain)}080000/{address}", f"{address}#top"])


def number_of(text):
    return sum(text.encode()) % 9 + 1


class Corpus:
    """Pages and reports in a folder, and which of their records tell of the same thing."""

    def __init__(self, folder, seed):
        self.folder, self.chance = folder, random.Random(seed)
        self.rows, self.gold, self.places, self.number = [], [], {}, 100

    def add_page(self, event, lang, tell=None, at=None, path=None, text=False):
        self.number += 1
        title, parts = tell or telling(event, lang, self.chance)
        shown = at if at is not None else address(self.number, lang, self.chance)
        path = path or f"pages/{self.number}.{'txt' if text else 'html'}"
        published = event.day + datetime.timedelta(days=self.chance.randint(0, 2))
        content = "\n\n".join([title, *parts]) + "\n" if text else page(title, parts, quote(shown, safe=":/?&=%"), self.chance, published)
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        return path, shown, (title, parts)

    def add_row(self, event, lang, carried):
        self.rows.append((event, lang, carried))
        return f"row {len(self.rows) - 1}"

    def told_twice(self, number):
        event = Event(self.chance)
        two = number % 20 < 6
        row_lang = self.chance.choice(["en", "ru"])
        page_lang = self.chance.choice([lang for lang in LANGUAGES if lang != row_lang]) if two else row_lang
        path, at, tell = self.add_page(event, page_lang)
        copies = [path]
        if number % 10 in (1, 4, 7):
            copies.append(self.copy(event, page_lang, path, at, tell, number))
            self.gold.append(("same-page", {copies[0]}, {copies[1]}))
        carries = number % 2 == 0
        row = self.add_row(event, row_lang, [written(at, self.chance)] if carries else self.chance.choice([[], [], ["https://lib1.example/"]]))
        self.gold.append(("reports" if carries else "same-event", {row}, set(copies)))
        return event

    def copy(self, event, lang, path, at, tell, number):
        """The page once more."""
        if number % 3 == 0:
            return self.add_page(event, lang, tell, written(at, self.chance), f"later/20210930080000/{self.number}.html")[0]
        if number % 3 == 1:
            shown = at + ("&" if "?" in at else "?") + self.chance.choice(["print=1", "tmpl=component&print=1&page=", "format=print"])
            return self.add_page(event, lang, tell, shown)[0]
        return self.add_page(event, lang, tell, "", text=True)[0]

    def told_once(self, events):
        kinds = ["series"] * 150 + ["city"] * 140 + ["body"] * 100 + ["name"] * 50 + ["none"] * 40
        for number, kind in enumerate(kinds):
            event = self.chance.choice(events).like(self.chance, kind)
            lang = self.chance.choice(LANGUAGES)
            if number % 5 < 2:
                at = [address(90000 + number, lang, self.chance)] if self.chance.random() < 0.5 else []
                self.add_row(event, self.chance.choice(["en", "ru"]), at)
            else:
                self.add_page(event, lang)
        for number in range(20):
            self.add_page(Event(self.chance), "ru", None, "https://lib3.example/news", f"lists/2021{number + 10}01080000/news.html")

    def write_reports(self):
        self.chance.shuffle(order := list(range(len(self.rows))))
        for start in range(0, len(order), 40):
            part = order[start : start + 40]
            layout = self.chance.choice([self.impact, self.columns])
            layout(f"reports/{start // 40}", part)

    def impact(self, name, part):
        """Country | Activities | Impact, as HTML."""
        lines = []
        for number, row in enumerate(part, 1):
            event, lang, carried = self.rows[row]
            _, parts = telling(event, lang, self.chance)
            words = event.words(lang, self.chance)
            marks = "“”" if lang == "en" else "«»"
            head = f"#{number} {words['Kind']} {marks[0]}{words['name']}{marks[1]} ({words['city']}) {words['day']}"
            links = "".join(f"<p>{quote(at, safe=':/?&=%#')}</p>" for at in carried)
            body = "".join(f"<p>{text}</p>" for text in parts)
            lines.append(f"<tr><td>{COUNTRIES[event.city[4]]}</td><td><p>{head}</p>{body}{links}</td><td><p>SD 2 – inspire and enhance professional practice</p></td></tr>")
            self.places[f"{name}.html", number] = f"row {row}"
        self.save(f"{name}.html", "<!DOCTYPE html><meta charset=utf-8><table><tr><th>Country</th><th>Activities</th><th>Impact</th></tr>" + "".join(lines) + "</table>")

    def columns(self, name, part):
        """A column for each thing, as CSV."""
        path = self.folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "w", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["No", "Country", "City", "Event", "Date", "Organizer", "Description", "Link"])
            for number, row in enumerate(part, 1):
                event, lang, carried = self.rows[row]
                _, parts = telling(event, lang, self.chance)
                words = event.words(lang, self.chance)
                rows.writerow([number, COUNTRIES[event.city[4]], words["city"], f"{words['Kind']} «{words['name']}»", event.day.strftime("%d.%m.%Y"),
                               words["body"], "\n".join(parts), " ".join(carried)])
                self.places[f"{name}.csv", number] = f"row {row}"

    def save(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def score(corpus, records, links, details):
    """Precision and recall by kind. A pair that is of one thing, but of another kind, is missed and not wrong."""
    place = {}
    for record in records:
        path = record["source"]["path"]
        place[record["id"]] = corpus.places.get((path, record["ordinal"]), path if not path.startswith("reports/") else f"{path} {record['ordinal']}")
    same = {}
    for kind, one, other in corpus.gold:
        for pair in ((a, b) for a in one | other for b in one | other if a != b):
            same.setdefault(frozenset(pair), kind)
    told = {}
    for link in links:
        told.setdefault(frozenset((place[link["a"]["id"]], place[link["b"]["id"]])), link)
    good = True
    for kind, (precision, recall) in ASKED.items():
        gold = [(one, other) for k, one, other in corpus.gold if k == kind]
        of_kind = [pair for pair, link in told.items() if link["kind"] == kind]
        wrong = [pair for pair in of_kind if pair not in same]
        is_found = lambda one, other: any(frozenset((a, b)) in told and told[frozenset((a, b))]["kind"] == kind for a in one for b in other)
        missed = [pair for pair in gold if not is_found(*pair)]
        p, r = 1 - len(wrong) / max(len(of_kind), 1), 1 - len(missed) / max(len(gold), 1)
        good &= p >= precision and r >= recall
        print(f"{kind:11} {len(gold):4} planted {len(of_kind):4} told  precision {p:.3f} (asked {precision})  recall {r:.3f} (asked {recall})")
        if details:
            for pair in wrong:
                link = told[pair]
                print("   wrong:", sorted(pair), link["score"], link["a"]["title"], "|", link["b"]["title"], link["reasons"])
            for one, other in missed:
                print("   missed:", sorted(one), sorted(other))
    return good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for what is made, which stays")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = options.keep or Path(scratch)
        corpus = Corpus(place / "in", options.seed)
        events = [corpus.told_twice(number) for number in range(200)]
        corpus.told_once(events)
        corpus.write_reports()
        subprocess.run([ANNALIST, "extract", "-q", "in", "-o", "out", "--fresh"], cwd=place, check=True)
        subprocess.run([ANNALIST, "link", "out"], cwd=place, check=True)
        read = lambda name: [json.loads(line) for line in open(place / "out" / name)]
        good = score(corpus, read("activities.jsonl"), read("links.jsonl"), options.details)
    sys.exit(not good)


if __name__ == "__main__":
    main()
