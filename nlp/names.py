"""Names of persons in Vietnamese text: found to be left out, never to be kept.

A name is a family name with one to four more words in capitals, or what stands in capitals behind a form of
address ("ông Nam") or what somebody is ("bác sĩ Hằng"), and what is listed behind that ("ông Nam, Tuấn và
Phúc"). Places, bodies and streets that begin with a family name are known or told by the word before them.
The rules are meant to take too much rather than too little.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from nlp.provinces import provinces, units
from nlp.text import SYLLABLE_FORM, fold, normalise, without_diacritics

FAMILY_NAME: Final = re.compile(
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|trương|tô|đinh|trịnh|lương|tạ"
    "|chu|mai|cao|hà|lâm|đào|đoàn|vương|thái|phùng|triệu|kiều|tăng|từ|quách|thạch"
)
"""The family names that most Vietnamese bear, folded."""
NO_PERSON: Final = re.compile(
    "hồ chí minh|hồ tây|hồ gươm|hồ hoàn kiếm|hồ ba bể|hoàng sa|hoàng mai|hoàng thành thăng long"
    "|hoàng liên sơn|hoàng su phì|dương đông|dương minh châu|lý sơn|lý nhân|lý quốc sư|vũ quang|vũ thư"
    "|phan rang tháp chàm|phan rang|phan thiết|tô lịch|tô hiệu|lê chân|trần đề|mai châu|mai dịch|mai sơn"
    "|cao bằng|cao lãnh|cao lộc|cao nguyên|hà nội|hà lan|hà nam|hà tĩnh|hà giang|hà đông|hà tiên|lâm đồng"
    "|lâm thao|thái nguyên|thái bình dương|thái bình|thái lan|thái hòa|lương sơn|lương tài|từ liêm|từ sơn"
    "|đoàn thanh niên cộng sản|đoàn thanh niên|đoàn tncs|đoàn chủ tịch|thạch thất|thạch hà"
    "|vương quốc anh|triệu sơn|triệu phong|võ nhai|cô tô|bác hồ"
)
"""Places and bodies whose names begin with one of them, folded; the longer before the shorter."""

CAPITAL: Final = f"[{''.join(letter for letter in map(chr, range(0x1EFA)) if letter.isupper())}]"
"""Letters with which names begin, as a pattern."""
COUNTRIES: Final = (
    "Afghanistan", "Ai Cập", "Anh", "Argentina", "Armenia", "Australia", "Áo", "Azerbaijan", "Ấn Độ",
    "Ba Lan", "Bangladesh", "Belarus", "Bỉ", "Bồ Đào Nha", "Brazil", "Brunei", "Bulgaria", "Campuchia",
    "Canada", "Chile", "Colombia", "Croatia", "Cuba", "Đan Mạch", "Đức", "Ethiopia", "Gruzia", "Hà Lan",
    "Hàn Quốc", "Hungary", "Hy Lạp", "Iceland", "Indonesia", "Iran", "Iraq", "Ireland", "Israel",
    "Italy", "Italia", "Jordan", "Kazakhstan", "Kuwait", "Kyrgyzstan", "Lào", "Lebanon", "Libya",
    "Malaysia", "Mexico", "Mông Cổ", "Mỹ", "Myanmar", "Na Uy", "Nam Phi", "Nepal", "New Zealand", "Nga",
    "Nhật Bản", "Nhật", "Pakistan", "Palestine", "Peru", "Phần Lan", "Pháp", "Philippines", "Qatar",
    "Romania", "Saudi Arabia", "Ả Rập Xê Út", "Séc", "Serbia", "Singapore", "Slovakia", "Sri Lanka",
    "Syria", "Tajikistan", "Tây Ban Nha", "Thái Lan", "Thổ Nhĩ Kỳ", "Thụy Điển", "Thụy Sĩ", "Thụy Sỹ",
    "Timor-Leste", "Timor Leste", "Triều Tiên", "Trung Quốc", "UAE", "Ukraine", "Ukraina", "Uzbekistan",
    "Venezuela",
)  # fmt: skip
"""Countries as the press writes them."""

RARE_FAMILY_NAME: Final = re.compile(
    "lưu|tống|đàm|hầu|nông|lò|giàng|sùng|vừ|thào|quàng|cầm|ma|mạc|khuất|thân|bạch|lã|lục|mã|nghiêm|ninh|phí"
    "|tôn"
    "|uông|ung|vi|doãn|chử|châu|hứa|kim|la|lại|lữ|thiều|giáp|giang|đồng|tiêu|âu|điểu|rơ|siu|ksor|y|niê|cà"
    "|lường|bàn"
    "|đậu|cù|bế|chẩu|chung|nhan|văn|viên|khổng|kha|quan|thượng|trà|tưởng|ứng|xa|hờ|vàng|lù|tẩn|chảo|phàn"
    "|đèo|ông|cấn|quế|tập|thích"
)
"""Rarer family names, folded, which are other words as often: with a middle name behind it, one is a name."""
MIDDLE_NAME: Final = re.compile(
    "văn|thị|đức|hữu|a|minh|xuân|quốc|ngọc|thanh|đình|công|quang|hồng|trung|thế|duy|bá|tiến|mạnh|kim|thúy"
    "|thu|như"
    "|nhật|việt|tuấn|huy|viết|trọng|sỹ|sĩ|khắc|chí|phú|nguyên|gia|phương|mỹ|bích|vĩnh|tấn|thành|hoàng|thái"
    "|anh|hải|cận|thiện|quảng|trí|giác"
)
"""Middle names, folded."""
# Words before "Thị" that begin no name: "Khu Đô Thị Mới".
_NO_WOMAN: Final = frozenset(["đô", "siêu", "tiếp", "chỉ", "nông"])
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# A name of two words is none where its family name is as often a common word ("Đoàn Kiểm tra").
_COMMON: Final = frozenset(["đoàn", "từ", "tăng", "cao", "lương", "thái", "mai", "hà"])
PLACE_BEFORE: Final = re.compile(
    r"(?<!\w)(?:đường|phố|ngõ|(?<!môi )(?<!thị )(?<!hiện )(?<!lập )trường|phường|(?<!hợp tác )xã"
    r"|thị trấn|huyện|quận|tỉnh|thành phố|tp\.?|thôn|(?<!nhật )(?<!xuất )(?<!văn )(?<!cơ )bản|ấp|làng"
    r"|(?<!yêu )(?<!toàn )cầu"
    r"|chợ"
    r"|hồ|sông|núi"
    r"|công viên|quảng trường|bệnh viện|đại học|thpt|thcs|tiểu học|mầm non|tư thục|dân lập|chuyên"
    r"|sân vận động|nhà hát|bảo tàng|tập đoàn|công ty"
    r"|giải thưởng"
    r"|cúp|tượng đài|nghĩa trang|khu phố|chủ nghĩa|tư tưởng|lăng|đền|chùa|kcn|khu công nghiệp) $"
)
"""What bears the name that follows it, at the end of a folded text with a space behind it."""
_PLACE_FIRST: Final = frozenset(["đường", "phố", "trường", "phường", "xã", "huyện", "quận", "cầu", "chợ"])
ADDRESS: Final = re.compile(
    r"\b(?:(?:các )?(?:ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|bé|thầy|mẹ|dì|cậu|ngài|vợ chồng)|đồng chí)\b"
)
"""Forms of address, in a folded text."""
_NO_NAME_BEHIND_ADDRESS: Final = re.compile(
    r"(?:rịa|nà|đen|chiểu|triệu|trưng|hùng liệt|tổng|thủ|phó|bộ|thứ|chủ|bí thư|giám|cục|vụ|trưởng|viện|hiệu"
    r"|chánh|tư lệnh|chính|chỉ|đội|thường|đại|ủy|uỷ|thượng|trung|thiếu"
    r"|công an|quân (?:đội|khu|chủng|đoàn|y)|qncn|anh hùng"
    r"|(?<=bác )s[ĩỹ]|việt nam|chất độc|trung quốc|hàn quốc|nhật bản|thái lan|đài loan|campuchia|lào|tngt)\b"
)
TITLES: Final = frozenset((
    "bác sĩ", "bs", "dược sĩ", "y sĩ", "y tá", "điều dưỡng", "điều dưỡng viên", "hộ lý", "hộ sinh",
    "luật sư", "ls", "thẩm phán", "kiểm sát viên", "công chứng viên", "tài xế", "lái xe", "phụ xe",
    "phi công", "cơ trưởng", "thuyền trưởng", "tiếp viên", "cô giáo", "thầy giáo", "nhà giáo", "giáo viên",
    "gia sư", "nghệ sĩ", "nghệ nhân", "ca sĩ", "nhạc sĩ", "nhạc công", "họa sĩ", "thi sĩ", "diễn viên",
    "đạo diễn", "biên đạo", "biên kịch", "nhiếp ảnh gia", "người mẫu", "siêu mẫu", "hoa hậu", "á hậu",
    "nam vương", "nhà văn", "nhà thơ", "nhà báo", "nhà sử học", "nhà thiết kế", "biên tập viên", "mc",
    "rapper", "streamer", "youtuber", "tiktoker", "hlv", "huấn luyện viên", "tiền đạo", "tiền vệ",
    "hậu vệ", "trung vệ", "thủ môn", "thủ quân", "danh thủ", "vđv", "vận động viên", "võ sĩ", "kỳ thủ",
    "cơ thủ", "tay vợt", "kình ngư", "giáo sư", "gs", "pgs", "tiến sĩ", "ts", "tskh", "thạc sĩ", "ths",
    "cử nhân", "kiến trúc sư", "kts", "kỹ sư", "ks", "nsưt", "nsnd", "doanh nhân", "tỷ phú", "tỉ phú",
    "shipper", "hướng dẫn viên", "tình nguyện viên", "linh mục", "giám mục", "mục sư", "hòa thượng",
    "thượng tọa", "đại đức", "ni sư", "sư thầy", "sư cô", "già làng", "lão nông", "nam sinh", "nữ sinh",
    "bệnh nhi", "sản phụ", "bị cáo", "bị can", "bị hại", "nguyên đơn", "bị đơn", "phạm nhân", "nghi phạm",
    "nghi can", "hung thủ", "nạn nhân", "nhân chứng", "đối tượng", "tử tù", "bạn", "bé gái", "bé trai",
    "con gái", "con trai", "cô bé", "cậu bé", "thằng", "tướng", "đại tướng", "thượng tướng", "trung tướng",
    "thiếu tướng", "đại tá", "thượng tá", "trung tá", "thiếu tá", "đại úy", "thượng úy", "trung úy",
    "thiếu úy", "hạ sĩ", "trung sĩ", "thượng sĩ", "binh nhất", "binh nhì", "liệt sĩ", "nghị sĩ",
    "thương binh", "bệnh binh", "thủ khoa", "á khoa", "anh hùng", "dũng sĩ", "chủ nhà", "chủ quán",
    "chủ tàu", "chủ tiệm", "chủ cơ sở", "thừa phát lại", "chấp hành viên", "lớp trưởng",
    "đồng phạm", "đồng đội",
))  # fmt: skip
"""What somebody is, before a given name or a whole one: occupations, degrees, ranks, and parts in a case."""
TITLES_OF_MANY: Final = frozenset((
    "học sinh", "sinh viên", "thí sinh", "nông dân", "ngư dân", "công nhân", "cầu thủ", "chiến sĩ",
    "người dân", "phóng viên", "pv", "chuyên gia", "nhà khoa học", "nhà nghiên cứu", "bệnh nhân",
    "hành khách", "du khách", "tiểu thương", "cử tri", "cựu chiến binh", "công dân", "học trò",
))  # fmt: skip
"""The many are named by where they live, study and play: behind these one word or two may be a name."""
# Words that end with one of them and are none.
_NO_TITLES: Final = frozenset((
    "thủ tướng", "danh tướng", "thần tướng", "bộ tướng", "kiện tướng", "nước bạn", "người bạn",
    "trang liệt sĩ", "niệm liệt sĩ", "đài liệt sĩ",
))  # fmt: skip
_ABBREVIATIONS: Final = frozenset(("bs", "gs", "ks", "kts", "ls", "pgs", "ths", "ts", "tskh"))
# "Cháu tên là Vy", "nghi phạm tên Thành", "Tôi là Hùng,"
_CALLED: Final = re.compile(
    r"(?!(?:đặt|mang|có|cái|đổi|lấy|ký|dưới|tuổi|ghi|cùng|đứng|gọi|thêm) )\w+ tên(?: là)?|tôi là"
)
# Given names that are hardly a word of another kind, and their like of other countries.
_GIVEN: Final = frozenset((
    "bích", "cường", "diễm", "diệp", "dũng", "duyên", "đạt", "giang", "hạnh", "hằng", "hân", "hiền",
    "hiếu", "hoài", "huy", "huyền", "hùng", "hưng", "hương", "khang", "khánh", "khôi", "kiên", "lan",
    "linh", "loan", "long", "ly", "ngân", "nguyệt", "nhi", "nhung", "oanh", "phong", "phúc", "phượng",
    "quyên", "quỳnh", "thảo", "thắm", "thịnh", "thúy", "thủy", "trang", "trâm", "trinh", "tuấn", "tuyết",
    "tùng", "uyên", "vân", "vy", "yến",
))  # fmt: skip
_GIVEN_ABROAD: Final = (
    "Adam", "Alan", "Albert", "Alex", "Alexander", "Alexandra", "Alice", "Andrew", "Andy", "Angela",
    "Anna", "Anne", "Anthony", "Antonio", "Barack", "Ben", "Benjamin", "Bill", "Bob", "Boris", "Brian",
    "Carlos", "Charles", "Chris", "Christian", "Christopher", "Daniel", "David", "Diego", "Dmitry",
    "Donald", "Edward", "Elizabeth", "Elon", "Emma", "Emmanuel", "Eric", "Fernando", "Francis", "Frank",
    "Friedrich", "Gary", "George", "Giorgia", "Hans", "Harry", "Helen", "Henry", "Hillary", "Hugo", "Ivan",
    "Jack", "Jacob", "James", "Jan", "Jane", "Jason", "Javier", "Jean", "Jeff", "Jennifer", "Jerome",
    "Jessica", "Jim", "Joe", "John", "Jonathan", "Jose", "Joseph", "Juan", "Julia", "Julian", "Karen",
    "Karl", "Kate", "Keir", "Kevin", "Klaus", "Lars", "Laura", "Leo", "Linda", "Lionel", "Lisa", "Lucas",
    "Luis", "Marco", "Maria", "Marie", "Mario", "Mark", "Martin", "Mary", "Matthew", "Michael", "Michel",
    "Mike", "Mikhail", "Mohammad", "Mohammed", "Muhammad", "Narendra", "Nicolas", "Oleg", "Olga", "Oscar",
    "Pablo", "Patrick", "Paul", "Pedro", "Peter", "Philip", "Pierre", "Rafael", "Ralph", "Recep",
    "Ricardo", "Richard", "Robert", "Roberto", "Roger", "Ronald", "Roy", "Ryan", "Sam", "Samuel", "Sarah",
    "Scott", "Sebastian", "Sergei", "Sergey", "Simon", "Sophie", "Stephen", "Steve", "Steven", "Susan",
    "Thomas", "Tim", "Tom", "Tony", "Ursula", "Viktor", "Vincent", "Vladimir", "Volodymyr", "Wayne",
    "Will", "William", "Xavier",
)  # fmt: skip
_WHOLE_ABROAD: Final = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_GIVEN_ABROAD)})(?: [A-Z][a-z]+(?:[-'’][A-Za-z]+)*){{1,2}}(?![\w-])"
)
COUNTRY_OR_NAME: Final = frozenset(
    ["việt", "hàn", "thái", "pháp", "mỹ", "nga", "anh", "đức", "nhật", "úc", "ý", "lào", "bỉ", "áo", "tây"]
)
"""One word, folded, that is as often a country as a name: behind a title, alone, it is the country."""
_ABROAD: Final = [name.lower() for name in COUNTRIES if name.lower() not in COUNTRY_OR_NAME]
NO_GIVEN_NAME: Final = re.compile(
    rf"(?:{'|'.join((*map(str.lower, provinces()), *_ABROAD))}"
    r"|tp|tphcm|sài gòn|bạch mai|chợ rẫy|xanh pôn|việt nam|hoa kỳ|trung hoa|cam-pu-chia|đài (?:loan|bắc)"
    r"|bắc kinh"
    r"|đông nam á|châu|thủ đô|mekong|mường|tày|nùng|dao|mông|khmer|chăm|ê đê|ba na|vị xuyên|trường sơn"
    r"|hàm rồng|mậu thân|hòn"
    r"|gạc ma|thành cổ|đường \d+"
    r"|bệnh viện|bv|đại học|đh|học viện|viện|trường (?:đại|cao|trung|thpt|thcs|tiểu|mầm|chính|dạy|học|phổ|sĩ)"
    r"|khoa (?:học|nhi|nội|ngoại|sản|cấp|hồi|da|mắt|ung|thần|tim)|trung (?:tâm|ương|đoàn|đội|học)"
    r"|công (?:ty|an|nghệ|binh|đoàn|giáo)|báo|tạp chí|đài (?:truyền|phát|tiếng|khí)|sở|bộ|ban|cục|vụ|phòng"
    r"|đồn"
    r"|đoàn|đội|hội|tổ|clb|câu lạc bộ|quân (?:đội|khu|y|chủng|đoàn|nhân|sự|tình)|hải (?:quân|quan|đội)|ủy"
    r"|nhà hát"
    r"|tiểu (?:đoàn|đội|học)|lữ đoàn|sư đoàn|cụm|tàu|trại|liên (?:đoàn|hợp|minh|quân|bang|hiệp)|tập đoàn"
    r"|nhân dân|ưu tú|trưởng|phó|nguyên|cựu|cao cấp|giám|chủ|bí thư|thứ|bộ trưởng|tổng|chánh|tư lệnh|chỉ huy"
    r"|chính (?:phủ|trị|ủy|quyền)|thường (?:trực|vụ)|đại (?:biểu|diện|sứ|dương)|quốc (?:gia|tế|phòng|hội)"
    r"|thế (?:giới|vận)|hoàn vũ|du lịch|di sản|trái đất|hòa bình|siêu|sao (?:mai|vàng)|idol|miss|giải"
    r"|kinh (?:tế|doanh)|xây dựng|nông (?:nghiệp|lâm)|nội (?:trú|khoa|tiết)|ngoại (?:khoa|trú)"
    r"|y (?:khoa|học|tế)"
    r"|luật học|toán|vật lý|hóa học|sinh (?:học|viên)|tâm lý|xã hội|giáo (?:dục|viên|sư)|quản (?:trị|lý)"
    r"|triết"
    r"|ngôn ngữ|văn (?:học|hóa|phòng)|lịch sử|sử học|chuyên|răng|da liễu|sản khoa|nhi|tai mũi|chẩn đoán"
    r"|phục hồi|dinh dưỡng|thanh niên|tuổi trẻ|tiền phong|lao động|dân trí|pháp luật|phụ nữ|đại đoàn"
    r"|vnexpress|grab|uber|taxi|xanh sm|vinmec|k-?pop|fifa|the voice|u-?\d+|pickleball|pilates|saudi"
    r"|al qaeda|sân khấu|điện ảnh|tạo hình|barca|barcelona|man (?:united|city|utd)|real(?: madrid)?|chelsea"
    r"|milan|arsenal|liverpool|juventus|inter|psg|bayern"
    r"|lực lượng|liệt s[ĩỹ]|ngoại trưởng|toàn quyền|đô đốc|thống đốc|thị trưởng|tổng thống|quốc vương"
    r"|tỉnh|thành (?:phố|ủy|đoàn)|thủ tướng|đảng|mặt trận|nhà nước|theo|ảnh|đây|các|những|chúng|tôi|họ|khi"
    r"|sau|trước|trong|tuy|vì|do)(?!\w)"
)
"""What begins like a given name and is none, folded: places, bodies, offices, and what somebody knows."""
# Behind these it is the name.
_AT_HOME: Final = frozenset((
    "cô giáo", "thầy giáo", "bị cáo", "bị can", "đại tướng", "thượng tướng", "trung tướng", "thiếu tướng",
    "đại tá", "thượng tá", "trung tá", "thiếu tá", "đại úy", "thượng úy", "trung úy", "thiếu úy",
))  # fmt: skip
# Between a name and the next of a list, and what shows that the list goes on.
_LIST: Final = re.compile(r", (?:và )?| và ")
_NEXT_OF_LIST: Final = re.compile(r"(?:, (?:và )?| và )[^\W\d_]")
# What one word in capitals that is somebody is followed by, if it is no first word of a longer name.
_NOT_GOING_ON: Final = re.compile(
    r"(?! )| (?:và|đã|nói|kể|cho|cũng|đang|bị|được|là|có|ở|thì|với|sẽ|vẫn|khi|đến|từ|vừa|không|chưa|tự|cùng"
    r"|đều|đi|về|vào|ra|lên|tới|nộp|ký|nhận|gặp|làm|trú|khai|mới|còn|lại|trên|trong)\b"
    r"|[ ](?![^\W\d_])"
)
# Behind these a given name is that of a thing.
_NAMED_SO: Final = re.compile(
    r"(?:truyện|nàng|nhân vật|lớp|phim|bão|hãng|thương hiệu|nhãn hiệu|đảo|vịnh|biển|vườn|rạp|sông|suối|hồ|đèo"
    r"|dốc|mỏ|nước|nhóm|ban nhạc|quán|tiệm|tuổi|năm) $"
)
_LONGEST: Final = 5
_BEFORE: Final = 28
"""Characters before a name in which what tells it for one stands."""


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    folded: str
    is_capital: bool
    is_acronym: bool


def persons(text: str) -> list[tuple[int, int]]:
    """Find the names of persons.

    Args:
        text: Any text.

    Returns:
        (start, end) offsets into `normalise(text)`, in order and apart; forms of address are not in them.
    """
    plain, folded = normalise(text), fold(text)
    found: list[tuple[int, int]] = []
    is_listed = False
    for run in _runs(plain, folded):
        own = list(_in_run(run, folded))
        is_listed = not own and bool(found) and _goes_on_list(run, found[-1], plain, is_listed)
        found += [(run[0].start, run[-1].end)] if is_listed else own
    return found


def persons_abroad(text: str) -> list[tuple[int, int]]:
    """Find names of persons as other countries have them ("John Harwood"), by the commonest given names.

    Args:
        text: Any text.

    Returns:
        (start, end) offsets into `normalise(text)`, in order and apart; ships and firms bear such names too.
    """
    return [name.span() for name in _WHOLE_ABROAD.finditer(normalise(text))]


def _runs(plain: str, folded: str) -> Iterator[list[_Word]]:
    """Give the stretches of words in capitals with one space between them."""
    run: list[_Word] = []
    for match in _WORD.finditer(folded):
        start, end = match.span()
        written = plain[start:end]
        word = _Word(start, end, match[0], written[0].isupper(), len(written) > 1 and written.isupper())
        if run and not (word.is_capital and start == run[-1].end + 1 and folded[run[-1].end] == " "):
            yield run
            run = []
        if word.is_capital:
            run.append(word)
    if run:
        yield run


def _in_run(run: Sequence[_Word], folded: str) -> Iterator[tuple[int, int]]:
    at = 0
    before = folded[max(0, run[0].start - _BEFORE) : run[0].start]
    if PLACE_BEFORE.search(before):
        at = _behind_place(run)
    elif _names_somebody(run, before, folded) or _is_given_alone(run, before, folded):
        yield run[0].start, run[min(len(run), _LONGEST) - 1].end
        return
    while at < len(run):
        word = run[at]
        if place := NO_PERSON.match(folded, word.start):
            while at < len(run) and run[at].start < place.end():
                at += 1
        elif at + 1 < len(run) and _is_name_behind(run, at, folded):
            yield run[at + 1].start, run[min(len(run), at + 1 + _LONGEST) - 1].end
            return
        elif _begins_name(run, at) and _is_name(run[at:], folded):
            last = min(len(run), at + _LONGEST) - 1
            yield word.start, run[last].end
            at = last + 1
        elif at == 0 and word.folded in _PLACE_FIRST:
            at += 1 + _behind_place(run[1:])
        else:
            at += 1


def _is_given_alone(run: Sequence[_Word], before: str, folded: str) -> bool:
    """Tell a given name without anything that tells it for one, by itself and by what stands around it."""
    if len(run) > 1 or run[0].folded not in _GIVEN:
        return False
    is_named_so = _NAMED_SO.search(before) is not None
    return not is_named_so and _NOT_GOING_ON.match(folded, run[0].end) is not None


def _begins_name(run: Sequence[_Word], at: int) -> bool:
    is_known = FAMILY_NAME.fullmatch(run[at].folded) or RARE_FAMILY_NAME.fullmatch(run[at].folded)
    return bool(is_known) or _is_woman(run, at)


def _is_woman(run: Sequence[_Word], at: int) -> bool:
    """Tell a woman's name, whose middle shows it whatever the family's is: "Mùa Thị Dợ"."""
    return len(run) > at + 2 and run[at + 1].folded == "thị" and run[at].folded not in _NO_WOMAN


def _names_somebody(run: Sequence[_Word], before: str, folded: str) -> bool:
    """Tell whether a run is a name by what stands before it: a form of address, or what somebody is."""
    start, stands = run[0].start, _words_before(before)
    if not stands or _NO_NAME_BEHIND_ADDRESS.match(folded, start):
        return False
    if ADDRESS.fullmatch(stands[0]) or "đồng chí" in stands:
        return len(run) == 1 or ADDRESS.fullmatch(run[0].folded) is None
    is_titled = not TITLES.isdisjoint(stands)
    is_named = is_titled or not TITLES_OF_MANY.isdisjoint(stands) or any(map(_CALLED.fullmatch, stands))
    if not is_named or not _NO_TITLES.isdisjoint(stands) or _is_other_than_person(run, folded):
        return False
    if is_titled:
        return len(run) > 1 or run[0].folded not in COUNTRY_OR_NAME or not _AT_HOME.isdisjoint(stands)
    is_unit = " ".join(word.folded for word in run) in _unit_names()
    return len(run) <= 2 and not is_unit and _is_given(run) and bool(_NOT_GOING_ON.match(folded, run[-1].end))


def _words_before(before: str) -> list[str]:
    """Give the last word, the last two and the last three before a name; [] where a mark stands between."""
    words = before.rpartition("\n")[2].split(" ")
    if words.pop() or not words:
        return []
    if words[-1] == "trẻ" and len(words) > 1:
        words.pop()
    words = [word.lstrip("(“\"'‘«–-") for word in words[-3:]]
    *_, last = words[-1].removesuffix(".").split(".")
    if words[-1].endswith(".") and last not in _ABBREVIATIONS:
        return []
    words[-1] = last.replace("sỹ", "sĩ")
    return [" ".join(words[at:]).replace("kĩ sư", "kỹ sư") for at in range(len(words) - 1, -1, -1)]


def _is_other_than_person(run: Sequence[_Word], folded: str) -> bool:
    """Tell what stands behind a title and is no given name: a place, a body, an acronym, "Su-24"."""
    first = run[0]
    rules = (NO_PERSON, NO_GIVEN_NAME)
    is_initial = first.end - first.start == 1 and folded.startswith(".", first.end)
    is_model = re.compile(r"-\d").match(folded, run[-1].end) is not None
    is_addressed = len(run) > 2 and bool(ADDRESS.fullmatch(first.folded)) and _begins_name(run, 1)
    is_known = any(one.match(folded, first.start) for one in rules)
    return first.is_acronym or is_initial or is_model or is_addressed or is_known


def _is_given(run: Sequence[_Word]) -> bool:
    """Tell words of Vietnamese, of which one alone is no country's name, from other words."""
    spelled = (SYLLABLE_FORM.fullmatch(without_diacritics(word.folded)) for word in run)
    return (len(run) > 1 or run[0].folded not in COUNTRY_OR_NAME) and all(spelled)


@cache
def _unit_names() -> frozenset[str]:
    return frozenset(unit.name.lower() for unit in units())


def _goes_on_list(run: Sequence[_Word], last: tuple[int, int], plain: str, is_listed: bool) -> bool:
    """Tell whether a run is the next of a list of names: "ông Nam, | Tuấn | và | Phúc"."""
    start, end = run[0].start, run[0].end
    joint = _LIST.fullmatch(plain, last[1], start)
    if not joint or len(run) > 1 or not _is_given(run):
        return False
    folded = fold(plain)
    if _NO_NAME_BEHIND_ADDRESS.match(folded, start) or _is_other_than_person(run, folded):
        return False
    following = _NEXT_OF_LIST.match(plain, end)
    if is_listed or (following is not None and plain[following.end() - 1].isupper()):
        return True
    # Behind a whole name an office may follow too: "Nguyễn Văn Bốn và Toàn quyền Úc".
    is_alone = " " not in plain[slice(*last)] or _NOT_GOING_ON.match(folded, end) is not None
    return "và" in joint[0] and is_alone


def _is_name_behind(run: Sequence[_Word], at: int, folded: str) -> bool:
    """Tell whether a form of address or a title within a run has a name behind it: "Tướng | Nơi"."""
    name = run[at + 1]
    if ADDRESS.fullmatch(run[at].folded):
        is_any = at == 0 or run[at].folded in ("ông", "bà", "anh", "chị", "cụ")
        return is_any and not _NO_NAME_BEHIND_ADDRESS.match(folded, name.start)
    return _names_somebody(run[at + 1 :], folded[max(0, name.start - _BEFORE) : name.start], folded)


def _is_name(run: Sequence[_Word], folded: str) -> bool:
    if len(run) < 2 or NO_PERSON.match(folded, run[1].start):
        return False
    behind = folded[run[1].end : run[1].end + 2]
    goes_on = len(behind) == 2 and behind[0] == " " and behind[1].isalpha()
    if FAMILY_NAME.fullmatch(run[0].folded) is None:
        return len(run) > 2 and MIDDLE_NAME.fullmatch(run[1].folded) is not None
    return len(run) > 2 or run[0].folded not in _COMMON or not goes_on


def _behind_place(run: Sequence[_Word]) -> int:
    """Give where the name of a place ends: before a family name from its third word on, else with the run."""
    for at in range(2, len(run) - 1):
        of_minority = RARE_FAMILY_NAME.fullmatch(run[at].folded) and MIDDLE_NAME.fullmatch(run[at + 1].folded)
        if FAMILY_NAME.fullmatch(run[at].folded) or (of_minority and at + 2 < len(run)):
            return at
    return len(run)
