"""Regions and availability zones."""

from collections.abc import Mapping

from sandbox.aws.invokes.arguments import Arguments, Filter
from sandbox.aws.invokes.call import Call, FunctionTable, NotSupported
from sandbox.aws.invokes.filters import wildcard
from sandbox.aws.model import DNS_SUFFIXES, AwsError, Place, partition_of
from sandbox.aws.regions import REGIONS, Region, Zone, region_named, zones_of
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()


@FUNCTIONS.answers("aws:index/getRegion:getRegion")
def region(arguments: Arguments, call: Call) -> Properties:
    """The region of the call, or the one that `region`, `name` or `endpoint` names."""
    name = arguments.text("name") or arguments.text("region") or call.place.region
    endpoint = arguments.text("endpoint")
    if endpoint:
        matches = [known for known in REGIONS if _endpoint(known) == endpoint]
        if not matches:
            raise AwsError("InvalidArgument", f'region not found for endpoint "{endpoint}".', "endpoint")
        name = matches[0]
    elif name not in REGIONS and name != call.place.region:
        raise AwsError("InvalidArgument", f'region not found for name "{name}".', "name")
    description = region_named(name).description
    return {"id": name, "region": name, "name": name, "endpoint": _endpoint(name), "description": description}


def _endpoint(region: str) -> str:
    return f"ec2.{region}.{DNS_SUFFIXES[partition_of(region)]}"


@FUNCTIONS.answers("aws:index/getRegions:getRegions")
def regions(arguments: Arguments, call: Call) -> Properties:
    """The partition's regions: those that need no opt-in, or all with `allRegions`."""
    names: list[Value] = [
        known.name
        for known in sorted(REGIONS.values(), key=lambda item: item.name)
        if partition_of(known.name) == call.place.partition
        and (arguments.flag("allRegions") or not known.opt_in or known.name == call.place.region)
        and _all_fit(arguments.filters(), _region_facts(known, call.place), "regions")
    ]
    return {"id": call.place.partition, "names": names}


def _region_facts(known: Region, place: Place) -> Mapping[str, str]:
    opted = "opted-in" if known.name == place.region else "not-opted-in"
    status = opted if known.opt_in else "opt-in-not-required"
    return {"region-name": known.name, "endpoint": _endpoint(known.name), "opt-in-status": status}


@FUNCTIONS.answers("aws:account/getRegions:getRegions")
def account_regions(arguments: Arguments, call: Call) -> Properties:
    """Every region of the partition with its opt-in status."""
    wanted = arguments.texts("regionOptStatusContains")
    found: list[Value] = []
    for known in REGIONS.values():
        status = (
            ("ENABLED" if known.name == call.place.region else "DISABLED") if known.opt_in else "ENABLED_BY_DEFAULT"
        )
        if partition_of(known.name) == call.place.partition and (not wanted or status in wanted):
            found.append({"regionName": known.name, "regionOptStatus": status})
    return {"accountId": arguments.text("accountId", call.place.account), "regions": found}


@FUNCTIONS.answers("aws:index/getAvailabilityZones:getAvailabilityZones")
def availability_zones(arguments: Arguments, call: Call) -> Properties:
    """The region's zones by name; local and wavelength zones are not opted into."""
    place = call.place.region
    excluded = {*arguments.texts("excludeNames"), *arguments.texts("excludeZoneIds")}
    zones = [
        zone
        for zone in zones_of(place)
        if not {zone.name, zone.id} & excluded
        and arguments.text("state", "available") == "available"
        and _all_fit(arguments.filters(), _zone_facts(zone, place), "availability zones")
    ]
    return {
        "id": place,
        "names": [zone.name for zone in zones],
        "zoneIds": [zone.id for zone in zones],
        "groupNames": [place] if zones else [],
    }


@FUNCTIONS.answers("aws:index/getAvailabilityZone:getAvailabilityZone")
def availability_zone(arguments: Arguments, call: Call) -> Properties:
    """One zone by name, zone id or filters."""
    place = call.place.region
    found = [
        zone
        for zone in zones_of(place)
        if arguments.text("name", zone.name) == zone.name
        and arguments.text("zoneId", zone.id) == zone.id
        and arguments.text("state", "available") == "available"
        and _all_fit(arguments.filters(), _zone_facts(zone, place), "availability zones")
    ]
    if len(found) != 1:
        known = ", ".join(f"{zone.name} ({zone.id})" for zone in zones_of(place))
        problem = "multiple EC2 Availability Zones matched" if found else "no matching EC2 Availability Zone found"
        raise AwsError("InvalidParameterValue", f"{problem}: region {place} has {known}.")
    zone = found[0]
    return {
        "id": zone.name,
        "name": zone.name,
        "nameSuffix": zone.name.removeprefix(place),
        "zoneId": zone.id,
        "zoneType": "availability-zone",
        "state": "available",
        "optInStatus": "opt-in-not-required",
        "networkBorderGroup": place,
        "groupName": place,
        "groupLongName": region_named(place).description,
        "region": place,
    }


def _zone_facts(zone: Zone, region: str) -> Mapping[str, str]:
    return {
        "group-name": region,
        "message": "",
        "opt-in-status": "opt-in-not-required",
        "parent-zone-id": "",
        "parent-zone-name": "",
        "region-name": region,
        "state": "available",
        "zone-id": zone.id,
        "zone-name": zone.name,
        "zone-type": "availability-zone",
    }


def _all_fit(filters: list[Filter], facts: Mapping[str, str], what: str) -> bool:
    for item in filters:
        if item.name not in facts:
            raise AwsError(
                "InvalidParameterValue",
                f"The filter '{item.name}' is invalid for {what}: use one of {', '.join(sorted(facts))}.",
                "filters",
            )
        if not any(wildcard(pattern, facts[item.name]) for pattern in item.values):
            return False
    return True


@FUNCTIONS.answers("aws:index/getService:getService")
def service(arguments: Arguments, call: Call) -> Properties:
    """A service's DNS names in a region, given by service id, DNS name or reverse DNS name."""
    name, region = arguments.text("serviceId"), call.place.region
    if arguments.given("reverseDnsName"):
        *_, region, name = ["", "", *arguments.text("reverseDnsName").split(".")][-2:]
    elif arguments.given("dnsName"):
        name, region = [*arguments.text("dnsName").split("."), ""][:2]
    if not name or region not in REGIONS:
        raise NotSupported(
            "aws:index/getService:getService needs serviceId, a dnsName such as s3.us-east-1.amazonaws.com or a "
            "reverseDnsName such as com.amazonaws.us-east-1.s3."
        )
    partition = partition_of(region)
    suffix = DNS_SUFFIXES[partition]
    prefix = arguments.text("reverseDnsPrefix") or ".".join(reversed(suffix.split(".")))
    reverse = f"{prefix}.{region}.{name}"
    return {
        "id": reverse,
        "serviceId": name,
        "region": region,
        "partition": partition,
        "dnsName": f"{name}.{region}.{suffix}",
        "reverseDnsName": reverse,
        "reverseDnsPrefix": prefix,
        "supported": True,
    }
