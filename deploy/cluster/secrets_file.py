"""Draws what every machine of a cluster has to share: `python3 deploy/cluster/secrets_file.py > FILE`."""

import sys
from base64 import urlsafe_b64encode
from secrets import token_bytes, token_hex

DRAWN = {
    "POSTGRES_PASSWORD": token_hex(32),
    "REDIS_PASSWORD": token_hex(32),
    "API_SECRET_KEY": token_hex(32),
    "JWT_SECRET": token_hex(32),
    "FERNET_KEY": urlsafe_b64encode(token_bytes(32)).decode(),
}

if __name__ == "__main__":
    sys.stdout.write("".join(f"{name}={value}\n" for name, value in DRAWN.items()))
