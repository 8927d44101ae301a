"""The structure of a CloudWatch dashboard's body, as JSON Schema.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

STATISTIC = r"^(SampleCount|Average|Sum|Minimum|Maximum|p\d{1,2}(\.\d)?)$"

_METRIC = {
    "type": "array",
    "minItems": 3,
    "prefixItems": [{"type": "string"}, {"type": "string"}],
    "items": {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {
                    "stat": {"type": "string", "pattern": STATISTIC},
                    "label": {"type": "string"},
                },
                "additionalProperties": False,
            },
        ]
    },
}

_PROPERTIES = {
    "metric": {
        "type": "object",
        "required": ["metrics", "region", "view", "period"],
        "properties": {
            "metrics": {"type": "array", "minItems": 1, "items": _METRIC},
            "region": {"type": "string", "pattern": r"^[a-z]{2}(-[a-z]+)+-\d$"},
            "view": {"enum": ["timeSeries", "singleValue", "gauge", "bar", "pie", "table"]},
            "period": {"type": "integer", "minimum": 60, "multipleOf": 60},
            "stacked": {"type": "boolean"},
            "title": {"type": "string", "minLength": 1},
        },
        "additionalProperties": False,
    },
    "alarm": {
        "type": "object",
        "required": ["alarms"],
        "properties": {
            "alarms": {
                "type": "array",
                "minItems": 1,
                "maxItems": 100,
                "items": {"type": "string", "pattern": "^arn:aws[a-z-]*:"},
            },
            "sortBy": {"enum": ["default", "stateUpdatedTimestamp", "timestamp"]},
            "title": {"type": "string"},
        },
        "additionalProperties": False,
    },
    "text": {
        "type": "object",
        "required": ["markdown"],
        "properties": {"markdown": {"type": "string", "minLength": 1}},
        "additionalProperties": False,
    },
}

DASHBOARD_SCHEMA: dict[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["widgets"],
    "additionalProperties": False,
    "properties": {
        "widgets": {
            "type": "array",
            "maxItems": 500,
            "items": {
                "type": "object",
                "required": ["type", "x", "y", "width", "height", "properties"],
                "properties": {
                    "type": {"enum": list(_PROPERTIES)},
                    "x": {"type": "integer", "minimum": 0, "maximum": 23},
                    "y": {"type": "integer", "minimum": 0},
                    "width": {"type": "integer", "minimum": 1, "maximum": 24},
                    "height": {"type": "integer", "minimum": 1, "maximum": 1000},
                },
                "allOf": [
                    {
                        "if": {"properties": {"type": {"const": kind}}},
                        "then": {"properties": {"properties": properties}},
                    }
                    for kind, properties in _PROPERTIES.items()
                ],
            },
        }
    },
}
