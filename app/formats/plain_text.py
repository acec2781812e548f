"""Bring text that was written for many lines onto one."""


def one_line(text: str) -> str:
    """Return text without line ends and signs that steer a terminal or a printer."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
