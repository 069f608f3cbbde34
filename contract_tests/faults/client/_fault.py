"""What a fault of a client is."""

import attrs

__all__ = ["ClientFault", "Edit"]


@attrs.frozen
class Edit:
    """A change of the source of a package.

    Attributes:
        module: The file, from the folder of the package.
        sound: What stands there, exactly once unless it says otherwise.
        faulty: What is put in its place.
        is_everywhere: Whether every place is meant, of which there may be several.
    """

    module: str
    sound: str
    faulty: str
    is_everywhere: bool = False


@attrs.frozen
class ClientFault:
    """A fault that a client may have, whatever the API is that it was generated for.

    Attributes:
        kind: The group, a dot and the name; it is the fault's id.
        sentence: What is wrong, for a reader.
        edits: How a sound package becomes one that has the fault.
        laws: Patterns for the ids of the laws that are to notice it through the client.
        contract: The tests of the contract suite that are to notice it, as pytest names them.
        tests: The tests of the client that are to notice it, as pytest names them.
        needs: What an API must have for the fault to show; empty where every API has it.
        is_endless: Whether the fault is that something does not end: then a trial that does not
            end in its time has noticed it. Otherwise that proves nothing.
    """

    kind: str
    sentence: str
    edits: tuple[Edit, ...]
    laws: tuple[str, ...] = ()
    contract: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    needs: str = ""
    is_endless: bool = False

    @property
    def group(self) -> str:
        """What the fault is about, in a word."""
        return self.kind.partition(".")[0]
