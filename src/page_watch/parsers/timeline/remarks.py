"""Remarks: what follows the last entry of a timeline and is none, in the languages in which such pages are met.

Share lines, dates of the page, sources, signatures, where else to look, ways back. Each pattern is of a whole line, and
none is tried on any but the lines of a last record: "Download of the first catalogue" may be an entry elsewhere.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.words import TO_THE_TOP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.parsers.timeline.page import Line

_LINKS: Final = frozenset(["a"])
_ASIDE: Final = 60
"""A signature or a link that leads on is no longer than this."""

_SHARING = (
    r"(?:share|tweet|teilen|partager|compartir|compartilhe|compartilhar|condividi|delen|dela|udostępnij|поделиться)"
    r"(?:\s?[:：|].{0,48}|\W{0,3})|teilen (?:via|auf)\b.{0,30}"
    r"|share (?!capitals?\b|of\b|issue|price|split|holder|buy|offer|sale|deal|swap|option).{0,48}"
    r"|(?:partager|compartir|compartilhar|condividi) .{0,40}"
    r"|(?:分享|シェア|共有|공유)(?:到|至|する|하기)?(?:\s?[:：].{0,24})?|(?:分享|シェア|共有)(?:到|至).{0,16}"
    r"|(?:follow us|suivez-nous|síguenos|siga-nos|seguici|folgen? sie uns|folge uns|关注我们|關注我們).{0,40}"
)
_DATE_OF_THE_PAGE = (
    r"(?:last )?(?:updated|modified|reviewed|revised)(?: on|:).{0,40}|last (?:updated|modified|reviewed).{0,40}"
    r"|dernière mise à jour.{0,40}|mise à jour(?:\s?:| le).{0,40}|(?:mis à jour|publiée?|modifiée?) le \d.{0,40}"
    r"|(?:última (?:actualización|atualização|modificación|modificação)|fecha de (?:actualización|publicación)"
    r"|data de (?:atualização|publicação)).{0,40}"
    r"|(?:actualizad|atualizad|publicad)[oa] (?:el|em|en|a) \d.{0,40}"
    r"|(?:ultimo aggiornamento|ultima modifica|data di pubblicazione).{0,40}"
    r"|(?:pubblicato|aggiornato) (?:il|al) \d.{0,40}"
    r"|(?:letzte (?:änderung|aktualisierung)|stand)\s?:.{0,40}"
    r"|zuletzt (?:aktualisiert|geändert).{0,40}|(?:aktualisiert|veröffentlicht) am \d.{0,40}"
    r"|(?:posted|published) on .{0,40}"
    r"|(?:最終更新|更新日|掲載日|公開日|作成日).{0,30}|(?:最后|最後)更新.{0,30}"
    r"|(?:更新|发布|發布|发表|發表)(?:时间|時間|日期)\s?[:：].{0,60}|(?:최종\s?수정|등록일|작성일|수정일).{0,30}"
    r"|(?:点击|點擊|浏览|瀏覽|阅读|閱讀)(?:次数|次數|量|数)?\s?[:：].{0,20}|조회(?:수)?\s?[:：]?\s?\d.{0,10}"
    r"|(?:number of )?(?:views|visits|hits|vues|visitas|visualizações)\s?:\s?[\d.,]+"
)
_AS_OF = (
    r"[（(※＊* ]{0,3}(?:19|20)\d\d\s?年.{0,10}(?:現在|现在|時点|时点).{0,2}|(?:19|20)\d\d년.{0,10}(?:기준|현재)"
    r"|[（(]?(?:数据|資料|资料|统计)截[至止].{0,30}|[（(]截[至止].{0,30}"
)
_WHO = (
    r"(?:written|posted|published|compiled) by .{0,60}|담당(?:부서|자)\s?:.{0,80}"
    r"|[（(]?(?:责任编辑|责编|编辑|来源|來源|审核|作者|供稿|撰稿|记者|記者)\s?[:：].{0,40}"
    r"|(?:text|texte|texto|testo|redaktion|redacción|rédaction)\s?: .{0,50}"
)
_SOURCES = (
    r"(?:photo|image|picture|foto|bild)s?[ -]?credits?\s?:.{0,200}|crédits? photos?\s?:.{0,120}"
    r"|(?:sources?|fuentes?|fontes?|fonti|quellen?|photos?|fotos?|images?|credits?|crédits?|créditos|bildnachweis)"
    r"\s?:.{0,120}|©.*|copyright .*|\(c\) .*|all rights reserved.*"
)
_LOOK_ELSEWHERE = (
    r"(?:for (?:more|further) (?:information|details|about|on)|(?:to )?(?:learn|know|read|find out|see|discover) more"
    r"|see also)\b.{0,140}"
    r"|(?:(?:pour )?en savoir plus|pour plus (?:d['’]information|de (?:détails|renseignements))|voir aussi).{0,140}"
    r"|para (?:más|mais|mayor) (?:informaci|informaç|detalle).{0,140}"
    r"|(?:para )?(?:saber|conocer|conhecer|saiba) m[áa]i?s\b.{0,140}"
    r"|(?:véase|vea|veja|ver) (?:también|também)\b.{0,100}|vedi anche\b.{0,100}"
    r"|per (?:saperne di più|(?:maggiori|ulteriori) (?:informazioni|dettagli)|approfondire).{0,140}"
    r"|(?:weitere|mehr) (?:informationen|infos)\b.{0,120}|mehr erfahren.{0,60}|siehe auch\b.{0,100}"
    r"|(?:download|télécharger|descargar|descargue|baixar|baixe|scarica|herunterladen)\b[^.]{0,80}"
    r"|(?:点击|點擊)?(?:下载|下載)(?:附件|文件|pdf)?|.{0,20}pdf.{0,6}(?:ダウンロード|다운로드)|ダウンロード(?:する|はこちら)?"
    r"|related (?:links|articles|pages|content|posts|documents|news)\b.{0,40}|liens (?:utiles|connexes)|link utili"
    r"|(?:enlaces|links) (?:relacionados|de interés|úteis)|weiterführende links"
    r"|(?:相关|相關|延伸)(?:链接|連結|文章|新闻|新聞|阅读|閱讀).{0,20}|関連(?:リンク|ページ|記事|情報).{0,20}"
    r"|관련\s?(?:링크|기사|자료).{0,20}|詳しくは.{0,40}|お問い?合わ?せ(?:先|は|\s?[:：]|$).{0,40}|문의(?:하기|처)?\s?[:：].{0,30}"
    r"|(?:contact us|contactez-nous|cont[aá]ct[ae]nos|fale conosco|contattaci)\b.{0,60}"
    r"|(?:subscribe|join us|abonnez-vous|suscríbe\w*|inscreva-se|iscriviti)\b[^.]{0,60}"
)
_GOES_ON = r"(?:to be continued|à suivre|continuará|fortsetzung folgt|未完待[续續]|つづく|続く|계속)\W*"
_SORTED_UNDER = (
    r"(?:tags?|posted in|filed under|categor(?:y|ies)|catégories?|categorías?|categorias?|categorie|kategorien?"
    r"|etiquetas?|mots-clés|palabras clave|palavras-chave|keywords|schlagwörter|标签|標籤|分类|分類|关键词|關鍵字|タグ"
    r"|カテゴリー?|태그)\s?[:：].{0,120}|posted in .{0,60}"
)
_WAYS_BACK = (
    r"[←«‹<\s]{0,3}(?:(?:go )?back to|return to|retour (?:à|au|aux)|volver al?|regresar al?"
    r"|voltar (?:ao?|para)|torna (?:a|al|alla)|zurück zu[rm]?)\b.{0,40}"
    r"|[←«‹<\s]{0,3}(?:back|go back|retour|volver|regresar|voltar|torna indietro|indietro|zurück)"
    r"|返回(?:上一页|上一頁|首页|首頁|列表|目录|目錄|主页).{0,6}|.{0,20}(?:へ|に)戻る|戻る"
    r"|(?:上一[篇页頁条條]|下一[篇页頁条條]|前の(?:記事|ページ)|次の(?:記事|ページ)).{0,80}"
    r"|(?:이전|다음)\s?글.{0,60}|목록(?:으로|보기)?"
    r"|(?:print|imprimer|imprimir|stampa|drucken|seite drucken|email)\b(?: (?:this|cette|esta|questa|diese)\b.{0,40})?"
    r"|[【\[(（]\s?(?:打印|列印|关闭|關閉|收藏)[^。]{0,20}|(?:打印|列印|关闭|關閉)(?:本页|窗口|此页)?|印刷(?:する)?|인쇄(?:하기)?"
    r"|was this (?:page|article|information)\b.{0,60}|leave a (?:comment|reply)\W*|(?:post|add) a comment\W*"
    r"|comments? (?:are closed|off).{0,40}|(?:no|\d+) comments?|laisser un commentaire\W*|deja un comentario\W*"
    r"|deixe um comentário\W*|lascia un commento\W*|kommentar (?:schreiben|hinterlassen)\W*"
)
_ALL = (
    _SHARING,
    _DATE_OF_THE_PAGE,
    _AS_OF,
    _WHO,
    _SOURCES,
    _LOOK_ELSEWHERE,
    _GOES_ON,
    _SORTED_UNDER,
    _WAYS_BACK,
    TO_THE_TOP,
)

CLOSES: Final = re.compile(rf"(?:{'|'.join(_ALL)})[^.。]?", re.I)
"""What follows a last entry and is none."""


class Remarks:
    """The remarks after some records, given by their lines that say something."""

    def __init__(self, records: Sequence[Sequence[Line]]) -> None:
        told = [line for lines in records for line in lines]
        tail = list(takewhile(_is_set_apart, reversed(told)))
        others = told[: len(told) - len(tail)]
        alone = bool(tail and others) and not any(map(_is_set_apart, others))
        self._apart = frozenset(line.number for line in tail) if alone else frozenset()

    def closes(self, line: Line, text: str) -> bool:
        """Whether a line of a last record is a remark: it says so, or no other line is set to the right, or a link."""
        return line.number in self._apart or CLOSES.fullmatch(text) is not None


def _is_set_apart(line: Line) -> bool:
    return len(line.text) < _ASIDE and (line.parent.right or line.covered(_LINKS))
