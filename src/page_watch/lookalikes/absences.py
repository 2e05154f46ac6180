"""Absences: pages that say the page is not there: not found, out of service, moved. In many languages."""

from __future__ import annotations

from typing import Final

from page_watch.errors import NotThePage
from page_watch.lookalikes.sort import Sort, any_of

NOT_FOUND: Final = Sort(
    NotThePage,
    "the page says that what was asked for is not found",
    head=any_of(
        r"\b404\b",
        r"\b410\b",
        r"\b(?:page|file|document|content|resource|url|object)\b.{0,30}\b(?:not found|missing|does(?:n['’]t"
        r"| not) exist|no longer (?:exists|available)|can(?:not|['’]t) be found|could(?:n['’]t| not) be found)",
        r"^(?:error:? ?)?not found\b",
        r"(?:nothing|no results?)(?: was| were)? found",
        r"\boops\b",
        r"we (?:can['’]?t|cannot|couldn['’]?t|could not) find",
        r"p[áa]gina (?:no|non|não) (?:encontrada|existe|trovata|disponible|atopada)",
        r"página (?:que (?:busca|procura)).{0,30}no existe",
        r"no (?:se )?(?:ha |hemos )?encontra(?:do|mos|da)",
        r"não (?:foi )?encontrad[ao]",
        r"page (?:introuvable|non trouvée|inexistante|inconnue)",
        r"page .{0,30}n['’]existe (?:pas|plus)",
        r"pagina (?:non trovata|niet gevonden|inesistente)",
        r"seite (?:wurde )?nicht gefunden",
        r"nicht gefunden",
        r"nie znaleziono",
        r"не найден",
        r"bulunamadı",
        r"(?:页面|頁面|网页|網頁|您访问的页面).{0,8}(?:不存在|未找到|找不到|丢失)",
        r"找不到(?:页面|頁面|网页)",
        r"(?:ページ|お探しの).{0,12}(?:見つかりません|存在しません)",
        r"페이지를? ?찾을 ?수 ?없",
        r"존재하지 않는 페이지",
        r"no such (?:key|bucket|page)",
    ),
    few=any_of(
        r"\b404\b.{0,60}(?:not found|error)",
        r"(?:page|file|url) .{0,60}(?:not found|does not exist|no longer exists)",
        r"página .{0,60}no existe",
    ),
)
AWAY: Final = Sort(
    NotThePage,
    "the page says that the site is out of service for now",
    head=any_of(
        r"\bmaintenance\b",
        r"\bmantenimiento\b",
        r"\bmanutenção\b",
        r"\bmanutenzione\b",
        r"\bwartung",
        r"\bunderhåll",
        r"メンテナンス",
        r"维护",
        r"維護",
        r"점검",
        r"(?:temporarily|briefly|currently) (?:unavailable|down|offline)",
        r"service unavailable",
        r"we(?:'|’|&#8217;| wi)ll be (?:right )?back",
        r"coming soon",
        r"under construction",
        r"^en (?:construcción|construction)",
        r"bad gateway",
        r"gateway time-?out",
        r"internal server error",
        r"^(?:error )?50[0234]\b",
        r"error establishing a database connection",
        r"database error",
        r"server error",
        r"^(?:an )?(?:unexpected )?error (?:occurred|has occurred)",
        r"something went wrong",
    ),
    few=any_of(
        r"\bmaintenance\b",
        r"temporarily unavailable",
        r"\bbad gateway\b",
        r"internal server error",
        r"error establishing a database connection",
        r"too many connections",
        r"unable to connect to (?:the )?database",
        r"be back (?:soon|shortly)",
    ),
)
MOVED: Final = Sort(
    NotThePage,
    "the page only says that it has moved",
    head=any_of(
        r"^(?:30[12378] )?(?:moved (?:permanently|temporarily)|found$|object moved|document moved|redirecting)\b",
        r"(?:we have|has|site) moved\b",
        r"nous avons déménagé",
        r"nos hemos mudado",
    ),
    few=any_of(
        r"(?:document|page|site) has moved",
        r"you are being redirected",
        r"click here if you are not redirected",
        r"redirecting",
    ),
    source=None,
)
OTHER: Final = (
    Sort(
        NotThePage,
        "the page refuses the browser it was asked with",
        head=any_of(r"(?:unsupported|outdated) browser", r"browser is (?:not supported|out of date)"),
        few=any_of(r"browser is (?:not supported|no longer supported|out of date)"),
    ),
    Sort(
        NotThePage,
        "the page offers the domain for sale",
        head=any_of(r"domain is (?:for sale|parked)", r"buy this domain"),
        few=any_of(r"domain (?:is|may be) for sale", r"buy this domain"),
    ),
    Sort(NotThePage, "the page is a server's list of files", head=any_of(r"^index of /", r"^directory listing")),
    Sort(
        NotThePage,
        "the page is the list of results of a search",
        head=any_of(r"^search(?: results)?\b", r"^résultats de (?:la )?recherche", r"^resultados de (?:la )?búsqueda"),
    ),
)
