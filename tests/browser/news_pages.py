"""Pages of a made-up newspaper. Every word here was written for these tests."""

from __future__ import annotations

TITLE = "Harrow Quay council votes to keep the swing bridge open to walkers"

PARAGRAPHS = (
    "The town council of Harrow Quay voted on Tuesday night to keep the old swing bridge open to walkers and cyclists, "
    "ending two years of argument over whether the crossing should be closed or rebuilt for cars.",
    "Councillors backed the plan by eleven votes to six after a hearing that lasted almost four hours and filled the "
    "town hall's upper gallery. The bridge will be closed to motor traffic for good from the first of March.",
    "Repairs to the timber deck and the turning gear will cost 2.4 million pounds, of which the county has promised to "
    "pay half. The rest is to come from the harbour fund and from a small rise in mooring fees.",
    "Engineers told the hearing that the bridge could carry pedestrians safely for another forty years if the work "
    "started before the winter storms. Without it, they said, the span would have to be locked shut by the spring.",
    "Shopkeepers on the eastern side had asked for a crossing that delivery vans could use. Their spokesman, Owen "
    "Tarrant, said the vote would add twenty minutes to every trip, but that his members would not go to court.",
    "The mayor, Lydia Marsh, called the decision a fair one and promised a free electric shuttle between the two quays "
    "on market days. The shuttle is to run for a trial year, after which the council will count its passengers.",
    "Work is due to begin in the second week of November, once the last of the summer boats has left the inner basin. "
    "Walkers will be able to follow its progress from a platform that the harbour master is putting up.",
)

WHATSAPP = "Follow the Harrow Quay Courier channel on WhatsApp for the latest headlines"
BARE_LINK = "https://whatsapp.com/channel/0000harrowquaycourier"
READ_ALSO = "Read also: Ferry fares to rise again after the summer"
DISCLAIMER = (
    "The comments posted here are not from the Harrow Quay Courier. "
    "Please refrain from using abusive, personal or offensive words in your comments."
)

_HEAD = f"""<meta charset="utf-8"><title>{TITLE} | Harrow Quay Courier</title>
<meta property="og:site_name" content="Harrow Quay Courier">
<meta property="og:type" content="article">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{TITLE}",
 "datePublished": "2026-10-13", "author": {{"@type": "Person", "name": "Imogen Vale"}},
 "publisher": {{"@type": "Organization", "name": "Harrow Quay Courier"}}}}</script>
<style>body {{ font-family: serif }}</style>
<script>
  window.mutations = 0;
  new MutationObserver((records) => {{ window.mutations += records.length }})
    .observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
</script>"""

_FURNITURE = """<header><nav><a href="/">Home</a> <a href="/town">Town</a> <a href="/sport">Sport</a></nav></header>"""


def page(body: str, *, head: str = _HEAD, language: str = "en") -> str:
    """A whole HTML page around an article's body."""
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{_FURNITURE}{body}</body></html>'


def story(extra_paragraphs: str = "") -> str:
    """The story with what newspapers leave inside the body: a plug, a bare link, a read-also line, a disclaimer."""
    first, second, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
    return page(
        f"""<main><article><h1>{TITLE}</h1>{first}{second}
        <p><strong><a href="/ferry-fares">{READ_ALSO}</a></strong></p>
        {"".join(rest)}{extra_paragraphs}
        <p>{WHATSAPP}:</p><p><a href="{BARE_LINK}">{BARE_LINK}</a></p><p>{DISCLAIMER}</p></article></main>
        <footer><p>Harrow Quay Courier, 3 Rope Walk</p></footer>"""
    )


def shadow_story() -> str:
    """The story inside a custom element: paragraphs in an open shadow tree, the last one through a slot.

    The element counts how often it was made: a copy that runs it again would show.
    """
    *inside, slotted = (f"<p>{text}</p>" for text in PARAGRAPHS)
    return page(
        f"""<main><article><h1>{TITLE}</h1>
        <story-body>{slotted}<p slot="nowhere">Never shown to anybody.</p></story-body>
        </article></main><script>
        window.made = 0;
        customElements.define("story-body", class extends HTMLElement {{
          constructor() {{
            super();
            window.made += 1;
            const shadow = this.attachShadow({{ mode: "open" }});
            shadow.innerHTML = `<style>p {{ margin: 0 }}</style>{"".join(inside)}<slot></slot>`;
          }}
        }});</script>"""
    )


def locked_story() -> str:
    """The story on a page that allows itself nothing: no script, no style, no image."""
    policy = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"""
    return story().replace("<head>", f"<head>{policy}")


def empty_page() -> str:
    """A page without an article: the frame of an application that shows its stories later."""
    head = "<title>Harrow Quay Courier</title>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body><div id="app"></div></body></html>'


def heavy_story(size: int = 100_000) -> str:
    """The story on a page of about `size` bytes, the rest of it what pages carry beside a story: teasers, scripts."""
    teaser = (
        '<li class="teaser-card"><a class="teaser-link" href="/story-{0}"><span>Quay story number {0}</span></a></li>'
    )
    script = "<script>window.slots = (window.slots || []).concat({0});</script>"
    base = story()
    count = (size - len(base)) // (len(teaser) + len(script))
    clutter = "".join((teaser + script).format(number) for number in range(count))
    return base.replace("<footer>", f'<aside><ul class="teasers">{clutter}</ul></aside><footer>')


def huge_story() -> str:
    """The story on a page of 10 MB: tens of thousands of teasers, and data that a script would draw more from."""
    teasers = "".join(
        f'<li class="teaser-card"><a href="/{n}"><span>Quay story {n}</span></a></li>' for n in range(60_000)
    )
    data = f'<script type="application/json">{"[1, 2, 3]" * 700_000}</script>'
    return story().replace("<footer>", f"<aside><ul>{teasers}</ul></aside>{data}<footer>")


def framed_story() -> str:
    """A page that shows the story in a frame of its own site, and little else."""
    return page('<iframe src="/story" width="900" height="600" title="The story"></iframe>')


def story_framed_elsewhere() -> str:
    """A page that shows the story in a frame of another site."""
    return page("""<iframe width="1200" height="900" title="The story"></iframe><script>
        document.querySelector("iframe").src = `http://evil.test:${location.port}/story`;</script>""")


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
