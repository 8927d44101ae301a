"""Named types of a cache's settings."""

from __future__ import annotations

from typing import Annotated

from settings.types import Text

CacheIdentifier = Annotated[
    str,
    Text(
        r"[a-z](?:[a-z0-9]|-(?!-|$)){0,39}",
        "the id of a replication group: up to 40 lower-case letters, digits and single hyphens, a letter first",
    ),
]

CacheVersion = Annotated[str, Text(r"\d{1,2}\.\d{1,2}", 'a version with its minor part in quotes, such as "8.1"')]

NodeType = Annotated[
    str,
    Text(
        r"cache\.(t3|t4g|m5|m6g|m7g|r5|r6g|r7g|c7gn)\.(micro|small|medium|large|\d{0,2}xlarge)",
        "an ElastiCache node type without data tiering such as cache.t4g.micro or cache.m7g.large",
    ),
]
"""https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html"""

CacheUserName = Annotated[
    str,
    Text(
        r"(?!default$)[a-z](?:[a-z0-9]|-(?!-|$)){0,29}",
        "up to 30 lower-case letters, digits and single hyphens, a letter first, and not default",
    ),
]

AccessString = Annotated[
    str,
    Text(
        r"on( [~&%+@()\-][^\s>#]*)+",
        'an access string without a password, such as "on ~app:* +@all -@dangerous"',
        "Passwords are made by the program.",
    ),
]
"""https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html#Access-string"""

CacheParameterName = Annotated[
    str, Text(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "the name of a cache parameter, such as maxmemory-policy")
]
