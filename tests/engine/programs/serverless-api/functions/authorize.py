def handler(event, context):  # noqa: ANN001, ANN201
    return {"isAuthorized": event["headers"].get("authorization") == "letmein"}
