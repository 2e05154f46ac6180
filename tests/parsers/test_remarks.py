"""What may follow the last entry of a timeline: which lines are remarks, and which are entries that look like some."""

from __future__ import annotations

import pytest

from page_watch.parsers import load
from page_watch.parsers.timeline.remarks import CLOSES

REMARKS = """
Share this page
Share: Facebook Twitter
Back to top
Last updated: 3 March 2024
Last modified on 12/03/2024
← Back to About us
Print this page | Email this page
Download the full history (PDF)
Contact us
© 2024 The Society
Source: annual reports of the society
Sources: Smith (1999), Jones (2004).
Photo: City archive
For more information, please contact the secretary.
To learn more about our history, visit the archive.
To be continued...
Tags: history, society
Posted in: About
Categories: History
Partager cette page
Partager sur Facebook
Dernière mise à jour : 3 mars 2024
Mis à jour le 3 mars 2024
Publié le 3 mars 2024
Retour à l’accueil
Haut de page
Imprimer cette page
Sources : archives municipales
Crédits photos : Mairie
Pour en savoir plus, consultez nos archives.
Télécharger la frise en PDF
À suivre…
Compartir en redes sociales
Última actualización: 3 de marzo de 2024
Fecha de actualización: 03/03/2024
Volver al inicio
Volver
Fuente: Memoria institucional
Para más información, contáctenos.
Descargar en PDF
Compartilhe:
Atualizado em 03/03/2024 às 10h20
Publicado em 03/03/2024
Última modificação: 03/03/2024
Voltar ao topo
Voltar
Fonte: Arquivo institucional
Saiba mais sobre a nossa história.
Condividi
Ultimo aggiornamento: 3 marzo 2024
Torna su
Torna indietro
Fonte: archivio storico
Per saperne di più
Scarica il PDF
Stand: März 2024
Zuletzt aktualisiert am 3. März 2024
Quelle: Vereinsarchiv
Nach oben
Zurück zur Übersicht
Seite drucken
Fotos: Archiv
分享到：微信 微博
上一篇：学校概况
下一篇：现任领导
上一篇：没有了 下一篇：现任领导
返回顶部
返回上一页
【打印】【关闭】
【关闭窗口】
最后更新：2024-03-03
更新时间：2024年3月3日
发布时间：2024-03-03 浏览次数：1234
点击次数：1234
来源：办公室
责任编辑：张三
（资料截至2024年3月）
数据截至2023年12月31日
未完待续……
ページの先頭へ
このページの先頭へ
ページトップへ戻る
前のページへ戻る
一覧へ戻る
最終更新日：2024年3月3日
※2024年3月現在
（2024年3月31日現在）
お問い合わせはこちら
印刷する
목록
목록으로
맨 위로
최종수정일 : 2024-03-03
인쇄하기
이전글 다음글
공유하기
2024년 3월 기준
담당부서 : 기획팀 / 연락처 : 02-123-4567
Was this page helpful? Yes No
Leave a comment
Comments are closed.
Read more about our work
See also: Board | Statutes
Related links
Follow us on Twitter
Subscribe to our newsletter
Number of views: 1234
""".strip().splitlines()

ENTRIES = """
Share capital increased to 5 million
Del Monte acquires the plant
分享会成功举办
シェア日本一を達成
統計システムを導入
Mise à jour du schéma directeur
Publicado el informe anual
Pubblicato il bilancio sociale
Updated the website
Retour de la fête des vendanges
Retour des expositions
For more than a hundred members a hall was built
Para más de 200 personas se abrió el comedor
Para conocer el estado del bosque se hizo un censo
Pour plus de sécurité, un feu est posé
下载量突破一亿次
ダウンロード販売を開始
100万ダウンロード突破
お問い合わせセンターを開設
返回地球
关闭旧厂区
Mehr als 100 Mitglieder
Print shop opened
Email introduced
Categories of membership widened
Tag der offenen Tür
Back office moved to Lima
Zurück in die Zukunft: Ausstellung
Stand der Technik
Source of the river found
Photo exhibition in the hall
Fonte inaugurada na praça
Contact centre opened
Related party disclosed
Texte adopté par le conseil
Publié le premier bulletin
Modification des statuts
Images of the city shown
Written constitution adopted
Views of the city shown
Continuation of works
Downloadable catalogue launched
Fuente de la plaza inaugurada
来源地调查完成
编辑部成立
作者协会成立
印刷工場を新設
인쇄공장 준공
계속고용제도 도입
목록집 발간
문의동 신축
공유경제 사업 시작
공유 하천 정비
Posted a record year
Read by 2,000 people
See of the bishop moved
Stampa del primo catalogo
Imprimerie ouverte
Teilen der Gemeinde
""".strip().splitlines()

HISTORY = (
    "<h1>Our history</h1><h3>2017</h3><p>A house was bought.</p><h3>2018</h3><p>It won a prize.</p>"
    "<h3>2019</h3><p>It moved.</p>"
)


@pytest.mark.parametrize("line", REMARKS)
def test_a_remark(line: str) -> None:
    assert CLOSES.fullmatch(line) is not None


@pytest.mark.parametrize("line", ENTRIES)
def test_an_entry_that_begins_like_a_remark(line: str) -> None:
    assert CLOSES.fullmatch(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "<p>Share this page</p>",
        "<p style='text-align: right'>John Smith</p>",
        "<p align=right><i>The Secretary</i></p>",
        "<p><a href='/join'>Become a member</a></p>",
    ],
)
def test_what_follows_the_last_entry_is_left_out(line: str) -> None:
    parsed = load("timeline").parse(HISTORY + line, "https://example.org/")
    assert [each.text for each in parsed.milestones] == ["A house was bought.", "It won a prize.", "It moved."]
    assert len(parsed.leftovers) == 2, "the page's heading and the remark"


def test_lines_to_the_right_are_entries_where_all_are() -> None:
    right = HISTORY.replace("<p>", "<p align=right>") + "<p align=right>It was reopened.</p>"
    assert load("timeline").parse(right, "https://example.org/").milestones[-1].text == "It was reopened."
