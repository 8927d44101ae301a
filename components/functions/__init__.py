"""Code that runs in Lambda, each file by itself: it imports the standard library only, and the boto3 of the runtime."""
