"""A mail server on this machine: takes any message and prints it, one line of JSON each.

The first line says the port. Every part is decoded as a mail program would, so
that a test reads what a person reads.
"""

import asyncio
import json
import sys
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP


class Printer:
    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        parts = {}
        for part in message.walk():
            if not part.is_multipart():
                parts[part.get_content_type()] = part.get_content()
        say(
            {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "subject": message["subject"],
                "id": message["message-id"],
                "automatic": message["auto-submitted"],
                "text": parts.get("text/plain", ""),
                "html": parts.get("text/html", ""),
                "calendar": text(parts.get("text/calendar")),
            }
        )
        return "250 OK"


def text(content):
    return content.decode() if isinstance(content, bytes) else content


def say(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Printer(), hostname="localhost"), "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


asyncio.run(serve())
