"""Who speaks in a text: the outlet itself, or somebody it quotes.

Quoted are direct speech (“...”, "...", «...», ‘...’, '...', lines of a dialogue that begin with a dash) and
indirect speech: what somebody says, states or asks for ("cho biết", "khẳng định rằng", "yêu cầu"), what
follows who speaks and a colon, and what a sentence gives a source for ("theo ông ...", "báo cáo của ... cho
thấy"). Rules, no parser: the verb and the speaker's name stay with the outlet; so do names in quotation marks
(phong trào “Ba sạch”) and a few words in them that nobody is said to say (“cơn sốt” giá vàng). Texts without
diacritics are read by the same words, but for those that are others then ("nêu" and "nếu").
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Final, Literal

from nlp.text import fold, is_vietnamese, sentences, without_diacritics

Voice = Literal["outlet", "quoted"]
VOICES: Final[tuple[Voice, Voice]] = ("outlet", "quoted")

_Interval = tuple[int, int]


def _both(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give words as they are spelled, and without their diacritics."""
    return frozenset(words), frozenset(map(without_diacritics, words))


def _in_both(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile a pattern for texts as they are spelled, and for those without diacritics."""
    return re.compile(pattern), re.compile(without_diacritics(pattern.replace(_SPELLED_ONLY, "(?!)")))


def _not_behind(verb: str, words: str) -> str:
    """Give what keeps a verb from being one behind other words; it stands behind the verb, which is fast."""
    return "".join(rf"(?<!\b{word} {verb})" for word in words.split("|"))


_SPELLED_ONLY: Final = "(?#spelled)"
"""Before a verb that is another word without its diacritics ("nêu" and "nếu", "nói" and "nơi")."""

# Words before a quotation mark that say that a name follows.
_NAMES: Final = (
    "phong trào|chương trình|chủ đề|cuộc thi|hội thi|bài hát|ca khúc|bài thơ|tác phẩm|đề án|dự án|cuốn"
    "|cuốn sách|tập sách|bài báo|chuyên đề|chuyên mục|mô hình|tên|tên gọi|mang tên|chiến dịch|đề tài"
    "|khẩu hiệu|danh hiệu|giải|giải thưởng|phim|bộ phim|vở|vở kịch|triển lãm|tọa đàm|hội thảo|ngày hội"
    "|tuần lễ|câu lạc bộ|nhóm|quỹ"
)
_NAMING: Final = _in_both(rf"\b(?:{_NAMES})[ :]{{0,2}}$")
_NEXT_NAME: Final = _in_both(r",? ?(?:(?:và|hay|hoặc(?: là)?) )?")
# The same with other words between, or what may be said as well: they name where nobody is said to speak.
_NAMING_WIDELY: Final = _in_both(
    rf"\b(?:{_NAMES}|bài viết|loạt bài|bài|hội nghị|diễn đàn|lớp|sân chơi|đêm nhạc|album|truyện|tiểu thuyết"
    r"|thông điệp|phương châm|mục tiêu|tiêu chí|nghị quyết|kế hoạch|thi đua|cuộc vận động|lễ hội|lễ|tội"
    r"|hành vi|vụ án|hành trình|hoạt động|giao lưu)"
    r"(?: (?!của)\w+){0,4}[ :,]{0,2}$"
)
# "Thông tin" and "yêu cầu" that are no verbs: within a body's name, or what is given, denied or meant.
_OF_NEWS: Final = "báo chí|điện tử|đối ngoại|truyền thông|cơ sở|liên quan|dư luận|phản ánh"
_INFORMS: Final = f"thông tin(?! (?:{_OF_NEWS}))" + "".join(
    rf"(?<!\b{word} thông tin)"
    for word in (
        *("công ty", "trung tâm", "bộ", "sở", "cục", "phòng", "viện", "ngành", "hệ thống", "công nghệ"),
        *("bác bỏ", "phủ nhận", "những", "các", "nhiều", "nguồn", "về", "có", "đưa ra", "công bố", "nhận"),
    )
)
_EXPRESSES: Final = "bày tỏ(?! (?:sự |lòng |niềm )?(?:chia sẻ|chia buồn|cảm thông|tiếc thương))"
_COMMITS: Final = "cam kết" + "".join(
    rf"(?<!\b{word} cam kết)"
    for word in ("hoàn thành", "thực hiện", "theo", "những", "các", "bản", "giữ", "ký")
)
_DEMANDS: Final = "yêu cầu" + "".join(
    rf"(?<!{words} yêu cầu)" for words in ("mục đích,", "mục đích và", "mục tiêu,", "theo")
)
# Verbs that nearly always report what somebody says ...
_SAYING: Final = (
    "cho biết|cho hay|cho rằng|nhấn mạnh|nhận định|thừa nhận|phàn nàn|than phiền|than thở|cáo buộc"
    "|tố cáo|bộc bạch|quả quyết|lập luận"
)
# ... and verbs that do so before "rằng", a comma or a colon: "khẳng định vị thế" reports nothing.
_RATHER: Final = (
    "nói|nói thêm|kể|kể lại|chia sẻ|bày tỏ|đánh giá|khẳng định|phản ánh|lưu ý|phát biểu|giải thích"
    "|phân tích|tin|hy vọng|cảnh báo|chỉ trích|phê phán|tâm sự|viết|bình luận|trả lời|thông tin"
    "|tuyên bố|ghi nhận|chỉ ra"
)
# "Nói" reports where what is said follows, and not whom one talks to, how, or of what.
_TELLS: Final = (
    f"nói{_not_behind('nói', 'lời|tiếng|cách|giọng|có thể|phải|hay|muốn|xin|vừa')}(?: thêm| rõ)?"
    "(?! (?:về|chuyện|lời|tiếng|không|chung|trên|riêng|đùa|gì|dối|thẳng|nhiều|ít|lên|ra|tới|đến|vậy|thế|đi"
    "|sao|cho|hộ|giúp|hết|như|xấu|được|mãi|lại|trước|tại|trong|khi|sai|đúng|cách|hay|và|nhỏ|to|ngay|của|ở|câu"
    r"|điều|là làm)\b"
    r"|(?: riêng)? với (?![^.;:,\n]{2,40} rằng))"
)
_RECOUNTS: Final = (
    f"kể{_not_behind('kể', 'đáng|không|chưa|thể|phải|lời|cách|lại|nghe|hãy|chuyện')}"
    r"(?! (?:từ|chuyện|cả|đến|tới|về|ra|tội|trên|câu|khổ|công|tên|xiết|thêm|với|cho|như|trong|sự)\b)"
)
_CONFESSES: Final = (
    f"khai{_not_behind('khai', 'công|triển|kê|tờ|sơ|lời')}(?: nhận)?"
    r"(?= (?:do|rằng|vì|đã|sau|trong|từ|khi|mình|được|có|không|chưa|trước|quen|mua)\b)"
)
# Verbs that report what an office states or asks for where its name stands before them.
_STATING: Final = (
    f"nêu rõ|{_SPELLED_ONLY}nêu|chỉ rõ|khẳng định|đề nghị|{_DEMANDS}|kêu gọi"
    f"|chỉ đạo{_not_behind('chỉ đạo', 'ban|tổ|phát biểu')}(?!,? điều hành)"
    f"|kiến nghị|đề xuất|lưu ý|cảnh báo{_not_behind('cảnh báo', 'trung tâm|hệ thống')}"
    "|khuyến cáo|tuyên bố|mong muốn|quán triệt|thông báo|chia sẻ|giải thích"
    f"|dự báo{_not_behind('dự báo', 'trung tâm|bản tin|công tác|vượt|các')}"
    rf"|xác nhận{_not_behind('xác nhận', 'và')}|tiết lộ|đưa tin(?! (?:về|trên|cho|của|từ|sai|theo)\b)"
    r"|đánh giá(?! (?:cao|không|chưa))(?=[^.;:\n]{1,200} (?:là|còn|đã|rất|chưa|không|khá|có thể|sẽ|đang) )"
    f"|{_EXPRESSES}|{_INFORMS}|{_COMMITS}|{_CONFESSES}|{_SPELLED_ONLY}{_TELLS}|{_SPELLED_ONLY}{_RECOUNTS}"
)
# Verbs that say who spoke, but behind which stands what is not so: they report what is said before them.
_DENIES: Final = "bác bỏ|phủ nhận"
# Verbs that say who spoke where they stand beside direct speech.
_SPEAKING: Final = (
    f"{_DENIES}|"
    "nói thêm|nói rõ|nói|hỏi|đáp|trả lời|phát biểu|chia sẻ|tâm sự|kể lại|kể|bày tỏ|viết(?<!bài viết)"
    "|giải thích|phân tích|đánh giá|bình luận|kết luận|phản ánh|tin tưởng|hy vọng|chỉ ra|ghi nhận|đề cập"
    f"|{_INFORMS}"
)
# What follows "theo" where it names no one who speaks: documents, plans, and verbs that take it.
_NO_SOURCE: Final = (
    "đó|kế hoạch|dự kiến|quy định|hướng dẫn|lịch|hình thức|từng|phương châm|thông lệ|yêu cầu|tinh thần"
    "|đúng|chỉ đạo|nghị quyết|quyết định|luật|điều(?! tra)|thông tư|nghị định|chương trình|dõi|đuổi|chân|kịp"
)
_TALKING: Final = _in_both(r"\b(?:tôi|chúng tôi|em|cháu|mình|ạ|nhé|vâng|dạ|thưa)\b|[?!]")
_FARTHEST_SOURCE: Final = 120
"""Characters between "theo" and the comma behind the source."""

# Single marks are quotation marks around words, and apostrophes within or behind one ("Hawai’i").
_QUOTATION: Final = re.compile(
    r"“(?:[^“”\n]|“[^“”\n]*+”)*+(?:”|(?=\n)|$)|«[^«»\n]*+»|\"[^\"\n]*+\""
    r"|‘(?=\w)(?:[^‘’\n]|’(?=\w))*+’|(?<!\w)'(?=\w)(?:[^'\n]|(?<=\w)'(?=\w))*+(?<!\s)'"
)
_ENDING: Final = frozenset(".!?…")
_OPENING: Final = "“\"«‘'"
_CLOSING: Final = "”\"»’'"
_LONG: Final = re.compile(r"(?:[\W_]*+[^\W_]++){5}")
"""Five syllables: a quotation of fewer, of nobody, is a name or a word that the outlet sets apart."""
_SET_OFF: Final = re.compile(r"(?:.[”\"»’'] ?[,–—-]|[.!?…,][”\"»’'])")
_SINGLE: Final = "‘'"
# Single marks stand around words within what is said too ("Bộ X nói 'cáo buộc' ấy là sai"), which goes on.
_CLOSED: Final = re.compile(r"[.!?…,]['’]|.['’][ ]*(?:[.!?…;\n]|$|[,–—-][ ]*+(?!['‘]))")
_DASHED: Final = re.compile(r"(?m)^[^\S\n]*+[-–—][^\S\n]++([^\n]++)")
_DASH: Final = re.compile(r"\s[-–—]\s")
_BEFORE: Final = 24
"""Characters before a quotation mark that are searched for a word of _NAMING."""


@dataclass(frozen=True)
class Span:
    """A stretch of a text, `text[start:end]`, and who speaks in it."""

    start: int
    end: int
    voice: Voice


@dataclass(frozen=True)
class Speech:
    """Words that somebody says in a text, and where it stands who.

    Attributes:
        start: Where the words start, without quotation marks, in `nlp.text.normalise(text)`.
        end: Where they end.
        is_direct: Whether the text gives them as they were said.
        verb: The verb that reports them; "theo" of a source; "" for none (a colon, or none at all).
        speaker: (start, end) of the words that name who speaks, with more around it; None for words that go
            on after others.
        is_sure: Whether the words around alone tell it for speech; otherwise it is speech only where the
            speaker's words, all of them, name somebody who can speak.
    """

    start: int
    end: int
    is_direct: bool
    verb: str
    speaker: _Interval | None
    is_sure: bool


_SAYING_RATHER: Final = _in_both(rf"\b(?:(?:{_SAYING})\b|(?:{_RATHER})(?: rằng\b|:|,(?!(?: \w+){{1,2}},)))")
_SOURCE_BEHIND: Final = _in_both(rf", theo (?!(?:{_NO_SOURCE})\b)[^,]{{1,{_FARTHEST_SOURCE}}}$")
_SOURCE_AFTER: Final = re.compile(r"theo (?P<source>[^,.\n]{2,120})")
_SURE: Final = _in_both(_SAYING)
_DENYING: Final = _both(_DENIES.split("|"))
_WORD: Final = re.compile(r"\w")
_OTHER_SPEECH: Final = re.compile(r"[“\"«‘:]")
_REPORTING: Final = _in_both(
    rf"\b(?:{_SAYING}|{_STATING})\b"
    r"(?! (?:cao|vị thế|vai trò|vị trí|uy tín|thương hiệu|bản lĩnh|chỗ đứng|tên tuổi|mình|kinh nghiệm))"
)
# The same words as nouns: "thông tin từ Bộ Y tế", "chỉ đạo của Thủ tướng".
_NOUN: Final = _in_both(
    rf"(?:{_STATING}) (?:của|số \d|từ (?!ngày|tháng|năm|nay|đầu|sáng|chiều|tối|chức|nhiệm|bỏ|chối|\d))"
)
_PERSON: Final = (
    "ông|bà(?! rịa)|anh(?= )|chị|em|cô|chú(?! (?:chó|mèo|voi|khỉ|rùa|cá|rể|ý|trọng))|bác|cụ(?! thể)|thầy"
    "|cháu|họ|mc|pv|phóng viên|nhà báo|hlv|huấn luyện viên|bác sĩ|bs|luật sư|chuyên gia|kỹ sư|nghệ sĩ|nsnd"
    "|nsưt|ca sĩ|đạo diễn|diễn viên|gs|pgs|ts|ths|giáo sư|phó giáo sư|tiến sĩ|thạc sĩ|đại biểu|đbqh|cử tri"
    "|người dân|nông dân|(?:phó )?thủ tướng|tổng bí thư|(?:phó )?chủ tịch|bộ trưởng|thứ trưởng"
    "|(?:phó )?bí thư|(?:phó )?(?:tổng )?giám đốc|(?:phó )?(?:tổng )?cục trưởng|(?:phó )?vụ trưởng"
    "|(?:phó )?trưởng (?:ban|phòng|công an|thôn|bản|đoàn)|(?:phó )?hiệu trưởng|(?:phó )?viện trưởng"
    "|tổng thống|ngoại trưởng|đại sứ|người phát ngôn|tổng thư ký|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)"
    "|đồng chí|độc giả|bạn đọc"
)
# Who speaks before a colon, and verbs before one that makes it a headline's: "Chủ tịch xã bị bắt: ..."
_SPEAKER: Final = _in_both(rf"(?:{_PERSON})\b")
_ACTS: Final = _in_both(
    r"\b(?:đã|sẽ|đang|vừa|được|bị|vào|nhận|thăm|gặp|họp|dự|làm|đi|đến|bắt|không|phải|nên|là|thì|khi|sau|trước"
    r"|gồm|như|tiếp|ký|trao|với|muốn|cần|để|cho|ra|qua|lên|tại|tới|từ|và)\b"
)
# “...”, bà Tư cười
_PERSON_BEHIND: Final = _in_both(rf" ?(?:,|[–—-] ) ?(?:{_PERSON})\b")
# Ông Tám gọi việc này là “...”
_CALLED: Final = _in_both(
    rf"\b(?:{_PERSON})\b[^.,;:“”\n]{{0,60}} (?:gọi|coi|ví|xem) [^.,;:“”\n]{{0,60}}\b(?:là|như) $"
)
_AS: Final = _both(("là ", "hư "))  # the end of "như "
# Before verbs of _STATING that are nouns there, or what nobody named does.
_NO_VERB: Final = _in_both(
    r"\b(?:các|những|nhiều|một số|mọi|mỗi|không có|chưa có|phải có|nhận|nhận được|tiếp nhận|xử lý|giải quyết"
    r"|trả lời|ra|phát|gửi|nghe|về|theo|từ|trong|sau|trước|khi|nếu|để|nhằm|việc|sự|lời|(?<!nhật )bản|đơn"
    r"|nội dung|được|bị|đáp ứng|thực hiện|đúng|phù hợp|thẩm quyền|hệ thống|trung tâm|mức|của|bằng|không|chưa"
    r"|hãy|đừng|mà|là|cơ chế|công tác|cần|phải|nên|muốn|bất chấp|dù|do|vì|hoặc|hay|cách|tự|ai|tiếp thu"
    r"|tổng hợp|hồ sơ|lý do|(?:điều|kết quả|việc|con số|thành công|thành tích|sự kiện) (?:này|đó)) $"
)
_NO_WORDS: Final = _in_both(
    r"(?:yêu cầu|đề nghị|kiến nghị|đề xuất|thông báo|tuyên bố|cảnh báo|xác nhận|thông tin) (?:đặt ra|mới"
    r"|trên|này|đó|rất|cao|tương tự|chung)\b|(?:yêu cầu|đề nghị|kiến nghị|đề xuất|thông báo|thông tin) về\b"
)
# "Thông tin" is a noun where nobody of these stands before it.
_INFORMING: Final = _both(("thông tin",))
_INFORMANT: Final = _in_both(
    rf"\b(?:{_PERSON}|đại diện|lãnh đạo|bộ|sở|cục|ban|công an|ubnd|ủy ban|cơ quan|bệnh viện|đơn vị|công ty)\b"
    r"[^,;:]{0,100}(?<! và )(?<! loại )$"
)
# What begins a part of a sentence that has no subject of its own.
_ELLIPTIC: Final = _in_both(r"\s*(?:đồng thời|và|rồi|cũng|từ đó|qua đó|nhằm|để)\b")
_LINKING: Final = (
    "tuy nhiên|tuy vậy|dẫu vậy|song|nhưng|bên cạnh đó|ngoài ra|trong khi đó|trước đó|sau đó|mặt khác"
    "|cụ thể|hiện|hiện nay|đáng chú ý|do đó|vì vậy|đồng thời|và|còn"
)
_DATELINE: Final = r"(?:[(\w][\w .()]{1,24}[-–] |\W++)?"
_SOURCE: Final = _in_both(
    rf"{_DATELINE}(?:(?:{_LINKING}),? )?(?:cũng )?theo (?!(?:{_NO_SOURCE})\b)"
    rf"(?P<source>[^,\n]{{1,{_FARTHEST_SOURCE}}}?)(?:, | thì )"
)
_FIGURES: Final = _in_both(
    rf"{_DATELINE}(?:số liệu|thống kê|báo cáo|khảo sát|nghiên cứu|dữ liệu)"
    r"(?: [^,\n]{1,60}?)? (?:của|từ|do) "
    rf"(?P<source>[^\n]{{1,{_FARTHEST_SOURCE}}}?),? (?P<verb>cho thấy)\b(?: rằng\b)?[,: ]*"
)
_ATTRIBUTING: Final = _in_both(rf"\b(?:{_SAYING}|{_STATING}|{_SPEAKING})\b")
_JOINED: Final = _in_both(
    r"(?:[,;]? đồng thời|[,;] cũng như|[,;]? và)(?: cũng| tiếp tục)? +"
    rf"(?P<verb>{_SAYING}|{_STATING})\b(?: rằng\b)?[,: ]*"
)
# Words in quotation marks that are the subject of what follows: “Ba không” là cách làm hay
_SUBJECT_OF: Final = r"[ ]+(?:là|không|chưa|đã|đang|sẽ|được|bị|của|thì|mà|vẫn|có|phải)\b"
_AS_SUBJECT: Final = _in_both(_SUBJECT_OF)
_AFTER_QUOTE: Final = _in_both(
    r"[.]?[ ]*[,–—-][ ]*|(?<=[.!?…,][”\"»’'])[ ]+"
    rf"|(?!{_SUBJECT_OF})[ ]+(?=[a-zđà-ỹ])"
)
# “...” là khẳng định của Bộ trưởng Bộ X
_SAID_OF: Final = _in_both(
    r"[ ]*[,–—-]?[ ]*(?:đó |đây )?là (?:lời |một )?"
    r"(?P<verb>khẳng định|nhận định|nhấn mạnh|chia sẻ|phát biểu|tuyên bố|yêu cầu|đánh giá|cảnh báo|lưu ý"
    r"|chỉ đạo|đề nghị|kêu gọi|cam kết)(?: \w+){0,2} của (?P<speaker>[^,.\n]{2,120})"
)
_COLON_LINE: Final = re.compile(
    r"(?m)^[ ]*(?:[-–—*+•][ ]*)?(?P<speaker>[^:\n“\"«]{2,100}):[ ]+(?P<words>[^\n“\"«]+)$"
)
_VERB_AT_END: Final = _in_both(rf"\b(?P<verb>{_SAYING}|{_STATING}|{_SPEAKING})(?: rằng| thêm| rõ)?$")
_CREDIT: Final = _in_both(r"\b(?:ảnh|nguồn|video|clip|đồ họa|minh họa)$")
_THAT: Final = _in_both(
    rf"(?: và (?:{_SAYING}|{_STATING})\b)?(?: với [^.;:,\n]{{2,40}}?(?= rằng))?(?: (?:rằng|là)\b)?[,: ]*"
)
_NEAR_QUOTE: Final = _in_both(r"(?: thêm| rõ| rằng| với [^,:.]{1,60})?[,: ]*$|[^.!?“”\"«»\n]{0,120}:[ ]*$")
# What says where, when and to whom something is said, or that it was said before ("như vậy"), to its end.
_TAIL: Final = (
    r"(?:(?!\b(?:đã|sẽ|đang|là|bị|không|phải|cần|có|chưa|vẫn|cũng|đều|rằng|nên|thì|vừa|còn|đủ|hết|đạt|vượt"
    r"|chiếm|gây|khiến|tăng(?! trưởng| cường)|giảm(?! nghèo| thiểu)|xảy ra|tử vong|hoàn thành"
    r"|được(?! (?:tổ chức|phát|truyền|hỏi)))\b)(?:[^.,:;?!\n“”\"]|\.(?=\d)))*"
)
_WHEN: Final = (
    r"(?:vào )?(?:hôm|sáng|trưa|chiều|tối|đêm|ngày)"
    r"(?: (?:nay|qua|hôm|ngày|sớm|muộn|cùng ngày|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|tháng|năm"
    r"|\(?\d[\d/.-]*\)?))+"
)
_OCCASION: Final = (
    "(?:tại|trong|ở|bên lề|bên hành lang|nhân|trước|sau|trên|ngay|khi|lúc|với|qua)(?: khi| sau| tại| trong)?"
    r" (?:một |các |loạt )?(?:buổi|cuộc|phiên|hội nghị|hội thảo|họp báo|lễ|kỳ họp|diễn đàn|tọa đàm"
    "|chương trình phát|đại hội|sự kiện|thông cáo|thông báo|văn bản|công văn|công điện|báo cáo|thư|bức thư"
    "|bài (?:viết|phát biểu|đăng|phỏng vấn)|bản tin|tuyên bố|quốc hội|nghị trường|hội trường|trụ sở|hành lang"
    "|hiện trường|báo chí|báo giới|báo|tờ|hãng (?:tin|thông tấn)|kênh|đài|phóng viên|pv|truyền thông|trang"
    "|mạng xã hội|facebook|twitter|truth social|tài khoản|chuyến (?:thăm|công tác|đi)|trả lời|phát biểu"
    r"|trao đổi|tiếp xúc|tiếp|làm việc|thăm|kiểm tra|thị sát|chủ trì|dự|kết luận|được hỏi|gặp)\b"
)
_CIRCUMSTANCE: Final = _in_both(
    rf"(?:(?:như (?:vậy|trên)|(?:những )?(?:điều|vấn đề|nội dung|thông tin|quan điểm) (?:này|trên|đó))"
    rf"(?: (?:(?:khi|tại|trong|với|trước|vào|ngay|bên lề)\b|{_WHEN}).*)?"
    rf"|{_WHEN}(?: (?:tại|ở|trong|sau|khi|với|trên|bên lề)\b{_TAIL})?"
    rf"|{_OCCASION}{_TAIL}|(?:phát biểu|trả lời|trao đổi|chia sẻ)\b{_TAIL})"
    rf"(?:, (?>{_WHEN}|{_OCCASION}{_TAIL}|(?:tại|ở) {_TAIL}))*+"
)
_TOPIC: Final = _in_both(rf"về {_TAIL}")
# A verb directly before direct speech.
_TOLD: Final = _in_both(r"(?: thêm| rõ| rằng| với [^,:.]{1,60})?[,: ]*$")
# What stands between direct speech and a verb of the same speaker.
_NOBODY: Final = _in_both(
    r"(?:[\s,”\"»]|\b(?:đồng thời|và|cũng|đã|tiếp tục|sau khi|khi|lúc|để|nhằm|rồi|sau đó|qua đó|từ đó)\b)*"
)
_NO_NAME: Final = _in_both(rf"\s*{_DATELINE}\s*")
# Behind verbs of asking these are a part of what is to be done: "khuyến cáo sau khi thăm bệnh nhân rửa tay".
_ASKS: Final = _both(("yêu cầu", "đề nghị", "khuyến cáo", "kiến nghị", "đề xuất", "kêu gọi", "chỉ đạo"))
_OF_AN_ACT: Final = _in_both(
    r"(?:(?:trước|sau|khi|lúc)(?: khi)? (?:thăm|tiếp|tiếp xúc|gặp|dự|kiểm tra|làm việc)"
    r"|trong (?:báo cáo|văn bản|thông báo|công văn))\b"
)
# Between what is said and who says it behind that.
_BEFORE_SPEAKER: Final = re.compile(r",\s| [-–—] ")
_TELLS_OF: Final = _both((
    "cho biết", "cho hay", "thông tin", "thông báo", "chia sẻ", "giải thích", "nói thêm", "nhận định",
))  # fmt: skip
_MOST_VERBS: Final = 30
"""Verbs of one sentence that are looked at."""
_LONGEST_SENTENCE: Final = 600
"""Characters of one sentence in which further verbs of a speaker are looked for."""
_SUPPOSE: Final = "cho rằng", "cho rang"
_WORD_THAT: Final = " rằng", " rang"
_FARTHEST_SPEAKER: Final = 200
"""Characters between direct speech and the verb that reports it."""


def spans(text: str) -> list[Span]:
    """Cut a text by voice.

    Args:
        text: Any text; pass the result of `nlp.text.normalise` to use the spans on it.

    Returns:
        Stretches of alternating voices that cover the text without a gap; [] for the empty text.
    """
    folded = fold(text)
    found: list[Span] = []
    at = 0
    for start, end in _merged(_quoted(folded, bare=not is_vietnamese(folded))):
        if start > at:
            found.append(Span(at, start, "outlet"))
        found.append(Span(start, end, "quoted"))
        at = end
    if at < len(folded):
        found.append(Span(at, len(folded), "outlet"))
    return found


def _quoted(folded: str, bare: bool) -> Iterator[_Interval]:
    """Give all that is quoted: what is said, lines of dialogue, and long quotations of whomever."""
    quotations, dialogue = _quotations(folded, bare), _dialogue(folded, bare)
    found = _speeches(folded, quotations, dialogue, bare)
    yield from dialogue
    for one in found:
        if not (one.is_direct and one.is_sure) and (one.is_sure or _can_speak(folded, one, bare)):
            yield one.start, one.end
    if quotations:
        told = {one.start - 1: one for one in found if one.is_direct and one.is_sure}
        starts = {start for start, _ in sentences(folded)}
        for start, end in quotations:
            if _is_said(folded, (start, end), told.get(start), start in starts, bare):
                # Behind a colon the sentence that ends is what is said.
                is_whole = folded[start - 2 : start] == ": " and folded[end : end + 1] in _ENDING
                yield start, end + is_whole


def _is_said(folded: str, quotation: _Interval, speech: Speech | None, is_first: bool, bare: bool) -> bool:
    """Tell words that somebody says from names and from a few words set apart by the outlet itself."""
    start, end = quotation
    if folded[end - 1] not in _CLOSING or end - start == 1:  # goes on in the next paragraph
        return True
    is_long = _LONG.match(folded, start, end) is not None
    if speech and (speech.verb or speech.speaker):
        is_behind = speech.speaker is not None and speech.speaker[0] >= end
        return is_long or not is_behind or (is_first and _SET_OFF.match(folded, end - 2) is not None)
    if is_long:
        before = max(0, start - 2 * _BEFORE)
        return not _AS_SUBJECT[bare].match(folded, end) and not _NAMING_WIDELY[bare].search(
            folded, before, start
        )
    if folded[end - 2] in _ENDING or (is_first and _PERSON_BEHIND[bare].match(folded, end)):
        return True
    return (
        folded[max(0, start - 3) : start] in _AS[bare]
        and _CALLED[bare].search(folded, max(0, start - _FARTHEST_SOURCE), start) is not None
    )


def _can_speak(folded: str, speech: Speech, bare: bool) -> bool:
    """Tell whether the words before a verb or a colon are somebody who speaks, as far as words tell it."""
    if speech.speaker is None:
        return True
    start, end = speech.speaker
    if speech.verb:
        if speech.start < start:
            return True
        if speech.verb in _INFORMING[bare] and not _INFORMANT[bare].search(folded, start, end):
            return False
        before = max(start, end - _BEFORE)
        return not (_NO_VERB[bare].search(folded, before, end) or _NO_WORDS[bare].match(folded, end))
    return _SPEAKER[bare].match(folded, start, end) is not None and not _ACTS[bare].search(folded, start, end)


def _quotations(folded: str, bare: bool) -> list[_Interval]:
    """Give direct speech; an opening mark without its partner quotes the rest of its line."""
    found: list[_Interval] = []
    named = -1
    for quotation in _QUOTATION.finditer(folded):
        start, end = quotation.span()
        if _NAMING[bare].search(folded, max(0, start - _BEFORE), start) or (
            named >= 0 and _NEXT_NAME[bare].fullmatch(folded, named, start)
        ):
            named = end
        else:
            found.append((start, end))
    return found


def _dialogue(folded: str, bare: bool) -> list[_Interval]:
    """Give lines that begin with a dash and sound like talk (others are lists), up to who speaks."""
    found: list[_Interval] = []
    for line in _DASHED.finditer(folded):
        if _TALKING[bare].search(folded, *line.span(1)):
            speaker = _DASH.search(folded, *line.span(1))
            found.append((line.start(1), speaker.start() if speaker else line.end(1)))
    return found


def _merged(intervals: Iterable[_Interval]) -> list[_Interval]:
    merged: list[_Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif end > start:
            merged.append((start, end))
    return merged


def speeches(text: str) -> list[Speech]:
    """Find what is said in a text, for attribution: also what only an office's name would make speech.

    Args:
        text: Any text; offsets are into its `nlp.text.normalise`.

    Returns:
        Direct and indirect speech in the order of the text. Where two overlap, the first whose speaker is
        known is what is said, and the other a part of it.
    """
    folded = fold(text)
    bare = not is_vietnamese(folded)
    found = _speeches(folded, _quotations(folded, bare), _dialogue(folded, bare), bare)
    return sorted(found, key=lambda one: (one.start, -one.end))


def _speeches(
    folded: str, quotations: Sequence[_Interval], dialogue: Sequence[_Interval], bare: bool
) -> list[Speech]:
    bounds = sentences(folded)
    direct = list(_direct(folded, quotations, bounds, bare)) if quotations else []
    opened = {one.start - 1 for one in direct}
    lines = (one for one in _spoken_lines(folded, bare) if one.start not in opened)
    found = [*direct, *_dashed(folded, dialogue, bare), *lines]
    # A line that only an office's name would make speech ("Nơi bị ảnh hưởng gồm: ...") may hold others.
    found += _indirect_speeches(folded, bounds, [one for one in found if one.is_sure], bare)
    return found


def says_nothing(words: str, verb: str) -> bool:
    """Tell whether words behind a verb only say where, when, to whom or about what something is said.

    Args:
        words: The words, in small letters, without a mark at their end.
        verb: The verb that reports them.
    """
    return _says_nothing(words, verb, bare=False)


def _says_nothing(words: str, verb: str, bare: bool) -> bool:
    if verb in _ASKS[bare] and _OF_AN_ACT[bare].match(words):
        return False
    is_topic = verb in _TELLS_OF[bare] and _TOPIC[bare].fullmatch(words) is not None
    return is_topic or _CIRCUMSTANCE[bare].fullmatch(words) is not None


def occasion_behind(folded: str, speech: Speech) -> _Interval | None:
    """Give where a text says, behind who spoke and the verb, when and where: “...”, X nói tại họp báo."""
    if speech.speaker is None or speech.speaker[0] < speech.end or speech.verb == "theo":
        return None
    if not folded.startswith(speech.verb, speech.speaker[1]):
        return None
    occasion = _CIRCUMSTANCE[0].match(folded, speech.speaker[1] + len(speech.verb) + 1)
    return occasion.span() if occasion else None


def _direct(
    folded: str, quotations: Sequence[_Interval], bounds: Sequence[_Interval], bare: bool
) -> Iterator[Speech]:
    """Give quotations with who speaks: before a colon, behind the quotation, or before it."""
    starts = [start for start, _ in bounds]
    behind = 0
    for start, end in quotations:
        sentence = max(starts[bisect_right(starts, start) - 1], behind, start - _FARTHEST_SPEAKER)
        before = _speaker_before(folded, sentence, start, bare)
        is_first = start == sentence or not folded[sentence:start].strip(" ,.”\"»’'-–—")
        after = _speaker_after(folded, end, bounds, starts, bare)
        after = None if after and after[0] in _DENYING[bare] and not is_first else after
        closed = end - (folded[end - 1] in _CLOSING)
        chosen = _told(folded, start, before, sentence == behind, bare) or after or before
        verb, speaker = chosen or ("", None)
        if folded[start] in _SINGLE and not _CLOSED.match(folded, end - 2):
            continue
        # Words in quotation marks amid a sentence are its own, unless they are long.
        if chosen or (is_first and not _AS_SUBJECT[bare].match(folded, end)):
            yield Speech(start + 1, closed, True, verb, speaker, True)
        behind = end


def _told(
    folded: str, quotation: int, before: tuple[str, _Interval] | None, is_behind_another: bool, bare: bool
) -> tuple[str, _Interval | None] | None:
    """Give a verb directly before direct speech, and who speaks; none goes on: “...” và nhấn mạnh “...”."""
    if before is None or not _TOLD[bare].match(folded, before[1][1] + len(before[0]), quotation):
        return None
    if _NOBODY[bare].fullmatch(folded, *before[1]):
        return (before[0], None) if is_behind_another else None
    return before


def _speaker_before(folded: str, start: int, quotation: int, bare: bool) -> tuple[str, _Interval] | None:
    last: re.Match[str] | None = None
    is_colon = folded[start:quotation].rstrip().endswith(":")
    for verb in _ATTRIBUTING[bare].finditer(folded, start, quotation):
        is_near = _NEAR_QUOTE[bare].match(folded, verb.end(), quotation) is not None
        last = verb if is_near and (is_colon or verb[0] not in _DENYING[bare]) else last
    if last and not _NO_NAME[bare].fullmatch(folded, start, last.start()):
        return last[0], (start, last.start())
    region = folded[start:quotation].rstrip()
    return ("", (start, start + len(region) - 1)) if region.endswith(":") else None


def _speaker_after(
    folded: str, quotation: int, bounds: Sequence[_Interval], starts: Sequence[int], bare: bool
) -> tuple[str, _Interval] | None:
    if named := _SAID_OF[bare].match(folded, quotation):
        return named["verb"], named.span("speaker")
    mark = _AFTER_QUOTE[bare].match(folded, quotation)
    if not mark:
        return None
    index = bisect_right(starts, mark.end()) - 1
    stop = min(bounds[index][1], mark.end() + _FARTHEST_SPEAKER)
    source = _SOURCE_AFTER.match(folded, mark.end(), stop)
    if source:
        return "theo", source.span("source")
    other = _OTHER_SPEECH.search(folded, mark.end(), stop)
    verb = _ATTRIBUTING[bare].search(folded, mark.end(), other.start() if other else stop)
    if not verb:
        return None
    if _NOBODY[bare].fullmatch(folded, mark.end(), verb.start()):  # “...” và yêu cầu
        return None
    return verb[0], (mark.end(), verb.start())


def _dashed(folded: str, dialogue: Sequence[_Interval], bare: bool) -> Iterator[Speech]:
    """Give lines of a dialogue with who speaks behind a second dash."""
    for start, end in dialogue:
        line = folded.find("\n", end)
        stop = min(line if line >= 0 else len(folded), end + _FARTHEST_SPEAKER)
        if verb := _ATTRIBUTING[bare].search(folded, end, stop):
            yield Speech(start, end, True, verb[0], (end, verb.start()), True)


def _spoken_lines(folded: str, bare: bool) -> Iterator[Speech]:
    """Give lines of an interview or a press conference: who speaks, a colon, and what is said."""
    for line in _COLON_LINE.finditer(folded):
        if _CREDIT[bare].search(folded, *line.span("speaker")):
            continue
        start, end = line.span("words")
        verb = _VERB_AT_END[bare].search(folded, *line.span("speaker"))
        if verb is None:
            yield Speech(start, end, True, "", line.span("speaker"), False)
        elif verb.start() > line.start("speaker"):
            yield Speech(start, end, False, verb["verb"], (line.start("speaker"), verb.start()), True)


def _indirect_speeches(
    folded: str, bounds: Sequence[_Interval], direct: Sequence[Speech], bare: bool
) -> Iterator[Speech]:
    taken = sorted(direct, key=lambda one: one.start)
    opened = [one.start for one in taken]
    behind = sorted(
        (one for one in direct if one.speaker and one.speaker[0] > one.end), key=lambda one: one.end
    )
    attributed = [one.speaker[0] for one in behind if one.speaker]
    told = [one for one in direct if one.speaker and one.speaker[1] <= one.start]
    before = {one.speaker[1] for one in told if one.speaker}
    yield from _joined_to_quotation(folded, bounds, told, bare)
    for start, end in bounds:
        inside = bisect_right(opened, start + 1) - 1
        begins = start
        if inside >= 0 and taken[inside].end > start:
            begins = min(taken[inside].end + 1, end)
        said = bisect_right(attributed, end) - 1
        if said >= 0 and attributed[said] >= start:
            # The sentence's verb reports direct speech; another may follow it.
            yield from _joined_behind(folded, behind[said], end, bare)
            if begins > start:
                continue
        following = bisect_right(opened, begins + 1)
        stop = min(end, opened[following] - 1) if following < len(taken) else end
        for one in _sentence_speeches(folded, begins, end, stop, bare):
            if one.speaker and one.speaker[1] not in before:
                yield one


def _sentence_speeches(folded: str, start: int, end: int, stop: int, bare: bool) -> Iterator[Speech]:
    """Give what one sentence reports before its first direct speech (at `stop`).

    What others say in a source's words is given too, for sources that only pass it on ("Theo TTXVN, ...").
    """
    if figures := _FIGURES[bare].match(folded, start, end):
        yield Speech(figures.end(), end, False, figures["verb"], figures.span("source"), True)
        return
    if source := _SOURCE[bare].match(folded, start, end):
        yield Speech(source.end(), end, False, "theo", source.span("source"), True)
        start = source.end()
    verbs = [*islice(_REPORTING[bare].finditer(folded, start, stop), _MOST_VERBS)] or [
        verb for verb in (_SAYING_RATHER[bare].search(folded, start, stop),) if verb
    ]
    found = list(_verb_speeches(folded, verbs, start, end, stop, bare))
    yield from found or _source_behind(folded, start, end, bare)


def _verb_speeches(
    folded: str, verbs: Sequence[re.Match[str]], start: int, end: int, stop: int, bare: bool
) -> Iterator[Speech]:
    """Give what each verb of a sentence reports by who is named before it, behind the comma after the last.

    What is said in the words of another verb is no speech of its own, if somebody is known to say those.
    """
    names = start
    for verb, after in zip_longest(verbs, verbs[1:]):
        is_noun = _NOUN[bare].match(folded, verb.start(), stop)
        is_named = _WORD.search(folded, names, verb.start()) and not (
            names > start and _ELLIPTIC[bare].match(folded, names)
        )
        if is_named and not is_noun:
            # "A khẳng định ..., trong khi B thông báo ...": what B says is no part of A's words.
            other = folded.find(", trong khi ", verb.end(), after.start()) if after else -1
            ends = other if other >= 0 else end
            yield from _verb_speech(folded, verb, (names, verb.start()), ends, min(stop, ends), bare)
        comma = folded.find(",", verb.end(), after.start()) if after else -1
        if comma >= 0:
            names = comma + 1
        elif not is_noun:
            return


def _verb_speech(
    folded: str, verb: re.Match[str], speaker: _Interval, end: int, stop: int, bare: bool
) -> Iterator[Speech]:
    named = verb[0].rstrip(",: ")
    named = named if named == _SUPPOSE[bare] else named.removesuffix(_WORD_THAT[bare])
    begins = _THAT[bare].match(folded, verb.end())
    at = begins.end() if begins else verb.end()
    sure = _SURE[bare].fullmatch(named) is not None
    rest = folded[at:end].strip(".!?…”\"' \n")
    if not rest or _says_nothing(rest, named, bare):
        *_, joint = (None, *_BEFORE_SPEAKER.finditer(folded, *speaker))
        if joint and joint.start() > speaker[0]:
            yield Speech(speaker[0], joint.start(), False, named, (joint.end(), verb.start()), sure)
        return
    if at >= stop:  # the words are direct, and found as such
        return
    yield from _parts(folded, at, end, named, speaker, sure, bare)


def _parts(
    folded: str, at: int, end: int, verb: str, speaker: _Interval | None, sure: bool, bare: bool
) -> Iterator[Speech]:
    """Cut what follows a verb where a further verb of the same speaker stands."""
    for joined in _JOINED[bare].finditer(folded, at, min(end, at + _LONGEST_SENTENCE)):
        if joined.start() > at:
            yield Speech(at, joined.start(), False, verb, speaker, sure)
        verb, at = joined["verb"], joined.end()
    if at < end:
        yield Speech(at, end, False, verb, speaker, sure)


def _joined_to_quotation(
    folded: str, bounds: Sequence[_Interval], told: Sequence[Speech], bare: bool
) -> Iterator[Speech]:
    """Give what a further verb adds behind direct speech: X nhấn mạnh “...” và yêu cầu ..."""
    starts = [start for start, _ in bounds]
    for one in told:
        end = bounds[bisect_right(starts, one.end) - 1][1]
        joined = _JOINED[bare].match(folded, one.end + 1, end)
        if joined and joined.end() < end and folded[joined.end()] not in _OPENING:
            yield from _parts(folded, joined.end(), end, joined["verb"], one.speaker, True, bare)


def _joined_behind(folded: str, said: Speech, end: int, bare: bool) -> Iterator[Speech]:
    """Give what a verb adds to direct speech: “...”, X nhấn mạnh và yêu cầu, ..."""
    if said.speaker and (joined := _JOINED[bare].match(folded, said.speaker[1] + len(said.verb), end)):
        yield from _parts(folded, joined.end(), end, joined["verb"], said.speaker, True, bare)


def _source_behind(folded: str, start: int, end: int, bare: bool) -> Iterator[Speech]:
    stop = end - (folded[end - 1] in ".!?…")
    behind = _SOURCE_BEHIND[bare].search(folded, max(start, stop - _FARTHEST_SOURCE - 8), stop)
    if behind:
        yield Speech(start, behind.start(), False, "theo", (behind.start() + 7, stop), True)
