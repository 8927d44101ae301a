"""Building blocks of a payment platform on AWS, one Pulumi component a file."""

from components.account_providers import AccountProviders
from components.bucket import Bucket
from components.certificate import Certificate
from components.cluster import Cluster
from components.database import Database
from components.dns_record import DnsRecord
from components.encryption_keys import EncryptionKeys
from components.hosted_zone import HostedZone
from components.load_balancer import LoadBalancer
from components.network import Network
from components.security_groups import SecurityGroups
from components.service import Service
from components.task_roles import TaskRoles
from components.web_firewall import WebFirewall

__all__ = [
    "AccountProviders",
    "Bucket",
    "Certificate",
    "Cluster",
    "Database",
    "DnsRecord",
    "EncryptionKeys",
    "HostedZone",
    "LoadBalancer",
    "Network",
    "SecurityGroups",
    "Service",
    "TaskRoles",
    "WebFirewall",
]
