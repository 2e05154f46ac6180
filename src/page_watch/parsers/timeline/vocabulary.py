"""The words of labels, in the languages in which such pages are met, by the letter of their sort (see ``tokens``).

The names of months and weekdays come from CLDR (``months``), which knows none of these.
"""

from __future__ import annotations

from typing import Final

ERAS: Final = {
    word: before
    for before, words in {
        1595: "慶長", 1614: "元和", 1623: "寛永", 1643: "正保", 1647: "慶安", 1651: "承応", 1654: "明暦", 1657: "万治",
        1660: "寛文", 1672: "延宝", 1680: "天和", 1683: "貞享", 1687: "元禄", 1703: "宝永", 1710: "正徳", 1715: "享保",
        1735: "元文", 1740: "寛保", 1743: "延享", 1747: "寛延", 1750: "宝暦", 1763: "明和", 1771: "安永", 1780: "天明",
        1788: "寛政", 1800: "享和", 1803: "文化", 1817: "文政", 1829: "天保", 1843: "弘化", 1847: "嘉永", 1853: "安政",
        1859: "万延", 1860: "文久", 1863: "元治", 1864: "慶応", 1867: "明治", 1911: "大正 民國 民国 中華民國 中华民国",
        1925: "昭和", 1988: "平成", 2018: "令和",
    }.items()
    for word in words.split()
}  # fmt: skip
"""The eras of Japan since 1596 and that of the Republic of China, and the year before each began."""

FIRST_TO_FOURTH: Final = {
    word: number
    for number, words in {
        1: "first premier première primer primeiro primo",
        2: "second deuxième segundo secondo",
        3: "third troisième tercer terceiro terzo",
        4: "fourth quatrième cuarto quarto",
    }.items()
    for word in words.split()
}

CENTURIES: Final = {
    "duecento": 1200, "trecento": 1300, "quattrocento": 1400, "cinquecento": 1500, "seicento": 1600,
    "settecento": 1700, "ottocento": 1800, "novecento": 1900,
}  # fmt: skip
"""Centuries by their hundreds, as they are called in Italian, and the year each begins with."""

PHRASES: Final = {
    "T": r"(?<=\d0)(?:-?(?:tale?t?|talle?t?|luku|luvu[nl]la|årene|ті|е)|-as\sévek|['’](?:s|erne))(?!\w)",
    "Q": r"第?[1-4一二三四](?:四半期|季度)|第?[一二三四]季(?!度)|제?\s?[1-4]\s?분기"
    r"|(?:[1-4][qt]|t[1-4])(?=[\s/-]{0,3}(?:19|20)\d\d)",
    "Z": r"(?:sec|s)\.(?=\s?(?-i:[IVX]+)\b)|(?<=[ivx]\s)(?:sec\.|s\.|в\.|вв\.|w\.|st\.|c\.)|(?<=th\s)c\.",
    "F": r"(?:(?:academic|school|financial|fiscal) year|année (?:scolaire|universitaire)"
    r"|año (?:escolar|académico|fiscal)|ano letivo|anno (?:scolastico|accademico)|curso (?:escolar|académico))\b",
    "P": r"[àa] partir (?:del?|du)\b",
    "C": r"a (?:mediados|principios|comienzos|inicios|finales|fines)\b|final (?:de|del|dos)\b|(?:mi|pre|post)-(?=\d)",
    "N": r"настоящее время|наст\.\s?вр(?:емя|\.)|н\.\s?в\.|nos jours|o presente|(?:los|nuestros) días",
    "B": r"b\.\s?c\.(?:\s?e\.)?|a\.\s?(?:de\s)?c\.|a\.\s?e\.\s?c\.|v\.\s?chr\.?|vor christus"
    r"|av(?:ant|\.)?\s?j(?:ésus|\.)?[-\s]{0,2}c(?:hrist|\.)?"
    r"|antes de cristo|avanti cristo|př\.\s?n\.\s?l\.|p\.\s?n\.\s?e\.|до н\.\s?э\.|f\.\s?kr\.",
    "A": r"a\.\s?d\.|c\.\s?e\.|d\.\s?(?:de\s)?c\.|n\.\s?chr\.?"
    r"|ap(?:r|rès|\.|r\.)?\s?j(?:ésus|\.)?[-\s]{0,2}c(?:hrist|\.)?",
}
"""What is told by a pattern and not by one word, by its sign."""

_BY_SIGN: Final = {
    "o": "gli o of de the del d di do da dos das os nos le la el los les il lo au den der det dem du des al die",
    "i": "在 于 於 on in im nel no na en em nell dans w we в во",
    "Z": "century centuries siglo siglos siècle siècles secolo secoli século séculos segle segles jahrhundert"
    " jahrhunderts jh jhd jhdt jhs eeuw век века вв století storočie wiek wieku század århundrade århundre"
    " århundrede vuosisata yüzyıl 世紀 世纪 세기",
    "t": "to until till through + bis a à au al até hasta jusqu'à jusqu’à jusqu'en jusqu’en fino tot и до and &"
    " et e y und 至 到",
    "S": "spring summer autumn fall winter christmas easter printemps été automne hiver noël pâques primavera"
    " verano otoño invierno navidad pascua estate autunno inverno natale pasqua verão outono páscoa estiu"
    " tardor hivern nadal frühling frühjahr sommer herbst weihnachten ostern pfingsten lente zomer herfst"
    " kerst vår våren sommar sommaren höst hösten vinter vintern forår efterår høst kevät kesä syksy talvi"
    " jaro léto podzim zima wiosna jesień весна лето осень зима 春 夏 秋 冬 春季 夏季 秋季 冬季 봄 여름"
    " 가을 겨울",
    "F": "fy fiscal exercice ejercicio esercizio exercício geschäftsjahr season saison temporada stagione"
    " seizoen rentrée curso gestión gestione wintersemester sommersemester schuljahr studienjahr edition"
    " édition edición edizione edição",
    "P": "自 从 從 between entre tra fra zwischen since from depuis desde dal dall dalla seit ab sinds sedan"
    " från starting dès od с z siden vanaf",
    "U": "起 から 以来 以後 以后 以降 以來 이후 이래 부터 onwards onward diante adelante poi ff",
    "N": "atual atualmente actualmente actuellement attualmente currently beyond present jours now today ongoing"
    " date aujourd'hui aujourd’hui présent hoy fecha actualidad presente ahora oggi hoje atualidade"
    " actualitat avui heute gegenwart heden nu idag nutid nåtid nykyään dnes současnost současnosti dosud"
    " dziś obecnie сегодня prezent azi bugün günümüz 如今 今日 至今 现在 現在 今 迄今 현재",
    "C": "aprox aproximadamente approximately courant primi metà finais fines by c ca circa abt about"
    " around approx environ vers um hacia cerca verso intorno alrededor 约 約 약 early late mid début"
    " fin principios mediados finales inizio inizi fine anfang ende mitte inicio inicios fim começo meados"
    " before avant vor antes after после après nach tras después dopo depois post omkring kolem ok около"
    " noin",
    "V": "頃 上旬 中旬 下旬 경 초 말 初 初頭 前半 後半 半ば ごろ 末 底 초반 중반 후반",
    "y": "l'année l’année nell'anno nell’anno dell'anno dell’anno all'anno all’anno năm tahun عام سنة שנת sal"
    " έτος yılı 西历 rok ár year years an l'an l’an année années l'any l’any anys año años anno anni ano"
    " anos jahr jahre jahren jaar jaren roce rokem vuonna anul lata década dècada décennie decennio decade",
    "A": "ad a.d. ce c.e. d.c. n.chr. ap.j.-c. 西元 公元 西暦 서기",
    "B": "bc b.c. bce b.c.e. a.c. a.e.c. v.chr. av.j.-c. 公元前 紀元前 西元前 기원전",
    "T": "s 年代 년대 er",
    "Q": "quarter half trimestre quartal semestre semester halbjahr q1 q2 q3 q4 h1 h2 上半年 下半年 上期 下期"
    " 상반기 하반기",
    "K": "年 년 年度 년도 г гг год году года годы годов r roku år aasta",
    "G": "月 월 月份 月期",
    "J": "日 일 号",
}
WORDS: Final = (
    dict.fromkeys(ERAS, "E")
    | {word: sign for sign, words in _BY_SIGN.items() for word in words.split()}
    | dict.fromkeys(FIRST_TO_FOURTH, "u")
    | dict.fromkeys(CENTURIES, "h")
)
"""The sign of each word."""

TENS: Final = {
    word: 10 * tens
    for tens, words in {
        2: "venti veinte vinte vingt",
        3: "trenta treinta trinta trente",
        4: "quaranta cuarenta quarenta quarante",
        5: "cinquanta cincuenta cinquenta cinquante",
        6: "sessanta sesenta sessenta soixante",
        7: "settanta setenta soixante-dix",
        8: "ottanta ochenta oitenta quatre-vingt quatre-vingts",
        9: "novanta noventa quatre-vingt-dix",
    }.items()
    for word in words.split()
}
"""Decades in words: anni Ottanta."""
