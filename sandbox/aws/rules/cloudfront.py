"""What CloudFront refuses of distributions, by their inputs alone."""

from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one
from sandbox.aws.rules.rule import refuses

_API: Final = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/"
_DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
_METHODS: Final = (
    {"GET", "HEAD"},
    {"GET", "HEAD", "OPTIONS"},
    {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"},
)


@refuses(_DISTRIBUTION, code="InvalidViewerCertificate", source=_API + "API_ViewerCertificate.html")
def a_certificate_of_cloudfront_lives_in_us_east_1(distribution: Given) -> Failures:
    """Whatever the region of the provider."""
    arn = distribution["viewerCertificate"]["acmCertificateArn"]
    if (
        arn.text is not None
        and arn.text.startswith("arn:aws:acm:")
        and not arn.text.startswith("arn:aws:acm:us-east-1:")
    ):
        yield arn.refuse(f'"{arn.text}" is of another region; CloudFront takes certificates of us-east-1 only')


@refuses(_DISTRIBUTION, code="InvalidViewerCertificate", source=_API + "API_ViewerCertificate.html")
def a_certificate_of_ones_own_is_served_by_name(distribution: Given) -> Failures:
    """sslSupportMethod sni-only, vip or static-ip goes with it; aliases need it."""
    certificate = distribution["viewerCertificate"]
    own = certificate["acmCertificateArn"].present or certificate["iamCertificateId"].present
    yield from certificate["sslSupportMethod"].none_of(("sni-only", "vip", "static-ip"))
    if own and certificate["sslSupportMethod"].absent:
        yield certificate["sslSupportMethod"].refuse("a certificate of one's own needs sslSupportMethod; give sni-only")
    default = certificate["cloudfrontDefaultCertificate"].true
    if not distribution["aliases"].empty and default and not own:
        yield distribution["aliases"].refuse("aliases need a certificate for them; give acmCertificateArn")


@refuses(_DISTRIBUTION, code="NoSuchOrigin", source=_API + "API_CacheBehavior.html")
def behaviours_lead_to_origins_of_the_distribution(distribution: Given) -> Failures:
    """By the id of an origin or origin group."""
    origins = [*distribution["origins"].items, *distribution["originGroups"].items]
    if distribution["origins"].open or distribution["originGroups"].open:
        return
    ids = {origin["originId"].text for origin in origins}
    for behaviour in _behaviours(distribution):
        target = behaviour["targetOriginId"]
        if target.text is not None and target.text not in ids:
            yield target.refuse(f'"{target.text}" is no origin; give one of {", ".join(sorted(filter(None, ids)))}')


@refuses(_DISTRIBUTION, code="InvalidArgument", source=_API + "API_CacheBehavior.html")
def behaviours_allow_methods_of_a_set(distribution: Given) -> Failures:
    """Two, three or all seven; two or three are cached."""
    for behaviour in _behaviours(distribution):
        for name, sets in (("allowedMethods", _METHODS), ("cachedMethods", _METHODS[:2])):
            given = behaviour[name]
            if given.open or given.empty:
                continue
            if set(given.texts) not in sets:
                offer = "; ".join(", ".join(sorted(methods)) for methods in sets)
                yield given.refuse(f"{', '.join(given.texts)} isn't allowed; give one of these sets: {offer}")
        yield from behaviour["viewerProtocolPolicy"].none_of(("allow-all", "https-only", "redirect-to-https"))


@refuses(_DISTRIBUTION, code="InvalidArgument", source=_API + "API_CacheBehavior.html")
def behaviours_cache_by_policy_or_by_forwarded_values(distribution: Given) -> Failures:
    """One of them."""
    for behaviour in _behaviours(distribution):
        yield from unless_at_most_one(behaviour, "cachePolicyId", "forwardedValues")


@refuses(_DISTRIBUTION, code="InvalidArgument", source=_API + "API_DistributionConfig.html")
def a_distribution_uses_words_that_exist(distribution: Given) -> Failures:
    """Price class, HTTP version, geographic restriction."""
    yield from distribution["priceClass"].none_of(("PriceClass_100", "PriceClass_200", "PriceClass_All", "None"))
    yield from distribution["httpVersion"].none_of(("http1.1", "http2", "http3", "http2and3"))
    restriction = distribution["restrictions"]["geoRestriction"]
    yield from restriction["restrictionType"].none_of(("none", "whitelist", "blacklist"))
    if restriction["restrictionType"].text in ("whitelist", "blacklist") and restriction["locations"].empty:
        yield restriction["locations"].refuse("a restriction needs locations; list country codes")


def _behaviours(distribution: Given) -> list[Given]:
    return [*distribution["defaultCacheBehavior"].items, *distribution["orderedCacheBehaviors"].items]
