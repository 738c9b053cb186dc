"""Words that stand beside a date and name nobody: what it is the date of, weekdays, places, kinds of texts."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

from aggregator.dates.words import DAYTIMES, WEEKDAYS, any_of, zone_names
from aggregator.extraction.byline import names

_LABELS = """
    first originally last latest was is since published publish publication updated update posted modified edited
    created written added released issued uploaded submitted revised reviewed changed joined registered expires date
    time on at the of as from article story this page am pm h

    veröffentlicht veröffentlichung veröffentlichungsdatum erscheinungsdatum erschienen erstellt erstellungsdatum
    publiziert aktualisiert aktualisierung stand geändert änderung bearbeitet gepostet eingestellt freigegeben datum
    zuletzt letzte letzter letztes vom um uhr den der seit update

    publié publiée publication posté paru rédigé écrit créé créée mis mise à jour màj modifié modifiée modification
    actualisé actualisée dernière le la du de date

    publicado publicada publicación actualizado actualizada actualización modificado modificada modificación creado
    creada última fecha hora día el a las

    publicação atualizado atualizada atualização postado postada criado criada alterado data em no às última

    pubblicato pubblicata pubblicazione aggiornato aggiornata aggiornamento modificato creato ultimo ultima il di del
    alle ore

    gepubliceerd geplaatst bijgewerkt gewijzigd geüpdatet aangemaakt laatst laatste op om

    publicerad publicerat publiceret publisert uppdaterad uppdaterat opdateret oppdatert oprettet skapad ändrad ændret endret senast
    sidst sist den kl dato julkaistu päivitetty muokattu luotu

    opublikowano opublikowany opublikowana opublikowane publikacja publikacji aktualizacja aktualizacji
    zaktualizowano zmodyfikowano dodano dodany utworzono ostatnia dnia

    publikováno zveřejněno vydáno aktualizováno vloženo zverejnené publikované aktualizované dne objavljeno ažurirano
    közzétéve megjelent frissítve módosítva létrehozva dátum publicat publicată actualizat actualizată ultima

    опубликовано опубликован опубликована публикация публикации размещено добавлено создано обновлено обновлён
    обновление изменено дата время последнее от в опубліковано оновлено додано створено публікації публикувана публикувано обновена обновено

    δημοσίευση δημοσιεύτηκε δημοσιεύθηκε ενημέρωση ενημερώθηκε τελευταία ημερομηνία στις

    yayınlanma yayınlandı yayımlanma yayımlandı yayın yayım giriş güncelleme güncellenme güncellendi oluşturulma
    eklenme eklendi son tarih tarihi saati

    đăng ngày lúc cập nhật xuất bản thời gian bởi vào

    diterbitkan dipublikasikan terbit diperbarui diperbaharui dibuat pada tanggal diterbitkan

    نشر نشرت تاريخ النشر في آخر تحديث التحديث بتاريخ تم يوم الساعة تاریخ انتشار روزرسانی شائع اپ ڈیٹ
    פורסם עודכן נכתב תאריך בתאריך יום ב
    प्रकाशित अपडेट अपडेटेड तिथि पर को প্রকাশ প্রকাশিত আপডেট வெளியிடப்பட்டது புதுப்பிக்கப்பட்டது
    เผยแพร่ ปรับปรุง อัปเดต โพสต์ แก้ไข ล่าสุด วันที่ เมื่อ
"""
_WEEKDAYS = """
    mo di mi do fr sa so lun mar mer jeu ven sam dim mié jue vie sáb dom gio
    segunda segunda-feira terça terça-feira quarta quarta-feira quinta quinta-feira sexta sexta-feira
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
    poniedziałek wtorek środa czwartek piątek sobota niedziela
    pondělí úterý středa čtvrtek pátek neděle pondelok utorok streda štvrtok piatok nedeľa
    hétfő kedd szerda csütörtök péntek szombat vasárnap
    luni marți marţi miercuri joi vineri sâmbătă duminică
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
    понеділок вівторок середа п'ятниця субота неділя
    δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
    pazartesi salı çarşamba perşembe cuma cumartesi pazar
    thứ hai ba tư năm sáu bảy chủ nhật
    senin selasa rabu kamis jumat sabtu minggu
    الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت شنبه یکشنبه دوشنبه چهارشنبه پنجشنبه جمعه
    ראשון שני שלישי רביעי חמישי שישי שבת
    सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
    วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์
"""
"""Those that `dates` knows no number for."""
_KINDS = """
    news|latest news|press|press release|press releases|media release|news release|blog|opinion|analysis|editorial
    feature|features|interview|report|reports|announcement|announcements|event|events|politics|business|sport|sports
    meldung|meldungen|nachricht|nachrichten|aktuelles|pressemitteilung|pressemitteilungen|politik|wirtschaft
    actualité|actualités|communiqué|communiqué de presse|noticia|noticias|notícia|notícias|notizie|comunicado
    comunicato stampa|nieuws|persbericht|nyheter|nyheder|uutiset|wiadomości|aktualności|zprávy|hírek|știri
    новости|новини|ειδήσεις|haber|haberler|tin tức|berita|أخبار|اخبار|חדשות|समाचार|ข่าว
    新闻|新聞|资讯|資訊|公告|动态|動態|ニュース|お知らせ|プレスリリース|뉴스|보도자료
"""
_RUN_ON = re.compile(
    any_of((
        "发布", "發布", "發佈", "发表", "發表", "发文", "發文", "发帖", "发稿", "首发", "首發", "刊登", "更新", "修改", "编辑", "編輯",
        "创建", "創建", "添加", "录入", "錄入", "上传", "上傳", "撰写", "撰寫", "提交", "投稿", "出版", "签发", "注册", "加入",
        "最后", "最後", "最近", "最新", "首次", "原创", "时间", "時間", "日期", "于", "於", "在", "本文", "文章", "今天是",
        "公開", "掲載", "配信", "作成", "最終", "日時", "日",
        "기사", "입력", "등록", "승인", "수정", "게시", "작성", "발행", "송고", "최종", "업데이트", "일시", "시간", "일",
        *DAYTIMES, *WEEKDAYS,
    )) + "+"
)  # fmt: skip
"""Labels and weekdays in scripts that leave no blanks between words."""
_BETWEEN = re.compile(r"[\s\d.,:;：，、/|·•()（）\[\]【】+–—-]+")
_CLOCK = re.compile(r"\d[:：h]\d\d")
_ENDS_IN_LABEL = re.compile(
    r"(?:更新|发布|發布|发表|编辑|首次|于|於|时间|時間|日期|最后)$"
    r"|^(?:最后|最後|最新|更新|发布|發布|发表|编辑|首发|published|updated|posted|created)",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"(?:{names.PLACES})+")
_WEEKDAY_BEHIND = re.compile(r"[\s,，|-]+([^\W\d_]+)[.,，\s]*$")


def _plain(text: str) -> str:
    """`text` in small letters without accents, which capitals often lack."""
    if text.isascii():
        return text.lower()
    bare = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    return normalize("NFC", bare).lower()


_WORDS = frozenset(
    _plain(f"{_LABELS} {_WEEKDAYS} {' '.join(WEEKDAYS)} {zone_names().replace('|', ' ')}").split()
)
_KINDS_OF_TEXT = frozenset(_plain(kind.strip()) for line in _KINDS.splitlines() for kind in line.split("|"))


def is_label(text: str) -> bool:
    """All words say what the date beside them is the date of, or belong to it: `Publié le`, `Thứ tư`, `승인`."""
    words = list(filter(None, _BETWEEN.split(_plain(text))))
    return bool(words) and all(word in _WORDS or _RUN_ON.fullmatch(word) for word in words)


@lru_cache(10_000)  # the pages of one site repeat each other's words
def names_nobody(before: str) -> bool:
    """What stands right before a date is a label, a place, a kind of text or a section rather than a name."""
    text = before.strip(" |·•/-–—")
    if not text:
        return True
    if text[-1] in ":：" or _CLOCK.search(text):
        return True
    weekday = _WEEKDAY_BEHIND.search(text)
    if weekday is not None and is_label(weekday[1]):
        text = text[: weekday.start() + 1]
    if text[-1] in ",，" and _is_one_word(text[:-1]):
        return True  # Madrid, 6 March
    text = text.strip(" ,，")
    return (
        _ENDS_IN_LABEL.search(text) is not None
        or is_label(text)
        or _plain(text) in _KINDS_OF_TEXT
        or _PLACE.fullmatch(text) is not None
    )


def _is_one_word(text: str) -> bool:
    """A capitalised word without a digit: a place or a section, where a name would have two."""
    return text[:1].isupper() and text.isalpha()
