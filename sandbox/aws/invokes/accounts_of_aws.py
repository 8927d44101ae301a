"""Accounts, users and hosted zones of AWS itself that policies and records name.

Sources: Elastic Load Balancing user guide (access log permissions), AWS CloudTrail user guide (earlier service
accounts), AWS General Reference (endpoints of App Runner and Elastic Beanstalk), CloudFront developer guide.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.identity import canonical_user_id
from sandbox.aws.model import AwsError
from sandbox.aws.regions import region_named
from sandbox.values import Properties

FUNCTIONS = FunctionTable()

_ELB: Mapping[str, str] = MappingProxyType(
    {
        "af-south-1": "098369216593",
        "ap-east-1": "754344448648",
        "ap-northeast-1": "582318560864",
        "ap-northeast-2": "600734575887",
        "ap-northeast-3": "383597477331",
        "ap-south-1": "718504428378",
        "ap-southeast-1": "114774131450",
        "ap-southeast-2": "783225319266",
        "ap-southeast-3": "589379963580",
        "ca-central-1": "985666609251",
        "cn-north-1": "638102146993",
        "cn-northwest-1": "037604701340",
        "eu-central-1": "054676820928",
        "eu-north-1": "897822967062",
        "eu-south-1": "635631232127",
        "eu-west-1": "156460612806",
        "eu-west-2": "652711504416",
        "eu-west-3": "009996457667",
        "me-south-1": "076674570225",
        "sa-east-1": "507241528517",
        "us-east-1": "127311923021",
        "us-east-2": "033677994240",
        "us-gov-east-1": "190560391635",
        "us-gov-west-1": "048591011584",
        "us-west-1": "027434742980",
        "us-west-2": "797873946194",
    }
)
_CLOUDTRAIL: Mapping[str, str] = MappingProxyType(
    {
        "af-south-1": "525921808201",
        "ap-east-1": "119688915426",
        "ap-northeast-1": "216624486486",
        "ap-northeast-2": "492519147666",
        "ap-northeast-3": "765225791966",
        "ap-south-1": "977081816279",
        "ap-south-2": "582488909970",
        "ap-southeast-1": "903692715234",
        "ap-southeast-2": "284668455005",
        "ap-southeast-3": "069019280451",
        "ap-southeast-4": "187074758985",
        "ca-central-1": "819402241893",
        "cn-north-1": "193415116832",
        "cn-northwest-1": "681348832753",
        "eu-central-1": "035351147821",
        "eu-central-2": "453052556044",
        "eu-north-1": "829690693026",
        "eu-south-1": "669305197877",
        "eu-south-2": "757211635381",
        "eu-west-1": "859597730677",
        "eu-west-2": "282025262664",
        "eu-west-3": "262312530599",
        "il-central-1": "683224464357",
        "me-central-1": "585772288577",
        "me-south-1": "034638983726",
        "sa-east-1": "814480443879",
        "us-east-1": "086441151436",
        "us-east-2": "475085895292",
        "us-gov-east-1": "608710470296",
        "us-gov-west-1": "608710470296",
        "us-west-1": "388731089494",
        "us-west-2": "113285607260",
    }
)
_APP_RUNNER: Mapping[str, str] = MappingProxyType(
    {
        "ap-northeast-1": "Z08491812XW6IPYLR6CCA",
        "ap-south-1": "Z00855883LBHKTIC4ODF2",
        "ap-southeast-1": "Z09819469CZ3KQ8PWMCL",
        "ap-southeast-2": "Z03657752RA8799S0TI5I",
        "eu-central-1": "Z0334911C2FDI2Q9M4FZ",
        "eu-west-1": "Z087551914Z2PCAU0QHMW",
        "us-east-1": "Z01915732ZBZKC8D32TPT",
        "us-east-2": "Z0224347AD7KVHMLOX31",
        "us-west-2": "Z02243383FTQ64HJ5772Q",
    }
)
_BEANSTALK: Mapping[str, str] = MappingProxyType(
    {
        "ap-northeast-1": "Z1R25G3KIG2GBW",
        "ap-northeast-2": "Z3JE5OI70TWKCP",
        "ap-south-1": "Z18NTBI3Y7N9TZ",
        "ap-southeast-1": "Z16FZ9L249IFLT",
        "ap-southeast-2": "Z2PCDNR3VC2G1N",
        "ca-central-1": "ZJFCZL7SSZB5I",
        "eu-central-1": "Z1FRNW7UH4DEZJ",
        "eu-north-1": "Z23GO28BZ5AETM",
        "eu-west-1": "Z2NYPWQ7DFZAZH",
        "eu-west-2": "Z1GKAAAUGATPF1",
        "eu-west-3": "Z5WN6GAYWG5OB",
        "sa-east-1": "Z10X7K2B4QSOFV",
        "us-east-1": "Z117KPS5GTRQ2G",
        "us-east-2": "Z14LCN19Q5QHIC",
        "us-west-1": "Z1LQECGX5PH1X",
        "us-west-2": "Z38NKT9BP95V3O",
    }
)
_LOG_DELIVERY = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
_LOG_DELIVERY_IN_CHINA = "a52cb28745c0c06e84ec548334e44bfa7fc2a85c54af20cd59e4969344b7af56"


@FUNCTIONS.answers("aws:elb/getServiceAccount:getServiceAccount")
def elb_account(arguments: Arguments, call: Call) -> Properties:
    """The account that writes load balancer access logs in regions opened before August 2022."""
    return _account(
        _ELB,
        call,
        "Elastic Load Balancing has no account there: allow the service principal "
        "logdelivery.elasticloadbalancing.amazonaws.com in the bucket policy instead.",
    )


@FUNCTIONS.answers("aws:cloudtrail/getServiceAccount:getServiceAccount")
def cloudtrail_account(arguments: Arguments, call: Call) -> Properties:
    """The account that wrote CloudTrail's logs before it had a service principal."""
    return _account(
        _CLOUDTRAIL,
        call,
        "CloudTrail has no account there: allow the service principal cloudtrail.amazonaws.com instead.",
    )


def _account(accounts: Mapping[str, str], call: Call, remedy: str) -> Properties:
    account = _known(accounts, call, remedy)
    return {"id": account, "arn": call.place.arn("iam", "root", region="", account=account)}


def _known(values: Mapping[str, str], call: Call, remedy: str) -> str:
    region = call.place.region
    if region not in values:
        raise AwsError("UnsupportedRegion", f"unsupported AWS Region: {region}. {remedy}", "region")
    return values[region]


@FUNCTIONS.answers("aws:elb/getHostedZoneId:getHostedZoneId")
def classic_zone(arguments: Arguments, call: Call) -> Properties:
    """The hosted zone of classic load balancers in the region."""
    return {"id": _zone(region_named(call.place.region).alb_zone, call)}


@FUNCTIONS.answers("aws:lb/getHostedZoneId:getHostedZoneId")
def balancer_zone(arguments: Arguments, call: Call) -> Properties:
    """The hosted zone of application or network load balancers in the region."""
    kind = arguments.text("loadBalancerType", "application")
    if kind not in ("application", "network"):
        raise AwsError(
            "InvalidArgument", f"loadBalancerType must be application or network, not {kind}.", "loadBalancerType"
        )
    known = region_named(call.place.region)
    return {"id": _zone(known.alb_zone if kind == "application" else known.nlb_zone, call), "loadBalancerType": kind}


def _zone(id: str, call: Call) -> str:
    if not id:
        raise AwsError("UnsupportedRegion", f"unsupported AWS Region: {call.place.region}.", "region")
    return id


@FUNCTIONS.answers("aws:apprunner/getHostedZoneId:getHostedZoneId")
def app_runner_zone(arguments: Arguments, call: Call) -> Properties:
    """The hosted zone of App Runner services in the region."""
    return {"id": _known(_APP_RUNNER, call, f"App Runner is in {', '.join(_APP_RUNNER)}.")}


@FUNCTIONS.answers("aws:elasticbeanstalk/getHostedZone:getHostedZone")
def beanstalk_zone(arguments: Arguments, call: Call) -> Properties:
    """The hosted zone of Elastic Beanstalk environments in the region."""
    return {"id": _known(_BEANSTALK, call, f"Known ones are {', '.join(_BEANSTALK)}.")}


@FUNCTIONS.answers("aws:s3/getCanonicalUserId:getCanonicalUserId")
def canonical_user(arguments: Arguments, call: Call) -> Properties:
    """The account's canonical user id."""
    return {"id": canonical_user_id(call.place.account), "displayName": ""}


@FUNCTIONS.answers("aws:cloudfront/getLogDeliveryCanonicalUserId:getLogDeliveryCanonicalUserId")
def log_delivery_user(arguments: Arguments, call: Call) -> Properties:
    """The canonical user that delivers CloudFront's logs."""
    return {"id": _LOG_DELIVERY_IN_CHINA if call.place.partition == "aws-cn" else _LOG_DELIVERY}
