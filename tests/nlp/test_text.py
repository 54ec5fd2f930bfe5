"""The same word is the same string, and offsets hold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import (
    fold,
    is_vietnamese,
    normalise,
    sentences,
    spelling,
    strip_html,
    syllables,
    without_diacritics,
)

VIETNAMESE = st.text("aàáảãạoòóỏõọuùúủũụyỳýỷỹỵeèéẻẽẹêếôốưứơờđĐÐhnqgiHOAÀUYỲ \u0301\u0302\u0323\u200b\xa0\n,.")


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("hoà bình", "hòa bình"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("Hoà, khoẻ; thuỷ.", "Hòa, khỏe; thủy."),
        ("Uỷ ban Đoá hoa loè", "Ủy ban Đóa hoa lòe"),
        ("hoà_bình", "hòa_bình"),
        ("UỶ BAN", "ỦY BAN"),
    ],
)
def test_the_tone_of_an_open_syllable_stands_on_its_first_vowel(given_text, expected):
    assert normalise(given_text) == expected


@pytest.mark.parametrize(
    "word", ["quý", "Quỹ", "QUÝ", "giá", "hoàn", "huỳnh", "thuở", "ngoài", "xoáy", "quà", "khuỷu"]
)
def test_other_syllables_stay(word):
    assert normalise(word) == word


def test_nfd_and_nfc_are_one_text():
    text = "Hoà bình, thuỷ lợi và khoẻ mạnh: Đảng bộ phường"
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(text)


def test_spaces_are_plain_and_nothing_invisible_remains():
    assert (
        normalise("7/20/2026 5:25\u202fAM\xa0hôm\tnay\nvà\u200b\ufeff sau\x00")
        == "7/20/2026 5:25 AM hôm nay\nvà sau"
    )


def test_nothing_turns_the_direction_of_a_text_or_hides_in_it():
    assert normalise("nước\u200e sạch \u202egnod\u202c \u2066xanh\u2069\U000e0061") == "nước sạch gnod xanh"


def test_the_look_alike_of_d_is_replaced():
    assert normalise("Ðảng, ðất") == "Đảng, đất"


@given(st.one_of(VIETNAMESE, st.text()))
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.one_of(VIETNAMESE, st.text()))
def test_offsets_into_the_folded_text_are_offsets_into_the_normalised_one(text):
    assert len(fold(text)) == len(normalise(text))


@given(st.text(st.characters(exclude_categories=["C"])))
def test_offsets_into_normalised_text_are_offsets_into_nfc_text_without_invisible_characters(text):
    composed = unicodedata.normalize("NFC", text)
    assert len(normalise(composed)) == len(composed)


@given(VIETNAMESE)
def test_folding_is_idempotent_and_blind_to_case(text):
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(text)


def test_letters_whose_other_case_is_longer_keep_offsets():
    assert len(fold("Straße İstanbul đẹp")) == len("Straße İstanbul đẹp")


def test_syllables_are_folded_and_without_punctuation():
    assert syllables("Đại hội XIV: hài hoà, đồng-thuận (100%)!") == [
        "đại", "hội", "xiv", "hài", "hòa", "đồng", "thuận", "100",
    ]  # fmt: skip
    assert syllables(" ... ") == []


@pytest.mark.parametrize(
    "text", ["Mưa lớn", "Tham thì thâm", "Apple ra mắt iPhone và MacBook tại Việt Nam", "HOÀ BÌNH 2026"]
)
def test_vietnamese_is_recognised_in_short_and_mixed_texts(text):
    assert is_vietnamese(text)
    assert is_vietnamese(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026 - 100%",
        "Hanoi welcomes a record number of visitors this summer",
        "越南举行全国代表大会",
        "Во Вьетнаме прошёл конгресс",
        "Le président français a déclaré à l'Assemblée que les élections seraient très disputées cette année",
        "Việt Nam wins SEA Games gold in Bangkok as coach Kim praises Nguyễn and teammates",
    ],
)
def test_other_languages_are_not_vietnamese(text):
    assert not is_vietnamese(text)


FOREIGN = """
Fire kills three workers in Binh Duong, police say; a fire broke out at a wood factory on Monday
The mayor of Đà Nẵng met the team in Huế on Monday to talk about the plan
Bà Mai's pho shop in Paris wins a star and a long line of fans
Le président a visité la région après la tempête, où la situation reste très préoccupante
La municipalité a décidé de créer un parc naturel à côté de l'école
El niño más pequeño llegó a la montaña después de la tormenta y ganó la medalla
Một incendio en la fábrica de madera deja tres muertos en la ciudad
Incêndio em fábrica mata três operários na região de São Paulo e não há previsão
A mãe não pôde ir à cidade porque o ônibus da manhã não chegou
Il più giovane campione della città è già pronto per la sfida di domani
La comunità di Ca' Bianca può già bere acqua pulita, così dice il sindaco
Incendiu puternic într-o fabrică: trei muncitori au murit în județul Argeș după ce flăcările s-au extins
Ein Großbrand in der Möbelfabrik tötet drei Arbeiter, die Ursache wird geprüft
Branden på fabriken dödade tre arbetare, säger polisen
Tulipalo tehtaassa surmasi kolme työntekijää, syytä tutkitaan
Požár v továrně zabil tři dělníky, příčinu vyšetřuje policie
V Bratislave otvorili nový most, na slávnosť prišlo tisíc ľudí
Pożar w fabryce zabił trzech robotników, przyczynę bada policja
Három munkás meghalt a gyárban, a tűz okát még vizsgálják
Fabrikada yangın: üç işçi öldü, çok sayıda yaralı var
Ankara'da kar yağışı nedeniyle okullar bir gün tatil edildi
Hluav taws kub lub Hoobkas, peb tug neeg ua haujlwm tuag
Dàhuǒ yánzhòng gōngchǎng sān rén sǐwáng běijīng jǐngfāng zhōuyī biǎoshì
dà huǒ zài běi jīng de gōng chǎng sān gè rén sǐ wáng
Wǒ men jīn tiān qù hé nán kàn nǎi nai hé bà ba, tā men zài nà lǐ
Kebakaran di pabrik kayu menewaskan tiga pekerja di Binh Duong
Ibu pergi ke pasar lama dengan kakak untuk membeli buah dan sayur di Hà Nội
Ang mga bata ay nasa paaralan na bago pa man umulan ng malakas sa Maynila
Kōbe no machi de ōkina kaji ga ari, san nin ga nakunatta to tsutaerareta
Ka haere tonu te tamariki ki te kura ā-rohe i te ata nei
Na ile o le tama i le aoga i le taeao, ua fiafia lona tina
Пожар на фабрике унёс жизни троих рабочих
""".strip().splitlines()


@pytest.mark.parametrize("text", FOREIGN)
def test_other_languages_are_no_vietnamese_that_lost_its_diacritics(text):
    assert spelling(text) is None


def test_vietnamese_is_known_whatever_diacritics_it_lost():
    text = (
        "Sáng 12/10, lửa bùng lên tại một xưởng gỗ khiến ba công nhân tử vong, nhiều tài sản bị thiêu rụi."
        " Người dân cho biết đã gọi cứu hỏa, nhưng xe không vào được trong ngõ."
    )
    words = text.split(" ")
    bare = [without_diacritics(word) for word in words]
    found = [spelling(" ".join([*bare[:n], *words[n:]])) for n in range(len(words) + 1)]
    first = found.index("bare")
    assert found == ["spelled"] * first + ["bare"] * (len(found) - first)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Không có thẻ &amp; gọn", "Không có thẻ & gọn"),
        ('<a href="x"><img src="y"/></a></br>Mưa lớn<br>tại <b>H</b>à Nội', "Mưa lớn tại Hà Nội"),
        ("<p>Một</p><p>Hai</p><script>alert(1)</script><!-- ẩn -->", "Một Hai"),
        ("R&amp;D: &#1;<b>3 &#60; 5</b>", "R&D: 3 < 5"),
        ('<a b="' * 1000, ""),
        ("", ""),
        ("<>", "<>"),
    ],
)
def test_html_becomes_its_text(markup, expected):
    assert strip_html(markup) == expected


def test_sentences_end_at_marks_and_lines_but_not_inside_abbreviations_and_numbers():
    text = " TS. Lê An ở TP. Ven Sông, nhà K. Bình. Giá 7.3 triệu “quá đắt!” Nhưng…\n\nĐược ạ. Hết"
    assert [text[start:end] for start, end in sentences(text)] == [
        "TS. Lê An ở TP. Ven Sông, nhà K. Bình.",
        "Giá 7.3 triệu “quá đắt!”",
        "Nhưng…",
        "Được ạ.",
        "Hết",
    ]
    assert sentences(" \n") == []


@given(VIETNAMESE)
def test_diacritics_go_and_offsets_hold(text):
    plain = without_diacritics(text)
    assert len(plain) == len(normalise(text))
    assert fold(without_diacritics("Đường TUẤN Hoà quỹ ở ữ")) == "duong tuan hoa quy o u"
