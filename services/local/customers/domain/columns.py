"""Which column of a shop's export holds what? Named by the sender, or known by its heading."""

from collections.abc import Mapping, Sequence

from local.businesses.domain.folding import folded
from local.customers.domain.records import RecordKind
from local.customers.errors import BrokenRecordFileError

_CUSTOMER = (
    "customer phone mobile phonenumber mobilenumber customerphone customermobile contactnumber "
    "contact whatsapp customerid clientid client patientid"
)
# Headings as `folded` leaves them, the surest first.
_HEADINGS: Mapping[RecordKind, Mapping[str, str]] = {
    RecordKind.ORDERS: {
        "reference": "reference orderid orderno ordernumber billno billnumber invoiceno "
        "invoicenumber receiptno transactionid id",
        "customer": _CUSTOMER,
        "at": "at datetime orderdatetime timestamp orderdate billdate invoicedate createdat date",
        "time": "time ordertime billtime",
        "amount": "amount total totalamount grandtotal netamount billamount price",
    },
    RecordKind.APPOINTMENTS: {
        "reference": "reference appointmentid bookingid id",
        "customer": _CUSTOMER,
        "booked": "bookedat bookedon booked scheduledday bookingdate createdat",
        "starts": "starts startsat startson appointmentday appointmentdate appointment date",
        "time": "starttime appointmenttime time",
        "outcome": "outcome status",
        "no_show": "noshow",
        "reminded": "reminded wasreminded remindersent smsreceived",
    },
    RecordKind.INQUIRIES: {
        "reference": "reference inquiryid enquiryid messageid id",
        "customer": _CUSTOMER,
        "at": "at askedat receivedat datetime timestamp createdat date",
        "time": "time",
        "answered": "answered answeredat repliedat respondedat firstreplyat",
    },
}
_REQUIRED: Mapping[RecordKind, str] = {
    RecordKind.ORDERS: "at",
    RecordKind.APPOINTMENTS: "starts",
    RecordKind.INQUIRIES: "at",
}

Columns = Mapping[str, int]


def columns_of(kind: RecordKind, headings: Sequence[str], named: Mapping[str, str]) -> Columns:
    """Return where each field stands; a heading that means nothing here is passed over."""
    found = {
        field: position
        for field, synonyms in _HEADINGS[kind].items()
        if (position := _position(field, synonyms, headings, named)) is not None
    }
    required = _REQUIRED[kind]
    if required not in found:
        known = ", ".join(_HEADINGS[kind][required].split())
        reason = (
            f"no column is headed like one of {known}; say which it is, as {required}=heading "
            "in the query"
        )
        raise BrokenRecordFileError(reason, field=required, line=1)
    return found


def _position(
    field: str, synonyms: str, headings: Sequence[str], named: Mapping[str, str]
) -> int | None:
    plain = [folded(heading) for heading in headings]
    if field not in named:
        return next((plain.index(word) for word in synonyms.split() if word in plain), None)
    wanted = folded(named[field])
    if plain.count(wanted) != 1:
        problem = "no column" if wanted not in plain else "more than one column"
        reason = f"{problem} is headed {named[field][:40]!r}, as the query says of {field}"
        raise BrokenRecordFileError(reason, field=field, line=1)
    return plain.index(wanted)
