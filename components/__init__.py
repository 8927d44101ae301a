"""Building blocks of a payment platform on AWS, one Pulumi component a file."""

from components.account_providers import AccountProviders
from components.certificate import Certificate
from components.cluster import Cluster
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.load_balancer import LoadBalancer
from components.network import Network
from components.security_groups import SecurityGroups
from components.service import Service
from components.state_backend import StateBackend
from components.task_roles import TaskRoles

__all__ = [
    "AccountProviders",
    "Certificate",
    "Cluster",
    "Database",
    "EncryptionKeys",
    "LoadBalancer",
    "Network",
    "SecurityGroups",
    "Service",
    "StateBackend",
    "TaskRoles",
]
