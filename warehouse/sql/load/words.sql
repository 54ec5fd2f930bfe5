-- The words of texts: item_id, title, lead, body of what is filled in.
-- Vietnamese letters first, since strip_accents takes three times as long: it is left the texts that still hold a letter,
-- number or mark outside ASCII then. Small letters after them, which takes a tenth as long of ASCII. Where one space
-- stands between two words it may stay: to replace each of them by itself takes longer than all else.
with

lowered as (
    select
        item_id,
        lower(translate(
            concat_ws(' ', title, lead, body),
            'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ'
            || 'ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ',
            'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd'
            || 'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd'
        )) as words
    from {texts}
),

bare as (
    select
        item_id,
        case
            when regexp_matches(words, '[^\x00-\x7F\p{P}\p{S}\p{Z}]') then strip_accents(words) else words
        end as words
    from lowered
)

select
    item_id,
    ' ' || trim(regexp_replace(words, '[^\p{L}\p{N} ][^\p{L}\p{N}]*| [^\p{L}\p{N}]+', ' ', 'g')) || ' ' as words
from bare
