"""Sentences such as progress pages hold, made from small grammars in six languages, seeded.

Two sentences of one language share words as real ones do: the same ministries, plans and verbs come again and again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Language:
    """A grammar: sentence patterns, what fills their slots, clauses that can be added, words that can be swapped."""

    weight: int
    spaced: bool
    patterns: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    clauses: tuple[str, ...]
    verbs: tuple[str, ...]
    conjunction: str


def _of(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.strip().split("|"))


ENGLISH = Language(
    weight=60,
    spaced=True,
    patterns=_of(
        "{plan} {verb} | {plan} {verb}, with {goal} | {plan} {verb} by the {office} | {office} {verb2} "
        "{product} to {aim} | {office} and {partner} {verb2} {product} on {topic} | {event} held in {place} "
        "on {topic} | {event} on {topic} held with {people}, in the lead up to {occasion} | {partner} "
        "trained {n} {people} on {topic} | {number_th} {event} on {topic} offered at the {school} | "
        "Development of the {plan} commenced through a series of {events} | Report ‘{title}’, conducted by "
        "the {school} with the support of {partner} | {place} region adopted targets to cut emissions by "
        "{pct} per cent by {target} | {partner} strengthened the capacity of the {office}, a provider of "
        "{topic} services to {people} | {amount} million invested in {topic} in {place} | Law No. {law} on "
        "{topic} {verb}, laying the foundation for {topic2} | {office} joined {partner} | Formulation of a "
        "{plan} initiated | {topic_cap} recognised in the budget of the {office} | National sustainability "
        "plan finalised as the {phase} period commences"
        " | Negotiations between the {office} and {partner} opened in {place} | First cohort of {n} {people} "
        "graduated from the {school} | {place} hosted the secretariat of the global partnership | Memorandum "
        "signed with {partner} on {topic} | Inter-ministerial committee set up under the {office} to {aim} | "
        "Baseline data for {topic} collected in {n} municipalities around {place} | Tax incentives for {topic} "
        "extended until {target} | Website with open data on {topic} went online | Parliament debated the {plan} "
        "for the first time | Loan of {amount} million from {partner} secured for {topic2} | Mid-term evaluation "
        "found progress in {topic} slow | Awareness campaign reached {n} households in {place} | Pilot project "
        "on {topic} handed over to {people} in {place} | {school} opened a master programme in {topic}"
    ),
    slots={
        "plan": _of(
            "National Plan for Competitiveness and Productivity | Circular Economy Roadmap for Industry | "
            "National Teleworking Strategy | Green Industry Policy | Guidelines for Green Growth | National "
            "Policy for Decent Jobs | National Green Employment Plan | Climate Change Framework | Sustainable "
            "Finance Roadmap | Green Public Procurement Strategy | National Forestry Programme | Blue Economy "
            "Action Plan | Just Transition Framework | National Energy Efficiency Plan | Sustainable Tourism "
            "Master Plan | Waste Management Strategy"
        ),
        "verb": _of("adopted | approved | launched | published | enacted | endorsed | revised | presented"),
        "verb2": _of("developed | published | prepared | validated | commissioned | presented | launched"),
        "office": _of(
            "Ministry of Production | Ministry of Environment | Ministry of Labour | Ministry of Finance | "
            "National Steering Committee | Planning Commission | Regional Centre for Entrepreneurship | "
            "Statistics Office | Chamber of Commerce | Ministry of Agriculture | Central Bank | Ministry of "
            "Energy"
        ),
        "partner": _of("PAGE | UNIDO | UNEP | ILO | UNDP | UNITAR | the World Bank | GIZ | the European Union | FAO"),
        "product": _of(
            "a study | a diagnostic | a set of indicators | an assessment of green jobs | a stocktaking report | "
            "a toolkit | a policy brief | a methodology | an inventory of greenhouse gases | a curriculum | a "
            "value chain analysis"
        ),
        "aim": _of(
            "identify products that contribute to diversification | guide public investment | support green "
            "entrepreneurs | measure progress towards the Sustainable Development Goals | reform fossil fuel "
            "subsidies | monitor environmental spending | prepare the next medium-term budget | reduce food "
            "waste in cities"
        ),
        "goal": _of(
            "specific milestones on environmental sustainability | an objective on resource efficiency | a "
            "supporting action plan | a budget for small enterprises | indicators for each region | a chapter on "
            "gender equality"
        ),
        "topic": _of(
            "green jobs | circular economy | renewable energy | sustainable agriculture | eco-industrial parks | "
            "carbon pricing | waste recycling | green finance | sustainable transport | water management | "
            "biodiversity | industrial symbiosis | energy efficiency | inclusive green economy modelling | "
            "electric mobility"
        ),
        "topic2": _of("green growth | a just transition | fair trade | clean production | rural development"),
        "topic_cap": _of(
            "Green jobs | Natural capital | Clean cooking | Climate risk | Ecosystem services | Recycling"
        ),
        "event": _of(
            "Dialogue | Training workshop | Conference | Course | Forum | Round table | Summer school | Seminar"
        ),
        "events": _of("Green Industry Forums | regional consultations | technical workshops | expert meetings"),
        "place": _of(
            "Lima | Cusco | Arequipa | San Martín | Ulaanbaatar | Accra | Dakar | Bishkek | Georgetown | "
            "Montevideo | Jiangsu | Almaty | Brasília | Cape Town | Rabat | Port Louis"
        ),
        "people": _of(
            "public officials | political parties | young entrepreneurs | teachers | trade unions | farmers | "
            "engineers | journalists | members of parliament | small enterprises | university students"
        ),
        "school": _of(
            "University of the Pacific | Universidad de Pacifico | National University of Mongolia | University "
            "of Ghana | Academy of Public Administration | Technical University of Dakar | Institute of Economic "
            "Growth"
        ),
        "occasion": _of(
            "the elections | the climate summit | the budget debate | the national census | the trade fair"
        ),
        "title": _of(
            "Green Economy Stocktaking | Quantitative Illustration of Policies | The Road to Green Growth | Jobs "
            "and Skills for Tomorrow | Financing the Transition | Counting What Matters | Paths to Recovery | "
            "Industry without Waste"
        ),
        "phase": _of("phase out | implementation | transition | sustainability"),
        "n": _of("25 | 40 | 60 | 120 | 180 | 300 | 450 | 1,200 | 2,500"),
        "number_th": _of("Annual | Regional | National | Online | Introductory | Advanced"),
        "pct": _of("15 | 20 | 25 | 30 | 35 | 40 | 45 | 55"),
        "target": _of("2025 | 2030 | 2035 | 2040 | 2050"),
        "amount": _of("$3 | $5.5 | $12 | €20 | €45 | $80"),
        "law": _of("29783 | 30222 | 1278 | 30754 | 31313 | 28611 | 27345"),
    },
    clauses=_of(
        ", with specific mention of green jobs and just transition | in close cooperation with the private "
        "sector | , following a year of public consultations | , as part of the recovery from the pandemic | "
        "after review by parliament | (Hoja de ruta hacia una economía circular) | , covering all regions of "
        "the country | with the support of development partners | , including a series of trainings for "
        "civil servants | to be completed next year | (Estrategia nacional de crecimiento verde) | , the "
        "first of its kind in the region"
    ),
    verbs=_of(
        "adopted | approved | launched | published | enacted | endorsed | revised | presented | developed | "
        "prepared | validated | commissioned | completed | initiated | drafted | finalised"
    ),
    conjunction=" and ",
)

SPANISH = Language(
    weight=14,
    spaced=True,
    patterns=_of(
        "Se {verb} {plan} | {office} {verb2} {product} sobre {topic} | Taller sobre {topic} realizado en "
        "{place} con {people} | {partner} capacitó a {n} {people} en {topic} | Ley N.º {law} sobre {topic} "
        "promulgada por el Congreso | La región {place} se compromete a reducir las emisiones en un {pct} % "
        "para {target}"
        " | Inicio de las negociaciones con {partner} en {place} | Se creó una mesa técnica para dar seguimiento "
        "a {plan} | {n} {people} recibieron un certificado en {topic} | Campaña de sensibilización sobre {topic} "
        "llegó a {n} hogares de {place} | Incentivos tributarios para {topic} vigentes hasta {target} | {office} "
        "firmó un convenio con {partner} | Evaluación intermedia de {plan} concluida | Portal de datos abiertos "
        "sobre {topic} en línea"
    ),
    slots={
        "verb": _of("aprobó | publicó | presentó | actualizó | lanzó"),
        "verb2": _of("elaboró | publicó | presentó | financió"),
        "plan": _of(
            "la Hoja de Ruta hacia una Economía Circular | el Plan Nacional de Competitividad y Productividad | "
            "la Política Nacional de Empleo Decente | la Estrategia Nacional de Bosques | los Lineamientos para "
            "el Crecimiento Verde | el Plan de Acción de Género y Cambio Climático"
        ),
        "office": _of(
            "El Ministerio de la Producción | El Ministerio del Ambiente | La Cámara de Comercio | El Comité "
            "Directivo Nacional | El Banco Central"
        ),
        "product": _of("un estudio | un diagnóstico | una guía | un inventario | una metodología"),
        "topic": _of(
            "empleos verdes | economía circular | energías renovables | finanzas sostenibles | gestión del agua "
            "| agricultura sostenible | movilidad eléctrica | parques ecoindustriales"
        ),
        "place": _of("Lima | Cusco | Arequipa | Ucayali | Loreto | Piura | Montevideo"),
        "people": _of("funcionarios públicos | jóvenes emprendedores | docentes | agricultores | sindicatos"),
        "partner": _of("PAGE | ONUDI | la OIT | el PNUD | la Unión Europea"),
        "n": _of("25 | 40 | 120 | 300 | 1.200"),
        "law": _of("29783 | 30222 | 30754 | 31313"),
        "pct": _of("15 | 20 | 30 | 40"),
        "target": _of("2025 | 2030 | 2040 | 2050"),
    },
    clauses=_of(
        ", con mención específica de los empleos verdes | , tras un año de consultas públicas | con el apoyo "
        "de la cooperación internacional | (Circular Economy Roadmap) | , que abarca todas las regiones del "
        "país"
    ),
    verbs=_of("aprobó | publicó | presentó | actualizó | elaboró | financió | realizado | promulgada | promovida"),
    conjunction=" y ",
)

FRENCH = Language(
    weight=8,
    spaced=True,
    patterns=_of(
        "Adoption de {plan} par {office} | {office} a {verb} {product} sur {topic} | Atelier sur {topic} "
        "organisé à {place} avec {people} | Formation de {n} {people} à {topic} | Objectif de réduction de "
        "{pct} % d’ici {target} fixé à {place}"
        " | Signature d’un accord avec {office} en faveur de {topic} | {n} {people} diplômés à {place} | "
        "Ouverture d’un centre consacré à {topic} à {place} | Évaluation à mi-parcours de {plan} achevée | "
        "Campagne de sensibilisation menée auprès de {n} ménages | Incitations fiscales prolongées jusqu’en "
        "{target} pour {topic} | Mise en ligne d’un portail de données sur {topic} | Le pays rejoint le "
        "partenariat mondial lors d’une réunion à {place}"
    ),
    slots={
        "verb": _of("publié | validé | présenté | lancé"),
        "plan": _of(
            "la stratégie nationale de développement durable | la feuille de route pour l’économie circulaire | "
            "la loi d’orientation agricole | le plan Sénégal émergent vert | la politique industrielle verte"
        ),
        "office": _of(
            "le ministère de l’Environnement | l’Assemblée nationale | le ministère des Finances | l’Agence des PME"
        ),
        "product": _of("une étude | un rapport de diagnostic | un guide pratique | des indicateurs"),
        "topic": _of("l’emploi vert | l’économie verte | les énergies renouvelables | la finance durable | la pêche"),
        "place": _of("Dakar | Thiès | Rabat | Ouagadougou | Tunis"),
        "people": _of("agents publics | jeunes entrepreneurs | enseignants | agriculteurs"),
        "n": _of("25 | 60 | 120 | 300"),
        "pct": _of("15 | 20 | 30 | 40"),
        "target": _of("2025 | 2030 | 2040"),
    },
    clauses=_of(
        ", avec l’appui des partenaires techniques | , après une large concertation | (Green Economy "
        "Strategy) | , en lien avec le secteur privé"
    ),
    verbs=_of("publié | validé | présenté | lancé | organisé | signé | révisé"),
    conjunction=" et ",
)

RUSSIAN = Language(
    weight=6,
    spaced=True,
    patterns=_of(
        "{plan} {verb} {office} | В городе {place} проведён семинар по теме «{topic}» | Обучено {n} {people} "
        "по теме «{topic}» | {office_n} {verb2} {product} о развитии зелёной экономики | Принято решение "
        "сократить выбросы на {pct} % к {target} году"
        " | Подписан меморандум о сотрудничестве в области «{topic}» | В городе {place} открыт учебный центр для "
        "{people} | Страна присоединилась к глобальному партнёрству | Запущен портал открытых данных | "
        "Опубликованы показатели зелёного роста до {target} года | Создан межведомственный совет под "
        "руководством {office} | Кампания охватила {n} домохозяйств в городе {place} | Завершена среднесрочная "
        "оценка проекта"
    ),
    slots={
        "plan": _of(
            "Национальная программа развития | Стратегия зелёной экономики | Концепция устойчивого туризма | "
            "Дорожная карта циркулярной экономики | Программа энергосбережения"
        ),
        "verb": _of("утверждена | одобрена | представлена | принята"),
        "verb2": _of("подготовило | опубликовало | представило"),
        "office": _of("правительством | парламентом | министерством экономики | кабинетом министров"),
        "office_n": _of("Министерство экономики | Агентство по статистике | Министерство финансов"),
        "product": _of("доклад | исследование | методическое пособие | аналитический обзор"),
        "topic": _of("зелёные рабочие места | возобновляемая энергия | устойчивые финансы | водные ресурсы"),
        "place": _of("Бишкек | Алматы | Ош | Астана | Каракол"),
        "people": _of("государственных служащих | предпринимателей | преподавателей | фермеров"),
        "n": _of("25 | 60 | 120 | 300"),
        "pct": _of("15 | 20 | 30 | 40"),
        "target": _of("2025 | 2030 | 2040"),
    },
    clauses=_of(
        ", после общественных обсуждений | при поддержке партнёров по развитию | , с учётом гендерных вопросов"
    ),
    verbs=_of("утверждена | одобрена | представлена | принята | проведён | организован | подготовило | опубликовало"),
    conjunction=" и ",
)

CHINESE = Language(
    weight=7,
    spaced=False,
    patterns=_of(
        "{office}{verb}{plan} | {place}举办{topic}培训班，共有{n}名{people}参加"
        " | {office}与{partner}联合发布{topic}研究报告"
        " | {place}承诺到{target}年将碳排放强度降低{pct}% | {plan}正式{verb}，推动{topic}发展"
        " | 首批{n}名{people}获得{topic}证书 | {partner}代表团访问{place} | {place}建成国家级生态工业示范园 | "
        "第三方机构完成对{plan}的中期评估 | {topic}开放数据平台上线运行 | {office}设立专项基金支持{topic} | "
        "全省{n}家企业完成自愿减排审核 | 国际研讨会在{place}召开，聚焦{topic}"
    ),
    slots={
        "office": _of("国务院 | 江苏省政府 | 财政部 | 国家发展和改革委员会 | 生态环境部 | 工业和信息化部"),
        "verb": _of("通过 | 发布 | 印发 | 批准 | 启动"),
        "plan": _of(
            "绿色发展规划 | 循环经济促进法 | 节能减排行动方案 | 国家适应气候变化战略"
            " | 绿色金融指导意见 | 工业绿色制造体系建设指南"
        ),
        "topic": _of("绿色就业 | 可再生能源 | 绿色金融 | 生态农业 | 清洁生产 | 水资源管理 | 新能源汽车"),
        "place": _of("南京 | 苏州 | 无锡 | 深圳 | 青海 | 贵州"),
        "people": _of("公务员 | 企业代表 | 青年创业者 | 高校教师"),
        "partner": _of("联合国环境署 | 国际劳工组织 | 世界银行 | 清华大学"),
        "n": _of("25 | 60 | 120 | 300"),
        "pct": _of("15 | 20 | 30 | 40"),
        "target": _of("2025 | 2030 | 2035 | 2060"),
    },
    clauses=_of("，明确了重点任务和保障措施 | ，覆盖全省所有城市 | （试行） | ，并征求了公众意见"),
    verbs=_of("通过 | 发布 | 印发 | 批准 | 启动 | 举办 | 承诺 | 推动"),
    conjunction="，并",
)

ARABIC = Language(
    weight=5,
    spaced=True,
    patterns=_of(
        "{verb} {office} {plan} | تنظيم ورشة عمل حول {topic} في {place} | تدريب {n} من {people} على {topic} "
        "| نشر {product} عن {topic} بدعم من {partner} | التزام {place} بخفض الانبعاثات بنسبة {pct} في المائة "
        "بحلول عام {target}"
        " | توقيع مذكرة تفاهم مع {partner} بشأن {topic} | افتتاح مركز تدريب في {place} لفائدة {people} | انضمام "
        "البلاد إلى الشراكة العالمية | إطلاق بوابة البيانات المفتوحة | إنشاء لجنة وزارية لمتابعة {plan} | وصلت "
        "حملة التوعية إلى {n} أسرة في {place} | الانتهاء من التقييم النصفي للمشروع | تمديد الحوافز الضريبية حتى "
        "عام {target}"
    ),
    slots={
        "verb": _of("اعتمدت | أقرت | أطلقت | قدمت"),
        "office": _of("الحكومة | وزارة البيئة | وزارة المالية | اللجنة الوطنية"),
        "plan": _of(
            "الاستراتيجية الوطنية للتنمية المستدامة | خطة الاقتصاد الدائري | قانون الطاقة المتجددة | خارطة طريق "
            "التمويل الأخضر"
        ),
        "product": _of("دراسة | تقرير تشخيصي | دليل عملي"),
        "topic": _of("الوظائف الخضراء | الطاقة المتجددة | إدارة المياه | الزراعة المستدامة | السياحة البيئية"),
        "place": _of("الرباط | تونس | عمان | القاهرة | مراكش"),
        "people": _of("الموظفين الحكوميين | رواد الأعمال الشباب | المعلمين | المزارعين"),
        "partner": _of("البنك الدولي | الاتحاد الأوروبي | منظمة العمل الدولية"),
        "n": _of("25 | 60 | 120 | 300"),
        "pct": _of("15 | 20 | 30 | 40"),
        "target": _of("2025 | 2030 | 2040"),
    },
    clauses=_of("، بعد مشاورات عامة | بالتعاون مع القطاع الخاص | ، وتشمل جميع المناطق"),
    verbs=_of("اعتمدت | أقرت | أطلقت | قدمت | تنظيم | نشر | تدريب"),
    conjunction=" و",
)

LANGUAGES = (ENGLISH, SPANISH, FRENCH, RUSSIAN, CHINESE, ARABIC)


def a_language(random: Random) -> Language:
    """A language, by weight."""
    return random.choices(LANGUAGES, [language.weight for language in LANGUAGES])[0]


def a_sentence(language: Language, random: Random, pattern: str | None = None) -> str:
    """A sentence of a language, with a capital where it has them."""
    text = pattern or random.choice(language.patterns)
    text = _SLOT.sub(lambda slot: random.choice(language.slots[slot[1]]), text)
    return text[:1].upper() + text[1:]


def siblings(language: Language, random: Random, count: int) -> list[str]:
    """Sentences that differ in one name, label or number only, as neighbours on real pages do."""
    if language is ENGLISH and random.random() < 0.5:
        return _labelled(random, count)
    slots = [
        slot for slot in ("place", "partner", "office", "people", "topic", "n", "target") if slot in language.slots
    ]
    slot = random.choice(slots)
    patterns = [pattern for pattern in language.patterns if pattern.count(f"{{{slot}}}") == 1]
    marked = random.choice(patterns).replace(f"{{{slot}}}", "\0")
    frame = a_sentence(language, random, marked)
    fills = random.sample(language.slots[slot], min(count, len(language.slots[slot])))
    found = [frame.replace("\0", fill) for fill in fills]
    return [text[:1].upper() + text[1:] for text in found]


def _labelled(random: Random, count: int) -> list[str]:
    frame = random.choice(
        (
            "National Plan {} adopted",
            "Phase {} of the Green Industry Programme completed",
            "Regional training workshop {} on green jobs held",
            "Cohort {} of young entrepreneurs graduated",
            "Chapter {} of the national climate strategy approved by the Ministry of Environment",
            "Module {} of the course on circular economy offered at the University of the Pacific",
        )
    )
    labels = random.choice((("A", "B", "C", "D", "E"), ("1", "2", "3", "4", "5"), ("I", "II", "III", "IV", "V")))
    return [frame.format(label) for label in random.sample(labels, min(count, len(labels)))]
