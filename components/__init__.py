"""Building blocks of a payment platform on AWS, one Pulumi component a file."""

from components.account_providers import AccountProviders
from components.certificate import Certificate
from components.clean_up import CleanUp
from components.cluster import Cluster
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.image_repository import ImageRepository
from components.load_balancer import LoadBalancer
from components.network import Network
from components.off_hours import OffHours
from components.scheduled_calls import ScheduledCalls
from components.security_groups import SecurityGroups
from components.service import Service
from components.task_roles import TaskRoles
from components.vpc_endpoints import VpcEndpoints

__all__ = [
    "AccountProviders",
    "Certificate",
    "CleanUp",
    "Cluster",
    "Database",
    "EncryptionKeys",
    "ImageRepository",
    "LoadBalancer",
    "Network",
    "OffHours",
    "ScheduledCalls",
    "SecurityGroups",
    "Service",
    "TaskRoles",
    "VpcEndpoints",
]
