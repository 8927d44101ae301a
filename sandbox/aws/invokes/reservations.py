"""Offerings of reserved capacity: any combination is offered, under an id of its own.

AWS names a price with each; the sandbox knows none and says 0.
"""

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.model import Generator
from sandbox.values import Properties

FUNCTIONS = FunctionTable()


@FUNCTIONS.answers("aws:elasticache/getReservedCacheNodeOffering:getReservedCacheNodeOffering")
def reserved_cache_node(arguments: Arguments, call: Call) -> Properties:
    """The offering of a reserved cache node by node type, duration, offering type and product."""
    return {"offeringId": _offering(arguments, call, "cacheNodeType"), "fixedPrice": 0}


@FUNCTIONS.answers("aws:rds/getReservedInstanceOffering:getReservedInstanceOffering")
def reserved_database(arguments: Arguments, call: Call) -> Properties:
    """The offering of a reserved database instance by class, duration, offering type, product and number of zones."""
    return {
        "offeringId": _offering(arguments, call, "dbInstanceClass"),
        "fixedPrice": 0,
        "currencyCode": "USD",
    }


def _offering(arguments: Arguments, call: Call, kind: str) -> str:
    names = (kind, "duration", "offeringType", "productDescription", "multiAz")
    chosen = "/".join(str(arguments.values.get(name)) for name in names)
    return Generator(f"{call.place.region}/{chosen}").uuid("offering")
