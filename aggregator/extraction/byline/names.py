"""Names of people as bylines write them: taken apart, freed of roles and titles, and told from other words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Han characters, inside of a character class."""

SURNAMES = frozenset(
    "赵趙钱錢孙孫李周吴吳郑鄭王冯馮陈陳褚卫衛蒋蔣沈韩韓杨楊朱秦尤许許何吕呂施张張孔曹严嚴华華金魏陶姜戚谢謝邹鄒喻柏窦竇章云雲"
    "苏蘇潘葛奚范範彭郎鲁魯韦韋昌马馬苗凤鳳方俞任袁柳酆鲍鮑史唐费費廉岑薛雷贺賀倪汤湯滕殷罗羅毕畢郝邬鄔安常乐樂于傅皮卞齐齊康"
    "伍余元卜顾顧孟平黄黃和穆萧蕭肖尹姚邵湛汪祁毛禹狄米贝貝明臧计計伏成戴谈談宋茅庞龐熊纪紀舒屈项項祝董梁杜阮蓝藍闵閔席季麻强"
    "強贾賈路娄婁危江童颜顏郭梅盛林刁钟鍾鐘徐邱丘骆駱高夏蔡田樊胡凌霍虞万萬支柯管卢盧莫经經房裘缪繆干解应應宗丁宣邓鄧郁单單杭"
    "洪包诸諸左石崔吉钮鈕龚龔程嵇邢裴陆陸荣榮翁荀羊於惠曲封芮储儲靳汲邴松段富巫乌烏焦巴弓牧谷车車侯宓蓬全班仰仲伊宫宮宁寧仇栾"
    "欒甘厉厲戎祖武符刘劉景詹束龙龍叶葉幸司韶黎薄印宿白怀懷蒲从從鄂索咸籍赖賴卓蔺藺屠蒙池乔喬阴陰胥苍蒼双雙闻聞党黨翟谭譚贡貢"
    "劳勞逄姬申冉宰桑桂濮牛寿壽通边邊扈燕冀浦尚农農温溫别庄莊晏柴瞿阎閻闫閆充慕连連茹习習宦艾鱼魚容向古易慎戈廖庾终暨居衡步都"
    "耿满滿弘匡国國文寇广廣禄祿阙闕东東欧歐沃利蔚越夔隆师師巩鞏聂聶晁勾敖融冷辛阚闞那简簡饶饒空曾沙养養鞠须須丰巢关關蒯相查后"
    "荆荊红紅游竺权權盖蓋益桓公初上官仉督岳帅帥缑亢况況有琴商牟佘佴伯墨哈谯笪年爱愛阳陽佟第五言福付代覃邸原战戰钭逯鹿由苑迟遲"
    "植冼郗朴兰蘭修隋仝揭眭銮亓衣鄢谌諶木南风風次仁格旦扎多拉"
)
"""First characters of Chinese family names, of both ways of writing, and of common Tibetan given names."""

_NOT_SURNAMED = frozenset(
    """
    高清 房产 安全 游戏 文化 文章 明星 时政 国际 国内 国家 广告 公告 公司 利率 成都 上海 东莞 南京 南方 广州
    广东 江西 江苏 云南 宁夏 方法 白酒 马上 关于 华为 金融 经济 易车 通知 通报 言论 农业 计算机 元旦 高考 高校
    全文 全部 全国 平台 常见 解决 后台 年度 宣传 强国 红色 阳光 师资 相关 相册 查看 查询 管理 有关 融资 商业
    商城 爱情 墨西哥 阅读 万元 武汉 连载 连线 施工 景区 路透社 经验 应用 单位 广场 文学 文艺 文史 文创 文旅
    文娱 国学 国企 国防 国足 向上 古风 古籍 居家 简介 简体 简报 项目 计划 综合 都市 华语 金牌 康复 平安 盛大
    支持 支付 解读 解说 解析 宗教 包括 包装 程序 石油 车市 车展 车险 白银 黄金 汽车 东方 东北 关注 关键词 牛市
    熊市 方案 温馨 养生 养老 沙发 沙龙 言情 明白 公益 公开 公示 上市 上一篇 万象 居民 全球 全民 利好 农村 商务
    贡献 战略 战争 新华社 本报 记者 編輯 编辑 图片 图文 视频 完 待续 组图 资料图 来源 作者 未完 节选 摘要 原文
    终 转载 本刊 本网 网络 下同 化名 代码
    """.split()
)
PLACES = (
    "北京|上海|天津|重庆|重慶|台北|臺北|新北|桃園|台中|臺中|台南|臺南|高雄|基隆|新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|台東|臺東"
    "|澎湖|金門|香港|澳门|澳門|广州|廣州|深圳|南京|杭州|武汉|武漢|成都|西安|沈阳|长沙|郑州|济南|青岛|福州|厦门|合肥|南昌|昆明|贵阳"
    "|南宁|海口|太原|石家庄|哈尔滨|长春|大连|兰州|银川|西宁|拉萨|乌鲁木齐|呼和浩特|苏州|宁波|无锡|东莞|佛山|温州|华盛顿|華盛頓|纽约"
    "|紐約|伦敦|倫敦|东京|東京|巴黎|柏林|莫斯科|首尔|首爾|日内瓦|布鲁塞尔|洛杉矶|洛杉磯|新加坡|曼谷|綜合|综合|特稿"
    "|江苏|江西|广东|廣東|广西|云南|宁夏|安徽|贵州|甘肃|浙江|福建|湖南|湖北|河南|河北|山东|山西|陕西|辽宁|吉林|黑龙江|四川|海南|青海|西藏|新疆|内蒙古"
    "|桂林|柳州|常州|徐州|扬州|南通|洛阳|安阳|许昌|商丘|周口|唐山|邯郸|邢台|荆州|黄石|黄冈|岳阳|常德|张家界|江门|金华|安庆|池州"
)
"""Where reports are from, as a pattern, and what stands in a place's stead."""
_AFTER_NAME = (
    rf"(?:{PLACES}|\d|[一二三四五六七八九十]+日|发自|發自|报道|報導|報道|翻摄|翻攝|翻拍|提供|摄|攝|撰|编译|編譯|整理"
    r"|采写|供稿|实习|通讯员|$)"
)
_GLUED = re.compile(rf"([{HAN}]{{2,4}}?)(?={_AFTER_NAME})")
_SLASHES = ("/", "／", "╱")
_BETWEEN_REPORTERS = re.compile(r"[\s、，,;；/／╱｜|&]+")
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:[·・•][{HAN}]{{1,7}}){{0,3}}$")
_HAN_ANY = re.compile(f"[{HAN}]")
_LONGEST_HAN = 4
"""Characters of a name as most are written."""
_LONGEST_ROW = 12
"""Characters of names that stand in a row without a gap."""
_PICTURES_BY = re.compile(r"摄影?|攝影?|[图圖]")
_FUNCTION = frozenset("的了是在将把被为对及与而以从到这那其就也都会可请不有此亦和")
"""Characters of running text, also where some are family names."""

_LEAD = re.compile(
    r"^(?:(?:(?:story|text|words|report|reporting|review|article|analysis|opinion|written|posted|published|"
    r"submitted|created|compiled|contributed|authored|a post|a guest post|guest post|as told to)\s+)?by|authors?|"
    r"written|words|text|autor(?:a|as|en|es|i|in|ki)?|"
    r"von|par|por|di|da|door|af|av|autore|auteur|(?:verfasst|geschrieben|veröffentlicht) von|"
    r"(?:écrit|publié|rédigé) par|(?:escrito|publicado) por|(?:scritto|pubblicato) da|автор|текст|tekst|από|şi|"
    r"la redacción de|kontributor(?: \w+){1,2},|"
    r"kirjoittaja|kirjoittanut|od|przez|bởi|від|от(?! редакции)|על ידי|بواسطة|توسط|द्वारा|দ্বারা)\s*(?:[:：|/-]+\s*|\s+|$)",
    re.IGNORECASE,
)
_ARABIC_PLACE = re.compile(r"^[\u0600-\u06ff]+\s*[-–]\s+(?=[\u0600-\u06ff]+(?:\s+[\u0600-\u06ff]+){1,3}$)")
"""One word before a dash, where a name has two: القاهرة - منى المصري."""
_PLACE_AND_AGENCY = re.compile(r"\s*/\s*[A-ZÇĞİÖŞÜ-]{3,}(?:\([^()]*\))?,?\s*\(([A-ZÇĞİÖŞÜ]{2,5})\)\s*$")
"""Where a Turkish report is from, and which agency's it is: Mehmet Demir / VAN, (DHA)."""
_HAN_MARK = r"[:：/／╱｜|丨＝=]"
_HAN_LEAD = re.compile(
    r"^(?:(?:本报|本报讯|本刊|本社|本网|實習|实习|见习|特约|特派|首席|通讯员|通訊員|记者|記者|撰稿人?|作者|原作者|本文作者|撰文|撰写|采写|採訪"
    r"|评论员|主笔|博主|楼主|发布者|发布人|发表人|执笔|執筆|著者|主讲人?|供稿人?|投稿人?|口述|by\b"
    rf"|文(?=\s*{_HAN_MARK}|\s|$)"
    rf"|(?:文字|图文|文图|编译|編譯|整理|作家)(?=\s*{_HAN_MARK}|\s|$|[{''.join(sorted(SURNAMES))}]))+)\s*{_HAN_MARK}?\s*",
    re.IGNORECASE,
)
"""The words that also begin names (文档管理员, 整理归纳) need a mark behind them, the longer ones or a surname."""
_TAIL = re.compile(
    r"\s*(?:[|•·–—/]|\s-\s|\([^)]*\)?$|\[|,\s*(?:an?|the|is|for|in|at|on|of|who|staff|senior|special|chief|contributing|business|"
    r"news|sports|political|national|editor|reporter|correspondent|writer|columnist|director|founder|co-founder|"
    r"ceo|cto|cfo|president|professor|associate|assistant|author|contributor|manager|head|vice|managing|deputy|"
    r"guest|freelance|digital|health|science|technology|updated|published|posted)\b|"
    r"\s+(?:(?:is|was|are|has)\s+(?:an?|the)|published|updated|posted|follow|and\s+\d)\s"
    r"|@|https?:|\s\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d).*$",
    re.IGNORECASE | re.DOTALL,
)
_ROLE_LEAD = re.compile(
    r"^(?:[\w.-]+\s+){0,4}?(?:reporter|correspondent|columnist|(?:staff|senior|contributing)\s+(?:writer|editor))\s+"
    r"(?=[^\W\d_][\w.'’-]+\s+[^\W\d_])",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"\s[^\W\d_]{5,}\.$")
"""The full stop is not an abbreviation's: `Jane Major.` as against `Jane Doe Jr.`"""
_AGENCY_TAIL = re.compile(
    r"^(?!the\s)(\S+\s+\S.*?)\s+(?:the\s+)?(?:associated press|reuters|afp)$", re.IGNORECASE
)
"""Whom a person reports for: Jane Doe Associated Press."""
_PLACE_TAIL = re.compile(r"\s+(?:on|in|at|for|from|with|via|to)(?:\s.*)?$", re.IGNORECASE | re.DOTALL)
_ROLE_TAIL = re.compile(
    r"[,\s]+(?:(?:chief|senior|staff|special|contributing|associate|assistant|deputy|managing|news|sports|business|"
    r"political|science|health|technology|tech|national|foreign|guest|freelance|the|and|a|our)\s+)*"
    r"(?:reporter|correspondent|(?:staff|senior|contributing)\s+(?:writer|editor)|writer|columnist|contributor|"
    r"editor(?:-in-chief)?|author|journalist)s?$",
    re.IGNORECASE,
)
_KOREAN_ROLE = re.compile(
    r"(?:\s+|(?<=[가-힣]{3}))(?:(?:인턴|수습|선임|전문|객원|시민|사진|영상)\s*)?"
    r"(?:기자|대기자|특파원|논설위원|칼럼니스트|에디터|앵커|아나운서)(?:\s*=)?$"
)
_LONG_ROLE_TAIL = re.compile(
    r"\s+(?:senior|staff|chief|special|contributing|associate|assistant|deputy|managing|executive)\s[\w\s]*$",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\b(?:editor|director|manager|reporter|writer|correspondent|columnist|officer|president|professor|founder|ceo|cto|"
    r"representative|contributor|specialist|expert|analyst|consultant|coach|dietitian|nutritionist|physician|producer|"
    r"attorney|head|lead|strategist|marketing|content|committee|network|health|watch|content|engineer|developer|"
    r"scientist|researcher|lecturer|institute|university|school|department|"
    r"bureau|cent(?:er|re)|college|communications|division|faculty|laboratory|ministry|office)s?\b",
    re.IGNORECASE,
)
"""Behind a comma these belong to what a person is, not to who else wrote."""
_COMMON_NOUN = 6
"""Length from which a word in small letters beside a name is no agency's or newsroom's mark such as `dpa`."""
_CREDENTIALS = re.compile(
    r"(?:,\s*|\s+)(?:Ph\.?\s?D|M\.?D|J\.?D|M\.?B\.?A|M\.?P\.?H|M\.?S\.?(?:c|W|N|Ed)?|B\.?A|B\.?Sc?|M\.?A|R\.?D\.?N?|"
    r"R\.?N|D\.?V\.?M|D\.?O|D\.?D\.?S|L\.?D\.?N|C\.?P\.?A|C\.?F\.?[PA]|C\.?S\.?C\.?S|LCSW|LMFT|FACS|FAND|FACP|Esq|"
    r"Psy\.?D|Ed\.?D|Pharm\.?D|FNP|APRN|NP|PA-C|MSN|BSN|CPT|E-RYT\s?\d*|RYT|FOMA|DABOM|CFP®|CFA®)\.?(?=,|\s|$)"
)
_NOT_IN_ORDER = re.compile(
    rf",.*,|[;&|/]|\b(?i:and|und|et|y|by)\b|{_CREDENTIALS.pattern}|,\s*(?i:jr|sr|ii+|iv)\b"
)
"""There is more in such a string than a family and a given name."""
_FILED = re.compile(r",?\s+(?:filed\s+in|(?:filed\s+)?under)\s.*$", re.IGNORECASE | re.DOTALL)
"""Where a text was filed: Jane Doe, under Harbours, Boats."""
_SEPARATORS = re.compile(
    r"\s*(?:;|；|、|，|＆|\s[&+]\s|&|\s\|\s|\s/\s|\band\b|\bund\b|\bet\b|\s+y\s+|\n|,\s*and\b|,)\s*"
)
_HAN_SEPARATORS = re.compile(r"[;；,，、|｜/／╱&＆]|(?<![a-zA-Z.])\s+|\s+(?![a-zA-Z])|(?<=[^a-zA-Z])和|與")
"""A blank between Latin words is within a name: 图：Jane Doe/视觉中国."""
_HAN_ROLE_TAIL = re.compile(
    r"(?<=..)(?:特约评论员|评论员|特约撰稿人?|撰稿人|研究员|特约记者|记者|记者团|编译|編譯|整理|撰文|撰稿|报道|報導|報道|/文|文/图|翻摄|翻攝|翻拍|摄影?|攝影?|编辑)$"
)
_TITLED = re.compile(
    rf"[{HAN}]{{0,20}}?(?:研究员|研究員|教授|博士|院士|院长|院長|所长|所長|部长|部長|会长|會長|主任|主席|秘书长|分析师|分析師|经济学家|经理)([{HAN}]{{2,3}})"
)
"""A title right before its holder's name: 研究员徐大明."""
_OFFICE = re.compile(
    r"(?<=...)(?:研究员|研究員|教授|院长|院長|所长|所長|部长|部長|会长|會長|主任|主席|秘书长)$"
)
"""Ends what a person is, beside their name: 示例中心研究部部长、研究员徐大明."""
_DESCRIPTION = re.compile(
    r"(?<=..)(?:作者|作家|作協|作协|撰稿人|记者|記者|评论员|評論員|专栏|專欄|主笔|特派员|特派員|网|網|报|報|社|周刊|週刊|杂志|雜誌|财经|財經|新闻|新聞"
    r"|研究员|教授|院长|所长|部长|会长|主任|主席)$"
)
"""Ends what stands before a name and says what the person is or whose: 示例网专栏作者 王芳, 示例网 王芳."""
_REPORT = r"(?:报道|報導|報道|[专專]?[电電]|[讯訊])"
_FROM_PLACE = re.compile(rf"[发發]自.*|(?:{PLACES})+(?:\w{{0,6}}{_REPORT})?")
"""Where a report is from, and what was done there: 发自武汉, 高雄即時報導."""
_BEHIND_SLASH = re.compile(rf".{{0,6}}{_REPORT}")
"""The same behind the slash that stands between a reporter and the place, whatever it is called."""
_STAFF_NUMBER = re.compile(r"_[A-Z]{1,3}\d+\b")
"""An editor's in a newsroom's system: 王芳_NF4425."""
_SPREAD = re.compile(rf"(?<![{HAN}])([{HAN}])\s+([{HAN}])(?![{HAN}])")
"""Two-character names are often spread over the width of three: 王 芳."""
_EMAIL = re.compile(r"[<(\[]?\b[\w.+-]+@[\w-]+\.[\w.-]+[>)\]]?")
_URL = re.compile(r"https?://|www\.|\.(?:com|net|org|cn|html?|php)\b", re.IGNORECASE)

_DAY = re.compile(r"\d{1,2}(?:\.\s|\s+[^\W\d_A-Z])")
"""Begins a date in words: 15 de Abril, 6. März, 6 mars."""

_PARTICLES = frozenset(
    "to de da di do dos das del della du des la le van von der den ter ten zu bin ibn al el y e i af av of the for "
    "st mac abu ben bint ap mc à dit os na".split()
)
_NO_NAME = frozenset(
    """ago hour hours minute minutes second seconds day days week weeks month months year years today yesterday read
    reads reading comment comments share shares subscribe caption newsletter updated update published posted modified view
    views click follow login sign register more home about contact privacy terms policy cookie cookies search menu
    category categories tags tag filed under permalink reply email print advertisement sponsored photo photos videos image
    images getty video courtesy click here article articles story stories latest trending archive archives copyright
    rights reserved this that these those what when where which why how is was are were would should can could
    has have had been being not but because if then than your we they it its my me our us their all see account
    agreement contents conclusion introduction thoughts final previous""".split()
)
_OPENERS = frozenset("on in at the for with to from a an and or as of using by".split())
_NOBODY = frozenset(
    """admin administrator root webmaster superuser user guest anonymous unknown none null undefined test author
    authors de oleh editor n/a na staff by name username me moderator wordpress blogger system default posted write writer
    fri mon tue wed thu sat sun friday monday tuesday wednesday thursday saturday sunday january february march
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    july september october november december twitter facebook linkedin instagram email rss print pinterest whatsapp
    page robot sa nc nd cc with last police youtube tiktok reddit google created in on follow profile bio website
    管理员 管理員 编辑 編輯 小编 小編 站长 站長 网站管理员 网络 互联网 网友 佚名 匿名 未知 本站 本网 本站编辑 本站原创 央行 转载 作者
    昵称 會員 会员 用户名 密码 时间 時間 日期 热门 最新 中新 举报 关注 关注者 登录 注册 分享 收藏 返回 更多 首页 评论 阅读
    点击 打印 全文 关闭 私信 加关注 责任编辑 记者 記者 综合 綜合 综合报道 admins 发布者 不详 无 暂无 本站小编
    สนับสนุนเนื้อหา""".split()
)
_NOBODY_AT_ALL = frozenset(
    {"agencies", "guest author", "no author", "site admin", "unknown author", "wire reports", "wire services"}
)
_ORGANISATION = re.compile(
    r"^(?:新浪|网易|搜狐|腾讯|凤凰|人民|新华|央视|中新)\w{0,6}$|(?:視|消息|网|網|报|報|社|台|臺|电视|新闻|新聞|频道|頻道|日报|晚报|时报|在线|传媒|傳媒|杂志|周刊|出版社|公司|集团|大学|大學|学院|研究院|研究所"
    r"|委员会|办公室|部|局|厅|中心|协会|學會|学会|论坛|客户端|编辑部|編輯部|综合|网易|搜狐|新浪|腾讯|凤凰|百度|博客|官网|工作室|法院|政府|网站|發言人|记者团)$"
)


def split(text: str) -> list[str]:
    """The names in a byline's text without its roles, in order; strings that cannot be names are left out."""
    return list(_split(text))


@lru_cache(10_000)  # a page names its authors in several places, a site in all its pages
def _split(text: str) -> list[str]:
    text = _EMAIL.sub(" ", normalize("NFKC", text)).strip(" \t\n:：|/-–—•·,，")
    if text.startswith("@") and "." not in text:
        text = text[1:]  # an account's name, not its address
    if not text or len(text) > 400:
        return []
    if _HAN_ANY.search(text):
        return _split_han(text)
    text = _LEAD.sub("", text, count=1)
    if " AND " in text and not text.isupper():
        text = text.replace(" AND ", " and ")
    if not text.isascii():
        text = _ARABIC_PLACE.sub("", text)
    text = _PLACE_AND_AGENCY.sub("", text)
    text = _CREDENTIALS.sub("", _FILED.sub("", text))
    names: list[str] = []
    for part in _SEPARATORS.split(text):
        name = tidy(part)
        if names and (_POSITION.search(part) or (part.islower() and len(part) >= _COMMON_NOUN)):
            break  # what the person is
        if name and is_name(name) and name not in names:
            names.append(name)
    return names


def agency_of(text: str) -> str | None:
    """The agency that a byline gives in brackets behind name and place. None: it gives none."""
    match = _PLACE_AND_AGENCY.search(text) if text.endswith(")") else None
    return match[1] if match else None


def in_order(name: str, *, is_catalogued: bool = False) -> str:
    """One person's name as it is spoken, where it is written family name first: `Doe, Jane`; others as they are.

    In a catalogue the comma says so; elsewhere what stands before it must be one word with its particles, as an
    outlet may follow a whole name: `Jane Doe, Reuters`.
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or not family or not given or _NOT_IN_ORDER.search(name) or _HAN_ANY.search(name):
        return name
    words = family.split()
    is_lone = not {word.lower() for word in words[:-1]} - _PARTICLES
    is_short = len(words) <= 3 and len(given.split()) <= 3
    if (
        not (is_lone or is_catalogued)
        or not is_short
        or not given[0].isupper()
        or (not is_catalogued and given.isupper())
    ):
        return name
    is_person = is_name(f"{given} {family}") and not any(map(is_staff, (given, family)))
    return f"{given} {family}" if is_person and not _POSITION.search(given) else name


def tidy(name: str) -> str:
    """One name without "by", titles after it, place, date and marks around it."""
    name = _LEAD.sub("", " ".join(name.split()), count=1)
    if not name.isascii():
        name = _KOREAN_ROLE.sub("", name)
    name = _ROLE_LEAD.sub("", _TAIL.sub("", name))
    for tail in (_PLACE_TAIL, _ROLE_TAIL, _LONG_ROLE_TAIL):
        short = tail.sub("", name)
        if " " in short:  # "Human in the Loop", "Guardian staff reporter" are whole
            name = short
    name = _AGENCY_TAIL.sub(r"\1", name.strip(' \t:：;,，|/–—•·*~"“”()[]<>-').removesuffix("'s"))
    return name[:-1] if _ENDS_SENTENCE.search(name) else name


def is_name(name: str) -> bool:
    """`name` may name a person or a body of people: no sentence, date, address or button."""
    small = name.lower()
    if not 2 <= len(name) <= 60 or _URL.search(name) or small.rstrip("0123456789") in _NOBODY:
        return False
    if small in _NOBODY_AT_ALL:
        return False
    if _HAN_ANY.search(name):
        return len(name) <= 16 and not re.search(
            r"^\d+[年月]|^(?:[请點点查更][击擊设看多]|如何|怎么|怎樣|去年|今年|人物|[^\w])|^_|\ufffd|[。！？：；《》]|\d{4}",
            name,
        )
    if sum(map(str.isalpha, name)) < 2 or re.search(r"[!?{}<>=#$%:]|(?<![a-z\d])\d{4}|\w\w\.\s+[a-z]", name):
        return False
    words = name.split()
    if words[0][0].isdigit() and _DAY.match(name):
        return False
    lower = {word.strip(".,'’\"()").lower() for word in words}
    if (
        len(words) > 6
        or lower & _NO_NAME
        or (len(words) > 1 and (words[0] in _OPENERS or words[-1] in _OPENERS))
    ):
        return False
    if len(words) > 3:
        capital = sum(not word[0].islower() for word in words)
        particles = sum(word.lower() in _PARTICLES for word in words)
        return capital + particles >= len(words) - 1
    return True


# --- Chinese -----------------------------------------------------------------------------------------------


def _split_han(text: str) -> list[str]:
    text = re.sub(r"[（(【\[〔][^（()）】\]〕]*[)）】\]〕]", " ", text) or text
    text = _SPREAD.sub(r"\1\2", _STAFF_NUMBER.sub("", text))
    names: list[str] = []
    parts = list(_parts(_HAN_SEPARATORS, text))
    following = [part if not separator else "" for part, separator in parts[1:]] + [""]
    for (part, separator), behind in zip(parts, following, strict=True):
        part = part.strip("()（）[]【】〔〕《》<>“”\"'：:.。-—·…")
        if _FROM_PLACE.fullmatch(part) or (separator in _SLASHES and _BEHIND_SLASH.fullmatch(part)):
            continue
        if behind and _DESCRIPTION.search(part) and is_han_name(behind) and not is_han_name(part):
            continue
        part = _person_of(_HAN_LEAD.sub("", part))
        if part and is_name(part) and part not in names:
            names.append(part)
    if any(map(is_han_name, names)):
        return [name for name in names if not _OFFICE.search(name)]
    return names


def _parts(separators: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    """What the separators part, each with the sign before it, which is empty for a blank."""
    start, separator = 0, ""
    for match in separators.finditer(text):
        yield text[start : match.start()], separator
        start, separator = match.end(), match[0].strip()
    yield text[start:], separator


def _person_of(name: str) -> str:
    """The person in `武汉大学历史学院郭伦` and `路闻卓立编译`; other names as they are."""
    name = _HAN_ROLE_TAIL.sub("", name)
    if (titled := _TITLED.fullmatch(name)) and is_han_name(titled[1]):
        return titled[1]
    match = re.match(
        rf"[{HAN}A-Za-z]{{2,}}(?:大学|大學|学院|學院|研究院|研究所|公司|报社|医院|法院|委员会|协会|学会|中心|日报|晚报)([{HAN}]{{2,3}})$",
        name,
    )
    return match[1] if match and is_han_name(match[1]) else name


def is_place(text: str) -> bool:
    """`text` is where a report is from."""
    return _FROM_PLACE.fullmatch(text) is not None


def is_han_name(text: str) -> bool:
    """`text` looks like a Chinese person's name by itself, with nothing beside it that says so."""
    return (
        bool(_HAN_NAME.match(text))
        and text[0] in SURNAMES
        and text not in _NOT_SURNAMED
        and text not in _NOBODY
        and _HAN_ROLE_TAIL.search(text) is None
        and (_ORGANISATION.search(text) is None)
    )


def han_names(text: str) -> list[str]:
    """Names right behind a word such as 记者, where place, date and verb may follow without a gap.

    `溫貴香台北21日電` gives 溫貴香, `段彦超 廖艳` both, `彭冲 山东冠县报道` the first.
    """
    names: list[str] = []
    for part, separator in _parts(_BETWEEN_REPORTERS, text.strip()):
        part = _HAN_LEAD.sub("", part)
        if _FROM_PLACE.fullmatch(part) or (separator in _SLASHES and _BEHIND_SLASH.fullmatch(part)):
            break
        glued = _GLUED.match(part)
        name = glued[1] if glued and len(glued[1]) < len(part) else part
        if name == part and len(part) > _LONGEST_HAN and (several := _several(part)):
            names += several
            continue
        if not _HAN_NAME.match(name) or (name[0] not in SURNAMES) or name in _NOT_SURNAMED:
            break
        names.append(name)
        if name != part:
            break
    return names


def _several(text: str) -> list[str]:
    """The names that stand side by side without a gap, where there is but one way to part them: 王小芳李建国."""
    text = _PICTURES_BY.split(text, maxsplit=1)[0]
    if len(text) > _LONGEST_ROW or not _FUNCTION.isdisjoint(text):
        return []
    ways: list[list[tuple[str, ...]]] = [[()]]  # to part what ends at each character
    for end in range(1, len(text) + 1):
        rows = [
            (*row, text[start:end])
            for start in range(max(0, end - 3), end - 1)
            if text[start] in SURNAMES and is_han_name(text[start:end])
            for row in ways[start]
        ]
        ways.append(rows)
    return list(ways[-1][0]) if len(ways[-1]) == 1 and len(ways[-1][0]) > 1 else []


_NOT_IN_NAMES = frozenset({"at", "by", "for", "in", "is", "on", "or", "with"})
"""Short words in small letters that no name has alone on a line: Desktop for Linux."""
_ASKING = frozenset(
    """ask book browse buy download find get join learn offer open request schedule shop start take try visit
    watch""".split()
)
"""Begin the words on buttons."""
_SHORT_WORD = re.compile(r"[a-z]{1,3}$")
_NAME_SIGNS = re.compile(r"[\w'’.-]+$")
_IN_BRACKETS = re.compile(r"\s*\([^()]{2,40}\)")
"""Where an author is, or what they do: Par Jane Doe (Lyon, correspondante)."""
_POSSESSIVE = re.compile(r"['’]s\b")
_LATIN_SEPARATORS = re.compile(r"\s*(?:,|/|&|\band\b|\bund\b|\bet\b|\|)\s*")


def lone_latin(text: str) -> list[str]:
    """The names of a line that consists of full names alone: `Jane Doe`, `Jane Doe and John Roe`."""
    if len(text.split(maxsplit=1)) < 2:
        return []  # as of most lines: one word, and a name has two
    bare = _LEAD.sub("", text, count=1)
    if bare != text:
        bare = _IN_BRACKETS.sub("", bare)
    if bare != text and (found := _full_latin(bare.replace(" y ", ", ")) or _full_latin(bare)):
        return found  # Par Jane Doe; but Von Doe is whole
    return _full_latin(text)


def _full_latin(text: str) -> list[str]:
    parts = [bare for part in _LATIN_SEPARATORS.split(text) if (bare := part.strip(" ,"))]
    if not 1 <= len(parts) <= 4:
        return []
    for part in parts:
        words = part.split()
        if (
            not 2 <= len(words) <= 4
            or not _NOT_IN_NAMES.isdisjoint(words)
            or words[0].lower() in _ASKING
            or not all(map(_may_be_of_name, words))
            or not is_name(part)
            or _POSSESSIVE.search(part)
            or _POSITION.search(part)
        ):
            return []
        if words[0][0].islower() or words[-1][0].islower():
            return []
    return parts


def _may_be_of_name(word: str) -> bool:
    """A word with a capital letter of any script, or a short one such as `van`."""
    return bool(_NAME_SIGNS.match(word) if word[0].isupper() else _SHORT_WORD.match(word))


def is_login(name: str) -> bool:
    """`name` is an account's name rather than one that a person goes by: `m0_66248056`, `user123`."""
    return " " not in name and bool(re.search(r"\d.*_|_.*\d|^[a-z]+[\d_]{2,}", name))


_STAFF = re.compile(
    r"\b(?:team|staff|editors|editorial|desk|newsroom|reporters?|news|agency|press|inc|ltd|llc|group|media|"
    r"magazine|blog|times|daily|post|journal|today|weekly|review|tribune|herald|gazette|association|institute|university|foundation|"
    r"company|network|services|center|centre|society|bureau|college|communications|division|faculty|laboratory|ministry|"
    r"office|"
    r"\w*redaktion(?:en)?|redaksi|redaktsiya|redactie|redacción|redacció|rédaction|redazione|redação|redakcja|redakcji|"
    r"redakce|redakcia|toimitus|szerkesztőség|redacția|редакция|редакція|zeitung|gmbh|verlag)\b",
    re.IGNORECASE,
)


def is_staff(name: str) -> bool:
    """`name` is one for a body of people: `Resy Staff`, `Associated Press`, `Sportredaktion`."""
    return bool(_STAFF.search(name))


_AGENCIES = frozenset({
    "agence france-presse", "agence france presse", "afp", "aap", "ani", "ansa", "associated press", "bloomberg",
    "bloomberg news", "canadian press", "deutsche presse-agentur", "dpa", "dpa-afx", "efe", "europa press", "ians",
    "kyodo", "kyodo news", "press association", "press trust of india", "pti", "reuters", "tass",
    "united press international", "upi", "xinhua", "xinhua news agency",
})  # fmt: skip


def is_agency(name: str) -> bool:
    """`name` is that of one of the agencies whose reports many papers print: `The Associated Press`."""
    return name.lower().removeprefix("the ") in _AGENCIES


def is_organisation(name: str) -> bool:
    """`name` is that of an outlet or an office rather than a person's."""
    return bool(_ORGANISATION.search(name)) and not is_han_name(name)
