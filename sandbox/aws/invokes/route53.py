"""Route 53: hosted zones by name, and the records in them."""

from sandbox.aws.account.identities import CREATED
from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.inventory import existing, tags_of, text
from sandbox.aws.invokes.lookup import asked
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_ZONE = "aws:route53/zone:Zone"


@FUNCTIONS.answers("aws:route53/getZone:getZone")
def zone(arguments: Arguments, call: Call) -> Properties:
    """A hosted zone by id, or by name, kind, VPC and tags; only public ones fit unless `privateZone` or `vpcId`."""
    if arguments.given("zoneId") and arguments.given("name"):
        raise AwsError("InvalidArgument", "zoneId and name exclude each other: give one of them.", "zoneId")
    found = [item for item in existing(call, _ZONE) if _fits(item, arguments)]
    if len(found) > 1:
        ids = ", ".join(item.id for item in found)
        raise AwsError(
            "TooManyResults", f"multiple Route 53 Hosted Zones matched {asked(arguments)} ({ids}); use zoneId or tags."
        )
    if not found:
        raise AwsError(
            "NotFound",
            f"no matching Route 53 Hosted Zone found: {asked(arguments)}. The account has the public zone example.com "
            f"and those that are deployed; deploy an {_ZONE} for another domain first.",
            "zoneId" if arguments.given("zoneId") else "name",
        )
    return _described(found[0], call)


def _fits(item: Deployed, arguments: Arguments) -> bool:
    if arguments.given("zoneId"):
        wanted = arguments.text("zoneId").removeprefix("/hostedzone/")
        return wanted in (item.id, item.properties.get("zoneId"))
    private, vpc = bool(_vpcs(item)), arguments.text("vpcId")
    carried = tags_of(item)
    return (
        (not arguments.given("name") or _bare(text(item, "name")) == _bare(arguments.text("name")))
        and private == (arguments.flag("privateZone") or bool(vpc))
        and (not vpc or vpc in _vpcs(item))
        and all(carried.get(key) == value for key, value in arguments.mapping("tags").items())
    )


def _bare(name: str) -> str:
    return name.rstrip(".").lower()


def _vpcs(item: Deployed) -> list[str]:
    vpcs = item.properties.get("vpcs")
    rows = vpcs if isinstance(vpcs, list) else []
    return [str(row.get("vpcId")) for row in rows if isinstance(row, dict)]


def _described(item: Deployed, call: Call) -> Properties:
    records = [record for record in existing(call, "aws:route53/record:Record") if text(record, "zoneId") == item.id]
    return {
        "callerReference": f"terraform-{CREATED}",
        **item.properties,
        "id": item.id,
        "zoneId": item.id,
        "name": _bare(text(item, "name")),
        "privateZone": bool(_vpcs(item)),
        "resourceRecordSetCount": len(records) + 2,
        "tags": dict(tags_of(item)),
    }


@FUNCTIONS.answers("aws:route53/getZones:getZones")
def zones(arguments: Arguments, call: Call) -> Properties:
    """The ids of all hosted zones."""
    ids: list[Value] = [item.id for item in existing(call, _ZONE)]
    return {"ids": ids}


@FUNCTIONS.answers("aws:route53/getRecords:getRecords")
def records(arguments: Arguments, call: Call) -> Properties:
    """The record sets of a hosted zone, with the SOA and NS records that every zone has."""
    home = zone(Arguments(arguments.token, {"zoneId": arguments.text("zoneId")}), call)
    name = f"{home['name']}."
    servers = home.get("nameServers")
    hosts: list[Value] = servers if isinstance(servers, list) else []
    soa = f"{hosts[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400" if hosts else ""
    found: list[Value] = [
        {"name": name, "type": "NS", "ttl": 172800, "resourceRecords": [{"value": f"{host}."} for host in hosts]},
        {"name": name, "type": "SOA", "ttl": 900, "resourceRecords": [{"value": soa}]},
    ]
    for item in existing(call, "aws:route53/record:Record"):
        if text(item, "zoneId") == home["id"]:
            texts = item.properties.get("records")
            values: list[Value] = [{"value": row} for row in texts] if isinstance(texts, list) else []
            found.append({**item.properties, "name": f"{text(item, 'fqdn')}.", "resourceRecords": values})
    return {"resourceRecordSets": found}
