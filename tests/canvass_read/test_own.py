"""The canvass's own table: what it wrote can be read again."""

from escrutinio.canvass.making.synthetic import synth
from escrutinio.canvass.reading.files import read


def test_a_synthetic_count_is_read_back_to_the_vote(tmp_path):
    """TSE, 23 October 2020: MAS-IPSP 3,393,978 of 6,159,120 valid votes; the made-up sheets add up to it."""
    for kind in ("parquet", "csv"):
        made = synth("bo-2020", tmp_path / kind, stations=300, seed=7, format=kind)
        reading = read(made.files[0], contest="president")
        assert reading.format == "escrutinio"
        assert reading.findings == ()
        assert set(reading.lists["president"]) == set(made.lists)
        sums = 'SELECT COUNT(*), SUM("valid"), SUM("MAS-IPSP") FROM sheets_president'
        assert reading.engine.rows(sums) == [(300, 6_159_120, 3_393_978)]
