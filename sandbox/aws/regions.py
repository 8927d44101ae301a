"""Regions of AWS: availability zones with their ids, and the hosted zones of load balancers and S3 websites.

Sources: AWS General Reference, endpoints of Elastic Load Balancing and of Amazon S3 (hosted zone ids), Amazon EC2 user
guide, zone ids. Which letter stands for which zone id differs between accounts; here letters and ids run in the same
order, and every region has at least the zones a, b and c.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Zone:
    """An availability zone: `name` such as `ap-south-1a`, `id` such as `aps1-az1`."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region. A hosted zone id is empty where AWS's reference doesn't list one.

    `alb_zone`: of application and classic load balancers; `nlb_zone`: of network load balancers; `s3_zone`: of S3
    websites; `opt_in`: accounts must enable the region first.
    """

    name: str
    description: str
    prefix: str
    letters: str
    alb_zone: str
    nlb_zone: str
    s3_zone: str
    opt_in: bool = False

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The availability zones in the order of their letters."""
        return tuple(
            Zone(f"{self.name}{letter}", f"{self.prefix}-az{number}") for number, letter in enumerate(self.letters, 1)
        )


# fmt: off
_REGIONS: Final = (
    Region("af-south-1", "Africa (Cape Town)", "afs1", "abc",
           "Z268VQBMOI5EKX", "Z203XCE67M25HM", "Z83WF9RJE8B12", opt_in=True),
    Region("ap-east-1", "Asia Pacific (Hong Kong)", "ape1", "abc",
           "Z3DQVH9N71FHZ0", "Z12Y7K3UBGUAD1", "ZNB98KWMFR0R6", opt_in=True),
    Region("ap-east-2", "Asia Pacific (Taipei)", "ape2", "abc", "", "Z09176273OC2HWIAUNYW", "", opt_in=True),
    Region("ap-northeast-1", "Asia Pacific (Tokyo)", "apne1", "abcd",
           "Z14GRHDCWA56QT", "Z31USIVHYNEOWT", "Z2M4EHUR26P7ZW"),
    Region("ap-northeast-2", "Asia Pacific (Seoul)", "apne2", "abcd",
           "ZWKZPGTI48KDX", "ZIBE1TIR4HY56", "Z3W03O7B5YMIYP"),
    Region("ap-northeast-3", "Asia Pacific (Osaka)", "apne3", "abc",
           "Z5LXEXXYW11ES", "Z1GWIQ4HH19I5X", "Z2YQB5RD63NC85"),
    Region("ap-south-1", "Asia Pacific (Mumbai)", "aps1", "abc",
           "ZP97RAFLXTNZK", "ZVDDRBQ08TROA", "Z11RGJOFQNVJUP"),
    Region("ap-south-2", "Asia Pacific (Hyderabad)", "aps2", "abc",
           "Z0173938T07WNTVAEPZN", "Z0711778386UTO08407HT", "Z02976202B4EZMXIPMXF7", opt_in=True),
    Region("ap-southeast-1", "Asia Pacific (Singapore)", "apse1", "abc",
           "Z1LMS91P8CMLE5", "ZKVM4W9LS7TM", "Z3O0J2DXBE1FTB"),
    Region("ap-southeast-2", "Asia Pacific (Sydney)", "apse2", "abc",
           "Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD", "Z1WCIGYICN2BYD"),
    Region("ap-southeast-3", "Asia Pacific (Jakarta)", "apse3", "abc",
           "Z08888821HLRG5A9ZRTER", "Z01971771FYVNCOVWJU1G", "Z01846753K324LI26A3VV", opt_in=True),
    Region("ap-southeast-4", "Asia Pacific (Melbourne)", "apse4", "abc",
           "Z09517862IB2WZLPXG76F", "Z01156963G8MIIL7X90IV", "Z0312387243XT5FE14WFO", opt_in=True),
    Region("ap-southeast-5", "Asia Pacific (Malaysia)", "apse5", "abc",
           "Z06010284QMVVW7WO5J", "Z026317210H9ACVTRO6FB", "Z08660063OXLMA7F1FJHU", opt_in=True),
    Region("ap-southeast-6", "Asia Pacific (New Zealand)", "apse6", "abc", "", "Z01392953RKV2Q3RBP0KU", "",
           opt_in=True),
    Region("ap-southeast-7", "Asia Pacific (Thailand)", "apse7", "abc",
           "Z0390008CMBRTHFGWBCB", "Z054363131YWATEMWRG5L", "", opt_in=True),
    Region("ca-central-1", "Canada (Central)", "cac1", "abcd",
           "ZQSVJUPU6J1EY", "Z2EPGBW3API2WT", "Z1QDHH18159H29"),
    Region("ca-west-1", "Canada West (Calgary)", "caw1", "abc",
           "Z06473681N0SF6OS049SD", "Z02754302KBB00W2LKWZ9", "Z03565811Z33SLEZTHOUL", opt_in=True),
    Region("cn-north-1", "China (Beijing)", "cnn1", "abcd",
           "Z1GDH35T77C1KE", "Z3QFB96KMJ7ED6", "Z5CN8UMXT92WN"),
    Region("cn-northwest-1", "China (Ningxia)", "cnnw1", "abc",
           "ZM7IZAIOVVDZF", "ZQEIKTCZ8352D", "Z282HJ1KT0DH03"),
    Region("eu-central-1", "Europe (Frankfurt)", "euc1", "abc",
           "Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90", "Z21DNDUVLTQW6Q"),
    Region("eu-central-2", "Europe (Zurich)", "euc2", "abc",
           "Z06391101F2ZOEP8P5EB3", "Z02239872DOALSIDCX66S", "Z030506016YDQGETNASS", opt_in=True),
    Region("eu-north-1", "Europe (Stockholm)", "eun1", "abc",
           "Z23TAZ6LKFMNIO", "Z1UDT6IFJ4EJM", "Z3BAZG2TWCNX0D"),
    Region("eu-south-1", "Europe (Milan)", "eus1", "abc",
           "Z3ULH7SSC9OV64", "Z23146JA1KNAFP", "Z30OZKI7KPW7MI", opt_in=True),
    Region("eu-south-2", "Europe (Spain)", "eus2", "abc",
           "Z0956581394HF5D5LXGAP", "Z1011216NVTVYADP1SSV", "Z0081959F7139GRJC19J", opt_in=True),
    Region("eu-west-1", "Europe (Ireland)", "euw1", "abc",
           "Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F", "Z1BKCTXD74EZPE"),
    Region("eu-west-2", "Europe (London)", "euw2", "abc",
           "ZHURV8PSTC4K8", "ZD4D7Y8KGAS4G", "Z3GKZC51ZF0DB4"),
    Region("eu-west-3", "Europe (Paris)", "euw3", "abc",
           "Z3Q77PNBQS71R4", "Z1CMS0P5QUZ6D5", "Z3R1K369G5AVDG"),
    Region("il-central-1", "Israel (Tel Aviv)", "ilc1", "abc",
           "Z09170902867EHPV2DABU", "Z0313266YDI6ZRHTGQY4", "Z09640613K4A3MN55U7GU", opt_in=True),
    Region("me-central-1", "Middle East (UAE)", "mec1", "abc",
           "Z08230872XQRWHG2XF6I", "Z00282643NTTLPANJJG2P", "Z06143092I8HRXZRUZROF", opt_in=True),
    Region("me-south-1", "Middle East (Bahrain)", "mes1", "abc",
           "ZS929ML54UICD", "Z3QSRYVP46NYYV", "Z1MPMWCPA7YB62", opt_in=True),
    Region("mx-central-1", "Mexico (Central)", "mxc1", "abc",
           "Z023552324OKD1BB28BH5", "Z02031231H3ID6HYJ9A7U", "", opt_in=True),
    Region("sa-east-1", "South America (Sao Paulo)", "sae1", "abc",
           "Z2P70J7HTTTPLU", "ZTK26PT1VY4CU", "Z7KQH4QJS55SO"),
    Region("us-east-1", "US East (N. Virginia)", "use1", "abcdef",
           "Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI", "Z3AQBSTGFYJSTF"),
    Region("us-east-2", "US East (Ohio)", "use2", "abc",
           "Z3AADJGX6KTTL2", "ZLMOA37VPKANP", "Z2O1EMRO9K5GLX"),
    Region("us-gov-east-1", "AWS GovCloud (US-East)", "usge1", "abc",
           "Z166TLBEWOO7G0", "Z1ZSMQQ6Q24QQ8", "Z2NIFVYYW2VKV1"),
    Region("us-gov-west-1", "AWS GovCloud (US-West)", "usgw1", "abc",
           "Z33AYJ8TM3BH4J", "ZMG1MZ2THAWF1", "Z31GFT0UA1I2HV"),
    Region("us-west-1", "US West (N. California)", "usw1", "abc",
           "Z368ELLRRE2KJ0", "Z24FKFUX50B4VW", "Z2F56UZL2M1ACD"),
    Region("us-west-2", "US West (Oregon)", "usw2", "abcd",
           "Z1H1FL5HABSF5", "Z18D5FSROUN65G", "Z3BJ6K6RIION7M"),
)
# fmt: on

REGIONS: Final[Mapping[str, Region]] = MappingProxyType({region.name: region for region in _REGIONS})
"""Every region by name."""


def region_named(name: str) -> Region:
    """The region; for a name that isn't in the table, a region with three zones and no hosted zone ids."""
    known = REGIONS.get(name)
    if known is not None:
        return known
    words = name.split("-")
    prefix = words[0] + "".join(word[:1] for word in words[1:-1]) + words[-1]
    return Region(name, name, prefix, "abc", "", "", "", opt_in=True)


def zones_of(name: str) -> tuple[Zone, ...]:
    """The availability zones of a region in the order of their letters."""
    return region_named(name).zones


def zone_id_of(zone_name: str) -> str:
    """The id of a zone (`ap-south-1a` -> `aps1-az1`); empty for a zone that its region doesn't have."""
    return next((zone.id for zone in zones_of(zone_name[:-1]) if zone.name == zone_name), "")


def zone_named_by_id(region: str, zone_id: str) -> str:
    """The name of a zone given by id (`aps1-az1` -> `ap-south-1a`); empty when the region doesn't have it."""
    return next((zone.name for zone in zones_of(region) if zone.id == zone_id), "")
