"""How many people a report tells of: single persons, lists, parts, bystanders, participles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderviz as bv
from borderviz.articles import Article
from borderviz.articles.groups import find_groups
from borderviz.articles.numbers import value_of
from borderviz.articles.people import find_people, group_of, may_tell_of_group

ONE = [
    "A go-between was arrested in Musan on May 3.",
    "A champion accordionist was arrested in Musan on May 3.",
    "A 61-year-old was arrested in Musan on May 3.",
    "A third was arrested in Musan on May 3.",
    "Mrs. Han was arrested in Musan on May 3.",
    "Police arrested the alleged mastermind in Musan on May 3.",
    "The accused, a cook at the county hospital, was arrested in Musan on May 3.",
    "A broker accused of sending 30 women abroad was arrested in Musan on May 3.",
    "She was arrested in Musan on May 3 for having led eleven people over the river.",
    "An inspector, but not his two clerks, was arrested in Musan on May 3.",
    "A man surnamed Ho, 60, was arrested in Musan on May 3.",
    "A tinker, police said, was arrested in Musan on May 3.",
    "The woman whom two guards had hidden was arrested in Musan on May 3.",
    "Witness 7 was arrested in Musan on May 3.",
    "A potter who “knew sixty people” in China was arrested in Musan on May 3.",
]
ARRESTED = [
    ("The four, a couple in their 40s with a son and a niece, were arrested in Musan on May 3.", 4),
    ("A lieutenant colonel and two tailors were arrested in Musan on May 3.", 3),
    (
        "Guards fired on four potters in Musan on May 3, killing one and catching the other three.",
        3,
    ),
    ("Agents took her and two customers away in Musan on May 3.", 3),
    ("The commander and his deputy were arrested in Musan on May 3.", 2),
    ("A pair of newlyweds was arrested in Musan on May 3.", 2),
    ("A trio of gamblers was arrested in Musan on May 3.", 3),
    ("Twin sisters were arrested in Musan on May 3.", 2),
    ("A mother, her two daughters and a cousin were arrested in Musan on May 3.", 4),
    ("Three soldiers, along with their driver, were arrested in Musan on May 3.", 4),
    ("Police in Musan arrested a man, 34, and his wife, 31, on May 3.", 2),
    ("Police in Hunchun arrested Kim Chol, Pak Song and Ri Hyok on May 3.", 3),
    ("Eight people, five Chinese and three Koreans, were arrested in Hunchun on May 3.", 8),
    ("Two U.S. journalists were arrested near Musan on May 3.", 2),
    ("Kim, her husband and their son were arrested in Musan on May 3.", 3),
    ("A widow (52) and her lodger (27) were arrested in Musan on May 3.", 2),
    ("The weaver's parents were arrested in Musan on May 3.", 2),
    ("Choe, 34, and an accomplice were arrested in Musan on May 3.", 2),
    ("A four-man crew was arrested in Musan on May 3.", 4),
    ("A grandmother of 71 together with her two grandsons was arrested in Musan on May 3.", 3),
    ("Of the twelve who set out, five were arrested in Musan on May 3.", 5),
    ("Seven out of ten returnees were arrested in Musan on May 3.", 7),
    ("Two brokers who had guided nine defectors were arrested in Musan on May 3.", 2),
    ("Police searched 14 houses in Musan on May 3, arresting four.", 4),
    ("Police combed ten villages around Musan on May 3 and rounded up 186 people.", 186),
    ("She was among 14 residents rounded up in Musan on May 3.", 14),
    ("Two dozen traders were arrested in Musan on May 3.", 24),
    ("A hundred and twenty people were arrested in Musan on May 3.", 120),
    ("Five, perhaps six, people were arrested in Musan on May 3.", 5),
    ("Ten or more people were arrested in Musan on May 3.", 10),
    ("She was picked up in Musan on May 3, her aunt says, and with her a lodger of 30.", 2),
    ("The police came for the manager of a depot in Musan on May 3 and for both his sons.", 3),
    ("Two laundresses were arrested in Musan on May 3.", 2),
    ("Six bakers were arrested in Musan on May 3.", 6),
    ("A kiosk owner and a choir instructor, both from Anju, were arrested in Musan on May 3.", 2),
    ("Its director and political instructor were arrested in Musan on May 3.", 2),
    ("On May 3, one of them, who had hidden in a loft, was arrested in Musan.", 1),
    ("A trader of about 50 was arrested in Musan on May 3 after two decades in the trade.", 1),
    ("Three Japanese divers had lost their way. The men, all amateurs, were arrested on May 3.", 3),
    ("The women were arrested in Musan on May 3.", None),
    ("Four cooks fled. All four hid for a day. Police took them away in Musan on May 3.", 4),
    ("Police searched an inn in Musan on May 3 and hauled nine women out of it.", 9),
    ("Troops captured two men who crossed the Tumen River into Musan on May 3.", 2),
    ("Police arrested a landlady and her lodgers in Musan on May 3.", None),
    ("Police arrested a landlady and her boats in Musan on May 3.", 1),
    ("Police arrested the driver and the carriers in Musan on May 3.", None),
    ("Some of the 40 traders were arrested in Musan on May 3.", None),
    ("The arrests in Musan were made one after another on May 3.", None),
    ("Several people were arrested in Musan on May 3.", None),
]
KILLED = [
    ("Two robbers beat a potter in Musan on May 3 so badly that he died.", 1),
    ("A potter and two tailors were shot in Musan on May 3 for having sold wire.", 3),
    ("Two potters accused of running an illegal market stall were shot in Musan on May 3.", 2),
    ("A thief was shot in front of some 800 people in Musan on May 3.", 1),
    ("Before a crowd of 300 residents, two men were executed in Musan on May 3.", 2),
    ("The regime hanged a counterfeiter of banknotes in Musan on May 3.", 1),
    ("The bodies of a couple and a baby were found in Musan on May 3.", 3),
    ("Four bodies were pulled from the Tumen River on May 3.", 4),
    ("Sentries opened fire on a raft at Musan on May 3, killing its two occupants.", 2),
    ("The bodies of a man of around forty and of his son were found in Musan on May 3.", 2),
    ("A clerk was shot on the spot in Musan on May 3 after a trial before 200 people.", 1),
    ("The list names a clerk and a cook. On May 3 the former was shot on the spot in Musan.", 1),
    ("A private was shot for stealing corn in Musan on May 3.", 1),
    ("They killed several members of their own unit in Musan on May 3.", None),
]
INVOLVED = [
    ("She ran across the frozen Tumen River with her uncle on May 3.", 2),
    ("They sent her back to Musan with fourteen more on May 3.", 15),
    ("A cook was caught with her two sons near the Tumen River on May 3.", 3),
    ("Two women, both in their 30s, and a man crossed the Tumen River on May 3.", 3),
    ("A couple in their 40s with a baby son crossed the Tumen River on May 3.", 3),
    ("Four men were waiting. A potter and the group crossed the Tumen River on May 3.", 5),
    ("My sister and I crossed the Tumen River on May 3.", 2),
    ("There were six of us when we crossed the Tumen River on May 3.", 6),
    ("A deserter shot dead two farmers and fled from Musan on May 3.", 1),
    ("It was a corporal who opened fire in Musan on May 3, killing the cook and a driver.", 1),
    ("Out of nine people only two got across the Tumen River on May 3.", 2),
    ("A family of five, the youngest aged nine, crossed the Tumen River on May 3.", 5),
    ("A teacher was set upon by three men in Musan on May 3.", 3),
    ("She was sent back through Tumen on May 3 in a group of some 40 women.", 40),
    ("With my two sisters and a guide I crossed the Tumen River on May 3.", 4),
    (
        "Two weavers waiting for a ferryman, together with their niece, were arrested in Musan on"
        " May 3.",
        3,
    ),
    ("Police led away three tinkers in Musan on May 3, along with the owner of the forge.", 4),
    ("The potter was arrested in Musan on May 3 together with six Koreans, among them a boy.", 7),
    ("Four potters were arrested in Hunchun on May 3 together with a guide, the police said.", 5),
    ("Russians detained 31 North Koreans and two schooners off Khasan on May 3.", 31),
    ("A tinker was caught with 12 kilograms of copper in Musan on May 3.", 1),
    ("At least six potters were taken away in Musan on May 3.", 6),
    ("Six men smuggled 40 kilograms of copper over the Tumen River on May 3.", 6),
    ("Four men were waiting. The group crossed the Tumen River on May 3.", 4),
]
VIOLENT = [
    ("Police shot one of two potters dead in Musan on May 3 and caught the other.", 2),
    ("The bodies of two potters were found near Musan on May 3. A third man had led them.", 2),
    ("A potter was beaten near Musan on May 3 by a group of men.", None),
    ("Two potters were shot dead in Musan on May 3. The other three ran back.", 5),
    ("Two potters drowned near Musan on May 3. Six people were aboard the raft.", 6),
    ("A potter was shot dead in Musan on May 3. A third man hid among the reeds.", 3),
    ("A potter was shot dead in Musan on May 3. The other two say that it was dark.", 1),
    ("Guards shot and killed a potter and wounded his cousin in Musan on May 3.", 2),
    ("One potter was killed and two others were hurt when guards fired at Musan on May 3.", 3),
    ("A potter hanged himself in Musan on May 3. Six people were aboard the bus.", 1),
    ("Two potters were murdered in Helong on May 3. The three suspects got away.", 3),
    ("Two potters died at the hands of a deserter in Helong on May 3.", 1),
    ("One potter died and two went missing when a raft sank off Musan on May 3.", 3),
    ("Two potters were killed in Helong on May 3 by a North Korean deserter.", 1),
    ("Two potters were beaten in Helong on May 3.", None),
    ("A potter was shot dead in Musan on May 3. On May 9 guards shot two of a group of six.", 1),
]
TOLD = [
    *((text, "arrested", 1) for text in ONE),
    *((text, "arrested", count) for text, count in ARRESTED),
    *((text, "killed", count) for text, count in KILLED),
    *((text, "involved", count) for text, count in INVOLVED),
    # whom an aside counts again, and who shares nothing of what befell
    ("Nine people, all but two of them women, were arrested in Musan on May 3.", "arrested", 9),
    ("Nine people, who include two boys, were arrested in Musan on May 3.", "arrested", 9),
    ("The family, a couple and three sons, crossed the Yalu River on May 3.", "involved", 5),
    ("A clerk was arrested in Musan on May 3 while talking with two buyers.", "arrested", 1),
    ("Two women were sent back at Namyang on May 3 with four officers.", "involved", 2),
    ("Two men were shot in Hyesan on May 3 before thousands of residents.", "killed", 2),
    ("A herder in Nanping was beaten by two men on May 3.", "involved", 2),
    ("Robbers stabbed a couple and their neighbor to death in Helong on May 3.", "killed", 3),
]


@pytest.fixture(scope="module")
def rows_of(korea):
    """Return the drafts of each text, all read at once."""
    texts = [*(text for text, _, _ in TOLD), *(text for text, _ in VIOLENT)]
    articles = [Article(text, text, published="2021-05-10") for text in texts]
    drafts = bv.extract_events(articles, korea).drafts
    rows = drafts.astype(object).where(drafts.notna(), None).to_dict("records")
    return {text: [row for row in rows if row["article_id"] == text] for text in texts}


@pytest.mark.parametrize(("text", "name", "count"), TOLD)
def test_people_are_those_whom_the_verb_tells_of(rows_of, text, name, count):
    assert rows_of[text]
    assert {row[f"{name}_best"] for row in rows_of[text]} == {count}


@pytest.mark.parametrize(("text", "count"), VIOLENT)
def test_a_violent_event_counts_who_was_there_and_an_attack_those_who_attack(rows_of, text, count):
    first = min(rows_of[text], key=lambda row: row["quote_start"])
    assert first["involved_best"] == count


@pytest.mark.parametrize(
    "text",
    [
        "Three men were shot at and wounded in Musan on May 3.",
        "A man was shot for trying to cross the river at Musan on May 3.",
        "A robber beat two farmers to death in Musan. On May 3 he was shot in the leg in Musan.",
    ],
)
def test_a_shooting_without_deaths_counts_nobody_killed(korea, text):
    drafts = bv.extract_events([Article("a", text, published="2021-05-10")], korea).drafts
    shot = drafts[drafts["event_type"] == "shooting"]
    assert shot["killed_best"].isna().tolist() == [True]


TEENS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number):
    """Return a number below a thousand in words."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    small = TEENS[rest] if rest < 20 else "-".join([TENS[tens - 2], *[TEENS[ones]] * (ones > 0)])
    words = [f"{TEENS[hundreds]} hundred"] * (hundreds > 0) + [small] * (rest > 0 or not hundreds)
    return " and ".join(words)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 999))
def test_a_number_in_words_has_its_value(number):
    assert value_of(spelled(number)) == number
    (group,) = find_groups(f"{spelled(number)} traders left", None)
    assert group.best == number


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=2, max_size=5), st.sampled_from(["and", "as well as"]))
def test_a_list_counts_the_sum_of_its_parts(numbers, joined):
    kinds = ["traders", "guards", "women", "students", "brokers"]
    parts = [f"{n} {kind}" for n, kind in zip(numbers, kinds, strict=False)]
    text = f"{', '.join(parts[:-1])} {joined} {parts[-1]} left"
    (group,) = find_groups(text, None)
    whole = numbers[0] == sum(numbers[1:]) and len(numbers) > 2  # "five, two men and three women"
    assert group.best == (numbers[0] if whole else sum(numbers))


@pytest.mark.parametrize(
    "text",
    [
        "Three traders left.",
        "The 12 who were held left.",
        "Both of them left.",
        "A couple left.",
        "A foursome left.",
        "The trio left.",
        "Her parents left.",
        "Her twin brothers left.",
        "A dozen women left.",
        "A trader along with his son left.",
        "A trader and his son left.",
        "주민과 그의 아들이 떠났다.",
    ],
)
def test_whom_they_means_is_looked_for_where_several_are_told_of(text):
    assert group_of(find_people(text, (), None)) is not None
    assert may_tell_of_group(text)


def test_whom_they_means_is_not_looked_for_where_one_is_told_of():
    assert not may_tell_of_group("A trader left for the river.")


@given(st.lists(st.sampled_from(" ".join(text for text, _ in ARRESTED).split()), min_size=1))
@settings(max_examples=50, deadline=None)
def test_no_words_tell_of_several_unless_some_are_looked_for(words):
    text = " ".join(words)
    assert may_tell_of_group(text) or group_of(find_people(text, (), None)) is None


@pytest.mark.parametrize(
    "text", ["Guards seized the German at dawn.", "Soldiers beat the Vietnamese who had fled."]
)
def test_who_is_called_by_his_nation_alone_is_one_person(text):
    (group,) = find_groups(text, None)
    assert group.best == 1
    assert text[group.start : group.end] in {"the German", "the Vietnamese"}


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u2009"])
def test_how_many_there_were_in_all_is_told_after_any_space(space):
    text = f"Guards seized seven people{space}altogether."
    group = find_groups(text, None)[-1]
    assert (group.best, text[group.start : group.end]) == (7, f"seven people{space}altogether")


@pytest.mark.parametrize("span", ["40-60", "40 -60", "40- 60", "40 – 60", "40 to 60"])
def test_a_noun_of_two_words_after_adjectives_is_counted_by_either_end_of_a_span(span):
    (group,) = find_groups(f"China hunts {span} armed North Korean border guards.", None)
    assert (group.low, group.high) == (40, 60)
