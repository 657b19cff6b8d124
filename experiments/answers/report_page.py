"""One page as Markdown and as HTML, from the same headings, paragraphs and pictures."""

import html
from dataclasses import dataclass, field
from pathlib import Path

from buyermaze.simulator.core.atomic_write import kept_or_gone, whole_file
from buyermaze.simulator.core.plain_text import for_markdown, policy_tag

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:1.6rem;border-bottom:1px solid #ddd}"
    "table{border-collapse:collapse}td,th{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #eee}"
    "svg{max-width:100%;height:auto;max-height:12rem}figure{margin:.4rem 0}figcaption{color:#555;font-size:.85em}"
    "@media print{body{font-size:10pt;margin:0;max-width:none}svg{max-height:7rem}p,h1,h2{margin:.3rem 0}@page{margin:14mm}}"
)


@dataclass
class Page:
    """What a page says, in order; pictures are SVG text, tables lines of cells of which the first are their heads."""

    title: str
    parts: list[tuple[str, str | list[list[str]]]] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """Add a heading."""
        self.parts.append(("heading", text))

    def text(self, text: str) -> None:
        """Add a paragraph."""
        self.parts.append(("text", text))

    def table(self, columns: list[str], rows: list[list[str]]) -> None:
        """Add a table."""
        self.parts.append(("table", [columns, *rows]))

    def picture(self, svg: str, says: str) -> None:
        """Add a picture and what it says."""
        self.parts.append(("picture", f"{says}\n{svg}"))

    def told(self) -> dict[str, list[str]]:
        """Return the paragraphs under each heading."""
        found: dict[str, list[str]] = {}
        under = self.title
        for kind, content in self.parts:
            if isinstance(content, list):
                continue
            if kind == "heading":
                under = content
            elif kind == "text":
                found.setdefault(under, []).append(content)
        return found

    def to_html(self) -> str:
        """Return the page as HTML that stands alone, pictures within."""
        web = [f"<h1>{html.escape(self.title)}</h1>"]
        for kind, content in self.parts:
            if isinstance(content, list):
                web.append(_web_table(content))
            elif kind == "heading":
                web.append(f"<h2>{html.escape(content)}</h2>")
            elif kind == "text":
                web.append(f"<p>{html.escape(content)}</p>")
            else:
                says, svg = content.split("\n", 1)
                web.append(f"<figure>{svg}<figcaption>{html.escape(says)}</figcaption></figure>")
        title = f"<title>{html.escape(self.title)}</title>"
        head = f'<!doctype html><html lang="en"><meta charset="utf-8">{policy_tag()}{title}<style>{STYLE}</style>'
        return head + "\n".join(web) + "</html>\n"

    def write(self, folder: Path, name: str) -> list[Path]:
        """Write the page as ``name.md`` (pictures beside it) and ``name.html`` (pictures within)."""
        markdown, pictures, n = [f"# {for_markdown(self.title)}"], {}, 0
        for kind, content in self.parts:
            if isinstance(content, list):
                markdown.append(_markdown_table(content))
            elif kind == "heading":
                markdown.append(f"## {for_markdown(content)}")
            elif kind == "text":
                markdown.append(for_markdown(content))
            else:
                n += 1
                says, svg = content.split("\n", 1)
                file = f"{name}-{n}.svg"
                pictures[folder / file] = svg
                markdown.append(f"![{for_markdown(says)}]({file})")
        pages = {
            folder / f"{name}.md": "\n\n".join(markdown) + "\n",
            folder / f"{name}.html": self.to_html(),
        }
        with kept_or_gone(folder):
            for path, text in (pictures | pages).items():
                _write(path, text)
        return [*pages, *pictures]


def _markdown_table(lines: list[list[str]]) -> str:
    head, *rows = [[for_markdown(cell) for cell in line] for line in lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rows))


def _web_table(lines: list[list[str]]) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in lines[0])
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in line) + "</tr>" for line in lines[1:])
    return f"<table><tr>{head}</tr>{body}</table>"


def _write(path: Path, text: str) -> None:
    with whole_file(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
