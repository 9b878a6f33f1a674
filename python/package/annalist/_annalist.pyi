from os import PathLike

__version__: str

class Extractor:
    def __init__(
        self, scheme: str, sites: str | None, password: str | None, max_size: int
    ) -> None: ...
    def answer(
        self,
        path: str | PathLike[str],
        content: bytes | bytearray | None,
        url: str | None,
        media_type: str | None,
    ) -> bytes: ...

def main(arguments: list[str], launch: tuple[str, list[str]], code: str) -> int: ...
def schema(name: str) -> str: ...
