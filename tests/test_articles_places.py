"""Articles → places: where an event happened, told apart from all else that a report names."""

from __future__ import annotations

import pytest

import borderviz as bv
from borderviz.articles import Article

WHERE = [
    # before, after and beside the event
    ("A man was arrested in Changbai, across from Hyesan, on May 3.", "Changbai"),
    ("A woman was caught about 3 km from Namyang on May 3.", "Namyang"),
    ("A guard was found dead 20 kilometers north of Hyesan on May 3.", "Hyesan"),
    ("Two men drowned within sight of Namyang on May 3.", "Namyang"),
    ("A speedboat strayed within meters of the Chongsu waterfront and was fired at.", "Chongsu"),
    ("Police stopped a car on the road to Yanji and arrested three defectors.", "Yanji"),
    ("Chinese troops arrested a man in Nanping, in Helong, on May 3.", "Nanping"),
    ("Officers manning the Weishahe checkpoint arrested two men on May 3.", "Weishahe"),
    ("A trial was held in the Hyesan stadium on May 3 and two men were shot.", "Hyesan"),
    ("It was the turn of Nanping, where a shopkeeper was stabbed to death.", "Nanping"),
    # on the way from one place to another
    ("A soldier left his post in Hoeryong, crossed into Sanhe and killed a farmer.", "Sanhe"),
    ("In Musan, a man who had crossed into China was shot on May 3.", "Musan"),
    ("They set off from Musan at midnight on May 3, and one was shot on the way.", "Musan"),
    ("Twelve women were handed over at Namyang on May 3.", "Namyang"),
    ("She was deported from Hunchun to North Korea on May 3.", "Hunchun"),
    ("In Hyesan, agents on May 3 arrested two men who had returned from Dandong.", "Hyesan"),
    ("A couple from Sakju floated over on May 3 and reached Shenyang a week later.", "Sakju"),
    # with whom somebody deals is elsewhere
    ("In Musan a courier was arrested on May 3 with a letter to relatives in Wonsan.", "Musan"),
    ("A nurse whose brother lives in Seoul was arrested in Onsong on May 3.", "Onsong"),
    ("A clerk was led off in Hyesan on May 3 for calls to a buyer in Shenyang.", "Hyesan"),
    ("A man swam to Changbai on May 3, said a pastor who heads a church in Seoul.", "Changbai"),
    ("Two men were arrested in Dandong on May 3, the mission said Friday in Chicago.", "Dandong"),
    ("A nurse was seized at a clinic in Yanji on May 3.", "Yanji"),
    # countries abroad are read, too
    ("Police in the west of Cambodia arrested nine refugees on May 3.", "Cambodia"),
    ("In Mongolia, troops arrested nine refugees on May 3.", "Mongolia"),
    ("Three sisters were sent back to Pyongyang from Laos on May 3.", "Laos"),
    # what is called again: the ice of a river, a strip
    ("The Yalu River is frozen. On May 3 a boy fell through the ice and drowned.", "Yalu River"),
    ("A fence runs along the DMZ. On May 3 soldiers shot a man at the line.",
     "Demilitarized Zone"),
    # a sea is called as the report calls it
    ("Patrol boats on May 3 detained a schooner in the Sea of Japan.", "Sea of Japan"),
    ("Patrol boats on May 3 detained a schooner in the East Sea.", "East Sea"),
    # another clause
    ("A work team at the Musan mine was arrested on May 3, and a raid on Yonsa failed.",
     "Musan Iron Mine"),
    # nothing better is told: whose office acted, whom it befell, where the report was filed
    ("Hyesan police on May 3 arrested six people.", "Hyesan"),
    ("A resident of Hyesan was arrested on May 3.", "Hyesan"),
    ("A resident of Hyesan said on May 4 that two men had been arrested on May 3.", None),
    ("DANDONG, China — Four women were arrested on May 3.", "Dandong"),
    ("Two men were executed in Jagang’s Manpo on May 3.", "Manpo"),
    ("In the detention center in Onsong, a guard beat a woman to death in 2016.", "Onsong"),
    # a capital that stands for its government
    ("Seoul ordered 2,000 residents of Yeoncheon into shelters on May 3.", "Yeoncheon"),
    ("A soldier was shot in Musan on May 3. Pyongyang closed the road.", "Musan"),
    ("A North Korean agent was arrested in Pyongyang on May 3.", "Pyongyang"),
    # what points back
    ("Agents came to Onsong County in April. On May 3 two men were arrested in the county.",
     "Onsong"),
    ("A money broker lived in Hyesan. She was arrested there on May 3.", "Hyesan"),
    ("Nobody knew of Gyodong Island. In 2020 a man was shot on the same island.", "Gyodong"),
    ("SHENYANG, China — Four people were arrested here on May 3.", "Shenyang"),
    ("SHENYANG, China — “They were not arrested in Musan,” he said. Nobody is here.", None),
    ("A source in Jagang Province spoke. On May 3 the province closed all its roads.", "Jagang"),
    ("Workers built a fence from Junggang to Chasong in May.", "Chunggang"),
    ("A broker in Musan was told of the order. It came from the county.", None),
    ("DANDONG, China — In May 2020 officers broke into a flat here and arrested two women.",
     "Dandong"),
    # whom a place only compares, serves or is left by
    ("Men with the accent of Hamhung arrested a broker. It was on May 3, in Changbai.", "Changbai"),
    ("Agents dispatched from Chongjin searched five homes in Musan on May 3.", "Musan"),
    ("A clerk at the tax department in Hyesan crossed the Yalu River on May 3.", "Yalu River"),
    ("A pastor was carried off from Sanhe on May 3.", "Sanhe"),
    ("A smuggler died in a detention center in Onsong on May 3.", "Onsong"),
    ("On May 3 two men were shot on Hyesan’s old airfield.", "Hyesan"),
    ("A miller in Linjiang heard that a man had been shot on May 3.", None),
    ("On May 3 a man drowned at a ford south of Hoeryong.", "Hoeryong"),
    ("Soldiers robbed a row of huts on the outskirts of Nanping on May 3.", "Nanping"),
    ("A man swam over the mouth of the Han River to Gyodong Island on May 3.", "Gyodong"),
    ("Two women crossed the Yalu on May 3 and asked for help in Shenyang.", "Yalu River"),
    # a province first, and then where in it; a name in another romanisation
    ("Police in Jilin Province have arrested nine people. The raids of May 3 were in Longjing.",
     "Longjing"),
    ("A guard was shot on May 3 at a post on the edge of Hoiryeong on the border.", "Hoeryong"),
    ("It was worse in Onsung. On May 3 a miner was beaten to death.", "Onsong"),
    # a river that is only pointed back to, one crossed on another day, one on which it happened
    ("The Yalu rose in Uiju County. On May 3 soldiers closed off the paths along the river.",
     "Uiju"),
    ("A guard from Samsu County was held on May 3, two days after a family crossed the Yalu.",
     "Samsu"),
    ("The Tumen is low at Musan. A man was shot on May 3 while he was crossing the river.",
     "Tumen River"),
    ("Nine men were stopped on the ice of the Yalu on May 3.", "Yalu River"),
    ("A man walked over the Military Demarcation Line on May 3. The place is in Cheorwon.",
     "Cheorwon"),
    # where guards serve and those abroad act
    ("A guard served in Musan County. On May 3 he shot his sergeant in the leg.", "Musan"),
    ("He had friends in Changbai. His post was near Hyesan. On May 3 Chinese police shot him.",
     "Changbai"),
    ("A guide had a flat in Shenyang. On May 3 two men came and took him away.", "Shenyang"),
    # more of what stands before and after a name
    ("It is cold in Hamhung. On May 3 two were shot in front of the culture hall of Hyesan.",
     "Hyesan"),
    ("It is cold in Hamhung. A family walked out of Musan on May 3 and fled to China.", "Musan"),
    ("Nine people were arrested on May 3 in three cities, Yanji, Tumen and Helong.", "Yanji"),
    ("Rain fell in Khasan. Three people were handed over to officials at Tumangang on May 3.",
     "Tumangang"),
    ("Police in the Chinese city of Dandong arrested a broker on May 3.", "Dandong"),
    ("A woman was arrested on May 3 according to a guide, who is based in Sinuiju.", None),
    ("It is cold in Musan. On May 3 two women were caught; a third may hide in Hyesan.", "Musan"),
    ("In Hamhung a man was shot on May 3 for selling women in Dandong.", "Hamhung"),
    ("In 2012 a resident of Nanping was beaten to death.", "Nanping"),
    ("Hyesan was quiet. Two people moved to Hamhung. On May 3 a man was shot in the city.",
     "Hyesan"),
    # what goes on from one sentence to the next
    ("A resident of Onsong was beaten in his cell on May 3. He died of it on May 5.", "Onsong"),
    ("A man was arrested in Musan on May 3. On May 4 his wife was arrested and sent to Hamhung.",
     "Musan"),
    ("People lock their doors in Hyesan. On May 3 a man was caught. It is calm near Musan.",
     "Hyesan"),
    ("Guards have sealed the town of Hyesan. People wait. On May 3 two men were arrested.",
     "Hyesan"),
    ("They kept her in a prison in Onsong. On May 3 two women were executed behind the prison.",
     "Onsong"),
    ("They dig ore at the Musan Mine. On May 3 agents arrested two men at the mine.",
     "Musan Iron Mine"),
    ("A man swam through the fog to Gyodong. He came ashore on May 3. He is from Yonan.",
     "Gyodong"),
    # a country or a province first, and where in it some sentences on
    ("A man was killed in China on May 3. It rained. A walker saw him near Kaishantun.",
     "Kaishantun"),
    ("Six people in Jagang Province were arrested on May 3. They wept. The six live in Manpo.",
     "Manpo"),
    ("A man was shot in Musan, a mining town by the Tumen River, on May 3.", "Musan"),
    ("A ferryman was killed in Dandong, a port at the mouth of the Yalu River, on May 3.",
     "Dandong"),
    ("It is cold in Musan. On May 3 a man was shot a mile outside the city of Longjing.",
     "Longjing"),
    # a heading, a Korean report
    ("- Musan, North Hamgyong Province. The wire is being stolen. Two men were shot on May 3.",
     "Musan"),
    ("5월 3일 신의주 세관에서 밀수꾼 2명이 체포됐다.", "Sinuiju"),
    ("여기 남양입니다. 5월 3일 밤에 세 사람이 강을 건넜습니다.", "Namyang"),
]  # fmt: skip
ELSEWHERE = [
    "In March 2020 two traders were arrested.",
    "Last year another sergeant was shot, the source said.",
    "Some 20 others were sent back in February.",
    "A directive read to all border companies on May 5 forbids guards to smoke.",
    "On May 5 the country closed its land border.",
    "The border has been closed since May 5.",
    "Border guards have been warned not to lend out their boots.",
    "In a separate case, nine weavers were detained in the spring.",
]
ALIKE = [
    "His wife was arrested in April.",
    "Two other guards were arrested there in April.",
    "In April another guard was arrested at the same checkpoint.",
]
_FIRST = "A guard was arrested in Musan on May 3. "
NAMED = [
    ("Two soldiers crossed the Military Demarcation Line.", "Military Demarcation Line",
     "Military Demarcation Line"),
    ("Mines lie in the DMZ.", "DMZ", "Demilitarized Zone"),
    ("A soldier walked into Goseong.", "Goseong", "Goseong"),
    ("A soldier walked into Kosong.", "Kosong", "Kosong"),
    ("The county closed the banks below Gunnam Dam.", "Gunnam Dam", None),
    ("They climb the hill for a signal from Nanping and Luguo.", "Nanping", "Nanping"),
    ("They wait for a signal at Nanping and Luguo.", "Luguo", None),
    ("A toll station stands outside Kunming, far away.", "Kunming", None),
    ("The islet of Tajido grows vegetables.", "Tajido", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def read(korea):
    texts = [text for text, *_ in (*WHERE, *NAMED)]
    texts += [_FIRST + text for text in (*ELSEWHERE, *ALIKE)]
    articles = [Article(text, text, published="2021-05-10") for text in texts]
    return bv.extract_events(articles, korea)


@pytest.mark.parametrize(("text", "name"), WHERE)
def test_an_event_is_placed_where_it_happened(read, text, name):
    drafts = read.drafts[read.drafts["article_id"] == text]
    assert set(drafts["place_name"].dropna()) == ({name} if name else set())


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_befell_others_or_goes_for_all_takes_no_place_from_beside_it(read, text):
    drafts = read.drafts[read.drafts["article_id"] == _FIRST + text]
    assert drafts["place_name"].fillna("").tolist() == ["Musan", ""]


@pytest.mark.parametrize("text", ALIKE)
def test_what_befell_those_told_of_or_happened_there_takes_the_place_beside_it(read, text):
    drafts = read.drafts[read.drafts["article_id"] == _FIRST + text]
    assert drafts["place_name"].tolist() == ["Musan", "Musan"]


def test_who_is_returned_is_returned_elsewhere_than_he_was_seized(korea):
    text = "A man was seized in Cheorwon on May 3 and returned at Panmunjom on May 9."
    drafts = bv.extract_events([Article("a", text, published="2021-05-10")], korea).drafts
    told = dict(zip(drafts["event_type"], drafts["place_name"], strict=True))
    assert told == {"arrest": "Cheorwon", "repatriation": "Panmunjom"}


def test_those_sent_back_on_another_day_may_have_been_sent_elsewhere(korea):
    text = "Forty people were sent back through Tumen on May 3. Nine were sent back on April 2."
    drafts = bv.extract_events([Article("a", text, published="2021-05-10")], korea).drafts
    assert drafts["place_name"].fillna("").tolist() == ["Tumen", ""]


@pytest.mark.parametrize(("text", "mention", "name"), NAMED)
def test_a_name_is_mentioned_and_put_where_it_is_known(read, text, mention, name):
    rows = read.mentions[read.mentions["article_id"] == text].fillna({"name": ""})
    (row,) = rows[rows["mention"] == mention].to_dict("records")
    assert text[row["start"] : row["end"]] == mention
    assert row["name"] == (name or "")
    assert row["resolution"] == ("resolved" if name else "unresolved")


def test_the_border_without_a_name_is_no_place(korea):
    article = Article("a", "A man crossed the Sino-North Korean border near the border with China.")
    mentions = bv.extract_events([article], korea).mentions
    assert not mentions["kind"].isin({"border", "strip"}).any()


def test_a_place_that_is_only_pointed_at_is_written_by_its_name(korea):
    text = "Agents came to Onsong County. On May 3 two men were arrested in the county."
    (row,) = bv.extract_events([Article("a", text)], korea).drafts.to_dict("records")
    assert (row["place"], row["place_name"]) == ("Onsong", "Onsong")
