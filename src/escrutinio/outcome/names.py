"""Names as people type them: without accents, in capitals, in either language, shortened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.law import BodyInForce
    from escrutinio.outcome.run import BodyRun


def body_named(bodies: Mapping[str, BodyInForce], given: str) -> str:
    """The body a reader means: its id, its name in either language, an alias, or a word that only its name has.

    >>> import escrutinio as es
    >>> from datetime import date
    >>> bodies = es.law.in_force(es.law.load("bo"), date(2020, 10, 18)).bodies
    >>> body_named(bodies, "deputies"), body_named(bodies, "Cámara de Senadores"), body_named(bodies, "senado")
    ('deputies', 'senate', 'senate')
    """
    if given in bodies:
        return given
    spoken = {
        name: {fold(each) for each in (name, *body.body.name.values(), *body.body.aliases)}
        for name, body in bodies.items()
    }
    asked = fold(given)
    for names in (spoken, {name: {word for each in said for word in each.split()} for name, said in spoken.items()}):
        meant = [name for name, said in names.items() if asked in said]
        if len(meant) == 1:
            return meant[0]
    raise Problem(
        "no body in force on that day is called “{body}”. Did you mean {near}?", body=given, near=nearest(asked, bodies)
    )


def area_named(run: BodyRun, given: str) -> str:
    """The area a reader means, whatever accents and capitals were typed.

    >>> import escrutinio as es
    >>> area_named(es.elect("bo-2020")["senate"].run, "potosi")
    'Potosí'
    """
    names = {fold(area): area for stage in run.stages.values() for area in stage.areas if area}
    asked = fold(given)
    if asked not in names:
        near = nearest(asked, names)
        raise Problem(
            "“{body}” has no constituency “{given}”. Did you mean {near}?",
            body=run.body.id,
            given=given,
            near=names.get(near, ", ".join([*names.values()][:12])),
        )
    return names[asked]
