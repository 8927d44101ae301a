"""What AWS services offer: container images, platforms, broker types and runtimes.

Sources: the services' documentation, late 2025.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.model import AwsError, Generator
from sandbox.aws.regions import zones_of
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

# Accounts of SageMaker's image registries by region: of the scikit-learn, XGBoost and Spark images, and of the
# built-in algorithms. Source: SageMaker developer guide, "Docker registry paths and example code".
_FRAMEWORK_REGISTRIES: Mapping[str, str] = MappingProxyType(
    {
        "af-south-1": "510948584623",
        "ap-east-1": "651117190479",
        "ap-northeast-1": "354813040037",
        "ap-northeast-2": "366743142698",
        "ap-south-1": "720646828776",
        "ap-southeast-1": "121021644041",
        "ap-southeast-2": "783357654285",
        "ca-central-1": "341280168497",
        "eu-central-1": "492215442770",
        "eu-north-1": "662702820516",
        "eu-south-1": "978288397137",
        "eu-west-1": "141502667606",
        "eu-west-2": "764974769150",
        "eu-west-3": "659782779980",
        "me-south-1": "801668240914",
        "sa-east-1": "737474898029",
        "us-east-1": "683313688378",
        "us-east-2": "257758044811",
        "us-west-1": "746614075791",
        "us-west-2": "246618743249",
    }
)
_ALGORITHM_REGISTRIES: Mapping[str, str] = MappingProxyType(
    {
        "ap-northeast-1": "351501993468",
        "ap-northeast-2": "835164637446",
        "ap-south-1": "991648021394",
        "ap-southeast-1": "475088953585",
        "ap-southeast-2": "712309505854",
        "ca-central-1": "469771592824",
        "eu-central-1": "664544806723",
        "eu-north-1": "669576153137",
        "eu-west-1": "438346466558",
        "eu-west-2": "644912444149",
        "eu-west-3": "749696950732",
        "sa-east-1": "855470959533",
        "us-east-1": "382416733822",
        "us-east-2": "404615174143",
        "us-west-1": "632365934929",
        "us-west-2": "174872318107",
    }
)
_ALGORITHMS = frozenset(
    {
        "factorization-machines",
        "ipinsights",
        "kmeans",
        "knn",
        "linear-learner",
        "ntm",
        "object2vec",
        "pca",
        "randomcutforest",
    }
)
_FRAMEWORKS = frozenset({"sagemaker-scikit-learn", "sagemaker-xgboost", "sagemaker-sparkml-serving"})
_DEEP_LEARNING = "763104351884"

_STACKS = tuple(
    f"64bit Amazon Linux 2023 v{version} running {platform}"
    for version, platform in (
        ("4.7.0", "Docker"),
        ("4.7.0", "Python 3.13"),
        ("4.7.0", "Python 3.12"),
        ("4.7.0", "Python 3.11"),
        ("6.6.0", "Node.js 22"),
        ("6.6.0", "Node.js 20"),
        ("4.6.0", "Corretto 21"),
        ("4.6.0", "Corretto 17"),
        ("4.7.0", "PHP 8.4"),
        ("4.7.0", "Ruby 3.4"),
        ("4.4.0", "Go 1"),
        ("3.5.0", ".NET 8"),
        ("5.7.0", "Tomcat 10 Corretto 21"),
        ("4.3.0", "ECS"),
    )
) + tuple(
    f"64bit Amazon Linux 2 v{version} running {platform}"
    for version, platform in (
        ("4.3.0", "Docker"),
        ("3.10.0", "Python 3.8"),
        ("5.11.0", "Node.js 18"),
        ("3.9.0", "Go 1"),
    )
)

# Deprecated versions are still listed by MSK.
_KAFKA = (
    "2.2.1",
    "2.3.1",
    "2.4.1",
    "2.4.1.1",
    "2.5.1",
    "2.6.2",
    "2.7.2",
    "2.8.1",
    "3.3.2",
    "3.4.0",
    "3.5.1",
    "3.6.0",
    "3.7.x",
    "3.8.x",
    "3.9.x",
    "4.0.x",
)
_CANARY_RUNTIMES = ("syn-nodejs-puppeteer-10.0", "syn-nodejs-playwright-2.0", "syn-python-selenium-5.1")
_BROKERS: Mapping[str, tuple[str, ...]] = MappingProxyType({"ACTIVEMQ": ("5.18", "5.19"), "RABBITMQ": ("3.13", "4.2")})
_BROKER_SIZES = ("mq.t3.micro", "mq.m5.large", "mq.m5.xlarge", "mq.m5.2xlarge", "mq.m5.4xlarge")


@FUNCTIONS.answers("aws:sagemaker/getPrebuiltEcrImage:getPrebuiltEcrImage")
def prebuilt_image(arguments: Arguments, call: Call) -> Properties:
    """The registry path of one of SageMaker's images; whether the tag exists is not checked, as by AWS's provider."""
    region, name = call.place.region, arguments.text("repositoryName")
    tag, suffix = arguments.text("imageTag", "1"), arguments.text("dnsSuffix", call.place.dns_suffix)
    if name in _FRAMEWORKS:
        registry = _FRAMEWORK_REGISTRIES.get(region)
    else:
        registry = _ALGORITHM_REGISTRIES.get(region) if name in _ALGORITHMS else _DEEP_LEARNING
    if not name or registry is None:
        raise AwsError(
            "NotFound",
            f"no registry ID available for region ({region}) and repository ({name}): give another region.",
            "repositoryName",
        )
    path = f"{registry}.dkr.ecr.{region}.{suffix}/{name}:{tag}"
    return {"id": registry, "registryId": registry, "registryPath": path, "imageTag": tag, "dnsSuffix": suffix}


@FUNCTIONS.answers("aws:elasticbeanstalk/getSolutionStack:getSolutionStack")
def solution_stack(arguments: Arguments, call: Call) -> Properties:
    """A platform of Elastic Beanstalk by a regular expression on its name."""
    pattern = arguments.text("nameRegex")
    try:
        found = [name for name in _STACKS if re.search(pattern, name)]
    except re.error as error:
        raise AwsError("InvalidArgument", f"nameRegex is no regular expression: {error}.", "nameRegex") from error
    if not found or (len(found) > 1 and not arguments.flag("mostRecent")):
        problem = "more than one result, set mostRecent" if found else "no results"
        raise AwsError("NotFound", f"Your query returned {problem}. The sandbox has {'; '.join(_STACKS)}.", "nameRegex")
    return {"id": found[0], "name": found[0]}


@FUNCTIONS.answers("aws:msk/getKafkaVersion:getKafkaVersion")
def kafka_version(arguments: Arguments, call: Call) -> Properties:
    """An Apache Kafka version that MSK offers: the given one, or the first preferred."""
    wanted = [arguments.text("version")] if arguments.given("version") else arguments.texts("preferredVersions")
    found = [version for version in wanted if version in _KAFKA]
    if not found:
        raise AwsError("NotFound", f"no MSK Kafka version found: MSK has {', '.join(_KAFKA)}.", "version")
    return {"id": found[0], "version": found[0], "status": "ACTIVE"}


@FUNCTIONS.answers("aws:synthetics/getRuntimeVersions:getRuntimeVersions")
def canary_runtimes(arguments: Arguments, call: Call) -> Properties:
    """The runtimes of canaries."""
    return {"runtimeVersions": [_runtime(name) for name in _CANARY_RUNTIMES]}


@FUNCTIONS.answers("aws:synthetics/getRuntimeVersion:getRuntimeVersion")
def canary_runtime(arguments: Arguments, call: Call) -> Properties:
    """A canary runtime by prefix: its newest with `latest`, or the one of a version."""
    prefix, version = arguments.text("prefix"), arguments.text("version")
    for name in _CANARY_RUNTIMES:
        if name.startswith(prefix) and (not version or name == f"{prefix}-{version}"):
            return {**_runtime(name), "id": name, "version": name.removeprefix(f"{prefix}-")}
    raise AwsError("NotFound", f"no such Synthetics Runtime Version: {', '.join(_CANARY_RUNTIMES)} exist.", "prefix")


def _runtime(name: str) -> Properties:
    return {"versionName": name, "releaseDate": "2025-06-10T00:00:00Z", "description": "Current runtime"}


@FUNCTIONS.answers("aws:mq/getBrokerEngineTypes:getBrokerEngineTypes")
def broker_engines(arguments: Arguments, call: Call) -> Properties:
    """The engines of Amazon MQ with their versions."""
    wanted = arguments.text("engineType").upper()
    rows: list[Value] = [
        {"engineType": name, "engineVersions": [{"name": version} for version in versions]}
        for name, versions in _BROKERS.items()
        if wanted in ("", name)
    ]
    return {"brokerEngineTypes": rows}


@FUNCTIONS.answers("aws:mq/getInstanceTypeOfferings:getInstanceTypeOfferings")
def broker_types(arguments: Arguments, call: Call) -> Properties:
    """The instance types of Amazon MQ brokers."""
    engine, size = arguments.text("engineType").upper(), arguments.text("hostInstanceType")
    zones: list[Value] = [{"name": zone.name} for zone in zones_of(call.place.region)]
    rows: list[Value] = [
        {
            "availabilityZones": zones,
            "engineType": name,
            "hostInstanceType": type,
            "storageType": "ebs",
            "supportedDeploymentModes": ["SINGLE_INSTANCE"],
            "supportedEngineVersions": list(versions),
        }
        for name, versions in _BROKERS.items()
        for type in _BROKER_SIZES
        if engine in ("", name) and size in ("", type) and arguments.text("storageType", "EBS").upper() == "EBS"
    ]
    return {"brokerInstanceOptions": rows}


@FUNCTIONS.answers("aws:iot/getEndpoint:getEndpoint")
def iot_endpoint(arguments: Arguments, call: Call) -> Properties:
    """The account's endpoint of AWS IoT."""
    kind = arguments.text("endpointType", "iot:Data-ATS")
    host = Generator(f"{call.place.account}/{call.place.region}/iot").lower(14)
    service = {
        "iot:Data-ATS": f"{host}-ats.iot",
        "iot:Data": f"{host}.iot",
        "iot:CredentialProvider": f"{host}.credentials.iot",
        "iot:Jobs": f"{host}.jobs.iot",
    }.get(kind)
    if service is None:
        raise AwsError(
            "InvalidArgument",
            f"endpointType must be iot:Data-ATS, iot:Data, iot:CredentialProvider or iot:Jobs, not {kind}.",
            "endpointType",
        )
    address = f"{service}.{call.place.region}.{call.place.dns_suffix}"
    return {"id": address, "endpointAddress": address}


@FUNCTIONS.answers("aws:iot/getRegistrationCode:getRegistrationCode")
def registration_code(arguments: Arguments, call: Call) -> Properties:
    """The account's registration code for IoT certificate authorities."""
    return {"registrationCode": Generator(f"{call.place.account}/{call.place.region}/iot").hex(64, "registration")}


@FUNCTIONS.answers("aws:workspaces/getBundle:getBundle")
def workspaces_bundle(arguments: Arguments, call: Call) -> Properties:
    """A WorkSpaces bundle: Amazon's of any id, since the ids of its bundles are not documented, or one of its names."""
    id, name = arguments.text("bundleId"), arguments.text("name")
    if id and not re.fullmatch(r"wsb-[0-9a-z]{8,63}", id):
        raise AwsError(
            "NotFound", f"no WorkSpaces Bundle found: {id} is no bundle id such as wsb-bh8rsxt14.", "bundleId"
        )
    sizes = {"Value": ("80", "10"), "Standard": ("80", "50"), "Performance": ("80", "100"), "Power": ("175", "100")}
    size = next((known for known in sizes if name.startswith(known)), "")
    if not id and (not size or arguments.text("owner") != "AMAZON"):
        raise AwsError(
            "NotFound",
            f"no WorkSpaces Bundle with name {name or 'empty'} found: with the owner AMAZON, names begin with "
            f"{', '.join(sizes)}.",
            "name",
        )
    root, user = sizes[size or "Standard"]
    found = id or f"wsb-{Generator(name).lower(9)}"
    return {
        "id": found,
        "bundleId": found,
        "name": name or "Standard with Windows 10",
        "owner": "AMAZON",
        "computeTypes": [{"name": (size or "Standard").upper()}],
        "rootStorages": [{"capacity": root}],
        "userStorages": [{"capacity": user}],
    }
