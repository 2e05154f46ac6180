"""Vocabulary: the words that carry more than themselves, in the languages such pages are mostly written in.

English, Spanish, French, Portuguese, German, Russian, Arabic, Chinese, Japanese and Korean. All folded
(``str.casefold``). A language that is not here loses only the finer points: numerals are known in every script.
"""

from __future__ import annotations


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


LABELLED = _listed(
    "n.º n.o workshop course seminar forum taller curso seminario foro atelier cours séminaire",
    "phase stage step part volume vol plan law act decree resolution article round goal sdg target version annex",
    "chapter module cohort session component tranche batch cycle level zone unit lot no nº n° n number num edition",
    "project report fase etapa parte tomo ley decreto resolución artículo ronda objetivo ods meta versión anexo",
    "capítulo módulo cohorte sesión componente ciclo nivel zona unidad lote núm número edición proyecto informe",
    "étape partie tome loi décret résolution objectif odd annexe chapitre niveau numéro édition projet rapport lei",
    "resolução artigo gesetz teil stufe ziel bericht этап фаза часть закон план указ № المرحلة القانون الخطة",
)
"""What is followed by a label: "Phase 2", "Ley 29783"."""

ORDINALS = _listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth 1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th",
    "primer primera primero segunda segundo tercer tercera tercero cuarta cuarto quinta quinto sexta sexto premier",
    "première deuxième seconde troisième quatrième cinquième primeiro primeira terceiro terceira erste ersten",
    "erster zweite zweiten zweiter dritte dritten dritter vierte vierten vierter первый первая первое второй вторая",
    "второе третий третья третье الأول الأولى الثاني الثانية الثالث الثالثة",
)

ROMAN = _listed("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX")
"""Roman numerals, as printed: in capitals."""

NEGATIONS = _listed(
    "not no never none neither nor without cannot can't don't doesn't didn't isn't aren't wasn't weren't won't",
    "wouldn't hasn't haven't hadn't shouldn't couldn't nunca jamás sin ni ningún ninguna ninguno tampoco ne pas",
    "jamais sans aucun aucune não sem nem nenhum nenhuma nicht kein keine keinen keiner keines nie ohne weder не",
    "нет ни без никогда لا لم لن ليس ليست غير بدون دون",
    "不 没 未 无 非 無 없 않은 않는 않았다 않는다 못한 못했다 없는 없다 없이",
)

NUMERALS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty",
    "seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion dozen",
    "half quarter double triple percent percentage cero uno dos tres cuatro cinco seis siete ocho nueve diez once",
    "doce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil millón millones",
    "mitad doble deux trois quatre cinq sept huit neuf dix onze douze vingt trente quarante cinquante soixante cent",
    "cents mille milliard milliards moitié dois duas três quatro sete oito nove dez vinte trinta milhão milhões",
    "bilhão bilhões metade zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert",
    "tausend millionen milliarde milliarden hälfte один два три четыре пять шесть семь восемь девять десять сто",
    "тысяч тысячи миллион миллиона миллионов миллиард миллиарда миллиардов مليون ملايين مليار ألف مائة نصف 一 二 三 四",
    "五 六 七 八 九 十 百 千 万 亿 兆 两 零 半 億 萬 만 억 조 천 백",
)
"""Number words and the units of great numbers."""

DATES = _listed(
    "january february march april may june july august september october november december jan feb mar apr jun jul",
    "aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter",
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre lunes",
    "martes miércoles jueves viernes sábado domingo janvier février mars avril mai juin juillet août septembre",
    "octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche janeiro fevereiro março maio",
    "junho julho setembro outubro novembro dezembro januar februar märz juni juli oktober dezember montag dienstag",
    "mittwoch donnerstag freitag samstag sonntag января февраля марта апреля мая июня июля августа сентября октября",
    "ноября декабря январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь январе феврале",
    "марте апреле мае июне июле августе сентябре октябре ноябре декабре يناير فبراير مارس أبريل مايو يونيو يوليو",
    "أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
"""Months, days of the week, seasons. Where months are numbered (Chinese, Japanese, Korean) the number tells."""
