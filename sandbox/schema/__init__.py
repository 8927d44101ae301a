"""The schema of the installed AWS SDK: an index made once from its source and read type by type."""

from sandbox.schema.index import Index, open_index
from sandbox.schema.model import FunctionType, Kind, ObjectType, Property, PropertyType, ResourceType
from sandbox.schema.package import SchemaError, SdkPackage, default_index_path, installed_package

__all__ = [
    "FunctionType",
    "Index",
    "Kind",
    "ObjectType",
    "Property",
    "PropertyType",
    "ResourceType",
    "SchemaError",
    "SdkPackage",
    "default_index_path",
    "installed_package",
    "open_index",
]
