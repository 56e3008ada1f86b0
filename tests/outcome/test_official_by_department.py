"""Every official chamber by department, typed here from the sources named: our answer must be exactly these seats."""

from datetime import date

import pytest

import escrutinio as es

# Deputies by department, single-member + list + special. Totals: 2009 CEDIB (cedib.org) and Correo del Sur 25-10-2020;
# 2014 TSE in El Día 157929; 2020 TSE in eluniversitario.com.bo, by kind too; 2025 TSE in Radio Fides 30-08-2025 and
# Erbol, by kind too, Santa Cruz as printed by El Deber 27-08-2025. 2005 IPU PARLINE, totals only; 2019 (annulled)
# entitlements only. The cells are those of the collected table deputies_seats_by_department.csv (facts, 20-11-2026),
# computed apart from this project's code; they add up to the totals, which are typed below.
DEPUTIES = {
    2005: {
        "La Paz": "MAS-IPSP 22, PODEMOS 5, UN 2",
        "Santa Cruz": "PODEMOS 11, MAS-IPSP 8, UN 3, MNR 3",
        "Cochabamba": "MAS-IPSP 13, PODEMOS 5, UN 1",
        "Potosí": "MAS-IPSP 10, PODEMOS 4",
        "Chuquisaca": "MAS-IPSP 7, PODEMOS 3, UN 1",
        "Oruro": "MAS-IPSP 7, PODEMOS 2",
        "Tarija": "PODEMOS 5, MAS-IPSP 3, MNR 1",
        "Beni": "PODEMOS 5, MNR 3, MAS-IPSP 1",
        "Pando": "PODEMOS 3, UN 1, MAS-IPSP 1",
    },
    2009: {
        "La Paz": "MAS-IPSP 15+9+1, PPB-CN 0+2+0, UN 0+2+0",
        "Santa Cruz": "MAS-IPSP 6+3+1, PPB-CN 7+7+0, UN 0+1+0",
        "Cochabamba": "MAS-IPSP 8+5+1, PPB-CN 2+3+0",
        "Potosí": "AS 1+0+0, MAS-IPSP 7+6+0",
        "Chuquisaca": "MAS-IPSP 4+3+0, PPB-CN 2+2+0",
        "Oruro": "MAS-IPSP 5+2+1, PPB-CN 0+1+0",
        "Tarija": "AS 1+0+0, MAS-IPSP 2+2+1, PPB-CN 2+1+0",
        "Beni": "MAS-IPSP 1+2+1, PPB-CN 4+1+0",
        "Pando": "MAS-IPSP 1+1+0, PPB-CN 2+0+1",
    },
    2014: {
        "La Paz": "MAS-IPSP 14+8+1, PDC 0+2+0, UD 0+4+0",
        "Santa Cruz": "MAS-IPSP 8+5+1, PDC 0+2+0, UD 6+6+0",
        "Cochabamba": "MAS-IPSP 8+5+1, PDC 0+1+0, UD 1+3+0",
        "Potosí": "MAS-IPSP 6+5+0, UD 1+1+0",
        "Chuquisaca": "MAS-IPSP 4+3+0, PDC 1+1+0, UD 0+1+0",
        "Oruro": "MAS-IPSP 4+3+0, PDC 0+1+0, UD 0+0+1",
        "Tarija": "MAS-IPSP 2+2+1, PDC 1+1+0, UD 1+1+0",
        "Beni": "MAS-IPSP 1+2+1, UD 3+1+0",
        "Pando": "MAS-IPSP 2+0+1, UD 0+2+0",
    },
    2019: {
        "La Paz": "MAS-IPSP 16, CC 9, PDC 3",
        "Santa Cruz": "CC 13, MAS-IPSP 10, 21F 2, PDC 2",
        "Cochabamba": "MAS-IPSP 11, CC 6, PDC 1",
        "Potosí": "MAS-IPSP 7, CC 5, PDC 1",
        "Chuquisaca": "CC 5, MAS-IPSP 5",
        "Oruro": "MAS-IPSP 4, CC 3, PDC 1",
        "Tarija": "CC 4, MAS-IPSP 3, PDC 1",
        "Beni": "MAS-IPSP 3, CC 3, 21F 1",
        "Pando": "MAS-IPSP 2, CC 2",
    },
    2020: {
        "La Paz": "CC 3+5+0, MAS-IPSP 11+9+1",
        "Santa Cruz": "CC 0+4+0, CREEMOS 8+5+0, MAS-IPSP 6+4+1",
        "Cochabamba": "CC 1+5+0, MAS-IPSP 8+4+1",
        "Potosí": "CC 2+3+0, MAS-IPSP 5+3+0",
        "Chuquisaca": "CC 2+3+0, MAS-IPSP 3+2+0",
        "Oruro": "CC 0+3+0, MAS-IPSP 4+1+1",
        "Tarija": "CC 2+2+0, MAS-IPSP 2+2+1",
        "Beni": "CC 1+2+0, CREEMOS 2+0+0, MAS-IPSP 1+1+1",
        "Pando": "CC 0+1+0, CREEMOS 0+1+0, MAS-IPSP 2+0+1",
    },
    2025: {
        "La Paz": "AP 0+2+0, APB-SUMATE 0+1+0, LIBRE 1+4+0, MAS-IPSP 0+1+0, PDC 11+3+1, UNIDAD 2+3+0",
        "Santa Cruz": "AP 0+1+0, APB-SUMATE 0+1+0, LIBRE 12+0+1, PDC 1+5+0, UNIDAD 1+7+0",
        "Cochabamba": "AP 1+1+0, APB-SUMATE 0+3+0, BIA-YUQUI 0+0+1, LIBRE 2+3+0, PDC 6+0+0, UNIDAD 0+2+0",
        "Potosí": "AP 1+0+0, LIBRE 1+3+0, PDC 4+3+0, UNIDAD 1+0+0",
        "Chuquisaca": "AP 0+1+0, LIBRE 2+1+0, PDC 3+1+0, UNIDAD 0+1+0",
        "Oruro": "AP 0+0+1, LIBRE 0+2+0, PDC 4+2+0",
        "Tarija": "LIBRE 0+2+0, PDC 1+1+1, UNIDAD 3+1+0",
        "Beni": "LIBRE 0+2+1, PDC 0+1+0, UNIDAD 4+0+0",
        "Pando": "LIBRE 2+0+0, MAS-IPSP 0+0+1, PDC 0+1+0, UNIDAD 0+1+0",
    },
}
# Senate by department: totals 2005 and 2009 CEDIB; 2014, 2020, 2025 TSE (correodelsur.com 26-08-2025); cells as above.
SENATE = {
    2005: {
        "La Paz": "MAS-IPSP 2, PODEMOS 1",
        "Santa Cruz": "PODEMOS 2, MAS-IPSP 1",
        "Cochabamba": "MAS-IPSP 2, PODEMOS 1",
        "Potosí": "MAS-IPSP 2, PODEMOS 1",
        "Chuquisaca": "MAS-IPSP 2, PODEMOS 1",
        "Oruro": "MAS-IPSP 2, PODEMOS 1",
        "Tarija": "PODEMOS 2, MAS-IPSP 1",
        "Beni": "PODEMOS 2, MNR 1",
        "Pando": "PODEMOS 2, UN 1",
    },
    2009: {
        "La Paz": "MAS-IPSP 4",
        "Santa Cruz": "PPB-CN 2, MAS-IPSP 2",
        "Cochabamba": "MAS-IPSP 3, PPB-CN 1",
        "Potosí": "MAS-IPSP 4",
        "Chuquisaca": "MAS-IPSP 3, PPB-CN 1",
        "Oruro": "MAS-IPSP 4",
        "Tarija": "MAS-IPSP 2, PPB-CN 2",
        "Beni": "PPB-CN 2, MAS-IPSP 2",
        "Pando": "PPB-CN 2, MAS-IPSP 2",
    },
    2014: {
        "La Paz": "MAS-IPSP 4",
        "Santa Cruz": "MAS-IPSP 2, UD 2",
        "Cochabamba": "MAS-IPSP 3, UD 1",
        "Potosí": "MAS-IPSP 3, UD 1",
        "Chuquisaca": "MAS-IPSP 3, PDC 1",
        "Oruro": "MAS-IPSP 4",
        "Tarija": "MAS-IPSP 2, UD 1, PDC 1",
        "Beni": "UD 2, MAS-IPSP 2",
        "Pando": "MAS-IPSP 2, UD 2",
    },
    2019: {
        "La Paz": "MAS-IPSP 3, CC 1",
        "Santa Cruz": "CC 2, MAS-IPSP 2",
        "Cochabamba": "MAS-IPSP 3, CC 1",
        "Potosí": "MAS-IPSP 3, CC 1",
        "Chuquisaca": "CC 2, MAS-IPSP 2",
        "Oruro": "MAS-IPSP 2, CC 2",
        "Tarija": "CC 2, MAS-IPSP 2",
        "Beni": "MAS-IPSP 2, CC 1, 21F 1",
        "Pando": "MAS-IPSP 2, CC 2",
    },
    2020: {
        "La Paz": "MAS-IPSP 3, CC 1",
        "Santa Cruz": "CREEMOS 2, MAS-IPSP 2",
        "Cochabamba": "MAS-IPSP 3, CC 1",
        "Potosí": "MAS-IPSP 3, CC 1",
        "Chuquisaca": "MAS-IPSP 2, CC 2",
        "Oruro": "MAS-IPSP 3, CC 1",
        "Tarija": "CC 2, MAS-IPSP 2",
        "Beni": "CC 2, MAS-IPSP 1, CREEMOS 1",
        "Pando": "MAS-IPSP 2, CREEMOS 1, CC 1",
    },
    2025: {
        "La Paz": "PDC 2, LIBRE 1, UNIDAD 1",
        "Santa Cruz": "LIBRE 2, UNIDAD 1, PDC 1",
        "Cochabamba": "PDC 2, LIBRE 1, APB-SUMATE 1",
        "Potosí": "PDC 3, LIBRE 1",
        "Chuquisaca": "PDC 2, LIBRE 2",
        "Oruro": "PDC 3, LIBRE 1",
        "Tarija": "UNIDAD 2, LIBRE 1, PDC 1",
        "Beni": "UNIDAD 2, LIBRE 1, PDC 1",
        "Pando": "LIBRE 2, PDC 1, UNIDAD 1",
    },
}
# The leading list of each department takes its supranational seat: 2020 TSE (6, 2, 1), 2025 OEP (5, 2, 2).
SUPRANATIONAL = {
    2020: {
        "MAS-IPSP": ("Chuquisaca", "La Paz", "Cochabamba", "Oruro", "Potosí", "Pando"),
        "CC": ("Tarija", "Beni"),
        "CREEMOS": ("Santa Cruz",),
    },
    2025: {
        "PDC": ("Chuquisaca", "La Paz", "Cochabamba", "Oruro", "Potosí"),
        "LIBRE": ("Santa Cruz", "Pando"),
        "UNIDAD": ("Tarija", "Beni"),
    },
}


def cells(body, kinds):
    """The seats of a body by department, list and kind, leaving out lists with none."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in body.rows():
        place = found.setdefault(row.area, {}).setdefault(row.list, dict.fromkeys(kinds, 0))
        place[row.kind] += row.seats
    return {area: {name: tuple(held.values()) for name, held in lists.items()} for area, lists in found.items()}


def typed(cell):
    """``"A 2+1+0, B 1+0+0"`` as seats by list and kind."""
    parted = (part.rsplit(" ", 1) for part in cell.split(", "))
    return {name: tuple(int(each) for each in seats.split("+")) for name, seats in parted}


@pytest.mark.parametrize(
    ("year", "area"), [(year, area) for year in (2009, 2014, 2020, 2025) for area in DEPUTIES[year]]
)
def test_deputies_of_a_department_by_kind(year, area):
    """Single-member, list and special deputies of every department are those on record."""
    found = cells(es.elect(f"bo-{year}", bodies=["deputies"])["deputies"], ("uninominal", "list", "special"))
    assert found[area] == typed(DEPUTIES[year][area])


@pytest.mark.parametrize("year", [2005, 2019])
def test_deputies_without_the_split_by_kind(year):
    """Where the single-member votes were not found, seats are told by department and not split."""
    body = es.elect(f"bo-{year}")["deputies"]
    assert cells(body, ("uninominal+list",)) == {area: typed(cell) for area, cell in DEPUTIES[year].items()}
    assert body.unknown == ("uninominal",) if year == 2005 else ("uninominal", "special")


@pytest.mark.parametrize("year", SENATE)
def test_senate_by_department(year):
    """Two and one before 2009, D'Hondt on four seats since."""
    found = cells(es.elect(f"bo-{year}", bodies=["senate"])["senate"], ("senator",))
    assert found == {area: typed(cell) for area, cell in SENATE[year].items()}


@pytest.mark.parametrize("year", SUPRANATIONAL)
def test_supranational_by_department(year):
    """One representative of each department for its leading list."""
    found = cells(es.elect(f"bo-{year}", bodies=["supranational"])["supranational"], ("representative",))
    assert found == {area: {name: (1,)} for name, areas in SUPRANATIONAL[year].items() for area in areas}


@pytest.mark.parametrize(
    ("votes", "day", "totals"),
    [  # EFE and telesur printed the first on 22-25 October 2020, before the TSE's 75, 39 and 16
        (2020, date(2014, 10, 12), {"MAS-IPSP": 73, "CC": 41, "CREEMOS": 16}),
        (2014, date(2020, 10, 18), {"MAS-IPSP": 89, "UD": 32, "PDC": 9}),
    ],
)
def test_the_rule_of_another_day(votes, day, totals):
    """Special seats inside the department (until 2014) or on top (since 2020): other chambers from the same votes."""
    assert es.elect(f"bo-{votes}", day=day)["deputies"].totals() == totals
