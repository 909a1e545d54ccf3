"""Lets Schemathesis send session descriptions: whatever text it makes up."""

import schemathesis


@schemathesis.serializer("application/sdp")
def sdp(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode()
