"""A payment platform on AWS, as the stack file describes it."""

from assembly.credentials import CredentialsError, require_account
from assembly.foundation import WORKLOAD, account_providers_args, encryption_keys_args
from assembly.outputs import export, system_outputs
from assembly.refusal import refuse
from components import AccountProviders, EncryptionKeys
from layers.account import build_access, build_governance
from layers.compute import build_compute
from layers.data import build_data_stores, build_recovery
from layers.edge import build_edge
from layers.foundation import build_foundation, build_images
from layers.metrics import build_prometheus
from layers.names import export_names
from layers.operation import build_observability, build_off_hours
from layers.private_names import build_private_names
from settings import SettingsError, load_settings

try:
    settings = load_settings()
    require_account(settings)
except (SettingsError, CredentialsError) as error:
    refuse(error)

accounts = AccountProviders("accounts", account_providers_args(settings))
in_workload = accounts.options(WORKLOAD)
keys = EncryptionKeys("keys", encryption_keys_args(settings), in_workload)
export(system_outputs(settings))

governance = build_governance(settings, keys, in_workload)
build_access(settings, accounts, governance, in_workload)

foundation = build_foundation(settings, keys, in_workload)
images = build_images(settings, keys, in_workload)
stores = build_data_stores(settings, keys, foundation, in_workload)
build_recovery(settings, keys, foundation, stores, in_workload)
way_in = build_edge(settings, keys, foundation, stores, in_workload)
prometheus = build_prometheus(settings, keys, in_workload)
private_names = build_private_names(settings, foundation, stores, in_workload)
compute = build_compute(settings, keys, foundation, stores, way_in, prometheus, private_names, in_workload)
build_off_hours(settings, stores, compute, in_workload)
build_observability(settings, keys, foundation, stores, way_in, compute, prometheus, in_workload)
export_names(settings, images, stores, way_in, compute)
