from itertools import combinations

import pytest

from page_watch.matching.rewording import OTHER_YEAR, SAME_YEAR
from page_watch.matching.similarity import profile, similarity
from tests.support.pages import PERU

ONE_MILESTONE = {
    "typo": ("National Plan A adoptd", "National Plan A adopted"),
    "verb": (
        "Green jobs dialogue held with political parties",
        "Green jobs dialogue organised with political parties",
    ),
    "clause": (
        "National Policy for Decent Jobs approved",
        "National Policy for Decent Jobs approved, with specific mention of green jobs and just transition",
    ),
    "letter": ("PAGE strengthened BIOINNOVA San MartÌn", "PAGE strengthened BIOINNOVA San Martín"),
    "translation": (
        "Circular Economy Roadmap for Industry adopted",
        "Circular Economy Roadmap for Industry (Hoja de ruta de economía circular) adopted",
    ),
    "numbers": ("Reduce emissions by 30% by 2030", "Reduce emissions by 40% by 2040"),
    "amount": ("Trained 300 officers", "Trained 350 officers"),
    "negation": ("Plan approved", "Plan was not approved"),
    "name": (
        "The first course offered at the Universidad de Pacifico, Peru",
        "The first course offered at the University of the Pacific, Lima, Peru",
    ),
    "name in a long sentence": (
        "Training of trainers on green jobs held at the premises of the ministry for 300 officers in Lima",
        "Training of trainers on green jobs held at the premises of the ministry for 300 officers in Cusco",
    ),
    "second half": (
        "Guidelines for Green Growth approved, laying the foundation for the adoption of green growth",
        "Guidelines for Green Growth approved by the Ministry of Environment after a year of consultations",
    ),
    "second half, longer": (
        "PAGE and the Ministry of Production developed a study to identify products that can contribute to "
        "diversification and sustainability in the industry sector",
        "PAGE and the Ministry of Production developed a study on value chains in Lima, Cusco and Arequipa",
    ),
    "order of words": (
        "Formulation of a National Green Employment Plan initiated",
        "A National Green Employment Plan was formulated",
    ),
    "Chinese": ("国家绿色发展计划通过", "国家绿色发展规划获得通过"),
    "Chinese clause": ("2019年国家循环经济路线图正式发布", "国家循环经济路线图正式发布，涵盖工业部门"),
    "Japanese": ("再生可能エネルギー法が成立", "再生可能エネルギー特別措置法が成立"),
    "Thai": ("ประกาศใช้แผนพัฒนาพลังงานทดแทน", "ประกาศใช้แผนพัฒนาพลังงานทดแทนฉบับใหม่"),
    "Russian": ("План действий принят правительством", "План действий утверждён правительством"),
    "Arabic": ("اعتماد الخطة الوطنية للتنمية", "اعتماد الخطة الوطنية للتنمية المستدامة"),
    "Hindi": ("राष्ट्रीय हरित योजना स्वीकृत", "राष्ट्रीय हरित विकास योजना स्वीकृत"),
    "Korean": ("녹색성장 국가전략을 채택하였다", "녹색성장 국가전략을 발표하였다"),
}

TWO_MILESTONES = {
    "letter": ("National Plan A adopted", "National Plan B adopted"),
    "number": ("Phase 1 completed", "Phase 2 completed"),
    "roman": ("Chapter II of the strategy approved", "Chapter III of the strategy approved"),
    "ordinal": ("The first course on modelling offered", "The second course on modelling offered"),
    "law": ("Law No. 29783 enacted", "Law No. 30222 enacted"),
    "decree": ("Decreto Supremo N° 012 aprobado", "Decreto Supremo N° 027 aprobado"),
    "conference": (
        "Delegation sent to COP21 in support of the plan",
        "Delegation sent to COP22 in support of the plan",
    ),
    "Chinese ordinal": ("第一阶段启动", "第二阶段启动"),
    "subject": ("National Plan for Energy adopted", "National Plan for Water adopted"),
    "place": ("Green jobs training held in Lima", "Green jobs training held in Cusco"),
    "office": ("Ministry of Energy joins PAGE", "Ministry of Labour joins PAGE"),
    "other": (
        "National Teleworking Strategy adopted with a supporting Plan",
        "Circular Economy Roadmap for Industry adopted",
    ),
    "same subject": (
        "National Plan for Competitiveness and Productivity approved, with specific milestones on environmental "
        "sustainability",
        "National sustainability plan finalised as phase out period commences",
    ),
    "same verb": (
        "National Competitiveness and Productivity Policy adopted, with an objective on environmental sustainability",
        "National Teleworking Strategy adopted with a supporting Plan",
    ),
    "same topic": (
        "Green jobs dialogue held with political parties on opportunities for green employment",
        "Report on green jobs published with the support of the University of the Pacific",
    ),
    "Chinese": ("国家绿色发展计划通过", "碳排放交易市场启动"),
    "Russian": ("План действий принят правительством", "Открыт учебный центр в городе Ош"),
    "Arabic": ("اعتماد الخطة الوطنية للتنمية", "افتتاح مركز تدريب في الرباط"),
}


def judged(pair: tuple[str, str]) -> float:
    one, other = (profile(text) for text in pair)
    assert similarity(one, other) == similarity(other, one)
    return similarity(one, other)


@pytest.mark.parametrize("pair", ONE_MILESTONE.values(), ids=ONE_MILESTONE.keys())
def test_one_milestone_in_other_words(pair: tuple[str, str]) -> None:
    assert judged(pair) >= SAME_YEAR


@pytest.mark.parametrize("pair", TWO_MILESTONES.values(), ids=TWO_MILESTONES.keys())
def test_two_milestones_however_alike(pair: tuple[str, str]) -> None:
    assert judged(pair) < SAME_YEAR


def test_a_move_and_a_rewording_at_once_must_be_more_alike() -> None:
    assert SAME_YEAR < OTHER_YEAR <= judged(ONE_MILESTONE["clause"])


@pytest.mark.parametrize("text", ["", "…", "2019", "的", "a"])
def test_any_text_is_like_itself_and_comparable(text: str) -> None:
    assert judged((text, text)) == 1.0
    assert 0.0 <= judged((text, "National Plan adopted")) < SAME_YEAR


def test_no_two_milestones_of_a_real_page_are_taken_for_one() -> None:
    milestones = [(year, profile(text)) for year, texts in PERU for text in texts]
    for (year, one), (other_year, other) in combinations(milestones, 2):
        assert similarity(one, other) < (SAME_YEAR if year == other_year else OTHER_YEAR)
