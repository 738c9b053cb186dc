"""How often a page says it was read, commented and liked."""

from __future__ import annotations

import pytest

from aggregator.extraction.byline import counts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("1,234", 1234),
        ("１，２３４", 1234),
        ("1.2万", 12000),
        ("3.4k", 3400),
        ("2.5M", 2_500_000),
        ("1.1亿", 110_000_000),
        ("10w+", 100_000),
        ("3千", 3000),
        ("0", 0),
        ("abc", None),
        ("2026-11-01", None),
        ("12 34", None),
        ("", None),
    ],
)
def test_numbers_as_shown(text: str, value: int | None) -> None:
    assert counts.value(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("阅读 1.2万", {"views": 12000}),
        ("阅读(123)", {"views": 123}),
        ("阅读（123）", {"views": 123}),
        ("浏览量：4,567", {"views": 4567}),
        ("点击率：89 次", {"views": 89}),
        ("1350 次阅读", {"views": 1350}),
        ("阅读 10544 次", {"views": 10544}),
        ("閱讀數 88", {"views": 88}),
        ("瀏覽：1.5萬", {"views": 15000}),
        ("3.4k views", {"views": 3400}),
        ("Views: 77", {"views": 77}),
        ("1,024 hits", {"views": 1024}),
        ("阅读 123 评论 4 点赞 5", {"views": 123, "comments": 4, "likes": 5}),
        ("123 阅读 4 评论 5 点赞", {"views": 123, "comments": 4, "likes": 5}),
        ("2024-11-01 阅读:30 评论:2", {"views": 30, "comments": 2}),
        ("12 comments · 3 likes", {"comments": 12, "likes": 3}),
        ("没有数字的阅读", {}),
        ("2026-11-01 12:30", {}),
        ("5 min read", {}),
        ("0 次阅读", {}),
        ("0 条评论", {"comments": 0}),
        ("overviews 3", {}),
        ("1.234 views", {"views": 1234}),
        ("赞同 256", {"likes": 256}),
        ("256 人赞同了该文章", {"likes": 256}),
        ("TA获得超过1.2万个赞", {}),
        ("获赞 88", {}),
        ("阅读 5 分钟", {}),
        ("2.3k 阅读时长", {}),
        ("本文字数: 2.3k 阅读", {}),
        ("阅读 2024-11-01", {}),
        ("#1 comment", {}),
        ("コメント128件", {"comments": 128}),
        ("閲覧数 345", {"views": 345}),
        ("いいね 5", {"likes": 5}),
        ("댓글 45", {"comments": 45}),
        ("조회수 1.2만", {"views": 12000}),
        ("공감 7", {"likes": 7}),
        ("Просмотров: 1 234", {"views": 1234}),
        ("1,2 тыс. просмотров", {"views": 1200}),
        ("Комментарии: 7", {"comments": 7}),
        ("مشاهدات: 3,456", {"views": 3456}),
        ("عدد المشاهدات: ٣٤٥٦", {"views": 3456}),
        ("بازدید: ۱۲۳۴", {"views": 1234}),
        ("Wyświetlenia: 2 345", {"views": 2345}),
        ("Lượt xem: 1.234", {"views": 1234}),
        ("Okunma: 1.234", {"views": 1234}),
        ("1.234 Aufrufe · 5 Kommentare", {"views": 1234, "comments": 5}),
        ("12 comentarios", {"comments": 12}),
        ("3 commentaires", {"comments": 3}),
        ("7 comentários", {"comments": 7}),
        ("6,540 人氣", {"views": 6540}),
        ("已阅 45", {"views": 45}),
        ("阅读人数:67", {"views": 67}),
        ("关注度:3421", {"views": 3421}),
        ("觀看數:789", {"views": 789}),
        ("3.4K показов", {"views": 3400}),
        ("36人评论", {"comments": 36}),
        ("3 跟贴", {"comments": 3}),
        ("回應(3)", {"comments": 3}),
        ("顶一下(5)", {"likes": 5}),
        ("喜歡 58", {"likes": 58}),
        ("屋顶5米", {}),
        ("Diskuse (17)", {"comments": 17}),
        ("Commenter (14)", {"comments": 14}),
        ("14 réactions", {"comments": 14}),
        ("Обсудить (8)", {"comments": 8}),
        ("Diskussion 2030", {}),
        ("Topic: Planes (Read 3418 times)", {"views": 3418}),
        ("Viewed 45k times", {"views": 45000}),
        ("Read 5 articles", {}),
    ],
)
def test_counts_of_a_line(text: str, found: dict[str, int]) -> None:
    assert counts.find(text) == found


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (["字数 1,024", "阅读 310"], {"views": 310}),
        (["阅读次数:", "", "本文字数: 2.3k", "阅读时长 ≈ 8 分钟"], {}),
        (["阅读", "123", "评论", "4"], {"views": 123, "comments": 4}),
        (["阅读 123", "评论", "4"], {"views": 123, "comments": 4}),
        (["0 条评论", "阅读 12"], {"comments": 0, "views": 12}),
        (["评论", "0"], {}),
        (["阅读 12", "字号"], {"views": 12}),
        (["随笔 - 120", "文章 - 0", "评论 - 88", "阅读 - 20万"], {}),
    ],
    ids=[
        "beside",
        "number of another word",
        "apart",
        "mixed",
        "a 0",
        "a 0 apart",
        "size of letters",
        "of the whole blog",
    ],
)
def test_counts_of_pieces(pieces: list[str], found: dict[str, int]) -> None:
    assert counts.of_line(pieces) == found


@pytest.mark.parametrize(
    ("heading", "comments"),
    [
        ("36 Comments", 36),
        ("Comments (5)", 5),
        ("3 Responses to “Of ropes and knots”", 3),
        ("{ 30 comments… read them below or add one }", 30),
        ("There are 2 comments to this article", 2),
        ("177条评论|1,088人参与网友评论", 177),
        ("网友评论(12)", 12),
        ("共 8 条评论", 8),
        ("3 thoughts on “Of ropes and knots”", 3),
        ("One thought on “Of ropes and knots”", 1),
        ("1 Reply to “Of ropes”", 1),
        ("3条回应：“绳结”", 3),
        ("《绳结》上有3条评论", 3),
        ("《绳结》有 2 个想法", 2),
        ("“绳结”的3个回复", 3),
        ("12 comentarios", 12),
        ("3 commentaires sur « Des nœuds »", 3),
        ("Kommentare (5)", 5),
        ("コメント 128件", 128),
        ("댓글 45", 45),
        ("Комментарии 18", 18),
        ("Top comments (3)", 3),
        ("评论列表(1条)", 1),
        ("评论 共3条", 3),
        ("留言區（12）", 12),
        ("コメント一覧 (8)", 8),
        ("Todos os comentários (6)", 6),
        ("Všechny komentáře (4)", 4),
        ("1 Message", 1),
        ("最新评论", None),
        ("Schreibe einen Kommentar", None),
        ("Leave a comment", None),
        ("One thought is left", None),
        ("Comments", None),
        ("We read all 36 comments before we wrote this", None),
        ("2 comments were deleted by the editors", None),
    ],
)
def test_heading_of_the_comments(heading: str, comments: int | None) -> None:
    assert counts.of_comments(heading) == comments
