"""Lets Schemathesis send what is no JSON: whatever text or bytes it makes up."""

import schemathesis


@schemathesis.serializer("application/sdp", "audio/webm")
def as_it_is(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode()
