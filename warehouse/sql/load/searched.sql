-- What can be searched is the latest revision of each item; of those that a load touched, what is other.
delete from searched_items
where item_id in (select item_id from revised_items where item_id in (select item_id from known_items));

-- Apart, since the texts of all items would be read to find those of a few; the time is asked too, since few
-- parts of the table hold it.
create or replace temp table unsearched as
select
    item_id,
    sha256,
    published_at
from current_items
where item_id not in (select item_id from searched_items where item_id in (select item_id from known_items));

-- Vietnamese letters first, since strip_accents takes three times as long: it is left the texts that still hold a letter,
-- number or mark outside ASCII then. Small letters after them, which takes a tenth as long of ASCII. Where one space
-- stands between two words it may stay: to replace each of them by itself takes longer than all else.
insert into searched_items
with

lowered as (
    select
        items.item_id,
        lower(translate(
            concat_ws(' ', items.title, items.lead, items.body),
            'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ'
            || 'ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ',
            'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd'
            || 'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd'
        )) as words
    from items
    inner join unsearched
        on
            unsearched.item_id = items.item_id
            and unsearched.sha256 = items.sha256
            and unsearched.published_at = items.published_at
    where items.known_to is null
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
from bare;

drop table unsearched;
