"""What Schemathesis must be told beside the description."""

import schemathesis
from hypothesis import strategies

# A few of the IANA database's; the rest are like them.
ZONES = ["America/Guatemala", "America/Mexico_City", "America/New_York", "America/Tijuana", "UTC"]

schemathesis.openapi.format("time-zone", strategies.sampled_from(ZONES))


@schemathesis.serializer("application/sdp", "audio/webm")
def as_it_is(ctx, value):
    """Sends what is no JSON: whatever text or bytes it makes up."""
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def map_body(ctx, body):
    """JSON Schema counts 1.0 among the integers; the server takes integers as integers."""
    return whole(body)


def whole(value):
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [whole(item) for item in value]
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    return value
