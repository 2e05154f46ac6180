"""Lines that belong to the page and not to what it tells, in the languages in which such pages are met."""

from __future__ import annotations

import re
from typing import Final

_LEADING_ON = (
    r"(?:read|learn|find out|discover|see|view|show|load|know|explore)(?: the)?(?: full)? (?:more|all|less|story"
    r"|article)(?: about.{0,40}| here)?"
    r"|more|details?|read|more info(?:rmation)?|full story|click here.{0,30}|watch (?:the )?video|play video|play"
    r"|download(?: pdf)?|view (?:the )?(?:gallery|photos?|images?)|close|open|expand|collapse"
    r"|(?:lire|voir|en lire|en voir|en savoir|savoir|découvrir|afficher|charger)(?: la)? (?:la suite|suite|plus"
    r"|davantage|l'article)|détails?|télécharger|fermer|ouvrir"
    r"|(?:leer|ver|saber|conocer|mostrar|cargar|conoce|descubre)(?: el)? (?:más|mas|todo|menos|artículo|detalles?)"
    r"|más información|descargar|cerrar|abrir"
    r"|(?:leia|ler|ver|veja|saiba|saber|carregar|mostrar|conheça) (?:mais|tudo|menos)|mais informações|baixar|fechar"
    r"|(?:leggi|scopri|vedi|mostra|per saperne|carica)(?: di)? (?:più|tutto|altro|di più)|(?:continua a leggere"
    r"|approfondisci|scarica|chiudi|apri)"
    r"|(?:mehr|weitere?) (?:lesen|erfahren|anzeigen|informationen|dazu|infos?)|weiterlesen|mehr|schließen|zum artikel"
    r"|lees (?:meer|verder)|meer (?:lezen|info|informatie)|läs mer|les mer|læs mere|lue lisää|czytaj (?:więcej"
    r"|dalej)|więcej|číst více|více|читать далее|подробнее|ещё|devamını oku"
    r"|もっと(?:見る|読む|詳しく)|続きを(?:読む|見る)|詳しく(?:は(?:こちら)?|見る)?|詳細(?:を見る|はこちら)?"
    r"|さらに表示|閉じる|開く|view more"
    r"|查看(?:更多|详情|詳情|全部)|了解(?:更多|详情|詳情)|阅读(?:更多|全文)|閱讀更多|更多|详情|詳情|展开|收起|加载更多|點擊查看|点击查看"
    r"|더\s?(?:보기|알아보기|읽기)|자세히(?: 보기)?|상세보기|전체보기|닫기|접기|펼치기"
)
TO_THE_TOP: Final = (
    r"(?:scroll|back|go|return|jump)(?: back)? to (?:the )?top(?: of (?:the )?page)?|top(?: of page)?"
    r"|haut de (?:la )?page|(?:retour )?en haut|retour (?:en|vers le) haut(?: de (?:la )?page)?"
    r"|volver (?:arriba|al inicio)|ir arriba|subir|arriba|voltar ao topo|(?:ir para o )?topo|torna (?:su|in alto"
    r"|all'inizio)|nach oben|zum seitenanfang|seitenanfang|naar boven|terug naar boven|til toppen|do góry|наверх"
    r"|ページ(?:の)?(?:トップ|先頭)(?:へ|に)?(?:戻る)?|トップへ(?:戻る)?|このページの(?:先頭|トップ)へ(?:戻る)?|上へ(?:戻る)?|(?:回到|返回|回)?(?:顶部|頂部|頁首"
    r"|页首)|맨\s?위로(?:\s?가기)?|위로|상단으로"
)
_TURNING = (
    r"previous|prev|next|précédent|suivant|anterior|siguiente|próximo|seguinte|precedente|successivo|avanti"
    r"|indietro|zurück|weiter|vorherige|nächste|前へ|次へ|上一(?:页|頁|个|張|张)|下一(?:页|頁|个|張|张)|이전|다음"
    r"|skip to.{0,40}|home|menu|print(?: this page)?|imprimer|imprimir|stampa|drucken"
)
_EDITING = (
    r"(?:edit|modifier|editar|modifica|bearbeiten|bewerken|redigera|編集|编辑|編輯|편집)"
    r"(?: (?:source|this|section|le code|la sección|wikitesto|quelltext bearbeiten|código))?"
    r"(?:\s*\|\s*(?:edit|modifier|editar|modifica)[\w ]{0,20})?"
)
_WAITING = (
    r"(?:loading|please wait|chargement(?: en cours)?|cargando|carregando|caricamento(?: in corso)?|wird geladen"
    r"|lädt|laden|bezig met laden|načítání|загрузка|yükleniyor"
    r"|読み込み中(?:です)?|ロード中|加载中|載入中|正在加载|正在加载中|로딩\s?중?|불러오는\s?중)"
)
POINTS: Final = re.compile(
    r"(?:see|view|visit|watch|ver|veja|ve|vea|voir|vedi|guarda|download|descargar|baixar|télécharger|scarica|apri|consulter"
    r"|consultar|consulta|siehe|zum|zur|bekijk"
    r"|continue|continua|continúa|segue|sigue|suite)(?: [\w'’-]+){1,4}\W*|[^.«]{1,60}\s*[→➔➜⟶›»❯]+",
    re.I,
)
"""What a link says that leads elsewhere: "Ver certificado", "The founding →"."""

CREDITS: Final = re.compile(
    r"(?:photos?|images?|pictures?|fotos?|bilder?)(?:[ -]?credits?:?| courtesy(?: of)?| by|: ) ?.{1,80}"
    r"|(?-i:[A-Z]{2,6}) photos?/.{1,40}"  # of an agency: "UN Photo/N.N."
    r"|图(?:为|：|:).{1,60}|(?:写真|사진|图片|圖片?)\s?[:：].{1,60}"
    r"|.{1,80}[(（](?:fotos?|photos?|ph\.)\s?(?:[:：©]|(?:by|di|de|von|archivi?o|archives?|archiv|courtesy)\b).{0,40}[)）]",
    re.I,
)
"""Whose a picture is."""

COUNTS: Final = re.compile(
    r"[(（]?\d{1,4}\s?(?:건|件|项|項|条|條|items?|entr(?:y|ies)|events?|événements?|eventos?|eventi|hitos?|milestones?)[)）]?",
    re.I,
)
"""How many entries follow: "5 events"."""

LEADS_ON: Final = re.compile(rf"[\s\W]*(?:{_LEADING_ON})[\s\W]*", re.I)
"""A button or link in words: it leads on and says nothing, but its address belongs to what it stands below."""

TURNS: Final = re.compile(rf"[\s\W]*(?:{TO_THE_TOP}|{_TURNING}|{_EDITING})[\s\W]*", re.I)
"""A button or link in words that moves about the page, or is for its editors."""

BYLINE: Final = re.compile(
    r"(?:[Pp]ar|[Bb]y|[Pp]or|[Dd]i|[Vv]on|[Pp]ublié par|[Pp]osted by|[Pp]ublicado por)\s[A-ZÀ-Þ]\S*(?:\s\S+){0,3}"
)
"""Who wrote a page, after its date: "jeudi 3 mars 2016, par Le secrétaire"."""

NAMES_IT: Final = re.compile(
    r"(?:key |major |main |our )?(?:milestones?|highlights|timeline|events|history|chronology)|year in review|大事记"
    r"|大事記|沿革|年表|历程|연혁"
    r"|chronologie|cronolog[ií]a|hitos|événements|eventos|acontecimientos|ereignisse|meilensteine",
    re.I,
)
"""What a heading says beside a year when it only names the whole: "2019 highlights"."""

WAITS: Final = re.compile(rf"[\s\W]*{_WAITING}[\s\W]*", re.I)
"""What stands where the text will be once a script has fetched it."""
