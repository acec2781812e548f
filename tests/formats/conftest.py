"""Texts that somebody could put into a content file to break out of a format."""

import pytest

HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example","x")',
    "formula after a space": " =1+1",
    "formula after a tab": "\t=1+1",
    "formula after a line": "\r\n@SUM(A1)",
    "plus": "+1+1",
    "minus": "-2+3|cmd",
    "at": "@SUM(1)",
    "wide signs": "\uff1d1+1",
    "quotes": 'a "quoted", and; split',
    "pipe": "a | b || c",
    "backslash before a pipe": "a \\| b",
    "lines": "one\ntwo\r\nthree\rfour\u2028five\u0085six",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "markdown link": "[x](javascript:alert(1)) ![y](http://evil.example/p.png)",
    "markdown address": "<http://evil.example> `code` **bold** ~~gone~~ # head",
    "footnote": "[^1]: forged",
    "entity": "&lt;b&gt; &amp; &#0;",
    "end of the data": "]]></content></entry>",
    "calendar": "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:forged",
    "calendar signs": "a,b;c\\n:d",
    "control": "a\x00b\x07c\x1b[2Jd\x7f\x9fe",
    "direction": "safe\u202egnp.exe",
    "half a pair": "a\ud800b",
    "no sign": "a\ufffe\uffffb",
    "far signs": "𝔪𝔢𝔰𝔥 🚀" * 40,
    "long": "word " * 60,
    "nothing": "",
    "space": "   ",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `hostile` once for each text."""
    if "hostile" in metafunc.fixturenames:
        metafunc.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
