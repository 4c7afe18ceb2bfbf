"""Which state of India is meant, and what do GeoNames and the holiday tables call it?

The GeoNames codes were matched to the codes of the `holidays` package by hand, one state at a time.
"""

from dataclasses import dataclass

from local.businesses.domain.folding import folded


@dataclass(frozen=True, slots=True)
class State:
    """A state or union territory: `code` is ours and that of `holidays`."""

    code: str
    geonames_code: str
    name: str
    other_names: tuple[str, ...] = ()


STATES: tuple[State, ...] = (
    State("AN", "01", "Andaman and Nicobar Islands", ("Andaman & Nicobar",)),
    State("AP", "02", "Andhra Pradesh", ("Andhra",)),
    State("AS", "03", "Assam"),
    State("CH", "05", "Chandigarh"),
    State("DL", "07", "Delhi", ("NCT of Delhi", "NCT", "National Capital Territory of Delhi")),
    State("GJ", "09", "Gujarat"),
    State("HR", "10", "Haryana"),
    State("HP", "11", "Himachal Pradesh", ("Himachal",)),
    State("JK", "12", "Jammu and Kashmir", ("J&K", "Jammu & Kashmir")),
    State("KL", "13", "Kerala"),
    State("LD", "14", "Lakshadweep"),
    State("MH", "16", "Maharashtra"),
    State("MN", "17", "Manipur"),
    State("ML", "18", "Meghalaya"),
    State("KA", "19", "Karnataka"),
    State("NL", "20", "Nagaland"),
    State("OD", "21", "Odisha", ("Orissa", "OR")),
    State("PY", "22", "Puducherry", ("Pondicherry",)),
    State("PB", "23", "Punjab"),
    State("RJ", "24", "Rajasthan"),
    State("TN", "25", "Tamil Nadu"),
    State("TR", "26", "Tripura"),
    State("WB", "28", "West Bengal"),
    State("SK", "29", "Sikkim"),
    State("AR", "30", "Arunachal Pradesh"),
    State("MZ", "31", "Mizoram"),
    State("GA", "33", "Goa"),
    State("BR", "34", "Bihar"),
    State("MP", "35", "Madhya Pradesh"),
    State("UP", "36", "Uttar Pradesh"),
    State("CG", "37", "Chhattisgarh", ("CT",)),
    State("JH", "38", "Jharkhand"),
    State("UK", "39", "Uttarakhand", ("Uttaranchal", "UT")),
    State("TS", "40", "Telangana", ("TG",)),
    State("LA", "41", "Ladakh"),
    State(
        "DH",
        "52",
        "Dadra and Nagar Haveli and Daman and Diu",
        ("DNHDD", "Daman and Diu", "Dadra and Nagar Haveli"),
    ),
)


_BY_CODE = {state.code: state for state in STATES}
_BY_GEONAMES_CODE = {state.geonames_code: state for state in STATES}
_BY_NAME = {
    folded(name): state for state in STATES for name in (state.code, state.name, *state.other_names)
}


def state_coded(code: str) -> State | None:
    """Return the state with our code."""
    return _BY_CODE.get(code)


def state_of_geonames(geonames_code: str) -> State | None:
    """Return the state that GeoNames codes so."""
    return _BY_GEONAMES_CODE.get(geonames_code)


def state_named(name: str) -> State | None:
    """Return the state meant by a code or a name, however it is written."""
    return _BY_NAME.get(folded(name))
