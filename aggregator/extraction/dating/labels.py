"""Words beside a date that say what it is the date of, in the languages that pages are written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.dates.words import LABEL, MONTH, WEEKDAY
from aggregator.signs import Words

if TYPE_CHECKING:
    from aggregator import dates

# Labels are looked for in lower case: patterns that ignore case take three times as long. So do patterns whose
# branches do not all begin with a letter, as then every place of a text is tried.
PUBLISHED = re.compile(
    r"发[布佈表稿文]|發[布佈表稿文]|刊[登发發]|上[传傳]|录入|錄入|添加|创建|創建|投稿|公開|掲載|입력|등록|작성"
    r"|publi(?:shed|c[ae]|cir|é|k[ao]|sert)|posted|veröffentlich|erschienen|pubblicat|gepubliceerd|opublikowan|julkaist|terbit|objavlj"
    r"|közzétéve|megjelen|опубл[иі]кован|first|đăng|yayın|yayım|δημοσ|פורסם|نشر|انتشار|شائع|प्रकाशित|প্রকাশ|வெளியிட|เผยแพร่",
)
TIME = re.compile(r"时间|時間|日期|日時|\b(?:date|datum|fecha|data|дата)\b")
MODIFIED = re.compile(
    r"更新|修改|修[订訂]|编[辑輯][于於时時]|編[辑輯][于於时時]|수정|업데이트|updated?|modified|edited|revised"
    r"|aktualis(?:iert|ierung)|geändert|änderung|überarbeitet|mise? à jour|màj|actualis(?:é|ation)|modifi(?:é|cation|cad[oa])"
    r"|actualiza(?:d[oa]|ción)|atualiza(?:d[oa]|ção)|aggiorna(?:t[oa]|mento)|actualizat|bijgewerkt|gewijzigd|geüpdatet"
    r"|uppdatera[dt]|oppdatert|opdateret|ändra[dt]|endret|ændret|päivitet|muokat|aktualizac|aktualizov|aktualizác|zaktualiz|zmodyfik"
    r"|ažuriran|frissít|módosít|обновл[её]н|изменен|оновлен|обновен|diperba(?:ha)?rui|cập nhật|güncelle|ενημέρ"
    r"|עודכן|تحديث|به‌?روز|بروزرسانی|اپ ?ڈیٹ|अपडेट|अद्यतन|আপডেট|হালনাগাদ|புதுப்பி|อัปเดต|อัพเดต|แก้ไข",
)
PUBLISHED_OR_TIME = re.compile(rf"{PUBLISHED.pattern}|时间|時間|日期|日時|date|datum|fecha|data|дата")
"""One of these is in all labels of publication and of time."""
WORDS = Words(
    "publi posted ffentlich erschienen pubblicat julkaist terbit objavlj megjelen first dat fecha yay".split(),
    "发發刊上录錄添创創投公掲입등작оОдД时時日öÖđĐδΔפناشपপவเ",
)
"""One of these is in every label of publication, and in every one of time."""
ALONE = re.compile(
    rf"(?=.*(?:{PUBLISHED.pattern}|{TIME.pattern}|{MODIFIED.pattern}))"
    rf"(?:{LABEL}|{MONTH}|{WEEKDAY}|[\W_])+"
)
"""A text that says what a date is, and nothing else."""
NOTHING_ELSE = re.compile(rf"(?:{LABEL}|{WEEKDAY}|[\W_])*", re.I)
"""What may stand before the date in a text that is about the date alone."""
_ON = re.compile(r"(?:^|[^\w]|已|最[后後])[于於]\s*$")
_BEHIND = re.compile(
    r"\s*(?:首次)?(?:[发發][布佈表]|更新|修[改订訂]|[编編][辑輯]|[创創]建|投稿)(?!\s*[于於:：时時日])"
)
"""In Chinese a date may stand between a preposition and its label: `已于 2026-11-05 修改`."""
OTHER = re.compile(
    r"©|copyright|版权|今天是|现在是|截[止至]|有效期|开始|结束|deadline|expires|event|registered|注册|joined|加入|last login"
    r"|上映|首播|出生|born|since|备案|icp|retrieved|accessed|received|accepted",
)
_FIRST_UNSPACED = "\u2e80"
"""From here on scripts have no spaces between words."""
LONGEST = 24
"""Characters of a line that is nothing but a label."""
REACH = 40
"""Where in a sentence a date with a label begins at the latest: later on it is another text's, `first published on`."""


def is_label(text: str) -> bool:
    """The line says what the date below it is, and nothing else: `Published`, `Received:`."""
    small = text.lower()
    return len(text) <= LONGEST and bool(ALONE.fullmatch(small) or OTHER.fullmatch(small.rstrip(": ")))


def own_words(label: str) -> str:
    """Of the words before a date, those that say what it is the date of; a name or a headline is none of them."""
    small = label.lower()
    starts = [found.start() for pattern in (PUBLISHED, TIME, MODIFIED) if (found := pattern.search(small))]
    if not starts:
        return ""
    if len(small) != len(label):
        return label  # few letters are longer in lower case
    start = min(starts)
    while start and label[start - 1].isalpha() and label[start - 1] < _FIRST_UNSPACED:
        start -= 1  # to where its word begins
    return label[start:]


def of_hits(text: str, hits: list[dates.Hit], start: int) -> list[str]:
    """The words that say what each date is: before it, or behind in `2026-11-03 发布 2026-11-05 更新`."""
    ends = [0, *(hit.end for hit in hits)]
    labels = [text[max(end, hit.start - 24) : hit.start] for end, hit in zip(ends, hits, strict=False)]
    for place, hit in enumerate(hits):
        if _ON.search(labels[place]) and (behind_it := _BEHIND.match(text, hit.end)):
            labels[place] = behind_it[0]
    begin = next((hit.start for hit in hits if hit.end > start), len(text))
    tail = text[ends[-1] :].strip()
    is_word = len(tail) < REACH and tail[:1].isalpha() and tail[-1].isalpha()
    if text[start:begin].strip() or not is_word or not ALONE.fullmatch(tail.lower()):
        return labels
    behind = [*labels[1:], tail]
    for place in reversed(range(len(hits) - 1)):  # two ways to write one date share their label
        behind[place] = behind[place].strip() or behind[place + 1]
    return behind
