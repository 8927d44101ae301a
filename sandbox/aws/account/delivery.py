"""CloudFront's managed policies.

Source: Amazon CloudFront developer guide, "Use managed cache policies", "Use managed origin request policies" and "Use
managed response headers policies": names, ids and times to live in seconds.
"""

from sandbox.aws.model import Deployed, Generator, Place
from sandbox.values import Properties

# name, id, minimum, maximum, default, compressed variants
_CACHE = (
    ("Managed-Amplify", "2e54312d-136d-493c-8eb9-b001f22f67d2", 2, 600, 2, True),
    ("Managed-CachingDisabled", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", 0, 0, 0, False),
    ("Managed-CachingOptimized", "658327ea-f89d-4fab-a63d-7e88639e58f6", 1, 31536000, 86400, True),
    (
        "Managed-CachingOptimizedForUncompressedObjects",
        "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
        1,
        31536000,
        86400,
        False,
    ),
    ("Managed-Elemental-MediaPackage", "08627262-05a9-4f76-9ded-b50ca2e3a84f", 0, 31536000, 86400, True),
    ("UseOriginCacheControlHeaders", "83da9c7e-98b4-4e11-a168-04f0df8e2c65", 0, 31536000, 0, True),
    ("UseOriginCacheControlHeaders-QueryStrings", "4cc15a8a-d715-48a4-82b8-cc0b614638fe", 0, 31536000, 0, True),
)

# name, id, headers, cookies, query strings
_ORIGIN_REQUEST = (
    ("Managed-AllViewer", "216adef6-5c7f-47e4-b989-5492eafa07d3", "allViewer", "all", "all"),
    (
        "Managed-AllViewerAndCloudFrontHeaders-2022-06",
        "33f36d7e-f396-46d9-90e0-52428a34d9dc",
        "allViewerAndWhitelistCloudFront",
        "all",
        "all",
    ),
    ("Managed-AllViewerExceptHostHeader", "b689b0a8-53d0-40ab-baf2-68738e2966ac", "allExcept", "all", "all"),
    ("Managed-CORS-CustomOrigin", "59781a5b-3903-41f3-afcb-af62929ccde1", "whitelist", "none", "none"),
    ("Managed-CORS-S3Origin", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", "whitelist", "none", "none"),
    (
        "Managed-Elemental-MediaTailor-PersonalizedManifests",
        "775133bc-15f2-49f9-abea-afb2e0bf67d2",
        "whitelist",
        "none",
        "all",
    ),
    ("Managed-UserAgentRefererHeaders", "acba4595-bd28-49b8-b9fe-13317c0390fa", "whitelist", "none", "none"),
)

_RESPONSE_HEADERS = (
    ("Managed-CORS-and-SecurityHeadersPolicy", "e61eb60c-9c35-4d20-a928-2b84e02af89c"),
    ("Managed-CORS-With-Preflight", "5cc3b908-e619-4b99-88e5-2cf7f45965bd"),
    ("Managed-CORS-with-preflight-and-SecurityHeadersPolicy", "eaab4381-ed33-4a86-88ca-d9558dc6cd63"),
    ("Managed-SecurityHeadersPolicy", "67f7725c-6f97-4210-82d7-5512b31e9d03"),
    ("Managed-SimpleCORS", "60669652-455b-4ae9-85a4-c4c02393f86c"),
)


def resources(place: Place) -> list[Deployed]:
    """The managed policies of the three kinds."""
    return [
        *(_cache_policy(place, *row) for row in _CACHE),
        *(_origin_request_policy(place, *row) for row in _ORIGIN_REQUEST),
        *(
            _made(place, "responseHeadersPolicy", "response-headers-policy", id, name, {})
            for name, id in _RESPONSE_HEADERS
        ),
    ]


def _cache_policy(
    place: Place, name: str, id: str, minimum: int, maximum: int, default: int, compressed: bool
) -> Deployed:
    key: Properties = {
        "cookiesConfig": {"cookieBehavior": "none"},
        "headersConfig": {"headerBehavior": "none"},
        "queryStringsConfig": {"queryStringBehavior": "none"},
        "enableAcceptEncodingBrotli": compressed,
        "enableAcceptEncodingGzip": compressed,
    }
    times: Properties = {"minTtl": minimum, "maxTtl": maximum, "defaultTtl": default}
    extra: Properties = {**times, "parametersInCacheKeyAndForwardedToOrigin": key}
    return _made(place, "cachePolicy", "cache-policy", id, name, extra)


def _origin_request_policy(place: Place, name: str, id: str, headers: str, cookies: str, queries: str) -> Deployed:
    extra: Properties = {
        "headersConfig": {"headerBehavior": headers},
        "cookiesConfig": {"cookieBehavior": cookies},
        "queryStringsConfig": {"queryStringBehavior": queries},
    }
    return _made(place, "originRequestPolicy", "origin-request-policy", id, name, extra)


def _made(place: Place, type: str, noun: str, id: str, name: str, extra: Properties) -> Deployed:
    state: Properties = {
        "arn": f"arn:{place.partition}:cloudfront::aws:{noun}/{id}",
        "comment": "Managed by CloudFront",
        "etag": "E" + Generator(id).upper(13),
        "name": name,
        **extra,
    }
    return Deployed(f"aws:cloudfront/{type}:{type[0].upper()}{type[1:]}", id, place, state, seed="")
