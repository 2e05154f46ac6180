"""The sorts of page that come in the place of the page, and the words they are known by in many languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from page_watch.errors import Blocked, NotThePage


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of page, by words in its source, in its title and headings, or in what it shows if that is little."""

    problem: type[Blocked] | type[NotThePage]
    sentence: str
    source: re.Pattern[str] | None = None
    head: re.Pattern[str] | None = None
    few: re.Pattern[str] | None = None


def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.I)


CHALLENGE: Final = Sort(
    Blocked,
    "the page is a challenge meant to keep programs out, not the content",
    # Only what stands on the challenge itself: the platform's own script is on good pages of the same site too.
    source=_any(
        r"window\._cf_chl_opt",
        r"__cf_chl_f_tk=",
        r"id=[\"']challenge-form",
        r"id=[\"']cf-challenge",
        r"cf-browser-verification",
        r"_Incapsula_Resource\?",
        r"geo\.captcha-delivery\.com",
        r"px-captcha",
        r"awsWafCookieDomainList",
        r"AwsWafIntegration\.",
        r"/_sec/cp_challenge",
        r"id=[\"']captcha-form",
        r"ddos-guard/js-challenge",
        r"sgcaptcha",
        r"id=[\"']anubis_challenge",
        r"__ddg\w*_?challenge",
        r"aliyun_waf",
        r"acw_sc__v2",
        r"bot-?manager.{0,40}challenge",
        r"class=[\"'][^\"']*g-recaptcha[^<>]*>\s*</div>\s*</form>\s*</body",
    ),
    head=_any(
        r"^just a moment",
        r"attention required",
        r"checking (?:your browser|if the site connection)",
        r"security (?:check|verification)",
        r"verify(?:ing)? (?:that )?you are (?:a )?human",
        r"are you (?:a )?(?:human|robot)",
        r"un (?:momento|instant|moment)…?\.{0,3}$",
        r"one more step",
        r"pardon our interruption",
        r"(?:bot|browser) (?:check|detection|protection|verification)",
        r"validation request",
        r"vérification (?:de sécurité|de votre navigateur)",
        r"(?:verificación|verificação) de segur",
        r"(?:comprobando|verificando) (?:su|tu|seu|o|el) navega",
        r"verifica (?:di sicurezza|del browser)",
        r"(?:browser|sicherheits)(?:überprüfung|prüfung)",
        r"проверка (?:браузера|безопасности)",
        r"正在(?:验证|檢查|检查)",
        r"^ddos[- ]guard",
        r"human verification",
        r"making sure you(?:'|&#39;|’)re not a bot",
        r"^captcha$",
        r"安全验证",
        r"人机验证",
        r"请稍候",
        r"セキュリティ(?:チェック|確認)",
        r"보안 ?확인",
    ),
    few=_any(
        r"enable (?:js|javascript) and (?:cookies|disable any ad blocker)",
        r"unusual traffic",
        r"(?:think|thought|believe|suspect) (?:that )?you (?:were|are|may be|might be) (?:a|an automated) (?:ro)?bot",
        r"complet(?:e|ing) the captcha",
        r"automated (?:access|requests|queries)",
        r"not a robot",
        r"press (?:&|&amp;|and) hold",
        r"review the security of your connection",
        r"verif(?:y|ying) (?:that )?you(?:'re| are) (?:a )?(?:not a robot|human)",
        r"checking your browser",
        r"request unsuccessful\. incapsula",
        r"solve (?:this|the) captcha",
        r"complete the security check",
        r"no (?:eres|es usted) un robot",
        r"n['’]êtes pas un robot",
        r"não é um robô",
    ),
)
DENIED: Final = Sort(
    Blocked,
    "the page says that access is denied",
    head=_any(
        r"access (?:to this page )?(?:has been )?(?:is )?denied",
        r"^(?:error )?403\b",
        r"\bforbidden\b",
        r"accès (?:refusé|interdit)",
        r"acceso (?:denegado|prohibido|restringido)",
        r"acesso (?:negado|proibido)",
        r"accesso negato",
        r"zugriff verweigert",
        r"you have been blocked",
        r"request (?:blocked|rejected)",
        r"too many requests",
        r"^429\b",
        r"rate limit",
        r"^error 10[0-2]\d\b",
        r"^error\s*1020",
        r"web application firewall",
        r"拒绝访问",
        r"访问被(?:拒绝|阻断|拦截)",
        r"禁止访问",
        r"アクセス(?:が)?(?:拒否|できません|制限)",
        r"접근(?:이)? ?(?:거부|차단|제한)",
        r"not available in your (?:country|region)",
        r"unavailable for legal reasons",
    ),
    few=_any(
        r"you (?:don['’]t|do not) have permission to access",
        r"your (?:ip(?: address)?|access) (?:has been|is|was) (?:temporarily )?(?:blocked|denied|banned)",
        r"sorry, you have been blocked",
        r"request (?:was |has been )?(?:blocked|rejected)",
        r"the requested url was rejected",
        r"您的(?:访问|请求)(?:被|已)",
        r"access denied",
        r"access (?:to this page )?has been denied",
    ),
)
LOGIN: Final = Sort(
    Blocked,
    "the page asks for a login",
    head=_any(
        r"^(?:please )?(?:sign|log) ?in\b",
        r"\blog ?in (?:required|to (?:continue|your account))",
        r"sign in to (?:continue|your account)",
        r"^login\b",
        r"authentication required",
        r"^(?:iniciar sesión|inicio de sesión|identifíquese|acceso de usuarios)",
        r"^(?:connexion|se connecter|identifiez-vous)\b",
        r"^(?:accedi|accesso riservato)\b",
        r"^(?:entrar|fazer login|iniciar sessão)$",
        r"^(?:anmelden|anmeldung|einloggen)\b",
        r"^(?:用户)?登录",
        r"^(?:會員)?登入",
        r"^ログイン",
        r"^로그인",
        r"(?:login|log-in|sign-in) required",
        r"необходима авторизация",
        r"^(?:вход|авторизация|войти)\b",
        r"^(?:logowanie|zaloguj się|přihlášení|giriş yap|inloggen|logga in|log ind|logg inn)\b",
        r"(?:área|zona|espace|area) (?:restringida|restrita|membres?|riservata|privada|privé|de clientes?|do cliente)",
        r"需要(?:登录|登入)|请(?:先)?登录|請(?:先)?登入",
        r"ログイン(?:してください|が必要)|会員(?:専用|ログイン)",
        r"로그인(?:이 필요|이 필요한| 후|을 해)|회원 ?전용",
        r"^(?:members only|restricted area)",
    ),
    few=_any(
        r"authentication is required",
        r"please (?:log|sign) ?in to",
        r"you must (?:be logged|log|sign) ?in",
        r"you (?:need|have) to (?:be logged|log|sign) ?in",
        r"debe(?:s)? (?:iniciar sesión|identificarse|autenticarse)",
        r"vous devez (?:être connecté|vous (?:connecter|identifier))",
        r"(?:è necessario|devi) (?:effettuare (?:l'accesso|il login)|autenticarsi|accedere)",
        r"(?:precisa|é necessário) (?:estar logado|fazer login|iniciar sessão|autenticar)",
        r"müssen (?:sie )?sich (?:zuerst |erst )?(?:einloggen|anmelden)",
        r"необходимо (?:авторизоваться|войти)|выполните вход|войдите в",
        r"登录后(?:查看|访问|才能)|请(?:先)?登录",
        r"ログインが必要|ログインしてください",
        r"로그인이 필요|로그인 후 이용",
        r"welcome to the guest network",
    ),
)
CONSENT: Final = Sort(
    Blocked,
    "the page asks for consent before it shows its content",
    head=_any(
        r"^before you continue",
        r"^(?:we value|your) (?:your )?privacy(?: choices)?$",
        r"^avant de continuer",
        r"^antes de continuar",
        r"^prima di continuare",
        r"^bevor (?:du|sie) (?:fort|zu .{0,30}weiter)",
        r"^voordat (?:je|u) (?:verder|doorgaat)",
        r"(?:votre vie privée|su privacidad|sua privacidade|la tua privacy|ihre privatsphäre)$",
        r"続行する前に|继续之前|繼續之前|계속하기 전에",
        r"^(?:cookie consent|consent to (?:the use of )?cookies|consenso (?:ai|all.uso dei) cookie"
        r"|consentement (?:aux )?cookies|consentimiento (?:de|para el uso de) cookies"
        r"|consentimento (?:de|para) cookies|einwilligung in cookies)\b",
        # The first words of the IAB's framework, which banners show on good pages too, but not as the page's title.
        r"^(?:we and our|noi e i nostri|nous et nos|nosotros y nuestros|nós e (?:os )?nossos|wir und unsere)"
        r" (?:\d+ )?(?:partners?|partenaires|socios|parceiros)\b",
    ),
)
NOT_FOUND: Final = Sort(
    NotThePage,
    "the page says that what was asked for is not found",
    head=_any(
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
    few=_any(
        r"\b404\b.{0,60}(?:not found|error)",
        r"(?:page|file|url) .{0,60}(?:not found|does not exist|no longer exists)",
        r"página .{0,60}no existe",
    ),
)
AWAY: Final = Sort(
    NotThePage,
    "the page says that the site is out of service for now",
    head=_any(
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
    few=_any(
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
    head=_any(
        r"^(?:30[12378] )?(?:moved (?:permanently|temporarily)|found$|object moved|document moved|redirecting)\b",
        r"(?:we have|has|site) moved\b",
        r"nous avons déménagé",
        r"nos hemos mudado",
    ),
    few=_any(
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
        head=_any(r"(?:unsupported|outdated) browser", r"browser is (?:not supported|out of date)"),
        few=_any(r"browser is (?:not supported|no longer supported|out of date)"),
    ),
    Sort(
        NotThePage,
        "the page offers the domain for sale",
        head=_any(r"domain is (?:for sale|parked)", r"buy this domain"),
        few=_any(r"domain (?:is|may be) for sale", r"buy this domain"),
    ),
    Sort(NotThePage, "the page is a server's list of files", head=_any(r"^index of /", r"^directory listing")),
    Sort(
        NotThePage,
        "the page is the list of results of a search",
        head=_any(r"^search(?: results)?\b", r"^résultats de (?:la )?recherche", r"^resultados de (?:la )?búsqueda"),
    ),
)
SORTS: Final = (CHALLENGE, NOT_FOUND, DENIED, LOGIN, CONSENT, AWAY, MOVED, *OTHER)
