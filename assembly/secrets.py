"""Secrets and parameters."""

from assembly.copies import copies_key_args
from assembly.naming import prefix
from assembly.outputs import StackOutputs
from assembly.references import References, resolved
from components.encryption_keys import EncryptionKeys
from components.parameter_tree import ParameterArgs, ParameterTreeArgs
from components.secret_store import SecretStore, SecretStoreArgs, StoredSecretArgs
from settings import Settings
from settings.parameters import Parameter, Parameters
from settings.secrets import Secret, Secrets


def secret_store_args(settings: Settings, secrets: Secrets, keys: EncryptionKeys) -> SecretStoreArgs:
    """The secrets as they are written, protected in prod."""
    args: SecretStoreArgs = {
        "path": secrets.path,
        "secrets": {key: _stored_secret_args(secret) for key, secret in secrets.items.items()},
        "key_arn": keys.arn_of("secrets"),
        "account_id": settings.account.id,
        "recovery_days": secrets.recovery_days,
        "protect": settings.system.is_production,
    }
    if secrets.replica_region is not None:
        args["replica"] = {
            "region": secrets.replica_region,
            "key": copies_key_args(settings, f"{prefix(settings)}-secret-copies"),
        }
    return args


def _stored_secret_args(secret: Secret) -> StoredSecretArgs:
    args: StoredSecretArgs = {"description": secret.description}
    if secret.keys is not None:
        args["keys"] = list(secret.keys)
        args["generated_keys"] = list(secret.generate)
    return args


def parameter_tree_args(
    settings: Settings, parameters: Parameters, keys: EncryptionKeys, references: References
) -> ParameterTreeArgs:
    """The parameters as they are written, with references to what the stack builds."""
    return {
        "path": parameters.path,
        "parameters": {key: _parameter_args(item, references) for key, item in parameters.items.items()},
        "key_arn": keys.arn_of("secrets"),
        "protect": settings.system.is_production,
    }


def _parameter_args(parameter: Parameter, references: References) -> ParameterArgs:
    args: ParameterArgs = {"tier": parameter.tier, "secure": parameter.secure}
    if parameter.value is not None:
        args["value"] = resolved(parameter.value, references)
    if parameter.values is not None:
        args["values"] = [resolved(value, references) for value in parameter.values]
    if parameter.secret is not None:
        args["placeholder"] = parameter.secret == "placeholder"  # noqa: S105 - a kind of start value
        args["generated"] = parameter.secret == "generated"  # noqa: S105 - a kind of start value
        args["secret_version"] = parameter.secret_version
    if parameter.description is not None:
        args["description"] = parameter.description
    return args


def secret_store_outputs(store: SecretStore) -> StackOutputs:
    """Where operators store values."""
    return {"secretArns": store.arns}


def parameter_tree_outputs(parameters: Parameters) -> StackOutputs:
    """Where services find their configuration."""
    return {"parametersPath": parameters.path}
