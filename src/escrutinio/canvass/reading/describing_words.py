"""The words by which headers are guessed, folded: Spanish, English and Portuguese. Only drafts are made of them."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STATION = _words(
    "mesa numeromesa nromesa codigomesa codmesa idmesa station stationid pollingstation stationcode ballotbox secao "
    "casilla seccion acta codigoacta nroacta"
)
"""Headers of the polling station's own name."""

AREA = {
    "country": _words("pais nombrepais country"),
    "department": _words("departamento nombredepartamento department estado state region uf"),
    "province": _words("provincia nombreprovincia province"),
    "municipality": _words("municipio nombremunicipio municipality comuna distrito"),
    "locality": _words("localidad nombrelocalidad locality zona parroquia"),
    "precinct": _words("recinto nombrerecinto precinct localvotacion pollingplace centrovotacion local"),
    "constituency": _words("circunscripcion circunscripcionuninominal constituency districtnumber circun cincun"),
    "special": _words("circunscripcionespecial specialconstituency"),
}
"""Headers of areas."""

COUNT = {
    "registered": _words("inscritos inscritoshabilitados habilitados registered electores totalinscritos padron"),
    "valid": _words("valid validos votovalido votosvalidos validvotes"),
    "blank": _words("blank blanco blancos votoblanco votosblancos blankvotes"),
    "null": _words("null nulo nulos votonulo votosnulos nullvotes spoiled rejected"),
    "cast": _words("cast emitidos votoemitido votosemitidos totalvotos castvotes totalvotes"),
}
"""Headers of the counts that are not a list's."""

LABELS = _words("candidatura contest eleccion cargo office ballot descripcion papeleta")
"""Headers of the column that says which contest a row is for."""

OPTION = _words("opcion option sigla partido party candidato candidate lista list")
"""Headers of the column that names the list, where a row is an option."""

VOTES = _words("votos votes conteo count cantidad total")
"""Headers of the votes, where a row is an option."""

NOT_COUNTED = (
    "codigo",
    "code",
    "numero",
    "lat",
    "lon",
    "sistema",
    "computed",
    "fecha",
    "date",
    "abstencion",
    "idp",
    "idd",
    "idl",
    "idr",
)
"""What a header contains whose numbers are no votes."""
